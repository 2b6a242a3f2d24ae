//! Each kind of broken promise is found.

use super::*;
use crate::{
    evidence::{Got, Kept},
    journal::Entry,
    watcher::Held,
};

/// A customer who wrote once and was answered twice, and a client that heard of it.
struct Stage {
    wrote: Vec<Wrote>,
    replied: Vec<Replied>,
    evidence: Evidence,
}

const CUSTOMER: &str = "1555";

impl Stage {
    fn new() -> Self {
        let entries = [
            ("messagePosted", "m-in", "delivered"),
            ("messagePosted", "m-1", "queued"),
            ("messagePosted", "m-2", "queued"),
            ("messageStatusChanged", "m-1", "sent"),
            ("messageStatusChanged", "m-1", "read"),
            ("messageStatusChanged", "m-2", "read"),
        ];
        let journal: Vec<Entry> = entries.into_iter().zip(1..).map(|(told, seq)| entry(told, seq)).collect();
        let held = Held { journal: journal.clone(), complaints: Vec::new() };
        Self {
            wrote: vec![wrote("in")],
            replied: vec![replied(1), replied(2)],
            evidence: Evidence {
                conversations: vec![CUSTOMER.to_owned()],
                messages: vec![kept_inbound("in", 1), kept_reply(1, 2), kept_reply(2, 3)],
                raw: vec!["a text of this shop".to_owned()],
                phones: vec![got(1), got(2)],
                clients: vec![("the client".to_owned(), held)],
                journal,
            },
        }
    }

    fn findings(&self) -> Vec<Violation> {
        let Self { wrote, replied, evidence } = self;
        check(&Case { wrote, replied, foreign: "the other shop", evidence })
    }

    /// Asserts that exactly one promise is broken: this one.
    #[track_caller]
    fn finds(&self, kind: Kind, words: &str) {
        let findings = self.findings();
        let [one] = findings.as_slice() else { panic!("{findings:?}") };
        assert!(one.kind == kind && one.what.contains(words), "{one}");
    }
}

fn entry((kind, subject, status): (&str, &str, &str), seq: i64) -> Entry {
    let (kind, subject, status) = (kind.to_owned(), subject.to_owned(), status.to_owned());
    Entry { seq, previous: seq - 1, kind, subject, status }
}

fn wrote(id: &str) -> Wrote {
    let (id, customer, text) = (id.to_owned(), CUSTOMER.to_owned(), format!("text {id}"));
    Wrote { shop: 0, id, customer, text, call: "the call".to_owned() }
}

fn replied(number: u64) -> Replied {
    let (customer, text, message_id) = (CUSTOMER.to_owned(), format!("reply {number}"), format!("m-{number}"));
    Replied { shop: 0, customer, number, text, message_id }
}

fn kept_inbound(id: &str, position: i64) -> Kept {
    Kept {
        id: format!("m-{id}"),
        customer: CUSTOMER.to_owned(),
        position,
        is_from_customer: true,
        content: format!("text {id}"),
        external_id: Some(id.to_owned()),
        status: "delivered".to_owned(),
        has_error: false,
    }
}

fn kept_reply(number: u64, position: i64) -> Kept {
    Kept {
        id: format!("m-{number}"),
        customer: CUSTOMER.to_owned(),
        position,
        content: format!("reply {number}"),
        status: "read".to_owned(),
        ..Kept::default()
    }
}

fn got(number: u64) -> Got {
    Got { customer: CUSTOMER.to_owned(), text: format!("reply {number}"), status: "read".to_owned() }
}

#[test]
fn what_is_as_promised_is_no_violation() {
    assert_eq!(Stage::new().findings(), []);
}

#[test]
fn a_message_that_is_not_there_is_lost() {
    let mut stage = Stage::new();
    stage.wrote.push(wrote("another"));
    stage.finds(Kind::Lost, "text another");
}

#[test]
fn a_message_that_is_there_twice_is_doubled() {
    let mut stage = Stage::new();
    let again = stage.evidence.messages[0].clone();
    stage.evidence.messages.push(Kept { id: "m-again".to_owned(), position: 4, ..again });
    let findings = stage.findings();
    assert!(findings.iter().any(|it| it.kind == Kind::Doubled && it.what.contains("is there 2 times")), "{findings:?}");
}

#[test]
fn a_customer_with_two_conversations_is_doubled() {
    let mut stage = Stage::new();
    stage.evidence.conversations.push(CUSTOMER.to_owned());
    stage.finds(Kind::Doubled, "has 2 conversations");
}

#[test]
fn what_was_said_later_in_a_call_must_not_stand_before() {
    let mut stage = Stage::new();
    stage.wrote.push(wrote("later"));
    stage.evidence.messages.push(kept_inbound("later", 0));
    let findings = stage.findings();
    assert!(findings.iter().any(|it| it.kind == Kind::Reordered), "{findings:?}");
}

#[test]
fn a_reply_that_is_sent_and_not_at_the_customer_is_lost() {
    let mut stage = Stage::new();
    stage.evidence.phones.pop();
    stage.finds(Kind::Lost, "not at the customer");
}

#[test]
fn a_reply_that_says_that_it_was_not_sent_is_not_lost() {
    let mut stage = Stage::new();
    stage.evidence.phones.pop();
    let message = &mut stage.evidence.messages[2];
    (message.status, message.has_error) = ("queued".to_owned(), true);
    assert_eq!(stage.findings(), []);
    assert_eq!(unsettled(&stage.evidence), 1);
}

#[test]
fn a_reply_that_waits_in_silence_is_lost() {
    let mut stage = Stage::new();
    stage.evidence.phones.pop();
    "queued".clone_into(&mut stage.evidence.messages[2].status);
    stage.finds(Kind::Lost, "is queued and not at the customer");
}

#[test]
fn a_reply_that_came_twice_is_doubled() {
    let mut stage = Stage::new();
    stage.evidence.phones.push(got(2));
    stage.finds(Kind::Doubled, "at the customer 2 times");
}

#[test]
fn replies_that_came_in_another_order_are_reordered() {
    let mut stage = Stage::new();
    stage.evidence.phones.swap(0, 1);
    stage.finds(Kind::Reordered, "reply 1 after reply 2");
}

#[test]
fn a_status_that_is_not_the_phone_s_is_wrong() {
    let mut stage = Stage::new();
    "delivered".clone_into(&mut stage.evidence.phones[0].status);
    stage.finds(Kind::Wrong, "is read and at the customer delivered");
}

#[test]
fn what_nobody_said_is_wrong() {
    let mut stage = Stage::new();
    stage.replied.pop();
    let findings = stage.findings();
    assert!(findings.iter().all(|it| it.kind == Kind::Wrong && it.what.contains("nobody")), "{findings:?}");
    assert_eq!(findings.len(), 2);
}

#[test]
fn a_gap_in_the_journal_is_wrong() {
    let mut stage = Stage::new();
    stage.evidence.journal[5].seq = 7;
    stage.evidence.clients.clear();
    stage.finds(Kind::Wrong, "the journal has 7 in place 6");
}

#[test]
fn a_status_that_goes_back_is_wrong() {
    let mut stage = Stage::new();
    stage.evidence.journal.swap(3, 4);
    for (entry, seq) in stage.evidence.journal.iter_mut().zip(1..) {
        entry.seq = seq;
    }
    stage.evidence.clients.clear();
    stage.finds(Kind::Wrong, "went from read to sent");
}

#[test]
fn a_client_without_the_end_of_the_journal_has_lost_it() {
    let mut stage = Stage::new();
    stage.evidence.clients[0].1.journal.pop();
    stage.finds(Kind::Lost, "holds 5 of 6 events");
}

#[test]
fn a_client_with_another_journal_is_wrong() {
    let mut stage = Stage::new();
    "failed".clone_into(&mut stage.evidence.clients[0].1.journal[4].status);
    stage.finds(Kind::Wrong, "the client holds");
}

#[test]
fn a_client_that_complains_is_heard() {
    let mut stage = Stage::new();
    stage.evidence.clients[0].1.complaints.push("heard something of the other shop".to_owned());
    stage.finds(Kind::Mixed, "the client heard something");
}

#[test]
fn what_belongs_to_the_other_shop_is_mixed() {
    let mut stage = Stage::new();
    stage.evidence.raw.push("a text of the other shop".to_owned());
    stage.finds(Kind::Mixed, "a text of the other shop");
}
