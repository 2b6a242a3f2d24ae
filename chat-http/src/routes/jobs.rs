use crate::{
    extract::{Id, Json, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{BulkChange, Job, JobList},
};
use chat_core::JobId;
use http::StatusCode;

/// Changes many conversations.
///
/// They are changed one after another in the background, as if each had been changed by itself; the job tells how far that has come.
#[utoipa::path(
    post,
    path = "/api/v1/conversations/bulk",
    tag = "conversations",
    operation_id = "changeConversations",
    request_body = BulkChange,
    responses((status = 202, description = "The job", body = Job), (status = 403, response = crate::openapi::Forbidden)),
)]
pub(crate) async fn start(
    Signed(desk): Signed,
    Json(change): Json<BulkChange>,
) -> Result<(StatusCode, Tagged<Job>), Problem> {
    let (target, patch) = change.read()?;
    let job = desk.change_conversations(target, &patch).await?;
    Ok((StatusCode::ACCEPTED, Tagged(job.into())))
}

/// Lists the jobs, the newest first.
#[utoipa::path(
    get,
    path = "/api/v1/jobs",
    tag = "conversations",
    operation_id = "listJobs",
    responses((status = 200, description = "The jobs", body = JobList)),
)]
pub(crate) async fn list(Signed(desk): Signed) -> Result<axum::Json<JobList>, Problem> {
    Ok(axum::Json(desk.jobs().await?.into()))
}

/// Tells how far a job has come.
#[utoipa::path(
    get,
    path = "/api/v1/jobs/{id}",
    tag = "conversations",
    operation_id = "showJob",
    params(("id" = String, Path, format = Uuid, description = "The job's id")),
    responses((status = 200, description = "The job", body = Job)),
)]
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<JobId>) -> Result<Tagged<Job>, Problem> {
    Ok(Tagged(desk.job(id).await?.into()))
}

/// Stops a job. What was done stays done.
#[utoipa::path(
    delete,
    path = "/api/v1/jobs/{id}",
    tag = "conversations",
    operation_id = "cancelJob",
    params(("id" = String, Path, format = Uuid, description = "The job's id")),
    responses(
        (status = 200, description = "The job as it is now", body = Job),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn cancel(Signed(desk): Signed, Id(id): Id<JobId>) -> Result<Tagged<Job>, Problem> {
    Ok(Tagged(desk.cancel_job(id).await?.into()))
}
