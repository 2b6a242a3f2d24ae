use super::{Unreadable, ids, json, maybe_millis, maybe_time, time, word};
use chat_core::Job;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub actor: String,
    pub patch: String,
    pub left_ids: String,
    pub total: i64,
    pub done: i64,
    pub failed: i64,
    pub failures: String,
    pub state: String,
    pub turn: i64,
    pub next_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Job> for Model {
    fn from(job: Job) -> Self {
        Self {
            id: job.id.uuid(),
            client_id: job.client_id.uuid(),
            actor: serde_json::json!(job.actor).to_string(),
            patch: serde_json::json!(job.patch).to_string(),
            left_ids: ids(job.left.iter().map(|id| id.uuid())),
            total: job.total,
            done: job.done,
            failed: job.failed,
            failures: serde_json::json!(job.failures).to_string(),
            state: job.state.as_str().to_owned(),
            turn: job.turn,
            next_at: maybe_millis(job.next_at),
            created_at: job.created_at.millis(),
            updated_at: job.updated_at.millis(),
            revision: job.revision,
        }
    }
}

impl TryFrom<Model> for Job {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            actor: json("jobs.actor", &row.actor)?,
            patch: json("jobs.patch", &row.patch)?,
            left: json("jobs.left_ids", &row.left_ids)?,
            total: row.total,
            done: row.done,
            failed: row.failed,
            failures: json("jobs.failures", &row.failures)?,
            state: word("jobs.state", &row.state)?,
            turn: row.turn,
            next_at: maybe_time(row.next_at),
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
            revision: row.revision,
        })
    }
}
