//! Turns what the core tells into frames for visitors, and does what follows from that.

use super::{
    Shared, rooms,
    visitor_shapes::{Placed, Presence, Told, Typing},
    visitors::VisitSession,
    wire::{VISITORS, told},
};
use crate::engine::{Engine, Frame, Socket, Target};
use chat_core::{
    Chain, ClientId, ConversationId, Customer, CustomerId, Event, MessageId, NoVisit, Notice, SenderType, Seq, Signal,
    Source, Stop, Typist, VisitTicket, WidgetId, WidgetStatus,
};
use futures_util::{StreamExt, stream};
use serde::Serialize;
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, atomic::Ordering},
};
use tokio::sync::Notify;

/// Tells the visitors among the sockets of one engine.
#[derive(Debug)]
pub(crate) struct VisitorFanout<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) shared: &'a Shared,
}

/// What cannot be done where events are heard, since it has to be asked or written.
#[derive(Debug, Default)]
pub(crate) struct Errands {
    waiting: Mutex<Waiting>,
    /// Rung when there is something to do.
    bell: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    chain: Chain,
    /// Answers that were handed to a visitor's socket.
    delivered: Vec<Delivered>,
    /// Clients whose visitors are to hear whether anybody is there.
    presence: BTreeSet<ClientId>,
    /// What the visitors of each client were told of that.
    told_present: BTreeMap<ClientId, bool>,
    /// Widgets that may not be allowed any more where they are.
    widgets: BTreeSet<(ClientId, WidgetId)>,
}

/// An answer that was handed to a visitor's socket; without a name all of the conversation.
#[derive(Clone, Copy, Debug)]
struct Delivered {
    client: ClientId,
    customer: CustomerId,
    conversation: ConversationId,
    message: Option<MessageId>,
}

impl Errands {
    /// How many answers wait to be noted as delivered; of more, it is noted when the visitor comes back or reads.
    const DELIVERED_MAX: usize = 10_000;
    /// How many are noted at the same time.
    const AT_ONCE_MAX: usize = 16;

    /// Has it noted that a visitor got what it was told of a conversation.
    pub(crate) fn note_listed(&self, ticket: &VisitTicket, conversation: ConversationId) {
        let (client, customer) = (ticket.client_id(), ticket.customer_id());
        self.note(Delivered { client, customer, conversation, message: None });
    }

    fn note(&self, delivered: Delivered) {
        self.add(|waiting| {
            if waiting.delivered.len() < Self::DELIVERED_MAX {
                waiting.delivered.push(delivered);
            }
        });
    }

    fn add(&self, change: impl FnOnce(&mut Waiting)) {
        change(&mut self.lock());
        self.bell.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().expect("no holder of the lock panics")
    }
}

impl VisitorFanout<'_> {
    /// Tells an event to the visitor whose conversation it belongs to, and what became of a widget to its visitors.
    pub(crate) fn notice(&self, notice: &Notice) {
        let client = notice.client_id;
        match &notice.event {
            Event::WidgetChanged { widget_id, status } => return self.widget(client, *widget_id, *status),
            Event::DomainChanged { widget_id, .. } => return self.look_at(client, *widget_id),
            Event::CustomerChanged(customer) => return self.customer(client, customer),
            _ => {}
        }
        let Some(previous_seq) = self.shared.errands.lock().chain.follow(notice) else { return };
        let Some(customer) = notice.thread.as_ref().and_then(|thread| thread.customer_id) else { return };
        let room = rooms::of_visitor(client, customer);
        let rooms = [room.as_str()];
        let target = Target::rooms(VISITORS, &rooms);
        if !self.engine.has_listeners(&target) {
            return;
        }
        let Some(chat) = self.shared.chat() else { return };
        let Some(told) = Told::of(notice, chat.links()) else { return };
        let event = told.name();
        self.send(&room, event, &Placed { told, seq: notice.seq, previous_seq });
        if let Event::MessagePosted(message) = &notice.event
            && message.sender_type != SenderType::Customer
        {
            let (conversation, message) = (message.conversation_id, Some(message.id));
            self.shared.errands.note(Delivered { client, customer, conversation, message });
        }
    }

    /// Tells every visitor of a client that it misses events up to `seq`.
    pub(crate) fn resync(&self, client: ClientId, seq: Seq) {
        self.send(&rooms::visitors(client), told::RESYNC, &json!({ "seq": seq }));
    }

    pub(crate) fn signal(&self, signal: &Signal) {
        match signal {
            Signal::Typing { client_id, conversation_id, customer_id: Some(customer), typist, name, is_typing } => {
                if let Typist::Agent(_) = typist {
                    let room = rooms::of_visitor(*client_id, *customer);
                    let (conversation_id, name, is_typing) = (*conversation_id, name.as_deref(), *is_typing);
                    self.send(&room, told::TYPING, &Typing { conversation_id, name, is_typing });
                }
            }
            Signal::PresenceChanged { client_id, .. } => {
                let client = *client_id;
                self.shared.errands.add(|waiting| waiting.presence.extend([client]));
            }
            Signal::Typing { .. } | Signal::Viewing { .. } | Signal::SignedOut { .. } | Signal::Committed { .. } => {}
        }
    }

    /// Does what waits to be done until it is told to stop.
    pub(crate) async fn run(&self, stop: &Stop) {
        while !stop.is_stopped() {
            tokio::select! {
                biased;
                () = stop.stopped() => return,
                () = self.shared.errands.bell.notified() => {}
            }
            let (delivered, presence, widgets) = {
                let mut waiting = self.shared.errands.lock();
                let Waiting { delivered, presence, widgets, .. } = &mut *waiting;
                (std::mem::take(delivered), std::mem::take(presence), std::mem::take(widgets))
            };
            for (client, widget) in widgets {
                self.check(client, widget).await;
            }
            for client in presence {
                self.tell_presence(client).await;
            }
            let noted = delivered.into_iter().map(|delivered| self.note_delivered(delivered));
            stream::iter(noted).buffer_unordered(Errands::AT_ONCE_MAX).collect::<()>().await;
        }
    }

    /// Ends the visits of a widget that does not work any more; of one that does, the visitors look at its settings again.
    fn widget(&self, client: ClientId, widget: WidgetId, status: WidgetStatus) {
        let room = rooms::of_widget(client, widget);
        if status == WidgetStatus::Active {
            return self.send(&room, told::SETTINGS, &json!({}));
        }
        self.shared.endings.fetch_add(1, Ordering::SeqCst);
        for socket in self.engine.members(VISITORS, &room) {
            socket.disconnect();
        }
    }

    /// Ends the visits of somebody who is not heard any more, or turned out to be somebody else: who may come back finds what is
    /// its own now.
    fn customer(&self, client: ClientId, customer: &Customer) {
        if customer.merged_into.is_none() && !customer.is_blocked_on(&Source::WEBSITE) {
            return;
        }
        self.shared.endings.fetch_add(1, Ordering::SeqCst);
        for socket in self.engine.members(VISITORS, &rooms::of_visitor(client, customer.id)) {
            socket.disconnect();
        }
    }

    fn look_at(&self, client: ClientId, widget: WidgetId) {
        self.shared.endings.fetch_add(1, Ordering::SeqCst);
        self.shared.errands.add(|waiting| waiting.widgets.extend([(client, widget)]));
    }

    /// Ends the visits of a widget on pages that may not show it any more.
    async fn check(&self, client: ClientId, widget: WidgetId) {
        let members = self.engine.members(VISITORS, &rooms::of_widget(client, widget));
        let mut by_origin: BTreeMap<String, Vec<&Socket>> = BTreeMap::new();
        for socket in &members {
            let Some(session) = socket.attached::<VisitSession>() else { continue };
            by_origin.entry(session.visit.origin().to_string()).or_default().push(socket);
        }
        for sockets in by_origin.values() {
            let first = sockets.first().and_then(|socket| socket.attached::<VisitSession>());
            let Some(session) = first else { continue };
            match session.visit.check().await {
                Ok(()) => {}
                Err(NoVisit::Unavailable(error)) => {
                    tracing::warn!(%error, "it could not be checked whether a widget may still be shown");
                }
                Err(_) => sockets.iter().for_each(|socket| socket.disconnect()),
            }
        }
    }

    async fn tell_presence(&self, client: ClientId) {
        let room = rooms::visitors(client);
        let anybody = self.engine.members(VISITORS, &room).into_iter().next();
        let Some(session) = anybody.as_ref().and_then(Socket::attached::<VisitSession>) else {
            self.shared.errands.lock().told_present.remove(&client);
            return;
        };
        let is_present = session.visit.is_team_present().await;
        let was_told = self.shared.errands.lock().told_present.insert(client, is_present);
        if was_told != Some(is_present) {
            self.send(&room, told::PRESENCE, &Presence { is_present });
        }
    }

    async fn note_delivered(&self, Delivered { client, customer, conversation, message }: Delivered) {
        let members = self.engine.members(VISITORS, &rooms::of_visitor(client, customer));
        let Some(session) = members.first().and_then(Socket::attached::<VisitSession>) else { return };
        if let Err(error) = session.visit.received(conversation, message).await {
            tracing::warn!(%error, "it could not be noted that a visitor got a message");
        }
    }

    /// Encodes only when somebody is there to hear it.
    fn send(&self, room: &str, event: &str, payload: &impl Serialize) {
        let rooms = [room];
        let target = Target::rooms(VISITORS, &rooms);
        if !self.engine.has_listeners(&target) {
            return;
        }
        match Frame::event(VISITORS, event, payload) {
            Ok(frame) => drop(self.engine.broadcast(&target, &frame)),
            Err(error) => tracing::error!(%error, event, "an event cannot be written as JSON and is not told"),
        }
    }
}
