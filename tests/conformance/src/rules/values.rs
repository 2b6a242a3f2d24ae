//! What is read is what was written.
//!
//! Texts hold no NUL character: the core takes it out of whatever comes in, because not every database can keep one.
//! Inside of a JSON payload it may occur, written as an escape, and has to come back.

use crate::{
    Fixture,
    filled::{full, full_message, poorer},
    records::{Revised, kind},
    shop::Shop,
};
use chat_core::{
    Account, AccountStatus, Agent, Attachment, Availability, Changes, Client, ContentType, Conversation, Customer,
    CustomerIdentity, DefinitionKind, Delivery, DeliveryAttempt, DomainState, Event, ExternalId, Fault, IdentityKey,
    IdentityKind, Message, MessageKind, MessageStatus, ReceivedCall, Record, Secret, Source, Thread, Timestamp,
    Unsettled, WebhookStatus, WidgetStatus,
};
use serde_json::{Value, json};

/// Texts that have been lost or bent on their way into a database before.
const TEXTS: &[&str] = &[
    "",
    " ",
    "  leading and trailing  ",
    "\t\r\n\u{b}\u{c}",
    "\u{1}\u{7f}\u{80}\u{9f}",
    "NULL",
    "null",
    "'; DROP TABLE messages; --",
    "\\x00\\n\\",
    "$1 ? :name %s {0}",
    "Grüße, Ärger, Straße",
    "e\u{301} is not é",
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪",
    "שלום مرحبا \u{202e}back\u{202c}",
    "漢字かな交じり文",
    "\u{feff}a mark in front",
    "\u{fffd}\u{fffe}\u{10ffff}\u{e000}",
    "\u{2028}\u{2029}",
    "<script>alert(1)</script>&amp;",
    "{\"json\": true}",
    "1e400",
    "2026-01-31T08:15:00.000Z",
];

const LAST: Timestamp = Timestamp::from_millis(Timestamp::MAX_MILLIS);

impl Shop {
    /// Asserts that a record is stored as it is given.
    #[track_caller]
    fn holds(&self, record: impl Into<Record>) -> impl Future<Output = ()> + '_ {
        let record = record.into();
        let caller = std::panic::Location::caller();
        async move {
            let found = self.stored(&record).await;
            let name = kind(&record);
            assert!(
                found.as_ref() == Some(&record),
                "at {caller}: a {name} came back as\n{found:#?}\nnot\n{record:#?}"
            );
        }
    }
}

/// Every field of every kind of record comes back, said or unsaid.
pub async fn records_come_back_as_they_were_written(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    for records in [full(&shop), shop.one_of_each()] {
        shop.commit(records.iter().cloned().fold(Changes::none(), Changes::insert)).await;
        for record in records {
            shop.holds(record.revised(1)).await;
        }
    }
    let bare = Agent { password_hash: None, ..shop.new_agent() };
    let bare = shop.insert(bare).await;
    shop.holds(bare).await;
    let bare = shop.insert(Account { display_number: None, ..shop.new_account() }).await;
    shop.holds(bare).await;
    let nobody = Conversation { customer_id: None, account_id: None, ..shop.new_conversation(&shop.customer) };
    let nobody = shop.insert(nobody).await;
    shop.holds(nobody).await;
    let nobody = Message { sender_id: None, ..shop.new_message(&shop.conversation, 1) };
    let nobody = shop.insert(nobody).await;
    shop.holds(nobody).await;
    let nowhere = shop.insert(ReceivedCall { account_id: None, ..shop.new_call(&shop.account) }).await;
    shop.holds(nowhere).await;
}

/// An update writes what commands may change in full: from something to something else, to nothing and back.
pub async fn an_update_writes_every_field(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let rich = full(&shop);
    shop.commit(rich.iter().cloned().fold(Changes::none(), Changes::insert)).await;
    for rich in rich {
        let Some(poor) = poorer(&shop, rich.clone()) else { continue };
        let poor = shop.update(poor.revised(1)).await;
        shop.holds(poor).await;
        let rich = shop.update(rich.revised(2)).await;
        shop.holds(rich).await;
    }
    let renamed = shop.update(Client { name: "Another shop".into(), ..shop.client.clone() }).await;
    shop.holds(renamed).await;
}

/// Numbers, times and lengths come back from their ends.
pub async fn extreme_values_come_back(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    for (n, (number, moment)) in [(i64::MAX, LAST), (i64::MIN, Timestamp::from_millis(0))].into_iter().enumerate() {
        let conversation = Conversation {
            customer_id: None,
            unread_count: number,
            message_count: number,
            delivery_count: number,
            last_message_at: Some(moment),
            waiting_since: Some(moment),
            created_at: moment,
            subject: Some("x".repeat(Conversation::SUBJECT_MAX)),
            ..shop.new_conversation(&shop.customer)
        };
        let conversation = shop.insert(conversation).await;
        let message = Message {
            content: "\u{10ffff}".repeat(Message::TEXT_MAX / 4),
            content_type: ContentType::new(&"t".repeat(ContentType::LEN_MAX)),
            client_message_id: Some(format!("{n}").repeat(Message::CLIENT_ID_MAX)),
            external_id: Some(ExternalId {
                source: Source::new(&"s".repeat(Source::LEN_MAX)).expect("a long word"),
                id: format!("{n}").repeat(ExternalId::LEN_MAX),
            }),
            error: Some(Fault::new("c".repeat(ContentType::LEN_MAX), &"m".repeat(Fault::MESSAGE_MAX))),
            created_at: moment,
            read_at: Some(moment),
            ..shop.new_message(&conversation, number)
        };
        let message = shop.insert(message).await;
        let delivery = Delivery {
            position: number,
            attempts: number,
            failures: number,
            waits: number,
            next_attempt_at: moment,
            ask_at: Some(moment),
            correlation_id: Some("c".repeat(Delivery::CORRELATION_MAX)),
            created_at: moment,
            ..shop.new_delivery(&message, &shop.account)
        };
        let delivery = shop.insert(delivery).await;
        let attempt = DeliveryAttempt {
            number,
            started_at: moment,
            ended_at: moment,
            next_attempt_at: Some(moment),
            error: Some(Fault::new("c".repeat(ContentType::LEN_MAX), &"m".repeat(Fault::MESSAGE_MAX))),
            ..shop.new_attempt(&delivery, &message)
        };
        let attempt = shop.insert(attempt).await;
        let customer =
            Customer { name: Some("ß".repeat(Customer::NAME_MAX / 2)), created_at: moment, ..shop.new_customer() };
        let customer = shop.insert(customer).await;
        let key = IdentityKey::new(IdentityKind::External, format!("{n}").repeat(IdentityKey::VALUE_MAX));
        let identity = shop.insert(CustomerIdentity { key, created_at: moment, ..shop.new_identity(&customer) }).await;
        let account = Account {
            address: format!("{n}").repeat(Account::ID_MAX),
            throughput: Some(number),
            throughput_cap: Some(number),
            checks: number,
            next_check_at: Some(moment),
            throttled_until: Some(moment),
            throttle_ms: number,
            access_token: Secret::from("\u{7f}".repeat(Account::SECRET_MAX)),
            ..shop.new_account()
        };
        let account = shop.insert(account).await;
        // As large as a webhook may be.
        let call = ReceivedCall { body: "€".repeat(1_000_000), attempts: number, ..shop.new_call(&account) };
        let call = shop.insert(call).await;
        let stored: [Record; 8] = [
            conversation.into(),
            message.into(),
            delivery.into(),
            attempt.into(),
            customer.into(),
            identity.into(),
            account.into(),
            call.into(),
        ];
        for record in stored {
            shop.holds(record).await;
        }
    }
}

/// Every text comes back character by character, in every field that takes one, and finds what it names.
pub async fn any_text_comes_back(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    for (text, position) in TEXTS.iter().copied().zip(1..) {
        let some = || Some(text.to_owned());
        let customer = shop.insert(Customer { name: some(), ..shop.new_customer() }).await;
        let key = IdentityKey::new(IdentityKind::External, text);
        let identity = shop.insert(CustomerIdentity { key: key.clone(), ..shop.new_identity(&customer) }).await;
        let conversation =
            Conversation { subject: some(), customer_number: some(), ..shop.new_conversation(&customer) };
        let conversation = shop.insert(conversation).await;
        let blob = shop.insert(shop.new_blob()).await;
        let attachment = shop.insert(Attachment { name: text.to_owned(), ..shop.new_attachment(&blob) }).await;
        let files = vec![attachment.facts()];
        let external_id = ExternalId { source: Source::WHATSAPP, id: text.to_owned() };
        let message = Message {
            content: text.to_owned(),
            attachment_url: some(),
            attachment_type: some(),
            attachments: files.clone(),
            template_name: some(),
            client_message_id: some(),
            external_id: Some(external_id.clone()),
            error: Some(Fault::new(text, text)),
            ..shop.new_message(&shop.conversation, position)
        };
        let message = shop.insert(message).await;
        let account = Account {
            address: text.to_owned(),
            business_id: text.to_owned(),
            access_token: text.into(),
            app_secret: text.into(),
            previous_app_secret: Some(text.into()),
            verify_token: text.into(),
            pause_reason: some(),
            ..shop.new_account()
        };
        let account = shop.insert(account).await;
        let call = ReceivedCall { body: text.to_owned(), reason: text.to_owned(), ..shop.new_call(&account) };
        let call = shop.insert(call).await;

        let found = shop.store.message_by_external(shop.scope, &external_id).await.expect("it is read");
        assert_eq!(found.as_ref(), Some(&message), "for {text:?}");
        let sender = shop.agent.id.into();
        let found = shop.store.message_by_client_id(shop.scope, sender, text).await.expect("it is read");
        assert_eq!(found.as_ref(), Some(&message), "for {text:?}");
        let found = shop.store.account_at(&Source::WHATSAPP, text).await.expect("it is read");
        assert_eq!(found.as_ref(), Some(&account), "for {text:?}");
        let stored: [Record; 7] = [
            customer.into(),
            identity.into(),
            conversation.into(),
            message.into(),
            account.into(),
            call.into(),
            attachment.into(),
        ];
        for record in stored {
            shop.holds(record).await;
        }
    }
}

fn payloads() -> Vec<Value> {
    let texts: Vec<Value> = TEXTS.iter().map(|text| json!(text)).collect();
    let mut deep = json!("bottom");
    for _ in 0..100 {
        deep = json!([{ "below": deep }]);
    }
    vec![
        json!({}),
        json!([]),
        json!(""),
        json!(true),
        json!(0),
        json!([null, false, { "nothing": null, "": "no name" }]),
        json!([i64::MIN, i64::MAX, u64::MAX, -1, 0.5, -0.25, 1e300, 1e-300]),
        json!({ "nul": "before\u{0}after", "\u{0}": 1 }),
        json!({ "b": 1, "a": 2, "B": 3, "ä": 4 }),
        json!({ "a.b": 1, "$ref": "#", "type": "x", "data": [] }),
        json!("x".repeat(100_000)),
        Value::Array(texts),
        deep,
    ]
}

/// A payload is JSON of any shape. One that is nothing but `null` is no payload.
pub async fn payloads_of_every_shape_come_back(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    for (payload, position) in payloads().into_iter().zip(1..) {
        let message = Message { payload: Some(payload), ..shop.new_message(&shop.conversation, position) };
        let message = shop.insert(message).await;
        shop.holds(message).await;
    }
}

/// The journal gives back every kind of event with all that it says.
pub async fn events_of_every_shape_come_back(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let message = |payload| Message {
        payload,
        // Events do not tell what a message said before.
        versions: Vec::new(),
        ..full_message(&shop, &shop.conversation, &shop.new_message(&shop.conversation, 1))
    };
    let mut events: Vec<Event> =
        payloads().into_iter().map(|payload| Event::MessagePosted(Box::new(message(Some(payload))))).collect();
    events.push(Event::MessagePosted(Box::new(message(None))));
    events.push(Event::ConversationChanged(Box::new(Conversation { last_seq: i64::MAX, ..shop.conversation.clone() })));
    let customers = full(&shop).into_iter().filter_map(|record| match record {
        Record::Customer(customer) => Some(Event::CustomerChanged(Box::new(customer))),
        _ => None,
    });
    events.extend(customers);
    events.push(Event::MessageEdited(Box::new(message(None))));
    events.extend(MessageKind::ALL.iter().map(|kind| Event::MessageDeleted {
        message_id: shop.env.id(),
        kind: *kind,
        at: LAST,
    }));
    events.extend(TEXTS.iter().map(|text| Event::MessageStatusChanged {
        message_id: shop.env.id(),
        external_id: Some((*text).to_owned()),
        status: MessageStatus::Failed,
        at: LAST,
        error: Some(Fault::new(text, text)),
        unsettled: Some(Unsettled::Waiting),
    }));
    events.extend([Some("because".into()), None].map(|reason| Event::AccountChanged {
        account_id: shop.account.id,
        status: AccountStatus::Disconnected,
        reason,
    }));
    events.extend(
        WidgetStatus::ALL.iter().map(|status| Event::WidgetChanged { widget_id: shop.env.id(), status: *status }),
    );
    events.extend(DomainState::ALL.iter().map(|state| Event::DomainChanged {
        widget_id: shop.env.id(),
        domain_id: shop.env.id(),
        state: *state,
    }));
    events.extend(DefinitionKind::ALL.iter().map(|kind| Event::DefinitionChanged {
        definition_id: shop.env.id(),
        kind: *kind,
        is_deleted: true,
    }));
    events.extend(WebhookStatus::ALL.iter().map(|status| Event::WebhookChanged {
        webhook_id: shop.env.id(),
        status: *status,
        reason: Some("because".into()),
    }));
    events.extend(Availability::ALL.iter().map(|availability| Event::AgentChanged {
        agent_id: shop.agent.id,
        availability: *availability,
        reason: (*availability == Availability::Busy).then(|| "at lunch".into()),
        is_active: *availability != Availability::Away,
    }));
    events.push(Event::MessageStatusChanged {
        message_id: shop.env.id(),
        external_id: None,
        status: MessageStatus::Read,
        at: Timestamp::from_millis(0),
        error: None,
        unsettled: None,
    });
    let threads = [
        Some(shop.conversation.thread()),
        Some(Thread { customer_id: None, customer_number: Some("☎".into()), ..shop.conversation.thread() }),
        None,
    ];
    let told = events.into_iter().enumerate().map(|(n, event)| (threads[n % 3].clone(), event));
    let changes =
        told.fold(Changes { at: LAST, ..Changes::none() }, |changes, (thread, event)| changes.tell(thread, event));
    let notices = shop.commit(changes.clone()).await;
    let told: Vec<_> = changes.told.into_iter().map(|told| (told.thread, told.event)).collect();
    for notices in [notices, shop.events().await] {
        assert!(notices.iter().all(|notice| notice.at == LAST));
        let heard: Vec<_> = notices.into_iter().map(|notice| (notice.thread, notice.event)).collect();
        assert_eq!(heard, told);
    }
}
