//! The lists of news of messages: what customers write, what the team writes beside us, and how far messages have come.

use super::{
    change::Change,
    contacts::Contacts,
    fault,
    items::{Items, TooMany},
    message::{self, Way},
    party::{FROM, Party, TO, named},
    status,
};
use serde_json::Value;

/// A message of a customer.
pub(super) fn arrived<'v>(
    change: &Change<'v>,
    contacts: &Contacts<'v>,
    item: &'v Value,
    items: &mut Items,
) -> Result<(), TooMany> {
    let concerned = contacts.with(named(item, FROM));
    let inbound = message::read(item, Party::of(item, FROM, &concerned), Way::Arrived);
    items.push(change.item("messages", item.clone(), &concerned, inbound))
}

/// A message that the team wrote on a phone, or by way of somebody else.
pub(super) fn echo<'v>(
    change: &Change<'v>,
    contacts: &Contacts<'v>,
    item: &'v Value,
    items: &mut Items,
) -> Result<(), TooMany> {
    let concerned = contacts.with(named(item, TO));
    let inbound = message::read(item, Party::of(item, TO, &concerned), Way::Beside);
    items.push(change.item("message_echoes", item.clone(), &concerned, inbound))
}

/// News of a message of ours.
pub(super) fn status<'v>(
    change: &Change<'v>,
    _: &Contacts<'v>,
    item: &'v Value,
    items: &mut Items,
) -> Result<(), TooMany> {
    items.push(change.item("statuses", item.clone(), &[], status::read(item)))
}

/// Something that is wrong with the account.
pub(super) fn error<'v>(
    change: &Change<'v>,
    _: &Contacts<'v>,
    item: &'v Value,
    items: &mut Items,
) -> Result<(), TooMany> {
    items.push(change.item("errors", item.clone(), &[], fault::of_account(item, change)))
}
