//! Who talks with a business.

use crate::{
    identity::{identity, variant},
    lenient::{cut, text},
};
use chat_core::{Customer, IdentityKey, IdentityKind};
use serde_json::Value;
use std::borrow::Cow;

/// The customer's side of a message.
#[derive(Debug, Default)]
pub(super) struct Party {
    /// Everything it is known by; empty when it is not said.
    pub(super) identities: Vec<IdentityKey>,
    pub(super) profile_name: Option<String>,
    pub(super) username: Option<String>,
    pub(super) number: Option<String>,
    /// Who of a group wrote.
    pub(super) sender_name: Option<String>,
}

/// Where a message names the customer: the keys of its user id, number and parent's id.
pub(super) type Keys = [&'static str; 3];

/// Who wrote it.
pub(super) const FROM: Keys = ["from_user_id", "from", "from_parent_user_id"];
/// Whom it went to.
pub(super) const TO: Keys = ["to_user_id", "to", "to_parent_user_id"];
/// Where everything but messages names a customer.
pub(super) const WHO: Keys = ["user_id", "wa_id", "parent_user_id"];

/// What a value says under these keys.
pub(super) fn named<'v>(value: &'v Value, keys: Keys) -> impl Iterator<Item = Cow<'v, str>> {
    keys.into_iter().filter_map(|key| text(value, key))
}

impl Party {
    /// The side of a message that it names under `keys`, with the contacts that describe it.
    ///
    /// Members of a group talk as one: none of them is the customer, and the group has no name or number that is told.
    pub(super) fn of(message: &Value, keys: Keys, contacts: &[&Value]) -> Self {
        let mut known = Known::default();
        let mut written: Vec<_> = named(message, keys).collect();
        written.extend(contacts.iter().flat_map(|contact| named(contact, WHO)));
        known.learn(&written);
        if let Some(system) = message.get("system") {
            known.learn_news(system);
        }
        let name = of_profile(contacts, "name");
        let username = of_profile(contacts, "username").map(|name| name.trim_start_matches('@').to_owned());
        let profile_name = name.or_else(|| username.clone());
        let alone = Self {
            identities: known.keys,
            profile_name,
            username: username.filter(|name| !name.is_empty()),
            number: known.number,
            sender_name: None,
        };
        match text(message, "group_id") {
            Some(group) => alone.in_group(&group, keys == FROM),
            None => alone,
        }
    }

    /// Somebody who is named in several places, the place that is trusted most first.
    pub(super) fn named_in(places: &[&Value]) -> Self {
        let mut known = Known::default();
        let written: Vec<_> = places.iter().flat_map(|place| named(place, WHO)).collect();
        known.learn(&written);
        Self { identities: known.keys, number: known.number, ..Self::default() }
    }

    /// Somebody who is known by these texts.
    pub(super) fn known_by(written: &[Cow<'_, str>]) -> Self {
        let mut known = Known::default();
        known.learn(written);
        Self { identities: known.keys, number: known.number, ..Self::default() }
    }

    /// Somebody who tells under which ids it will be found from now on.
    pub(super) fn changed(news: &Value, places: &[&Value]) -> Self {
        let mut known = Known::default();
        known.learn_news(news);
        let written: Vec<_> = places.iter().flat_map(|place| named(place, WHO)).collect();
        known.learn(&written);
        Self { identities: known.keys, number: known.number, ..Self::default() }
    }

    /// The group that it is one of. A member has a name only if it `wrote`.
    fn in_group(self, group: &str, wrote: bool) -> Self {
        let is_usable = group.len() <= IdentityKey::VALUE_MAX;
        let first_id = self.identities.into_iter().next().map(|key| key.value);
        let sender_name = self.profile_name.or(self.number).or(first_id).filter(|_| wrote);
        let identities = is_usable.then(|| IdentityKey::new(IdentityKind::WhatsappGroup, group)).into_iter().collect();
        Self { identities, sender_name, ..Self::default() }
    }
}

/// What somebody is known by so far.
#[derive(Default)]
struct Known {
    keys: Vec<IdentityKey>,
    /// The number that was learned last.
    number: Option<String>,
}

impl Known {
    /// The most identities of one customer in a message. Nobody has more than two of each kind.
    const MAX: usize = 32;

    /// Learns who is named: the user id first, which belongs to nobody else ever, then the phone number with its other way of being
    /// written, then the parent portfolio's id.
    fn learn(&mut self, written: &[impl AsRef<str>]) {
        let mut keys: Vec<IdentityKey> = written.iter().filter_map(|id| identity(id.as_ref())).collect();
        keys.sort_by_key(|key| match key.kind {
            IdentityKind::WhatsappUser => 0,
            IdentityKind::WhatsappPhone => 1,
            _ => 2,
        });
        for key in keys {
            if key.kind == IdentityKind::WhatsappPhone {
                self.number = Some(format!("+{}", key.value));
            }
            let variant = variant(&key);
            self.push(key);
            variant.into_iter().for_each(|variant| self.push(variant));
        }
    }

    /// Learns which ids have changed: the old ones before the new ones, for they find the customer.
    fn learn_news(&mut self, news: &Value) {
        let texts = |keys: &[&str]| -> Vec<_> { keys.iter().filter_map(|key| text(news, key)).collect::<Vec<_>>() };
        self.learn(&texts(&["previous_user_id", "previous_parent_user_id"]));
        self.learn(&texts(&["user_id", "wa_id", "new_wa_id", "parent_user_id"]));
    }

    fn push(&mut self, key: IdentityKey) {
        if self.keys.len() < Self::MAX && !self.keys.contains(&key) {
            self.keys.push(key);
        }
    }
}

/// What the profile of one of the contacts says.
fn of_profile(contacts: &[&Value], key: &str) -> Option<String> {
    let said = contacts.iter().filter_map(|contact| text(contact.get("profile")?, key));
    let trimmed = said.map(|said| cut(said.trim(), Customer::NAME_MAX).to_owned());
    trimmed.into_iter().find(|said| !said.is_empty())
}
