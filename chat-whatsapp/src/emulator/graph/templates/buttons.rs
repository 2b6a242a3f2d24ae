//! What the buttons of a new template are checked for.

use super::{
    components::{Rules, subcode},
    placeholders::Placeholders,
};
use crate::emulator::graph::errors::GraphError;
use serde_json::Value;

/// How many buttons there may be: in all, and of some types.
const BUTTONS_MAX: usize = 10;
const LIMITS: [(&str, usize); 5] = [("URL", 2), ("PHONE_NUMBER", 1), ("COPY_CODE", 1), ("OTP", 1), ("FLOW", 1)];
/// The longest texts, in characters.
const TEXT_MAX: usize = 25;
const URL_MAX: usize = 2_000;
const PHONE_MAX: usize = 20;
/// The types whose text is given by Meta if it is not there.
const TITLED: [&str; 4] = ["COPY_CODE", "OTP", "REQUEST_CONTACT_INFO", "APP"];
/// Every type.
const TYPES: [&str; 12] = [
    "QUICK_REPLY",
    "URL",
    "PHONE_NUMBER",
    "COPY_CODE",
    "OTP",
    "FLOW",
    "CATALOG",
    "MPM",
    "SPM",
    "VOICE_CALL",
    "REQUEST_CONTACT_INFO",
    "APP",
];

pub(super) fn check(rules: Rules<'_>, component: &Value) -> Result<(), GraphError> {
    let buttons = component["buttons"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !(1..=BUTTONS_MAX).contains(&buttons.len()) {
        return Err(GraphError::malformed("A template has 1 to 10 buttons."));
    }
    let kinds: Vec<String> =
        buttons.iter().map(|button| button["type"].as_str().unwrap_or_default().to_ascii_uppercase()).collect();
    for (limited, max) in LIMITS {
        if kinds.iter().filter(|kind| *kind == limited).count() > max {
            return Err(GraphError::malformed(&format!("A template has at most {max} buttons of type {limited}.")));
        }
    }
    if rules.category == "AUTHENTICATION" {
        let is_known = matches!(buttons[0]["otp_type"].as_str(), Some("COPY_CODE" | "ONE_TAP" | "ZERO_TAP"));
        if kinds != ["OTP"] || !is_known {
            return Err(GraphError::malformed("An authentication template has one button of type OTP."));
        }
    } else if kinds.iter().any(|kind| kind == "OTP") {
        return Err(GraphError::malformed("Only authentication templates have buttons of type OTP."));
    }
    let replies: Vec<usize> = (0..kinds.len()).filter(|index| kinds[*index] == "QUICK_REPLY").collect();
    if replies.windows(2).any(|pair| pair[0] + 1 != pair[1]) {
        return Err(GraphError::malformed("Quick replies stand together, before or after the other buttons."));
    }
    kinds.iter().zip(buttons).try_for_each(|(kind, button)| check_one(kind, button))
}

fn check_one(kind: &str, button: &Value) -> Result<(), GraphError> {
    if !TYPES.contains(&kind) {
        return Err(GraphError::malformed(&format!("Buttons of type {kind:?} are not known.")));
    }
    let too_long = |what: &str| Err(GraphError::template(subcode::TOO_LONG, what));
    match button["text"].as_str().map(|text| text.chars().count()) {
        Some(1..=TEXT_MAX) => {}
        None if TITLED.contains(&kind) => {}
        _ => return too_long("The text of a button has 1 to 25 characters."),
    }
    match kind {
        "URL" => {
            let url = button["url"].as_str().unwrap_or_default();
            let places = Placeholders::of(url);
            if !url.starts_with("http") || url.chars().count() > URL_MAX {
                return too_long("The URL of a button has at most 2000 characters.");
            }
            if places.len() > 1 || (places.len() == 1 && !url.ends_with("}}")) {
                return Err(GraphError::malformed("A URL has at most one parameter, at its end."));
            }
            let example = &button["example"];
            match places.len() == 0 || example.is_string() || example[0].is_string() {
                true => Ok(()),
                false => Err(GraphError::template(subcode::NO_EXAMPLE, "A URL with a parameter needs an example.")),
            }
        }
        "PHONE_NUMBER" => match button["phone_number"].as_str().map(str::len) {
            Some(1..=PHONE_MAX) => Ok(()),
            _ => too_long("The phone number of a button has 1 to 20 characters."),
        },
        "COPY_CODE" => match button["example"].is_string() || button["example"][0].is_string() {
            true => Ok(()),
            false => Err(GraphError::template(subcode::NO_EXAMPLE, "A code needs an example.")),
        },
        _ => Ok(()),
    }
}
