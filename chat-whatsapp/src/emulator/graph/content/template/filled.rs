//! A template whose places are filled in.

use super::{
    super::{file, parts::Part},
    buttons,
    given::Given,
};
use crate::emulator::{
    course::Course,
    graph::{errors::GraphError, templates::Placeholders},
    kinds::Kind,
    world::{Format, World},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The longest body with all its parameters, in characters.
const BODY_MAX: usize = 1_024;
/// How many spaces may follow each other in a parameter.
const SPACES_MAX: usize = 4;

/// Fills the components of a template in.
pub(super) struct Filling<'a> {
    pub(super) world: &'a World,
    pub(super) phone_id: &'a str,
    pub(super) format: Format,
    /// How the message goes on: with the file that its header shows.
    pub(super) course: Course,
}

impl Filling<'_> {
    /// What the user sees, if what is given is what the template needs.
    pub(super) fn fill(&mut self, components: &[Value], given: &Given<'_>) -> Result<Value, GraphError> {
        let mut seen = Map::new();
        let mut has_header = false;
        for component in components {
            let kind = component["type"].as_str().unwrap_or_default().to_ascii_lowercase();
            let shown = match kind.as_str() {
                "header" => {
                    has_header = true;
                    self.header(component, &given.header)?
                }
                "body" => self.body(component, &given.body)?,
                "footer" => footer(component),
                "buttons" => buttons::fill(component, &given.buttons)?,
                "carousel" => self.cards(component, given)?,
                "limited_time_offer" => offer(component, &given.offer)?,
                _ => continue,
            };
            seen.insert(kind, shown);
        }
        match has_header || given.header.is_empty() {
            true => Ok(Value::Object(seen)),
            false => Err(count("header", given.header.len(), 0)),
        }
    }

    fn header(&mut self, header: &Value, given: &[Part<'_>]) -> Result<Value, GraphError> {
        let format = header["format"].as_str().unwrap_or_default().to_ascii_lowercase();
        if format == "text" {
            let text = header["text"].as_str().unwrap_or_default();
            return Ok(json!({"type": "text", "text": self.text("header", text, given)?}));
        }
        let [parameter] = given else {
            return Err(count("header", given.len(), 1));
        };
        if parameter.value["type"].as_str().map(str::to_ascii_lowercase).as_ref() != Some(&format) {
            return Err(wrong_format(&format!("header: the parameter must be of type {format}")));
        }
        let value = parameter.at(&format);
        value.object()?;
        match Kind::named(if format == "gif" { "video" } else { &format }) {
            Some(kind) => self.course = file::course(self.world, self.phone_id, kind, &value)?,
            None if value.value["latitude"].is_null() => return Err(value.at("latitude").missing()),
            None => {}
        }
        let mut shown = json!({"type": format});
        shown[&format] = value.value.clone();
        Ok(shown)
    }

    fn body(&self, body: &Value, given: &[Part<'_>]) -> Result<Value, GraphError> {
        let text = match body["text"].as_str() {
            Some(text) => text.to_owned(),
            None if body["add_security_recommendation"] == true => {
                "{{1}} is your verification code. For your security, do not share this code.".to_owned()
            }
            None => "{{1}} is your verification code.".to_owned(),
        };
        let filled = self.text("body", &text, given)?;
        match filled.chars().count() <= BODY_MAX {
            true => Ok(json!({"text": filled})),
            false => Err(GraphError::of(400, 132_005)),
        }
    }

    fn cards(&mut self, carousel: &Value, given: &Given<'_>) -> Result<Value, GraphError> {
        let cards = carousel["cards"].as_array().map(Vec::as_slice).unwrap_or_default();
        if cards.len() != given.cards.len() {
            return Err(count("carousel", given.cards.len(), cards.len()));
        }
        let mut shown = Vec::new();
        for (card, given) in cards.iter().zip(&given.cards) {
            shown.push(self.fill(card["components"].as_array().map(Vec::as_slice).unwrap_or_default(), given)?);
        }
        Ok(Value::Array(shown))
    }

    /// A text with its places filled in, if there is a parameter for each.
    fn text(&self, name: &str, text: &str, given: &[Part<'_>]) -> Result<String, GraphError> {
        let places = Placeholders::of(text);
        let names = places.distinct();
        if names.len() != given.len() {
            return Err(count(name, given.len(), names.len()));
        }
        let mut values = BTreeMap::new();
        for (index, parameter) in given.iter().enumerate() {
            let key = match (self.format, parameter.value["parameter_name"].as_str()) {
                (Format::Named, Some(key)) if names.contains(&key) => key.to_owned(),
                (Format::Positional, None) => (index + 1).to_string(),
                _ => {
                    let wrong = format!("{name}: parameters are named if and only if those of the template are");
                    return Err(GraphError { details: Some(wrong), ..GraphError::of(400, 132_000) });
                }
            };
            values.insert(key, value(parameter)?);
        }
        Ok(places.filled(|place| values.get(place).cloned()))
    }
}

/// What stands in the place of a parameter.
pub(super) fn value(parameter: &Part<'_>) -> Result<String, GraphError> {
    let kind = parameter.value["type"].as_str().unwrap_or("text").to_ascii_lowercase();
    let text = match kind.as_str() {
        "text" => parameter.at("text").words(BODY_MAX)?,
        "currency" | "date_time" => parameter.at(&kind).at("fallback_value").words(BODY_MAX)?,
        _ => return Err(wrong_format("a place in a text is filled by a text, a currency or a date_time")),
    };
    match text.contains(['\n', '\t']) || text.contains(&" ".repeat(SPACES_MAX + 1)) {
        true => Err(GraphError::of(400, 132_018)),
        false => Ok(text.to_owned()),
    }
}

/// Another number of parameters than the template has places.
pub(super) fn count(name: &str, given: usize, wanted: usize) -> GraphError {
    let details = format!(
        "{name}: number of localizable_params ({given}) does not match the expected number of params ({wanted})"
    );
    GraphError { details: Some(details), ..GraphError::of(400, 132_000) }
}

/// A parameter of another type than the place needs.
pub(super) fn wrong_format(details: &str) -> GraphError {
    GraphError { details: Some(details.to_owned()), ..GraphError::of(400, 132_012) }
}

fn footer(footer: &Value) -> Value {
    match footer["code_expiration_minutes"].as_i64() {
        Some(minutes) => json!({"text": format!("This code expires in {minutes} minutes.")}),
        None => json!({"text": footer["text"]}),
    }
}

fn offer(offer: &Value, given: &[Part<'_>]) -> Result<Value, GraphError> {
    let offer = &offer["limited_time_offer"];
    let mut shown = json!({"text": offer["text"]});
    if offer["has_expiration"] == true {
        let [parameter] = given else {
            return Err(count("limited_time_offer", given.len(), 1));
        };
        let expiry = &parameter.value["limited_time_offer"]["expiration_time_ms"];
        if !expiry.is_number() {
            return Err(wrong_format("limited_time_offer: expiration_time_ms must be a number"));
        }
        shown["expiration_time_ms"] = expiry.clone();
    }
    Ok(shown)
}
