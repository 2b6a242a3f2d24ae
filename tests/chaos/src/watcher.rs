//! A client as it ought to be: it joins, catches up, listens, and comes back whenever it is sent away.

use crate::{chronicle::Chronicle, journal::Entry};
use e2e::{NpmClient, Seen};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// How long an answer is waited for while catching up.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// How long a client waits before it asks again, or connects again after it was sent away.
const PAUSE: Duration = Duration::from_millis(100);
const ROOMS: [&str; 2] = ["joinInbox", "joinWhatsAppGeneral"];

/// A socket that holds its shop's journal.
#[derive(Debug)]
pub(crate) struct Watcher {
    /// Says in complaints who complains.
    pub(crate) name: String,
    client: Arc<NpmClient>,
    /// What stands in everything of another shop.
    foreign: String,
    held: Mutex<Held>,
    chronicle: Arc<Chronicle>,
}

/// What a client has, and what it has to complain of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    /// The journal from its first event on.
    pub(crate) journal: Vec<Entry>,
    pub(crate) complaints: Vec<String>,
}

/// What somebody asks with over a watcher's socket.
#[derive(Clone, Debug)]
pub(crate) struct Voice(Arc<NpmClient>);

/// The state of the connection.
#[derive(Debug, Default)]
struct Session {
    is_connected: bool,
    is_behind: bool,
    /// Since when the client is without the journal's end.
    away_since: Option<Instant>,
    /// The last position heard in this connection, by stream of events.
    heard: BTreeMap<&'static str, i64>,
}

impl Voice {
    /// Emits an event; nothing when no answer came.
    pub(crate) async fn ask(&self, limit: Duration, event: &str, order: Value) -> Option<Value> {
        self.0.ask_within(limit, event, [order]).await
    }
}

impl Watcher {
    pub(crate) fn new(name: String, client: NpmClient, foreign: String, chronicle: Arc<Chronicle>) -> Self {
        Self { name, client: Arc::new(client), foreign, held: Mutex::default(), chronicle }
    }

    pub(crate) fn client(&self) -> &NpmClient {
        &self.client
    }

    pub(crate) fn voice(&self) -> Voice {
        Voice(Arc::clone(&self.client))
    }

    pub(crate) fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().expect("no holder of the lock panics")
    }

    /// The position up to which it has everything.
    pub(crate) fn last(&self) -> i64 {
        i64::try_from(self.held().journal.len()).expect("a journal fits into memory")
    }

    /// Follows the journal until it is dropped.
    pub(crate) async fn run(&self) {
        let mut session = Session::default();
        loop {
            if session.is_connected && session.is_behind && self.catch_up().await {
                session.is_behind = false;
                if let Some(from) = session.away_since.take() {
                    self.chronicle.over(&self.name, from);
                }
            }
            tokio::select! {
                biased;
                seen = self.client.next(|seen| !matches!(seen, Seen::Ack { .. })) => self.hear(&mut session, seen).await,
                () = sleep(PAUSE), if session.is_connected && session.is_behind => {}
            }
        }
    }

    async fn hear(&self, session: &mut Session, seen: Seen) {
        match seen {
            Seen::Connect { .. } => {
                session.is_connected = true;
                session.is_behind = true;
                session.heard.clear();
            }
            Seen::Disconnect { will_retry, .. } => {
                session.is_connected = false;
                session.away_since.get_or_insert_with(Instant::now);
                self.come_back(will_retry).await;
            }
            Seen::ConnectError { will_retry, .. } => self.come_back(will_retry).await,
            Seen::Event { event, args, .. } => self.hear_event(session, &event, args.first().unwrap_or(&Value::Null)),
            Seen::Problem { message } => self.complain(format!("the client itself failed: {message}")),
            Seen::Ack { .. }
            | Seen::Transport { .. }
            | Seen::Ping
            | Seen::ReconnectAttempt { .. }
            | Seen::ReconnectFailed => {}
        }
    }

    /// The client tries again by itself, except when the server has sent it away.
    async fn come_back(&self, will_retry: bool) {
        if !will_retry {
            sleep(PAUSE).await;
            self.client.reconnect().await;
        }
    }

    fn hear_event(&self, session: &mut Session, event: &str, payload: &Value) {
        if payload.to_string().contains(&self.foreign) {
            self.complain(format!("heard something of {}: {event}", self.foreign));
        }
        match event {
            "whatsappMessage" => self.comes_once(session, "whatsappMessage", payload["seq"].as_i64()),
            "whatsappMessageStatus" => self.comes_once(session, "whatsappMessageStatus", payload["seq"].as_i64()),
            "resync" => self.complain("was told to load everything anew".to_owned()),
            _ => {
                let Some(entry) = Entry::of_inbox(event, payload) else { return };
                self.comes_once(session, "the inbox", Some(entry.seq));
                if !session.is_behind && !self.apply(entry) {
                    self.complain(format!("missed something before {payload}"));
                    session.is_behind = true;
                }
            }
        }
    }

    /// In one connection, each stream of events goes up.
    fn comes_once(&self, session: &mut Session, stream: &'static str, seq: Option<i64>) {
        let Some(seq) = seq else { return self.complain(format!("heard an event of {stream} without its place")) };
        if let Some(last) = session.heard.insert(stream, seq)
            && last >= seq
        {
            self.complain(format!("heard {seq} of {stream} after {last}"));
        }
    }

    /// Joins the rooms and reads what was missed; whether it has everything.
    async fn catch_up(&self) -> bool {
        for room in ROOMS {
            let answer = self.client.ask_within(ANSWER_MAX, room, []).await;
            if answer.as_ref().is_none_or(|answer| answer["ok"] != true) {
                self.tell_failure(room, answer);
                return false;
            }
        }
        loop {
            let after = self.last();
            let answer = self.client.ask_within(ANSWER_MAX, "sync", [json!({ "after": after })]).await;
            let page = match answer {
                Some(page) if page["ok"] == true => page,
                other => {
                    self.tell_failure("sync", other);
                    return false;
                }
            };
            for event in page["events"].as_array().into_iter().flatten() {
                let applied = Entry::of_journal(event).is_some_and(|entry| self.apply(entry));
                if !applied {
                    self.complain(format!("got {event} when it asked for what comes after {after}"));
                    return false;
                }
            }
            if page["more"] == false {
                return true;
            }
        }
    }

    fn tell_failure(&self, event: &str, answer: Option<Value>) {
        let answer = answer.map_or("no answer".to_owned(), |answer| answer.to_string());
        self.chronicle.tell(format_args!("{} got for {event}: {answer}", self.name));
    }

    /// Adds what comes next. What it has already must be the same; false if something is missing in between.
    fn apply(&self, entry: Entry) -> bool {
        let mut held = self.held();
        let count = held.journal.len();
        let place = usize::try_from(entry.seq - 1).unwrap_or(usize::MAX);
        if place == count {
            held.journal.push(entry);
        } else if let Some(known) = held.journal.get(place).filter(|known| **known != entry) {
            let complaint = format!("was told {entry:?} where it had {known:?}");
            held.complaints.push(complaint);
        }
        place <= count
    }

    fn complain(&self, complaint: String) {
        self.held().complaints.push(complaint);
    }
}
