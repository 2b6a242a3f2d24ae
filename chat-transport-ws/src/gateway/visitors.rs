//! Serves the sockets of website visitors: the way in, requests, goodbye.

use super::{
    Shared,
    agents::{SyncPage, tell},
    guest::Guest,
    own_page::is_own_page,
    rooms,
    visitor_requests::Request,
    visitor_shapes::{Connected, ConversationView, Happened, MessageView},
    wire::{self, Code, Failure, refusal, told},
};
use crate::engine::{Args, Connecting, Event, Refusal, Socket};
use chat_core::{FileLinks, Limited, NoVisit, Page, RequestName, Seq, Visit, VisitStretch, VisitorDraft};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};
use tracing::Instrument;

/// Serves the sockets of visitors.
#[derive(Debug)]
pub(crate) struct Visitors {
    pub(crate) shared: Arc<Shared>,
}

/// A visitor's socket.
#[derive(Debug)]
pub(crate) struct VisitSession {
    pub(crate) visit: Visit,
    /// Whether it is known to have written before.
    has_written: AtomicBool,
}

impl Visitors {
    pub(crate) async fn let_in(&self, connecting: Connecting) -> Result<(), Refusal> {
        let socket = &connecting.socket;
        if !is_own_page(socket.head(), &self.shared.own_origins()) {
            // The frame is one of our own pages: this is somebody else's, whatever it has got hold of.
            return Err(not_let_in(NoVisit::NotHere));
        }
        let token = connecting.auth.0.get("token").and_then(Value::as_str).filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| refusal(Code::Unauthorized, "auth.token is missing"))?;
        let chat = self.shared.chat().ok_or_else(|| refusal(Code::Unavailable, "the server is not ready"))?;
        if let Some(guest) = socket.admission().held::<Guest>() {
            guest.allow_sign_in(&chat).await.map_err(wire::come_later)?;
        }
        let endings = self.shared.endings();
        let visit = chat.visit(token).await.map_err(not_let_in)?;
        visit.allow(Limited::Read).await.map_err(wire::come_later)?;
        let ticket = visit.ticket();
        socket.attach(VisitSession { visit, has_written: AtomicBool::new(false) });
        let Some(session) = socket.attached::<VisitSession>() else { return Ok(()) };
        // What happens from here on is heard live, so that what is read below leaves no gap.
        for room in [rooms::visitor(&ticket), rooms::widget(&ticket), rooms::visitors(ticket.client_id())] {
            if socket.join(&room).is_err() {
                // It is gone already, and nobody has to be told.
                return Ok(());
            }
        }
        if self.shared.endings() != endings {
            // One of them may have been this widget's, and did not find the socket in its room.
            chat.visit(token).await.map_err(not_let_in)?;
        }
        self.welcome(socket, session).await
    }

    async fn welcome(&self, socket: &Socket, session: &VisitSession) -> Result<(), Refusal> {
        let visit = &session.visit;
        let unavailable = |error: chat_core::Error| {
            tracing::warn!(%error, "a visitor's socket could not be welcomed");
            refusal(Code::Unavailable, "the server is not available, please try again")
        };
        let seq = self.head(visit).await.map_err(unavailable)?;
        let listed = visit.conversations().await.map_err(unavailable)?;
        session.has_written.store(!listed.is_empty(), Ordering::Relaxed);
        let conversations = listed.iter().map(ConversationView::from).collect();
        let is_present = visit.is_team_present().await;
        tell(socket, told::CONNECTED, &Connected { seq, conversations, is_present });
        self.shared.visits.add(socket, visit.expires_at());
        for news in listed.iter().filter(|listed| listed.has_news) {
            self.shared.errands.note_listed(&visit.ticket(), news.conversation.id);
        }
        Ok(())
    }

    async fn head(&self, visit: &Visit) -> chat_core::Result<Seq> {
        Ok(visit.chat().store().heads(&[visit.scope()]).await?.first().copied().unwrap_or(0))
    }

    pub(crate) async fn event(&self, socket: &Socket, event: Event) {
        // Every socket that was let in has a session.
        let Some(session) = socket.attached::<VisitSession>() else { return };
        let begun = Instant::now();
        let name = RequestName::new(session.visit.chat().env());
        let counted = wire::counted(&event.name);
        let span = tracing::info_span!("event", request.id = name.as_str(), socket.id = %socket.id(), event = counted);
        let answer = self.respond(socket, session, &event).instrument(span).await;
        let answer = answer.map_err(|failure| failure.of_request(&name));
        self.shared.meters.answered(&event.name, answer.as_ref().err(), begun.elapsed());
        if let Some(ack) = event.ack {
            let answer = answer.unwrap_or_else(|failure| json!(failure));
            ack.send(&Args::from(vec![answer]));
        }
    }

    pub(crate) fn leave(&self, socket: &Socket) {
        if let Some(session) = socket.attached::<VisitSession>() {
            self.shared.visits.forget(socket.id(), session.visit.expires_at());
        }
    }

    async fn respond(&self, socket: &Socket, session: &VisitSession, event: &Event) -> Result<Value, Failure> {
        let visit = &session.visit;
        visit.allow(Limited::Event).await.map_err(Failure::rate_limited)?;
        match Request::parse(&event.name, &event.args)? {
            Request::SendMessage(draft) => {
                if !session.has_written.load(Ordering::Relaxed) {
                    // Whoever makes up visitors pays for each.
                    allow_address(socket, visit, Limited::Begin).await?;
                }
                allow_writing(socket, visit).await?;
                let sent = send(socket, visit, &draft).await?;
                session.has_written.store(true, Ordering::Relaxed);
                Ok(sent)
            }
            Request::History { conversation, page } => {
                let page = visit.history(conversation, page).await?;
                let undelivered = page.items.iter().any(|message| message.status.climbs_to(DELIVERED));
                if undelivered {
                    visit.received(conversation, None).await?;
                }
                Ok(history(&page, visit.chat().links()))
            }
            Request::Sync { after } => self.sync(visit, after).await,
            Request::MarkRead(conversation) => {
                visit.mark_read(conversation).await?;
                Ok(json!({ "ok": true }))
            }
            Request::Typing { conversation, is_typing } => {
                visit.typing(conversation, is_typing).await?;
                Ok(json!({ "ok": true }))
            }
            Request::Opened => {
                visit.opened();
                Ok(json!({ "ok": true }))
            }
            Request::Page(page) => {
                allow_writing(socket, visit).await?;
                visit.show_page(page.as_ref()).await?;
                Ok(json!({ "ok": true }))
            }
        }
    }

    /// Replays what happened to the visitor's conversations.
    async fn sync(&self, visit: &Visit, after: Seq) -> Result<Value, Failure> {
        let stretch = match visit.events(after).await {
            Err(chat_core::Error::Resync { head }) => {
                self.shared.meters.resynced();
                return Ok(resync(head));
            }
            stretch => stretch?,
        };
        let events = page(&stretch, visit.chat().links());
        self.shared.meters.synced(events.len());
        let has_more = stretch.has_more || events.len() < stretch.events.len();
        Ok(synced(&events, stretch.head, has_more))
    }
}

const DELIVERED: chat_core::MessageStatus = chat_core::MessageStatus::Delivered;

fn not_let_in(reason: NoVisit) -> Refusal {
    match reason {
        NoVisit::NotHere | NoVisit::NotIdentified => refusal(Code::Unauthorized, "the token is not valid"),
        NoVisit::TooMany(wait) => wire::come_later(wait),
        NoVisit::Unavailable(error) => {
            tracing::warn!(%error, "a visitor's token could not be checked");
            refusal(Code::Unavailable, "the token could not be checked, please try again")
        }
    }
}

/// Takes one from what the visitor may write, and from what may be written from its address.
async fn allow_writing(socket: &Socket, visit: &Visit) -> Result<(), Failure> {
    allow_address(socket, visit, Limited::Write).await?;
    visit.allow(Limited::Write).await.map_err(Failure::rate_limited)
}

async fn allow_address(socket: &Socket, visit: &Visit, what: Limited) -> Result<(), Failure> {
    match socket.admission().held::<Guest>() {
        Some(guest) => guest.allow(what, visit.chat()).await.map_err(Failure::rate_limited),
        None => Ok(()),
    }
}

async fn send(socket: &Socket, visit: &Visit, draft: &VisitorDraft) -> Result<Value, Failure> {
    let said = visit.send(draft).await?;
    if said.conversation.customer_id != Some(visit.customer_id()) {
        // It was identified on another device meanwhile, as somebody who has written before: it comes back as that one.
        socket.disconnect();
    }
    let message = MessageView::new(&said.message, visit.chat().links());
    Ok(sent(&said, message, visit.visitor_token().as_deref()))
}

/// The answer to sending a message.
pub(super) fn sent(said: &chat_core::Said, message: MessageView<'_>, visitor: Option<&str>) -> Value {
    let conversation = ConversationView::written_into(&said.conversation, &said.message);
    json!({ "ok": true, "message": message, "conversation": conversation, "visitor": visitor })
}

/// The answer to asking for older messages.
pub(super) fn history(page: &Page<chat_core::Message>, links: &FileLinks) -> Value {
    let items: Vec<_> = page.items.iter().map(|message| MessageView::new(message, links)).collect();
    json!({ "ok": true, "items": items, "nextCursor": page.next })
}

/// The answer to catching up.
pub(super) fn synced(events: &[Value], head: Seq, has_more: bool) -> Value {
    json!({ "ok": true, "events": events, "head": head, "more": has_more })
}

/// The answer to catching up from too long ago: load everything anew and go on from `head`.
pub(super) fn resync(head: Seq) -> Value {
    json!({ "ok": true, "events": [], "head": head, "more": false, "resync": true })
}

/// As many of the events as fit into a page; at least one if there is any.
fn page(stretch: &VisitStretch, links: &FileLinks) -> Vec<Value> {
    let mut events = Vec::new();
    let mut bytes = 0;
    for happened in stretch.events.iter().filter_map(|notice| Happened::new(notice, links)) {
        let event = json!(happened);
        bytes += event.to_string().len();
        if bytes > SyncPage::BYTES_MAX && !events.is_empty() {
            break;
        }
        events.push(event);
    }
    events
}
