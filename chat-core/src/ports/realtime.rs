use crate::{AgentId, Page, PageQuery, Role, TenantScope, Timestamp, text_enum::text_enum};
use std::fmt;

text_enum! {
    /// How a socket is carried.
    pub enum Transport {
        /// One request after the other.
        Polling = "polling",
        /// A connection that stays.
        WebSocket = "websocket",
    }
}

/// A member of the team who is connected, as its administrators may see it.
#[derive(Clone, PartialEq, Debug)]
pub struct LiveSocket {
    /// Its public name, which the client knows as well.
    pub id: String,
    /// Who it is.
    pub agent_id: AgentId,
    /// What colleagues call it.
    pub agent_name: String,
    /// What it may do.
    pub role: Role,
    /// Since when.
    pub since: Timestamp,
    /// How it is carried.
    pub transport: Transport,
    /// The rooms that it has joined, as clients know them, sorted.
    pub rooms: Vec<String>,
    /// How many frames wait to be written to it.
    pub queued_packets: usize,
    /// How many may.
    pub queued_packets_max: usize,
    /// How many bytes wait to be written to it.
    pub queued_bytes: usize,
    /// How many may.
    pub queued_bytes_max: usize,
}

/// Who of a client is connected to this process.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Live {
    /// How many sockets there are.
    pub sockets: usize,
    /// How many members of the team they belong to.
    pub agents: usize,
    /// How many rooms they are in.
    pub rooms: usize,
    /// Some of the sockets, the one that is connected for the longest time first.
    pub page: Page<LiveSocket>,
}

/// Knows which sockets are connected to this process.
pub trait Realtime: fmt::Debug + Send + Sync + 'static {
    /// A client's sockets. Must not block.
    fn live(&self, scope: TenantScope, page: PageQuery) -> Live;
}
