//! The lanes that this process holds.

use crate::{Claim, ClientId, ConversationId, FencingToken};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};
use tokio::time::Instant;

/// What was claimed and is under way, and until when each lane is certainly nobody else's.
#[derive(Debug, Default)]
pub(crate) struct Holds(Mutex<BTreeMap<Key, Hold>>);

type Key = (ClientId, ConversationId, FencingToken);

#[derive(Debug)]
struct Hold {
    claim: Claim,
    until: Instant,
}

impl Holds {
    /// Notes that a lane is held, for as long as what it returns is there.
    pub(super) fn begin(&self, claim: &Claim, until: Instant) -> Held<'_> {
        let key = key(claim);
        self.lock().insert(key, Hold { claim: claim.clone(), until });
        Held { holds: self, key, until }
    }

    /// Everything that is held.
    pub(super) fn claims(&self) -> Vec<Claim> {
        self.lock().values().map(|hold| hold.claim.clone()).collect()
    }

    /// Notes that these are held for longer.
    pub(super) fn renewed(&self, claims: &[Claim], until: Instant) {
        let mut holds = self.lock();
        for claim in claims {
            if let Some(hold) = holds.get_mut(&key(claim)) {
                hold.until = until;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Key, Hold>> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

fn key(claim: &Claim) -> Key {
    (claim.scope.client_id(), claim.conversation_id, claim.token)
}

/// A lane that is held.
#[derive(Debug)]
pub(super) struct Held<'a> {
    holds: &'a Holds,
    key: Key,
    until: Instant,
}

impl Held<'_> {
    /// Until when it is certainly nobody else's.
    pub(super) fn until(&self) -> Instant {
        self.holds.lock().get(&self.key).map_or(self.until, |hold| hold.until)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.holds.lock().remove(&self.key);
    }
}
