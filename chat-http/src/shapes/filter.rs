use super::{PageParams, words};
use crate::{
    extract::{how_many, optional_text},
    problem::Problem,
};
use chat_core::{
    AccountId, ConversationFilter, ConversationOrder, ConversationStatus, Cursor, CustomerId, DefinitionId, PageQuery,
    Priority, Source, Unread, ViewCount, WhichTeam, Who, WidgetId,
};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::{borrow::Cow, str::FromStr};
use utoipa::{IntoParams, ToSchema};

/// Which conversations are meant: those that meet every criterion which is given. Where several values can be given, commas part
/// them, and one of them has to fit.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct ConversationCriteria {
    /// A filter in JSON, at most 16 KiB: `{"all": [{"label": ["…"]}, {"not": {"assignee": ["nobody"]}}]}`.
    #[serde(default, deserialize_with = "json")]
    #[param(value_type = Option<String>)]
    filter: Option<ConversationFilter>,
    /// `active`, `closed`, `archived`.
    #[serde(default, deserialize_with = "some")]
    #[param(schema_with = words::conversation_statuses, example = "active,closed")]
    status: Option<Vec<ConversationStatus>>,
    /// The channels it may go over.
    #[serde(default, deserialize_with = "some_json")]
    #[param(schema_with = words::sources, example = "whatsapp")]
    source: Option<Vec<Source>>,
    /// Who is to answer: ids, `me`, `nobody`.
    #[serde(default, deserialize_with = "some")]
    #[param(schema_with = words::agents, example = "me,nobody")]
    assignee_id: Option<Vec<Who>>,
    /// Which team is to answer: ids, `mine`, `none`.
    #[serde(default, deserialize_with = "some")]
    #[param(schema_with = words::teams, example = "mine")]
    team_id: Option<Vec<WhichTeam>>,
    /// Ids of labels.
    #[serde(default, deserialize_with = "some")]
    #[param(schema_with = words::ids)]
    label: Option<Vec<DefinitionId>>,
    /// `none`, `low`, `medium`, `high`, `urgent`.
    #[serde(default, deserialize_with = "some")]
    #[param(schema_with = words::priorities, example = "high,urgent")]
    priority: Option<Vec<Priority>>,
    /// Whose conversations.
    #[serde(default, deserialize_with = "some")]
    #[param(schema_with = words::ids)]
    customer_id: Option<Vec<CustomerId>>,
    /// The accounts they may go over.
    #[serde(default, deserialize_with = "some")]
    #[param(schema_with = words::ids)]
    account_id: Option<Vec<AccountId>>,
    /// The widgets they may have been started in.
    #[serde(default, deserialize_with = "some")]
    #[param(schema_with = words::ids)]
    widget_id: Option<Vec<WidgetId>>,
    /// The language of the customer's browser: `pt` finds `pt-BR` as well.
    #[serde(default, deserialize_with = "some")]
    #[param(value_type = Option<String>, example = "pt,es")]
    language: Option<Vec<String>>,
    /// To whom something in it is new: `me`, the `team`, or `nobody`.
    #[param(schema_with = words::unread)]
    unread: Option<Unread>,
    /// Whether the customer is waiting for an answer.
    waiting: Option<bool>,
    /// Whether it is out of sight for now.
    snoozed: Option<bool>,
}

/// Which of them are listed, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct ConversationQuery {
    /// A view that was saved: its filter counts besides whatever else is given.
    #[param(value_type = Option<String>, format = Uuid)]
    view: Option<DefinitionId>,
    /// A part of the customer's name or number or of the subject, at most 256 bytes.
    #[serde(default, deserialize_with = "optional_text")]
    q: Option<String>,
    /// `latest`: those with the latest message first, which is the default unless the view says otherwise; `waiting`: those that have
    /// waited longest, and only those that wait.
    #[param(schema_with = words::conversation_order)]
    order: Option<ConversationOrder>,
    /// How many records at most: 50 when it is not given; what is above 200 counts as 200.
    #[serde(default, deserialize_with = "how_many")]
    #[param(schema_with = words::how_many)]
    limit: Option<u32>,
    /// The `nextCursor` of the page before.
    #[param(schema_with = words::cursor)]
    cursor: Option<Cursor>,
}

impl ConversationQuery {
    pub(crate) fn page(&self) -> Result<PageQuery, Problem> {
        PageParams { limit: self.limit, cursor: self.cursor }.query()
    }

    pub(crate) fn view(&self) -> Option<DefinitionId> {
        self.view
    }

    pub(crate) fn order(&self) -> Option<ConversationOrder> {
        self.order
    }

    pub(crate) fn filter(self, criteria: ConversationCriteria) -> ConversationFilter {
        let criteria = criteria.filter();
        match self.q {
            Some(text) => criteria.and(ConversationFilter::Text(text)),
            None => criteria,
        }
    }
}

impl ConversationCriteria {
    pub(crate) fn filter(self) -> ConversationFilter {
        let criteria = [
            self.filter,
            self.status.map(ConversationFilter::Status),
            self.source.map(ConversationFilter::Source),
            self.assignee_id.map(ConversationFilter::Assignee),
            self.team_id.map(ConversationFilter::Team),
            self.label.map(ConversationFilter::Label),
            self.priority.map(ConversationFilter::Priority),
            self.customer_id.map(ConversationFilter::Customer),
            self.account_id.map(ConversationFilter::Account),
            self.widget_id.map(ConversationFilter::Widget),
            self.language.map(ConversationFilter::Language),
            self.unread.map(ConversationFilter::Unread),
            self.waiting.map(ConversationFilter::Waiting),
            self.snoozed.map(ConversationFilter::Snoozed),
        ];
        ConversationFilter::All(criteria.into_iter().flatten().collect())
    }
}

/// How many conversations each view finds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ViewCounts {
    items: Vec<Counted>,
    /// Always null: the views fit on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

/// How many conversations a view finds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ViewCount)]
struct Counted {
    #[schema(value_type = String, format = Uuid)]
    view_id: DefinitionId,
    /// How many: 1000 stands for 1,000 and more.
    #[schema(minimum = 0, maximum = 1000)]
    count: usize,
}

impl From<Vec<ViewCount>> for ViewCounts {
    fn from(counts: Vec<ViewCount>) -> Self {
        let counted = |ViewCount { view, count }: ViewCount| Counted { view_id: view, count };
        Self { items: counts.into_iter().map(counted).collect(), next_cursor: None }
    }
}

/// Values that commas part.
fn some<'de, T, D>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: FromStr<Err: std::fmt::Display>,
    D: Deserializer<'de>,
{
    let text = <Cow<'de, str>>::deserialize(deserializer)?;
    let values = text.split(',').map(|value| value.parse().map_err(serde::de::Error::custom));
    values.collect::<Result<_, _>>().map(Some)
}

/// The same for what is read as JSON has it.
fn some_json<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<T>>, D::Error> {
    let text = <Cow<'de, str>>::deserialize(deserializer)?;
    let value = |word: &str| serde_json::from_value(Value::from(word)).map_err(serde::de::Error::custom);
    text.split(',').map(value).collect::<Result<_, _>>().map(Some)
}

/// A value in JSON.
fn json<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    const BYTES_MAX: usize = 16 * 1_024;
    let text = <Cow<'de, str>>::deserialize(deserializer)?;
    if text.len() > BYTES_MAX {
        return Err(serde::de::Error::custom("expected at most 16 KiB"));
    }
    serde_json::from_str(&text).map(Some).map_err(serde::de::Error::custom)
}
