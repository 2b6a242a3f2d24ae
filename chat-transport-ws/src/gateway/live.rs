//! Tells administrators who is connected.

use super::{Gateway, rooms, session::Session, wire};
use crate::engine::Socket;
use chat_core::{Cursor, Live, LiveSocket, Page, PageQuery, Realtime, TenantScope, Transport};
use std::collections::BTreeSet;

impl Realtime for Gateway {
    fn live(&self, scope: TenantScope, query: PageQuery) -> Live {
        // Every socket that was let in is in its team's room, and in nobody else's.
        let team = rooms::team(scope.client_id());
        let mut sockets = self.engine.members(wire::AGENTS, &team);
        sockets.retain(|socket| socket.attached::<Session>().is_some());
        sockets.sort_by_cached_key(place);
        let sessions = sockets.iter().filter_map(Socket::attached::<Session>);
        let agents: BTreeSet<_> = sessions.map(|session| session.desk.actor().agent_id).collect();
        let rooms: BTreeSet<_> = sockets.iter().flat_map(Socket::rooms).filter(|room| **room != *team).collect();
        let limit = query.limit.clamp(1, PageQuery::LIMIT_MAX);
        let is_after = |socket: &&Socket| query.after.is_none_or(|after| place(socket) > Some(after));
        let rest: Vec<&Socket> = sockets.iter().filter(is_after).collect();
        let items: Vec<_> = rest.iter().take(limit).filter_map(|socket| described(socket)).collect();
        let next = if rest.len() > limit { rest.get(limit - 1).and_then(|socket| place(socket)) } else { None };
        Live { sockets: sockets.len(), agents: agents.len(), rooms: rooms.len(), page: Page { items, next } }
    }
}

/// Where a socket stands in the list: by when it came in.
fn place(socket: &Socket) -> Option<Cursor> {
    let session = socket.attached::<Session>()?;
    Some(Cursor { key: session.since.millis(), id: session.number })
}

fn described(socket: &Socket) -> Option<LiveSocket> {
    let session = socket.attached::<Session>()?;
    let actor = session.desk.actor();
    let backlog = socket.backlog();
    let own = format!("{}/", actor.client_id);
    let rooms = socket.rooms().into_iter().filter(|room| **room != *rooms::team(actor.client_id));
    // A room's name begins with whose it is, which is nobody's business.
    let mut rooms: Vec<String> = rooms.filter_map(|room| room.strip_prefix(&own).map(str::to_owned)).collect();
    rooms.sort_unstable();
    Some(LiveSocket {
        id: socket.id().to_string(),
        agent_id: actor.agent_id,
        agent_name: actor.name.clone(),
        role: actor.role,
        since: session.since,
        transport: if socket.is_websocket() { Transport::WebSocket } else { Transport::Polling },
        rooms,
        queued_packets: backlog.packets,
        queued_packets_max: backlog.packets_max,
        queued_bytes: backlog.bytes,
        queued_bytes_max: backlog.bytes_max,
    })
}
