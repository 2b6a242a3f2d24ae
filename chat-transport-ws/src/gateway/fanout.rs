//! Turns what the core tells into frames, each encoded once, and hands them to the rooms that are meant.

use super::{
    Shared, rooms,
    shapes::{
        AccountView, AgentView, ConversationView, CustomerView, DefinitionView, DeletedView, DomainView, ExternalName,
        MessageView, Placed, Present, Resync, Status, ThreadView, Typing, Viewing, WebhookView, WhatsAppMessage,
        WidgetView,
    },
    wire::{AGENTS, told},
};
use crate::engine::{Engine, Frame, Target};
use chat_core::{
    ClientId, Event, MessageKind, Notice, Room, RoomName, SenderId, SenderType, Seq, Signal, Thread, Typist,
};
use serde::Serialize;

/// Tells the sockets of one engine.
#[derive(Debug)]
pub(crate) struct Fanout<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) shared: &'a Shared,
}

impl Fanout<'_> {
    /// Tells an event to everybody who is to hear it: under its own name to the inbox and the conversation, and under
    /// its WhatsApp name to those who watch WhatsApp.
    pub(crate) fn notice(&self, notice: &Notice) {
        let (whatsapp, others): (Vec<_>, Vec<_>) = notice.rooms().into_iter().partition(is_of_whatsapp);
        match (&notice.event, &notice.thread) {
            (Event::MessagePosted(message), Some(thread)) => {
                // Before there is a chat, and once it is gone, nobody is there to be told.
                if let Some(chat) = self.shared.chat() {
                    let view = MessageView::new(message, chat.links());
                    self.tell(&others, told::MESSAGE, &placed(notice, view));
                }
                if message.kind == MessageKind::Reply {
                    self.tell(&whatsapp, told::WHATSAPP_MESSAGE, &WhatsAppMessage::new(notice, thread, message));
                }
            }
            (Event::MessageEdited(message), Some(_)) => {
                if let Some(chat) = self.shared.chat() {
                    let view = MessageView::new(message, chat.links());
                    self.tell(&others, told::MESSAGE_EDITED, &placed(notice, view));
                }
            }
            (Event::MessageDeleted { message_id, at, .. }, Some(thread)) => {
                let (message_id, conversation_id, at) = (*message_id, Some(thread.conversation_id), *at);
                let view = DeletedView { message_id, conversation_id, at };
                self.tell(&others, told::MESSAGE_DELETED, &placed(notice, view));
            }
            (Event::MessageStatusChanged { external_id, .. }, Some(thread)) => {
                let external_id = external_id.as_deref();
                let name = ExternalName::anywhere(external_id);
                self.tell(&others, told::MESSAGE_STATUS, &status(notice, thread, name));
                let name = ExternalName::at_whatsapp(external_id);
                self.tell(&whatsapp, told::WHATSAPP_MESSAGE_STATUS, &status(notice, thread, name));
            }
            (Event::ConversationChanged(conversation), _) => {
                let view = ConversationView::new(conversation, notice.seq);
                self.tell(&others, told::CONVERSATION, &Placed { thread: None, ..placed(notice, view) });
            }
            (Event::CustomerChanged(customer), _) => {
                self.tell(&others, told::CUSTOMER, &placed(notice, CustomerView::new(customer)));
            }
            (Event::AccountChanged { account_id, status, reason }, _) => {
                let view = AccountView { account_id: *account_id, status: *status, reason: reason.as_deref() };
                self.tell(&others, told::ACCOUNT, &placed(notice, view));
            }
            (Event::WidgetChanged { widget_id, status }, _) => {
                let view = WidgetView { widget_id: *widget_id, status: *status };
                self.tell(&others, told::WIDGET, &placed(notice, view));
            }
            (Event::DomainChanged { widget_id, domain_id, state }, _) => {
                let view = DomainView { widget_id: *widget_id, domain_id: *domain_id, state: *state };
                self.tell(&others, told::DOMAIN, &placed(notice, view));
            }
            (Event::DefinitionChanged { definition_id, kind, is_deleted }, _) => {
                let view = DefinitionView { definition_id: *definition_id, kind: *kind, is_deleted: *is_deleted };
                self.tell(&others, told::DEFINITION, &placed(notice, view));
            }
            (Event::WebhookChanged { webhook_id, status, reason }, _) => {
                let view = WebhookView { webhook_id: *webhook_id, status: *status, reason: reason.as_deref() };
                self.tell(&others, told::WEBHOOK, &placed(notice, view));
            }
            (Event::AgentChanged { agent_id, availability, reason, is_active }, _) => {
                let (agent_id, availability, is_active) = (*agent_id, *availability, *is_active);
                let view = AgentView { agent_id, availability, availability_reason: reason.as_deref(), is_active };
                self.tell(&others, told::AGENT, &placed(notice, view));
            }
            // A message always belongs to a conversation.
            (
                Event::MessagePosted(_)
                | Event::MessageEdited(_)
                | Event::MessageDeleted { .. }
                | Event::MessageStatusChanged { .. },
                None,
            ) => {}
        }
    }

    /// Tells every socket of a client that it misses events up to `seq`.
    pub(crate) fn resync(&self, client: ClientId, seq: Seq) {
        self.tell_team(client, told::RESYNC, &Resync { seq });
    }

    /// Tells a signal; what concerns sign-ins is not told here.
    pub(crate) fn signal(&self, signal: &Signal) {
        match signal {
            Signal::Typing { client_id, conversation_id, typist, is_typing, .. } => {
                let (sender_type, sender_id) = match typist {
                    Typist::Agent(agent) => (SenderType::Agent, SenderId::from(*agent)),
                    Typist::Customer(customer) => (SenderType::Customer, SenderId::from(*customer)),
                };
                let (conversation_id, is_typing) = (*conversation_id, *is_typing);
                let room = |name| Room { client_id: *client_id, name };
                let rooms = [room(RoomName::Inbox), room(RoomName::Conversation(conversation_id))];
                self.tell(&rooms, told::TYPING, &Typing { conversation_id, sender_type, sender_id, is_typing });
            }
            Signal::Viewing { client_id, conversation_id, agent_id, name, is_viewing } => {
                let (conversation_id, agent_id, is_viewing) = (*conversation_id, *agent_id, *is_viewing);
                let room = |name| Room { client_id: *client_id, name };
                let rooms = [room(RoomName::Inbox), room(RoomName::Conversation(conversation_id))];
                self.tell(&rooms, told::VIEWING, &Viewing { conversation_id, agent_id, name, is_viewing });
            }
            Signal::PresenceChanged { client_id, agent_id, name, is_present } => {
                let present = Present { agent_id: *agent_id, name, is_present: *is_present };
                let event = if *is_present { told::CLIENT_JOINED } else { told::CLIENT_LEFT };
                self.tell_team(*client_id, event, &present);
                self.tell_team(*client_id, told::PRESENCE, &present);
            }
            Signal::SignedOut { .. } | Signal::Committed { .. } => {}
        }
    }

    fn tell(&self, rooms: &[Room], event: &str, payload: &impl Serialize) {
        let names: Vec<_> = rooms.iter().map(|room| rooms::of(*room)).collect();
        self.send(&names.iter().map(String::as_str).collect::<Vec<_>>(), event, payload);
    }

    fn tell_team(&self, client: ClientId, event: &str, payload: &impl Serialize) {
        self.send(&[&rooms::team(client)], event, payload);
    }

    /// Encodes only when somebody is there to hear it.
    fn send(&self, rooms: &[&str], event: &str, payload: &impl Serialize) {
        let target = Target::rooms(AGENTS, rooms);
        if !self.engine.has_listeners(&target) {
            return;
        }
        match Frame::event(AGENTS, event, payload) {
            Ok(frame) => drop(self.engine.broadcast(&target, &frame)),
            Err(error) => tracing::error!(%error, event, "an event cannot be written as JSON and is not told"),
        }
    }
}

fn is_of_whatsapp(room: &Room) -> bool {
    matches!(room.name, RoomName::WhatsappGeneral | RoomName::WhatsappPart(_) | RoomName::WhatsappCustomer(_))
}

/// What `notice` says of how far a message has come; nothing when it says something else.
pub(crate) fn status<'a>(notice: &'a Notice, thread: &Thread, external: ExternalName<'a>) -> Option<Status<'a>> {
    let Event::MessageStatusChanged { message_id, status, at, error, unsettled, .. } = &notice.event else {
        return None;
    };
    Some(Status {
        conversation_id: thread.conversation_id,
        customer_id: thread.customer_id,
        external,
        message_id: *message_id,
        status: *status,
        timestamp: *at,
        error: error.as_ref(),
        doubt: (*unsettled).into(),
        seq: notice.seq,
        previous_seq: notice.previous_seq,
    })
}

/// A record with its place in the journal.
pub(crate) fn placed<T: Serialize>(notice: &Notice, record: T) -> Placed<'_, T> {
    let thread = notice.thread.as_ref();
    let thread = thread.map(|thread| ThreadView { customer_id: thread.customer_id, source: &thread.source });
    Placed { record, thread, seq: notice.seq, previous_seq: notice.previous_seq }
}
