//! `POST /{phone}/messages` and `POST /{phone}/marketing_messages`: a business sends.

use super::{
    call::Call,
    content,
    errors::GraphError,
    recipient::{Address, Recipient},
};
use crate::emulator::{
    faults::Failure,
    setup::ClosedWindow,
    world::{Direction, Message, SendStatus, World},
};
use serde_json::{Value, json};

/// The longest data that comes back in the statuses, in characters.
const CALLBACK_DATA_MAX: usize = 512;

/// Checks a send, accepts it and plans what becomes of it.
pub(crate) fn accept(world: &mut World, call: &Call, fail_later: Option<i64>) -> Result<Value, GraphError> {
    check_product(call)?;
    if let Some(policy) = call.text("product_policy").filter(|_| call.edge == "marketing_messages")
        && !matches!(policy.as_str(), "CLOUD_API_FALLBACK" | "STRICT")
    {
        return Err(GraphError::malformed("Param product_policy must be one of {CLOUD_API_FALLBACK, STRICT}"));
    }
    let recipient = recipient(world, call)?;
    let kind = match call.edge.as_str() {
        "marketing_messages" => "template".to_owned(),
        _ => call.text("type").unwrap_or_else(|| "text".to_owned()),
    };
    let is_template = kind == "template";
    let content::Checked { later, course } = content::check(world, call, &kind, &recipient)?;
    let callback_data = call.text("biz_opaque_callback_data");
    if callback_data.as_ref().is_some_and(|data| data.chars().count() > CALLBACK_DATA_MAX) {
        return Err(GraphError::invalid("biz_opaque_callback_data is longer than 512 characters"));
    }
    check_context(call)?;
    check_identity(world, call, &recipient)?;
    let window = match is_template {
        true => None,
        false => check_window(world, call, &recipient)?,
    };
    check_throughput(world, call, &recipient)?;
    if is_template {
        check_reach(world, call, &recipient)?;
    }

    let failure = fail_later.or(undeliverable(world, &recipient)).or(later).or(window);
    let wamid = world.random.wamid();
    let now = world.now();
    let pair = world.pair(&call.object, recipient.key());
    pair.typing_until = None;
    if let Address::Phone(_) = recipient.address {
        pair.phone_used_at = Some(now);
    }
    let contact = contact(world, call, &recipient);
    let is_dropped = matches!(recipient.address, Address::Nowhere(_));
    world.keep_message(Message {
        wamid: wamid.clone(),
        direction: Direction::Outbound,
        phone_number_id: call.object.clone(),
        user: recipient.user,
        recipient: Some(recipient.input),
        kind,
        body: Value::Object(call.parameters.clone()),
        callback_data,
        created_at: now,
        status: Some(SendStatus::Accepted),
        reached: [(SendStatus::Accepted, now)].into(),
        failure: None,
        marked_read: false,
        course,
        heard: false,
    });
    if !is_dropped {
        world.plan_first_step(&wamid, failure.map(Failure::new));
    }
    let mut message = json!({"id": wamid});
    if is_template {
        message["message_status"] = json!("accepted");
    }
    Ok(json!({"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}))
}

/// Whom the send is for, if its number may write to them at all.
fn recipient(world: &World, call: &Call) -> Result<Recipient, GraphError> {
    let phone = world.phones.get(&call.object).ok_or_else(|| call.no_object())?;
    if !phone.registered {
        return Err(GraphError::of(400, 133_010));
    }
    if let Some("group") = call.text("recipient_type").as_deref() {
        // There are no groups here.
        return Err(GraphError::no_object("POST", &call.text("to").unwrap_or_default()));
    }
    let recipient = Recipient::of(world, call)?;
    let Address::Phone(digits) = &recipient.address else {
        return Ok(recipient);
    };
    if *digits == phone.digits() {
        return Err(GraphError::of(400, 131_021));
    }
    match phone.allow_list.as_ref().is_none_or(|allowed| allowed.contains(digits)) {
        true => Ok(recipient),
        false => Err(GraphError::of(400, 131_030)),
    }
}

/// Every call on this edge names the product.
pub(crate) fn check_product(call: &Call) -> Result<(), GraphError> {
    match call.text("messaging_product").as_deref() {
        Some("whatsapp") => Ok(()),
        Some(_) => Err(GraphError::malformed("Param messaging_product must be one of {WHATSAPP}")),
        None => Err(GraphError::malformed("The parameter messaging_product is required.")),
    }
}

fn check_context(call: &Call) -> Result<(), GraphError> {
    match call.parameters.get("context") {
        None | Some(Value::Null) => Ok(()),
        Some(context) if context["message_id"].is_string() => Ok(()),
        Some(_) => Err(GraphError::missing("context['message_id']")),
    }
}

/// Refuses what is meant for another identity than the user has by now.
fn check_identity(world: &World, call: &Call, recipient: &Recipient) -> Result<(), GraphError> {
    let user = recipient.user.as_ref().and_then(|id| world.users.get(id));
    match (call.text("recipient_identity_key_hash"), user) {
        (Some(known), Some(user)) if known != user.identity_key() => Err(GraphError::of(400, 137_000)),
        _ => Ok(()),
    }
}

/// Whether the user wrote within 24 hours; otherwise the code with which the message fails later, or a refusal.
fn check_window(world: &World, call: &Call, recipient: &Recipient) -> Result<Option<i64>, GraphError> {
    let open = world.is_window_open(&call.object, recipient.key());
    let rule = world.rules.closed_window;
    match (open, rule) {
        (true, _) | (false, ClosedWindow::Ignored) => Ok(None),
        (false, ClosedWindow::FailsLater) => Ok(Some(131_047)),
        (false, ClosedWindow::Refused) => Err(GraphError::of(400, 131_047)),
    }
}

fn check_throughput(world: &mut World, call: &Call, recipient: &Recipient) -> Result<(), GraphError> {
    if !world.rules.rate_limits {
        return Ok(());
    }
    let now = world.now();
    if !world.pair(&call.object, recipient.key()).throughput.take(now) {
        return Err(GraphError::of(400, 131_056));
    }
    let phone = world.phones.get_mut(&call.object);
    match phone.is_none_or(|phone| phone.throughput.take(now)) {
        true => Ok(()),
        false => Err(GraphError::of(400, 130_429)),
    }
}

/// Refuses a template to a user who did not write, if the portfolio wrote first to as many as it may.
fn check_reach(world: &mut World, call: &Call, recipient: &Recipient) -> Result<(), GraphError> {
    let is_answer = world.is_window_open(&call.object, recipient.key());
    match !world.rules.rate_limits || is_answer || world.may_begin(&call.object, recipient.key()) {
        true => Ok(()),
        false => Err(GraphError::of(400, 131_064)),
    }
}

fn undeliverable(world: &World, recipient: &Recipient) -> Option<i64> {
    let user = recipient.user.as_ref().and_then(|id| world.users.get(id));
    match user {
        Some(user) if !user.blocked => None,
        _ => Some(131_026),
    }
}

fn contact(world: &mut World, call: &Call, recipient: &Recipient) -> Value {
    let mut contact = json!({"input": recipient.input});
    if let Address::Phone(dialled) = &recipient.address {
        // Which need not be the number as it was dialled.
        let phone = recipient.user.as_ref().and_then(|id| world.users.get(id)?.phone.as_ref());
        contact["wa_id"] = json!(phone.unwrap_or(dialled));
    }
    let business = world.business_of(&call.object).map(str::to_owned);
    if let (Some(user), Some(business)) = (&recipient.user, business)
        && let Some(bsuid) = world.bsuid(user, &business)
    {
        contact["user_id"] = json!(bsuid);
    }
    contact
}
