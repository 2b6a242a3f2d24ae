//! `location`.

use super::parts::Part;
use crate::emulator::graph::errors::GraphError;
use serde_json::Value;

/// The longest name or address, in characters.
const NAME_MAX: usize = 1_000;

pub(crate) fn check(body: &Value) -> Result<(), GraphError> {
    let place = Part::root("location", body);
    place.object()?;
    for (key, max) in [("latitude", 90.0), ("longitude", 180.0)] {
        let part = place.at(key);
        let degrees = match part.value {
            Value::Null => return Err(part.missing()),
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        if !degrees.is_some_and(|degrees: f64| degrees.abs() <= max) {
            return Err(part.refused(&format!("must be a number from -{max} to {max}.")));
        }
    }
    place.at("name").optional_words(NAME_MAX)?;
    place.at("address").optional_words(NAME_MAX)?;
    Ok(())
}
