use crate::{
    extract::{Query, Signed},
    problem::Problem,
    shapes::{EventQuery, Events},
};

/// Lists what has happened since an event.
///
/// The journal has no gaps: ask again after the last `seq` until `head` is reached, and nothing is missed.
#[utoipa::path(
    get,
    path = "/api/v1/events",
    tag = "events",
    operation_id = "listEvents",
    params(EventQuery),
    responses((status = 200, description = "The events, in order", body = Events)),
)]
pub(crate) async fn list(Signed(desk): Signed, Query(query): Query<EventQuery>) -> Result<axum::Json<Events>, Problem> {
    Ok(axum::Json(desk.events(query.after(), query.limit()?).await?.into()))
}
