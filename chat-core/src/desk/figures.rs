//! What a desk sees of a widget's figures.

use super::Desk;
use crate::{
    Count, Counter, Day, Error, Origin, Result, Widget, WidgetId,
    commands::{IgnoreOrigin, Ignoring},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// A website that wanted to show a widget and may not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BlockedOrigin {
    /// Where, as browsers write origins.
    pub origin: String,
    /// How often.
    pub count: i64,
    /// The first day of it.
    pub first_seen: Day,
    /// The last day of it.
    pub last_seen: Day,
    /// Whether the widget's owner does not want to hear of it.
    pub is_ignored: bool,
}

impl Desk {
    /// The most days of figures at once.
    pub const FIGURES_DAYS_MAX: i64 = 92;
    /// For how many days blocked websites are told.
    const BLOCKED_DAYS: i64 = 30;
    /// The most blocked websites that are told.
    const BLOCKED_MAX: usize = 200;

    /// What was counted of a widget from one day to another, both included: by day, by what was counted, and by website.
    ///
    /// # Errors
    /// [`Error::Invalid`] for more than [`Desk::FIGURES_DAYS_MAX`] days or days in the wrong order; [`Error::NotFound`] besides those
    /// of every read.
    pub async fn widget_figures(&self, id: WidgetId, from: Day, to: Day) -> Result<Vec<Count>> {
        let widget = self.widget(id).await?;
        if to < from {
            return Err(Error::invalid("to", "the last day is not before the first, please"));
        }
        if to.number() - from.number() >= Self::FIGURES_DAYS_MAX {
            return Err(Error::invalid("from", format!("at most {} days at once, please", Self::FIGURES_DAYS_MAX)));
        }
        Ok(self.store().widget_counts(self.scope(), widget.id, from, to).await?)
    }

    /// The websites that wanted to show a widget in the last 30 days and may not, the last seen first. Those of a domain that was
    /// added meanwhile are not among them.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn blocked_origins(&self, id: WidgetId) -> Result<Vec<BlockedOrigin>> {
        let widget = self.widget(id).await?;
        let domains = self.store().domains(self.scope(), widget.id).await?;
        let today = Day::of(self.chat.env().now());
        let from = Day::from_number(today.number() - Self::BLOCKED_DAYS + 1);
        let counts = self.store().widget_counts(self.scope(), widget.id, from, today).await?;
        let is_added = |origin: &str| {
            let origin = Origin::parse(origin).ok();
            origin.is_some_and(|origin| domains.iter().any(|domain| domain.entry.allows(&origin)))
        };
        let mut blocked = told_apart(&widget, counts);
        blocked.retain(|blocked| !is_added(&blocked.origin));
        blocked.sort_by_key(|blocked| Reverse((blocked.last_seen, blocked.count)));
        blocked.truncate(Self::BLOCKED_MAX);
        Ok(blocked)
    }

    /// Says that its owner does not want to hear of a website which wants to show a widget, or wants to again.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no origin, [`Error::Conflict`] when [`Widget::IGNORED_MAX`] are ignored;
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn ignore_origin(&self, id: WidgetId, origin: &str, ignoring: Ignoring) -> Result<()> {
        self.reach_widget(id)?;
        let command = IgnoreOrigin { widget: id, origin, ignoring };
        self.execute(&command).await?;
        tracing::info!(widget.id = %id, agent.id = %self.actor().agent_id, ?ignoring, "a blocked website was judged");
        Ok(())
    }
}

/// The blocked websites among what was counted, in the order of their origins.
fn told_apart(widget: &Widget, counts: Vec<Count>) -> Vec<BlockedOrigin> {
    let mut blocked: BTreeMap<String, BlockedOrigin> = BTreeMap::new();
    for Count { day, counter, origin, count, .. } in counts {
        if counter != Counter::Blocked || origin.is_empty() {
            continue;
        }
        let is_ignored = widget.ignored_origins.contains(&origin);
        let new = || BlockedOrigin { origin: origin.clone(), count: 0, first_seen: day, last_seen: day, is_ignored };
        let known = blocked.entry(origin.clone()).or_insert_with(new);
        known.count = known.count.saturating_add(count);
        known.last_seen = day.max(known.last_seen);
        known.first_seen = day.min(known.first_seen);
    }
    blocked.into_values().collect()
}
