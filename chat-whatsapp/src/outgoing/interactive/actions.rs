//! What a tap does.

use super::{lists, products};
use crate::outgoing::faults::Faults;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The longest label of a button that leads somewhere, in characters.
const LABEL_MAX: usize = 20;
/// The longest words that Meta asks for without a limit of its own, in characters.
const WORD_MAX: usize = 1_024;

/// Fills in what is missing and has one right value, and says what is wrong. `field` is that of the message.
pub(super) fn complete(kind: &str, action: &mut Map<String, Value>, field: &str, faults: &mut Faults) {
    let within = format!("{field}.action");
    if let Some(name) = name(kind) {
        let given = action.entry("name").or_insert_with(|| json!(name));
        if given != name {
            faults.add(format!("{within}.name"), format!("expected {name}"));
        }
    }
    match kind {
        "button" => lists::buttons(action, &within, faults),
        "list" => lists::rows(action, &within, faults),
        "product" => products::one(action, &within, faults),
        "product_list" => products::many(action, &within, faults),
        "cta_url" => link(action, &within, faults),
        "flow" => flow(action, &within, faults),
        "address_message" => country(action, &within, faults),
        "voice_call" => call(action, &within, faults),
        "order_details" | "order_status" => drop(parameters(action, &within, faults)),
        "location_request_message" | "request_contact_info" | "catalog_message" | "call_permission_request" => {}
        _ => faults.add(
            format!("{field}.type"),
            "expected one of button, list, cta_url, location_request_message, flow, product, product_list, catalog_message, \
             address_message, call_permission_request, voice_call, order_details, order_status, carousel, request_contact_info",
        ),
    }
}

/// What the action of a type is called, where it has a name.
fn name(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "cta_url" => "cta_url",
        "location_request_message" => "send_location",
        "flow" => "flow",
        "catalog_message" => "catalog_message",
        "address_message" => "address_message",
        "call_permission_request" => "call_permission_request",
        "voice_call" => "voice_call",
        "order_details" => "review_and_pay",
        "order_status" => "review_order",
        "request_contact_info" => "request_contact_info",
        _ => return None,
    })
}

fn parameters<'a>(action: &'a Map<String, Value>, within: &str, faults: &mut Faults) -> Option<&'a Value> {
    let found = action.get("parameters").filter(|it| it.is_object());
    if found.is_none() {
        faults.add(format!("{within}.parameters"), "expected an object");
    }
    found
}

fn link(action: &Map<String, Value>, within: &str, faults: &mut Faults) {
    #[derive(Deserialize)]
    struct Link {
        display_text: String,
        url: String,
    }
    let Some(found) = parameters(action, within, faults) else { return };
    let within = format!("{within}.parameters");
    let Some(link) = faults.read::<Link>(&within, found) else { return };
    faults.words(&format!("{within}.display_text"), &link.display_text, LABEL_MAX);
    faults.url(&format!("{within}.url"), &link.url);
}

fn flow(action: &mut Map<String, Value>, within: &str, faults: &mut Faults) {
    #[derive(Deserialize)]
    struct Flow {
        flow_id: Option<String>,
        flow_name: Option<String>,
        flow_cta: String,
        mode: Option<String>,
        flow_action: Option<String>,
        flow_action_payload: Option<Start>,
    }
    #[derive(Deserialize)]
    struct Start {
        screen: Option<String>,
    }
    if let Some(parameters) = action.get_mut("parameters").and_then(Value::as_object_mut) {
        parameters.entry("flow_message_version").or_insert_with(|| json!("3"));
    }
    let Some(found) = parameters(action, within, faults) else { return };
    let within = format!("{within}.parameters");
    let Some(flow) = faults.read::<Flow>(&within, found) else { return };
    faults.words(&format!("{within}.flow_cta"), &flow.flow_cta, LABEL_MAX);
    if flow.flow_id.is_some() == flow.flow_name.is_some() {
        faults.add(format!("{within}.flow_id"), "expected either flow_id or flow_name");
    }
    if flow.mode.is_some_and(|mode| mode != "draft" && mode != "published") {
        faults.add(format!("{within}.mode"), "expected draft or published");
    }
    match flow.flow_action.as_deref() {
        None | Some("data_exchange") => {}
        Some("navigate") => {
            if flow.flow_action_payload.and_then(|start| start.screen).is_none_or(|screen| screen.is_empty()) {
                faults.add(format!("{within}.flow_action_payload.screen"), "is missing");
            }
        }
        Some(_) => faults.add(format!("{within}.flow_action"), "expected navigate or data_exchange"),
    }
}

fn country(action: &Map<String, Value>, within: &str, faults: &mut Faults) {
    let Some(found) = parameters(action, within, faults) else { return };
    let country = found.get("country").and_then(Value::as_str);
    if !country.is_some_and(|country| country == "IN" || country == "SG") {
        faults.add(format!("{within}.parameters.country"), "expected IN or SG: addresses can be asked for there alone");
    }
}

fn call(action: &Map<String, Value>, within: &str, faults: &mut Faults) {
    let Some(label) = action.get("parameters").and_then(|found| found.get("display_text")) else { return };
    let field = format!("{within}.parameters.display_text");
    match label.as_str() {
        Some(label) => faults.words(&field, label, LABEL_MAX),
        None => faults.add(field, "expected a string"),
    }
}

/// An id that Meta gave, in a field.
pub(super) fn id(field: &str, id: &str, faults: &mut Faults) {
    faults.words(field, id, WORD_MAX);
}
