use super::{PageParams, conversation::given, words};
use crate::{
    extract::{how_many, optional_text},
    problem::Problem,
};
use chat_core::{
    AgentId, ClientId, ConversationId, Cursor, CustomerId, CustomerIdentity, DossierBody, DossierEntry, DossierEntryId,
    IdentityId, IdentityKey, IdentityKind, LanguageTag, Page, PageQuery, Source, Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Somebody who writes to the client.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Customer {
    #[schema(value_type = String, format = Uuid)]
    id: CustomerId,
    #[schema(value_type = String, format = Uuid)]
    client_id: ClientId,
    name: Option<String>,
    /// What it calls itself on a channel where people have names of their own choice, without `@`.
    username: Option<String>,
    /// Since when it does not want to be advertised to; null when it has not said so.
    #[schema(value_type = Option<String>, format = DateTime)]
    no_marketing_since: Option<Timestamp>,
    /// Where it gets e-mail. It finds nobody: what does are the identities.
    email: Option<String>,
    /// Where it can be called, as people write it.
    phone: Option<String>,
    /// The language it is to be spoken to in.
    #[schema(value_type = Option<String>, example = "pt-BR")]
    language: Option<LanguageTag>,
    /// What else is known of it, as the client has defined.
    #[schema(value_type = Object)]
    attributes: BTreeMap<String, Value>,
    /// The channels on which it is not heard.
    blocks: Vec<Block>,
    /// How many of its messages were held back while it was blocked.
    held_back_count: i64,
    /// The customer that it turned out to be, who has everything that was its own.
    #[schema(value_type = Option<String>, format = Uuid)]
    merged_into: Option<CustomerId>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// How often it was written: `If-Match` asks for it by this number in quotation marks.
    pub(crate) revision: i64,
}

/// That a customer is not heard on a channel.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CustomerBlock)]
struct Block {
    /// On which; null for all of them.
    #[schema(value_type = Option<String>, pattern = r"^[0-9a-z-]{1,32}$")]
    source: Option<Source>,
    /// Who wanted it so.
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

impl From<chat_core::Customer> for Customer {
    fn from(record: chat_core::Customer) -> Self {
        let block = |chat_core::Block { source, agent_id, at }| Block { source, agent_id, at };
        Self {
            id: record.id,
            client_id: record.client_id,
            name: record.name,
            username: record.username,
            no_marketing_since: record.no_marketing_since,
            email: record.email,
            phone: record.phone,
            language: record.language,
            attributes: record.attributes,
            blocks: record.blocks.into_iter().map(block).collect(),
            held_back_count: record.held_back_count,
            merged_into: record.merged_into,
            created_at: record.created_at,
            updated_at: record.updated_at,
            revision: record.revision,
        }
    }
}

/// Customers, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomerList {
    items: Vec<Customer>,
    /// Where the next page starts; null on the last one.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Page<chat_core::Customer>> for CustomerList {
    fn from(page: Page<chat_core::Customer>) -> Self {
        Self { items: page.items.into_iter().map(Customer::from).collect(), next_cursor: page.next }
    }
}

/// A customer with everything that identifies it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CustomerDetail {
    #[serde(flatten)]
    customer: Customer,
    /// The first learned first.
    identities: Vec<Identity>,
}

/// One of the things by which a customer is known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    #[schema(value_type = String, format = Uuid)]
    id: IdentityId,
    #[schema(schema_with = words::identity_kind)]
    kind: IdentityKind,
    value: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl CustomerDetail {
    pub(crate) fn customer(&self) -> &Customer {
        &self.customer
    }

    pub(crate) fn new(customer: chat_core::Customer, identities: Vec<CustomerIdentity>) -> Self {
        Self { customer: customer.into(), identities: identities.into_iter().map(Identity::from).collect() }
    }
}

impl From<CustomerIdentity> for Identity {
    fn from(record: CustomerIdentity) -> Self {
        let CustomerIdentity { id, key, created_at, .. } = record;
        Self { id, kind: key.kind, value: key.value, created_at }
    }
}

/// What is to become different; what is missing stays as it is, and null takes away.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CustomerPatch {
    /// At most 256 bytes.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 256, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")]
    name: Option<Option<String>>,
    /// At most 254 bytes.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 254, pattern = r"^[^\s@\x00-\x1f\x7f-\x9f]+@[^\s@\x00-\x1f\x7f-\x9f]+$")]
    email: Option<Option<String>>,
    /// At most 64 bytes.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 64, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")]
    phone: Option<Option<String>>,
    /// As BCP 47 writes it.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 35)]
    language: Option<Option<LanguageTag>>,
    /// The attributes that are set, by name, as they are defined for customers; null takes one away.
    #[serde(default)]
    #[schema(value_type = Object, required = false)]
    attributes: BTreeMap<String, Value>,
}

impl From<CustomerPatch> for chat_core::CustomerPatch {
    fn from(patch: CustomerPatch) -> Self {
        let CustomerPatch { name, email, phone, language, attributes } = patch;
        Self { name, email, phone, language, attributes }
    }
}

/// Something by which a customer is to be found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewIdentity {
    #[schema(schema_with = words::typed_identity_kind)]
    kind: IdentityKind,
    /// At most 256 bytes.
    #[schema(max_length = 256, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")]
    value: String,
}

impl From<NewIdentity> for IdentityKey {
    fn from(new: NewIdentity) -> Self {
        Self::new(new.kind, new.value)
    }
}

/// Where a customer is not to be heard, or is to be heard again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Blocking {
    /// On which channel; on all of them when it is missing.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = r"^[0-9a-z-]{1,32}$")]
    pub(crate) source: Option<Source>,
}

/// Something that an agent has written down about a customer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomerNote {
    #[schema(value_type = String, format = Uuid)]
    id: DossierEntryId,
    #[schema(value_type = String, format = Uuid)]
    author_id: AgentId,
    /// What the author was called at that moment.
    author_name: String,
    text: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl CustomerNote {
    /// What an entry says; nothing when it is no note.
    pub(crate) fn of(entry: DossierEntry) -> Option<Self> {
        let DossierBody::Note(chat_core::CustomerNote { author_id, author_name, text }) = entry.body else {
            return None;
        };
        Some(Self { id: entry.id, author_id, author_name, text, created_at: entry.created_at })
    }
}

/// The notes about a customer, the latest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomerNoteList {
    items: Vec<CustomerNote>,
    /// Where the next page starts; null on the last one.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Page<DossierEntry>> for CustomerNoteList {
    fn from(page: Page<DossierEntry>) -> Self {
        Self { items: page.items.into_iter().filter_map(CustomerNote::of).collect(), next_cursor: page.next }
    }
}

/// What is to be written down about a customer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCustomerNote {
    /// 1 to 4096 characters.
    #[schema(min_length = 1, max_length = 4096, pattern = r"\S")]
    pub(crate) text: String,
}

/// The customer who turned out to be another.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewCustomerMerge {
    /// Who goes up in the customer of the path.
    #[schema(value_type = String, format = Uuid)]
    pub(crate) customer_id: CustomerId,
}

/// That a customer turned out to be another, and what moved.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomerMerge {
    #[schema(value_type = String, format = Uuid)]
    id: DossierEntryId,
    /// Who was merged.
    #[schema(value_type = String, format = Uuid)]
    from_customer_id: CustomerId,
    /// Who it goes on as.
    #[schema(value_type = String, format = Uuid)]
    customer_id: CustomerId,
    /// Who said so.
    #[schema(value_type = String, format = Uuid)]
    agent_id: AgentId,
    /// The conversations that moved.
    #[schema(value_type = Vec<Uuid>)]
    conversation_ids: Vec<ConversationId>,
    /// Those of them that were archived, because the customer has one at the same account already.
    #[schema(value_type = Vec<Uuid>)]
    archived_conversation_ids: Vec<ConversationId>,
    /// How many identities moved.
    identities: usize,
    /// How many notes and held back messages moved.
    entries: usize,
    /// The fields that the customer has from the other one.
    taken_over: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    merged_at: Timestamp,
    /// Until when it can be undone.
    #[schema(value_type = String, format = DateTime)]
    undo_until: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    undone_at: Option<Timestamp>,
}

impl CustomerMerge {
    /// What an entry says; nothing when it is no merge.
    pub(crate) fn of(entry: DossierEntry) -> Option<Self> {
        let DossierBody::Merge(merge) = entry.body else { return None };
        let archived = merge.conversations.iter().filter(|moved| moved.archived_from.is_some());
        Some(Self {
            id: entry.id,
            from_customer_id: merge.from,
            customer_id: entry.customer_id,
            agent_id: merge.agent_id,
            conversation_ids: merge.conversations.iter().map(|moved| moved.id).collect(),
            archived_conversation_ids: archived.map(|moved| moved.id).collect(),
            identities: merge.identities.len(),
            entries: merge.entries.len(),
            taken_over: merge.taken_over.keys().cloned().collect(),
            merged_at: entry.created_at,
            undo_until: entry.created_at.plus(chat_core::CustomerMerge::UNDO_WITHIN),
            undone_at: merge.undone_at,
        })
    }
}

/// The customers that turned out to be this one, the latest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomerMergeList {
    items: Vec<CustomerMerge>,
    /// Where the next page starts; null on the last one.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Page<DossierEntry>> for CustomerMergeList {
    fn from(page: Page<DossierEntry>) -> Self {
        Self { items: page.items.into_iter().filter_map(CustomerMerge::of).collect(), next_cursor: page.next }
    }
}

/// What a blocked customer wrote. Nobody was told of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HeldBack {
    #[schema(value_type = String, format = Uuid)]
    id: DossierEntryId,
    #[schema(value_type = String, format = Uuid)]
    customer_id: CustomerId,
    #[schema(value_type = String)]
    source: Source,
    #[schema(value_type = Option<String>, format = Uuid)]
    account_id: Option<chat_core::AccountId>,
    #[schema(value_type = Option<String>, format = Uuid)]
    widget_id: Option<chat_core::WidgetId>,
    /// What it consists of: `text`, `image`, `location`, …
    message_type: String,
    content: String,
    /// What it says beyond its text.
    payload: Option<Value>,
    external_id: Option<String>,
    /// When it was sent, by the provider's clock.
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
}

impl HeldBack {
    fn of(entry: DossierEntry) -> Option<Self> {
        let DossierBody::HeldBack(message) = entry.body else { return None };
        Some(Self {
            id: entry.id,
            customer_id: entry.customer_id,
            source: message.source,
            account_id: message.account_id,
            widget_id: message.widget_id,
            message_type: message.content_type.to_string(),
            content: message.content,
            payload: message.payload,
            external_id: message.external_id.map(|external| external.id),
            sent_at: message.sent_at,
            received_at: entry.created_at,
        })
    }
}

/// What blocked customers wrote, the latest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HeldBackList {
    items: Vec<HeldBack>,
    /// Where the next page starts; null on the last one.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Page<DossierEntry>> for HeldBackList {
    fn from(page: Page<DossierEntry>) -> Self {
        Self { items: page.items.into_iter().filter_map(HeldBack::of).collect(), next_cursor: page.next }
    }
}

/// Whose held back messages are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct HeldBackQuery {
    /// Of all customers when it is not given.
    #[param(value_type = Option<String>, format = Uuid)]
    pub(crate) customer_id: Option<CustomerId>,
    /// How many records at most: 50 when it is not given; what is above 200 counts as 200.
    #[serde(default, deserialize_with = "how_many")]
    #[param(schema_with = words::how_many)]
    limit: Option<u32>,
    /// The `nextCursor` of the page before.
    #[param(schema_with = words::cursor)]
    cursor: Option<Cursor>,
}

impl HeldBackQuery {
    pub(crate) fn page(&self) -> Result<PageQuery, Problem> {
        PageParams { limit: self.limit, cursor: self.cursor }.query()
    }
}

/// Which customers are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CustomerQuery {
    /// A part of the name, e-mail address, phone number or of an identity, at most 256 bytes.
    #[serde(default, deserialize_with = "optional_text")]
    pub(crate) q: Option<String>,
    /// How many records at most: 50 when it is not given; what is above 200 counts as 200.
    #[serde(default, deserialize_with = "how_many")]
    #[param(schema_with = words::how_many)]
    limit: Option<u32>,
    /// The `nextCursor` of the page before.
    #[param(schema_with = words::cursor)]
    cursor: Option<Cursor>,
}

impl CustomerQuery {
    pub(crate) fn page(&self) -> Result<PageQuery, Problem> {
        PageParams { limit: self.limit, cursor: self.cursor }.query()
    }
}
