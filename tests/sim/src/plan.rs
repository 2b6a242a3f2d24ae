//! What a seed asks for.

use crate::{dice::Dice, trouble::Trouble};
use chat_core::{Pace, Quota};
use std::time::Duration;

/// The sizes and the troubles of a run. Every seed leaves out some kinds of trouble altogether, so that rare ones are met
/// alone as well as together.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) tenants: usize,
    pub(crate) processes: usize,
    /// How many customers each tenant has.
    pub(crate) customers: usize,
    /// How many agents each tenant has.
    pub(crate) agents: usize,
    /// How many browsers each tenant has open.
    pub(crate) browsers: usize,
    /// How many messages each customer writes.
    pub(crate) letters: u64,
    /// How many things each agent does.
    pub(crate) deeds: u64,
    /// How long there is trouble.
    pub(crate) trouble_lasts: Duration,
    /// How often processes are killed or stopped.
    pub(crate) ends: u64,
    /// How often processes stand still.
    pub(crate) freezes: u64,
    /// Whether processes hear each other's signals.
    pub(crate) shares_signals: bool,
    /// How often the store is away.
    pub(crate) outages: u64,
    /// How far the processes' clocks are wrong at most.
    pub(crate) skew_ms: u64,
    /// How many items a webhook call has at most.
    pub(crate) batch_max: usize,
    /// How many events a socket may be behind.
    pub(crate) queue_max: usize,
    /// Whether all accounts sign with the same secret, as those of one app do.
    pub(crate) has_one_app: bool,
    /// Whether statuses name the delivery that they are about.
    pub(crate) names_deliveries: bool,
    /// How fast the provider may be sent to.
    pub(crate) pace: Pace,
    /// How long nobody has to know whether a message was taken before the team is asked.
    pub(crate) unsettled_after: Duration,
    odds: Vec<u32>,
}

impl Plan {
    /// How far the processes' clocks are wrong at most.
    const SKEW_MS_MAX: u64 = 300;

    pub(crate) fn drawn(dice: &Dice) -> Self {
        let few = |max: u64| usize::try_from(dice.between(1..=max)).expect("it is a small number");
        let burst = || u32::try_from(dice.between(1..=4)).expect("it is a small number");
        let odds = Trouble::ALL.iter().map(|trouble| match dice.happens(500) {
            true => u32::try_from(dice.between(0..=u64::from(trouble.odds_max()))).expect("it is at most a thousand"),
            false => 0,
        });
        Self {
            odds: odds.collect(),
            tenants: few(3),
            processes: few(2),
            customers: few(3),
            agents: few(2),
            browsers: few(2),
            letters: dice.between(1..=6),
            deeds: dice.between(3..=16),
            trouble_lasts: dice.millis(5_000..=30_000),
            ends: if dice.happens(600) { dice.between(1..=6) } else { 0 },
            freezes: if dice.happens(300) { dice.between(1..=2) } else { 0 },
            shares_signals: dice.happens(700),
            outages: if dice.happens(300) { dice.between(1..=3) } else { 0 },
            skew_ms: if dice.happens(500) { dice.between(0..=Self::SKEW_MS_MAX) } else { 0 },
            batch_max: if dice.happens(500) { few(8) } else { 1 },
            queue_max: if dice.happens(300) { few(8) } else { 256 },
            has_one_app: dice.happens(300),
            names_deliveries: dice.happens(700),
            pace: Pace {
                account: dice.happens(300).then(|| Quota::per_second(burst())),
                recipient: dice.happens(300).then(|| Quota::new(burst(), dice.millis(500..=4_000))),
            },
            unsettled_after: dice.millis(2_000..=60_000),
        }
    }

    /// How many times in a thousand something goes wrong.
    pub(crate) fn odds(&self, trouble: Trouble) -> u32 {
        self.odds[trouble as usize]
    }
}
