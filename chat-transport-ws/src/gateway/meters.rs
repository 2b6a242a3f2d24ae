//! What the gateway counts, and what it tells of its engine.

use super::wire::{self, Failure};
use crate::engine::{Engine, Reason, Refusal, RoomSizes, Stats};
use chat_core::Stop;
use metrics::{Counter, Gauge, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use std::time::Duration;

const SOCKETS: &str = "chat_sockets";
const CLOSED: &str = "chat_sockets_closed_total";
const ROOMS: &str = "chat_rooms";
const SIGN_INS: &str = "chat_socket_sign_ins_total";
const EVENTS: &str = "chat_socket_events_total";
const SECONDS: &str = "chat_socket_event_seconds";

/// The figures of one gateway. The engine counts by itself; what it has counted is told here once a second.
#[derive(Debug)]
pub(crate) struct Meters {
    polling: Gauge,
    websockets: Gauge,
    waiting: Gauge,
    opened: Counter,
    upgraded: Counter,
    turned_away: Counter,
    emissions: Counter,
    flush: Gauge,
    rooms: [Gauge; RoomSizes::UP_TO.len()],
    syncs: Counter,
    synced_events: Counter,
    resyncs: Counter,
}

impl Default for Meters {
    fn default() -> Self {
        describe();
        for reason in Reason::ALL {
            counter!(CLOSED, "reason" => label_of(reason)).absolute(0);
        }
        counter!(SIGN_INS, "outcome" => "welcomed").absolute(0);
        counter!(EVENTS, "event" => "unknown", "outcome" => "unknown_event").absolute(0);
        let _ = histogram!(SECONDS, "event" => "unknown");
        Self {
            polling: gauge!(SOCKETS, "transport" => "polling"),
            websockets: gauge!(SOCKETS, "transport" => "websocket"),
            waiting: gauge!("chat_sockets_waiting"),
            opened: counter!("chat_sockets_opened_total"),
            upgraded: counter!("chat_sockets_upgraded_total"),
            turned_away: counter!("chat_sockets_turned_away_total"),
            emissions: counter!("chat_emissions_total"),
            flush: gauge!("chat_socket_flush_max_seconds"),
            rooms: RoomSizes::UP_TO.map(|up_to| gauge!(ROOMS, "members_up_to" => up_to_text(up_to))),
            syncs: counter!("chat_syncs_total"),
            synced_events: counter!("chat_sync_events_total"),
            resyncs: counter!("chat_resyncs_total"),
        }
    }
}

fn describe() {
    describe_gauge!(SOCKETS, "Connections, by transport");
    describe_gauge!("chat_sockets_waiting", "Connections with something queued that is about to be written");
    describe_counter!("chat_sockets_opened_total", "Connections that were opened");
    describe_counter!("chat_sockets_upgraded_total", "Connections that moved from polling to WebSocket");
    describe_counter!("chat_sockets_turned_away_total", "Connections turned away: too many, or the server stops");
    describe_counter!(CLOSED, "Connections that ended, by reason");
    describe_counter!("chat_emissions_total", "Frames that were queued, each counted for every socket it is meant for");
    describe_gauge!("chat_socket_flush_max_seconds", "The longest round of writing to sockets in the last second");
    describe_gauge!(ROOMS, "Rooms, by size: those with more members than the class before has");
    describe_counter!(SIGN_INS, "Sockets that asked to be let in, by outcome");
    describe_counter!(EVENTS, "Events of clients, by event and outcome");
    describe_histogram!(SECONDS, "How long an event of a client took to be answered, by event");
    describe_counter!("chat_syncs_total", "Pages of the journal that were given to sockets which catch up");
    describe_counter!("chat_sync_events_total", "Events in those pages");
    describe_counter!("chat_resyncs_total", "Sockets that were told to load everything anew");
}

impl Meters {
    /// How often the engine is asked.
    const LOOK: Duration = Duration::from_secs(1);
    /// After how many looks the rooms are counted, all of which have to be looked at for it.
    const LOOKS_PER_COUNT_OF_ROOMS: u32 = 10;

    /// Tells what the engine counts, until `stop`.
    pub(crate) async fn run(&self, engine: &Engine, stop: &Stop) {
        let mut last = engine.stats();
        let mut looks = 0_u32;
        while !stop.is_stopped() {
            if looks.is_multiple_of(Self::LOOKS_PER_COUNT_OF_ROOMS) {
                self.tell_rooms(engine.room_sizes());
            }
            looks = looks.wrapping_add(1);
            let stats = engine.stats();
            self.tell(&stats, &last);
            last = stats;
            tokio::select! {
                () = stop.stopped() => {}
                () = tokio::time::sleep(Self::LOOK) => {}
            }
        }
    }

    fn tell(&self, stats: &Stats, last: &Stats) {
        // No engine has so many of anything that a float could not tell it.
        self.polling.set(stats.polling as f64);
        self.websockets.set(stats.websockets as f64);
        self.waiting.set(stats.waiting as f64);
        self.opened.increment(stats.opened - last.opened);
        self.upgraded.increment(stats.upgraded - last.upgraded);
        self.turned_away.increment(stats.turned_away - last.turned_away);
        self.emissions.increment(stats.emitted - last.emitted);
        self.flush.set(stats.longest_flush.as_secs_f64());
        for ((reason, count), (_, before)) in stats.closed.iter().zip(&last.closed) {
            if count > before {
                counter!(CLOSED, "reason" => label_of(*reason)).increment(count - before);
            }
        }
    }

    fn tell_rooms(&self, sizes: RoomSizes) {
        for (gauge, count) in self.rooms.iter().zip(sizes.0) {
            gauge.set(count as f64);
        }
    }

    /// A socket was let in, or refused.
    pub(crate) fn signed_in(&self, refused: Option<&Refusal>) {
        let code = refused.map(wire::code_of);
        counter!(SIGN_INS, "outcome" => code.unwrap_or("welcomed")).increment(1);
    }

    /// An event was answered after so long.
    pub(crate) fn answered(&self, event: &str, failure: Option<&Failure>, took: Duration) {
        let (event, outcome) = (wire::counted(event), failure.map_or("ok", |failure| failure.code.as_str()));
        counter!(EVENTS, "event" => event, "outcome" => outcome).increment(1);
        histogram!(SECONDS, "event" => event).record(took);
    }

    /// A page of the journal with so many events was given.
    pub(crate) fn synced(&self, events: usize) {
        self.syncs.increment(1);
        self.synced_events.increment(events as u64);
    }

    /// Somebody was told to load everything anew.
    pub(crate) fn resynced(&self) {
        self.resyncs.increment(1);
    }
}

fn label_of(reason: Reason) -> String {
    reason.as_str().replace(' ', "_")
}

fn up_to_text(members: usize) -> String {
    if members == usize::MAX { "more".to_owned() } else { members.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::wire::Code;
    use metrics_util::debugging::{DebugValue, DebuggingRecorder};
    use std::collections::BTreeMap;

    fn figures(recorder: &DebuggingRecorder) -> BTreeMap<String, f64> {
        let figures = recorder.snapshotter().snapshot().into_vec().into_iter().map(|(key, _, _, value)| {
            let labels: Vec<_> = key.key().labels().map(|label| label.value().to_owned()).collect();
            let value = match value {
                DebugValue::Counter(count) => count as f64,
                DebugValue::Gauge(value) => value.0,
                DebugValue::Histogram(values) => values.len() as f64,
            };
            (format!("{} {}", key.key().name(), labels.join(" ")).trim().to_owned(), value)
        });
        figures.collect()
    }

    fn stats(scale: u64) -> Stats {
        Stats {
            polling: 1,
            websockets: 7,
            waiting: 3,
            opened: 8 * scale,
            upgraded: 7 * scale,
            turned_away: scale,
            emitted: 100 * scale,
            closed: Reason::ALL.map(|reason| (reason, if reason == Reason::QueueFull { 2 * scale } else { 0 })),
            longest_flush: Duration::from_millis(5),
        }
    }

    #[test]
    fn what_the_engine_has_counted_since_the_last_look_is_added() {
        let recorder = DebuggingRecorder::new();
        metrics::with_local_recorder(&recorder, || {
            let meters = Meters::default();
            let before = figures(&recorder);
            assert_eq!(before["chat_sockets_closed_total reader_stalled"], 0.0);
            meters.tell(&stats(3), &stats(2));
            let mut sizes = RoomSizes::default();
            [1, 1, 2, 10, 11, 5_000_000].into_iter().for_each(|members| sizes.add(members));
            meters.tell_rooms(sizes);
        });
        let now = figures(&recorder);
        for (name, value) in [
            ("chat_sockets polling", 1.0),
            ("chat_sockets websocket", 7.0),
            ("chat_sockets_waiting", 3.0),
            ("chat_sockets_opened_total", 8.0),
            ("chat_sockets_upgraded_total", 7.0),
            ("chat_sockets_turned_away_total", 1.0),
            ("chat_emissions_total", 100.0),
            ("chat_sockets_closed_total queue_full", 2.0),
            ("chat_sockets_closed_total reader_stalled", 0.0),
            ("chat_socket_flush_max_seconds", 0.005),
            ("chat_rooms 1", 2.0),
            ("chat_rooms 10", 2.0),
            ("chat_rooms 100", 1.0),
            ("chat_rooms 1000", 0.0),
            ("chat_rooms more", 1.0),
        ] {
            assert_eq!(now.get(name), Some(&value), "{name}");
        }
    }

    #[test]
    fn what_clients_ask_for_is_counted_by_how_it_ended() {
        let recorder = DebuggingRecorder::new();
        metrics::with_local_recorder(&recorder, || {
            let meters = Meters::default();
            meters.answered("sync", None, Duration::from_millis(1));
            meters.answered("made up", Some(&Failure::new(Code::UnknownEvent, "")), Duration::ZERO);
            meters.signed_in(None);
            meters.signed_in(Some(&wire::refusal(Code::Expired, "")));
            meters.synced(40);
            meters.resynced();
        });
        let now = figures(&recorder);
        for (name, value) in [
            ("chat_socket_events_total sync ok", 1.0),
            ("chat_socket_events_total unknown unknown_event", 1.0),
            ("chat_socket_event_seconds sync", 1.0),
            ("chat_socket_sign_ins_total welcomed", 1.0),
            ("chat_socket_sign_ins_total expired", 1.0),
            ("chat_syncs_total", 1.0),
            ("chat_sync_events_total", 40.0),
            ("chat_resyncs_total", 1.0),
        ] {
            assert_eq!(now.get(name), Some(&value), "{name}");
        }
    }
}
