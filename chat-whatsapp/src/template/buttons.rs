//! The buttons below a template.

use super::{parameters::ButtonParameters, parts::Button, preview::PreviewButton, texts, variables};
use crate::outgoing::Faults;
use serde_json::{Value, json};

const PAYLOAD_MAX: usize = 256;
const COUPON_MAX: usize = 20;

/// Fills in buttons. Gives what is read of them, and what is sent for them.
pub(super) fn fill(
    buttons: &[Button],
    given: &[ButtonParameters],
    field: &str,
    faults: &mut Faults,
) -> (Vec<PreviewButton>, Vec<Value>) {
    let mut seen = Vec::new();
    for (place, parameters) in given.iter().enumerate() {
        let field = format!("{field}[{place}].index");
        if parameters.index >= buttons.len() {
            faults.add(&field, format!("the template has {} buttons; they count from 0", buttons.len()));
        }
        if seen.contains(&parameters.index) {
            faults.add(&field, "is there already");
        }
        seen.push(parameters.index);
    }
    let (mut read, mut sent) = (Vec::new(), Vec::new());
    for (index, button) in buttons.iter().enumerate() {
        let place = given.iter().position(|it| it.index == index);
        let field = format!("{field}[{}]", place.unwrap_or(given.len()));
        let none = ButtonParameters { index, ..ButtonParameters::default() };
        let parameters = place.map_or(&none, |place| &given[place]);
        let made = one(button, parameters, &field, faults);
        let shown = PreviewButton::of(button);
        read.push(PreviewButton { url: made.url.or(shown.url), ..shown });
        if let Some((sub_type, parameter)) = made.sent {
            sent.push(component(sub_type, index, parameter));
        }
    }
    (read, sent)
}

/// What is sent for a button.
pub(super) fn component(sub_type: &str, index: usize, parameter: Value) -> Value {
    json!({"type": "button", "sub_type": sub_type, "index": index.to_string(), "parameters": [parameter]})
}

/// A button with what it needs.
#[derive(Default)]
struct Made {
    sent: Option<(&'static str, Value)>,
    url: Option<String>,
}

impl Made {
    fn sent(sub_type: &'static str, parameter: Value) -> Self {
        Self { sent: Some((sub_type, parameter)), url: None }
    }

    fn action(sub_type: &'static str, action: Value) -> Self {
        Self::sent(sub_type, json!({"type": "action", "action": action}))
    }
}

fn one(button: &Button, given: &ButtonParameters, field: &str, faults: &mut Faults) -> Made {
    check_places(button, given, field, faults);
    match button.kind.as_str() {
        "QUICK_REPLY" => {
            let Some(payload) = &given.payload else { return Made::default() };
            faults.words(&format!("{field}.payload"), payload, PAYLOAD_MAX);
            Made::sent("quick_reply", json!({"type": "payload", "payload": payload}))
        }
        "URL" if has_end(button) => {
            let field = format!("{field}.text");
            let Some(end) = &given.text else { return missing(&field, button, faults) };
            texts::plain(end, &field, faults);
            let url = variables::fill(&button.url, |_| Some(end.clone()));
            faults.url(&field, &url);
            Made { url: Some(url), ..Made::sent("url", json!({"type": "text", "text": end})) }
        }
        "COPY_CODE" => {
            let field = format!("{field}.couponCode");
            let Some(code) = &given.coupon_code else { return missing(&field, button, faults) };
            faults.words(&field, code, COUPON_MAX);
            Made::sent("copy_code", json!({"type": "coupon_code", "coupon_code": code}))
        }
        "FLOW" => {
            // Meta's own word where nobody wants to know who opened it.
            let mut action = json!({"flow_token": given.flow_token.as_deref().unwrap_or("unused")});
            if let Some(data) = &given.flow_action_data {
                action["flow_action_data"] = json!(data);
            }
            Made::action("flow", action)
        }
        "CATALOG" => match &given.thumbnail_product_retailer_id {
            Some(product) => Made::action("catalog", json!({"thumbnail_product_retailer_id": product})),
            None => Made::default(),
        },
        "MPM" => {
            let Some(sections) = given.sections.as_ref().filter(|sections| !sections.is_empty()) else {
                return missing(&format!("{field}.sections"), button, faults);
            };
            let mut action = json!({ "sections": sections });
            if let Some(product) = &given.thumbnail_product_retailer_id {
                action["thumbnail_product_retailer_id"] = json!(product);
            }
            Made::action("mpm", action)
        }
        _ => Made::default(),
    }
}

fn has_end(button: &Button) -> bool {
    !variables::names(&button.url).is_empty()
}

/// What was given that this button has no place for.
fn check_places(button: &Button, given: &ButtonParameters, field: &str, faults: &mut Faults) {
    let places: &[&str] = match button.kind.as_str() {
        "QUICK_REPLY" => &["payload"],
        "URL" if has_end(button) => &["text"],
        "COPY_CODE" => &["couponCode"],
        "FLOW" => &["flowToken", "flowActionData"],
        "CATALOG" => &["thumbnailProductRetailerId"],
        "MPM" => &["thumbnailProductRetailerId", "sections"],
        _ => &[],
    };
    for (name, is_given) in [
        ("text", given.text.is_some()),
        ("payload", given.payload.is_some()),
        ("couponCode", given.coupon_code.is_some()),
        ("flowToken", given.flow_token.is_some()),
        ("flowActionData", given.flow_action_data.is_some()),
        ("thumbnailProductRetailerId", given.thumbnail_product_retailer_id.is_some()),
        ("sections", given.sections.is_some()),
    ] {
        if is_given && !places.contains(&name) {
            faults.add(format!("{field}.{name}"), format!("the button \"{}\" has no place for it", button.text));
        }
    }
}

fn missing(field: &str, button: &Button, faults: &mut Faults) -> Made {
    faults.add(field, format!("is missing for the button \"{}\"", button.text));
    Made::default()
}
