use crate::{
    extract::{Query, Signed},
    problem::Problem,
    shapes::{EventQuery, Events},
};

/// Lists what has happened since an event.
///
/// The journal has no gaps: ask again after the last `seq` until `head` is reached, and nothing is missed. Events are kept for
/// some time only (30 days unless the server is configured otherwise). Who was away for longer, or asks for what comes after
/// an event that never was (the database was put back to an earlier state), is answered with 410 and the code `resync`: load
/// the lists anew, and ask on after the problem's `head`.
#[utoipa::path(
    get,
    path = "/api/v1/events",
    tag = "events",
    operation_id = "listEvents",
    params(EventQuery),
    responses((status = 200, description = "The events, in order", body = Events), (status = 410, response = crate::openapi::Resync)),
)]
pub(crate) async fn list(Signed(desk): Signed, Query(query): Query<EventQuery>) -> Result<axum::Json<Events>, Problem> {
    let stretch = desk.events(query.after(), query.limit()?).await?;
    Ok(axum::Json(Events::new(stretch, desk.chat().links())))
}
