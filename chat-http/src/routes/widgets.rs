use crate::{
    api::ApiState,
    extract::{Id, Json, Kid, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{Embed, IdentityKey, NewIdentityKey, NewWidget, Widget, WidgetList, WidgetPatch},
};
use axum::extract::State;
use chat_core::WidgetId;
use http::{HeaderMap, StatusCode, header};

/// Lists the widgets, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/widgets",
    tag = "widgets",
    operation_id = "listWidgets",
    responses((status = 200, description = "The widgets", body = WidgetList)),
)]
pub(crate) async fn list(Signed(desk): Signed) -> Result<axum::Json<WidgetList>, Problem> {
    Ok(axum::Json(desk.widgets().await?.into()))
}

/// Makes a widget.
///
/// It is active from the start, and appears nowhere before one of its domains is verified.
#[utoipa::path(
    post,
    path = "/api/v1/widgets",
    tag = "widgets",
    operation_id = "createWidget",
    request_body = NewWidget,
    responses(
        (status = 201, description = "The widget", body = Widget),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn create(
    Signed(desk): Signed,
    Json(new): Json<NewWidget>,
) -> Result<(StatusCode, Tagged<Widget>), Problem> {
    let widget = desk.create_widget(&new.into()).await?;
    Ok((StatusCode::CREATED, Tagged(widget.into())))
}

/// Shows one widget.
#[utoipa::path(
    get,
    path = "/api/v1/widgets/{id}",
    tag = "widgets",
    operation_id = "showWidget",
    params(("id" = String, Path, format = Uuid, description = "The widget's id")),
    responses((status = 200, description = "The widget", body = Widget)),
)]
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<WidgetId>) -> Result<Tagged<Widget>, Problem> {
    Ok(Tagged(desk.widget(id).await?.into()))
}

/// Changes, activates or deactivates a widget.
#[utoipa::path(
    patch,
    path = "/api/v1/widgets/{id}",
    tag = "widgets",
    operation_id = "changeWidget",
    params(("id" = String, Path, format = Uuid, description = "The widget's id")),
    request_body = WidgetPatch,
    responses(
        (status = 200, description = "The widget as it is now", body = Widget),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn change(
    Signed(desk): Signed,
    Id(id): Id<WidgetId>,
    Json(patch): Json<WidgetPatch>,
) -> Result<Tagged<Widget>, Problem> {
    Ok(Tagged(desk.change_widget(id, &patch.into()).await?.into()))
}

/// Deletes a widget.
///
/// It appears nowhere any more and cannot come back. Its conversations stay.
#[utoipa::path(
    delete,
    path = "/api/v1/widgets/{id}",
    tag = "widgets",
    operation_id = "deleteWidget",
    params(("id" = String, Path, format = Uuid, description = "The widget's id")),
    responses(
        (status = 204, description = "It is deleted"),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn delete(Signed(desk): Signed, Id(id): Id<WidgetId>) -> Result<StatusCode, Problem> {
    desk.delete_widget(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells how a widget gets onto a page.
#[utoipa::path(
    get,
    path = "/api/v1/widgets/{id}/embed",
    tag = "widgets",
    operation_id = "embedWidget",
    params(("id" = String, Path, format = Uuid, description = "The widget's id")),
    responses((status = 200, description = "The line of HTML", body = Embed)),
)]
pub(crate) async fn embed(
    State(state): State<ApiState>,
    Signed(desk): Signed,
    Id(id): Id<WidgetId>,
    headers: HeaderMap,
) -> Result<axum::Json<Embed>, Problem> {
    let widget = desk.widget(id).await?;
    let snippet = match state.public_url() {
        Some(url) => widget.snippet(url),
        // The host has not told: where the request went to is the best that is known.
        None => {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            widget.snippet(&format!("//{host}"))
        }
    };
    Ok(axum::Json(Embed { snippet }))
}

/// Adds a key that the identities of visitors are checked with.
///
/// Two of a kind count at a time, so that one can be put in the place of another without a gap.
#[utoipa::path(
    post,
    path = "/api/v1/widgets/{id}/identity-keys",
    tag = "widgets",
    operation_id = "addWidgetIdentityKey",
    params(("id" = String, Path, format = Uuid, description = "The widget's id")),
    request_body = NewIdentityKey,
    responses(
        (status = 201, description = "The key, without what is secret about it", body = IdentityKey),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn add_key(
    Signed(desk): Signed,
    Id(id): Id<WidgetId>,
    Json(new): Json<NewIdentityKey>,
) -> Result<(StatusCode, axum::Json<IdentityKey>), Problem> {
    let key = desk.add_visitor_key(id, &new.into()).await?;
    Ok((StatusCode::CREATED, axum::Json(key.into())))
}

/// Removes a key: what was signed with it counts no more.
#[utoipa::path(
    delete,
    path = "/api/v1/widgets/{id}/identity-keys/{kid}",
    tag = "widgets",
    operation_id = "removeWidgetIdentityKey",
    params(
        ("id" = String, Path, format = Uuid, description = "The widget's id"),
        ("kid" = String, Path, description = "What a JWT calls the key"),
    ),
    responses(
        (status = 204, description = "It is removed"),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn remove_key(
    Signed(desk): Signed,
    Id(id): Id<WidgetId>,
    Kid(kid): Kid,
) -> Result<StatusCode, Problem> {
    desk.remove_visitor_key(id, &kid).await?;
    Ok(StatusCode::NO_CONTENT)
}
