//! The records that a store keeps.
//!
//! Each tenant-owned record names its client and carries the revision it was read at. They are plain data: what
//! may become of them is decided by the commands.

mod account;
mod answer;
mod attachment;
mod attempt;
mod audit;
mod bookmark;
mod context;
mod conversation;
mod count;
mod credential;
mod customer;
mod definition;
mod delivery;
mod domain;
mod dossier;
mod invitation;
mod job;
mod message;
mod received_call;
mod source;
mod team;
mod thread_event;
mod webhook;
mod widget;

pub use account::{Account, AccountFacts, AccountStatus};
pub use answer::{AnswerState, KeptAnswer};
pub use attachment::{
    AttachedFile, Attachment, AttachmentState, Blob, BlobState, ContentHash, Dimensions, FileKind, MediaType,
    Thumbnail, Uploader,
};
pub use attempt::{AttemptOutcome, DeliveryAttempt};
pub use audit::{AuditEntry, AuditHash, AuditLink, AuditSubject};
pub use bookmark::{Bookmark, Unsent};
pub use context::{PageTold, TrailPage, VisitContext, VisitedPage};
pub use conversation::{Conversation, ConversationStatus, Priority, Thread};
pub use count::{Count, Counter};
pub use credential::{ApiKey, SecondFactor, Session, TokenHash, USE_NOTED_EVERY};
pub use customer::{Block, Customer, CustomerIdentity, IdentityKey, IdentityKind};
pub use definition::{Audience, Definition, DefinitionBody, DefinitionKind};
pub use delivery::{Delivery, DeliveryAction, DeliveryState};
pub use domain::{AuthorizedDomain, DomainDeed, DomainMethod, DomainState, DomainStep};
pub use dossier::{CustomerMerge, CustomerNote, DossierBody, DossierEntry, DossierKind, HeldBack, MovedConversation};
pub use invitation::Invitation;
pub use job::{Job, JobActor, JobFailure, JobState};
pub use message::{
    ContentType, ExternalId, Fault, Mention, Message, MessageKind, MessageStatus, MessageVersion, Reaction, SenderType,
    Unsettled,
};
pub use received_call::{ReceivedCall, ReceivedCallState};
pub use source::Source;
pub use team::{Agent, Availability, Client, Role};
pub use thread_event::{ThreadDeed, ThreadEvent};
pub use webhook::{Webhook, WebhookCall, WebhookCallKind, WebhookStatus};
pub use widget::{VisitorKey, VisitorKeyKind, Widget, WidgetKind, WidgetStatus};

/// How often a record was written: 1 after its insertion, one more with each update, 0 while it was never stored.
///
/// The store counts: a commit names the revision it read and is refused as a conflict when another was faster.
pub type Revision = i64;
