use crate::{api::ApiState, error, problem::Problem};
use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request, multipart::Field},
};
use bytes::Bytes;
use chat_core::Streamed;
use futures_util::{StreamExt, stream};
use http::header;

/// The one file of a body, before any of it was read.
#[derive(Debug)]
pub(crate) struct Upload(Multipart);

impl Upload {
    /// The part that the file is.
    const PART: &'static str = "file";

    /// The file, as it comes.
    pub(crate) async fn file(&mut self) -> Result<Streamed<Field<'_>>, Problem> {
        let part = self.0.next_field().await.map_err(|_| error::malformed("the body is not multipart/form-data"))?;
        let field = part.filter(|field| field.name() == Some(Self::PART));
        let field = field.ok_or_else(|| Problem::invalid(Self::PART, "send the file as the first part"))?;
        let name = field.file_name().unwrap_or_default().to_owned();
        Ok(Streamed::new(name, field))
    }
}

impl FromRequest<ApiState> for Upload {
    type Rejection = Problem;

    /// A body that says to be too long is not read at all.
    async fn from_request(request: Request, state: &ApiState) -> Result<Self, Problem> {
        let rules = state.chat().agent_uploads().ok_or_else(error::no_files)?;
        let length = request.headers().get(header::CONTENT_LENGTH);
        rules.check_length(length.and_then(|length| length.to_str().ok()))?;
        let request = request.map(piecewise);
        Multipart::from_request(request, state).await.map(Self).map_err(|_| error::not_multipart())
    }
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
