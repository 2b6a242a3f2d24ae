use crate::{AgentId, ClientId, TenantScope, Timestamp};
use async_trait::async_trait;
use std::{fmt, time::Duration};

/// An open connection of an agent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attendance<'a> {
    /// Who is there.
    pub agent_id: AgentId,
    /// What colleagues call it.
    pub name: &'a str,
    /// Which of its connections, of those of all processes.
    pub connection: &'a str,
}

/// An agent who is not there any more and did not say goodbye.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Lapsed {
    /// Whose team.
    pub client_id: ClientId,
    /// Who.
    pub agent_id: AgentId,
    /// What colleagues called it.
    pub name: String,
}

/// Knows which agents are there, person by person, however many tabs they have open and whichever process those belong to.
///
/// A connection that is not renewed within [`PRESENCE_TTL`] is taken to be gone.
#[async_trait]
pub trait Presence: fmt::Debug + Send + Sync + 'static {
    /// Notes that a connection of an agent is open; true when the agent was not there before. Repeated to renew.
    async fn arrive(&self, scope: TenantScope, who: Attendance<'_>, now: Timestamp) -> bool;

    /// Notes that a connection was closed; true when it was the agent's last.
    async fn leave(&self, scope: TenantScope, who: Attendance<'_>, now: Timestamp) -> bool;

    /// Who is there.
    async fn present(&self, scope: TenantScope, now: Timestamp) -> Vec<AgentId>;

    /// Takes up to `limit` agents of all clients of whom no connection was renewed in time. Each is told once, to one of all the
    /// processes that ask; whoever left or came back is not.
    async fn lapsed(&self, now: Timestamp, limit: usize) -> Vec<Lapsed>;
}

/// How long a connection counts without being renewed.
pub const PRESENCE_TTL: Duration = Duration::from_secs(90);
