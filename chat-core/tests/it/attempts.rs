//! Each attempt is kept with what came of it, and only failures use up the tries.

use crate::paper::{Office, external};
use chat_core::{AttemptOutcome, Clock, DeliveryReport, DeliveryState, Draft, Error, Fault, Message, Outbox, Outcome};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

fn fault() -> Fault {
    Fault::new(131_016, "the service is not available")
}

/// An office in which a reply waits to be sent, with what the provider will answer.
async fn office_with(answers: impl IntoIterator<Item = Outcome>) -> (Office, Message) {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office.paper.answer(answers);
    let message = office.desk.reply(office.conversation().await.id, &Draft::text("hi")).await.unwrap();
    (office, message)
}

async fn report(office: &Office, message: &Message) -> DeliveryReport {
    let mut reports = office.desk.deliveries(message.id).await.unwrap();
    assert_eq!(reports.len(), 1, "one delivery");
    reports.remove(0)
}

/// Delivers until nothing is due within a fortnight.
async fn deliver_all(office: &Office) {
    for _ in 0..14 * 24 {
        office.chat.deliver_once().await.unwrap();
        office.clock.advance(HOUR);
    }
}

#[tokio::test]
async fn each_outcome_is_kept_under_a_word_of_its_own() {
    let wait = |fault| Outcome::WaitForRecipient { fault, after: None };
    let table = [
        (Outcome::Done(Some(external("out-1"))), AttemptOutcome::Sent, DeliveryState::Done),
        (Outcome::retry(fault()), AttemptOutcome::Retry, DeliveryState::Pending),
        (wait(fault()), AttemptOutcome::WaitingForRecipient, DeliveryState::Pending),
        (
            Outcome::WaitForAccount { fault: fault(), after: None },
            AttemptOutcome::WaitingForAccount,
            DeliveryState::Pending,
        ),
        (Outcome::Ambiguous(fault()), AttemptOutcome::Ambiguous, DeliveryState::Unsettled),
        (Outcome::NeedsTemplate(fault()), AttemptOutcome::NeedsTemplate, DeliveryState::Dead),
        (Outcome::Refused(fault()), AttemptOutcome::Refused, DeliveryState::Dead),
        (Outcome::PauseAccount(fault()), AttemptOutcome::AccountPaused, DeliveryState::Pending),
    ];
    for (outcome, word, state) in table {
        let (office, message) = office_with([outcome.clone()]).await;
        office.chat.deliver_once().await.unwrap();
        let DeliveryReport { delivery, attempts } = report(&office, &message).await;
        let attempt = &attempts[0];
        assert_eq!((attempts.len(), attempt.number, attempt.outcome, delivery.state), (1, 1, word, state));
        assert_eq!((&attempt.error, &delivery.last_error), (&outcome.fault().cloned(), &outcome.fault().cloned()));
        assert_eq!((attempt.started_at, attempt.ended_at), (office.clock.now(), office.clock.now()));
        let next = (state == DeliveryState::Pending).then_some(delivery.next_attempt_at);
        assert_eq!(attempt.next_attempt_at, next, "{word}");
    }
}

#[tokio::test]
async fn attempts_are_counted_from_one_and_say_when_the_next_was_due() {
    let (office, message) = office_with((0..3).map(|_| Outcome::retry(fault()))).await;
    deliver_all(&office).await;
    let attempts = report(&office, &message).await.attempts;
    let words: Vec<_> = attempts.iter().map(|attempt| (attempt.number, attempt.outcome)).collect();
    let retry = AttemptOutcome::Retry;
    assert_eq!(words, [(1, retry), (2, retry), (3, retry), (4, AttemptOutcome::Sent)]);
    for pair in attempts.windows(2) {
        assert!(pair[1].started_at >= pair[0].next_attempt_at.unwrap());
    }
}

#[tokio::test]
async fn an_interrupted_attempt_is_kept_as_such() {
    let (office, message) = office_with([]).await;
    let lease = Duration::from_secs(60);
    office.store.claim(office.clock.now(), lease, 1).await.unwrap();
    office.clock.advance(lease);
    office.chat.deliver_once().await.unwrap();
    let DeliveryReport { delivery, attempts } = report(&office, &message).await;
    assert_eq!(delivery.state, DeliveryState::Unsettled);
    assert_eq!((attempts.len(), attempts[0].outcome), (1, AttemptOutcome::Interrupted));
}

#[tokio::test]
async fn failures_use_up_the_tries_and_some_have_fewer() {
    for (tries_max, expected) in [(None, 16), (Some(3), 3), (Some(1), 1), (Some(99), 16)] {
        let failed = || Outcome::Retry { fault: fault(), after: None, tries_max };
        let (office, message) = office_with((0..99).map(|_| failed())).await;
        deliver_all(&office).await;
        let DeliveryReport { delivery, attempts } = report(&office, &message).await;
        assert_eq!((delivery.state, delivery.last_error), (DeliveryState::Dead, Some(fault())));
        assert_eq!((attempts.len(), attempts.last().unwrap().next_attempt_at), (expected, None));
    }
}

#[tokio::test]
async fn what_only_waits_has_not_failed_and_is_sent_in_the_end() {
    let recipient = || Outcome::WaitForRecipient { fault: Fault::new(131_056, "too many"), after: None };
    let account = || Outcome::WaitForAccount { fault: Fault::new(130_429, "too fast"), after: None };
    let pause = || Outcome::PauseAccount(fault());
    // As many waits as would use up all tries, were they failures, and one failure less than that.
    let waits = (0..20).flat_map(|_| [recipient(), account()]);
    let answers = waits.chain((0..15).map(|_| Outcome::retry(fault()))).chain([recipient(), pause()]);
    let (office, message) = office_with(answers).await;
    deliver_all(&office).await;
    let patch = chat_core::AccountPatch { status: Some(chat_core::AccountStatus::Active), ..Default::default() };
    office.desk.change_account(office.account.id, &patch).await.unwrap();
    deliver_all(&office).await;
    let DeliveryReport { delivery, attempts } = report(&office, &message).await;
    assert_eq!((delivery.state, delivery.failures, attempts.len()), (DeliveryState::Done, 15, 40 + 15 + 2 + 1));
}

#[tokio::test]
async fn whoever_waits_for_ever_is_given_up_with_the_reason() {
    let wait = || Outcome::WaitForRecipient { fault: Fault::new(131_056, "too many"), after: None };
    let (office, message) = office_with((0..200).map(|_| wait())).await;
    deliver_all(&office).await;
    let DeliveryReport { delivery, attempts } = report(&office, &message).await;
    assert_eq!((delivery.state, attempts.len()), (DeliveryState::Dead, 100));
    assert_eq!(office.messages().await[1].error.as_ref().unwrap().code, "131056");
}

#[tokio::test]
async fn a_throttled_account_lets_other_accounts_go_on() {
    let (office, message) = office_with([Outcome::WaitForAccount { fault: fault(), after: Some(HOUR) }]).await;
    office.customer_writes("in-2", "15550002", "hello").await;
    let other = office.conversations().await.into_iter().find(|it| it.id != message.conversation_id).unwrap();
    office.chat.deliver_once().await.unwrap();
    office.desk.reply(other.id, &Draft::text("to another customer")).await.unwrap();
    assert_eq!(office.chat.deliver_once().await.unwrap(), 0, "the whole account is left alone");
    let elsewhere = Office::open_at(office.store.clone(), "number-2").await;
    elsewhere.customer_writes("in-3", "15550003", "hello").await;
    elsewhere.desk.reply(elsewhere.conversation().await.id, &Draft::text("from another number")).await.unwrap();
    elsewhere.chat.deliver_once().await.unwrap();
    assert_eq!(elsewhere.paper.texts(), ["from another number"]);

    office.clock.advance(HOUR);
    office.chat.deliver_once().await.unwrap();
    let mut texts = office.paper.texts();
    texts.sort_unstable();
    assert_eq!(texts, ["hi", "hi", "to another customer"]);
}

#[tokio::test]
async fn a_throttle_without_a_time_grows_while_it_comes_back_and_starts_over_later() {
    let busy = || Outcome::WaitForAccount { fault: fault(), after: None };
    let (office, _) = office_with((0..5).map(|_| busy())).await;
    let mut throttles = Vec::new();
    for n in 0..5 {
        office.chat.deliver_once().await.unwrap();
        let account = office.desk.account(office.account.id).await.unwrap();
        throttles.push(account.throttle_ms);
        let until = account.throttled_until.unwrap();
        office.clock.advance(until.since(office.clock.now()) + if n == 3 { HOUR } else { Duration::ZERO });
    }
    let longest = [1_000, 2_000, 4_000, 8_000, 1_000];
    for (throttle, longest) in throttles.iter().zip(longest) {
        assert!(*throttle >= longest / 8 && *throttle <= longest, "{throttles:?}");
    }
    assert!(throttles[4] <= 1_000, "{throttles:?}");
}

#[tokio::test]
async fn a_delivery_carries_the_id_of_the_request_that_ordered_it() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office.paper.answer([Outcome::Refused(fault())]);
    let desk = office.desk.clone().correlated("request-7");
    let message = desk.reply(office.conversation().await.id, &Draft::text("hi")).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    office.desk.clone().correlated("é".repeat(100)).retry(message.id).await.unwrap();
    let reports = office.desk.deliveries(message.id).await.unwrap();
    let ids: Vec<_> = reports.iter().map(|report| report.delivery.correlation_id.clone().unwrap()).collect();
    assert_eq!(ids, ["request-7".to_owned(), "é".repeat(64)]);
    assert_eq!(reports.iter().map(|report| report.delivery.position).collect::<Vec<_>>(), [1, 2]);
}

#[tokio::test]
async fn another_clients_deliveries_are_not_there() {
    let (office, message) = office_with([]).await;
    let stranger = Office::open_at(office.store.clone(), "number-2").await;
    assert!(matches!(stranger.desk.deliveries(message.id).await, Err(Error::NotFound("message"))));
}
