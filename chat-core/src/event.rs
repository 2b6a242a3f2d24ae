//! What happened: the events of the journal, and where they are heard.

use crate::{
    AccountId, AccountStatus, AgentId, Availability, ClientId, Conversation, ConversationId, Customer, CustomerId,
    DefinitionId, DefinitionKind, DomainId, DomainState, Fault, Message, MessageId, MessageKind, MessageStatus, Source,
    Thread, Timestamp, Unsettled, WebhookId, WebhookStatus, WidgetId, WidgetStatus, planted::Planted,
    text_enum::text_enum,
};
use serde::{Deserialize, Serialize};

/// A position in a client's journal: 1, 2, 3, … without gaps; 0 stands before the first event.
pub type Seq = i64;

/// Something that happened to a client's records. Written in the same commit as the change that it tells of.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
    /// A message was written by either side.
    MessagePosted(Box<Message>),
    /// A message came further on its way, or failed.
    MessageStatusChanged {
        /// Which message.
        message_id: MessageId,
        /// What the provider calls it.
        external_id: Option<String>,
        /// How far it has come.
        status: MessageStatus,
        /// When, by the provider's clock where it told.
        at: Timestamp,
        /// Why it failed.
        error: Option<Fault>,
        /// Whether nobody knows if the provider took it.
        #[serde(default)]
        unsettled: Option<Unsettled>,
    },
    /// A message stands otherwise than before: its author wrote something else, somebody answered it with a sign, or its files came.
    MessageEdited(Box<Message>),
    /// Somebody took back what it had written.
    MessageDeleted {
        /// Which message.
        message_id: MessageId,
        /// Who has seen it.
        kind: MessageKind,
        /// When.
        at: Timestamp,
    },
    /// A conversation was started or changed otherwise than by a message.
    ConversationChanged(Box<Conversation>),
    /// A customer, its identities or its notes were changed, it was blocked or heard again, or merged with another.
    CustomerChanged(Box<Customer>),
    /// An account was connected, paused, resumed or disconnected.
    AccountChanged {
        /// Which account.
        account_id: AccountId,
        /// How it stands.
        status: AccountStatus,
        /// Why it is paused.
        reason: Option<String>,
    },
    /// A widget was created, changed or deleted: whoever shows it looks at it again.
    WidgetChanged {
        /// Which widget.
        widget_id: WidgetId,
        /// Whether it works.
        status: WidgetStatus,
    },
    /// A label, a canned response, a team or something else of the client's own was defined, changed or deleted.
    DefinitionChanged {
        /// Which definition.
        definition_id: DefinitionId,
        /// What it is.
        kind: DefinitionKind,
        /// Whether it is gone.
        is_deleted: bool,
    },
    /// An agent came into the team, left it, was changed, or takes conversations otherwise than before.
    AgentChanged {
        /// Which agent.
        agent_id: AgentId,
        /// Whether it takes conversations.
        availability: Availability,
        /// Why not.
        reason: Option<String>,
        /// Whether it is in the team.
        is_active: bool,
    },
    /// A widget's domain was added, proven, doubted or removed: whoever shows the widget there looks whether it still may.
    DomainChanged {
        /// Whose domain.
        widget_id: WidgetId,
        /// Which domain.
        domain_id: DomainId,
        /// Where it stands.
        state: DomainState,
    },
    /// A webhook was created, verified, paused, resumed, given up or deleted.
    WebhookChanged {
        /// Which webhook.
        webhook_id: WebhookId,
        /// Whether it gets events.
        status: WebhookStatus,
        /// Why it gets none.
        reason: Option<String>,
    },
}

text_enum! {
    /// What an event is about: its type on the wire, without what it tells.
    pub enum EventKind {
        /// A message was written by either side.
        MessagePosted = "messagePosted",
        /// A message came further on its way, or failed.
        MessageStatusChanged = "messageStatusChanged",
        /// A message stands otherwise than before: its author wrote something else, somebody answered it with a sign, or its files came.
        MessageEdited = "messageEdited",
        /// Somebody took back what it had written.
        MessageDeleted = "messageDeleted",
        /// A conversation was started or changed otherwise than by a message.
        ConversationChanged = "conversationChanged",
        /// A customer, its identities or its notes were changed, it was blocked or heard again, or merged with another.
        CustomerChanged = "customerChanged",
        /// An account was connected, paused, resumed or disconnected.
        AccountChanged = "accountChanged",
        /// A widget was created, changed or deleted.
        WidgetChanged = "widgetChanged",
        /// A widget's domain was added, proven, doubted or removed.
        DomainChanged = "domainChanged",
        /// Something that the client defines for its own work was created, changed or deleted.
        DefinitionChanged = "definitionChanged",
        /// A webhook was created, verified, paused, resumed, given up or deleted.
        WebhookChanged = "webhookChanged",
        /// An agent came into the team, left it, was changed, or takes conversations otherwise than before.
        AgentChanged = "agentChanged",
    }
}

impl Event {
    /// What it is about.
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::MessagePosted(_) => EventKind::MessagePosted,
            Self::MessageStatusChanged { .. } => EventKind::MessageStatusChanged,
            Self::MessageEdited(_) => EventKind::MessageEdited,
            Self::MessageDeleted { .. } => EventKind::MessageDeleted,
            Self::ConversationChanged(_) => EventKind::ConversationChanged,
            Self::CustomerChanged(_) => EventKind::CustomerChanged,
            Self::AccountChanged { .. } => EventKind::AccountChanged,
            Self::WidgetChanged { .. } => EventKind::WidgetChanged,
            Self::DomainChanged { .. } => EventKind::DomainChanged,
            Self::DefinitionChanged { .. } => EventKind::DefinitionChanged,
            Self::WebhookChanged { .. } => EventKind::WebhookChanged,
            Self::AgentChanged { .. } => EventKind::AgentChanged,
        }
    }

    /// The part of the inbox that it belongs to by itself. What belongs to a conversation or a customer is told by those, and what
    /// concerns everything belongs to no part.
    pub const fn part(&self) -> Option<InboxPart> {
        match self {
            Self::AccountChanged { account_id, .. } => Some(InboxPart::Account(*account_id)),
            Self::WidgetChanged { widget_id, .. } | Self::DomainChanged { widget_id, .. } => {
                Some(InboxPart::Widget(*widget_id))
            }
            Self::DefinitionChanged { .. } | Self::AgentChanged { .. } => Some(InboxPart::Team),
            Self::MessagePosted(_)
            | Self::MessageStatusChanged { .. }
            | Self::MessageEdited(_)
            | Self::MessageDeleted { .. }
            | Self::ConversationChanged(_)
            | Self::CustomerChanged(_)
            | Self::WebhookChanged { .. } => None,
        }
    }

    /// The event's type as it is written on the wire.
    pub const fn name(&self) -> &'static str {
        self.kind().as_str()
    }
}

/// An event at its place in a client's journal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Whose journal it stands in.
    pub client_id: ClientId,
    /// Its place.
    pub seq: Seq,
    /// The place of the event before it in the same conversation (0 for the first), or in the journal when it belongs to
    /// no conversation.
    pub previous_seq: Seq,
    /// When it was committed.
    pub at: Timestamp,
    /// The conversation it belongs to.
    pub thread: Option<Thread>,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

impl Notice {
    /// Every room in which this is heard.
    ///
    /// WhatsApp's messages and statuses are heard by whoever watches WhatsApp or the customer; everything that belongs
    /// to a conversation by the inbox and by whoever has it open; the rest by the inbox. Whoever works with some accounts and
    /// widgets hears what belongs to those.
    pub fn rooms(&self) -> Vec<Room> {
        let room = |name| Room::of(self.client_id, name);
        let mut rooms = vec![room(RoomName::Inbox)];
        rooms.extend(self.parts().into_iter().flatten().map(|part| room(RoomName::InboxPart(part))));
        let Some(thread) = &self.thread else { return rooms };
        rooms.push(room(RoomName::Conversation(thread.conversation_id)));
        if self.is_of_whatsapp() {
            rooms.push(room(RoomName::WhatsappGeneral));
            rooms.extend(thread.account_id.map(|account| room(RoomName::WhatsappPart(account))));
            rooms.extend(thread.customer_id.map(|customer| room(RoomName::WhatsappCustomer(customer))));
        }
        rooms
    }

    /// The parts of the inbox that it belongs to.
    fn parts(&self) -> [Option<InboxPart>; 2] {
        if let Some(thread) = &self.thread {
            return [thread.account_id.map(InboxPart::Account), thread.widget_id.map(InboxPart::Widget)];
        }
        [self.event.part(), None]
    }

    /// Whether it is a message or a status of WhatsApp.
    pub fn is_of_whatsapp(&self) -> bool {
        matches!(self.event, Event::MessagePosted(_) | Event::MessageStatusChanged { .. })
            && self.thread.as_ref().is_some_and(|thread| thread.source == Source::WHATSAPP)
    }
}

/// Which of a client's rooms.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RoomName {
    /// Every conversation of the client.
    Inbox,
    /// A part of the inbox.
    InboxPart(InboxPart),
    /// Every WhatsApp message of the client.
    WhatsappGeneral,
    /// The WhatsApp messages of one account.
    WhatsappPart(AccountId),
    /// The WhatsApp messages of one customer.
    WhatsappCustomer(CustomerId),
    /// One conversation.
    Conversation(ConversationId),
}

/// What is heard of the inbox by those who work with a part of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum InboxPart {
    /// What goes over an account.
    Account(AccountId),
    /// What began in a widget.
    Widget(WidgetId),
    /// What everybody in the team works with: labels, macros, colleagues.
    Team,
}

/// A place where events are heard. Whoever wants to be in it needs a [`Ticket`](crate::Ticket).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Room {
    /// Whose room it is.
    pub client_id: ClientId,
    /// Which one.
    pub name: RoomName,
}

impl Room {
    /// A room of a client.
    pub(crate) fn of(client_id: ClientId, name: RoomName) -> Self {
        let client_id = if Planted::RoomsShared.grows() { ClientId::from_uuid(uuid::Uuid::nil()) } else { client_id };
        Self { client_id, name }
    }
}
