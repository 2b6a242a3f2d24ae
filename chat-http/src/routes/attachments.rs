use crate::{
    extract::{Id, Signed, Upload},
    problem::Problem,
    shapes,
};
use axum::Extension;
use chat_core::{AttachmentId, Caller};
use http::StatusCode;

/// Takes a file in that goes with a message later, by its id in `attachmentIds`.
///
/// What it is, is found in its bytes; whatever a browser or a reader of documents might run is refused, and pictures lose what they
/// tell of where and by whom they were taken. A file that no message has within 24 hours is forgotten.
#[utoipa::path(
    post,
    path = "/api/v1/attachments",
    tag = "attachments",
    operation_id = "uploadAttachment",
    request_body(content = shapes::Upload, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The attachment", body = shapes::Attachment),
        (status = 404, response = crate::openapi::NoFiles),
        (status = 415, response = crate::openapi::FileType),
    ),
)]
pub(crate) async fn upload(
    Signed(desk): Signed,
    caller: Option<Extension<Caller>>,
    mut upload: Upload,
) -> Result<(StatusCode, axum::Json<shapes::Attachment>), Problem> {
    let mut file = upload.file().await?;
    let attachment = desk.upload(&mut file, caller.map(|Extension(caller)| caller)).await?;
    let shown = shapes::Attachment::new(attachment.facts(), attachment.conversation_id, desk.chat().links());
    Ok((StatusCode::CREATED, axum::Json(shown)))
}

/// Shows what is known of a file, with addresses that are good from now on.
#[utoipa::path(
    get,
    path = "/api/v1/attachments/{id}",
    tag = "attachments",
    operation_id = "showAttachment",
    params(("id" = String, Path, format = Uuid, description = "The attachment's id")),
    responses((status = 200, description = "The attachment", body = shapes::Attachment)),
)]
pub(crate) async fn show(
    Signed(desk): Signed,
    Id(id): Id<AttachmentId>,
) -> Result<axum::Json<shapes::Attachment>, Problem> {
    let attachment = desk.attachment(id).await?;
    let links = desk.chat().links();
    Ok(axum::Json(shapes::Attachment::new(attachment.facts(), attachment.conversation_id, links)))
}
