use crate::{
    error,
    extract::{Id, Json, Query, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{NewTemplate, Template, TemplateList, TemplatePatch, TemplateQuery},
};
use chat_core::{AccountId, Definition, DefinitionId};
use http::StatusCode;

/// Lists the templates of the connected WhatsApp numbers, as Meta last told of them.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/templates",
    tag = "whatsapp",
    operation_id = "listWhatsAppTemplates",
    params(TemplateQuery),
    responses((status = 200, description = "The templates", body = TemplateList)),
)]
pub(crate) async fn list(
    Signed(desk): Signed,
    Query(query): Query<TemplateQuery>,
) -> Result<axum::Json<TemplateList>, Problem> {
    Ok(axum::Json(desk.templates(query.account_id).await?.into_iter().collect()))
}

/// Shows one template.
#[utoipa::path(
    get,
    path = "/api/v1/whatsapp/templates/{id}",
    tag = "whatsapp",
    operation_id = "showWhatsAppTemplate",
    params(("id" = String, Path, format = Uuid, description = "The template's id")),
    responses((status = 200, description = "The template", body = Template)),
)]
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<DefinitionId>) -> Result<Tagged<Template>, Problem> {
    shown(desk.template(id).await?)
}

/// Reads all templates of a number's business from Meta.
#[utoipa::path(
    post,
    path = "/api/v1/whatsapp/accounts/{id}/templates/sync",
    tag = "whatsapp",
    operation_id = "syncWhatsAppTemplates",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    responses(
        (status = 200, description = "The templates", body = TemplateList),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn sync(Signed(desk): Signed, Id(id): Id<AccountId>) -> Result<axum::Json<TemplateList>, Problem> {
    Ok(axum::Json(desk.sync_templates(id).await?.into_iter().collect()))
}

/// Hands a template in at Meta, which approves it sooner or later.
///
/// Its `status` changes by itself when Meta has decided (`definitionChanged`).
///
/// A header with a picture, a film or a document needs an example, by which Meta decides: upload it (`POST /api/v1/attachments`) and
/// name it in the header, `{"type": "HEADER", "format": "IMAGE", "example": {"attachmentId": "…"}}`. It is handed to Meta with the
/// template, whose `example` has Meta's name of it then. Whoever sends the template gives a file of its own.
#[utoipa::path(
    post,
    path = "/api/v1/whatsapp/accounts/{id}/templates",
    tag = "whatsapp",
    operation_id = "createWhatsAppTemplate",
    params(("id" = String, Path, format = Uuid, description = "The account's id")),
    request_body = NewTemplate,
    responses(
        (status = 201, description = "The template", body = Template),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn create(
    Signed(desk): Signed,
    Id(id): Id<AccountId>,
    Json(new): Json<NewTemplate>,
) -> Result<(StatusCode, Tagged<Template>), Problem> {
    Ok((StatusCode::CREATED, shown(desk.create_template(id, new.into()).await?)?))
}

/// Changes the parts of a template or what it is for. Meta looks at it again.
///
/// The example of a header with a file may be another upload, as when a template is created. Meta takes no example again that it
/// tells the address of.
#[utoipa::path(
    patch,
    path = "/api/v1/whatsapp/templates/{id}",
    tag = "whatsapp",
    operation_id = "changeWhatsAppTemplate",
    params(("id" = String, Path, format = Uuid, description = "The template's id")),
    request_body = TemplatePatch,
    responses(
        (status = 200, description = "The template as it is now", body = Template),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn change(
    Signed(desk): Signed,
    Id(id): Id<DefinitionId>,
    Json(patch): Json<TemplatePatch>,
) -> Result<Tagged<Template>, Problem> {
    shown(desk.change_template(id, patch.components, patch.category).await?)
}

/// Takes a template away, at Meta as well. Its name cannot be used again for a while.
#[utoipa::path(
    delete,
    path = "/api/v1/whatsapp/templates/{id}",
    tag = "whatsapp",
    operation_id = "deleteWhatsAppTemplate",
    params(("id" = String, Path, format = Uuid, description = "The template's id")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
        (status = 502, response = crate::openapi::ProviderUnavailable),
    ),
)]
pub(crate) async fn delete(Signed(desk): Signed, Id(id): Id<DefinitionId>) -> Result<StatusCode, Problem> {
    desk.delete_template(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(definition: Definition) -> Result<Tagged<Template>, Problem> {
    Template::of(definition).map(Tagged).ok_or_else(|| error::not_found("template"))
}
