use crate::{
    Actor, AgentId, ClientId, ConversationId, ConversationPatch, Extent, JobId, Permissions, Reach, Revision, Role,
    Timestamp, text_enum::text_enum,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

text_enum! {
    /// Where a job stands.
    pub enum JobState {
        /// There is something left to do.
        Running = "running",
        /// Everything was done, or could not be.
        Done = "done",
        /// Somebody has stopped it; what was done stays done.
        Cancelled = "cancelled",
    }
}

/// On whose behalf a job is done: what the agent was when it asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobActor {
    /// Who asked.
    pub agent_id: AgentId,
    /// What colleagues call it.
    pub name: String,
    /// What it was allowed in general.
    pub role: Role,
    /// What it was allowed in place of that.
    pub granted: Option<Permissions>,
    /// Which accounts and widgets it worked with, if not with all of them.
    pub extent: Option<Extent>,
    /// What it was allowed at most.
    pub scopes: Option<Permissions>,
}

impl JobActor {
    /// Whoever asks for a job.
    pub(crate) fn of(actor: &Actor) -> Self {
        let Actor { client_id: _, agent_id, name, role, granted, reach, scopes } = actor.clone();
        let extent = match reach {
            Reach::All => None,
            Reach::Some(extent) => Some((*extent).clone()),
        };
        Self { agent_id, name, role, granted, extent, scopes }
    }

    /// The actor that the job is done as.
    pub(crate) fn actor(&self, client_id: ClientId) -> Actor {
        let Self { agent_id, name, role, granted, extent, scopes } = self.clone();
        let reach = extent.map_or(Reach::All, |extent| Reach::Some(Arc::new(extent)));
        Actor { client_id, agent_id, name, role, granted, reach, scopes }
    }
}

/// A conversation that a job could not change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobFailure {
    /// Which one.
    pub conversation_id: ConversationId,
    /// Why.
    pub reason: String,
}

/// One change to many conversations, made in the background.
#[derive(Clone, PartialEq, Debug)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// Whose conversations.
    pub client_id: ClientId,
    /// On whose behalf.
    pub actor: JobActor,
    /// What is changed about each of them.
    pub patch: ConversationPatch,
    /// The conversations that are still to be changed, in order: at most [`Job::CONVERSATIONS_MAX`].
    pub left: Vec<ConversationId>,
    /// How many there were.
    pub total: i64,
    /// How many were changed, or were so already.
    pub done: i64,
    /// How many could not be.
    pub failed: i64,
    /// The first of those, at most [`Job::FAILURES_MAX`].
    pub failures: Vec<JobFailure>,
    /// Where it stands.
    pub state: JobState,
    /// How often somebody has taken it up: whoever comes back from an earlier turn changes nothing any more.
    pub turn: i64,
    /// From when on somebody may take it up; nothing when there is nothing left to do.
    pub next_at: Option<Timestamp>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last came further.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Job {
    /// The most conversations of one job.
    pub const CONVERSATIONS_MAX: usize = 10_000;
    /// The most failures that are told one by one.
    pub const FAILURES_MAX: usize = 20;
}
