//! What waits to be sent.

use super::RedisSignals;
use crate::meters;
use chat_core::{ClientId, Seq, Signal};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::Notify;

/// Signals in their order, and for each client the last doorbell.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    waiting: Mutex<Waiting>,
    /// Rung when something was added.
    pub(super) filled: Notify,
    bundles: AtomicU64,
}

#[derive(Debug, Default)]
struct Waiting {
    signals: VecDeque<Signal>,
    heads: BTreeMap<ClientId, Seq>,
}

/// What is sent at once, and kept until it is known to be sent.
#[derive(Debug)]
pub(super) struct Parcel {
    /// Its place among those of the process.
    pub(super) number: u64,
    pub(super) signals: Vec<Signal>,
}

impl Outgoing {
    /// How many signals are sent at once, besides the doorbells.
    const PARCEL_MAX: usize = 256;

    /// Adds a signal, unless there is no room. Others find out about a commit by themselves, only later.
    pub(super) fn add(&self, signal: Signal) {
        let mut waiting = self.waiting();
        match signal {
            Signal::Committed { client_id, head } => {
                let has_room = waiting.heads.len() < RedisSignals::WAITING_MAX;
                match waiting.heads.get_mut(&client_id) {
                    Some(known) => *known = head.max(*known),
                    None if has_room => drop(waiting.heads.insert(client_id, head)),
                    None => meters::dropped(),
                }
            }
            signal if waiting.signals.len() < RedisSignals::WAITING_MAX => waiting.signals.push_back(signal),
            _ => {
                meters::dropped();
                tracing::debug!("too many signals wait for Redis; one is dropped");
            }
        }
        drop(waiting);
        self.filled.notify_one();
    }

    /// Takes what waits.
    pub(super) fn take(&self) -> Option<Parcel> {
        let mut waiting = self.waiting();
        let count = waiting.signals.len().min(Self::PARCEL_MAX);
        let mut signals: Vec<_> = waiting.signals.drain(..count).collect();
        let heads = std::mem::take(&mut waiting.heads);
        signals.extend(heads.into_iter().map(|(client_id, head)| Signal::Committed { client_id, head }));
        let has_any = !signals.is_empty();
        has_any.then(|| Parcel { number: self.bundles.fetch_add(1, Ordering::Relaxed), signals })
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().expect("no holder of the lock panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chat_core::Env;

    #[test]
    fn of_several_doorbells_of_a_client_the_furthest_is_kept() {
        let (outgoing, env) = (Outgoing::default(), Env::default());
        let (one, other): (ClientId, ClientId) = (env.id(), env.id());
        for (client_id, head) in [(one, 3), (other, 1), (one, 5), (one, 4)] {
            outgoing.add(Signal::Committed { client_id, head });
        }
        let sent = outgoing.take().unwrap().signals;
        let expected = [(one, 5), (other, 1)].map(|(client_id, head)| Signal::Committed { client_id, head });
        assert_eq!(sent, expected);
        assert!(outgoing.take().is_none());
    }

    #[test]
    fn what_waits_is_bounded() {
        let (outgoing, env) = (Outgoing::default(), Env::default());
        let client_id = env.id();
        for _ in 0..2 * RedisSignals::WAITING_MAX {
            outgoing.add(Signal::SignedOut { client_id, credential: chat_core::CredentialId(String::new()) });
            outgoing.add(Signal::Committed { client_id: env.id(), head: 1 });
        }
        let mut counts = Vec::new();
        while let Some(parcel) = outgoing.take() {
            counts.push(parcel.signals.len());
        }
        assert_eq!(counts.iter().sum::<usize>(), 2 * RedisSignals::WAITING_MAX);
    }
}
