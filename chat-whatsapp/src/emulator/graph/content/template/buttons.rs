//! The buttons of a template that is sent.

use super::{
    super::parts::Part,
    filled::{count, value, wrong_format},
    given::Button,
};
use crate::emulator::graph::{errors::GraphError, templates::Placeholders};
use serde_json::{Value, json};

/// The longest code, in characters.
const CODE_MAX: usize = 15;
/// The longest payload, in characters.
const PAYLOAD_MAX: usize = 256;

/// What the user sees, if each button has what it needs and nothing is given for one that is not there.
pub(super) fn fill(component: &Value, given: &[Button<'_>]) -> Result<Value, GraphError> {
    let buttons = component["buttons"].as_array().map(Vec::as_slice).unwrap_or_default();
    if let Some(stray) = given.iter().find(|button| button.index >= buttons.len()) {
        return Err(wrong_format(&format!("buttons: there is none at index {}", stray.index)));
    }
    let mut shown = Vec::new();
    for (index, button) in buttons.iter().enumerate() {
        let given = given.iter().find(|given| given.index == index);
        shown.push(fill_one(index, button, given)?);
    }
    Ok(Value::Array(shown))
}

fn fill_one(index: usize, button: &Value, given: Option<&Button<'_>>) -> Result<Value, GraphError> {
    let kind = button["type"].as_str().unwrap_or_default().to_ascii_lowercase();
    let mut shown = json!({"type": kind, "text": button["text"]});
    // A code is given as if its button were a URL.
    let sub_type = if kind == "otp" { "url" } else { &kind };
    if given.is_some_and(|given| given.kind != sub_type) {
        return Err(wrong_format(&format!("buttons: the one at index {index} is of sub_type {sub_type}")));
    }
    let first = given.and_then(|given| given.parameters.first());
    let needed = || first.ok_or_else(|| count(&format!("buttons[{index}]"), 0, 1));
    match kind.as_str() {
        "url" => {
            let url = button["url"].as_str().unwrap_or_default();
            let places = Placeholders::of(url);
            let suffix = match places.len() {
                0 if first.is_some() => return Err(count(&format!("buttons[{index}]"), 1, 0)),
                0 => String::new(),
                _ => value(needed()?)?,
            };
            shown["url"] = json!(places.filled(|_| Some(suffix.clone())));
        }
        "otp" => shown["code"] = json!(code(&needed()?.at("text"))?),
        "copy_code" => shown["code"] = json!(code(&needed()?.at("coupon_code"))?),
        "quick_reply" => {
            // Without a payload of its own a quick reply comes back with its text.
            let payload = first.map(|parameter| parameter.at("payload").words(PAYLOAD_MAX)).transpose()?;
            shown["payload"] = payload.map_or_else(|| button["text"].clone(), |payload| json!(payload));
        }
        "phone_number" => shown["phone_number"] = button["phone_number"].clone(),
        _ => {}
    }
    Ok(shown)
}

fn code<'a>(part: &Part<'a>) -> Result<&'a str, GraphError> {
    part.words(CODE_MAX)
}
