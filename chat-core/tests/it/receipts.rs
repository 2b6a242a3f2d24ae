use crate::paper::Office;
use chat_core::{Draft, Fault, Message, MessageStatus, Outcome};
use proptest::{prelude::*, sample::subsequence};

/// Sends one reply, applies the receipts, and returns what became of it without what depends on chance.
fn after(receipts: &[(MessageStatus, i64)]) -> Message {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let office = Office::open().await;
        office.customer_writes("in-1", "15550001", "hello").await;
        let conversation = office.conversation().await;
        office.paper.answer([Outcome::Done(Some(crate::paper::external("out-1")))]);
        office.desk.reply(conversation.id, &Draft::text("hi")).await.unwrap();
        office.chat.deliver_once().await.unwrap();
        for (status, at) in receipts {
            office.call(vec![office.receipt("out-1", *status, *at, None)]).await.unwrap();
        }
        office.messages().await.remove(1)
    })
}

const TOLD: [(MessageStatus, i64); 4] = [
    (MessageStatus::Sent, 1_760_000_000_000),
    (MessageStatus::Delivered, 1_760_000_001_000),
    (MessageStatus::Read, 1_760_000_002_000),
    (MessageStatus::Failed, 1_760_000_003_000),
];

fn essence(message: &Message) -> impl PartialEq + std::fmt::Debug + use<> {
    let moments = (message.sent_at, message.delivered_at, message.read_at, message.failed_at);
    (message.status, moments, message.error.clone())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_repetition_of_receipts_ends_in_the_same_message(
        some in subsequence(&TOLD[..], 1..=4),
        seed in any::<prop::sample::Index>(),
    ) {
        let expected = after(&some);
        let mut mixed = some.clone();
        mixed.extend_from_slice(&some[..seed.index(some.len())]);
        let turn = seed.index(mixed.len());
        mixed.rotate_left(turn);
        mixed.reverse();
        prop_assert_eq!(essence(&after(&mixed)), essence(&expected));
    }
}

#[tokio::test]
async fn a_send_without_an_answer_is_settled_by_a_receipt_that_hands_our_reference_back() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await;
    office.paper.answer([Outcome::Ambiguous(Fault::new("timeout", "no answer came back"))]);
    office.desk.reply(conversation.id, &Draft::text("hi")).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    let message = office.messages().await.remove(1);
    assert_eq!((message.status, message.error.unwrap().code), (MessageStatus::Queued, "timeout".into()));

    office.clock.advance(std::time::Duration::from_secs(24 * 3600));
    assert_eq!(office.chat.deliver_once().await.unwrap(), 0, "it is not repeated blindly");
    let reference = Some(office.paper.last_reference());
    office.call(vec![office.receipt("out-1", MessageStatus::Delivered, 1_760_000_000_000, reference)]).await.unwrap();
    let message = office.messages().await.remove(1);
    assert_eq!((message.status, message.error), (MessageStatus::Delivered, None));
    assert_eq!(office.paper.texts(), ["hi"]);
}

#[tokio::test]
async fn late_news_of_an_earlier_attempt_says_nothing_about_a_message_that_was_sent_again() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await;
    office.paper.answer([Outcome::Ambiguous(Fault::new("timeout", "no answer came back"))]);
    let message = office.desk.reply(conversation.id, &Draft::text("hi")).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    let stale = Some(office.paper.last_reference());

    office.desk.retry(message.id).await.unwrap();
    office.call(vec![office.receipt("out-0", MessageStatus::Failed, 1_760_000_000_000, stale)]).await.unwrap();
    assert_eq!(office.messages().await[1].status, MessageStatus::Queued);
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.messages().await[1].status, MessageStatus::Sent);
}
