//! How an account stands with its provider.

use crate::{Account, AccountStatus, Env, Event, Fault, Timestamp, delivery::backoff};
use std::time::Duration;

/// The account, paused because the provider will not have it, and to be checked from time to time. One that fails again soon
/// after it was resumed is checked less and less often.
pub(super) fn paused(account: Account, fault: &Fault, env: &Env) -> Account {
    let now = env.now();
    let distance = |checks| backoff::for_check(checks, 0);
    let is_soon = account.next_check_at.is_some_and(|at| now < at.plus(distance(account.checks)));
    let checks = if is_soon { account.checks } else { 0 };
    Account {
        status: AccountStatus::Paused,
        pause_reason: Some(reason(fault)),
        next_check_at: Some(now.plus(backoff::for_check(checks, env.random()))),
        checks,
        updated_at: now,
        ..account
    }
}

/// The account, left alone for a while; nothing when it is already.
///
/// Many deliveries may learn of it at the same moment: the first one's word counts, unless a later one is told to wait for longer.
pub(super) fn throttled(account: &Account, after: Option<Duration>, env: &Env) -> Option<Account> {
    let now = env.now();
    let is_longer = |until: Timestamp| after.is_some_and(|after| now.plus(after) > until);
    let before = account.throttled_until;
    if before.is_some_and(|until| until > now && !is_longer(until)) {
        return None;
    }
    let before_ms = match before {
        Some(until) if now < until.plus(milliseconds(account.throttle_ms)) => account.throttle_ms,
        _ => 0,
    };
    let wait = after.unwrap_or_else(|| backoff::for_account(before_ms, env.random()));
    Some(Account {
        throttled_until: Some(now.plus(wait)),
        throttle_ms: i64::try_from(wait.as_millis()).unwrap_or(i64::MAX),
        ..account.clone()
    })
}

/// What the owner is told.
pub(super) fn reason(fault: &Fault) -> String {
    format!("{} ({})", fault.message, fault.code)
}

/// The event that tells how an account stands.
pub(super) fn account_changed(account: &Account) -> Event {
    Event::AccountChanged { account_id: account.id, status: account.status, reason: account.pause_reason.clone() }
}

fn milliseconds(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}
