use crate::paper::Office;
use chat_core::{AccountPatch, AccountStatus, Clock, Draft, Error, Fault, Message, MessageStatus, Outbox, Outcome};
use std::time::Duration;

fn busy() -> Outcome {
    Outcome::retry(Fault::new(131_016, "the service is not available"))
}

#[tokio::test]
async fn a_reply_is_kept_at_once_and_sent_afterwards() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await;
    let message = office.desk.reply(conversation.id, &Draft::text("hi")).await.unwrap();
    assert_eq!(message.status, MessageStatus::Queued);
    assert!(office.paper.texts().is_empty());

    assert_eq!(office.chat.deliver_once().await.unwrap(), 1);
    assert_eq!(office.paper.texts(), ["hi"]);
    let message = office.messages().await.remove(1);
    assert_eq!(message.status, MessageStatus::Sent);
    assert!(message.external_id.is_some() && message.sent_at.is_some());
}

#[tokio::test]
async fn a_lane_waits_as_a_whole_for_its_first_delivery() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office.customer_writes("in-2", "15550002", "hello too").await;
    let conversations = office.conversations().await;
    let [other, first] = &conversations[..] else { panic!("two conversations") };
    office.paper.answer([busy()]);
    office.desk.reply(first.id, &Draft::text("one")).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    office.desk.reply(first.id, &Draft::text("two")).await.unwrap();
    office.desk.reply(other.id, &Draft::text("meanwhile")).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.paper.texts(), ["one", "meanwhile"]);

    office.clock.advance(Duration::from_secs(2));
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.paper.texts(), ["one", "meanwhile", "one", "two"]);
}

#[tokio::test]
async fn what_fails_too_often_fails_for_good_and_can_be_sent_again_by_hand() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await;
    let message = office.desk.reply(conversation.id, &Draft::text("hi")).await.unwrap();
    assert!(matches!(office.desk.retry(message.id).await, Err(Error::Conflict(_))));
    office.paper.answer((0..16).map(|_| busy()));
    for _ in 0..20 {
        office.chat.deliver_once().await.unwrap();
        office.clock.advance(Duration::from_secs(3600));
    }
    assert_eq!(office.paper.texts().len(), 16);
    let failed = office.messages().await.remove(1);
    assert_eq!((failed.status, failed.error.unwrap().code), (MessageStatus::Failed, "131016".into()));

    assert_eq!(office.desk.retry(message.id).await.unwrap().status, MessageStatus::Queued);
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.messages().await[1].status, MessageStatus::Sent);
}

#[tokio::test]
async fn a_refusal_fails_the_message_at_once_with_the_providers_words() {
    for (outcome, code) in [
        (Outcome::Refused(Fault::new(131_026, "undeliverable")), "131026"),
        (Outcome::NeedsTemplate(Fault::new(131_047, "the window is closed")), "131047"),
    ] {
        let office = Office::open().await;
        office.customer_writes("in-1", "15550001", "hello").await;
        office.paper.answer([outcome]);
        office.desk.reply(office.conversation().await.id, &Draft::text("hi")).await.unwrap();
        office.chat.deliver_once().await.unwrap();
        let message = office.messages().await.remove(1);
        assert_eq!((message.status, &*message.error.unwrap().code), (MessageStatus::Failed, code));
    }
}

#[tokio::test]
async fn a_paused_account_keeps_its_queue_until_it_is_resumed() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await;
    office.paper.answer([Outcome::PauseAccount(Fault::new(190, "the token has expired"))]);
    office.desk.reply(conversation.id, &Draft::text("one")).await.unwrap();
    office.desk.reply(conversation.id, &Draft::text("two")).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    let account = office.desk.account(office.account.id).await.unwrap();
    assert_eq!(account.status, AccountStatus::Paused);
    assert_eq!(account.pause_reason.as_deref(), Some("the token has expired (190)"));
    office.clock.advance(Duration::from_secs(3600));
    assert_eq!(office.chat.deliver_once().await.unwrap(), 0);

    let patch = AccountPatch { status: Some(AccountStatus::Active), ..Default::default() };
    office.desk.change_account(account.id, &patch).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.paper.texts(), ["one", "one", "two"]);
}

#[tokio::test]
async fn reading_is_told_to_the_customer_once() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office.customer_writes("in-2", "15550001", "there?").await;
    let conversation = office.conversation().await;
    for _ in 0..2 {
        assert_eq!(office.desk.mark_read(conversation.id).await.unwrap().unread_count, 0);
    }
    office.chat.deliver_once().await.unwrap();
    assert_eq!(*office.paper.read.lock().unwrap(), ["in-2"]);
}

#[tokio::test]
async fn a_sending_that_was_interrupted_is_not_repeated_blindly() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await;
    office.desk.reply(conversation.id, &Draft::text("hi")).await.unwrap();
    let lease = Duration::from_secs(60);
    // Another process takes the lane and dies: perhaps before it sent the message, perhaps after.
    assert_eq!(office.store.claim(office.clock.now(), lease, 1).await.unwrap().len(), 1);
    office.clock.advance(lease);
    assert_eq!(office.chat.deliver_once().await.unwrap(), 1);
    assert!(office.paper.texts().is_empty());
    let message = office.messages().await.remove(1);
    assert_eq!((message.status, &*message.error.unwrap().code), (MessageStatus::Queued, "interrupted"));

    office.desk.retry(message.id).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.paper.texts(), ["hi"], "somebody decided to send it");
}

#[tokio::test]
async fn a_sending_that_was_interrupted_after_its_receipt_came_is_done() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await;
    let message = office.desk.reply(conversation.id, &Draft::text("hi")).await.unwrap();
    let lease = Duration::from_secs(60);
    let claims = office.store.claim(office.clock.now(), lease, 1).await.unwrap();
    let reference = format!("{}.{}", message.id, claims[0].delivery.id);
    let receipt = office.receipt("out-1", MessageStatus::Delivered, 1_760_000_000_000, Some(reference));
    office.call(vec![receipt]).await.unwrap();
    office.clock.advance(lease);
    office.chat.deliver_once().await.unwrap();
    let message = office.messages().await.remove(1);
    assert_eq!((message.status, message.error), (MessageStatus::Delivered, None));
    assert!(office.paper.texts().is_empty());
}

#[tokio::test]
async fn whoever_sends_a_message_again_twice_has_it_sent_again_once() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office.paper.answer([Outcome::Refused(Fault::new(131_026, "undeliverable"))]);
    let message = office.desk.reply(office.conversation().await.id, &Draft::text("hi")).await.unwrap();
    office.chat.deliver_once().await.unwrap();

    let other = office.another_process().sign_in(&office.token).await.unwrap();
    let clicks = (0..20).map(|n| if n % 2 == 0 { &office.desk } else { &other }).map(|desk| desk.retry(message.id));
    let answers = futures_util::future::join_all(clicks).await;
    let kept = office.messages().await.remove(1);
    assert_eq!((kept.status, &kept.error), (MessageStatus::Queued, &None));
    for answer in answers {
        assert_eq!(Message { revision: kept.revision, ..answer.unwrap() }, kept);
    }
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.paper.texts(), ["hi", "hi"]);
    assert_eq!(office.desk.deliveries(message.id).await.unwrap().len(), 2);

    let late = office.desk.retry(message.id).await.unwrap();
    assert_eq!(late, office.messages().await[1], "who is late learns that it was sent");
    assert_eq!(late.status, MessageStatus::Sent);
    assert_eq!(office.chat.deliver_once().await.unwrap(), 0);
}
