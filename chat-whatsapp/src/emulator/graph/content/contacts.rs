//! `contacts`.

use super::parts::Part;
use crate::emulator::graph::errors::GraphError;
use serde_json::Value;

/// How many contacts one message may carry.
const CONTACTS_MAX: usize = 257;
/// The longest name of a contact, in characters.
const NAME_MAX: usize = 1_000;
/// One of these stands beside the formatted name.
const NAMES: [&str; 5] = ["first_name", "last_name", "middle_name", "prefix", "suffix"];

pub(crate) fn check(body: &Value) -> Result<(), GraphError> {
    for contact in Part::root("contacts", body).items(1, CONTACTS_MAX)? {
        let name = contact.at("name");
        name.object()?;
        name.at("formatted_name").words(NAME_MAX)?;
        let mut others = 0;
        for key in NAMES {
            others += usize::from(name.at(key).optional_words(NAME_MAX)?.is_some());
        }
        if others == 0 {
            return Err(name.refused("needs at least one more part besides formatted_name, like first_name."));
        }
    }
    Ok(())
}
