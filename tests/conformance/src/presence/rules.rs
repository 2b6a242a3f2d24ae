//! Every rule of [`presence_suite!`](crate::presence_suite).
//!
//! # Panics
//! Each panics when the promise it is named after is broken; that is all they are for.

use crate::shop::at_once;
use chat_core::{AgentId, Attendance, Clock, Env, Lapsed, ManualClock, PRESENCE_TTL, Presence, SystemIds, TenantScope};
use futures_util::future::join_all;
use std::{sync::Arc, time::Duration};

/// One presence, as two processes see it.
pub type Two = [Arc<dyn Presence>; 2];

const HERE: usize = 0;
const THERE: usize = 1;

/// Agents of a team that only the test knows.
struct Office {
    two: Two,
    clock: ManualClock,
    env: Env,
    scope: TenantScope,
}

impl Office {
    fn open(two: Two) -> Self {
        let clock = ManualClock::default();
        let env = Env::new(clock.clone(), SystemIds);
        let scope = TenantScope::assume(env.id()); // a client that only this test knows
        Self { two, clock, env, scope }
    }

    async fn arrive(&self, process: usize, agent_id: AgentId, connection: &str) -> bool {
        let who = Attendance { agent_id, name: "Ann", connection };
        self.two[process].arrive(self.scope, who, self.clock.now()).await
    }

    async fn leave(&self, process: usize, agent_id: AgentId, connection: &str) -> bool {
        let who = Attendance { agent_id, name: "Ann", connection };
        self.two[process].leave(self.scope, who, self.clock.now()).await
    }

    /// Who is there, as both processes see it.
    async fn present(&self) -> Vec<AgentId> {
        let seen = join_all(self.two.iter().map(|one| one.present(self.scope, self.clock.now()))).await;
        let [mut here, mut there] = <[Vec<AgentId>; 2]>::try_from(seen).expect("there are two processes");
        here.sort();
        there.sort();
        assert_eq!(here, there, "both see the same");
        here
    }

    /// Those of the test's team who lapsed, as one process is told.
    async fn lapsed(&self, process: usize, limit: usize) -> Vec<Lapsed> {
        self.two[process].lapsed(self.clock.now(), limit).await
    }

    fn gone(&self, agent_id: AgentId) -> Lapsed {
        Lapsed { client_id: self.scope.client_id(), agent_id, name: "Ann".into() }
    }
}

/// The first tab is the arrival and the last one the leave, whichever processes they belong to.
pub async fn a_person_comes_and_goes_once_however_many_tabs_there_are(two: Two) {
    let office = Office::open(two);
    let ann = office.env.id();
    assert!(office.present().await.is_empty());
    assert!(office.arrive(HERE, ann, "tab 1").await);
    assert!(!office.arrive(THERE, ann, "tab 2").await);
    assert_eq!(office.present().await, [ann]);
    assert!(!office.leave(HERE, ann, "tab 1").await);
    assert_eq!(office.present().await, [ann]);
    assert!(office.leave(THERE, ann, "tab 2").await);
    assert!(office.present().await.is_empty());
    assert!(office.arrive(THERE, ann, "tab 3").await);
}

/// A renewal is no arrival, and counts from when it happens.
pub async fn a_connection_that_is_renewed_stays(two: Two) {
    let office = Office::open(two);
    let ann = office.env.id();
    office.arrive(HERE, ann, "tab").await;
    for _ in 0..3 {
        office.clock.advance(PRESENCE_TTL - Duration::from_millis(1));
        assert!(!office.arrive(HERE, ann, "tab").await);
        assert_eq!(office.present().await, [ann]);
    }
}

/// Somebody whose connections were not renewed is not there, and arrives when it comes back.
pub async fn a_connection_that_is_not_renewed_is_gone(two: Two) {
    let office = Office::open(two);
    let (ann, bob) = (office.env.id(), office.env.id());
    office.arrive(HERE, ann, "tab").await;
    office.arrive(THERE, bob, "one").await;
    office.clock.advance(PRESENCE_TTL / 2);
    office.arrive(HERE, bob, "two").await;
    office.clock.advance(PRESENCE_TTL / 2);
    assert_eq!(office.present().await, [bob]);
    assert!(office.leave(HERE, bob, "two").await, "the other one is gone already");
    assert!(office.arrive(HERE, ann, "tab").await);
}

/// A connection is closed once, and one that was never open not at all.
pub async fn a_goodbye_counts_once(two: Two) {
    let office = Office::open(two);
    let ann = office.env.id();
    assert!(!office.leave(HERE, ann, "tab").await);
    office.arrive(HERE, ann, "tab").await;
    assert!(!office.leave(HERE, ann, "another").await);
    assert!(office.leave(HERE, ann, "tab").await);
    assert!(!office.leave(HERE, ann, "tab").await);
    assert!(!office.leave(THERE, ann, "tab").await);
}

/// The same names of connections, and the same person in two teams, have nothing to do with each other.
pub async fn teams_and_people_are_apart(two: Two) {
    let office = Office::open(two);
    let elsewhere = Office {
        two: office.two.clone(),
        scope: TenantScope::assume(office.env.id()),
        ..Office::open(office.two.clone())
    };
    let (ann, bob) = (office.env.id(), office.env.id());
    assert!(office.arrive(HERE, ann, "tab").await);
    assert!(office.arrive(HERE, bob, "tab").await);
    assert!(elsewhere.arrive(HERE, ann, "tab").await);
    assert_eq!(office.present().await, [ann, bob]);
    assert!(office.leave(HERE, ann, "tab").await);
    assert_eq!(office.present().await, [bob]);
    assert_eq!(elsewhere.present().await, [ann]);
}

async fn each_at_once(office: &Office, agent_id: AgentId, is_open: bool) -> usize {
    let (scope, now) = (office.scope, office.clock.now());
    let tabs = (0..32).map(|n| {
        let presence = office.two[n % 2].clone();
        async move {
            let connection = format!("tab {n}");
            let who = Attendance { agent_id, name: "Ann", connection: &connection };
            if is_open { presence.arrive(scope, who, now).await } else { presence.leave(scope, who, now).await }
        }
    });
    at_once(tabs).await.into_iter().filter(|is_news| *is_news).count()
}

/// One arrival is told, however many tabs open at the same moment.
pub async fn of_32_tabs_that_open_at_once_one_is_the_first(two: Two) {
    let office = Office::open(two);
    assert_eq!(each_at_once(&office, office.env.id(), true).await, 1);
}

/// One leave is told, however many tabs close at the same moment.
pub async fn of_32_tabs_that_close_at_once_one_is_the_last(two: Two) {
    let office = Office::open(two);
    let ann = office.env.id();
    each_at_once(&office, ann, true).await;
    assert_eq!(each_at_once(&office, ann, false).await, 1);
    assert!(office.present().await.is_empty());
}

/// Whoever asks first is told who lapsed, and nobody is told again.
pub async fn who_lapsed_is_told_once_by_whoever_asks_first(two: Two) {
    let office = Office::open(two);
    let (ann, bob) = (office.env.id(), office.env.id());
    office.arrive(HERE, ann, "tab").await;
    office.arrive(THERE, bob, "tab").await;
    assert!(office.lapsed(HERE, 10).await.is_empty());
    office.clock.advance(PRESENCE_TTL - Duration::from_millis(1));
    assert!(office.lapsed(THERE, 10).await.is_empty());
    office.clock.advance(Duration::from_millis(1));
    assert!(office.present().await.is_empty(), "who is there does not depend on who was told");
    let now = office.clock.now();
    let askers = (0..16).map(|n| {
        let presence = office.two[n % 2].clone();
        async move { presence.lapsed(now, 10).await }
    });
    let mut told: Vec<_> = at_once(askers).await.into_iter().flatten().collect();
    told.sort();
    let mut expected = [office.gone(ann), office.gone(bob)];
    expected.sort();
    assert_eq!(told, expected);
    assert!(!office.leave(HERE, ann, "tab").await, "it is gone already");
    assert!(office.arrive(THERE, ann, "tab 2").await);
    assert!(office.lapsed(HERE, 10).await.is_empty());
}

/// Whoever left, came back, or has another connection has not lapsed.
pub async fn who_left_or_came_back_has_not_lapsed(two: Two) {
    let office = Office::open(two);
    let [left, came_back, has_another]: [AgentId; 3] = [office.env.id(), office.env.id(), office.env.id()];
    for agent in [left, came_back, has_another] {
        office.arrive(HERE, agent, "tab").await;
    }
    office.leave(HERE, left, "tab").await;
    office.clock.advance(PRESENCE_TTL / 2);
    office.arrive(THERE, has_another, "tab 2").await;
    office.clock.advance(PRESENCE_TTL / 2);
    office.arrive(THERE, came_back, "tab").await;
    assert!(office.lapsed(HERE, 10).await.is_empty());
    office.clock.advance(PRESENCE_TTL / 2);
    assert_eq!(office.lapsed(THERE, 10).await, [office.gone(has_another)]);
}

/// No more are told than are asked for; the others are told the next time.
pub async fn the_lapsed_are_told_as_many_as_are_asked_for(two: Two) {
    let office = Office::open(two);
    for n in 0..5 {
        office.arrive(n % 2, office.env.id(), "tab").await;
    }
    office.clock.advance(PRESENCE_TTL);
    for (process, expected) in [(HERE, 2), (THERE, 2), (HERE, 1), (THERE, 0)] {
        assert_eq!(office.lapsed(process, 2).await.len(), expected);
    }
}
