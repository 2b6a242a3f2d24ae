use crate::{api::ApiState, error, problem::Problem};
use axum::extract::State;
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// How long the store may take to answer before it counts as not there.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    #[schema(example = "ok")]
    status: &'static str,
}

const OK: axum::Json<Health> = axum::Json(Health { status: "ok" });

/// Tells that the process serves.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "health",
    operation_id = "live",
    security(()),
    responses((status = 200, description = "The process serves", body = Health)),
)]
pub(crate) async fn live() -> axum::Json<Health> {
    OK
}

/// Tells whether new work is welcome: the store answers, and the server is not about to stop.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "health",
    operation_id = "ready",
    security(()),
    responses((status = 200, description = "The store answers", body = Health)),
)]
pub(crate) async fn ready(State(state): State<ApiState>) -> Result<axum::Json<Health>, Problem> {
    if state.chat().is_stopping() {
        return Err(error::stopping());
    }
    // The smallest read there is: one look into one index, for an address that nobody has.
    match tokio::time::timeout(ANSWER_MAX, state.chat().store().agent_by_email("")).await {
        Ok(Ok(_)) => Ok(OK),
        Ok(Err(failure)) => Err(error::unavailable(&failure)),
        Err(_) => Err(error::not_now("the store does not answer")),
    }
}
