use super::*;
use crate::{Env, ManualClock, SystemIds, Widget, WidgetKind, WidgetSettings, WidgetStatus};
use DomainState::{Pending, Removed, Stale, Unverified, Verified};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// A domain and the days that go by.
struct Days {
    domain: AuthorizedDomain,
    now: Timestamp,
}

impl Days {
    fn new() -> Self {
        let env = Env::new(ManualClock::default(), SystemIds);
        let widget = Widget {
            id: env.id(),
            client_id: env.id(),
            public_key: "wk_1".into(),
            name: "Shop".into(),
            kind: WidgetKind::Floating,
            settings: WidgetSettings::default(),
            visitor_keys: Vec::new(),
            ignored_origins: Vec::new(),
            status: WidgetStatus::Active,
            created_at: env.now(),
            updated_at: env.now(),
            revision: 1,
        };
        Self { domain: AuthorizedDomain::pending(&widget, "shop.test".parse().unwrap(), &env), now: env.now() }
    }

    fn proven() -> Self {
        let mut days = Self::new();
        assert_eq!(days.look(true), (Verified, Some(DomainDeed::Proven)));
        days
    }

    fn pass(&mut self, time: Duration) -> &mut Self {
        self.now = self.now.plus(time);
        self
    }

    fn look(&mut self, is_found: bool) -> (DomainState, Option<DomainDeed>) {
        let verdict = if is_found { Ok(DomainMethod::Dns) } else { Err("it is gone".to_owned()) };
        let look = Look { verdict: &verdict, now: self.now, random: 7 };
        let (domain, deed) = after(self.domain.clone(), look);
        assert_eq!((domain.checked_at, domain.token.clone()), (Some(self.now), self.domain.token.clone()));
        self.domain = domain;
        (self.domain.state, deed)
    }
}

#[test]
fn a_domain_is_proven_by_the_first_proof_that_is_found() {
    let mut days = Days::new();
    assert_eq!(days.pass(HOUR).look(false), (Pending, Some(DomainDeed::Failed)));
    assert_eq!(days.pass(HOUR).look(false), (Pending, None), "the same fault is no news");
    assert_eq!(days.domain.failures, 2);
    assert_eq!(days.pass(HOUR).look(true), (Verified, Some(DomainDeed::Proven)));
    let AuthorizedDomain { method, failures, first_failure_at, last_fault, verified_at, .. } = &days.domain;
    assert_eq!((*method, *failures, *first_failure_at), (Some(DomainMethod::Dns), 0, None));
    assert_eq!((last_fault, *verified_at), (&None, Some(days.now)));
    assert_eq!(days.pass(DAY).look(true), (Verified, None), "that it is there still is no news");
}

#[test]
fn an_expired_token_proves_nothing() {
    let mut days = Days::new();
    days.pass(AuthorizedDomain::TOKEN_TTL - Duration::from_millis(1));
    assert_eq!(days.look(false), (Pending, Some(DomainDeed::Failed)));
    assert_eq!(days.domain.next_check_at, None, "nobody looks for what does not count");
    days.pass(Duration::from_millis(1));
    assert_eq!(days.look(true), (Pending, None));
    assert_eq!(days.domain.next_check_at, None);
}

#[test]
fn three_failures_over_72_hours_make_a_domain_stale() {
    let mut days = Days::proven();
    assert_eq!(days.pass(DAY).look(false), (Verified, Some(DomainDeed::Failed)));
    for _ in 0..9 {
        assert_eq!(days.pass(HOUR).look(false), (Verified, Some(DomainDeed::Failed)), "often is not long");
    }
    assert_eq!(days.pass(3 * DAY - 10 * HOUR).look(false), (Verified, Some(DomainDeed::Failed)));
    assert_eq!(days.pass(HOUR).look(false), (Stale, Some(DomainDeed::Warned)));
    let mut days = Days::proven();
    assert_eq!(days.pass(DAY).look(false), (Verified, Some(DomainDeed::Failed)));
    assert_eq!(days.pass(5 * DAY).look(false), (Verified, Some(DomainDeed::Failed)), "twice is not often");
    assert_eq!(days.pass(HOUR).look(false), (Stale, Some(DomainDeed::Warned)));
}

#[test]
fn a_proof_in_between_begins_the_count_anew() {
    let mut days = Days::proven();
    for _ in 0..5 {
        days.pass(DAY).look(false);
        days.pass(DAY).look(false);
        assert_eq!(days.pass(DAY).look(true), (Verified, Some(DomainDeed::Proven)));
    }
}

#[test]
fn a_stale_domain_is_blocked_after_seven_more_days() {
    let mut days = Days::proven();
    for _ in 0..4 {
        days.pass(DAY).look(false);
    }
    assert_eq!(days.domain.state, Stale);
    for _ in 0..6 {
        assert_eq!(days.pass(DAY).look(false), (Stale, Some(DomainDeed::Failed)));
    }
    assert_eq!(days.pass(DAY).look(false), (Unverified, Some(DomainDeed::Blocked)));
    assert_eq!(days.domain.token_expires_at, days.now.plus(AuthorizedDomain::TOKEN_TTL));
    assert_eq!(days.pass(6 * DAY).look(true), (Verified, Some(DomainDeed::Proven)), "the same proof still counts");
}

#[test]
fn a_stale_domain_is_fine_again_when_the_proof_is_back() {
    let mut days = Days::proven();
    for _ in 0..4 {
        days.pass(DAY).look(false);
    }
    assert_eq!(days.pass(DAY).look(true), (Verified, Some(DomainDeed::Proven)));
    assert_eq!((days.domain.stale_at, days.domain.failures), (None, 0));
}

#[test]
fn a_blocked_domain_needs_another_token_after_a_while() {
    let mut days = Days::proven();
    for _ in 0..11 {
        days.pass(DAY).look(false);
    }
    assert_eq!(days.domain.state, Unverified);
    assert_eq!(days.pass(7 * DAY).look(true), (Unverified, None));
}

#[test]
fn a_removed_domain_stays_removed() {
    let mut days = Days::proven();
    days.domain.state = Removed;
    assert_eq!(days.look(true), (Removed, None));
    assert_eq!(days.look(false), (Removed, None));
}

#[test]
fn a_proven_domain_is_looked_after_daily_and_an_unproven_one_less_and_less_often() {
    let env = Env::default();
    for random in [0, 1, u64::MAX, env.random()] {
        let days = Days::proven();
        let verdict = Ok(DomainMethod::File);
        let (domain, _) = after(days.domain, Look { verdict: &verdict, now: days.now, random });
        let wait = domain.next_check_at.unwrap().since(days.now);
        assert!((22 * HOUR..26 * HOUR).contains(&wait), "{wait:?}");
    }
    let mut days = Days::new();
    let mut waits = Vec::new();
    while let (Pending, _) = days.look(false) {
        let Some(next) = days.domain.next_check_at else { break };
        waits.push(next.since(days.now));
        days.now = next;
    }
    assert!(waits.is_sorted() && waits[0] >= 2 * SOON, "{waits:?}");
    assert!(waits.last().unwrap() < &(5 * HOUR) && waits.len() < 60, "{waits:?}");
}
