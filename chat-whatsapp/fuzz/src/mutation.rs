//! Changes of JSON that keep it JSON.

use super::choices::Choices;
use serde_json::{Value, json};

/// Makes one change somewhere in a value: something is missing, is of another type, is there twice, or stands where nobody expects it.
pub fn change(value: &mut Value, donor: &Value, choices: &mut Choices<'_>) {
    let containers = count(value);
    if containers == 0 {
        *value = other(value, donor, choices);
        return;
    }
    let place = choices.below(containers);
    match nth(value, &mut { place }).expect("it is one of those that were counted") {
        Value::Object(fields) => {
            let key = fields.keys().nth(choices.below(fields.len().max(1))).cloned();
            match (choices.below(4), key) {
                (0, Some(key)) => drop(fields.remove(&key)),
                (1 | 2, Some(key)) => {
                    let changed = other(&fields[&key], donor, choices);
                    fields.insert(key, changed);
                }
                (3, _) | (_, None) => {
                    let key = *choices.pick(&KEYS);
                    fields.insert(key.to_owned(), part(donor, choices));
                }
                (_, Some(key)) => unreachable!("{key} was chosen for one of four"),
            }
        }
        Value::Array(items) => {
            let at = choices.below(items.len().max(1));
            match choices.below(4) {
                0 if !items.is_empty() => drop(items.remove(at)),
                1 if !items.is_empty() => items[at] = other(&items[at], donor, choices),
                2 if !items.is_empty() => items.insert(at, items[at].clone()),
                _ => items.push(part(donor, choices)),
            }
        }
        _ => unreachable!("only lists and objects are counted"),
    }
}

/// Keys that mean something in one place or another.
const KEYS: [&str; 34] = [
    "type",
    "id",
    "from",
    "from_user_id",
    "to",
    "to_user_id",
    "group_id",
    "timestamp",
    "text",
    "body",
    "image",
    "audio",
    "voice",
    "caption",
    "sha256",
    "context",
    "referral",
    "errors",
    "system",
    "identity",
    "edit",
    "revoke",
    "reaction",
    "message",
    "message_id",
    "original_message_id",
    "interactive",
    "contacts",
    "messages",
    "threads",
    "history_context",
    "user_id",
    "wa_id",
    "something_new",
];

/// What stands in place of a value: nothing, another type, another value.
fn other(value: &Value, donor: &Value, choices: &mut Choices<'_>) -> Value {
    match choices.below(14) {
        0 => Value::Null,
        1 => json!([value]),
        2 => json!({ "value": value }),
        3 => match value {
            Value::String(text) => text.parse::<i64>().map_or(json!(7), Value::from),
            Value::Number(number) => json!(number.to_string()),
            _ => json!(value.to_string()),
        },
        4 => json!(""),
        5 => json!(true),
        6 => json!(-1.5),
        7 => json!(1e300),
        8 => json!(u64::MAX),
        9 => json!("a\u{0}b\u{fffd}👋🏽"),
        10 => json!("x".repeat(600)),
        11 => json!({}),
        12 => json!([]),
        _ => part(donor, choices),
    }
}

/// Some list or object inside of a value, or the value itself.
fn part(donor: &Value, choices: &mut Choices<'_>) -> Value {
    match count(donor) {
        0 => donor.clone(),
        parts => {
            let mut donor = donor.clone();
            let place = choices.below(parts);
            nth(&mut donor, &mut { place }).expect("it is one of those that were counted").take()
        }
    }
}

/// How many lists and objects a value consists of.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(fields) => 1 + fields.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// The list or object with this number, from the outside to the inside.
fn nth<'v>(value: &'v mut Value, place: &mut usize) -> Option<&'v mut Value> {
    if !value.is_array() && !value.is_object() {
        return None;
    }
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, place)),
        Value::Object(fields) => fields.values_mut().find_map(|field| nth(field, place)),
        _ => None,
    }
}
