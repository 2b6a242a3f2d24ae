//! The terms on which a request is carried out: once under its key, and only while a record is what the asker has seen.

use crate::{AnswerState, Changes, ChatStore, Error, Expected, KeptAnswer, Result, Revision, TenantScope, Write};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use uuid::Uuid;

/// A request that is being carried out once: see [`Desk::begin_once`](crate::Desk::begin_once).
#[derive(Clone, Debug)]
pub struct Ongoing(Arc<OngoingState>);

#[derive(Debug)]
struct OngoingState {
    kept: KeptAnswer,
    has_committed: AtomicBool,
}

impl Ongoing {
    pub(crate) fn new(kept: KeptAnswer) -> Self {
        Self(Arc::new(OngoingState { kept, has_committed: AtomicBool::new(false) }))
    }

    pub(crate) fn kept(&self) -> &KeptAnswer {
        &self.0.kept
    }

    /// Whether something was changed by it, which stays changed.
    pub fn has_committed(&self) -> bool {
        self.0.has_committed.load(Ordering::Acquire)
    }

    /// The changes with a note that something was changed: both become true at once, or neither does. The note fails when somebody
    /// else has taken the request up meanwhile.
    fn noted(&self, changes: Changes) -> Changes {
        if changes.is_empty() || self.has_committed() {
            return changes;
        }
        let kept = &self.0.kept;
        // It was committed once since it was read.
        let revision = kept.revision + 1;
        changes.update(KeptAnswer { state: AnswerState::Committed, revision, ..kept.clone() })
    }

    async fn make_sure_it_is_ours(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<()> {
        let kept = store.kept_answer(scope, &self.0.kept.caller, &self.0.kept.key).await?;
        match kept.is_some_and(|kept| kept.turn == self.0.kept.turn) {
            true => Ok(()),
            false => Err(Error::Conflict("another try of this request goes on in its place")),
        }
    }
}

/// What a record must be for something to be done to it.
#[derive(Debug)]
pub(crate) struct Precondition {
    record: Uuid,
    revisions: BTreeSet<Revision>,
    is_met: AtomicBool,
}

impl Precondition {
    pub(crate) fn new(record: Uuid, revisions: BTreeSet<Revision>) -> Self {
        Self { record, revisions, is_met: AtomicBool::new(false) }
    }

    /// The commit makes sure that the record still is what was decided from; this makes sure that the asker has seen that. What
    /// changes nothing loses nothing, whatever the asker has seen.
    fn check(&self, writes: &[Write]) -> Result<()> {
        let Some(write) = writes.iter().find(|write| write.record.name().1 == self.record) else { return Ok(()) };
        match write.expected {
            Expected::Revision(now) if !self.is_met.load(Ordering::Acquire) && !self.revisions.contains(&now) => {
                Err(Error::Changed { revision: now })
            }
            _ => Ok(()),
        }
    }
}

/// On which terms a request is carried out.
#[derive(Clone, Default, Debug)]
pub(crate) struct Terms {
    pub(crate) once: Option<Ongoing>,
    pub(crate) precondition: Option<Arc<Precondition>>,
}

impl Terms {
    /// What is to be committed on these terms.
    pub(crate) fn apply(&self, changes: Changes) -> Result<Changes> {
        if let Some(precondition) = &self.precondition {
            precondition.check(&changes.writes)?;
        }
        Ok(match &self.once {
            Some(ongoing) => ongoing.noted(changes),
            None => changes,
        })
    }

    /// Notes that a commit has changed something.
    pub(crate) fn committed(&self) {
        if let Some(precondition) = &self.precondition {
            precondition.is_met.store(true, Ordering::Release);
        }
        if let Some(ongoing) = &self.once {
            ongoing.0.has_committed.store(true, Ordering::Release);
        }
    }

    /// Asks, when a race was lost, whether it was lost to another try of the same request.
    pub(crate) async fn lost_a_race(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<()> {
        match &self.once {
            Some(ongoing) if !ongoing.has_committed() => ongoing.make_sure_it_is_ours(store, scope).await,
            _ => Ok(()),
        }
    }
}
