//! What a business that uses the app as well does with its contacts.

use super::{of_mut, success};
use crate::emulator::{
    graph::{call::Call, errors::GraphError, send},
    world::World,
};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// How long after it was connected a number's app can be asked, and Meta's subcodes of what comes later and twice.
const ASKED_WITHIN: TimeDelta = TimeDelta::hours(24);
const LATE: i64 = 2_593_107;
const TWICE: i64 = 2_593_108;

/// `POST /{phone}/smb_app_data`: asks for what the app knows, each kind once, within a day.
pub(crate) fn synchronise(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    send::check_product(call)?;
    let kind = call.text("sync_type").unwrap_or_default();
    if !matches!(kind.as_str(), "smb_app_state_sync" | "history") {
        return Err(GraphError::malformed("Param sync_type must be one of {smb_app_state_sync, history}"));
    }
    let now = world.now();
    let phone = of_mut(world, call)?;
    if phone.onboarded_at.is_none_or(|at| now - at > ASKED_WITHIN) {
        let late = GraphError::malformed("It can be synchronised within 24 hours of onboarding only");
        return Err(GraphError { subcode: Some(LATE), ..late });
    }
    match phone.synchronised.insert(kind) {
        true => Ok(json!({"messaging_product": "whatsapp", "request_id": world.random.digits(16)})),
        false => Err(GraphError { subcode: Some(TWICE), ..GraphError::malformed("It can be synchronised once only") }),
    }
}

/// `DELETE /{phone}/contact_book`: the business no longer knows the phone number of a user who hides it.
pub(crate) fn forget_contact(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    send::check_product(call)?;
    let bsuid = call.text("bsuid").ok_or_else(|| GraphError::malformed("The parameter bsuid is required."))?;
    let business = world.business_of(&call.object).unwrap_or_default();
    let user = world.user_by_bsuid(business, &bsuid).map(|user| user.id.clone());
    let user = user.ok_or_else(|| GraphError::malformed("Param bsuid is no user of this business"))?;
    world.pair(&call.object, &user).phone_used_at = None;
    Ok(success())
}
