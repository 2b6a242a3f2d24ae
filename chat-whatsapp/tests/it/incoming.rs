//! Calls that Meta, or somebody else, makes.

use chat_core::{Address, Addressed, CallRefused, Channel, Inbound, IncomingCall};
use chat_whatsapp::{Config, WhatsApp};
use proptest::{collection, prelude::*};
use serde_json::{Value, json};
use std::sync::OnceLock;

/// A channel that is only asked to read.
pub(crate) fn whatsapp() -> &'static WhatsApp {
    static WHATSAPP: OnceLock<WhatsApp> = OnceLock::new();
    WHATSAPP.get_or_init(|| WhatsApp::new(Config::default()))
}

pub(crate) fn call(body: &str) -> IncomingCall {
    IncomingCall { headers: Vec::new(), body: body.to_owned().into() }
}

fn count(value: &Value, key: &str) -> usize {
    match &value[key] {
        Value::Null => 0,
        Value::Array(items) => items.len(),
        _ => 1,
    }
}

#[test]
fn a_body_that_is_no_json_is_refused_as_a_whole() {
    for body in ["", "hello", "{\"object\":", "<html>"] {
        assert_eq!(whatsapp().receive(&call(body)), Err(CallRefused::Unreadable), "{body:?}");
    }
}

#[test]
fn a_name_cut_in_the_middle_of_an_emoji_loses_no_message() {
    let body = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
        "metadata":{"phone_number_id":"2"},
        "contacts":[{"wa_id":"16505551234","profile":{"name":"Ann \ud83d"}}],
        "messages":[{"id":"wamid.1","from":"16505551234","type":"text","text":{"body":"hi\u0000 \ud83d\udc4b"}}]}}]}]}"#;

    let items = whatsapp().receive(&call(body)).unwrap();

    let [Inbound::Message(message)] = items.each_inbound() else { panic!("{items:?}") };
    assert_eq!(message.profile_name.as_deref(), Some("Ann \u{fffd}"));
    assert_eq!(message.content, "hi 👋");
    assert!(!items[0].raw.contains("u0000"));
}

#[test]
fn a_thousand_messages_with_one_bad_among_them_lose_one() {
    let mut messages: Vec<Value> = (0..1_000)
        .map(|n| json!({"id": format!("wamid.{n}"), "from": "16505551234", "type": "text", "text": {"body": "hi"}}))
        .collect();
    messages[500] = json!({"from": {"deeply": ["wrong"]}, "id": []});
    let value = json!({"metadata": {"phone_number_id": "2"}, "messages": messages});
    let body = json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"value": value}]}]});

    let items = whatsapp().receive(&call(&body.to_string())).unwrap();

    assert_eq!(items.len(), 1_000);
    let understood = items.iter().filter(|item| matches!(item.inbound, Inbound::Message(_))).count();
    assert_eq!(understood, 999);
}

/// A call about one change of the account 2.
fn change(value: &Value) -> Value {
    json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"value": value}]}]})
}

/// Asserts that the call as a whole is one item for `to`, and stays so when it is kept.
fn assert_is_one_item(body: &Value, to: &Address) {
    let items = whatsapp().receive(&call(&body.to_string())).unwrap();
    let [Addressed { to: found, inbound: Inbound::NotUnderstood(reason), raw }] = items.as_slice() else {
        panic!("{} items", items.len());
    };
    assert_eq!(found, to);
    assert!(reason.contains("more items than a call may have"), "{reason}");
    assert_eq!(serde_json::from_str::<Value>(raw).unwrap(), *body);
    assert_eq!(whatsapp().receive(&call(raw)).unwrap(), items);
}

#[test]
fn a_call_of_more_items_than_any_may_have_is_one_item() {
    let account = Address::Account("2".to_owned());
    let statuses = |count| change(&json!({"metadata": {"phone_number_id": "2"}, "statuses": vec![0; count]}));
    assert_is_one_item(&statuses(16_385), &account);
    assert_eq!(whatsapp().receive(&call(&statuses(16_384).to_string())).unwrap().len(), 16_384);

    assert_is_one_item(&json!({"entry": vec![0; 20_000]}), &Address::Nobody);
    let mut entries = vec![json!(0), json!({"id": "1"})];
    entries.resize(20_000, json!({"id": "3"}));
    assert_is_one_item(&json!({"entry": entries}), &Address::Business("1".to_owned()));
    let entry = json!({"id": "1", "changes": vec![json!({"value": {"metadata": {"phone_number_id": "2"}}}); 20_000]});
    assert_is_one_item(&json!({"entry": [0, entry]}), &account);
}

#[test]
fn a_call_whose_items_would_be_far_larger_than_itself_is_one_item() {
    let account = Address::Account("2".to_owned());
    let metadata = json!({"phone_number_id": "2", "more": "x".repeat(100_000)});
    assert_is_one_item(&change(&json!({"metadata": metadata, "statuses": vec![0; 1_000]})), &account);

    let (metadata, message) = (json!({"phone_number_id": "2"}), json!({"from": "1", "id": "wamid.1"}));
    let value = json!({"metadata": metadata, "messages": [message], "contacts": vec![json!({}); 5_000]});
    assert_is_one_item(&change(&value), &account);
}

/// Slices of items as slices of what they say, for patterns.
trait EachInbound {
    fn each_inbound(&self) -> &[Inbound];
}

impl EachInbound for Vec<chat_core::Addressed> {
    fn each_inbound(&self) -> &[Inbound] {
        assert_eq!(self.len(), 1);
        std::slice::from_ref(&self[0].inbound)
    }
}

/// Any JSON, of the words that matter as often as of others.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("16505551234"),
        Just("US.1"),
        Just("text"),
        Just("sent"),
        Just("failed"),
        Just("wamid.1"),
        Just("1750030073"),
        Just("messages"),
        Just("0193f0a0-7c1e-7000-8000-000000000001"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        word.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        let key = prop_oneof![
            Just("object"),
            Just("entry"),
            Just("changes"),
            Just("field"),
            Just("value"),
            Just("metadata"),
            Just("phone_number_id"),
            Just("contacts"),
            Just("messages"),
            Just("statuses"),
            Just("errors"),
            Just("id"),
            Just("from"),
            Just("from_user_id"),
            Just("type"),
            Just("text"),
            Just("body"),
            Just("timestamp"),
            Just("status"),
            Just("context"),
            Just("system"),
            Just("image"),
            Just("interactive"),
            Just("edit"),
            Just("message"),
            Just("order"),
            Just("wa_id"),
            Just("user_id"),
            Just("profile"),
            Just("name"),
        ];
        let key = prop_oneof![4 => key.prop_map(str::to_owned), 1 => any::<String>()];
        prop_oneof![
            collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            collection::hash_map(key, inner, 0..6).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_json_is_read_and_every_item_can_be_kept_by_itself(body in any_json()) {
        let items = whatsapp().receive(&call(&body.to_string())).unwrap();

        prop_assert!(!items.is_empty());
        for item in items {
            let again = whatsapp().receive(&call(&item.raw)).unwrap();
            prop_assert_eq!(again, [item]);
        }
    }

    #[test]
    fn no_item_of_a_change_is_lost_whatever_is_in_it(
        messages in any_json(), statuses in any_json(), errors in any_json(), contacts in any_json(),
    ) {
        let value = json!({"metadata": {"phone_number_id": "2"}, "messages": messages, "statuses": statuses,
            "errors": errors, "contacts": contacts});
        let expected: usize = ["messages", "statuses", "errors"].iter().map(|key| count(&value, key)).sum();
        let body = json!({"entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]});

        let items = whatsapp().receive(&call(&body.to_string())).unwrap();

        prop_assert_eq!(items.len(), expected.max(1));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in collection::vec(any::<u8>(), 0..200)) {
        let call = IncomingCall { headers: Vec::new(), body: bytes.into() };
        let _ = whatsapp().receive(&call);
    }
}
