//! Receipts that come before anybody knows their message.

use crate::paper::{Office, external};
use chat_core::{Draft, Inbox, Message, MessageStatus, Outcome, ReceivedCallState, Timestamp};
use std::{sync::Arc, time::Duration};

const AT: i64 = 1_760_000_000_000;

impl Office {
    /// An office with a reply that waits to be sent, and will be called `out-1`.
    async fn with_reply() -> Self {
        let office = Self::open().await;
        office.customer_writes("in-1", "15550001", "hello").await;
        office.paper.answer([Outcome::Done(Some(external("out-1")))]);
        office.desk.reply(office.conversation().await.id, &Draft::text("hi")).await.unwrap();
        office
    }

    async fn reply_now(&self) -> Message {
        self.messages().await.remove(1)
    }

    /// How many kept items wait, due or not.
    async fn waiting(&self) -> usize {
        self.store
            .due_calls(ReceivedCallState::Waiting, Timestamp::from_millis(Timestamp::MAX_MILLIS), 100)
            .await
            .unwrap()
            .len()
    }
}

#[tokio::test]
async fn receipts_that_come_before_the_providers_answer_count_as_soon_as_it_is_there() {
    let office = Office::with_reply().await;
    for (status, after) in [(MessageStatus::Read, 2), (MessageStatus::Sent, 0), (MessageStatus::Delivered, 1)] {
        office.call(vec![office.receipt("out-1", status, AT + after, None)]).await.unwrap();
    }
    assert_eq!((office.reply_now().await.status, office.waiting().await), (MessageStatus::Queued, 3));

    office.chat.deliver_once().await.unwrap();
    let reply = office.reply_now().await;
    let moments = [reply.delivered_at, reply.read_at].map(|at| at.map(Timestamp::millis));
    assert_eq!((reply.status, moments), (MessageStatus::Read, [Some(AT + 1), Some(AT + 2)]));
    assert_eq!(office.waiting().await, 0, "nothing is left to try");
    office.clock.advance(Duration::from_secs(24 * 3600));
    assert_eq!(office.chat.retry_calls_once().await.unwrap(), 0);
}

#[tokio::test]
async fn receipts_that_come_before_another_processs_send_count_as_soon_as_it_is_recorded() {
    let office = Office::with_reply().await;
    office.call(vec![office.receipt("out-1", MessageStatus::Delivered, AT, None)]).await.unwrap();
    office.another_process().deliver_once().await.unwrap();
    assert_eq!((office.reply_now().await.status, office.waiting().await), (MessageStatus::Delivered, 0));
}

#[tokio::test]
async fn a_receipt_that_hands_our_reference_back_lets_those_count_that_came_without_it() {
    let office = Office::with_reply().await;
    office.paper.answers.lock().unwrap().clear();
    office.paper.answer([Outcome::Ambiguous(chat_core::Fault::new("timeout", "no answer came back"))]);
    office.chat.deliver_once().await.unwrap();
    office.call(vec![office.receipt("out-1", MessageStatus::Read, AT, None)]).await.unwrap();
    assert_eq!((office.reply_now().await.status, office.waiting().await), (MessageStatus::Queued, 1));

    let reference = Some(office.paper.last_reference());
    office.call(vec![office.receipt("out-1", MessageStatus::Sent, AT, reference)]).await.unwrap();
    assert_eq!((office.reply_now().await.status, office.waiting().await), (MessageStatus::Read, 0));
}

#[tokio::test]
async fn receipts_for_a_message_that_is_not_ours_wait_and_are_given_up() {
    let office = Office::with_reply().await;
    office.call(vec![office.receipt("somebody-elses", MessageStatus::Read, AT, None)]).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    assert_eq!((office.reply_now().await.status, office.waiting().await), (MessageStatus::Sent, 1));
    for _ in 0..12 {
        office.clock.advance(Duration::from_secs(4 * 3600));
        assert_eq!(office.chat.retry_calls_once().await.unwrap(), 0);
    }
    assert_eq!(office.waiting().await, 0);
}

/// While one side looks for the message and keeps the receipt, the other records the message and looks for receipts: whoever is
/// later finds the other's, in whatever order their steps fall.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_and_an_answer_that_come_at_the_same_moment_never_miss_each_other() {
    for round in 0..200 {
        let office = Arc::new(Office::with_reply().await);
        let receipt = office.receipt("out-1", MessageStatus::Delivered, AT, None);
        let (sender, teller) = (office.clone(), office.clone());
        let sent = tokio::spawn(async move { sender.chat.deliver_once().await.unwrap() });
        let told = tokio::spawn(async move { teller.call(vec![receipt]).await.unwrap() });
        sent.await.unwrap();
        told.await.unwrap();
        let now = (office.reply_now().await.status, office.waiting().await);
        assert_eq!(now, (MessageStatus::Delivered, 0), "in round {round}");
    }
}
