use super::{ConversationPatch, words};
use crate::problem::Problem;
use chat_core::{
    AgentId, BulkTarget, ConversationFilter, ConversationId, Cursor, JobFailure, JobId, JobState, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One change to many conversations, made in the background.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Job {
    #[schema(value_type = String, format = Uuid)]
    id: JobId,
    /// On whose behalf.
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    #[schema(schema_with = words::job_state)]
    state: JobState,
    /// How many conversations there were to change.
    total: i64,
    /// How many were changed, or were so already.
    done: i64,
    /// How many could not be.
    failed: i64,
    /// The first 20 of those.
    failures: Vec<Failed>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// How often it was written: `If-Match` asks for it by this number in quotation marks.
    pub(crate) revision: i64,
}

/// A conversation that could not be changed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JobFailure)]
struct Failed {
    #[schema(value_type = String, format = Uuid)]
    conversation_id: ConversationId,
    reason: String,
}

impl From<chat_core::Job> for Job {
    fn from(job: chat_core::Job) -> Self {
        let failed = |JobFailure { conversation_id, reason }: JobFailure| Failed { conversation_id, reason };
        Self {
            id: job.id,
            agent_id: job.actor.agent_id,
            state: job.state,
            total: job.total,
            done: job.done,
            failed: job.failed,
            failures: job.failures.into_iter().map(failed).collect(),
            created_at: job.created_at,
            updated_at: job.updated_at,
            revision: job.revision,
        }
    }
}

/// Jobs, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JobList {
    items: Vec<Job>,
    /// Always null: no more than 100 are listed.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<chat_core::Job>> for JobList {
    fn from(jobs: Vec<chat_core::Job>) -> Self {
        Self { items: jobs.into_iter().map(Job::from).collect(), next_cursor: None }
    }
}

/// One change to many conversations: to those that are named, or to those that meet a filter.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct BulkChange {
    /// The conversations, at most 10,000.
    #[schema(value_type = Option<Vec<Uuid>>, max_items = 10_000)]
    conversation_ids: Option<Vec<ConversationId>>,
    /// A filter as views have it; it may find 10,000 conversations at most.
    #[schema(value_type = Option<Object>)]
    filter: Option<ConversationFilter>,
    /// What is to become different about each of them.
    pub(crate) changes: ConversationPatch,
}

impl BulkChange {
    /// Which conversations are meant, and what is changed.
    pub(crate) fn read(self) -> Result<(BulkTarget, chat_core::ConversationPatch), Problem> {
        let target = match (self.conversation_ids, self.filter) {
            (Some(ids), None) => BulkTarget::Ids(ids),
            (None, Some(filter)) => BulkTarget::Filter(filter),
            _ => return Err(Problem::invalid("conversationIds", "either these or a `filter`, please")),
        };
        Ok((target, self.changes.into()))
    }
}
