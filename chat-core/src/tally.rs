//! Counting what happens to widgets: in memory, and now and then in the store.

use crate::{
    Action, Changes, ChatStore, ClientId, Count, Counter, Day, Env, Origin, Result, TenantScope, WidgetId,
    executor::{Command, Executor},
};
use async_trait::async_trait;
use std::{
    collections::{BTreeMap, BTreeSet},
    hash::Hash,
    sync::{Mutex, MutexGuard},
};

/// What is told apart: whose widget, which, on which day, what, and where.
type Key = (ClientId, WidgetId, Day, Counter, String);

/// What was counted and is not in the store yet.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    waiting: BTreeMap<Key, i64>,
    /// The websites that are told apart today: whoever makes origins up fills nothing but this.
    origins: BTreeMap<WidgetId, BTreeSet<String>>,
    today: Option<Day>,
}

impl Tally {
    /// How many websites of a widget are told apart on one day by one process; further ones are counted together.
    const ORIGINS_MAX: usize = 200;
    /// How many different counts wait at the most; what would be one more is not counted.
    const WAITING_MAX: usize = 50_000;
    /// How many counts are committed at once.
    const AT_ONCE_MAX: usize = 200;

    pub(crate) fn count(
        &self,
        (client, widget): (ClientId, WidgetId),
        counter: Counter,
        origin: Option<&Origin>,
        day: Day,
    ) {
        let mut counts = self.counts();
        if counts.today != Some(day) {
            counts.origins.clear();
            counts.today = Some(day);
        }
        let origin = origin.map(Origin::to_string).filter(|origin| counts.tells_apart(widget, origin));
        let key = (client, widget, day, counter, origin.unwrap_or_default());
        counts.add(key, 1);
    }

    /// Puts everything that waits into the store, and tells how many counts that were. What cannot be put there now waits on.
    pub(crate) async fn flush(&self, executor: &Executor) -> Result<usize> {
        let mut waiting = std::mem::take(&mut self.counts().waiting).into_iter().map(count).peekable();
        let mut sum = 0;
        while let Some(first) = waiting.next() {
            // Each count was made of a widget, which the store has named as its client's.
            let scope = TenantScope::assume(first.client_id);
            let mut some = vec![first];
            while some.len() < Self::AT_ONCE_MAX
                && let Some(next) = waiting.next_if(|next| next.client_id == scope.client_id())
            {
                some.push(next);
            }
            let kept = executor.execute(None, scope, &KeepCounts { counts: &some }).await;
            if let Err(error) = kept {
                let mut counts = self.counts();
                some.into_iter().chain(waiting).for_each(|count| counts.add_back(count));
                return Err(error);
            }
            sum += some.len();
        }
        Ok(sum)
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

impl Counts {
    fn tells_apart(&mut self, widget: WidgetId, origin: &str) -> bool {
        let known = self.origins.entry(widget).or_default();
        known.contains(origin) || known.len() < Tally::ORIGINS_MAX && known.insert(origin.to_owned())
    }

    fn add(&mut self, key: Key, count: i64) {
        if let Some(waiting) = self.waiting.get_mut(&key) {
            *waiting = waiting.saturating_add(count);
        } else if self.waiting.len() < Tally::WAITING_MAX {
            self.waiting.insert(key, count);
        }
    }

    fn add_back(&mut self, count: Count) {
        let Count { client_id, widget_id, day, counter, origin, count } = count;
        self.add((client_id, widget_id, day, counter, origin), count);
    }
}

fn count((key, count): (Key, i64)) -> Count {
    let (client_id, widget_id, day, counter, origin) = key;
    Count { client_id, widget_id, day, counter, origin, count }
}

/// Adds to the figures of widgets.
#[derive(Debug)]
struct KeepCounts<'a> {
    counts: &'a [Count],
}

#[async_trait]
impl Command for KeepCounts<'_> {
    type State = ();
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        "keep counts"
    }

    async fn load(&self, _store: &dyn ChatStore, _scope: TenantScope) -> Result<()> {
        Ok(())
    }

    fn decide(&self, _state: (), _scope: TenantScope, _env: &Env) -> Result<((), Changes)> {
        Ok(((), self.counts.iter().cloned().fold(Changes::none(), Changes::count)))
    }
}
