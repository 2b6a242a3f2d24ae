use crate::{AgentId, TenantScope, Timestamp};
use async_trait::async_trait;
use std::{fmt, time::Duration};

/// Knows which agents are there, person by person, however many tabs they have open.
///
/// A connection that is not renewed within [`PRESENCE_TTL`] is taken to be gone.
#[async_trait]
pub trait Presence: fmt::Debug + Send + Sync + 'static {
    /// Notes that a connection of an agent is open; true when the agent was not there before. Repeated to renew.
    async fn arrive(&self, scope: TenantScope, agent: AgentId, connection: &str, now: Timestamp) -> bool;

    /// Notes that a connection was closed; true when it was the agent's last.
    async fn leave(&self, scope: TenantScope, agent: AgentId, connection: &str, now: Timestamp) -> bool;

    /// Who is there.
    async fn present(&self, scope: TenantScope, now: Timestamp) -> Vec<AgentId>;
}

/// How long a connection counts without being renewed.
pub const PRESENCE_TTL: Duration = Duration::from_secs(90);
