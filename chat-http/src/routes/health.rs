use crate::{PartState, api::ApiState, error, problem::Problem};
use axum::extract::State;
use chat_core::Chat;
use futures_util::future::{join, join_all};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// How long a part may take to answer before it counts as not there.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    #[schema(example = "ok")]
    status: &'static str,
}

/// How the server and each of its parts is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Readiness {
    /// `ok`, or `degraded` when it does without one of its parts.
    #[schema(example = "ok")]
    status: &'static str,
    /// The parts.
    parts: Vec<PartReport>,
}

/// How one part is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PartReport {
    /// What it is called.
    #[schema(example = "store")]
    name: &'static str,
    /// `ok`, `degraded` or `missing`.
    #[schema(example = "ok")]
    status: &'static str,
    /// What is wrong with it; nothing when it is `ok`.
    detail: Option<&'static str>,
}

impl PartReport {
    fn new(name: &'static str, state: PartState) -> Self {
        let (status, detail) = match state {
            PartState::Ok => ("ok", None),
            PartState::Degraded(detail) => ("degraded", Some(detail)),
            PartState::Missing(detail) => ("missing", Some(detail)),
        };
        Self { name, status, detail }
    }
}

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
    axum::Json(Health { status: "ok" })
}

/// Tells whether new work is welcome, and part by part what is missing.
///
/// A part that the server does without is `degraded`, and the answer 200 all the same. Otherwise the problem names the parts.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "health",
    operation_id = "ready",
    security(()),
    responses((status = 200, description = "New work is welcome", body = Readiness)),
)]
pub(crate) async fn ready(State(state): State<ApiState>) -> Result<axum::Json<Readiness>, Problem> {
    if state.chat().is_stopping() {
        let stopping = PartReport::new("process", PartState::Missing("it is about to stop"));
        return Err(error::stopping().parts(vec![stopping]));
    }
    let others = state.parts().iter().map(async |part| {
        let asked = tokio::time::timeout(ANSWER_MAX, part.state()).await;
        PartReport::new(part.name(), asked.unwrap_or(PartState::Missing("it does not answer")))
    });
    let (store, others) = join(store(state.chat()), join_all(others)).await;
    let mut parts = vec![PartReport::new("process", PartState::Ok), PartReport::new("store", store)];
    parts.extend(others);
    let is_any = |status| parts.iter().any(|part| part.status == status);
    if is_any("missing") {
        return Err(error::not_now("the server is not ready; `parts` says what is missing").parts(parts));
    }
    Ok(axum::Json(Readiness { status: if is_any("degraded") { "degraded" } else { "ok" }, parts }))
}

/// The smallest read there is: one look into one index, for an address that nobody has.
async fn store(chat: &Chat) -> PartState {
    match tokio::time::timeout(ANSWER_MAX, chat.store().agent_by_email("")).await {
        Ok(Ok(_)) => PartState::Ok,
        Ok(Err(failure)) => {
            let cause = std::error::Error::source(&failure);
            tracing::error!(
                error = &failure as &dyn std::error::Error,
                cause,
                "the server is not ready: the store has failed"
            );
            PartState::Missing("the database has failed")
        }
        Err(_) => PartState::Missing("the database does not answer"),
    }
}
