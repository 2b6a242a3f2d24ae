use crate::{
    check::{Kind, Violation},
    chronicle::percentile,
    plan::Plan,
    reaper::Deaths,
};
use std::{fmt::Write, time::Duration};

/// What happened while there was load.
#[derive(Debug)]
pub(crate) struct Stay {
    pub(crate) deaths: Deaths,
    /// How long there was load.
    pub(crate) lasted: Duration,
    /// For each kill that made sockets lose their connections, how long it took until all of them had everything, sorted.
    pub(crate) synced: Vec<Duration>,
    /// What happened when, a line each.
    pub(crate) chronicle: String,
}

/// What a run did and found.
#[derive(Debug)]
pub struct Report {
    plan: Plan,
    stay: Stay,
    /// How many messages of customers were answered with 200.
    pub(crate) wrote: usize,
    /// How many replies were answered with yes.
    pub(crate) replied: usize,
    /// How many events the journals have.
    pub(crate) events: usize,
    /// Of how many replies nobody knows whether they arrived, as can be seen.
    pub(crate) unsettled: usize,
    /// Everything that is not as it was promised.
    pub violations: Vec<Violation>,
}

impl Report {
    pub(crate) fn new(plan: Plan, stay: Stay) -> Self {
        Self { plan, stay, wrote: 0, replied: 0, events: 0, unsettled: 0, violations: Vec::new() }
    }

    /// How often a process was killed.
    #[must_use]
    pub fn kills(&self) -> u32 {
        self.stay.deaths.kills
    }

    /// What happened when, a line each.
    #[must_use]
    pub fn chronicle(&self) -> &str {
        &self.stay.chronicle
    }

    /// How many messages of customers and how many replies were promised to be kept.
    #[must_use]
    pub fn promised(&self) -> (usize, usize) {
        (self.wrote, self.replied)
    }

    fn count(&self, kind: Kind) -> usize {
        self.violations.iter().filter(|violation| violation.kind == kind).count()
    }
}

/// The runs as a table in Markdown.
#[must_use]
pub fn table(reports: &[Report]) -> String {
    const HEAD: [&str; 15] = [
        "run",
        "seed",
        "kills",
        "asked to stop",
        "PostgreSQL stopped",
        "Redis stopped",
        "minutes",
        "messages in",
        "replies out",
        "events",
        "lost",
        "doubled",
        "reordered",
        "unsettled",
        "synced after a kill, p50 / p99",
    ];
    let mut table = format!("| {} | other faults |\n|---|{}\n", HEAD.join(" | "), "---:|".repeat(HEAD.len()));
    for report in reports {
        let Report { plan, stay: Stay { deaths, lasted, synced, .. }, wrote, replied, events, unsettled, .. } = report;
        let minutes = lasted.as_secs_f64() / 60.0;
        let (lost, doubled, reordered) =
            (report.count(Kind::Lost), report.count(Kind::Doubled), report.count(Kind::Reordered));
        let others = report.count(Kind::Mixed) + report.count(Kind::Wrong);
        let (p50, p99) = (seconds(percentile(synced, 0.5)), seconds(percentile(synced, 0.99)));
        writeln!(
            table,
            "| {} | {} | {} | {} | {} | {} | {minutes:.1} | {wrote} | {replied} | {events} | {lost} | {doubled} | {reordered} \
             | {unsettled} | {p50} / {p99} | {others} |",
            plan.stores, plan.seed, deaths.kills, deaths.farewells, deaths.postgres, deaths.redis
        )
        .expect("a string takes all text");
    }
    table
}

fn seconds(duration: Option<Duration>) -> String {
    duration.map_or("–".to_owned(), |duration| format!("{:.2} s", duration.as_secs_f64()))
}
