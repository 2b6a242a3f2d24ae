//! What the core asks of the outside world. All ports are object-safe; an adapter implements one and knows only this crate.

mod access;
mod administration;
mod answers;
mod audit;
mod authenticator;
mod channel;
mod compose;
mod domain_probe;
mod identity_provider;
mod inbound;
mod inbox;
mod inspector;
mod journal;
mod limits;
mod listener;
mod media;
mod outbox;
mod page;
mod presence;
mod realtime;
mod scanner;
mod search;
mod signals;
mod store;
mod webhooks;

pub use access::{Access, Action, Actor, RoleAccess, Subject};
pub use administration::{
    Administration, CodeMethod, NewNumber, NewTemplate, NotDone, NumberFacts, Profile, TemplateFacts,
};
pub use answers::Answers;
pub use audit::{AuditFilter, AuditLog};
pub use authenticator::{Authenticator, CredentialId, Refusal, SignIn};
pub(crate) use channel::channel_of;
pub use channel::{
    AccountCheck, CallRefused, Channel, IncomingCall, NotFetched, Outcome, Pace, Reacting, Sending, SentFile,
};
pub use compose::{Composed, Wish};
pub use domain_probe::{DomainProbe, ProofFault};
pub use identity_provider::{Departure, Errand, Identified, IdentityFault, IdentityProvider};
pub use inbound::{
    AccountChange, AccountNews, Address, Addressed, AmendmentKind, ForeignMessage, Inbound, InboundAmendment,
    InboundConsent, InboundContact, InboundMessage, InboundReaction, InboundReceipt, RemoteFile, TemplateChange,
    TemplateNews,
};
pub use inbox::{Arrival, ArrivalQuery, Inbox};
pub use inspector::{Incoming, Inspected, Inspector, Interrupted, NotTaken, Streamed};
pub use journal::{Journal, Stretch};
pub use limits::Limits;
pub use listener::Listener;
pub use media::{ByteStream, FilePart, Media, MediaError, MediaKey, MediaStore};
pub use outbox::{Backlog, Claim, FencingToken, Outbox, Waiting};
pub use page::{Cursor, Page, PageQuery};
pub use presence::{Attendance, Lapsed, PRESENCE_TTL, Presence};
pub use realtime::{Live, LiveSocket, Realtime, Transport};
pub use scanner::{ScanFailed, Scanner, Verdict};
pub use search::Search;
pub use signals::{Signal, Signals, Typist};
pub use store::{
    Accounts, Attachments, ChatStore, Commit, ConversationQuery, Conversations, Customers, Definitions, Directory,
    Jobs, StoreError, Team, Widgets,
};
pub use webhooks::{Telling, WebhookFault, WebhookReply, WebhookRequest, WebhookSender, WebhookWriter, Webhooks};
