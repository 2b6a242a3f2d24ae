//! What is to happen later, in order of its time on the emulator's clock.

use super::{outcome::Step, webhook::Update};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Something that happens on its own when its time has come.
#[derive(Debug)]
pub(crate) enum Task {
    /// A sent message takes its next step.
    Step { wamid: String, step: Step },
    /// What a sent message links to is fetched.
    Fetch { wamid: String },
    /// A template's review ends.
    Review { template: String },
    /// The review of a number's new name ends.
    ReviewName { phone: String },
    /// Updates that were held back go out in one webhook.
    Post(Vec<Update>),
    /// The window in which updates are gathered closes.
    CloseBatch,
    /// A webhook is tried, for the first time or again.
    Attempt { delivery: u64 },
}

/// The tasks to come. Tasks of the same moment keep the order in which they were planned.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    tasks: BTreeMap<(DateTime<Utc>, u64), Task>,
    planned: u64,
}

impl Agenda {
    pub(crate) fn plan(&mut self, at: DateTime<Utc>, task: Task) {
        self.planned += 1;
        self.tasks.insert((at, self.planned), task);
    }

    /// Takes the first task that is due at `now`, with the moment it was due.
    pub(crate) fn take_due(&mut self, now: DateTime<Utc>) -> Option<(DateTime<Utc>, Task)> {
        let first = self.tasks.first_entry()?;
        let due = first.key().0;
        (due <= now).then(|| (due, first.remove()))
    }

    pub(crate) fn next_at(&self) -> Option<DateTime<Utc>> {
        self.tasks.first_key_value().map(|((at, _), _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn tasks_come_by_time_then_in_the_order_they_were_planned() {
        let start = DateTime::UNIX_EPOCH;
        let mut agenda = Agenda::default();
        agenda.plan(start + TimeDelta::seconds(2), Task::CloseBatch);
        agenda.plan(start + TimeDelta::seconds(1), Task::Attempt { delivery: 1 });
        agenda.plan(start + TimeDelta::seconds(1), Task::Attempt { delivery: 2 });

        assert!(agenda.take_due(start).is_none());
        let now = start + TimeDelta::seconds(1);
        assert!(matches!(agenda.take_due(now), Some((_, Task::Attempt { delivery: 1 }))));
        assert!(matches!(agenda.take_due(now), Some((_, Task::Attempt { delivery: 2 }))));
        assert!(agenda.take_due(now).is_none());
        assert_eq!(agenda.next_at(), Some(start + TimeDelta::seconds(2)));
    }
}
