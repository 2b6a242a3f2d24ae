//! Whom a send is for.

use serde_json::Value;

use super::{call::Call, errors::GraphError};
use crate::emulator::{faults::plain, world::World};

/// The recipient of a send.
#[derive(Debug)]
pub(crate) struct Recipient {
    /// As the business wrote it.
    pub(crate) input: String,
    pub(crate) address: Address,
    /// The user behind it, if there is one.
    pub(crate) user: Option<String>,
}

#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Address {
    /// Digits only.
    Phone(String),
    Bsuid(String),
}

impl Recipient {
    /// Finds the recipient. `to` is a phone number and goes before `recipient`, which is a BSUID.
    pub(crate) fn of(world: &World, call: &Call) -> Result<Self, GraphError> {
        for name in ["to", "recipient"] {
            let value = call.parameters.get(name);
            if value.is_some_and(|value| {
                !matches!(value, Value::String(_) | Value::Number(_) | Value::Null)
            }) {
                return Err(GraphError::malformed(&format!(
                    "Param {name} must be a string"
                )));
            }
        }
        if let Some(input) = call.text("to") {
            return Self::of_phone(world, input);
        }
        let Some(input) = call.text("recipient") else {
            return Err(GraphError::missing("to"));
        };
        if !is_bsuid(&input) {
            return Err(GraphError::invalid(
                "recipient must be a business-scoped user id",
            ));
        }
        let business = world.business_of(&call.object).unwrap_or_default();
        let user = world
            .user_by_bsuid(business, &input)
            .map(|user| user.id.clone());
        Ok(Self {
            address: Address::Bsuid(input.clone()),
            input,
            user,
        })
    }

    fn of_phone(world: &World, input: String) -> Result<Self, GraphError> {
        if is_bsuid(&input) {
            return Err(GraphError::invalid(
                "to must be a phone number: a user id goes into recipient",
            ));
        }
        let digits = plain(&input);
        let is_number =
            (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if !is_number {
            return Err(GraphError::invalid("to is not a phone number"));
        }
        let user = world.user_by_phone(&digits).map(|user| user.id.clone());
        Ok(Self {
            address: Address::Phone(digits),
            input,
            user,
        })
    }

    /// What the business's exchange with the recipient is kept under.
    pub(crate) fn key(&self) -> &str {
        match (&self.user, &self.address) {
            (Some(user), _) => user,
            (None, Address::Phone(address) | Address::Bsuid(address)) => address,
        }
    }
}

/// Whether a text has the shape of a business-scoped user id: `CC.`, perhaps `ENT.`, letters and digits.
pub(crate) fn is_bsuid(text: &str) -> bool {
    let Some((country, rest)) = text.split_once('.') else {
        return false;
    };
    let rest = rest.strip_prefix("ENT.").unwrap_or(rest);
    country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (1..=128).contains(&rest.len())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bsuid_is_known_by_its_shape() {
        for yes in [
            "US.13491208655302741918",
            "US.ENT.11815799212886844830",
            "DE.a1",
        ] {
            assert!(is_bsuid(yes), "{yes}");
        }
        for no in [
            "",
            "16505551234",
            "+1.5",
            "us.1",
            "USA.1",
            "US.",
            "US.1-2",
            "foo_bar",
        ] {
            assert!(!is_bsuid(no), "{no}");
        }
    }
}
