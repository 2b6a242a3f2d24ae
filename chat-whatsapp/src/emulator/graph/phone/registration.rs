//! How a number is verified with a code and registered with a PIN.

use super::{of, of_mut, success};
use crate::emulator::{
    graph::{call::Call, errors::GraphError, send},
    world::{NameStatus, Phone, World},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// How often it may be tried to register a number, and in which time.
const ATTEMPTS_MAX: usize = 10;
const ATTEMPTS_WITHIN: TimeDelta = TimeDelta::hours(72);
/// How many wrong PINs may be given, in which time, and how soon after each other.
const WRONG_PINS_MAX: usize = 5;
const WRONG_PINS_WITHIN: TimeDelta = TimeDelta::hours(24);
const WRONG_PINS_APART: TimeDelta = TimeDelta::seconds(5);
/// Meta's subcodes of what goes wrong with a code.
const NOT_SENT: i64 = 2_388_091;
const WRONG_CODE: i64 = 2_388_093;

/// `POST /{phone}/request_code`: a code is sent, which the control API tells.
pub(crate) fn request_code(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let method = call.text("code_method").unwrap_or_default().to_ascii_uppercase();
    if !matches!(method.as_str(), "SMS" | "VOICE") {
        return Err(GraphError::malformed("Param code_method must be one of {SMS, VOICE}"));
    }
    if call.text("language").is_none() {
        return Err(GraphError::malformed("The parameter language is required."));
    }
    if of(world, call)?.registration.is_verified {
        return Err(GraphError { subcode: Some(NOT_SENT), ..GraphError::of(400, 136_024) });
    }
    let code = world.random.digits(6);
    of_mut(world, call)?.registration.code = Some(code);
    Ok(success())
}

/// `POST /{phone}/verify_code`.
pub(crate) fn verify_code(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let given = call.text("code").ok_or_else(|| GraphError::malformed("The parameter code is required."))?;
    let given = given.replace('-', "");
    let registration = &mut of_mut(world, call)?.registration;
    if registration.code.as_ref() != Some(&given) {
        return Err(GraphError { subcode: Some(WRONG_CODE), ..GraphError::of(400, 136_025) });
    }
    registration.code = None;
    registration.is_verified = true;
    Ok(success())
}

/// `POST /{phone}/register`: from then on the number can send. A name that was approved becomes that of the number.
pub(crate) fn register(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    send::check_product(call)?;
    let pin = pin(call)?;
    let now = world.now();
    let phone = of_mut(world, call)?;
    phone.registration.attempts.retain(|at| now - *at < ATTEMPTS_WITHIN);
    if phone.registration.attempts.len() >= ATTEMPTS_MAX {
        return Err(GraphError::of(400, 133_016));
    }
    phone.registration.attempts.push(now);
    if !phone.registration.is_verified {
        return Err(GraphError::of(400, 133_006));
    }
    check_pin(phone, &pin, now)?;
    phone.registration.pin = Some(pin);
    phone.registered = true;
    phone.onboarded_at = Some(now);
    if let Some(new) = phone.new_name.take_if(|new| new.status == NameStatus::Approved) {
        phone.verified_name = new.name;
    }
    Ok(success())
}

/// `POST /{phone}/deregister`: from then on the number cannot send.
pub(crate) fn deregister(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let phone = of_mut(world, call)?;
    match phone.registered {
        true => {
            phone.registered = false;
            Ok(success())
        }
        false => Err(GraphError::of(400, 133_010)),
    }
}

/// A PIN as it is given.
pub(super) fn pin(call: &Call) -> Result<String, GraphError> {
    let pin = call.text("pin").ok_or_else(|| GraphError::malformed("The parameter pin is required."))?;
    match pin.len() == 6 && pin.bytes().all(|c| c.is_ascii_digit()) {
        true => Ok(pin),
        false => Err(GraphError::malformed("Param pin must be 6 digits")),
    }
}

/// Refuses a PIN that is not the one of two-step verification, and any when it was guessed too often or too fast.
fn check_pin(phone: &mut Phone, pin: &str, now: DateTime<Utc>) -> Result<(), GraphError> {
    let registration = &mut phone.registration;
    let wrong = &mut registration.wrong_pins;
    wrong.retain(|at| now - *at < WRONG_PINS_WITHIN);
    if wrong.len() >= WRONG_PINS_MAX {
        return Err(GraphError::of(400, 133_008));
    }
    if wrong.last().is_some_and(|last| now - *last < WRONG_PINS_APART) {
        return Err(GraphError::of(400, 133_009));
    }
    match registration.pin.as_deref() {
        Some(known) if known != pin => {
            wrong.push(now);
            Err(GraphError::of(400, 133_005))
        }
        _ => Ok(()),
    }
}
