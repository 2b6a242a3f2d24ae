//! What becomes of a message after it was accepted.

use super::{
    agenda::Task,
    course::End,
    faults::Failure,
    webhook::Update,
    world::{Direction, Message, SendStatus, World},
};
use chrono::{DateTime, TimeDelta, Utc};

/// The next thing that happens to a business's message.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Sent,
    Delivered,
    Read,
    Played,
    Failed(Failure),
}

impl Step {
    fn status(&self) -> SendStatus {
        match self {
            Self::Sent => SendStatus::Sent,
            Self::Delivered => SendStatus::Delivered,
            Self::Read => SendStatus::Read,
            Self::Played => SendStatus::Played,
            Self::Failed(_) => SendStatus::Failed,
        }
    }

    /// Whether a message may go from `current` to this step: statuses only climb, and failing ends it.
    fn follows(&self, current: SendStatus) -> bool {
        match self {
            Self::Failed(_) => current == SendStatus::Accepted,
            step => current < step.status(),
        }
    }
}

impl World {
    /// Plans the first step of an accepted message: `sent`, `failed` with the reason, or a fetch that decides which.
    pub(crate) fn plan_first_step(&mut self, wamid: &str, failure: Option<Failure>) {
        let has_link = self.message(wamid).is_some_and(|message| message.course.link.is_some());
        let wamid = wamid.to_owned();
        let task = match failure {
            Some(failure) => Task::Step { wamid, step: Step::Failed(failure) },
            None if has_link => Task::Fetch { wamid },
            None => Task::Step { wamid, step: Step::Sent },
        };
        let at = self.now() + TimeDelta::milliseconds(self.delays.sent_ms.into());
        self.agenda.plan(at, task);
    }

    /// Makes a planned step come true, unless the message is past it or the user's phone is off.
    pub(crate) fn take_step(&mut self, wamid: &str, step: Step, at: DateTime<Utc>) {
        let Some(message) = self.message(wamid) else {
            return;
        };
        let Some(current) = message.status.filter(|current| step.follows(*current)) else {
            return;
        };
        let user = message.user.as_ref().and_then(|id| self.users.get(id));
        let online = user.is_some_and(|user| user.online);
        let receipts = user.is_some_and(|user| user.read_receipts);
        if matches!(step, Step::Delivered | Step::Read | Step::Played) && !online {
            return;
        }
        if matches!(step, Step::Read | Step::Played) && !receipts {
            return;
        }
        let end = message.course.end;
        debug_assert!(current != SendStatus::Failed);
        let (status, delays) = (step.status(), self.delays);
        let next = match &step {
            Step::Sent if end == End::Sent => None,
            Step::Sent => Some((delays.delivered_ms, Step::Delivered)),
            Step::Delivered => delays.read_ms.map(|after| (after, Step::Read)),
            Step::Read if end == End::Played => delays.read_ms.map(|after| (after, Step::Played)),
            Step::Read | Step::Played | Step::Failed(_) => None,
        };
        let message = self.message_mut(wamid).expect("the message was found above");
        message.status = Some(status);
        message.reached.insert(status, at);
        if let Step::Failed(failure) = step {
            message.failure = Some(failure);
        }
        if let Some((after, step)) = next {
            let at = at + TimeDelta::milliseconds(after.into());
            self.agenda.plan(at, Task::Step { wamid: wamid.to_owned(), step });
        }
        if let Some(update) = Update::status(self, wamid, status, at) {
            self.enqueue(vec![update]);
        }
    }

    /// Delivers what waited for the user's phone to come online.
    pub(crate) fn deliver_waiting(&mut self, user_id: &str) {
        let at = self.now() + TimeDelta::milliseconds(self.delays.delivered_ms.into());
        for wamid in self.sent_to(user_id, None, |status| status == SendStatus::Sent) {
            self.agenda.plan(at, Task::Step { wamid, step: Step::Delivered });
        }
    }

    /// The user opens the chats with a number, or with all, and so reads what had come. Gives the ids of what is read.
    pub(crate) fn read_by(&mut self, user_id: &str, phone_id: Option<&str>) -> Vec<String> {
        let at = self.now();
        let come = |status| matches!(status, SendStatus::Sent | SendStatus::Delivered);
        let mut wamids = self.sent_to(user_id, phone_id, come);
        for wamid in &wamids {
            self.take_step(wamid, Step::Read, at);
        }
        wamids.retain(|wamid| self.message(wamid).is_some_and(|message| message.status == Some(SendStatus::Read)));
        wamids
    }

    /// The user plays a voice message, which also reads it.
    pub(crate) fn play(&mut self, wamid: &str) {
        let is_voice = self.message(wamid).is_some_and(|message| message.course.end == End::Played);
        if is_voice {
            self.take_step(wamid, Step::Played, self.now());
        }
    }

    fn sent_to(&self, user_id: &str, phone_id: Option<&str>, wanted: impl Fn(SendStatus) -> bool) -> Vec<String> {
        let is_wanted = |message: &Message| {
            message.direction == Direction::Outbound
                && message.user.as_deref() == Some(user_id)
                && phone_id.is_none_or(|id| message.phone_number_id == id)
                && message.status.is_some_and(&wanted)
        };
        self.messages
            .iter()
            .filter(|(_, message)| is_wanted(message))
            .map(|(_, message)| message.wamid.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_only_climb_and_failing_is_only_for_what_was_not_sent() {
        let failed = Step::Failed(Failure::new(131_026));

        assert!(Step::Sent.follows(SendStatus::Accepted));
        assert!(Step::Read.follows(SendStatus::Sent));
        assert!(!Step::Delivered.follows(SendStatus::Read));
        assert!(!Step::Sent.follows(SendStatus::Sent));
        assert!(!Step::Sent.follows(SendStatus::Failed));
        assert!(failed.follows(SendStatus::Accepted));
        assert!(!failed.follows(SendStatus::Sent));
    }
}
