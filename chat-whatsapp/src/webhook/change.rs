//! A change with what each of its items needs to be addressed and kept by itself.

use super::{Reason, contacts::Contacts};
use crate::lenient::{object, text};
use chat_core::{Address, Addressed, Inbound};
use serde_json::{Map, Value, json};

pub(super) const OBJECT: &str = "whatsapp_business_account";

/// A change of an entry.
pub(super) struct Change<'v> {
    entry: &'v Value,
    change: &'v Value,
    /// What it says.
    pub(super) value: &'v Value,
    /// Whom it is meant for.
    pub(super) to: Address,
}

impl<'v> Change<'v> {
    pub(super) fn of(entry: &'v Value, change: &'v Value) -> Self {
        let value = value_of(change);
        Self { entry, change, value, to: address(entry, change) }
    }

    /// The contacts that it describes people by, unless there are too many.
    pub(super) fn contacts(&self) -> Option<Contacts<'v>> {
        Contacts::of(self.value)
    }

    /// An item of one of its lists, with the contacts that are concerned.
    pub(super) fn item(
        &self,
        key: &str,
        item: Value,
        contacts: &[&Value],
        inbound: Result<Inbound, Reason>,
    ) -> Addressed {
        let mut value = Map::new();
        for kept in SHARED {
            if let Some(found) = self.value.get(kept) {
                value.insert(kept.to_owned(), found.clone());
            }
        }
        if !contacts.is_empty() {
            value.insert("contacts".to_owned(), json!(contacts));
        }
        value.insert(key.to_owned(), Value::Array(vec![item]));
        self.addressed(inbound, self.raw(Value::Object(value)))
    }

    /// What its value holds beside the lists that are read item by item.
    pub(super) fn rest(&self, lists: &[&str]) -> Option<Addressed> {
        let is_read = |key: &str| key == "contacts" || lists.contains(&key);
        let value = self.value.as_object()?;
        let is_new =
            |(key, value): (&String, &Value)| !is_read(key) && !SHARED.contains(&key.as_str()) && !value.is_null();
        if !value.iter().any(is_new) {
            return None;
        }
        let rest: Map<String, Value> =
            value.iter().filter(|(key, _)| !is_read(key)).map(|(key, value)| (key.clone(), value.clone())).collect();
        Some(self.addressed(Err("its change holds more than is known"), self.raw(Value::Object(rest))))
    }

    /// All of it as one item.
    pub(super) fn whole(&self, inbound: Result<Inbound, Reason>) -> Addressed {
        self.addressed(inbound, envelope(self.entry, self.change.clone()))
    }

    fn addressed(&self, inbound: Result<Inbound, Reason>, raw: String) -> Addressed {
        let inbound = inbound.unwrap_or_else(|reason| Inbound::NotUnderstood(reason.to_owned()));
        Addressed { to: self.to.clone(), inbound, raw }
    }

    fn raw(&self, value: Value) -> String {
        let field = self.change.get("field").filter(|field| !field.is_null()).cloned();
        let field = field.unwrap_or_else(|| Value::from("messages"));
        envelope(self.entry, json!({"field": field, "value": value}))
    }
}

/// What every item of a change shares.
const SHARED: [&str; 2] = ["messaging_product", "metadata"];

fn envelope(entry: &Value, change: Value) -> String {
    let mut single = Map::new();
    for kept in ["id", "time"] {
        if let Some(found) = entry.get(kept) {
            single.insert(kept.to_owned(), found.clone());
        }
    }
    single.insert("changes".to_owned(), Value::Array(vec![change]));
    json!({"object": OBJECT, "entry": [single]}).to_string()
}

fn value_of(change: &Value) -> &Value {
    change.get("value").unwrap_or(&Value::Null)
}

/// Whom an entry is meant for.
pub(super) fn business(entry: &Value) -> Address {
    text(entry, "id").map_or(Address::Nobody, |id| Address::Business(id.into_owned()))
}

/// Whom a change is meant for: the number it tells of, else the business account. News for a partner come in an entry of the
/// partner's own and name the business account inside.
pub(super) fn address(entry: &Value, change: &Value) -> Address {
    let value = value_of(change);
    if let Some(phone) = value.get("metadata").and_then(|metadata| text(metadata, "phone_number_id")) {
        return Address::Account(phone.into_owned());
    }
    let is_update = change.get("field").is_some_and(|field| field == "account_update");
    match object(value, "waba_info").filter(|_| is_update).and_then(|business| text(business, "waba_id")) {
        Some(id) => Address::Business(id.into_owned()),
        None => business(entry),
    }
}
