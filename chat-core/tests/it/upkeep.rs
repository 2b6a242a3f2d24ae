//! Unsettled messages and paused accounts are looked after when their time has come.

use crate::paper::Office;
use chat_core::{AccountPatch, AccountStatus, Draft, Error, Event, Fault, Message, MessageStatus, Outcome, Unsettled};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// An office that has sent a message and got no answer.
async fn in_doubt() -> (Office, Message) {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office.paper.answer([Outcome::Ambiguous(Fault::new("timeout", "no answer came back"))]);
    let message = office.desk.reply(office.conversation().await.id, &Draft::text("hi")).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    (office, message)
}

/// An office whose account the provider has paused, with two replies in the queue.
async fn paused() -> Office {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office.paper.answer([Outcome::PauseAccount(Fault::new(190, "the token has expired"))]);
    for text in ["one", "two"] {
        office.desk.reply(office.conversation().await.id, &Draft::text(text)).await.unwrap();
    }
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.desk.account(office.account.id).await.unwrap().status, AccountStatus::Paused);
    office
}

#[tokio::test]
async fn the_team_is_asked_once_when_no_news_came_for_long_enough() {
    let (mut office, _) = in_doubt().await;
    office.heard();
    office.clock.advance(9 * MINUTE);
    assert_eq!(office.chat.ask_teams_once().await.unwrap(), 0);
    office.clock.advance(MINUTE);
    assert_eq!(office.chat.ask_teams_once().await.unwrap(), 1);
    assert_eq!(office.chat.ask_teams_once().await.unwrap(), 0);

    let [told] = office.heard().try_into().expect("one event");
    let Event::MessageStatusChanged { status, unsettled, .. } = told.event else { panic!("{told:?}") };
    assert_eq!((status, unsettled), (MessageStatus::Queued, Some(Unsettled::NeedsDecision)));
    assert_eq!(office.messages().await[1].unsettled, Some(Unsettled::NeedsDecision));
    assert_eq!(office.paper.texts(), ["hi"], "asking sends nothing");
}

#[tokio::test]
async fn what_was_settled_in_time_is_asked_about_by_nobody() {
    let (office, _) = in_doubt().await;
    let reference = Some(office.paper.last_reference());
    office.call(vec![office.receipt("out-1", MessageStatus::Sent, 1_760_000_000_000, reference)]).await.unwrap();
    office.clock.advance(60 * MINUTE);
    assert_eq!(office.chat.ask_teams_once().await.unwrap(), 0);
    assert_eq!(office.messages().await[1].unsettled, None);
}

#[tokio::test]
async fn a_message_in_doubt_can_be_sent_again_or_discarded() {
    let (office, message) = in_doubt().await;
    let discarded = office.desk.discard(message.id).await.unwrap();
    assert_eq!((discarded.status, discarded.unsettled), (MessageStatus::Failed, None));
    assert_eq!(discarded.error.as_ref().unwrap().code, "discarded");
    assert_eq!(office.desk.discard(message.id).await.unwrap(), discarded_as_kept(&office).await);
    office.clock.advance(60 * MINUTE);
    assert_eq!(office.chat.ask_teams_once().await.unwrap(), 0, "there is nothing to decide any more");
    assert_eq!(office.paper.texts(), ["hi"]);

    office.desk.retry(message.id).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.messages().await[1].status, MessageStatus::Sent);
    let refused = office.desk.discard(message.id).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
}

async fn discarded_as_kept(office: &Office) -> Message {
    office.messages().await.remove(1)
}

#[tokio::test]
async fn a_discarded_message_that_arrived_after_all_has_arrived() {
    let (office, message) = in_doubt().await;
    office.desk.discard(message.id).await.unwrap();
    let reference = Some(office.paper.last_reference());
    office.call(vec![office.receipt("out-1", MessageStatus::Delivered, 1_760_000_000_000, reference)]).await.unwrap();
    let message = office.messages().await.remove(1);
    assert_eq!((message.status, message.error), (MessageStatus::Delivered, None));
}

#[tokio::test]
async fn an_account_that_works_again_is_resumed_and_sends_its_queue_in_order() {
    let mut office = paused().await;
    assert_eq!(office.chat.check_accounts_once().await.unwrap(), 0, "not at once");
    office.heard();
    office.clock.advance(Duration::from_secs(5));
    assert_eq!(office.chat.check_accounts_once().await.unwrap(), 1);
    let [told] = office.heard().try_into().expect("one event");
    assert!(matches!(told.event, Event::AccountChanged { status: AccountStatus::Active, .. }), "{told:?}");
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.paper.texts(), ["one", "one", "two"], "the first was refused once");
}

#[tokio::test]
async fn an_account_that_still_does_not_work_is_asked_about_less_and_less_often() {
    let office = paused().await;
    let patch = AccountPatch { access_token: Some("bad".into()), ..AccountPatch::default() };
    office.desk.change_account(office.account.id, &patch).await.unwrap();
    let mut checks = Vec::new();
    for second in 0..300 {
        let before = office.desk.account(office.account.id).await.unwrap().checks;
        office.chat.check_accounts_once().await.unwrap();
        let after = office.desk.account(office.account.id).await.unwrap();
        assert_eq!(after.status, AccountStatus::Paused);
        if after.checks > before {
            checks.push(second);
        }
        office.clock.advance(Duration::from_secs(1));
    }
    assert!((4..=8).contains(&checks.len()), "{checks:?}");
    let distances: Vec<i32> = checks.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(distances.windows(3).all(|three| three[2] > three[0]), "{distances:?}");
}

#[tokio::test]
async fn what_its_owner_has_paused_stays_paused() {
    let office = Office::open().await;
    let patch = AccountPatch { status: Some(AccountStatus::Paused), ..AccountPatch::default() };
    office.desk.change_account(office.account.id, &patch).await.unwrap();
    office.clock.advance(24 * 60 * MINUTE);
    assert_eq!(office.chat.check_accounts_once().await.unwrap(), 0);
    assert_eq!(office.desk.account(office.account.id).await.unwrap().status, AccountStatus::Paused);
}
