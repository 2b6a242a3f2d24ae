//! What the provider tells of messages, in any order and again and again.

use crate::paper::Office;
use chat_core::{
    ConversationId, DeliveryState, Draft, Event, Fault, Message, MessageId, MessageStatus, Notice, Outcome, PageQuery,
    Timestamp, Unsettled,
};
use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
};

const AT: i64 = 1_760_000_000_000;
const KINDS: [MessageStatus; 4] =
    [MessageStatus::Sent, MessageStatus::Delivered, MessageStatus::Read, MessageStatus::Failed];

/// What the provider tells: how far one of the sendings of a message has come, and since when.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct News {
    sending: usize,
    kind: usize,
    at: i64,
}

/// All that may be told of the first so many sendings, each at so many times.
fn all_news(sendings: usize, times: usize) -> Vec<News> {
    let times = i64::try_from(times).unwrap();
    let of = |sending, kind| (0..times).map(move |n| News { sending, kind, at: AT + 1_000 * kind as i64 + 300 * n });
    (0..sendings).flat_map(|sending| (0..KINDS.len()).flat_map(move |kind| of(sending, kind))).collect()
}

/// An office in which a customer has written.
async fn office() -> Office {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office
}

/// The latest reply of an office, which was sent, each time with one of these outcomes.
struct Replied<'a> {
    office: &'a Office,
    id: MessageId,
    references: Vec<String>,
}

impl<'a> Replied<'a> {
    async fn with(office: &'a Office, conversation: ConversationId, outcomes: &[Option<Outcome>]) -> Self {
        let Message { id, .. } = office.desk.reply(conversation, &Draft::text("hi")).await.unwrap();
        let mut references = Vec::new();
        for (n, outcome) in outcomes.iter().enumerate() {
            if n > 0 {
                office.desk.retry(id).await.unwrap();
            }
            office.paper.answer(outcome.clone());
            office.chat.deliver_once().await.unwrap();
            references.push(office.paper.last_reference());
        }
        Self { office, id, references }
    }

    async fn alone(office: &'a Office, outcomes: &[Option<Outcome>]) -> Self {
        Self::with(office, office.conversation().await.id, outcomes).await
    }

    /// The provider gives each sending's message a name of its own, and hands our reference back.
    async fn hear(&self, news: News) {
        let News { sending, kind, at } = news;
        let reference = self.references[sending].clone();
        let receipt = self.office.receipt(&name(&reference), KINDS[kind], at, Some(reference));
        self.office.call(vec![receipt]).await.unwrap();
    }

    async fn message(&self) -> Message {
        let page = PageQuery::first(1);
        let conversation = self.office.conversation().await.id;
        let latest = self.office.desk.messages(conversation, page).await.unwrap().items.remove(0);
        assert_eq!(latest.id, self.id);
        latest
    }

    async fn states(&self) -> Vec<DeliveryState> {
        let reports = self.office.desk.deliveries(self.id).await.unwrap();
        reports.iter().map(|report| report.delivery.state).collect()
    }

    /// What became of the message and its deliveries, without what is another one each time.
    async fn end(&self) -> End {
        let message = self.message().await;
        let moments = [message.sent_at, message.delivered_at, message.read_at, message.failed_at];
        let external = message.external_id.map(|external| external.id);
        let sending = external.and_then(|id| self.references.iter().position(|reference| name(reference) == id));
        End {
            status: message.status,
            moments,
            error: message.error,
            unsettled: message.unsettled,
            sending,
            deliveries: self.states().await,
        }
    }
}

#[derive(PartialEq, Debug)]
struct End {
    status: MessageStatus,
    /// When it was sent, delivered, read, and when it failed.
    moments: [Option<Timestamp>; 4],
    error: Option<Fault>,
    unsettled: Option<Unsettled>,
    /// The sending whose name at the provider the message has.
    sending: Option<usize>,
    deliveries: Vec<DeliveryState>,
}

/// What the provider calls what was sent with this reference.
fn name(reference: &str) -> String {
    format!("out-{reference}")
}

/// Tells every sequence of up to `length` of `news`, and compares its end with that of the same news in their order.
async fn every_order_of(news: &[News], length: usize, outcomes: &[Option<Outcome>]) {
    let office = office().await;
    let conversation = office.conversation().await.id;
    let mut ends = HashMap::new();
    let mut sequences: Vec<Vec<News>> = vec![Vec::new()];
    for _ in 0..length {
        let longer = sequences.iter().flat_map(|start| news.iter().map(|next| [&start[..], &[*next]].concat()));
        sequences = longer.collect();
        for sequence in &sequences {
            let replied = Replied::with(&office, conversation, outcomes).await;
            for news in sequence {
                replied.hear(*news).await;
            }
            let mut sorted = sequence.clone();
            sorted.sort_unstable();
            let end = replied.end().await;
            // The sorted sequence is the first of its permutations.
            let expected = ends.entry(sorted).or_insert_with(|| end);
            assert_eq!(&replied.end().await, expected, "after {sequence:?}");
        }
    }
}

/// The provider takes a message and says what it calls it.
const TAKEN: Option<Outcome> = None;

fn no_answer() -> Option<Outcome> {
    Some(Outcome::Ambiguous(Fault::new("timeout", "no answer came back")))
}

fn refused() -> Option<Outcome> {
    Some(Outcome::Refused(Fault::new(131_000, "something went wrong")))
}

#[tokio::test]
async fn any_order_and_repetition_of_receipts_ends_in_the_same_message() {
    every_order_of(&all_news(1, 1), 5, &[TAKEN]).await;
    every_order_of(&all_news(1, 2), 3, &[TAKEN]).await;
}

#[tokio::test]
async fn any_order_ends_in_the_same_message_also_when_they_are_the_first_that_is_heard_of_it() {
    every_order_of(&all_news(1, 1), 4, &[no_answer()]).await;
    every_order_of(&all_news(1, 1), 4, &[refused()]).await;
}

#[tokio::test]
async fn any_order_ends_in_the_same_message_whichever_of_its_sendings_they_are_about() {
    for (first, second) in [(no_answer(), TAKEN), (no_answer(), no_answer()), (refused(), no_answer())] {
        every_order_of(&all_news(2, 1), 3, &[first, second]).await;
    }
}

#[tokio::test]
async fn that_it_was_sent_overrides_a_failure_that_only_we_saw() {
    for (kind, status) in KINDS.into_iter().enumerate().take(3) {
        let office = office().await;
        let replied = Replied::alone(&office, &[refused()]).await;
        assert_eq!(
            (replied.message().await.status, replied.states().await),
            (MessageStatus::Failed, vec![DeliveryState::Dead])
        );

        replied.hear(News { sending: 0, kind, at: AT }).await;
        let message = replied.message().await;
        assert_eq!((message.status, message.error, message.failed_at), (status, None, None));
        assert_eq!(replied.states().await, [DeliveryState::Done]);
    }
}

#[tokio::test]
async fn that_it_was_sent_overrides_that_the_team_gave_it_up() {
    let office = office().await;
    let replied = Replied::alone(&office, &[no_answer()]).await;
    office.desk.discard(replied.message().await.id).await.unwrap();
    replied.hear(News { sending: 0, kind: 0, at: AT }).await;
    let message = replied.message().await;
    assert_eq!((message.status, message.error, message.failed_at), (MessageStatus::Sent, None, None));
}

#[tokio::test]
async fn a_failure_that_the_provider_told_is_not_undone_by_late_news_of_the_sending() {
    for outcome in [no_answer(), refused(), TAKEN] {
        let office = office().await;
        let replied = Replied::alone(&office, &[outcome]).await;
        for kind in [3, 0] {
            replied.hear(News { sending: 0, kind, at: AT }).await;
        }
        let message = replied.message().await;
        assert_eq!((message.status, message.error.unwrap().code), (MessageStatus::Failed, "131026".to_owned()));
    }
}

/// The provider takes the message, tells so, and answers with an error all the same.
#[tokio::test(start_paused = true)]
async fn that_it_was_delivered_outlives_an_answer_that_comes_later() {
    let last_try = Outcome::Retry { fault: Fault::new(1, "try again"), after: None, tries_max: Some(1) };
    for outcome in [refused(), no_answer(), Some(last_try)] {
        let office = &office().await;
        let replied = Replied::alone(office, &[]).await;
        office.paper.answer(outcome.clone());
        office.paper.slowness.store(1, Ordering::Relaxed);
        let told = async {
            while office.paper.sent.lock().unwrap().is_empty() {
                tokio::task::yield_now().await;
            }
            let reference = Some(office.paper.last_reference());
            office.call(vec![office.receipt("out-1", MessageStatus::Delivered, AT, reference)]).await.unwrap();
        };
        let (delivered, ()) = tokio::join!(office.chat.deliver_once(), told);
        delivered.unwrap();
        let message = replied.message().await;
        assert_eq!(
            (message.status, message.error, message.failed_at),
            (MessageStatus::Delivered, None, None),
            "{outcome:?}"
        );
        assert_eq!(replied.states().await, [DeliveryState::Done], "{outcome:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_receipt_has_told_is_not_told_again_by_the_answer() {
    let mut office = office().await;
    let replied = Replied::alone(&office, &[]).await;
    office.paper.slowness.store(1, Ordering::Relaxed);
    let told = async {
        while office.paper.sent.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        let reference = office.paper.last_reference();
        office.call(vec![office.receipt(&name(&reference), MessageStatus::Sent, AT, Some(reference))]).await.unwrap();
    };
    let (delivered, ()) = tokio::join!(office.chat.deliver_once(), told);
    delivered.unwrap();
    assert_eq!(replied.message().await.status, MessageStatus::Sent);
    let heard = office.heard();
    let is_change = |notice: &&Arc<Notice>| matches!(notice.event, Event::MessageStatusChanged { .. });
    assert_eq!(heard.iter().filter(is_change).count(), 1, "{heard:?}");
}

#[tokio::test]
async fn news_of_an_earlier_sending_is_kept_with_that_and_leaves_the_message_alone() {
    for (kind, state) in [0, 1, 2].map(|kind| (kind, DeliveryState::Done)).into_iter().chain([(3, DeliveryState::Dead)])
    {
        let office = office().await;
        let replied = Replied::alone(&office, &[no_answer(), TAKEN]).await;
        let before = replied.message().await;
        assert_eq!(replied.states().await, [DeliveryState::Dead, DeliveryState::Done]);

        replied.hear(News { sending: 0, kind, at: AT }).await;
        assert_eq!(replied.message().await, before);
        assert_eq!(replied.states().await, [state, DeliveryState::Done], "{}", KINDS[kind]);
        let waiting = chat_core::Inbox::due_calls(
            &office.store,
            chat_core::ReceivedCallState::Waiting,
            Timestamp::from_millis(Timestamp::MAX_MILLIS),
            9,
        );
        assert_eq!(waiting.await.unwrap(), [], "it is understood");
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
    office.call(vec![office.receipt("out-1", MessageStatus::Delivered, AT, reference)]).await.unwrap();
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
    office.call(vec![office.receipt("out-0", MessageStatus::Failed, AT, stale)]).await.unwrap();
    assert_eq!(office.messages().await[1].status, MessageStatus::Queued);
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.messages().await[1].status, MessageStatus::Sent);
}
