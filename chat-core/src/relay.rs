//! Hands what was committed to the listeners: in order, each event once, nothing left out.

use crate::{
    ChatStore, ClientId, Env, Listener, Notice, Seq, Signal, Signals, StoreError, TenantScope, Timestamp,
    meters::{RelayMeters, Way},
    planted::Planted,
};
use futures_util::{StreamExt, stream};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::sync::Notify;

/// Follows the journals of the clients that this process has to do with.
///
/// What this process commits is offered by whoever committed it and handed on in the same breath. What others commit, and
/// what nobody offered because its caller went away, is read from the journal.
#[derive(Debug)]
pub(crate) struct Relay {
    listeners: Vec<Arc<dyn Listener>>,
    signals: Arc<dyn Signals>,
    lines: Mutex<BTreeMap<ClientId, Arc<Mutex<Line>>>>,
    /// The clients of whose journals more is there than was heard, and up to where.
    ahead: Mutex<BTreeMap<ClientId, Seq>>,
    /// Rung when an event was offered before the one that precedes it.
    pub(crate) gap: Notify,
    /// Rung when another process has committed.
    pub(crate) bell: Notify,
    env: Env,
    meters: RelayMeters,
}

/// One client's journal as far as the listeners have heard it.
#[derive(Debug)]
struct Line {
    heard: Seq,
    /// Events that were offered too early.
    early: BTreeMap<Seq, Arc<Notice>>,
    /// Since when nothing has been heard although there is more.
    behind_since: Option<Timestamp>,
}

impl Line {
    /// The event that comes next, if it is there.
    fn next(&mut self) -> Option<Arc<Notice>> {
        if Planted::EarlyEventsHandedOn.grows() || Planted::GapsPassedOver.grows() {
            return self.early.pop_first().map(|(_, notice)| notice);
        }
        self.early.remove(&(self.heard + 1))
    }
}

/// A client's line, and up to where its journal is known to go.
type Journaled = (ClientId, Arc<Mutex<Line>>, Seq);

impl Relay {
    /// How many early events of a client are kept; more are read from the journal again.
    const EARLY_MAX: usize = 1024;
    /// How many events are read at once.
    const READ_MAX: usize = 500;
    /// How many journals are read at the same time.
    const AT_ONCE_MAX: usize = 4;

    pub(crate) fn new(listeners: Vec<Arc<dyn Listener>>, signals: Arc<dyn Signals>, env: Env) -> Self {
        let (lines, ahead, meters) = (Mutex::default(), Mutex::default(), RelayMeters::new());
        Self { listeners, signals, lines, ahead, gap: Notify::new(), bell: Notify::new(), env, meters }
    }

    pub(crate) fn listeners(&self) -> &[Arc<dyn Listener>] {
        &self.listeners
    }

    /// Starts to follow a client's journal from its present end, unless it is followed already.
    pub(crate) async fn follow(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<(), StoreError> {
        if self.lines().contains_key(&scope.client_id()) {
            return Ok(());
        }
        let head = store.heads(&[scope]).await?.first().copied().unwrap_or(0);
        let line = || Arc::new(Mutex::new(Line { heard: head, early: BTreeMap::new(), behind_since: None }));
        self.lines().entry(scope.client_id()).or_insert_with(line);
        Ok(())
    }

    /// Hands on what was committed in this process, and rings the others' bell.
    pub(crate) fn offer(&self, notices: Vec<Notice>) {
        let doorbell = notices.last().map(|last| Signal::Committed { client_id: last.client_id, head: last.seq });
        for notice in notices.into_iter().map(Arc::new) {
            let Some(line) = self.line(notice.client_id) else { continue };
            let mut line = lock(&line);
            if notice.seq <= line.heard && !Planted::EarlyEventsHandedOn.grows() {
                continue;
            }
            let (client, seq) = (notice.client_id, notice.seq);
            line.early.insert(seq, notice);
            self.hand_on(&mut line, Way::Offered);
            if !line.early.is_empty() {
                while line.early.len() > Self::EARLY_MAX {
                    line.early.pop_last();
                }
                self.note_ahead(client, seq);
                self.gap.notify_one();
            }
        }
        if let Some(doorbell) = doorbell {
            self.signals.send(doorbell);
        }
    }

    /// Hears that another process has added to a client's journal, which ends at `head` now or further on.
    pub(crate) fn ring(&self, client: ClientId, head: Seq) {
        if self.line(client).is_some_and(|line| lock(&line).heard < head) {
            self.note_ahead(client, head);
            self.bell.notify_one();
        }
    }

    /// Reads what is known to be in the journals and was not offered, and hands it on; tells how many events that were.
    pub(crate) async fn read_ahead(&self, store: &dyn ChatStore) -> Result<usize, StoreError> {
        let ahead = std::mem::take(&mut *lock(&self.ahead));
        let lines = ahead.into_iter().filter_map(|(client, head)| Some((client, self.line(client)?, head)));
        self.read_all(store, lines.collect()).await
    }

    /// Looks at every journal, reads what nobody offered, and hands it on; tells how many events that were.
    pub(crate) async fn catch_up(&self, store: &dyn ChatStore) -> Result<usize, StoreError> {
        if Planted::OthersNeverRead.grows() {
            return Ok(0);
        }
        let lines: Vec<_> = self.lines().iter().map(|(client, line)| (*client, line.clone())).collect();
        let heard: Vec<_> = lines.iter().map(|(_, line)| lock(line).heard).collect();
        // Each client was followed by somebody who held its scope.
        let scopes: Vec<_> = lines.iter().map(|(client, _)| TenantScope::assume(*client)).collect();
        let heads = store.heads(&scopes).await?;
        for (((client, line), head), heard) in lines.iter().zip(&heads).zip(heard) {
            if *head < heard {
                // What was heard before the look has never been: the journal was put back to an earlier state.
                self.skip_to(*client, &mut lock(line), *head);
            }
        }
        let lines = lines.into_iter().zip(heads).map(|((client, line), head)| (client, line, head));
        let lines: Vec<_> = lines.collect();
        self.note_lag(&lines);
        let count = self.read_all(store, lines.clone()).await;
        self.note_lag(&lines);
        count
    }

    /// Reads journals up to where they are known to go. One that cannot be read holds up none of the others.
    async fn read_all(&self, store: &dyn ChatStore, lines: Vec<Journaled>) -> Result<usize, StoreError> {
        let behind = lines.into_iter().filter(|(_, line, head)| lock(line).heard < *head);
        let reads = behind.map(|(client, line, head)| async move {
            // Each client was followed by somebody who held its scope.
            self.read_up_to(store, TenantScope::assume(client), &line, head).await
        });
        let reads = stream::iter(reads).buffer_unordered(Self::AT_ONCE_MAX);
        reads.fold(Ok(0), async |sum, count| sum.and_then(|sum| count.map(|count| sum + count))).await
    }

    /// Notes how much of what is known to be committed the listeners have not heard.
    fn note_lag(&self, lines: &[Journaled]) {
        let now = self.env.now();
        let mut events = 0;
        let mut age = Duration::ZERO;
        for (_, line, head) in lines {
            let mut line = lock(line);
            let missing = u64::try_from(head - line.heard).unwrap_or(0);
            if missing == 0 {
                line.behind_since = None;
                continue;
            }
            events += missing;
            let since = *line.behind_since.get_or_insert(now);
            age = age.max(now.since(since));
        }
        self.meters.lag(events, age);
    }

    async fn read_up_to(
        &self,
        store: &dyn ChatStore,
        scope: TenantScope,
        line: &Mutex<Line>,
        head: Seq,
    ) -> Result<usize, StoreError> {
        let mut count = 0;
        loop {
            let heard = lock(line).heard;
            if heard >= head {
                return Ok(count);
            }
            self.meters.asked();
            let stretch = store.events_after(scope, heard, Self::READ_MAX).await?;
            let mut line = lock(line);
            if stretch.tail > line.heard + 1 {
                self.skip_to(scope.client_id(), &mut line, stretch.tail - 1);
            } else if stretch.events.is_empty() {
                return Ok(count);
            }
            for notice in stretch.events {
                if notice.seq > line.heard {
                    count += 1;
                    line.early.insert(notice.seq, Arc::new(notice));
                }
            }
            self.hand_on(&mut line, Way::Read);
        }
    }

    /// Tells the listeners that they miss what they have not heard up to a position, and goes on after it.
    fn skip_to(&self, client: ClientId, line: &mut Line, seq: Seq) {
        tracing::warn!(client.id = %client, heard = line.heard, seq, "events are missed: the journal does not tell them");
        line.early = line.early.split_off(&(seq + 1));
        line.heard = seq;
        for listener in &self.listeners {
            listener.miss(client, seq);
        }
    }

    /// Hands on every event that follows without a gap. The line stays locked, which keeps the order.
    fn hand_on(&self, line: &mut Line, way: Way) {
        while let Some(notice) = line.next() {
            line.heard = notice.seq;
            line.behind_since = None;
            for listener in &self.listeners {
                listener.hear(&notice);
            }
            self.meters.handed_on(way, self.env.now().since(notice.at));
        }
    }

    fn note_ahead(&self, client: ClientId, head: Seq) {
        let mut ahead = lock(&self.ahead);
        let known = ahead.entry(client).or_default();
        *known = head.max(*known);
    }

    fn line(&self, client: ClientId) -> Option<Arc<Mutex<Line>>> {
        self.lines().get(&client).cloned()
    }

    fn lines(&self) -> MutexGuard<'_, BTreeMap<ClientId, Arc<Mutex<Line>>>> {
        lock(&self.lines)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no holder of the lock panics")
}
