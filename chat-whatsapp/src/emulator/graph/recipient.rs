//! Whom a send is for.

use super::{call::Call, errors::GraphError};
use crate::{
    emulator::{faults::plain, setup::UserIdInTo, world::World},
    identity::is_bsuid,
};
use serde_json::Value;

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
    /// A user id where a phone number belongs: nobody is there.
    Nowhere(String),
}

impl Recipient {
    /// Finds the recipient. `to` is a phone number and goes before `recipient`, which is a BSUID.
    pub(crate) fn of(world: &World, call: &Call) -> Result<Self, GraphError> {
        for name in ["to", "recipient"] {
            let value = call.parameters.get(name);
            if value.is_some_and(|value| !matches!(value, Value::String(_) | Value::Number(_) | Value::Null)) {
                return Err(GraphError::malformed(&format!("Param {name} must be a string")));
            }
        }
        if let Some(input) = call.text("to") {
            return Self::of_phone(world, input);
        }
        let Some(input) = call.text("recipient") else {
            return Err(GraphError::missing("to"));
        };
        if !is_bsuid(&input) {
            return Err(GraphError::invalid("recipient must be a business-scoped user id"));
        }
        let business = world.business_of(&call.object).unwrap_or_default();
        let user = world.user_by_bsuid(business, &input).map(|user| user.id.clone());
        Ok(Self { address: Address::Bsuid(input.clone()), input, user })
    }

    fn of_phone(world: &World, input: String) -> Result<Self, GraphError> {
        if is_bsuid(&input) {
            return match world.rules.user_id_in_to {
                UserIdInTo::Refused => {
                    Err(GraphError::invalid("to must be a phone number: a user id goes into recipient"))
                }
                UserIdInTo::Dropped => Ok(Self { address: Address::Nowhere(input.clone()), input, user: None }),
            };
        }
        let digits = plain(&input);
        let is_number = (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if !is_number {
            return Err(GraphError::invalid("to is not a phone number"));
        }
        let user = world.user_by_phone(&digits).map(|user| user.id.clone());
        Ok(Self { address: Address::Phone(digits), input, user })
    }

    /// What the business's exchange with the recipient is kept under.
    pub(crate) fn key(&self) -> &str {
        match (&self.user, &self.address) {
            (Some(user), _) => user,
            (None, Address::Phone(address) | Address::Bsuid(address) | Address::Nowhere(address)) => address,
        }
    }
}
