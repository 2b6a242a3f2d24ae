//! What the module counts.

use crate::paper::Office;
use chat_core::{
    Chat, Draft, Fault, Holder, Inbound, Limited, LocalLogin, LoginName, MessageStatus, Outcome, Quotas, Whom,
};
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshot, Snapshotter};
use std::{collections::BTreeMap, time::Duration};

/// The figures of one module, since they were looked at last, as `name{label=value}`.
struct Figures {
    snapshotter: Snapshotter,
    /// Until it is dropped, what this thread builds is counted here.
    _recorder: metrics::LocalRecorderGuard<'static>,
}

impl Figures {
    fn of_what_comes() -> Self {
        let recorder: &'static DebuggingRecorder = Box::leak(Box::default());
        let snapshotter = recorder.snapshotter();
        Self { snapshotter, _recorder: metrics::set_default_local_recorder(recorder) }
    }

    fn now(&self) -> BTreeMap<String, f64> {
        let snapshot: Snapshot = self.snapshotter.snapshot();
        let figures = snapshot.into_vec().into_iter().map(|(key, _, _, value)| {
            let labels: Vec<_> = key.key().labels().map(|it| format!("{}={}", it.key(), it.value())).collect();
            let value = match value {
                DebugValue::Counter(count) => count as f64,
                DebugValue::Gauge(value) => value.0,
                DebugValue::Histogram(values) => values.len() as f64,
            };
            (format!("{}{{{}}}", key.key().name(), labels.join(",")), value)
        });
        figures.collect()
    }
}

#[tokio::test]
async fn what_never_happened_reads_as_nothing() {
    let figures = Figures::of_what_comes();
    let _chat =
        Chat::builder(chat_core::MemoryStore::default(), LocalLogin::new(chat_core::MemoryStore::default())).build();
    let now = figures.now();
    for name in [
        "chat_webhook_calls_total{outcome=wrong_signature}",
        "chat_webhook_items_total{outcome=kept}",
        "chat_deliveries_total{outcome=ambiguous,code=}",
        "chat_store_commits_total{outcome=failed}",
        "chat_relay_reads_total{}",
        "chat_journal_lag_events{}",
    ] {
        assert_eq!(now.get(name), Some(&0.0), "{name} of {now:?}");
    }
}

#[tokio::test]
async fn every_item_of_a_call_is_counted_by_what_became_of_it() {
    let figures = Figures::of_what_comes();
    let office = Office::open().await;
    let items = vec![
        office.text("in-1", "15550001", "hello"),
        office.text("in-1", "15550001", "hello"),
        office.item(Inbound::Ignored),
        office.item(Inbound::NotUnderstood("a type from the future".into())),
        office.receipt("unheard-of", MessageStatus::Read, 1, None),
    ];
    office.call(items).await.unwrap();
    office.call_signed(vec![office.text("in-2", "15550001", "hello")], "forged").await.unwrap_err();
    office.store.fail(true);
    office.call(vec![office.text("in-3", "15550001", "hello")]).await.unwrap_err();

    let now = figures.now();
    let items = |outcome: &str| now[&format!("chat_webhook_items_total{{outcome={outcome}}}")];
    let counts = ["committed", "repeated", "ignored", "kept", "dead"].map(items);
    assert_eq!(counts, [1.0; 5]);
    let calls = |outcome: &str| now[&format!("chat_webhook_calls_total{{outcome={outcome}}}")];
    let counts = ["taken", "wrong_signature", "unavailable", "unsigned"].map(calls);
    assert_eq!(counts, [1.0, 1.0, 1.0, 0.0]);
    assert_eq!(now["chat_webhook_seconds{}"], 3.0);
    assert!(now["chat_store_seconds{call=arrival}"] >= 2.0);
    assert!(now["chat_store_commits_total{outcome=committed}"] >= 2.0);
}

#[tokio::test]
async fn attempts_are_counted_by_outcome_and_code() {
    let figures = Figures::of_what_comes();
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office.paper.answer([Outcome::Refused(Fault::new(131_026, "undeliverable"))]);
    let conversation = office.conversation().await.id;
    for text in ["one", "two"] {
        office.desk.reply(conversation, &Draft::text(text)).await.unwrap();
        office.chat.deliver_once().await.unwrap();
    }
    let now = figures.now();
    assert_eq!(now["chat_deliveries_total{outcome=refused,code=131026}"], 1.0);
    assert_eq!(now["chat_deliveries_total{outcome=done,code=}"], 1.0);
    assert_eq!((now["chat_delivery_seconds{}"], now["chat_deliveries_under_way{}"]), (2.0, 0.0));
}

#[tokio::test]
async fn events_are_counted_by_how_they_came() {
    let figures = Figures::of_what_comes();
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let offered = figures.now()["chat_relay_events_total{source=offered}"];
    assert!(offered >= 2.0, "{offered}");

    let elsewhere = Chat::builder(office.store.clone(), LocalLogin::new(office.store.clone())).build();
    let desk = elsewhere.sign_in(&office.token).await.unwrap();
    desk.reply(office.conversation().await.id, &Draft::text("from elsewhere")).await.unwrap();
    figures.now();
    office.chat.relay_once().await.unwrap();
    let now = figures.now();
    assert_eq!(now["chat_relay_events_total{source=read}"], 1.0);
    assert_eq!((now["chat_relay_reads_total{}"], now["chat_relay_delay_seconds{}"]), (1.0, 1.0));
    assert_eq!((now["chat_journal_lag_events{}"], now["chat_journal_lag_seconds{}"]), (0.0, 0.0));
}

#[tokio::test]
async fn what_is_still_to_be_delivered_is_told_with_its_age() {
    let figures = Figures::of_what_comes();
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office.paper.answer([Outcome::Ambiguous(Fault::new("unanswered", "nobody knows"))]);
    let conversation = office.conversation().await.id;
    office.desk.reply(conversation, &Draft::text("perhaps")).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    office.desk.reply(conversation, &Draft::text("now")).await.unwrap();
    office.clock.advance(Duration::from_secs(90));
    assert_eq!(office.chat.count_once().await.unwrap(), 2);
    let now = figures.now();
    for (state, count, age) in [("due", 1.0, 90.0), ("later", 0.0, 0.0), ("unsettled", 1.0, 90.0)] {
        assert_eq!(now[&format!("chat_outbox_deliveries{{state={state}}}")], count, "{state}");
        assert_eq!(now[&format!("chat_outbox_oldest_seconds{{state={state}}}")], age, "{state}");
    }
}

#[tokio::test]
async fn what_was_too_much_is_counted_by_what_it_was_and_whose() {
    let figures = Figures::of_what_comes();
    let store = chat_core::MemoryStore::default();
    let mut quotas = Quotas::none();
    quotas.read(Holder::Email, "1/h").unwrap();
    let chat = Chat::builder(store.clone(), LocalLogin::new(store)).quotas(quotas).build();
    let ann = Whom::Login(LoginName::of("ann@shop.test"));
    for outcome in [true, false, false] {
        assert_eq!(chat.allow(Limited::Login, ann).await.is_ok(), outcome);
    }
    let now = figures.now();
    assert_eq!(now["chat_rate_limited_total{what=login,holder=email}"], 2.0);
    assert_eq!(now["chat_rate_limited_total{what=event,holder=visitor}"], 0.0);
}
