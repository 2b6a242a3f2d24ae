//! What becomes of a webhook after a call.

use crate::{Timestamp, Webhook, WebhookFault, WebhookReply, WebhookStatus};
use std::time::Duration;

/// For how long an endpoint may take nothing before its webhook is given up.
const PATIENCE: Duration = Duration::from_secs(3 * 24 * 3600);
const FIRST_MS: u64 = 5_000;
const LONGEST_MS: u64 = 4 * 3_600_000;
/// For how long an endpoint may put a call off.
const PUT_OFF_MAX: Duration = Duration::from_secs(6 * 3600);

/// What an answer says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// It was taken.
    Taken,
    /// It was not, for now.
    Failed { error: String, after: Option<Duration> },
    /// Nothing is wanted any more.
    Gone,
}

impl Verdict {
    pub(crate) const GONE: &'static str = "the endpoint answered with status 410: it wants nothing any more";

    /// What an answer to an event, or its absence, says.
    pub(crate) fn of(answer: &Result<WebhookReply, WebhookFault>) -> Self {
        match answer {
            Err(fault) => Self::Failed { error: fault.to_string(), after: None },
            Ok(WebhookReply { status: 200..=299, .. }) => Self::Taken,
            Ok(WebhookReply { status: 410, .. }) => Self::Gone,
            Ok(WebhookReply { status: status @ 300..=399, .. }) => {
                let error = format!("the endpoint answered with status {status}; redirects are not followed");
                Self::Failed { error, after: None }
            }
            Ok(WebhookReply { status, retry_after, .. }) => {
                let after = retry_after.filter(|_| matches!(status, 429 | 503));
                Self::Failed { error: format!("the endpoint answered with status {status}"), after }
            }
        }
    }

    /// What went wrong.
    pub(crate) fn error(&self) -> Option<&str> {
        match self {
            Self::Taken => None,
            Self::Failed { error, .. } => Some(error),
            Self::Gone => Some(Self::GONE),
        }
    }
}

/// The webhook after a call that was to bring it to `seq`.
pub(crate) fn after(webhook: Webhook, seq: crate::Seq, verdict: &Verdict, now: Timestamp, random: u64) -> Webhook {
    match verdict {
        Verdict::Taken => Webhook { cursor: seq, failures: 0, failing_since: None, ..webhook },
        Verdict::Gone => disabled(webhook, Verdict::GONE.to_owned(), now),
        Verdict::Failed { error, after } => {
            let since = webhook.failing_since.unwrap_or(now);
            let failures = webhook.failures + 1;
            let webhook = Webhook { failures, failing_since: Some(since), ..webhook };
            if now.since(since) >= PATIENCE {
                let reason = format!("it took nothing for 3 days; the last time {error}");
                return disabled(webhook, reason, now);
            }
            let wait = backoff(failures, random).max(after.unwrap_or_default().min(PUT_OFF_MAX));
            // The last try is made when the patience ends, and not hours later.
            Webhook {
                next_at: now.plus(wait).min(since.plus(PATIENCE)).max(now.plus(Duration::from_secs(1))),
                ..webhook
            }
        }
    }
}

fn disabled(webhook: Webhook, reason: String, now: Timestamp) -> Webhook {
    Webhook { status: WebhookStatus::Disabled, reason: Some(reason), updated_at: now, ..webhook }
}

/// 5 s, 10 s, 20 s, … up to four hours, less up to a half by `random`.
fn backoff(failures: i64, random: u64) -> Duration {
    let doublings = u32::try_from(failures.clamp(1, 16) - 1).unwrap_or(0);
    let full_ms = (FIRST_MS << doublings).min(LONGEST_MS);
    Duration::from_millis(full_ms - random % (full_ms / 2 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Env;

    const START: Timestamp = Timestamp::from_millis(1_767_225_600_000);

    fn webhook() -> Webhook {
        let env = Env::default();
        Webhook {
            id: env.id(),
            client_id: env.id(),
            url: "https://shop.example/hook".into(),
            description: String::new(),
            events: Vec::new(),
            secret: super::super::new_secret(),
            previous_secret: None,
            previous_until: None,
            status: WebhookStatus::Active,
            reason: None,
            cursor: 7,
            failures: 0,
            failing_since: None,
            next_at: START,
            turn: 1,
            created_at: START,
            updated_at: START,
            revision: 1,
        }
    }

    fn answer(status: u16, retry_after: Option<Duration>) -> Verdict {
        Verdict::of(&Ok(WebhookReply { status, retry_after, body: Vec::new() }))
    }

    #[test]
    fn what_an_answer_says_goes_by_its_status() {
        for status in [200, 201, 204, 299] {
            assert_eq!(answer(status, None), Verdict::Taken);
        }
        assert_eq!(answer(410, None), Verdict::Gone);
        let minute = Some(Duration::from_secs(60));
        for (status, after) in [(301, None), (400, None), (404, None), (429, minute), (500, None), (503, minute)] {
            let Verdict::Failed { error, after: told } = answer(status, minute) else {
                panic!("{status} is a failure")
            };
            assert!(error.contains(&status.to_string()), "{error}");
            assert_eq!(told, after, "{status}");
        }
        let fault = Verdict::of(&Err(WebhookFault::PrivateAddress));
        assert!(matches!(fault, Verdict::Failed { error, .. } if error.contains("private")));
    }

    #[test]
    fn what_was_taken_moves_the_place_and_ends_a_row_of_failures() {
        let failing = Webhook { failures: 3, failing_since: Some(START), ..webhook() };
        let after = after(failing, 9, &Verdict::Taken, START, 0);
        assert_eq!((after.cursor, after.failures, after.failing_since), (9, 0, None));
    }

    #[test]
    fn failures_double_the_wait_and_give_up_after_three_days() {
        let (mut webhook, mut now) = (webhook(), START);
        let mut tries = 0;
        while webhook.status == WebhookStatus::Active {
            tries += 1;
            webhook = after(webhook, 8, &answer(500, None), now, 0);
            assert_eq!(webhook.cursor, 7, "nothing is skipped");
            if webhook.status == WebhookStatus::Active {
                assert!(webhook.next_at > now);
                now = webhook.next_at;
            }
        }
        assert_eq!(now.since(START), PATIENCE);
        assert!((20..60).contains(&tries), "{tries}");
        assert!(webhook.reason.unwrap().contains("status 500"));
    }

    #[test]
    fn an_endpoint_may_put_a_call_off_and_not_for_ever() {
        let later = |seconds| after(webhook(), 8, &answer(429, Some(Duration::from_secs(seconds))), START, 0).next_at;
        assert_eq!(later(1), START.plus(Duration::from_secs(5)), "the backoff is longer");
        assert_eq!(later(600), START.plus(Duration::from_secs(600)));
        assert_eq!(later(u64::MAX), START.plus(PUT_OFF_MAX));
    }

    #[test]
    fn whoever_is_gone_is_given_up_at_once() {
        let after = after(webhook(), 8, &Verdict::Gone, START, 0);
        assert_eq!((after.status, after.cursor), (WebhookStatus::Disabled, 7));
    }

    #[test]
    fn jitter_takes_half_at_the_most() {
        for (failures, full_ms) in [(1, 5_000), (2, 10_000), (12, 10_240_000), (13, 14_400_000), (99, 14_400_000)] {
            assert_eq!(backoff(failures, 0), Duration::from_millis(full_ms));
            for random in [1, 77_777, u64::MAX] {
                let wait = backoff(failures, random);
                assert!(wait >= Duration::from_millis(full_ms / 2) && wait <= Duration::from_millis(full_ms));
            }
        }
    }
}
