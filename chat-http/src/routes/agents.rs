use crate::{
    extract::{Id, Json, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{AgentList, AgentPatch, AvailabilityChange, Colleague},
};
use chat_core::{Agent, AgentId, Desk};

/// Lists the members of the team, the oldest first.
///
/// Those who have left it are among them.
#[utoipa::path(
    get,
    path = "/api/v1/agents",
    tag = "agents",
    operation_id = "listAgents",
    responses((status = 200, description = "The agents", body = AgentList)),
)]
pub(crate) async fn list(Signed(desk): Signed) -> Result<axum::Json<AgentList>, Problem> {
    let agents = desk.agents().await?;
    Ok(axum::Json(AgentList::new(agents, &desk.present().await)))
}

/// Shows one member of the team.
#[utoipa::path(
    get,
    path = "/api/v1/agents/{id}",
    tag = "agents",
    operation_id = "showAgent",
    params(("id" = String, Path, format = Uuid, description = "The agent's id")),
    responses((status = 200, description = "The agent", body = Colleague)),
)]
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<AgentId>) -> Result<Tagged<Colleague>, Problem> {
    let agent = desk.agent(id).await?;
    Ok(shown(&desk, agent).await)
}

/// Names an agent or gives it another role.
///
/// Nobody gives or takes rights that it has not itself. Only owners make, change and depose owners, and one always stays.
#[utoipa::path(
    patch,
    path = "/api/v1/agents/{id}",
    tag = "agents",
    operation_id = "changeAgent",
    params(("id" = String, Path, format = Uuid, description = "The agent's id")),
    request_body = AgentPatch,
    responses(
        (status = 200, description = "The agent as it is now", body = Colleague),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn change(
    Signed(desk): Signed,
    Id(id): Id<AgentId>,
    Json(patch): Json<AgentPatch>,
) -> Result<Tagged<Colleague>, Problem> {
    let agent = desk.change_agent(id, &patch.into()).await?;
    Ok(shown(&desk, agent).await)
}

/// Takes an agent out of the team.
///
/// Its sessions and API keys end, and its conversations go back to the queue. What it did stays.
#[utoipa::path(
    post,
    path = "/api/v1/agents/{id}/deactivate",
    tag = "agents",
    operation_id = "deactivateAgent",
    params(("id" = String, Path, format = Uuid, description = "The agent's id")),
    responses(
        (status = 200, description = "The agent as it is now", body = Colleague),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn deactivate(Signed(desk): Signed, Id(id): Id<AgentId>) -> Result<Tagged<Colleague>, Problem> {
    let agent = desk.deactivate_agent(id).await?;
    Ok(shown(&desk, agent).await)
}

/// Takes an agent back into the team.
///
/// It signs in as before. Its API keys stay ended.
#[utoipa::path(
    post,
    path = "/api/v1/agents/{id}/reactivate",
    tag = "agents",
    operation_id = "reactivateAgent",
    params(("id" = String, Path, format = Uuid, description = "The agent's id")),
    responses((status = 200, description = "The agent as it is now", body = Colleague)),
)]
pub(crate) async fn reactivate(Signed(desk): Signed, Id(id): Id<AgentId>) -> Result<Tagged<Colleague>, Problem> {
    let agent = desk.reactivate_agent(id).await?;
    Ok(shown(&desk, agent).await)
}

/// Says whether you take conversations.
///
/// Teams that take turns pass over whoever says `away` or `busy`, and whoever is not connected.
#[utoipa::path(
    put,
    path = "/api/v1/me/availability",
    tag = "agents",
    operation_id = "setAvailability",
    request_body = AvailabilityChange,
    responses(
        (status = 200, description = "You as you are now", body = Colleague),
        (status = 404, response = crate::openapi::NotFound),
    ),
)]
pub(crate) async fn set_availability(
    Signed(desk): Signed,
    Json(change): Json<AvailabilityChange>,
) -> Result<Tagged<Colleague>, Problem> {
    let agent = desk.set_availability(change.availability, change.reason.as_deref()).await?;
    Ok(shown(&desk, agent).await)
}

async fn shown(desk: &Desk, agent: Agent) -> Tagged<Colleague> {
    Tagged(Colleague::new(agent, &desk.present().await))
}
