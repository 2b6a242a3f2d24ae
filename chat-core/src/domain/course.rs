//! What becomes of a domain when its proof was looked for.

use crate::{AuthorizedDomain, DomainDeed, DomainMethod, DomainState, Timestamp, text::clean};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

/// How often in a row, at least, the proof is not found before the owner is warned.
const FAILURES_MIN: i64 = 3;
/// For how long, at least, the proof is not found before the owner is warned.
const WARNED_AFTER: Duration = Duration::from_secs(72 * 3600);
/// For how long the owner is warned before the widget does not appear there any more.
const BLOCKED_AFTER: Duration = Duration::from_secs(7 * 24 * 3600);
/// About how often the proof of a proven domain is looked for, give or take [`JITTER`].
const EVERY: Duration = Duration::from_secs(24 * 3600);
const JITTER: Duration = Duration::from_secs(2 * 3600);
/// How soon the proof of a domain that is not proven is looked for after it was added. It is looked for less and less often.
const SOON: Duration = Duration::from_secs(60);

/// A look for the proof, and when it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'a> {
    /// How the domain was proven, or why not.
    pub(crate) verdict: &'a Result<DomainMethod, String>,
    pub(crate) now: Timestamp,
    /// Any number, so that not everything is looked for at the same moment.
    pub(crate) random: u64,
}

/// What becomes of a domain, and what is worth keeping of it.
pub(crate) fn after(domain: AuthorizedDomain, look: Look<'_>) -> (AuthorizedDomain, Option<DomainDeed>) {
    let domain = AuthorizedDomain { checked_at: Some(look.now), updated_at: look.now, ..domain };
    match (domain.state, look.verdict) {
        (DomainState::Removed, _) => (domain, None),
        (DomainState::Pending | DomainState::Unverified, Ok(_)) if domain.token_expires_at <= look.now => {
            (AuthorizedDomain { next_check_at: None, ..domain }, None)
        }
        (_, Ok(method)) => proven(domain, *method, look),
        (_, Err(fault)) => failed(domain, fault, look),
    }
}

/// When the proof of a domain that was just added, or was given another token, is looked for the first time.
pub(crate) fn first_check(now: Timestamp) -> Timestamp {
    now.plus(SOON)
}

fn proven(domain: AuthorizedDomain, method: DomainMethod, look: Look<'_>) -> (AuthorizedDomain, Option<DomainDeed>) {
    let is_news = domain.state != DomainState::Verified || domain.failures > 0;
    let domain = AuthorizedDomain {
        state: DomainState::Verified,
        method: Some(method),
        failures: 0,
        first_failure_at: None,
        stale_at: None,
        last_fault: None,
        verified_at: Some(look.now),
        next_check_at: Some(tomorrow(look)),
        ..domain
    };
    (domain, is_news.then_some(DomainDeed::Proven))
}

fn failed(domain: AuthorizedDomain, fault: &str, look: Look<'_>) -> (AuthorizedDomain, Option<DomainDeed>) {
    let fault = Some(clean(fault, AuthorizedDomain::FAULT_MAX));
    let is_news = domain.last_fault != fault;
    let failures = domain.failures.saturating_add(1);
    let first_failure_at = domain.first_failure_at.or(Some(look.now));
    let domain = AuthorizedDomain { failures, first_failure_at, last_fault: fault, ..domain };
    let lasts = |since: Option<Timestamp>, long: Duration| since.is_some_and(|since| look.now.since(since) >= long);
    match domain.state {
        DomainState::Verified if failures >= FAILURES_MIN && lasts(first_failure_at, WARNED_AFTER) => {
            let (state, stale_at) = (DomainState::Stale, Some(look.now));
            let next_check_at = Some(tomorrow(look));
            (AuthorizedDomain { state, stale_at, next_check_at, ..domain }, Some(DomainDeed::Warned))
        }
        DomainState::Stale if lasts(domain.stale_at, BLOCKED_AFTER) => {
            let domain = AuthorizedDomain {
                state: DomainState::Unverified,
                // Who puts the same proof back soon need not ask for another.
                token_expires_at: look.now.plus(AuthorizedDomain::TOKEN_TTL),
                next_check_at: Some(tomorrow(look)),
                ..domain
            };
            (domain, Some(DomainDeed::Blocked))
        }
        DomainState::Verified | DomainState::Stale => {
            let next_check_at = Some(tomorrow(look));
            (AuthorizedDomain { next_check_at, ..domain }, Some(DomainDeed::Failed))
        }
        DomainState::Pending | DomainState::Unverified | DomainState::Removed => {
            let next_check_at = next_try(&domain, look);
            (AuthorizedDomain { next_check_at, ..domain }, is_news.then_some(DomainDeed::Failed))
        }
    }
}

fn tomorrow(look: Look<'_>) -> Timestamp {
    let jitter_ms = u64::try_from(JITTER.as_millis()).expect("two hours are few milliseconds");
    look.now.plus(EVERY - JITTER).plus(Duration::from_millis(look.random % (2 * jitter_ms)))
}

/// Later and later, and never once the token has expired.
fn next_try(domain: &AuthorizedDomain, look: Look<'_>) -> Option<Timestamp> {
    let doubled = u32::try_from(domain.failures.clamp(0, 16)).expect("a small number");
    let wait = (SOON * (1 << doubled)).min(4 * HOUR);
    let tenth_ms = u64::try_from(wait.as_millis() / 10).expect("hours are few milliseconds");
    let next = look.now.plus(wait).plus(Duration::from_millis(look.random % tenth_ms.max(1)));
    (next < domain.token_expires_at).then_some(next)
}

#[cfg(test)]
mod tests;
