//! What is too fast for the provider waits here: no failure and no attempt.

use crate::paper::Office;
use chat_core::{Clock, Draft, Fault, Outcome, Pace, Quota};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

fn of_recipient(burst: u32) -> Pace {
    Pace { recipient: Some(Quota::new(burst, 6 * SECOND)), ..Pace::default() }
}

fn of_account(burst: u32) -> Pace {
    Pace { account: Some(Quota::new(burst, SECOND)), ..Pace::default() }
}

async fn office(pace: Pace) -> Office {
    let office = Office::open().await;
    *office.paper.pace.lock().unwrap() = pace;
    office.customer_writes("in-1", "15550001", "hello").await;
    office
}

/// Delivers what is due now; how many messages have gone out so far.
async fn sent(office: &Office) -> usize {
    office.chat.deliver_once().await.unwrap();
    office.paper.texts().len()
}

#[tokio::test]
async fn a_recipient_gets_a_burst_and_then_one_by_one_in_order() {
    let office = office(of_recipient(3)).await;
    let conversation = office.conversation().await;
    for n in 0..6 {
        office.desk.reply(conversation.id, &Draft::text(format!("{n}"))).await.unwrap();
    }
    assert_eq!(sent(&office).await, 3);
    for expected in 4..=6 {
        office.clock.advance(6 * SECOND - Duration::from_millis(1));
        assert_eq!(sent(&office).await, expected - 1, "a millisecond too early");
        office.clock.advance(Duration::from_millis(1));
        assert_eq!(sent(&office).await, expected);
    }
    assert_eq!(office.paper.texts(), ["0", "1", "2", "3", "4", "5"]);
    for message in office.messages().await.into_iter().skip(1) {
        let report = office.desk.deliveries(message.id).await.unwrap().remove(0);
        assert_eq!((report.attempts.len(), report.delivery.failures, report.delivery.waits), (1, 0, 0));
    }
}

#[tokio::test]
async fn other_recipients_go_on_and_so_does_reading() {
    let office = office(of_recipient(1)).await;
    let first = office.conversation().await;
    office.customer_writes("in-2", "15550002", "hello too").await;
    let other = office.conversations().await.into_iter().find(|it| it.id != first.id).unwrap();
    for text in ["one", "two"] {
        office.desk.reply(first.id, &Draft::text(text)).await.unwrap();
    }
    assert_eq!(sent(&office).await, 1);
    office.desk.reply(other.id, &Draft::text("three")).await.unwrap();
    assert_eq!(sent(&office).await, 2);
    assert_eq!(office.paper.texts(), ["one", "three"]);

    office.customer_writes("in-3", "15550002", "thanks").await;
    office.desk.mark_read(other.id).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    assert_eq!(*office.paper.read.lock().unwrap(), ["in-3"], "the lane is not free yet, and reading is no message");
}

#[tokio::test]
async fn what_a_recipient_was_sent_is_remembered_by_the_store() {
    let office = office(of_recipient(2)).await;
    let conversation = office.conversation().await;
    for text in ["one", "two", "three"] {
        office.desk.reply(conversation.id, &Draft::text(text)).await.unwrap();
    }
    assert_eq!(sent(&office).await, 2);
    // Another process, which knows what the store knows; its clock stands where this one's stood.
    let elsewhere = Office::open_at(office.store.clone(), "number-2").await;
    *elsewhere.paper.pace.lock().unwrap() = of_recipient(2);
    assert_eq!(elsewhere.clock.now(), office.clock.now());
    assert_eq!(sent(&elsewhere).await, 0);
    elsewhere.clock.advance(6 * SECOND);
    assert_eq!(sent(&elsewhere).await, 1);
}

#[tokio::test]
async fn a_provider_that_has_had_enough_of_a_recipient_gets_no_more_bursts() {
    let office = office(of_recipient(10)).await;
    let conversation = office.conversation().await;
    office.paper.answer([Outcome::WaitForRecipient { fault: Fault::new(131_056, "too many"), after: None }]);
    for text in ["one", "two"] {
        office.desk.reply(conversation.id, &Draft::text(text)).await.unwrap();
    }
    assert_eq!(sent(&office).await, 1);
    office.clock.advance(6 * SECOND);
    assert_eq!(sent(&office).await, 2, "the same again, and no burst after it");
    office.clock.advance(6 * SECOND);
    assert_eq!(sent(&office).await, 3);
    assert_eq!(office.paper.texts(), ["one", "one", "two"]);
}

#[tokio::test]
async fn an_account_sends_no_more_than_it_may_and_nobody_is_overtaken() {
    const CUSTOMERS: usize = 8;
    let office = office(of_account(3)).await;
    for n in 1..CUSTOMERS {
        office.customer_writes(&format!("in-1-{n}"), &format!("1666000{n}"), "hello").await;
    }
    for conversation in office.conversations().await {
        office.desk.reply(conversation.id, &Draft::text("hi")).await.unwrap();
    }
    assert_eq!(sent(&office).await, 3);
    for expected in 4..=CUSTOMERS {
        office.clock.advance(SECOND);
        assert_eq!(sent(&office).await, expected, "one a second");
    }
    let mut recipients: Vec<_> =
        office.paper.sent.lock().unwrap().iter().map(|sending| sending.to[0].value.clone()).collect();
    recipients.sort_unstable();
    recipients.dedup();
    assert_eq!(recipients.len(), CUSTOMERS);
    for conversation in office.conversations().await {
        let message =
            office.desk.messages(conversation.id, chat_core::PageQuery::first(1)).await.unwrap().items.remove(0);
        let report = office.desk.deliveries(message.id).await.unwrap().remove(0);
        assert_eq!((report.attempts.len(), report.delivery.attempts, report.delivery.failures), (1, 1, 0));
    }
}

#[tokio::test]
async fn a_backlog_keeps_its_order_and_lets_nobody_starve() {
    let office = office(of_account(1)).await;
    let first = office.conversation().await;
    for text in ["a1", "a2", "a3"] {
        office.desk.reply(first.id, &Draft::text(text)).await.unwrap();
    }
    sent(&office).await;
    office.customer_writes("in-2", "15550002", "hello too").await;
    let other = office.conversations().await.into_iter().find(|it| it.id != first.id).unwrap();
    office.desk.reply(other.id, &Draft::text("b1")).await.unwrap();
    for _ in 0..3 {
        sent(&office).await;
        office.clock.advance(SECOND);
    }
    sent(&office).await;
    assert_eq!(office.paper.texts(), ["a1", "a2", "b1", "a3"], "each conversation has its turn");
}
