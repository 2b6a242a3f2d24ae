//! Takes a call apart into its items.

use super::{body, lenient::list, lenient::text, message, status};
use chat_core::{Address, Addressed, CallRefused, Inbound};
use serde_json::{Map, Value, json};
use std::iter;

const OBJECT: &str = "whatsapp_business_account";

/// Reads every item of every change of every entry. Nothing is lost: what has no items is itself an item, and so is a call
/// that would become too many.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Addressed>, CallRefused> {
    let body = body::parse(bytes)?;
    let mut items = Items::default();
    let whole = |to, reason: &str| {
        vec![Addressed { to, inbound: Inbound::NotUnderstood(reason.to_owned()), raw: body.to_string() }]
    };
    if text(&body, "object").is_none_or(|object| object == OBJECT) {
        for entry in list(&body, "entry") {
            if read_entry(entry, &mut items).is_err() {
                return Ok(whole(first_address(&body), "it holds more items than a call may have"));
            }
        }
    }
    if items.list.is_empty() {
        return Ok(whole(Address::Nobody, "it is no call about a WhatsApp account"));
    }
    Ok(items.list)
}

/// The items of a call so far. They are made before anybody knows whether the call is authentic.
#[derive(Default)]
struct Items {
    list: Vec<Addressed>,
    raw_bytes: usize,
}

/// The call would become more than it may.
struct TooMany;

impl Items {
    /// The most items of a call, and the most contacts of a change. Meta sends at most 1,000.
    const MAX: usize = 4_096;
    /// The most bytes of all items, each of which repeats what they share.
    const RAW_BYTES_MAX: usize = 16 * 1024 * 1024;

    fn push(&mut self, item: Addressed) -> Result<(), TooMany> {
        self.raw_bytes += item.raw.len();
        // A single item is what it is: it could not be kept as less.
        if self.list.len() == Self::MAX || (self.raw_bytes > Self::RAW_BYTES_MAX && !self.list.is_empty()) {
            return Err(TooMany);
        }
        self.list.push(item);
        Ok(())
    }
}

fn read_entry(entry: &Value, items: &mut Items) -> Result<(), TooMany> {
    let changes = list(entry, "changes");
    for change in changes {
        read_change(entry, change, items)?;
    }
    if changes.is_empty() {
        let inbound = Inbound::NotUnderstood("its entry holds no changes".to_owned());
        let raw = json!({"object": OBJECT, "entry": [entry]}).to_string();
        items.push(Addressed { to: business(entry), inbound, raw })?;
    }
    Ok(())
}

/// A change with what each of its items needs to be addressed and kept by itself.
struct Change<'v> {
    entry: &'v Value,
    change: &'v Value,
    value: &'v Value,
    to: Address,
}

fn read_change(entry: &Value, change: &Value, items: &mut Items) -> Result<(), TooMany> {
    let value = value_of(change);
    let this = Change { entry, change, value, to: address(entry, value) };
    if change.get("field").is_some_and(|field| !field.is_null() && field != "messages") {
        return items.push(this.whole("its field has no use yet"));
    }
    let before = items.list.len();
    let contacts = list(value, "contacts");
    if contacts.len() > Items::MAX {
        // Each message looks through all of them.
        return Err(TooMany);
    }
    for item in list(value, "messages") {
        let concerned = message::contacts_of(item, contacts);
        let inbound = match message::read(item, &concerned) {
            Ok(message) => Inbound::Message(Box::new(message)),
            Err(reason) => Inbound::NotUnderstood(reason.to_owned()),
        };
        items.push(this.item("messages", item, &concerned, inbound))?;
    }
    for item in list(value, "statuses") {
        let inbound = match status::read(item) {
            Ok(receipt) => Inbound::Receipt(receipt),
            Err(reason) => Inbound::NotUnderstood(reason.to_owned()),
        };
        items.push(this.item("statuses", item, &[], inbound))?;
    }
    for item in list(value, "errors") {
        let inbound = Inbound::NotUnderstood("it reports an error of the account".to_owned());
        items.push(this.item("errors", item, &[], inbound))?;
    }
    match this.rest() {
        Some(rest) => items.push(rest),
        None if items.list.len() == before => items.push(this.whole("its change holds no items")),
        None => Ok(()),
    }
}

impl Change<'_> {
    /// One item with a body of its own.
    fn item(&self, key: &str, item: &Value, contacts: &[&Value], inbound: Inbound) -> Addressed {
        let mut value = Map::new();
        for kept in ["messaging_product", "metadata"] {
            if let Some(found) = self.value.get(kept) {
                value.insert(kept.to_owned(), found.clone());
            }
        }
        if !contacts.is_empty() {
            value.insert("contacts".to_owned(), json!(contacts));
        }
        value.insert(key.to_owned(), json!([item]));
        Addressed { to: self.to.clone(), inbound, raw: self.raw(Value::Object(value)) }
    }

    /// What the value holds beside the lists that are read item by item.
    fn rest(&self) -> Option<Addressed> {
        const READ: [&str; 4] = ["messages", "statuses", "errors", "contacts"];
        const SHARED: [&str; 2] = ["messaging_product", "metadata"];
        let value = self.value.as_object()?;
        let is_new = |(key, value): (&String, &Value)| {
            !READ.contains(&key.as_str()) && !SHARED.contains(&key.as_str()) && !value.is_null()
        };
        if !value.iter().any(is_new) {
            return None;
        }
        let rest: Map<String, Value> = value
            .iter()
            .filter(|(key, _)| !READ.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let inbound = Inbound::NotUnderstood("its change holds more than is known".to_owned());
        Some(Addressed { to: self.to.clone(), inbound, raw: self.raw(Value::Object(rest)) })
    }

    fn whole(&self, reason: &str) -> Addressed {
        let raw = envelope(self.entry, self.change.clone());
        Addressed { to: self.to.clone(), inbound: Inbound::NotUnderstood(reason.to_owned()), raw }
    }

    fn raw(&self, value: Value) -> String {
        envelope(self.entry, json!({"field": "messages", "value": value}))
    }
}

fn envelope(entry: &Value, change: Value) -> String {
    let mut single = Map::new();
    if let Some(id) = entry.get("id") {
        single.insert("id".to_owned(), id.clone());
    }
    if let Some(time) = entry.get("time") {
        single.insert("time".to_owned(), time.clone());
    }
    single.insert("changes".to_owned(), Value::Array(vec![change]));
    json!({"object": OBJECT, "entry": [single]}).to_string()
}

fn business(entry: &Value) -> Address {
    text(entry, "id").map_or(Address::Nobody, |id| Address::Business(id.into_owned()))
}

fn value_of(change: &Value) -> &Value {
    change.get("value").unwrap_or(&Value::Null)
}

fn address(entry: &Value, value: &Value) -> Address {
    match value.get("metadata").and_then(|metadata| text(metadata, "phone_number_id")) {
        Some(phone) => Address::Account(phone.into_owned()),
        None => business(entry),
    }
}

/// The first address in a call, without reading its items.
fn first_address(body: &Value) -> Address {
    let mut addresses = list(body, "entry").iter().flat_map(|entry| {
        let of_changes = list(entry, "changes").iter().map(|change| address(entry, value_of(change)));
        of_changes.chain(iter::once_with(|| business(entry)))
    });
    addresses.find(|address| *address != Address::Nobody).unwrap_or(Address::Nobody)
}
