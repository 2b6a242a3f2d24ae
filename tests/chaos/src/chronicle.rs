//! What happened when, and how long sockets were away.

use std::{
    fmt::{self, Write},
    sync::{Mutex, MutexGuard},
    time::Duration,
};
use tokio::time::Instant;

/// When processes were killed, when each socket was without the journal, and what else is worth to be told.
#[derive(Debug)]
pub(crate) struct Chronicle {
    start: Instant,
    kills: Mutex<Vec<Instant>>,
    away: Mutex<Vec<(Instant, Instant)>>,
    told: Mutex<String>,
}

impl Default for Chronicle {
    fn default() -> Self {
        let start = Instant::now();
        Self { start, kills: Mutex::default(), away: Mutex::default(), told: Mutex::default() }
    }
}

impl Chronicle {
    pub(crate) fn killed(&self, process: usize) {
        lock(&self.kills).push(Instant::now());
        self.tell(format_args!("process {process} is killed"));
    }

    /// A socket lost its connection at `from` and has everything again now.
    pub(crate) fn over(&self, who: &str, from: Instant) {
        lock(&self.away).push((from, Instant::now()));
        self.tell(format_args!(
            "{who} has everything again, {:.2} s after it was cut off",
            from.elapsed().as_secs_f64()
        ));
    }

    /// Takes down what happens now.
    pub(crate) fn tell(&self, what: fmt::Arguments<'_>) {
        let second = self.start.elapsed().as_secs_f64();
        writeln!(lock(&self.told), "{second:9.3} {what}").expect("a string takes all text");
    }

    /// Everything that was told, a line each.
    pub(crate) fn told(&self) -> String {
        lock(&self.told).clone()
    }

    /// For each kill that made sockets lose their connections, how long it took until the last of them had everything.
    pub(crate) fn until_synced(&self) -> Vec<Duration> {
        until_synced(&lock(&self.kills), &lock(&self.away))
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().expect("no holder of the lock panics")
}

fn until_synced(kills: &[Instant], away: &[(Instant, Instant)]) -> Vec<Duration> {
    let mut last = vec![None; kills.len()];
    for (from, until) in away {
        let Some(kill) = kills.iter().rposition(|kill| kill <= from) else { continue };
        last[kill] = last[kill].max(Some(*until - kills[kill]));
    }
    let mut durations: Vec<_> = last.into_iter().flatten().collect();
    durations.sort();
    durations
}

/// The value below which this part of the sorted values lies.
pub(crate) fn percentile(sorted: &[Duration], part: f64) -> Option<Duration> {
    let last = sorted.len().checked_sub(1)?;
    Some(sorted[(last as f64 * part).round() as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_socket_of_a_kill_counts() {
        let start = Instant::now();
        let at = |second| start + Duration::from_secs(second);
        let kills = [at(10), at(20), at(30)];
        let away = [(at(10), at(12)), (at(10), at(15)), (at(31), at(32)), (at(5), at(6))];

        assert_eq!(until_synced(&kills, &away), [Duration::from_secs(2), Duration::from_secs(5)]);
    }

    #[test]
    fn percentiles_are_of_what_is_there() {
        let seconds: Vec<_> = (0..=100).map(Duration::from_secs).collect();

        assert_eq!(percentile(&seconds, 0.5), Some(Duration::from_secs(50)));
        assert_eq!(percentile(&seconds, 0.99), Some(Duration::from_secs(99)));
        assert_eq!(percentile(&seconds[..1], 0.99), Some(Duration::ZERO));
        assert_eq!(percentile(&[], 0.5), None);
    }
}
