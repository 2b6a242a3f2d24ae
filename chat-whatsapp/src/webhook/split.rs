//! Takes a call apart into its items.

use super::{
    body,
    change::{Change, OBJECT, address, business},
    fields::{self, Plan},
    items::{Items, TooMany},
};
use crate::lenient::{list, text};
use chat_core::{Address, Addressed, CallRefused, Inbound};
use serde_json::{Value, json};
use std::iter;

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
    let items = items.into_list();
    if items.is_empty() {
        return Ok(whole(Address::Nobody, "it is no call about a WhatsApp account"));
    }
    Ok(items)
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

fn read_change(entry: &Value, change: &Value, items: &mut Items) -> Result<(), TooMany> {
    let this = Change::of(entry, change);
    match fields::plan(change.get("field")) {
        Plan::Unread(reason) => items.push(this.whole(Err(reason))),
        Plan::Whole(read) => items.push(this.whole(read(&this))),
        Plan::Lists(lists) => {
            let before = items.len();
            let contacts = this.contacts().ok_or(TooMany)?;
            for (key, read) in lists {
                for item in list(this.value, key) {
                    read(&this, &contacts, item, items)?;
                }
            }
            let keys: Vec<&str> = lists.iter().map(|(key, _)| *key).collect();
            match this.rest(&keys) {
                Some(rest) => items.push(rest),
                None if items.len() == before => items.push(this.whole(Err("its change holds no items"))),
                None => Ok(()),
            }
        }
    }
}

/// The first address in a call, without reading its items.
fn first_address(body: &Value) -> Address {
    let mut addresses = list(body, "entry").iter().flat_map(|entry| {
        let of_changes = list(entry, "changes").iter().map(|change| address(entry, change));
        of_changes.chain(iter::once_with(|| business(entry)))
    });
    addresses.find(|address| *address != Address::Nobody).unwrap_or(Address::Nobody)
}
