//! Identifiers: a type for each kind of record, so that one can never stand for another.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// A UUIDv7, written as a hyphenated string on the wire.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a stored or received UUID for what it is said to be.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID, for storage.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    )*};
}

identifiers! {
    /// Names a client: a tenant.
    ClientId;
    /// Names an agent: a member of a client's team.
    AgentId;
    /// Names a team within a client.
    TeamId;
    /// Names a customer: a website visitor or a WhatsApp contact.
    CustomerId;
    /// Names one identity of a customer.
    IdentityId;
    /// Names something that is kept about a customer.
    DossierEntryId;
    /// Names a conversation.
    ConversationId;
    /// Names a message.
    MessageId;
    /// Names an account: one number of a client at a messaging provider.
    AccountId;
    /// Names a file that was handed in.
    AttachmentId;
    /// Names the bytes of files.
    BlobId;
    /// Names a widget: one embeddable chat box.
    WidgetId;
    /// Names an attempt to make a delivery.
    AttemptId;
    /// Names a domain that a widget is to appear on.
    DomainId;
    /// Names something that happened to a domain.
    DomainStepId;
    /// Names how far an agent has come in a conversation.
    BookmarkId;
    /// Names something that a client has defined for its own work.
    DefinitionId;
    /// Names one change to many conversations.
    JobId;
    /// Names what a request was answered.
    KeptAnswerId;
    /// Names a delivery: one thing the outbox has to do.
    DeliveryId;
    /// Names a signed-in session.
    SessionId;
    /// Names an API key.
    ApiKeyId;
    /// Names an entry of the audit log.
    AuditEntryId;
    /// Names a webhook of a client's own.
    WebhookId;
    /// Names a call of a webhook.
    WebhookCallId;
    /// Names an invitation into a team.
    InvitationId;
    /// Names a webhook item that is kept until it is understood.
    ReceivedCallId;
    /// Names a running module: one process of several.
    ProcessId;
    /// Names whoever wrote a message: an agent, a customer or a bot.
    SenderId;
}

impl From<AgentId> for SenderId {
    fn from(agent: AgentId) -> Self {
        Self(agent.uuid())
    }
}

impl From<CustomerId> for SenderId {
    fn from(customer: CustomerId) -> Self {
        Self(customer.uuid())
    }
}

impl From<TeamId> for DefinitionId {
    fn from(team: TeamId) -> Self {
        Self(team.uuid())
    }
}

impl From<DefinitionId> for TeamId {
    fn from(definition: DefinitionId) -> Self {
        Self(definition.uuid())
    }
}
