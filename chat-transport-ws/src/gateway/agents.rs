//! Serves the sockets of agents: sign-in, requests, goodbye.

use super::{
    Shared,
    guest::Guest,
    own_page::is_own_page,
    requests::Request,
    rooms,
    session::Session,
    shapes::{Connected, ConversationView, JournalEvent, MessageView, Person, Present, Resync},
    wire::{self, Code, Failure, refusal, told},
};
use crate::engine::{Args, Connecting, Event, Head, JoinError, Refusal, Socket};
use chat_core::{AgentId, Desk, FileLinks, Limited, Message, Notice, RequestName, RoomName, Secret, Seq};
use serde_json::{Value, json};
use std::{sync::Arc, time::Instant};
use tracing::Instrument;

/// Serves the sockets of agents.
#[derive(Debug)]
pub(crate) struct Agents {
    pub(crate) shared: Arc<Shared>,
}

/// The limits of one page of `sync`.
#[derive(Debug)]
pub(crate) struct SyncPage;

impl SyncPage {
    /// The most events.
    pub(crate) const EVENTS_MAX: usize = 200;
    /// The most bytes, unless a single event is larger.
    pub(crate) const BYTES_MAX: usize = 256 * 1024;
}

impl Agents {
    /// The most agents that a socket is told of when it comes in.
    const PRESENT_MAX: usize = 500;

    pub(crate) async fn event(&self, socket: &Socket, event: Event) {
        // Every socket that was let in has a session.
        let Some(session) = socket.attached::<Session>() else { return };
        let begun = Instant::now();
        let name = RequestName::new(session.desk.chat().env());
        let counted = wire::counted(&event.name);
        let span = tracing::info_span!("event", request.id = name.as_str(), socket.id = %socket.id(), event = counted);
        let answer = self.respond(socket, session, &event, &name).instrument(span).await;
        let answer = answer.map_err(|failure| failure.of_request(&name));
        self.shared.meters.answered(&event.name, answer.as_ref().err(), begun.elapsed());
        if let Some(ack) = event.ack {
            let answer = answer.unwrap_or_else(|failure| json!(failure));
            ack.send(&Args::from(vec![answer]));
        }
    }

    pub(crate) async fn leave(&self, socket: &Socket) {
        self.shared.watch.forget(socket.id());
        if let Some(session) = socket.attached::<Session>() {
            session.desk.leave(&socket.id().to_string()).await;
        }
    }

    pub(crate) async fn let_in(&self, connecting: Connecting) -> Result<(), Refusal> {
        let token = connecting.auth.0.get("token").and_then(Value::as_str).filter(|token| !token.is_empty());
        let token = token.or_else(|| self.own_cookie(connecting.socket.head()));
        let token = token.ok_or_else(|| refusal(Code::Unauthorized, "auth.token is missing"))?;
        let chat = self.shared.chat().ok_or_else(|| refusal(Code::Unavailable, "the server is not ready"))?;
        let guest = connecting.socket.admission().held::<Guest>();
        if let Some(guest) = guest {
            guest.allow_sign_in(&chat).await.map_err(wire::come_later)?;
        }
        let sign_outs = self.shared.sign_outs();
        let desk = chat.sign_in(token).await.map_err(not_signed_in)?;
        let desk = match guest {
            Some(guest) => desk.at(guest.address()),
            None => desk,
        };
        self.welcome(&connecting.socket, desk, Secret::from(token), sign_outs).await
    }

    /// The session of an agent who uses one of our own pages. A cookie comes along by itself, whoever's page asks, so that it counts
    /// from our own alone.
    fn own_cookie<'h>(&self, head: &'h Head) -> Option<&'h str> {
        let cookie = head.cookie().filter(|cookie| !cookie.is_empty())?;
        is_own_page(head, &self.shared.own_origins()).then_some(cookie)
    }

    /// Seats a socket whose token was good when so many sign-outs had been heard of. What it is told here arrives after
    /// the client knows that it is connected.
    async fn welcome(&self, socket: &Socket, desk: Desk, token: Secret, sign_outs: u64) -> Result<(), Refusal> {
        let seq = head(&desk).await.map_err(|error| {
            tracing::warn!(%error, "a socket could not be welcomed");
            refusal(Code::Unavailable, "the server is not available, please try again")
        })?;
        let socket_id = socket.id().to_string();
        let team = rooms::team(desk.actor().client_id);
        socket.attach(Session::new(desk, token));
        let Some(session) = socket.attached::<Session>() else { return Ok(()) };
        let desk = &session.desk;
        let actor = desk.actor();
        let mut present = desk.present().await;
        if !present.contains(&actor.agent_id) {
            present.insert(0, actor.agent_id);
        }
        let connected = Connected {
            socket_id: socket_id.clone(),
            client_id: actor.client_id,
            agent: Person { id: actor.agent_id, name: &actor.name, role: actor.role },
            seq,
            present: present.iter().take(Self::PRESENT_MAX).copied().collect(),
        };
        // The first event there is: what others do is heard only from here on.
        tell(socket, told::CONNECTED, &connected);
        if socket.join(&team).is_err() {
            // It is gone already, and nobody has to be told.
            return Ok(());
        }
        if self.shared.sign_outs() != sign_outs {
            // One of them may have been this one's, and did not find the socket in the room.
            desk.chat().sign_in(session.token.expose()).await.map_err(not_signed_in)?;
        }
        desk.arrive(&socket_id).await;
        tell_changes(socket, desk, &present).await;
        self.shared.watch.add(socket, session);
        Ok(())
    }

    async fn respond(
        &self,
        socket: &Socket,
        session: &Session,
        event: &Event,
        name: &RequestName,
    ) -> Result<Value, Failure> {
        session.desk.allow(Limited::Event).await.map_err(Failure::rate_limited)?;
        self.answer(socket, session, Request::parse(&event.name, &event.args)?, name).await
    }

    async fn answer(
        &self,
        socket: &Socket,
        session: &Session,
        request: Request,
        name: &RequestName,
    ) -> Result<Value, Failure> {
        let desk = &session.desk;
        match request {
            Request::Join(room) => join(socket, session, room).await,
            Request::Leave(room) => leave(socket, session, room).await,
            Request::SendMessage { conversation, draft } => {
                let message = desk.clone().correlated(name.as_str()).reply(conversation, &draft).await?;
                Ok(sent(&message, desk.chat().links()))
            }
            Request::MarkRead(conversation) => {
                let conversation = desk.clone().correlated(name.as_str()).mark_read(conversation).await?;
                let conversation = ConversationView::new(&conversation, conversation.last_seq);
                Ok(json!({ "ok": true, "conversation": conversation }))
            }
            Request::Typing { conversation, is_typing } => {
                desk.typing(conversation, is_typing).await?;
                Ok(json!({ "ok": true }))
            }
            Request::Viewing { conversation, is_viewing } => {
                desk.viewing(conversation, is_viewing).await?;
                Ok(json!({ "ok": true }))
            }
            Request::Sync { after } => self.sync(socket, desk, after).await,
        }
    }

    /// Replays a page of the journal.
    async fn sync(&self, socket: &Socket, desk: &Desk, after: Seq) -> Result<Value, Failure> {
        let stretch = match desk.events(after, SyncPage::EVENTS_MAX).await {
            Err(chat_core::Error::Resync { head }) => {
                self.shared.meters.resynced();
                tell(socket, told::RESYNC, &Resync { seq: head });
                return Ok(resync(head));
            }
            stretch => stretch?,
        };
        let events = page(&stretch.events, desk.chat().links());
        self.shared.meters.synced(events.len());
        let last = stretch.events.get(events.len().wrapping_sub(1)).map_or(after, |notice| notice.seq);
        Ok(synced(&events, stretch.head, last))
    }
}

fn not_signed_in(refused: chat_core::Refusal) -> Refusal {
    match refused {
        chat_core::Refusal::Invalid => refusal(Code::Unauthorized, "the token is not valid"),
        chat_core::Refusal::Expired => refusal(Code::Expired, "the token has expired"),
        chat_core::Refusal::Store(error) => {
            tracing::warn!(%error, "a token could not be checked");
            refusal(Code::Unavailable, "the token could not be checked, please try again")
        }
    }
}

async fn head(desk: &Desk) -> chat_core::Result<Seq> {
    Ok(desk.chat().store().heads(&[desk.scope()]).await?.first().copied().unwrap_or(0))
}

/// Tells who came and went between `before`, of which the socket was told, and its joining of the team's room.
async fn tell_changes(socket: &Socket, desk: &Desk, before: &[AgentId]) {
    let now = desk.present().await;
    if now.len() == before.len() && now.iter().all(|agent| before.contains(agent)) {
        return;
    }
    let team = match desk.chat().store().agents(desk.scope()).await {
        Ok(team) => team,
        Err(error) => {
            tracing::warn!(%error, "a socket could not be told who came and went while it came in");
            return;
        }
    };
    for agent in team {
        let is_present = now.contains(&agent.id);
        if is_present != before.contains(&agent.id) {
            let present = Present { agent_id: agent.id, name: &agent.name, is_present };
            tell(socket, if is_present { told::CLIENT_JOINED } else { told::CLIENT_LEFT }, &present);
            tell(socket, told::PRESENCE, &present);
        }
    }
}

async fn join(socket: &Socket, session: &Session, name: RoomName) -> Result<Value, Failure> {
    session.desk.allow(Limited::RoomChange).await.map_err(Failure::rate_limited)?;
    let ticket = session.desk.ticket(name).await?;
    for room in rooms::opened_by(&ticket) {
        match socket.join(&room) {
            Ok(()) | Err(JoinError::Gone) => {}
            Err(JoinError::TooMany) => {
                // Nobody is left in a part of a room.
                for room in rooms::opened_by(&ticket) {
                    socket.leave(&room);
                }
                return Err(Failure::new(Code::TooManyRooms, "leave another room first"));
            }
        }
    }
    let event = match name {
        RoomName::Inbox | RoomName::InboxPart(_) => told::INBOX_JOINED,
        RoomName::WhatsappGeneral | RoomName::WhatsappPart(_) => told::WHATSAPP_GENERAL_JOINED,
        RoomName::WhatsappCustomer(_) => told::WHATSAPP_CUSTOMER_JOINED,
        RoomName::Conversation(_) => told::CONVERSATION_JOINED,
    };
    tell(socket, event, &described(name));
    Ok(joined(name))
}

async fn leave(socket: &Socket, session: &Session, name: RoomName) -> Result<Value, Failure> {
    session.desk.allow(Limited::RoomChange).await.map_err(Failure::rate_limited)?;
    for room in session.desk.rooms(name) {
        socket.leave(&rooms::of(room));
    }
    let event = match name {
        RoomName::Inbox | RoomName::InboxPart(_) => told::INBOX_LEFT,
        RoomName::WhatsappGeneral | RoomName::WhatsappPart(_) => told::WHATSAPP_GENERAL_LEFT,
        RoomName::WhatsappCustomer(_) => told::WHATSAPP_CUSTOMER_LEFT,
        RoomName::Conversation(_) => told::CONVERSATION_LEFT,
    };
    tell(socket, event, &described(name));
    Ok(joined(name))
}

/// The answer to joining or leaving a room.
pub(super) fn joined(name: RoomName) -> Value {
    json!({ "ok": true, "room": wire::room(name) })
}

/// The answer to sending a message.
pub(super) fn sent(message: &Message, links: &FileLinks) -> Value {
    json!({ "ok": true, "message": MessageView::new(message, links) })
}

/// The answer to catching up, of which `last` is the last position it leads to.
pub(super) fn synced(events: &[Value], head: Seq, last: Seq) -> Value {
    json!({ "ok": true, "events": events, "head": head, "more": last < head && !events.is_empty() })
}

/// The answer to catching up from where the journal does not tell everything: load everything anew and go on from `head`.
pub(super) fn resync(head: Seq) -> Value {
    json!({ "ok": true, "events": [], "head": head, "more": false, "resync": true })
}

fn described(name: RoomName) -> Value {
    let room = wire::room(name);
    match name {
        RoomName::Inbox | RoomName::InboxPart(_) | RoomName::WhatsappGeneral | RoomName::WhatsappPart(_) => {
            json!({ "room": room })
        }
        RoomName::WhatsappCustomer(customer) => json!({ "room": room, "customerId": customer }),
        RoomName::Conversation(conversation) => json!({ "room": room, "conversationId": conversation }),
    }
}

/// As many of the events as fit into a page; at least one if there is any.
fn page(notices: &[Notice], links: &FileLinks) -> Vec<Value> {
    let mut events = Vec::new();
    let mut bytes = 0;
    for notice in notices {
        let event = json!(JournalEvent::new(notice, links));
        bytes += event.to_string().len();
        if bytes > SyncPage::BYTES_MAX && !events.is_empty() {
            break;
        }
        events.push(event);
    }
    events
}

pub(super) fn tell(socket: &Socket, event: &str, payload: &impl serde::Serialize) {
    if let Err(error) = socket.emit(event, payload) {
        tracing::error!(%error, event, "an event cannot be written as JSON and is not told");
    }
}
