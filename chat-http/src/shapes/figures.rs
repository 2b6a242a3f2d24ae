use chat_core::{Count, Counter, Cursor, Day, Ignoring};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// The figures of a widget, day by day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetAnalytics)]
pub(crate) struct Analytics {
    #[schema(value_type = String, format = Date)]
    from: Day,
    #[schema(value_type = String, format = Date)]
    to: Day,
    /// Every day from the first to the last, by UTC.
    days: Vec<DayFigures>,
    totals: Figures,
}

/// The figures of one day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetDay)]
struct DayFigures {
    #[schema(value_type = String, format = Date)]
    day: Day,
    /// Pages that have loaded the widget.
    loads: i64,
    /// Visitors who have opened it.
    opens: i64,
    /// Conversations that visitors have started.
    conversations: i64,
    /// Messages that visitors have written.
    messages: i64,
    /// Pages that wanted to show it and may not.
    blocked: i64,
}

/// Figures of several days.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetFigures)]
struct Figures {
    loads: i64,
    opens: i64,
    conversations: i64,
    messages: i64,
    blocked: i64,
}

impl Figures {
    fn add(&mut self, counter: Counter, count: i64) {
        let figure = match counter {
            Counter::Load => &mut self.loads,
            Counter::Open => &mut self.opens,
            Counter::Conversation => &mut self.conversations,
            Counter::Message => &mut self.messages,
            Counter::Blocked => &mut self.blocked,
        };
        *figure = figure.saturating_add(count);
    }
}

impl Analytics {
    pub(crate) fn new(span: Span, counts: &[Count]) -> Self {
        let Span { from, to } = span;
        let (mut by_day, mut totals) = (BTreeMap::<Day, Figures>::new(), Figures::default());
        for count in counts {
            by_day.entry(count.day).or_default().add(count.counter, count.count);
            totals.add(count.counter, count.count);
        }
        let days = (from.number()..=to.number()).map(Day::from_number).map(|day| {
            let Figures { loads, opens, conversations, messages, blocked } =
                by_day.get(&day).copied().unwrap_or_default();
            DayFigures { day, loads, opens, conversations, messages, blocked }
        });
        Self { from, to, days: days.collect(), totals }
    }
}

/// From one day to another, both included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) from: Day,
    pub(crate) to: Day,
}

/// Which days are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SpanQuery {
    /// The first day; 29 days before the last when it is not given.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-01")]
    from: Option<Day>,
    /// The last day; today by UTC when it is not given. At most 92 days at once.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-31")]
    to: Option<Day>,
}

impl SpanQuery {
    pub(crate) fn span(&self, today: Day) -> Span {
        let to = self.to.unwrap_or(today);
        Span { from: self.from.unwrap_or_else(|| Day::from_number(to.number() - 29)), to }
    }
}

/// A website that wanted to show the widget and may not.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BlockedOrigin)]
struct Blocked {
    #[schema(example = "https://other.example")]
    origin: String,
    /// How often, in the last 30 days.
    count: i64,
    #[schema(value_type = String, format = Date)]
    first_seen: Day,
    #[schema(value_type = String, format = Date)]
    last_seen: Day,
    /// Whether somebody has said that it is not to be heard of.
    ignored: bool,
}

impl From<chat_core::BlockedOrigin> for Blocked {
    fn from(blocked: chat_core::BlockedOrigin) -> Self {
        let chat_core::BlockedOrigin { origin, count, first_seen, last_seen, is_ignored } = blocked;
        Self { origin, count, first_seen, last_seen, ignored: is_ignored }
    }
}

/// The websites that wanted to show the widget and may not, the last seen first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BlockedOriginList)]
pub(crate) struct BlockedList {
    items: Vec<Blocked>,
    /// Always null: no more than 200 are told.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<chat_core::BlockedOrigin>> for BlockedList {
    fn from(blocked: Vec<chat_core::BlockedOrigin>) -> Self {
        Self { items: blocked.into_iter().map(Blocked::from).collect(), next_cursor: None }
    }
}

/// A website, and whether it is to be heard of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = IgnoreOrigin)]
pub(crate) struct Judgement {
    #[schema(example = "https://other.example")]
    pub(crate) origin: String,
    /// False to hear of it again.
    #[schema(default = true)]
    ignored: Option<bool>,
}

impl Judgement {
    pub(crate) fn ignoring(&self) -> Ignoring {
        if self.ignored.unwrap_or(true) { Ignoring::On } else { Ignoring::Off }
    }
}
