//! Every known item, with each of its parts missing, empty or of another type.

use crate::{
    fuzz::targets::{ENTRIES, Entry, assert_each_stands_alone},
    incoming::{call, whatsapp},
};
use chat_core::Channel;
use serde_json::{Value, json};

/// Where everything in a value stands.
fn places(value: &Value, prefix: &str, found: &mut Vec<String>) {
    let mut go = |key: &str, inside: &Value| {
        let place = format!("{prefix}/{}", key.replace('~', "~0").replace('/', "~1"));
        found.push(place.clone());
        places(inside, &place, found);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, inside)| go(key, inside)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, inside)| go(&at.to_string(), inside)),
        _ => {}
    }
}

/// The value without what stands in a place.
fn without(value: &Value, place: &str) -> Value {
    let mut value = value.clone();
    let (around, key) = place.rsplit_once('/').unwrap();
    match value.pointer_mut(around).unwrap() {
        Value::Object(fields) => drop(fields.remove(&key.replace("~1", "/").replace("~0", "~"))),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        _ => unreachable!("only lists and objects have places in them"),
    }
    value
}

/// What may stand where something else is expected.
fn others(value: &Value) -> Vec<Value> {
    let as_another_type = match value {
        Value::String(text) => text.parse::<i64>().map_or(json!(7), Value::from),
        Value::Number(number) => json!(number.to_string()),
        _ => json!("a word"),
    };
    let mut with_more = value.clone();
    if let Some(fields) = with_more.as_object_mut() {
        fields.insert("something_new".to_owned(), json!({"of": ["tomorrow"]}));
    }
    vec![json!(null), as_another_type, json!([value]), json!({"a": value}), with_more]
}

#[test]
fn a_known_item_of_which_something_is_odd_is_one_item_and_harms_no_other() {
    assert!(ENTRIES.len() > 150, "{} items are known", ENTRIES.len());
    for known in ENTRIES.iter() {
        let mut found = Vec::new();
        places(&known.entry, "", &mut found);
        let with = |place: &str, other| {
            let mut entry = known.entry.clone();
            *entry.pointer_mut(place).unwrap() = other;
            entry
        };
        let mut odd = vec![known.entry.clone()];
        for place in found {
            let here = known.entry.pointer(&place).unwrap();
            odd.push(without(&known.entry, &place));
            odd.extend(others(here).into_iter().map(|other| with(&place, other)));
        }
        odd.push(known.entry.clone());
        assert_each_stands_alone(known, &odd);
    }
}

#[test]
fn a_thousand_items_of_every_kind_with_a_poisonous_one_in_the_middle_come_to_what_they_come_to_alone() {
    let of_list = |list: &'static str| {
        ENTRIES.iter().filter(move |known| known.list == list && known.change["field"] == "messages")
    };
    let (messages, statuses): (Vec<_>, Vec<_>) = (of_list("messages").collect(), of_list("statuses").collect());
    let cycle = |known: &[&Entry], count: usize| -> Vec<Value> {
        known.iter().cycle().take(count).map(|known| known.entry.clone()).collect()
    };
    let poison = json!({"id": {"id": [[]]}, "from": -1e300, "type": ["text"], "text": "\u{0}", "errors": {"code": {}}});
    let (before, after) = (cycle(&messages, 500), cycle(&statuses, 500));
    let receive = |messages: &[Value], statuses: &[Value]| {
        let value = json!({"metadata": {"phone_number_id": "2"}, "messages": messages, "statuses": statuses});
        let change = json!({"field": "messages", "value": value});
        whatsapp().receive(&call(&json!({"entry": [{"id": "1", "changes": [change]}]}).to_string())).unwrap()
    };
    let mut all = before.clone();
    all.insert(250, poison);

    let items = receive(&all, &after);

    assert_eq!(items.len(), 1_001);
    let mut expected = Vec::new();
    expected.extend(all.iter().flat_map(|message| receive(std::slice::from_ref(message), &[])));
    expected.extend(after.iter().flat_map(|status| receive(&[], std::slice::from_ref(status))));
    assert_eq!(items, expected);
}
