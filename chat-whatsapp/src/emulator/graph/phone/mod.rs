//! A number, `/{phone}`, and most of its edges.

mod automation;
mod block;
mod change;
mod create;
mod fields;
mod profile;
mod qr_codes;
mod registration;
mod settings;
mod synchronise;
mod username;

pub(crate) use {
    automation::{automate, automation},
    block::{block, blocked, unblock},
    change::change,
    create::create,
    fields::{fields, get},
    profile::{profile, set_profile},
    qr_codes::{delete_qr_code, put_qr_code, qr_codes},
    registration::{deregister, register, request_code, verify_code},
    settings::{set_settings, settings},
    synchronise::{forget_contact, synchronise},
    username::{delete_username, set_username, suggestions, username},
};

use super::{call::Call, errors::GraphError};
use crate::emulator::world::{Phone, World};
use serde_json::Value;

/// The number that a call is about.
fn of<'a>(world: &'a World, call: &Call) -> Result<&'a Phone, GraphError> {
    world.phones.get(&call.object).ok_or_else(|| call.no_object())
}

/// The number that a call is about, to be changed.
fn of_mut<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut Phone, GraphError> {
    world.phones.get_mut(&call.object).ok_or_else(|| call.no_object())
}

/// The answer to what was done.
fn success() -> Value {
    serde_json::json!({"success": true})
}
