//! What is checked of a template before Meta is asked for it.

use super::{filling::BODY_MAX, header::HEADER_MAX, variables};
use crate::outgoing::Faults;
use chat_core::FieldError;
use serde_json::{Map, Value};

/// The longest texts in characters.
const NAME_MAX: usize = 512;
const FOOTER_MAX: usize = 60;
const BUTTON_TEXT_MAX: usize = 25;
const OFFER_MAX: usize = 16;
/// How many of them a template may have.
const BUTTONS_MAX: usize = 10;
const CARDS: (usize, usize) = (2, 10);
/// After how many minutes a code may be said to expire.
const EXPIRY_MINUTES: std::ops::RangeInclusive<i64> = 1..=90;

/// A template that is to be made or changed, as far as it was given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draft<'a> {
    /// Its name, when it is new.
    pub(crate) name: Option<&'a str>,
    pub(crate) language: &'a str,
    pub(crate) category: &'a str,
    pub(crate) parameter_format: Option<&'a str>,
    pub(crate) components: &'a Value,
}

/// Everything that Meta is known to refuse.
pub(crate) fn check(draft: &Draft<'_>) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::default();
    if let Some(name) = draft.name {
        let is_name = name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if !is_name || !(1..=NAME_MAX).contains(&name.len()) {
            faults.add("name", "expected 1 to 512 small letters, digits and underscores");
        }
    }
    let is_language = (2..=15).contains(&draft.language.len())
        && draft.language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_language {
        faults.add("language", "expected a language such as en_US");
    }
    if !["AUTHENTICATION", "MARKETING", "UTILITY"].contains(&draft.category) {
        faults.add("category", "expected one of AUTHENTICATION, MARKETING, UTILITY");
    }
    if draft.parameter_format.is_some_and(|format| format != "NAMED" && format != "POSITIONAL") {
        faults.add("parameterFormat", "expected NAMED or POSITIONAL");
    }
    let shape = Shape {
        is_named: draft.parameter_format == Some("NAMED"),
        is_authentication: draft.category == "AUTHENTICATION",
    };
    shape.components(draft.components, "components", &mut faults);
    faults.or(())
}

/// What holds for all parts of a template.
#[derive(Clone, Copy)]
struct Shape {
    is_named: bool,
    is_authentication: bool,
}

impl Shape {
    fn components(self, components: &Value, field: &str, faults: &mut Faults) {
        let Some(list) = components.as_array() else { return faults.add(field, "expected a list") };
        let mut seen = Vec::new();
        for (place, component) in list.iter().enumerate() {
            let field = format!("{field}[{place}]");
            let Some(component) = component.as_object() else {
                faults.add(field, FieldError::OBJECT);
                continue;
            };
            let kind = word(component, "type");
            if seen.contains(&kind) {
                faults.add(format!("{field}.type"), "is there already");
            }
            match kind.as_str() {
                "HEADER" => self.header(component, &field, faults),
                "BODY" => self.body(component, &field, faults),
                "FOOTER" => footer(component, &field, faults),
                "BUTTONS" => self.buttons(component, &field, faults),
                "CAROUSEL" => self.cards(component, &field, faults),
                "LIMITED_TIME_OFFER" => offer(component, &field, faults),
                "" => faults.add(format!("{field}.type"), "is missing"),
                // Meta has more types than are known here.
                _ => {}
            }
            seen.push(kind);
        }
        if !seen.iter().any(|kind| kind == "BODY") {
            faults.add(field, "a BODY is needed");
        }
    }

    fn header(self, component: &Map<String, Value>, field: &str, faults: &mut Faults) {
        match word(component, "format").as_str() {
            "TEXT" => {
                let text = text(component, "text");
                let field = format!("{field}.text");
                faults.words(&field, text, HEADER_MAX);
                if variables::names(text).len() > 1 {
                    faults.add(&field, "a header may have one variable");
                }
                self.variables(text, &field, faults);
                self.examples(component, text, ["header_text", "header_text_named_params"], &field, faults);
            }
            "IMAGE" | "VIDEO" | "DOCUMENT" | "GIF" => {
                let handles = component.get("example").and_then(|example| example.get("header_handle"));
                if handles.and_then(Value::as_array).is_none_or(Vec::is_empty) {
                    faults.add(
                        format!("{field}.example.header_handle"),
                        "is missing: upload an example and give its handle",
                    );
                }
            }
            "LOCATION" | "PRODUCT" => {}
            _ => faults
                .add(format!("{field}.format"), "expected one of TEXT, IMAGE, VIDEO, DOCUMENT, GIF, LOCATION, PRODUCT"),
        }
    }

    fn body(self, component: &Map<String, Value>, field: &str, faults: &mut Faults) {
        let text = text(component, "text");
        let field = format!("{field}.text");
        // Meta writes the words of a template for authentication itself.
        if self.is_authentication {
            if !text.is_empty() {
                faults.add(field, "Meta writes this text itself; leave it out");
            }
            return;
        }
        faults.words(&field, text, BODY_MAX);
        let places = variables::places(text);
        let trimmed = text.trim();
        let leads = places.first().is_some_and(|(range, _)| text[..range.start].trim().is_empty());
        let trails = places.last().is_some_and(|(range, _)| text[range.end..].trim().is_empty());
        if !trimmed.is_empty() && (leads || trails) {
            faults.add(&field, "a variable may neither begin nor end the text; put words around it");
        }
        if places.windows(2).any(|pair| text[pair[0].0.end..pair[1].0.start].trim().is_empty()) {
            faults.add(&field, "two variables may not follow one another; put words between them");
        }
        self.variables(text, &field, faults);
        self.examples(component, text, ["body_text", "body_text_named_params"], &field, faults);
    }

    /// Whether variables are called as the template says.
    fn variables(self, text: &str, field: &str, faults: &mut Faults) {
        let names = variables::names(text);
        if self.is_named {
            let is_name = |name: &&str| {
                name.starts_with(|first: char| first.is_ascii_lowercase())
                    && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
            };
            if !names.iter().all(is_name) {
                faults.add(field, "names of variables consist of small letters, digits and underscores");
            }
            return;
        }
        let mut numbers: Vec<usize> = names.iter().filter_map(|name| name.parse().ok()).collect();
        numbers.sort_unstable();
        if numbers.len() != names.len() || numbers.iter().enumerate().any(|(place, number)| *number != place + 1) {
            faults.add(
                field,
                "variables are numbered {{1}}, {{2}} and so on; with names, parameterFormat has to be NAMED",
            );
        }
    }

    /// Whether there is an example for each variable: Meta decides by them.
    fn examples(
        self,
        component: &Map<String, Value>,
        text: &str,
        [listed, named]: [&str; 2],
        field: &str,
        faults: &mut Faults,
    ) {
        let names = variables::names(text);
        if names.is_empty() {
            return;
        }
        let (key, example) = (if self.is_named { named } else { listed }, component.get("example"));
        let given = example.and_then(|example| example.get(key)).and_then(Value::as_array);
        // The examples of a body are a list within a list.
        let count = given.map_or(0, |list| list.first().and_then(Value::as_array).map_or(list.len(), Vec::len));
        if count != names.len() {
            let place = field.trim_end_matches(".text");
            faults.add(
                format!("{place}.example.{key}"),
                format!("expected {} examples, one for each variable", names.len()),
            );
        }
    }

    fn buttons(self, component: &Map<String, Value>, field: &str, faults: &mut Faults) {
        let field = format!("{field}.buttons");
        let Some(buttons) = component.get("buttons").and_then(Value::as_array) else {
            return faults.add(field, "expected a list");
        };
        faults.count(&field, buttons.len(), 1, BUTTONS_MAX);
        let kinds: Vec<String> =
            buttons.iter().map(|it| it.as_object().map_or_else(String::new, |it| word(it, "type"))).collect();
        for (kind, max) in [("URL", 2), ("PHONE_NUMBER", 1), ("COPY_CODE", 1)] {
            if kinds.iter().filter(|it| *it == kind).count() > max {
                faults.add(&field, format!("may have at most {max} of the type {kind}"));
            }
        }
        let mut runs = kinds.clone();
        runs.dedup_by_key(|kind| kind == "QUICK_REPLY");
        if runs.iter().filter(|kind| *kind == "QUICK_REPLY").count() > 1 {
            faults.add(&field, "quick replies have to follow one another");
        }
        for (place, (button, kind)) in buttons.iter().zip(&kinds).enumerate() {
            self.button(button, kind, &format!("{field}[{place}]"), faults);
        }
    }

    fn button(self, button: &Value, kind: &str, field: &str, faults: &mut Faults) {
        let Some(button) = button.as_object() else { return faults.add(field, FieldError::OBJECT) };
        let label = text(button, "text");
        match kind {
            "" => faults.add(format!("{field}.type"), "is missing"),
            "QUICK_REPLY" | "URL" | "PHONE_NUMBER" | "FLOW" => {
                faults.words(&format!("{field}.text"), label, BUTTON_TEXT_MAX);
            }
            _ => faults.length(&format!("{field}.text"), label, BUTTON_TEXT_MAX),
        }
        match kind {
            "URL" => {
                let url = text(button, "url");
                faults.url(&format!("{field}.url"), &variables::fill(url, |_| Some(String::new())));
                if !variables::names(url).is_empty() && button.get("example").is_none() {
                    faults.add(format!("{field}.example"), "is missing: an example of the whole address");
                }
            }
            "PHONE_NUMBER" => faults.words(&format!("{field}.phone_number"), text(button, "phone_number"), 20),
            "COPY_CODE" if button.get("example").is_none() => faults.add(format!("{field}.example"), "is missing"),
            "OTP" if !self.is_authentication => {
                faults.add(format!("{field}.type"), "only a template for authentication has one")
            }
            "OTP" if !["COPY_CODE", "ONE_TAP", "ZERO_TAP"].contains(&word(button, "otp_type").as_str()) => {
                faults.add(format!("{field}.otp_type"), "expected one of COPY_CODE, ONE_TAP, ZERO_TAP");
            }
            _ => {}
        }
    }

    fn cards(self, component: &Map<String, Value>, field: &str, faults: &mut Faults) {
        let field = format!("{field}.cards");
        let Some(cards) = component.get("cards").and_then(Value::as_array) else {
            return faults.add(field, "expected a list");
        };
        faults.count(&field, cards.len(), CARDS.0, CARDS.1);
        for (place, card) in cards.iter().enumerate() {
            let components = card.get("components").unwrap_or(&Value::Null);
            self.components(components, &format!("{field}[{place}].components"), faults);
        }
    }
}

fn footer(component: &Map<String, Value>, field: &str, faults: &mut Faults) {
    if let Some(minutes) = component.get("code_expiration_minutes") {
        if !minutes.as_i64().is_some_and(|minutes| EXPIRY_MINUTES.contains(&minutes)) {
            faults.add(format!("{field}.code_expiration_minutes"), "expected 1 to 90");
        }
        return;
    }
    let text = text(component, "text");
    let field = format!("{field}.text");
    faults.words(&field, text, FOOTER_MAX);
    if !variables::names(text).is_empty() {
        faults.add(field, "a footer may have no variables");
    }
}

fn offer(component: &Map<String, Value>, field: &str, faults: &mut Faults) {
    let words = component.get("limited_time_offer").and_then(Value::as_object).map_or("", |offer| text(offer, "text"));
    faults.words(&format!("{field}.limited_time_offer.text"), words, OFFER_MAX);
}

fn text<'a>(component: &'a Map<String, Value>, key: &str) -> &'a str {
    component.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A word of Meta's, which it takes in either case.
fn word(component: &Map<String, Value>, key: &str) -> String {
    text(component, key).to_ascii_uppercase()
}
