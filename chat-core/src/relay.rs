//! Hands what was committed to the listeners: in order, each event once, nothing left out.

use crate::{ChatStore, ClientId, Listener, Notice, Seq, StoreError, TenantScope};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::sync::Notify;

/// Follows the journals of the clients that this process has to do with.
///
/// What this process commits is offered by whoever committed it and handed on in the same breath. What others commit, and
/// what nobody offered because its caller went away, is read from the journal.
#[derive(Debug)]
pub(crate) struct Relay {
    listeners: Vec<Arc<dyn Listener>>,
    lines: Mutex<BTreeMap<ClientId, Arc<Mutex<Line>>>>,
    /// Rung when an event was offered before the one that precedes it.
    pub(crate) gap: Notify,
}

/// One client's journal as far as the listeners have heard it.
#[derive(Debug)]
struct Line {
    heard: Seq,
    /// Events that were offered too early.
    early: BTreeMap<Seq, Arc<Notice>>,
}

impl Relay {
    /// How many early events of a client are kept; more are read from the journal again.
    const EARLY_MAX: usize = 1024;
    /// How many events are read at once.
    const READ_MAX: usize = 500;

    pub(crate) fn new(listeners: Vec<Arc<dyn Listener>>) -> Self {
        Self { listeners, lines: Mutex::default(), gap: Notify::new() }
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
        let line = || Arc::new(Mutex::new(Line { heard: head, early: BTreeMap::new() }));
        self.lines().entry(scope.client_id()).or_insert_with(line);
        Ok(())
    }

    /// Hands on what was committed in this process.
    pub(crate) fn offer(&self, notices: impl IntoIterator<Item = Arc<Notice>>) {
        for notice in notices {
            let line = self.lines().get(&notice.client_id).cloned();
            let Some(line) = line else { continue };
            let mut line = lock(&line);
            if notice.seq <= line.heard {
                continue;
            }
            line.early.insert(notice.seq, notice);
            self.hand_on(&mut line);
            if !line.early.is_empty() {
                while line.early.len() > Self::EARLY_MAX {
                    line.early.pop_last();
                }
                self.gap.notify_one();
            }
        }
    }

    /// Reads from the journals what nobody offered, and hands it on; tells how many events that were.
    pub(crate) async fn catch_up(&self, store: &dyn ChatStore) -> Result<usize, StoreError> {
        let lines: Vec<_> = self.lines().iter().map(|(client, line)| (*client, line.clone())).collect();
        // Each client was followed by somebody who held its scope.
        let scopes: Vec<_> = lines.iter().map(|(client, _)| TenantScope::assume(*client)).collect();
        let heads = store.heads(&scopes).await?;
        let mut outcome = Ok(0);
        for ((scope, (_, line)), head) in scopes.into_iter().zip(lines).zip(heads) {
            // One client's journal that cannot be read holds up nobody else's.
            let count = self.read_up_to(store, scope, &line, head).await;
            outcome = outcome.and_then(|sum| count.map(|count| sum + count));
        }
        outcome
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
            let notices = store.events_after(scope, heard, Self::READ_MAX).await?;
            if notices.is_empty() {
                return Ok(count);
            }
            let mut line = lock(line);
            for notice in notices {
                if notice.seq > line.heard {
                    count += 1;
                    line.early.insert(notice.seq, Arc::new(notice));
                }
            }
            self.hand_on(&mut line);
        }
    }

    /// Hands on every event that follows without a gap. The line stays locked, which keeps the order.
    fn hand_on(&self, line: &mut Line) {
        while let Some(notice) = line.early.remove(&(line.heard + 1)) {
            line.heard = notice.seq;
            for listener in &self.listeners {
                listener.hear(&notice);
            }
        }
    }

    fn lines(&self) -> MutexGuard<'_, BTreeMap<ClientId, Arc<Mutex<Line>>>> {
        lock(&self.lines)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no holder of the lock panics")
}
