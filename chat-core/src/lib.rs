//! The domain of the chat module: records, commands, ports and the in-memory adapters. No I/O.
//!
//! A write is a command: it loads what it needs, decides without I/O, and hands the store one value, [`Changes`], that
//! becomes true as a whole or not at all. Events and deliveries that follow from it are part of it. What the outside world
//! has to provide are the ports, of which [`ChatStore`] and [`Channel`] are the large ones. A host assembles a [`Chat`], drives
//! [`Chat::run_until`], and lets its people in with [`Chat::sign_in`], which gives a [`Desk`].

mod audit;
mod auth;
mod bounds;
mod changes;
mod chat;
mod commands;
mod counted;
mod day;
mod definition;
mod delivery;
mod desk;
mod domain;
mod env;
mod error;
mod event;
mod executor;
mod files;
mod filter;
mod id;
mod inbound;
mod known_accounts;
mod lanes;
mod limit;
mod local;
mod memory;
mod meters;
mod patience;
mod permissions;
mod planted;
mod ports;
mod pruning;
mod reach;
mod records;
mod relay;
mod request;
mod scope;
mod search;
mod secret;
mod stop;
mod tally;
mod terms;
mod text;
mod text_enum;
mod typing;
mod upkeep;
mod visit;
mod webhooks;
mod widget;

pub use audit::{AskedFrom, AuditBreak, AuditChain};
pub use auth::{Created, Device, JwtKey, JwtKeyError, Known, LocalLogin, LoginError, NewAgent, SignedIn};
pub use changes::{Changes, Expected, Record, Told, Write};
pub use chat::{Chat, ChatBuilder};
pub use commands::{
    AccountPatch, AgentPatch, ConversationPatch, CustomerPatch, Draft, Hearing, Ignoring, ImportMode, Imported,
    ImportedCustomer, NewAccount, NewApiKey, NewConversation, NewDefinition, NewInvitation, NewVisitorKey, NewWebhook,
    NewWidget, Recipient, Said, Started, TemplateDraft, VisitorDraft, WebhookPatch, WidgetPatch,
};
pub use day::Day;
pub use definition::{
    AttributeRule, AttributeType, Attributes, CannedResponse, Defined, Label, Macro, RoleRule, Roster, Template, View,
};
pub use desk::{
    BlockedOrigin, BulkTarget, DeliveryReport, Desk, Enrolment, FilledResponse, Found, MacroRun, NumberDeed, Once,
    Overview, OwnSession, Ticket, Transcript, TranscriptOf, ViewCount,
};
pub use domain::{DomainCheck, DomainEntry, DomainError, Finding, LocalPages, Origin, OriginError, may_embed};
pub use env::{Clock, Env, Ids, ManualClock, SystemClock, SystemIds, Timestamp};
pub use error::{Error, FieldError, FittingTemplate, Missed, Result};
pub use event::{Event, EventKind, InboxPart, Notice, Room, RoomName, Seq};
pub use files::{AskedFile, FileLink, FileLinks, Files, NoFile, ServedFile, UploadError, UploadRules};
pub use filter::{
    AttributeCondition, ConversationFilter, ConversationOrder, Facts, Moment, MomentError, TimeCondition, TimeField,
    Unread, Viewer, WhichTeam, Who,
};
pub use id::{
    AccountId, AgentId, ApiKeyId, AttachmentId, AttemptId, AuditEntryId, BlobId, BookmarkId, ClientId, ConversationId,
    CustomerId, DefinitionId, DeliveryId, DomainId, DomainStepId, DossierEntryId, IdentityId, InvitationId, JobId,
    KeptAnswerId, MessageId, ProcessId, ReceivedCallId, SenderId, SessionId, TeamId, WebhookCallId, WebhookId,
    WidgetId,
};
pub use inbound::CallError;
pub use limit::{
    Caller, Holder, IpBlock, LimitKey, Limited, LoginName, NoSeat, Quota, QuotaError, Quotas, QuotasError, Seat, Seats,
    Whom,
};
pub use local::{LocalLimits, LocalPresence, LocalSignals};
#[cfg(feature = "faults")]
pub use memory::MemoryFault;
pub use memory::{MemoryMedia, MemoryStore};
pub use permissions::Permissions;
#[cfg(feature = "planted")]
pub use planted::Planted;
pub use ports::*;
pub use reach::{Extent, Reach};
pub use records::*;
pub use request::{NotRequestName, RequestName};
pub use scope::TenantScope;
pub use search::{
    Hit, Placed, SearchCursor, SearchFilter, SearchKind, SearchOrder, SearchQuery, SearchTerm, Searchable, Segment,
};
pub use secret::Secret;
pub use stop::Stop;
pub use terms::Ongoing;
pub use visit::{
    Boot, Chain, Framed, NoVisit, OpenVisit, OpenedVisit, Visit, VisitStretch, VisitTicket, VisitedConversation,
};
pub use widget::{
    BusinessHours, Color, Colors, FieldType, FormField, FormOption, Frequency, LanguageTag, Launcher, LauncherIcon,
    Messages, Offset, Opening, Popup, PreChatForm, SettingsPatch, Side, Theme, TimeOfDay, TimeZone, Weekday,
    WidgetSettings,
};
