//! Takes a call apart into its items.

use super::{body, lenient::list, lenient::text, message, status};
use chat_core::{Address, Addressed, CallRefused, Inbound};
use serde_json::{Map, Value, json};

const OBJECT: &str = "whatsapp_business_account";

/// Reads every item of every change of every entry. Nothing is lost: what has no items is itself an item.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Addressed>, CallRefused> {
    let body = body::parse(bytes)?;
    let mut items = Vec::new();
    if text(&body, "object").is_none_or(|object| object == OBJECT) {
        for entry in list(&body, "entry") {
            read_entry(entry, &mut items);
        }
    }
    if items.is_empty() {
        let inbound = Inbound::NotUnderstood("it is no call about a WhatsApp account".to_owned());
        items.push(Addressed { to: Address::Nobody, inbound, raw: body.to_string() });
    }
    Ok(items)
}

fn read_entry(entry: &Value, items: &mut Vec<Addressed>) {
    let changes = list(entry, "changes");
    for change in changes {
        read_change(entry, change, items);
    }
    if changes.is_empty() {
        let inbound = Inbound::NotUnderstood("its entry holds no changes".to_owned());
        let raw = json!({"object": OBJECT, "entry": [entry]}).to_string();
        items.push(Addressed { to: business(entry), inbound, raw });
    }
}

/// A change with what each of its items needs to be addressed and kept by itself.
struct Change<'v> {
    entry: &'v Value,
    change: &'v Value,
    value: &'v Value,
    to: Address,
}

fn read_change(entry: &Value, change: &Value, items: &mut Vec<Addressed>) {
    let value = change.get("value").unwrap_or(&Value::Null);
    let to = match value.get("metadata").and_then(|metadata| text(metadata, "phone_number_id")) {
        Some(phone) => Address::Account(phone.into_owned()),
        None => business(entry),
    };
    let this = Change { entry, change, value, to };
    if change.get("field").is_some_and(|field| !field.is_null() && field != "messages") {
        items.push(this.whole("its field has no use yet"));
        return;
    }
    let before = items.len();
    let contacts = list(value, "contacts");
    for item in list(value, "messages") {
        let concerned = message::contacts_of(item, contacts);
        let inbound = match message::read(item, &concerned) {
            Ok(message) => Inbound::Message(Box::new(message)),
            Err(reason) => Inbound::NotUnderstood(reason.to_owned()),
        };
        items.push(this.item("messages", item, &concerned, inbound));
    }
    for item in list(value, "statuses") {
        let inbound = match status::read(item) {
            Ok(receipt) => Inbound::Receipt(receipt),
            Err(reason) => Inbound::NotUnderstood(reason.to_owned()),
        };
        items.push(this.item("statuses", item, &[], inbound));
    }
    for item in list(value, "errors") {
        let inbound = Inbound::NotUnderstood("it reports an error of the account".to_owned());
        items.push(this.item("errors", item, &[], inbound));
    }
    if let Some(rest) = this.rest() {
        items.push(rest);
    } else if items.len() == before {
        items.push(this.whole("its change holds no items"));
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
