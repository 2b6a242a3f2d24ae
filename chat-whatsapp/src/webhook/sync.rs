//! What is known of people outside of messages: their names in the address book of a phone, and ids of theirs that have changed.

use super::{
    Reason,
    change::Change,
    contacts::Contacts,
    items::{Items, TooMany},
    message::external_id,
    party::{Party, WHO, named},
};
use crate::lenient::{cut, moment, object, text};
use chat_core::{ContentType, Customer, ExternalId, Inbound, InboundContact, InboundMessage, Message, Source};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// That the business calls somebody by a name in the app of its phone.
pub(super) fn contact<'v>(
    change: &Change<'v>,
    _: &Contacts<'v>,
    item: &'v Value,
    items: &mut Items,
) -> Result<(), TooMany> {
    items.push(change.item("state_sync", item.clone(), &[], read_contact(item)))
}

fn read_contact(item: &Value) -> Result<Inbound, Reason> {
    if text(item, "type").is_some_and(|kind| kind != "contact") {
        return Err("what is synchronised is no contact");
    }
    let contact = object(item, "contact").ok_or("the contact is no object")?;
    let number = text(contact, "phone_number").map(|number| Cow::Owned(plain(&number)));
    let written: Vec<_> = number.into_iter().chain(named(contact, WHO)).collect();
    let Party { identities, .. } = Party::known_by(&written);
    if identities.is_empty() {
        return Err("the contact does not say who it is");
    }
    let is_removed = text(item, "action").is_some_and(|action| action == "remove");
    let name = ["full_name", "first_name"].iter().find_map(|key| {
        let name = text(contact, key)?;
        Some(cut(name.trim(), Customer::NAME_MAX).to_owned()).filter(|name| !name.is_empty())
    });
    match (is_removed, name) {
        (true, _) => Ok(Inbound::Contact(InboundContact { identities, name: None })),
        (false, Some(name)) => Ok(Inbound::Contact(InboundContact { identities, name: Some(name) })),
        (false, None) => Err("the contact has no name"),
    }
}

/// A number without what people put between its digits.
fn plain(number: &str) -> String {
    number.replace([' ', '-', '(', ')', '.', '/'], "")
}

/// That somebody's user id has changed. Today a message of the system says it; this is what came before that.
pub(super) fn user_id<'v>(
    change: &Change<'v>,
    contacts: &Contacts<'v>,
    item: &'v Value,
    items: &mut Items,
) -> Result<(), TooMany> {
    let concerned = contacts.with(named(item, WHO));
    items.push(change.item("user_id_update", item.clone(), &concerned, read_user_id(item, &concerned)))
}

fn read_user_id(item: &Value, contacts: &[&Value]) -> Result<Inbound, Reason> {
    if !item.is_object() {
        return Err("the change of a user id is no object");
    }
    let news = as_system(item);
    let mut places = vec![item];
    places.extend(contacts);
    let Party { identities, number, .. } = Party::changed(&news, &places);
    if identities.is_empty() {
        return Err("the change of a user id does not say whose it is");
    }
    let external_id =
        external_id(item, "id").or_else(|| own_id(&news)).ok_or("the change of a user id has no usable id")?;
    let words = text(item, "detail").unwrap_or(Cow::Borrowed("The customer has a new user id"));
    Ok(Inbound::Message(Box::new(InboundMessage {
        number,
        payload: Some(json!({"type": "system", "system": news, "raw": item})),
        sent_at: moment(item, "timestamp"),
        opens_window: false,
        ..InboundMessage::new(external_id, identities, ContentType::new("system"), cut(&words, Message::TEXT_MAX))
    })))
}

/// A name made of what the news say, for they have none of their own: the same news come under the same name.
fn own_id(news: &Value) -> Option<ExternalId> {
    let changed = ["user_id", "parent_user_id"].into_iter().find(|key| text(news, key).is_some())?;
    let previous = text(news, &format!("previous_{changed}")).unwrap_or_default();
    let id = format!("user_id_update:{previous}:{}", text(news, changed)?);
    (id.len() <= ExternalId::LEN_MAX).then_some(ExternalId { source: Source::WHATSAPP, id })
}

/// The same news as a message of the system has it. The ids stand in pairs of `previous` and `current`, or each by itself.
fn as_system(item: &Value) -> Value {
    let mut news = Map::new();
    let mut put = |key: String, id: Option<Cow<'_, str>>| {
        if let Some(id) = id {
            news.insert(key, json!(id));
        }
    };
    put("type".to_owned(), Some(Cow::Borrowed("user_changed_user_id")));
    for key in ["user_id", "parent_user_id"] {
        let pair = object(item, key);
        let previous = format!("previous_{key}");
        put(key.to_owned(), pair.map_or_else(|| text(item, key), |pair| text(pair, "current")));
        let before = pair.map_or_else(|| text(item, &previous), |pair| text(pair, "previous"));
        put(previous, before);
    }
    put("wa_id".to_owned(), text(item, "wa_id"));
    put("body".to_owned(), text(item, "detail"));
    Value::Object(news)
}
