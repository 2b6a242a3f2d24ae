use crate::{
    api::ApiState,
    extract::{Id, Json, Query, Signed},
    problem::Problem,
    shapes::{Analytics, BlockedList, Judgement, SpanQuery},
};
use axum::extract::State;
use chat_core::{Day, WidgetId};
use http::StatusCode;

/// Tells the figures of a widget: loads, opens, conversations, messages and blocked attempts, day by day.
///
/// They are counted without cookies, and are some seconds behind.
#[utoipa::path(
    get,
    path = "/api/v1/widgets/{id}/analytics",
    tag = "widgets",
    operation_id = "showWidgetAnalytics",
    params(("id" = String, Path, format = Uuid, description = "The widget's id"), SpanQuery),
    responses((status = 200, description = "The figures", body = Analytics)),
)]
pub(crate) async fn analytics(
    State(state): State<ApiState>,
    Signed(desk): Signed,
    Id(id): Id<WidgetId>,
    Query(query): Query<SpanQuery>,
) -> Result<axum::Json<Analytics>, Problem> {
    let span = query.span(Day::of(state.chat().env().now()));
    let counts = desk.widget_figures(id, span.from, span.to).await?;
    Ok(axum::Json(Analytics::new(span, &counts)))
}

/// Lists the websites that wanted to show a widget in the last 30 days and may not.
///
/// To let it appear there, add the domain.
#[utoipa::path(
    get,
    path = "/api/v1/widgets/{id}/blocked-origins",
    tag = "widgets",
    operation_id = "listBlockedOrigins",
    params(("id" = String, Path, format = Uuid, description = "The widget's id")),
    responses((status = 200, description = "The websites, the last seen first", body = BlockedList)),
)]
pub(crate) async fn blocked(Signed(desk): Signed, Id(id): Id<WidgetId>) -> Result<axum::Json<BlockedList>, Problem> {
    Ok(axum::Json(desk.blocked_origins(id).await?.into()))
}

/// Says that a website which wants to show a widget is not to be heard of, or is again.
#[utoipa::path(
    post,
    path = "/api/v1/widgets/{id}/blocked-origins/ignore",
    tag = "widgets",
    operation_id = "ignoreBlockedOrigin",
    params(("id" = String, Path, format = Uuid, description = "The widget's id")),
    request_body = Judgement,
    responses(
        (status = 204, description = "It is noted"),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn ignore(
    Signed(desk): Signed,
    Id(id): Id<WidgetId>,
    Json(judgement): Json<Judgement>,
) -> Result<StatusCode, Problem> {
    desk.ignore_origin(id, &judgement.origin, judgement.ignoring()).await?;
    Ok(StatusCode::NO_CONTENT)
}
