use super::{ConversationCriteria, Customer, Message, list, words};
use crate::{extract::how_many, problem::Problem};
use chat_core::{
    ConversationId, FileLinks, Found, Hit, Moment, Page, PageQuery, SearchCursor, SearchFilter, SearchKind,
    SearchOrder, SearchQuery, SenderType,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is looked for, and among which messages.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchParams {
    /// The words, at most 256 bytes: a letter or a digit at least.
    #[param(required = true, max_length = 256, pattern = r"[\p{L}\p{N}]", example = "parcel")]
    #[serde(default)]
    q: String,
    /// `messages`, `customers` or `all`, which is the default.
    #[serde(default, rename = "in")]
    #[param(inline)]
    within: Within,
    /// Messages of this conversation alone.
    #[param(value_type = Option<String>, format = Uuid)]
    conversation_id: Option<ConversationId>,
    /// Messages of this kind of sender alone.
    #[param(schema_with = words::sender_type)]
    sender_type: Option<SenderType>,
    /// Messages that were written then or later: a moment, or how long before now.
    #[param(value_type = Option<String>, example = "-7d")]
    after: Option<Moment>,
    /// Messages that were written before then: a moment, or how long before now.
    #[param(value_type = Option<String>, example = "2026-12-31T08:00:00Z")]
    before: Option<Moment>,
    /// `relevance`: what fits best among the latest first, which is the default; `latest`: what was kept last first.
    #[serde(default)]
    #[param(schema_with = words::search_order)]
    pub(crate) order: SearchOrder,
    /// How many records at most: 50 when it is not given; what is above 200 counts as 200.
    #[serde(default, deserialize_with = "how_many")]
    #[param(schema_with = words::how_many)]
    limit: Option<u32>,
    /// The `nextCursor` of the page before.
    #[param(schema_with = words::search_cursor)]
    cursor: Option<SearchCursor>,
}

/// Among what is looked.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Within {
    #[default]
    All,
    Messages,
    Customers,
}

impl SearchParams {
    pub(crate) fn page(&self) -> Result<PageQuery<SearchCursor>, Problem> {
        Ok(PageQuery { limit: list::page_limit(self.limit)?, after: self.cursor })
    }

    pub(crate) fn query(&self, criteria: ConversationCriteria) -> Result<SearchQuery, Problem> {
        let kind = match self.within {
            Within::All => None,
            Within::Messages => Some(SearchKind::Message),
            Within::Customers => Some(SearchKind::Customer),
        };
        let filter = SearchFilter {
            conversation_id: self.conversation_id,
            sender_type: self.sender_type,
            after: self.after,
            before: self.before,
            conversations: criteria.filter(),
        };
        Ok(SearchQuery::new(&self.q, kind, filter)?)
    }
}

/// What was found, in the order that was asked for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchResults {
    items: Vec<SearchHit>,
    /// Where the next page starts; null on the last one.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<SearchCursor>,
}

/// Something that was found: a message, or a customer.
#[derive(Debug, Serialize, ToSchema)]
struct SearchHit {
    /// The message; null when a customer was found.
    message: Option<Message>,
    /// The customer that was found, or whom the conversation of the message is with.
    customer: Option<Customer>,
    /// The part of its text around what was found: put together, the stretches are that part.
    segments: Vec<SearchSegment>,
}

/// A stretch of a text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SearchSegment {
    text: String,
    /// Whether it is what was looked for.
    is_match: bool,
}

impl SearchResults {
    pub(crate) fn new(query: &SearchQuery, found: Page<Found, SearchCursor>, links: &FileLinks) -> Self {
        let segments = |kind, text: &str| {
            let segments = query.segments(kind, text).into_iter();
            segments.map(|segment| SearchSegment { text: segment.text, is_match: segment.is_match }).collect()
        };
        let hit = |Found { hit, customer }| {
            let (message, segments) = match hit {
                Hit::Message(message, _) => {
                    let segments = segments(SearchKind::Message, &message.content);
                    (Some(Message::new(message, links)), segments)
                }
                Hit::Customer(customer) => (None, segments(SearchKind::Customer, &shown(&customer))),
            };
            SearchHit { message, customer: customer.map(Customer::from), segments }
        };
        Self { items: found.items.into_iter().map(hit).collect(), next_cursor: found.next }
    }
}

/// What is shown of a customer.
fn shown(customer: &chat_core::Customer) -> String {
    let parts = [&customer.name, &customer.email, &customer.phone].into_iter().flatten();
    parts.map(String::as_str).collect::<Vec<_>>().join(" · ")
}
