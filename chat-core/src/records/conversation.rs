use crate::{
    AccountId, AgentId, Attributes, ClientId, ConversationId, CustomerId, DefinitionId, Revision, Source, TeamId,
    Timestamp, VisitContext, WidgetId, text_enum::text_enum,
};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Where a conversation stands in its life.
    ///
    /// `active` ⇄ `closed` → `archived` → `active`. A customer who writes into a closed conversation makes it active
    /// again, so that nobody's answer gets lost in a finished thread; one who writes after it was archived starts a new
    /// one. A customer has at most one conversation that is not archived at each account.
    pub enum ConversationStatus {
        /// Somebody may have to answer.
        Active = "active",
        /// Finished, until the customer writes again.
        Closed = "closed",
        /// Put away for good: the next message starts a new conversation.
        Archived = "archived",
    }
}

text_enum! {
    /// How soon somebody should answer, the most urgent last.
    #[derive(PartialOrd, Ord, Default)]
    pub enum Priority {
        /// Nobody has said.
        #[default]
        None = "none",
        /// When there is time.
        Low = "low",
        /// In its turn.
        Medium = "medium",
        /// Before others.
        High = "high",
        /// At once.
        Urgent = "urgent",
    }
}

/// What a customer and a client's team say to each other over one account or widget.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    /// Its name.
    pub id: ConversationId,
    /// Whose it is.
    pub client_id: ClientId,
    /// The customer; nobody in a conversation that agents have among themselves.
    pub customer_id: Option<CustomerId>,
    /// The channel it goes over.
    pub source: Source,
    /// The account it goes over, for channels with accounts.
    pub account_id: Option<AccountId>,
    /// The widget it was started in, for the website.
    pub widget_id: Option<WidgetId>,
    /// Where it stands.
    pub status: ConversationStatus,
    /// The customer's number at the account's channel as people write it; nothing while the channel hides it.
    pub customer_number: Option<String>,
    /// Who is to answer.
    pub assignee_id: Option<AgentId>,
    /// Which team is to answer.
    pub team_id: Option<TeamId>,
    /// What it is about, at most [`Conversation::SUBJECT_MAX`] bytes.
    pub subject: Option<String>,
    /// How soon somebody should answer.
    #[serde(default)]
    pub priority: Priority,
    /// The labels that it has, in the order of their ids: at most [`Conversation::LABELS_MAX`].
    #[serde(default)]
    pub labels: Vec<DefinitionId>,
    /// Values of the attributes that the client has defined for conversations, at most [`Conversation::ATTRIBUTES_MAX`].
    #[serde(default)]
    pub attributes: Attributes,
    /// Agents who want to hear of it besides the assignee, in the order of their ids: at most
    /// [`Conversation::PARTICIPANTS_MAX`].
    #[serde(default)]
    pub participants: Vec<AgentId>,
    /// What is known of a website visitor besides what it says.
    #[serde(default)]
    pub context: Option<Box<VisitContext>>,
    /// How many messages of the customer no agent has read.
    pub unread_count: i64,
    /// How many messages it has; also the position of the last one.
    pub message_count: i64,
    /// The position of the last message that the customer wrote; 0 when it has written none.
    #[serde(default)]
    pub customer_position: i64,
    /// How many deliveries were ordered in it; also the position of the last one.
    #[serde(default)]
    pub delivery_count: i64,
    /// When the last message was written.
    pub last_message_at: Option<Timestamp>,
    /// Since when the customer has been waiting for an answer.
    pub waiting_since: Option<Timestamp>,
    /// Until when it is out of sight: until then, or until the customer writes.
    pub snoozed_until: Option<Timestamp>,
    /// Until when the customer may be answered freely, on a channel that limits that.
    #[serde(default)]
    pub reply_until: Option<Timestamp>,
    /// When an agent answered first.
    #[serde(default)]
    pub first_replied_at: Option<Timestamp>,
    /// When it was closed; nothing while it is active.
    #[serde(default)]
    pub closed_at: Option<Timestamp>,
    /// The conversation of the same customer that it goes on in.
    #[serde(default)]
    pub merged_into: Option<ConversationId>,
    /// The conversations that go on in this one, at most [`Conversation::MERGED_MAX`].
    #[serde(default)]
    pub merged: Vec<ConversationId>,
    /// Whether it holds what was said before its account was connected. It is archived, and nobody has to answer in it.
    #[serde(default)]
    pub is_past: bool,
    /// The journal position of its last event; the store keeps it, commands leave it alone.
    pub last_seq: i64,
    /// When it was started.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Conversation {
    /// The longest subject in bytes.
    pub const SUBJECT_MAX: usize = 512;
    /// The most conversations that were merged into one.
    pub const MERGED_MAX: usize = 20;
    /// The most labels.
    pub const LABELS_MAX: usize = 50;
    /// The most values of attributes.
    pub const ATTRIBUTES_MAX: usize = 100;
    /// The most participants.
    pub const PARTICIPANTS_MAX: usize = 100;

    /// Whether its customer may be answered freely for a while only.
    pub fn has_reply_window(&self) -> bool {
        self.source == Source::WHATSAPP || self.reply_until.is_some()
    }

    /// The conversations whose messages are read as one: those that were merged into it, and it.
    pub(crate) fn read_as_one(&self) -> impl Iterator<Item = ConversationId> + '_ {
        self.merged.iter().copied().chain([self.id])
    }

    /// One over a channel in which nothing has happened yet.
    pub fn new(id: ConversationId, client_id: ClientId, source: &Source, now: Timestamp) -> Self {
        Self {
            id,
            client_id,
            customer_id: None,
            source: source.clone(),
            account_id: None,
            widget_id: None,
            status: ConversationStatus::Active,
            customer_number: None,
            assignee_id: None,
            team_id: None,
            subject: None,
            priority: Priority::None,
            labels: Vec::new(),
            attributes: Attributes::new(),
            participants: Vec::new(),
            context: None,
            unread_count: 0,
            message_count: 0,
            customer_position: 0,
            delivery_count: 0,
            last_message_at: None,
            waiting_since: None,
            snoozed_until: None,
            reply_until: None,
            first_replied_at: None,
            closed_at: None,
            merged_into: None,
            merged: Vec::new(),
            is_past: false,
            last_seq: 0,
            created_at: now,
            updated_at: now,
            revision: 0,
        }
    }

    /// The language of the customer's browser, as far as it is known.
    pub fn language(&self) -> Option<&str> {
        self.context.as_ref()?.page.as_ref()?.language.as_deref()
    }

    /// What an event has to say about the conversation that it belongs to.
    pub fn thread(&self) -> Thread {
        Thread {
            conversation_id: self.id,
            customer_id: self.customer_id,
            source: self.source.clone(),
            account_id: self.account_id,
            widget_id: self.widget_id,
            customer_number: self.customer_number.clone(),
        }
    }
}

/// The conversation that an event belongs to, as far as rooms and readers need to know it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Thread {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// Its customer.
    pub customer_id: Option<CustomerId>,
    /// Its channel.
    pub source: Source,
    /// The account it goes over.
    #[serde(default)]
    pub account_id: Option<AccountId>,
    /// The widget it was started in.
    #[serde(default)]
    pub widget_id: Option<WidgetId>,
    /// The customer's number, unless the channel hides it.
    pub customer_number: Option<String>,
}
