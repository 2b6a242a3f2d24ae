use super::words;
use chat_core::{AgentId, Chat, Cursor, Live, LiveSocket, ProcessId, Role, Timestamp, Transport};
use serde::Serialize;
use utoipa::ToSchema;

/// Who is connected to the process that answers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Realtime {
    /// The process that answers; it has another one when it was started again.
    #[schema(value_type = String, format = Uuid)]
    process_id: ProcessId,
    /// When it looked.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    totals: RealtimeTotals,
    /// The sockets, the one that is connected for the longest time first.
    items: Vec<ConnectedSocket>,
    /// Where the next page starts; null on the last one.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

/// How many there are, on this page and all others.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RealtimeTotals {
    /// Sockets that are connected.
    sockets: usize,
    /// Members of the team they belong to.
    agents: usize,
    /// Rooms that at least one of them is in.
    rooms: usize,
}

/// One socket.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConnectedSocket {
    /// As its client knows it.
    socket_id: String,
    agent: ConnectedAgent,
    /// Since when it is connected.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    #[schema(schema_with = words::transport)]
    transport: Transport,
    /// The rooms that it has joined.
    rooms: Vec<String>,
    queue: SocketQueue,
}

/// Whose socket it is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConnectedAgent {
    #[schema(value_type = String, format = Uuid)]
    id: AgentId,
    name: String,
    #[schema(schema_with = words::role)]
    role: Role,
}

/// What waits to be written to a socket. When there is as much as may be, it is disconnected and comes back by itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SocketQueue {
    packets: usize,
    packets_max: usize,
    bytes: usize,
    bytes_max: usize,
}

impl Realtime {
    pub(crate) fn new(chat: &Chat, live: Live) -> Self {
        let totals = RealtimeTotals { sockets: live.sockets, agents: live.agents, rooms: live.rooms };
        Self {
            process_id: chat.process_id(),
            at: chat.env().now(),
            totals,
            items: live.page.items.into_iter().map(ConnectedSocket::from).collect(),
            next_cursor: live.page.next,
        }
    }
}

impl From<LiveSocket> for ConnectedSocket {
    fn from(socket: LiveSocket) -> Self {
        Self {
            socket_id: socket.id,
            agent: ConnectedAgent { id: socket.agent_id, name: socket.agent_name, role: socket.role },
            since: socket.since,
            transport: socket.transport,
            rooms: socket.rooms,
            queue: SocketQueue {
                packets: socket.queued_packets,
                packets_max: socket.queued_packets_max,
                bytes: socket.queued_bytes,
                bytes_max: socket.queued_bytes_max,
            },
        }
    }
}
