//! What the components of a new template are checked for.

use super::{buttons, placeholders::Placeholders};
use crate::emulator::{graph::errors::GraphError, world::Format};
use serde_json::Value;

/// The longest texts, in characters.
const HEADER_MAX: usize = 60;
pub(super) const BODY_MAX: usize = 1_024;
const FOOTER_MAX: usize = 60;
const OFFER_MAX: usize = 16;
/// How many cards a carousel has.
const CARDS_MIN: usize = 2;
const CARDS_MAX: usize = 10;
/// How long a code can be said to be valid.
const CODE_MINUTES_MAX: i64 = 90;

/// Meta's subcodes of what is wrong with a template.
pub(super) mod subcode {
    pub(in super::super) const TOO_LONG: i64 = 2_388_040;
    pub(in super::super) const NO_EXAMPLE: i64 = 2_388_043;
    pub(in super::super) const HEADER: i64 = 2_388_047;
    pub(in super::super) const BODY: i64 = 2_388_072;
    pub(in super::super) const FOOTER: i64 = 2_388_073;
    pub(in super::super) const FEW_WORDS: i64 = 2_388_293;
    pub(in super::super) const AT_AN_END: i64 = 2_388_299;
}

/// What holds for all components of a template.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules<'a> {
    pub(super) category: &'a str,
    pub(super) format: Format,
}

impl Rules<'_> {
    /// Checks the components of a template or of one card of it.
    pub(super) fn check(self, components: &[Value]) -> Result<(), GraphError> {
        let mut seen = Vec::new();
        for component in components {
            let kind = component["type"].as_str().unwrap_or_default().to_ascii_uppercase();
            if seen.contains(&kind) {
                return Err(GraphError::malformed(&format!("Param components must not have {kind} twice.")));
            }
            match kind.as_str() {
                "HEADER" => self.header(component)?,
                "BODY" => self.body(component)?,
                "FOOTER" => self.footer(component)?,
                "BUTTONS" => buttons::check(self, component)?,
                "CAROUSEL" => self.carousel(component)?,
                "LIMITED_TIME_OFFER" => offer(component)?,
                _ => return Err(GraphError::malformed("Param components[type] is not one that is known.")),
            }
            seen.push(kind);
        }
        match seen.iter().any(|kind| kind == "BODY") {
            true => Ok(()),
            false => Err(GraphError::template(subcode::NO_EXAMPLE, "A BODY component is needed.")),
        }
    }

    fn header(self, header: &Value) -> Result<(), GraphError> {
        let fault = |what: &str| Err(GraphError::template(subcode::HEADER, what));
        match header["format"].as_str().unwrap_or_default().to_ascii_uppercase().as_str() {
            "TEXT" => {
                let text = header["text"].as_str().unwrap_or_default();
                let places = Placeholders::of(text);
                if text.is_empty() {
                    return fault("A header of format TEXT needs a text.");
                }
                if text.chars().count() > HEADER_MAX {
                    return fault("A header has at most 60 characters.");
                }
                if places.len() > 1 || !places.are(self.format) || text.contains('\n') {
                    return fault("A header has at most one parameter and no new line.");
                }
                self.examples(header, "header_text", &places)
            }
            "IMAGE" | "VIDEO" | "DOCUMENT" | "GIF" => match header["example"]["header_handle"][0].is_string() {
                true => Ok(()),
                false => Err(GraphError::template(subcode::NO_EXAMPLE, "A header with a file needs an example.")),
            },
            "LOCATION" => Ok(()),
            _ => fault("The format of a header is TEXT, IMAGE, VIDEO, DOCUMENT, GIF or LOCATION."),
        }
    }

    fn body(self, body: &Value) -> Result<(), GraphError> {
        if self.category == "AUTHENTICATION" {
            return match body.get("text") {
                None | Some(Value::Null) => Ok(()),
                Some(_) => Err(GraphError::template(subcode::BODY, "The text of an authentication template is given.")),
            };
        }
        let text = body["text"].as_str().unwrap_or_default();
        let places = Placeholders::of(text);
        let fault = |subcode, what: &str| Err(GraphError::template(subcode, what));
        if text.trim().is_empty() {
            return fault(subcode::BODY, "A body needs a text.");
        }
        if text.chars().count() > BODY_MAX {
            return fault(subcode::TOO_LONG, "A body has at most 1024 characters.");
        }
        if !places.are(self.format) || places.are_adjacent() {
            return fault(subcode::BODY, "The parameters are not numbered or named as they should be.");
        }
        if places.are_at_an_end() {
            return fault(subcode::AT_AN_END, "Parameters cannot be at the start or the end of the body.");
        }
        if places.len() > 0 && places.words_between() < 2 * places.len() + 1 {
            return fault(subcode::FEW_WORDS, "The body has too many parameters for its length.");
        }
        self.examples(body, "body_text", &places)
    }

    fn footer(self, footer: &Value) -> Result<(), GraphError> {
        let fault = |what: &str| Err(GraphError::template(subcode::FOOTER, what));
        if self.category == "AUTHENTICATION" {
            return match footer["code_expiration_minutes"].as_i64() {
                Some(1..=CODE_MINUTES_MAX) => Ok(()),
                _ => fault("A code is valid for 1 to 90 minutes."),
            };
        }
        match footer["text"].as_str() {
            Some(text) if !text.is_empty() && text.chars().count() <= FOOTER_MAX && !text.contains("{{") => Ok(()),
            _ => fault("A footer has 1 to 60 characters and no parameters."),
        }
    }

    fn carousel(self, carousel: &Value) -> Result<(), GraphError> {
        let cards = carousel["cards"].as_array().map(Vec::as_slice).unwrap_or_default();
        if !(CARDS_MIN..=CARDS_MAX).contains(&cards.len()) {
            return Err(GraphError::malformed("A carousel has 2 to 10 cards."));
        }
        cards
            .iter()
            .try_for_each(|card| self.check(card["components"].as_array().map(Vec::as_slice).unwrap_or_default()))
    }

    /// Every parameter has an example.
    fn examples(self, component: &Value, key: &str, places: &Placeholders<'_>) -> Result<(), GraphError> {
        let example = &component["example"];
        let given: Vec<&str> = match self.format {
            Format::Named => {
                let named = example[format!("{key}_named_params")].as_array();
                named.into_iter().flatten().filter_map(|named| named["param_name"].as_str()).collect()
            }
            Format::Positional => {
                let list = &example[key];
                let list = if list[0].is_array() { &list[0] } else { list };
                list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
            }
        };
        let wanted = places.distinct();
        let are_there = match self.format {
            Format::Named => wanted.iter().all(|name| given.contains(name)),
            Format::Positional => given.len() >= wanted.len(),
        };
        match are_there {
            true => Ok(()),
            false => Err(GraphError::template(subcode::NO_EXAMPLE, "Every parameter needs an example.")),
        }
    }
}

fn offer(offer: &Value) -> Result<(), GraphError> {
    match offer["limited_time_offer"]["text"].as_str() {
        Some(text) if (1..=OFFER_MAX).contains(&text.chars().count()) => Ok(()),
        _ => Err(GraphError::template(subcode::TOO_LONG, "The text of an offer has 1 to 16 characters.")),
    }
}
