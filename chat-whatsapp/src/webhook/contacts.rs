//! The contacts that a change describes people by.

use crate::lenient::{list, text};
use serde_json::Value;
use std::{borrow::Cow, collections::HashMap};

/// The contacts of a change, to be found by their ids: their order means nothing.
pub(super) struct Contacts<'v> {
    list: &'v [Value],
    places: HashMap<Cow<'v, str>, Vec<usize>>,
}

impl<'v> Contacts<'v> {
    /// The most contacts of a change.
    pub(super) const MAX: usize = 4_096;

    /// The contacts of a change's value, unless there are too many.
    pub(super) fn of(value: &'v Value) -> Option<Self> {
        let list = list(value, "contacts");
        if list.len() > Self::MAX {
            return None;
        }
        let mut places: HashMap<_, Vec<_>> = HashMap::new();
        for (place, contact) in list.iter().enumerate() {
            // A parent's id is no one's own.
            for id in ["user_id", "wa_id"].into_iter().filter_map(|key| text(contact, key)) {
                places.entry(id).or_default().push(place);
            }
        }
        Some(Self { list, places })
    }

    /// Those that have one of these ids, in their order.
    pub(super) fn with(&self, ids: impl Iterator<Item = Cow<'v, str>>) -> Vec<&'v Value> {
        let mut places: Vec<usize> = ids.filter_map(|id| self.places.get(&id)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| &self.list[place]).collect()
    }
}
