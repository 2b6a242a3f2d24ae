use std::{
    fmt::Write as _,
    sync::{Mutex, MutexGuard},
};

use tokio::{sync::watch, time::timeout};

use crate::{GUARD, Seen};

/// How many of the first and of the last entries a failure shows, and how much of each.
const FIRST_TOLD: usize = 20;
const LAST_TOLD: usize = 80;
const LINE_TOLD: usize = 2_000;

/// Everything that happened to one socket, in order, and what of it was already taken.
#[derive(Debug)]
pub(crate) struct Record {
    entries: Mutex<Entries>,
    length: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Entries {
    seen: Vec<Seen>,
    taken: Vec<bool>,
    first_free: usize,
}

impl Record {
    pub(crate) fn new() -> Self {
        Self { entries: Mutex::default(), length: watch::Sender::new(0) }
    }

    pub(crate) fn push(&self, seen: Seen) {
        let mut entries = self.lock();
        entries.seen.push(seen);
        entries.taken.push(false);
        self.length.send_replace(entries.seen.len());
    }

    pub(crate) fn all(&self) -> Vec<Seen> {
        self.lock().seen.clone()
    }

    /// Takes the first entry that fits and was not taken before; waits for it if need be.
    pub(crate) async fn take(&self, what: &str, fits: impl Fn(&Seen) -> bool) -> Seen {
        self.wait(what, |entries| entries.take(&fits)).await
    }

    /// Waits until `look` finds what it wants in all that has been seen; takes nothing.
    pub(crate) async fn until<T>(&self, what: &str, look: impl Fn(&[Seen]) -> Option<T>) -> T {
        self.wait(what, |entries| look(&entries.seen)).await
    }

    /// Takes the first entry that fits and was not taken before, however long it takes to come.
    pub(crate) async fn next(&self, fits: impl Fn(&Seen) -> bool) -> Seen {
        self.found(|entries| entries.take(&fits)).await
    }

    async fn wait<T>(&self, what: &str, look: impl FnMut(&mut Entries) -> Option<T>) -> T {
        match timeout(GUARD, self.found(look)).await {
            Ok(found) => found,
            Err(_) => panic!("waited {GUARD:?} for {what}; {}", self.told()),
        }
    }

    async fn found<T>(&self, mut look: impl FnMut(&mut Entries) -> Option<T>) -> T {
        let mut changes = self.length.subscribe();
        loop {
            if let Some(found) = look(&mut self.lock()) {
                return found;
            }
            changes.changed().await.expect("the record owns the sender");
        }
    }

    fn told(&self) -> String {
        let entries = self.lock();
        let count = entries.seen.len();
        let mut told = format!("{count} things were seen:");
        for (index, (seen, taken)) in entries.seen.iter().zip(&entries.taken).enumerate() {
            let mark = if *taken { "  (taken)" } else { "" };
            let line = seen.to_string();
            match index {
                FIRST_TOLD if count > FIRST_TOLD + LAST_TOLD => told.push_str("\n  …"),
                _ if index > FIRST_TOLD && index + LAST_TOLD < count => {}
                _ => write!(told, "\n  {line:.LINE_TOLD$}{mark}").expect("a string takes all text"),
            }
        }
        told
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().expect("no holder of the lock panics")
    }
}

impl Entries {
    fn take(&mut self, fits: impl Fn(&Seen) -> bool) -> Option<Seen> {
        while self.taken.get(self.first_free) == Some(&true) {
            self.first_free += 1;
        }
        let free = self.first_free..self.seen.len();
        let found = free.into_iter().find(|&index| !self.taken[index] && fits(&self.seen[index]))?;
        self.taken[found] = true;
        Some(self.seen[found].clone())
    }
}
