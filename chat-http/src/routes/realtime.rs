use crate::{
    api::ApiState,
    extract::{Query, Signed},
    problem::Problem,
    shapes::{PageParams, Realtime},
};
use axum::extract::State;

/// Shows which colleagues are connected, the one that is connected for the longest time first.
///
/// For owners and admins. Where several processes serve, each shows those who are connected to it; `processId` says which one
/// has answered.
#[utoipa::path(
    get,
    path = "/api/v1/admin/realtime",
    tag = "admin",
    operation_id = "showRealtime",
    params(PageParams),
    responses((status = 200, description = "Who is connected to this process", body = Realtime)),
)]
pub(crate) async fn show(
    State(state): State<ApiState>,
    Signed(desk): Signed,
    Query(page): Query<PageParams>,
) -> Result<axum::Json<Realtime>, Problem> {
    let live = desk.live(page.query()?)?;
    Ok(axum::Json(Realtime::new(state.chat(), live)))
}
