//! Looks after sockets that are open for long: renews their presence, ends those whose sign-in has ended.

use super::session::Session;
use crate::engine::{Reason, Socket, SocketId};
use chat_core::{AgentId, Chat, ClientId, Desk, Refusal, Timestamp};
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::{Mutex, MutexGuard},
    time::Duration,
};

/// The sockets that are signed in, and when each is to be looked at next.
#[derive(Debug, Default)]
pub(crate) struct Watch(Mutex<Watched>);

#[derive(Debug, Default)]
struct Watched {
    sockets: HashMap<SocketId, Seen>,
    due: BinaryHeap<Reverse<(Timestamp, SocketId)>>,
}

#[derive(Clone, Debug)]
struct Seen {
    socket: Socket,
    checked_at: Timestamp,
}

impl Watch {
    /// How often a socket's presence is renewed: often enough that one missed time does not matter.
    pub(crate) const RENEW: Duration = Duration::from_secs(30);
    /// How often a token is asked for again. A sign-out is heard of at once; this is for what nobody tells.
    pub(crate) const RECHECK: Duration = Duration::from_secs(300);
    /// How often it is looked who is due.
    pub(crate) const TICK: Duration = Duration::from_millis(250);

    pub(crate) fn add(&self, socket: &Socket, session: &Session) {
        let now = session.desk.chat().env().now();
        let mut watched = self.lock();
        watched.sockets.insert(socket.id(), Seen { socket: socket.clone(), checked_at: now });
        watched.due.push(Reverse((next(session, now), socket.id())));
    }

    pub(crate) fn forget(&self, socket: SocketId) {
        self.lock().sockets.remove(&socket);
    }

    /// Has the tokens of an agent's sockets asked for again at once, or of all sockets of a client: they may do less than before.
    pub(crate) fn doubt(&self, client: ClientId, agent: Option<AgentId>, now: Timestamp) {
        let mut watched = self.lock();
        let is_meant = |seen: &Seen| {
            let session = seen.socket.attached::<Session>();
            session.is_some_and(|session| {
                let actor = session.desk.actor();
                actor.client_id == client && agent.is_none_or(|agent| actor.agent_id == agent)
            })
        };
        let mut doubted = Vec::new();
        for (id, seen) in watched.sockets.iter_mut().filter(|(_, seen)| is_meant(seen)) {
            seen.checked_at = Timestamp::from_millis(0);
            doubted.push(Reverse((now, *id)));
        }
        watched.due.extend(doubted);
    }

    /// Looks at every socket that is due.
    pub(crate) async fn look(&self, chat: &Chat) {
        let now = chat.env().now();
        while let Some((id, seen)) = self.take_due(now) {
            let Some(session) = seen.socket.attached::<Session>() else { continue };
            if session.is_expired(now) {
                seen.socket.disconnect();
                continue;
            }
            session.desk.arrive(&id.to_string()).await;
            let must_check = now.since(seen.checked_at) >= Self::RECHECK;
            if must_check {
                check(chat, &seen.socket, session).await;
            }
            if !self.put_back(id, session, must_check.then_some(now), now) {
                // It went away while it was looked at: the renewal came after its leaving.
                session.desk.leave(&id.to_string()).await;
            }
        }
    }

    /// Notes when the socket is to be looked at again; false when it is gone.
    fn put_back(&self, id: SocketId, session: &Session, checked_at: Option<Timestamp>, now: Timestamp) -> bool {
        let mut watched = self.lock();
        let Some(known) = watched.sockets.get_mut(&id) else { return false };
        known.checked_at = checked_at.unwrap_or(known.checked_at);
        watched.due.push(Reverse((next(session, now), id)));
        true
    }

    fn take_due(&self, now: Timestamp) -> Option<(SocketId, Seen)> {
        let mut watched = self.lock();
        loop {
            if watched.due.peek().is_none_or(|Reverse((at, _))| *at > now) {
                return None;
            }
            let Reverse((_, id)) = watched.due.pop()?;
            if let Some(seen) = watched.sockets.get(&id) {
                return Some((id, seen.clone()));
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Watched> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

fn next(session: &Session, now: Timestamp) -> Timestamp {
    let renewal = now.plus(Watch::RENEW);
    session.desk.sign_in().expires_at.map_or(renewal, |expires_at| expires_at.min(renewal))
}

/// Asks whether the token still holds, for the same actor.
async fn check(chat: &Chat, socket: &Socket, session: &Session) {
    match chat.sign_in(session.token.expose()).await {
        Ok(desk) if is_same(&desk, &session.desk) => {}
        // The client comes back by itself, with its new rights.
        Ok(_) => socket.hang_up(Reason::ServerDisconnect),
        Err(Refusal::Invalid | Refusal::Expired) => socket.disconnect(),
        Err(Refusal::Store(error)) => tracing::warn!(%error, "a token could not be checked again"),
    }
}

fn is_same(one: &Desk, other: &Desk) -> bool {
    one.actor() == other.actor()
}
