//! A client that holds its shop's journal, whichever process it is connected to.

use super::INBOX;
use e2e::{NpmClient, Seen};
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};

/// How long an answer is waited for: the process may be gone in the midst of it.
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// A socket that joins the inbox and catches up whenever it is connected, and notes what it hears.
pub(super) struct Follower {
    client: NpmClient,
    /// What it holds, by place: the event's name in the inbox.
    held: BTreeMap<i64, String>,
    /// The last place that it heard since it was connected.
    last_heard: Option<i64>,
    is_behind: bool,
    /// How often it was connected.
    pub(super) connections: usize,
}

impl Follower {
    pub(super) async fn start(client: NpmClient) -> Self {
        let mut follower = Self { client, held: BTreeMap::new(), last_heard: None, is_behind: true, connections: 1 };
        follower.catch_up().await;
        follower
    }

    /// Up to where it holds everything.
    pub(super) fn head(&self) -> i64 {
        let contiguous = self.held.keys().zip(1..).take_while(|(seq, expected)| **seq == *expected);
        contiguous.count().try_into().expect("a journal fits into memory")
    }

    /// Follows the journal until it holds everything up to a place.
    pub(super) async fn until(&mut self, head: i64) {
        while self.head() < head {
            let seen = self.client.next(|seen| !matches!(seen, Seen::Ack { .. })).await;
            self.hear(seen).await;
        }
    }

    /// Follows the journal for as long as it is polled.
    pub(super) async fn run(&mut self) {
        loop {
            let seen = self.client.next(|seen| !matches!(seen, Seen::Ack { .. })).await;
            self.hear(seen).await;
        }
    }

    /// What it holds, in order.
    pub(super) fn names(&self) -> Vec<&str> {
        self.held.values().map(String::as_str).collect()
    }

    async fn hear(&mut self, seen: Seen) {
        match seen {
            Seen::Connect { .. } => {
                self.connections += 1;
                (self.last_heard, self.is_behind) = (None, true);
            }
            Seen::Disconnect { reason, will_retry } => assert!(will_retry, "it is sent away for good: {reason}"),
            Seen::Problem { message } => panic!("the client failed: {message}"),
            Seen::Event { event, args, .. } if INBOX.contains(&event.as_str()) => self.hold_live(&event, &args[0]),
            _ => {}
        }
        if self.is_behind {
            self.catch_up().await;
        }
    }

    /// What comes over one connection has no gap and comes once.
    fn hold_live(&mut self, event: &str, payload: &Value) {
        let seq = payload["seq"].as_i64().expect("an event of the inbox has its place");
        if let Some(last) = self.last_heard {
            assert_eq!(seq, last + 1, "{event} is out of order: {payload}");
        }
        self.last_heard = Some(seq);
        self.hold(seq, event);
    }

    fn hold(&mut self, seq: i64, event: &str) {
        let known = self.held.entry(seq).or_insert_with(|| event.to_owned());
        assert_eq!(known, event, "there are two events at {seq}");
    }

    async fn catch_up(&mut self) {
        let joined = self.client.ask_within(ANSWER_MAX, "joinInbox", []).await;
        if joined.is_none_or(|answer| answer["ok"] != true) {
            return;
        }
        loop {
            let after = self.head();
            let page = self.client.ask_within(ANSWER_MAX, "sync", [json!({ "after": after })]).await;
            let Some(page) = page.filter(|page| page["ok"] == true) else { return };
            for event in page["events"].as_array().expect("a list") {
                self.hold(event["seq"].as_i64().expect("a place"), name_of(event));
            }
            if page["more"] == false {
                self.is_behind = false;
                return;
            }
        }
    }
}

/// What an event of the journal is called in the inbox.
pub(super) fn name_of(event: &Value) -> &'static str {
    match event["type"].as_str() {
        Some("messagePosted") => "message",
        Some("messageStatusChanged") => "messageStatus",
        Some("conversationChanged") => "conversation",
        Some("accountChanged") => "account",
        other => panic!("there is no event of the type {other:?}"),
    }
}
