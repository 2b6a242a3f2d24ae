//! Places.

use crate::lenient::{number, owned};
use serde::Serialize;
use serde_json::{Number, Value};

/// Somewhere on earth.
#[derive(Serialize)]
pub(super) struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl Place {
    pub(super) fn of(part: &Value) -> Self {
        Self {
            latitude: number(part, "latitude"),
            longitude: number(part, "longitude"),
            name: owned(part, "name"),
            address: owned(part, "address"),
            url: owned(part, "url"),
        }
    }
}
