//! What was said before a business connected, as the app of its phone kept it.

use super::{
    Reason, account,
    change::Change,
    contacts::Contacts,
    fault,
    items::{Items, TooMany},
    message::{self, Way},
    party::{FROM, Keys, Party, TO, WHO, named},
};
use crate::lenient::{flag, list, object, text};
use chat_core::{AccountChange, Customer, Inbound, MessageStatus};
use serde_json::{Map, Value, json};

/// A part of a history: messages thread by thread, or why there are none.
pub(super) fn chunk<'v>(
    change: &Change<'v>,
    _: &Contacts<'v>,
    chunk: &'v Value,
    items: &mut Items,
) -> Result<(), TooMany> {
    const KNOWN: [&str; 3] = ["metadata", "threads", "errors"];
    let Some(fields) = chunk.as_object() else {
        return items.push(change.item("history", chunk.clone(), &[], Err("the part of a history is no object")));
    };
    let before = items.len();
    for thread in list(chunk, "threads") {
        read_thread(change, chunk, thread, items)?;
    }
    for error in list(chunk, "errors") {
        let kept = part_of(chunk, "errors", error.clone());
        items.push(change.item("history", kept, &[], declined(error, change)))?;
    }
    if fields.iter().any(|(key, value)| !KNOWN.contains(&key.as_str()) && !value.is_null()) {
        let rest: Map<_, _> = fields
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "threads" | "errors"))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let inbound = Err("the part of a history holds more than is known");
        items.push(change.item("history", Value::Object(rest), &[], inbound))?;
    }
    if items.len() == before {
        // Nothing was said in that time.
        items.push(change.item("history", chunk.clone(), &[], Ok(Inbound::Ignored)))?;
    }
    Ok(())
}

fn read_thread(change: &Change<'_>, chunk: &Value, thread: &Value, items: &mut Items) -> Result<(), TooMany> {
    let messages = list(thread, "messages");
    if messages.is_empty() {
        let inbound = Err("the thread of a history holds no messages");
        return items.push(change.item("history", part_of(chunk, "threads", thread.clone()), &[], inbound));
    }
    let mut around = thread.as_object().cloned().unwrap_or_default();
    around.remove("messages");
    for message in messages {
        let way = way(message, change, Some(thread));
        let inbound = message::read(message, party(thread, message, way), way);
        let mut kept = around.clone();
        kept.insert("messages".to_owned(), json!([message]));
        items.push(change.item("history", part_of(chunk, "threads", Value::Object(kept)), &[], inbound))?;
    }
    Ok(())
}

/// A chunk that holds nothing but one entry of one of its lists.
fn part_of(chunk: &Value, key: &str, entry: Value) -> Value {
    let mut part = Map::new();
    if let Some(metadata) = chunk.get("metadata") {
        part.insert("metadata".to_owned(), metadata.clone());
    }
    part.insert(key.to_owned(), Value::Array(vec![entry]));
    Value::Object(part)
}

/// The customer of a thread: the thread has its id, and its context may tell more.
fn party(thread: &Value, message: &Value, way: Way) -> Party {
    let context = object(thread, "context");
    let mut written: Vec<_> = text(thread, "id").into_iter().collect();
    written.extend(context.into_iter().flat_map(|context| named(context, WHO)));
    let known = Party::known_by(&written);
    match text(message, "group_id") {
        // Of a group's members the thread says nothing.
        Some(_) => Party::of(message, keys(way), &[]),
        None => Party { username: context.and_then(username), ..known },
    }
}

/// Where an old message names the customer.
fn keys(way: Way) -> Keys {
    if way.is_by_team() { TO } else { FROM }
}

fn username(context: &Value) -> Option<String> {
    let name = text(context, "username")?;
    let name = name.trim().trim_start_matches('@');
    (!name.is_empty() && name.len() <= Customer::NAME_MAX).then(|| name.to_owned())
}

/// The file of a message that came without it: the same message again, this time with it.
pub(super) fn late_file<'v>(
    change: &Change<'v>,
    contacts: &Contacts<'v>,
    item: &'v Value,
    items: &mut Items,
) -> Result<(), TooMany> {
    let way = way(item, change, None);
    let keys = keys(way);
    let concerned = contacts.with(named(item, keys));
    let inbound = message::read(item, Party::of(item, keys, &concerned), way);
    items.push(change.item("messages", item.clone(), &concerned, inbound))
}

/// Which way an old message went. The team's name whom they went to, and come from the number of the business.
fn way(message: &Value, change: &Change<'_>, thread: Option<&Value>) -> Way {
    let context = object(message, "history_context");
    let own = change.value.get("metadata").and_then(|metadata| text(metadata, "display_phone_number"));
    let from = text(message, "from");
    let is_own = matches!((&own, &from), (Some(own), Some(from)) if digits(own).eq(digits(from)));
    let is_customer = thread.is_some_and(|thread| from.is_some() && text(thread, "id") == from);
    let names_recipient = named(message, TO).next().is_some();
    let said = context.and_then(|context| flag(context, "from_me"));
    let is_by_team = said.unwrap_or(is_own || (names_recipient && !is_customer));
    let status = match context.and_then(|context| text(context, "status")).as_deref() {
        Some("READ" | "PLAYED") => Some(MessageStatus::Read),
        Some("DELIVERED") => Some(MessageStatus::Delivered),
        // What the phone had not handed over yet is on its way since.
        Some("SENT" | "PENDING") => Some(MessageStatus::Sent),
        Some("ERROR") => Some(MessageStatus::Failed),
        _ => None,
    };
    Way::Past { is_by_team, status }
}

fn digits(number: &str) -> impl Iterator<Item = char> + '_ {
    number.chars().filter(char::is_ascii_digit)
}

fn declined(error: &Value, change: &Change<'_>) -> Result<Inbound, Reason> {
    if !error.is_object() {
        return Err("the error is no object");
    }
    let fault = fault::of(error, "WhatsApp does not hand over what was said before");
    Ok(account::news_in_list(change, AccountChange::Noted(fault)))
}
