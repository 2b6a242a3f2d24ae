//! The closed sets of words, as the OpenAPI document tells them.

use chat_core::{
    AccountStatus, Action, AttemptOutcome, AttributeRule, AttributeType, Availability, ConversationStatus, Definition,
    DefinitionKind, DeliveryState, DomainDeed, DomainMethod, DomainState, EventKind, FieldType, FileKind, IdentityKind,
    JobState, LauncherIcon, MessageKind, MessageStatus, Priority, Role, SearchOrder, SenderType, Side, Theme,
    Transport, VisitorKeyKind, WebhookCallKind, WebhookStatus, Weekday, WidgetKind, WidgetStatus,
};
use utoipa::openapi::{Array, ArrayBuilder, Object, ObjectBuilder, Type, schema::SchemaType};

fn words(all: impl IntoIterator<Item = &'static str>, about: &str) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(all)).description(Some(about)).build()
}

macro_rules! schemas {
    ($($name:ident: $words:ty = $about:literal;)*) => {$(
        pub(crate) fn $name() -> Object {
            words(<$words>::ALL.iter().map(|word| word.as_str()), $about)
        }
    )*};
}

schemas! {
    attribute_type: AttributeType = "What a value may be.";
    account_status: AccountStatus = "A paused account receives; what is to be sent waits.";
    availability: Availability = "Whether an agent takes conversations, as it has said itself.";
    attempt_outcome: AttemptOutcome = "How it ended. `waiting_…` is no failure; after `ambiguous` and `interrupted` nobody knows whether it was taken.";
    conversation_status: ConversationStatus = "`closed` until the customer writes again, `archived` for good.";
    definition_kind: DefinitionKind = "What it is.";
    delivery_state: DeliveryState = "`pending` until it is `done`, `unsettled` while nobody knows, `dead` when it was given up.";
    domain_deed: DomainDeed = "What happened.";
    domain_method: DomainMethod = "`dns` by a TXT record, `file` by a file on the website.";
    domain_state: DomainState = "The widget appears where a domain is `verified` or, with a warning, `stale`.";
    event_kind: EventKind = "What happened.";
    field_type: FieldType = "What a field of a form asks for.";
    file_kind: FileKind = "What people take it for.";
    identity_kind: IdentityKind = "What kind of identity it is.";
    job_state: JobState = "`running` until everything was gone through, or somebody has stopped it.";
    launcher_icon: LauncherIcon = "What is drawn on the launcher.";
    message_kind: MessageKind = "`reply` is seen by both sides, `note` by the team alone; an `event` tells the team what was done.";
    message_status: MessageStatus = "It only climbs: `queued`, `sent`, `delivered`, `read`; `failed` ends it.";
    priority: Priority = "How soon somebody should answer.";
    role: Role = "Viewers see; agents answer customers as well; owners and admins manage accounts, widgets and the team.";
    sender_type: SenderType = "Who wrote it.";
    side: Side = "At which edge of the window the launcher is.";
    theme: Theme = "`auto` is as the visitor's system has it, `host` as the page around it has it.";
    told_widget_status: WidgetStatus = "An `inactive` widget appears nowhere, a `deleted` one never again.";
    transport: Transport = "`polling` asks again and again, `websocket` stays connected.";
    visitor_key_kind: VisitorKeyKind = "`HS256` and `EdDSA` check JWTs, `HMAC` the bare hash of an id.";
    webhook_call_kind: WebhookCallKind = "What it was called for. `resync` tells that events are missing, since they are not kept any more.";
    webhook_status: WebhookStatus = "`pending` until its endpoint has answered the challenge, `disabled` when it was given up.";
    widget_kind: WidgetKind = "`floating` has a button, `embedded` fills an element, `popup` shows itself.";
}

/// What an agent can write.
pub(crate) fn written_kind() -> Object {
    let about = "`reply` is seen by both sides, `note` by the team alone.";
    words([MessageKind::Reply.as_str(), MessageKind::Note.as_str()], about)
}

/// What somebody may type as an identity.
pub(crate) fn typed_identity_kind() -> Object {
    let kinds = [IdentityKind::WhatsappPhone, IdentityKind::WhatsappUser, IdentityKind::Email, IdentityKind::External];
    words(
        kinds.map(|kind| kind.as_str()),
        "What kind of identity it is; the others are learned from their channels alone.",
    )
}

/// The websites of a business.
pub(crate) fn websites() -> Array {
    let website = patterned(r"^https?://\S*$").max_length(Some(256));
    list_or_null(ArrayBuilder::new().items(website).max_items(Some(2)).build())
}

/// How a code is sent to whoever holds a number.
pub(crate) fn code_method() -> Object {
    words(["sms", "voice"], "How it is sent.")
}

/// What a template is for.
pub(crate) fn template_category() -> Object {
    words(["UTILITY", "MARKETING", "AUTHENTICATION"], "What it is for.")
}

/// How what goes into a template is called.
pub(crate) fn parameter_format() -> Object {
    words(["POSITIONAL", "NAMED"], "Whether what goes into it has places, which is the default, or names.")
}

/// How the audit log is written down.
pub(crate) fn export_format() -> Object {
    words(["jsonl", "csv"], "`jsonl`, one object a line, which is the default, or `csv`.")
}

/// What an owner may set an account to.
pub(crate) fn settable_account_status() -> Object {
    words([AccountStatus::Active.as_str(), AccountStatus::Paused.as_str()], "`paused` holds back, `active` resumes.")
}

/// What an owner may set a webhook to.
pub(crate) fn settable_webhook_status() -> Object {
    words([WebhookStatus::Active.as_str(), WebhookStatus::Paused.as_str()], "`paused` holds back, `active` resumes.")
}

/// What a webhook may subscribe to.
pub(crate) fn event_kinds() -> Array {
    ArrayBuilder::new().items(event_kind()).build()
}

/// What an owner may set a widget to.
pub(crate) fn widget_status() -> Object {
    words([WidgetStatus::Active.as_str(), WidgetStatus::Inactive.as_str()], "An `inactive` widget appears nowhere.")
}

/// A set of permissions.
pub(crate) fn permissions() -> Array {
    let one = words(Action::ALL.iter().map(|word| word.as_str()), "A permission.");
    ArrayBuilder::new().items(one).build()
}

/// A set of permissions, or null.
pub(crate) fn maybe_permissions() -> Array {
    list_or_null(permissions())
}

/// What a webhook is to be subscribed to from now on; null for what it is subscribed to already.
pub(crate) fn maybe_event_kinds() -> Array {
    list_or_null(event_kinds())
}

fn list_or_null(mut list: Array) -> Array {
    list.schema_type = SchemaType::from_iter([Type::Array, Type::Null]);
    list
}

/// To whom something is new.
pub(crate) fn unread() -> Object {
    words(["me", "team", "nobody"], "To whom something is new.")
}

/// In which order conversations are listed.
pub(crate) fn conversation_order() -> Object {
    words(["latest", "waiting"], "`waiting` lists those that have waited longest first, and only those that wait.")
}

/// What comes first of what was found.
pub(crate) fn search_order() -> Object {
    words(SearchOrder::ALL.iter().map(|word| word.as_str()), "`relevance` is what fits best among the latest.")
}

macro_rules! or_null {
    ($($name:ident: $words:ident;)*) => {$(
        pub(crate) fn $name() -> Object {
            let mut words = $words();
            words.schema_type = SchemaType::from_iter([Type::String, Type::Null]);
            words.enum_values.get_or_insert_default().push(serde_json::Value::Null);
            words
        }
    )*};
}

or_null! {
    maybe_conversation_status: conversation_status;
    maybe_domain_method: domain_method;
    maybe_parameter_format: parameter_format;
    maybe_priority: priority;
    maybe_role: role;
    maybe_settable_account_status: settable_account_status;
    maybe_settable_webhook_status: settable_webhook_status;
    maybe_template_category: template_category;
    maybe_widget_kind: widget_kind;
    maybe_widget_status: widget_status;
    maybe_written_kind: written_kind;
}

/// The days on which a stretch of business hours begins.
pub(crate) fn weekdays() -> Array {
    let day = words(Weekday::ALL.iter().map(|word| word.as_str()), "A day of the week.");
    ArrayBuilder::new().items(day).min_items(Some(1)).max_items(Some(7)).build()
}

/// An id, as a part of a pattern.
pub(crate) const ID_PATTERN: &str = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}";

fn text(pattern: &str) -> Object {
    patterned(pattern).build()
}

fn patterned(pattern: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern))
}

/// Values that commas part.
fn parted(one: &str) -> Object {
    text(&format!("^({one})(,({one}))*$"))
}

fn parted_words(all: impl IntoIterator<Item = &'static str>) -> Object {
    parted(&all.into_iter().collect::<Vec<_>>().join("|"))
}

pub(crate) fn ids() -> Object {
    parted(ID_PATTERN)
}

pub(crate) fn agents() -> Object {
    parted(&format!("me|nobody|{ID_PATTERN}"))
}

pub(crate) fn teams() -> Object {
    parted(&format!("mine|none|{ID_PATTERN}"))
}

pub(crate) fn conversation_statuses() -> Object {
    parted_words(ConversationStatus::ALL.iter().map(|word| word.as_str()))
}

pub(crate) fn priorities() -> Object {
    parted_words(Priority::ALL.iter().map(|word| word.as_str()))
}

pub(crate) fn sources() -> Object {
    parted("[0-9a-z-]{1,32}")
}

pub(crate) fn source() -> Object {
    text("^[0-9a-z-]{1,32}$")
}

/// How many records are wanted.
pub(crate) fn how_many() -> Object {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).build()
}

/// Where a page begins.
pub(crate) fn cursor() -> Object {
    text("^-?[0-9]{1,18}[.][0-9A-Fa-f]{32}$")
}

/// Where a page of a search begins.
pub(crate) fn search_cursor() -> Object {
    text("^-?[0-9]{1,18}[.][0-9A-Fa-f]{32}(_[0-9]{1,9}_-?[0-9]{1,18}[.][0-9A-Fa-f]{32})?$")
}

const NAME: &str = "What people call it: unique, whatever the case.";

/// What people call something that a client has defined.
pub(crate) fn name() -> Object {
    let line = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$";
    patterned(line).max_length(Some(Definition::NAME_MAX)).description(Some(NAME)).build()
}

/// What an attribute is called.
pub(crate) fn attribute_name() -> Object {
    patterned("^[a-z][0-9a-z_]{0,63}$").description(Some(NAME)).build()
}

/// What an agent types for a canned response.
pub(crate) fn shortcut() -> Object {
    let name = patterned(r"^[^\s\x00-\x1f\x7f-\x9f]+$");
    name.max_length(Some(Definition::NAME_MAX)).description(Some(NAME)).build()
}

/// What there is to choose from.
pub(crate) fn options() -> Array {
    let option = patterned(r"\S").max_length(Some(AttributeRule::TITLE_MAX));
    let options = ArrayBuilder::new().items(option).max_items(Some(AttributeRule::OPTIONS_MAX));
    options.description(Some("What there is to choose from, for the type `select` alone.")).build()
}

/// That everybody gets to see something.
pub(crate) fn everybody() -> Object {
    let everybody = patterned("^all$").description(Some("Who gets to see it: `all`."));
    everybody.schema_type(SchemaType::from_iter([Type::String, Type::Null])).build()
}

/// Who is to get to see something.
pub(crate) fn maybe_audience() -> Object {
    let mut audience = text(&format!("^(all|me|team:{ID_PATTERN})$"));
    audience.schema_type = SchemaType::from_iter([Type::String, Type::Null]);
    audience.description =
        Some("Who gets to see it: `all`, which is the default, or `me`, or `team:` with an id.".to_owned());
    audience
}
