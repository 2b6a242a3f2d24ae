use super::objection::Objection;
use crate::router::WidgetState;
use axum::{
    Json,
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Path, Request, State},
    response::{IntoResponse, Response},
};
use chat_core::{Attachment, AttachmentId, Caller, FileKind, FileLink, FileLinks, Streamed, UploadError, Visit};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;

/// A file that was taken, as messages tell of it later.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    id: AttachmentId,
    name: &'a str,
    content_type: &'a str,
    kind: FileKind,
    size: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_url: Option<String>,
}

impl<'a> Answer<'a> {
    fn new(attachment: &'a Attachment, links: &FileLinks) -> Self {
        let FileLink { url, thumbnail_url } = links.for_visitor(&attachment.facts(), attachment.conversation_id);
        Self {
            id: attachment.id,
            name: &attachment.name,
            content_type: attachment.media_type.as_str(),
            kind: attachment.media_type.kind(),
            size: attachment.size,
            width: attachment.dimensions.map(|it| it.width),
            height: attachment.dimensions.map(|it| it.height),
            url,
            thumbnail_url,
        }
    }
}

/// Takes a file from a visitor in, which goes with a message later.
///
/// It is for our own frame alone: what the visitor shows is the token of its socket, which no cookie brings along, and browsers say
/// themselves whether a request is of the same origin.
pub(crate) async fn attach(
    State(state): State<WidgetState>,
    Path(key): Path<String>,
    request: Request,
) -> Result<Response, Objection> {
    let visit = visit(&state, &key, request.headers()).await?;
    let caller = request.extensions().get::<Caller>().copied();
    let rules = state.chat().uploads_of_visitors().ok_or(UploadError::NoFiles)?;
    let length = request.headers().get(header::CONTENT_LENGTH);
    rules.check_length(length.and_then(|length| length.to_str().ok()))?;
    let mut body = Multipart::from_request(request.map(piecewise), &()).await.map_err(|_| Objection::NotMultipart)?;
    let field = body.next_field().await.map_err(|_| UploadError::BrokenOff)?;
    let field = field.filter(|field| field.name() == Some("file")).ok_or(Objection::NotMultipart)?;
    let name = field.file_name().unwrap_or_default().to_owned();
    let attachment = visit.upload(&mut Streamed::new(name, field), caller).await?;
    let answer = Json(Answer::new(&attachment, state.chat().links()));
    let headers = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((StatusCode::CREATED, headers, answer).into_response())
}

/// The visit whose token the request shows, to the widget of the address.
async fn visit(state: &WidgetState, key: &str, headers: &HeaderMap) -> Result<Visit, Objection> {
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return Err(Objection::Unauthorized);
    }
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
    let token = shown.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    let visit = state.chat().visit(token.ok_or(Objection::Unauthorized)?).await?;
    if visit.widget_key() == key { Ok(visit) } else { Err(Objection::Unauthorized) }
}

/// Has a pause after each piece of a body: the reader of forms takes whatever comes without one, however much that is, and looks for
/// the beginning of a form only in what came before a pause.
fn piecewise(body: Body) -> Body {
    let pause = async || {
        tokio::task::yield_now().await;
        Ok(Bytes::new())
    };
    let pieces = body.into_data_stream().flat_map(move |piece| stream::iter([piece]).chain(stream::once(pause())));
    Body::from_stream(pieces)
}
