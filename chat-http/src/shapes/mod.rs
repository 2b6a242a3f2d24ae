//! How records look on the wire: camelCase, ids and times as strings. Fields are added freely and never renamed.

mod account;
mod agent;
mod api_key;
mod attachment;
mod audit;
mod conversation;
mod customer;
mod customer_csv;
mod definition;
mod delivery;
mod domain;
mod event;
mod figures;
mod filter;
mod invitation;
mod job;
mod list;
mod message;
mod number;
mod realtime;
mod search;
mod sign_in;
mod sign_in_ways;
mod template;
mod transcript;
mod webhook;
mod widget;
mod widget_settings;
pub(crate) mod words;

pub(crate) use account::{Account, AccountList, AccountPatch, NewAccount};
pub(crate) use agent::{AgentList, AgentPatch, AvailabilityChange, Colleague, Credentials, Me, Session};
pub(crate) use api_key::{ApiKeyList, MadeApiKey, NewApiKey};
pub(crate) use attachment::{Attachment, Upload};
pub(crate) use audit::{AuditEntry, AuditEntryList, AuditQuery, ExportFormat, ExportParams};
pub(crate) use conversation::{
    Conversation, ConversationList, ConversationMerge, ConversationPatch, NewConversation, NewUnsent,
    StartedConversation, Unsent, UnsentList,
};
pub(crate) use customer::{
    Blocking, Customer, CustomerDetail, CustomerList, CustomerMerge, CustomerMergeList, CustomerNote, CustomerNoteList,
    CustomerPatch, CustomerQuery, HeldBackList, HeldBackQuery, Identity, NewCustomerMerge, NewCustomerNote,
    NewIdentity,
};
pub(crate) use customer_csv::{CustomerTable, ImportQuery, ImportReport, header_row, row};
pub(crate) use definition::{
    AttributeDefinition, AttributeDefinitionList, CannedResponse, CannedResponseList, FilledList, Label, LabelList,
    Macro, MacroList, NewAttributeDefinition, NewCannedResponse, NewLabel, NewMacro, NewRole, NewTeam, NewView, Ran,
    Role, RoleList, RunMacro, Shortcut, Team, TeamList, View, ViewList,
};
pub(crate) use delivery::DeliveryList;
pub(crate) use domain::{Check, Domain, DomainHistory, DomainList, NewDomain};
pub(crate) use event::{Entry, EventQuery, Events};
pub(crate) use figures::{Analytics, BlockedList, Judgement, SpanQuery};
pub(crate) use filter::{ConversationCriteria, ConversationQuery, ViewCounts};
pub(crate) use invitation::{Acceptance, InvitationList, MadeInvitation, NewInvitation};
pub(crate) use job::{BulkChange, Job, JobList};
pub(crate) use list::PageParams;
pub(crate) use message::{Failure, Message, MessageEdit, MessageHistory, MessageList, NewMessage, NewReaction};
pub(crate) use number::{
    AddedNumber, NewNumber, Number, NumberList, NumberRequest, Profile, ProfilePatch, SignUpCode, SignUpToken,
};
pub(crate) use realtime::Realtime;
pub(crate) use search::{SearchParams, SearchResults};
pub(crate) use sign_in::{
    CodeCheck, Factor, FullCheck, NewFactor, PasswordChange, PasswordCheck, RecoveryCodes, SessionList,
};
pub(crate) use sign_in_ways::SignInWays;
pub(crate) use template::{NewTemplate, Template, TemplateList, TemplatePatch, TemplateQuery};
pub(crate) use transcript::{TranscriptFormat, TranscriptQuery, html as transcript_html, text as transcript_text};
pub(crate) use webhook::{
    NewWebhook, Replay, Resend, Webhook, WebhookCall, WebhookCallList, WebhookCheck, WebhookList, WebhookPatch,
    WebhookWithSecret,
};
pub(crate) use widget::{Embed, IdentityKey, NewIdentityKey, NewWidget, Widget, WidgetList, WidgetPatch};
pub(crate) use words::ID_PATTERN;
