//! `POST /{waba}/phone_numbers`: a number is added, which is then verified and registered.

use crate::emulator::{
    graph::{call::Call, errors::GraphError},
    setup::Throughput,
    world::{Phone, World},
};
use serde_json::{Value, json};

/// The longest name, in characters.
pub(super) const NAME_MAX: usize = 512;

/// Adds a number.
pub(crate) fn create(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let required = |name: &str| {
        call.text(name).ok_or_else(|| GraphError::malformed(&format!("The parameter {name} is required.")))
    };
    let country = match call.text("cc") {
        Some(country) => country,
        None => required("country_code")?,
    };
    let country = country.trim_start_matches('+').to_owned();
    let number: String = required("phone_number")?.chars().filter(char::is_ascii_digit).collect();
    let number = number.strip_prefix(&country).filter(|rest| rest.len() >= 7).unwrap_or(&number).to_owned();
    let name = required("verified_name")?;
    let is_country = (1..=3).contains(&country.len()) && country.bytes().all(|c| c.is_ascii_digit());
    if !is_country || !(4..=14).contains(&number.len()) {
        return Err(GraphError::malformed("Param phone_number is no phone number"));
    }
    if name.chars().count() > NAME_MAX {
        return Err(GraphError::malformed("Param verified_name must be at most 512 characters long."));
    }
    let phone = Phone::new(&call.object, &format!("+{country} {number}"), &name, Throughput::Standard, world.now());
    if world.phones.values().any(|other| other.digits() == phone.digits()) {
        return Err(GraphError::malformed("The phone number is already in use"));
    }
    let id = world.random.digits(15);
    world.phones.insert(id.clone(), phone);
    Ok(json!({"id": id}))
}
