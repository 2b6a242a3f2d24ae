use crate::{extract::Signed, problem::Problem, shapes::AgentList};

/// Lists the members of the team, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/agents",
    tag = "agents",
    operation_id = "listAgents",
    responses((status = 200, description = "The agents", body = AgentList)),
)]
pub(crate) async fn list(Signed(desk): Signed) -> Result<axum::Json<AgentList>, Problem> {
    Ok(axum::Json(desk.agents().await?.into()))
}
