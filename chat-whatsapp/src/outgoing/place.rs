//! `location`: a place on the map.

use super::faults::Faults;
use serde::{Deserialize, Serialize};

/// A place on the map.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// Degrees to the north, from -90 to 90.
    pub latitude: f64,
    /// Degrees to the east, from -180 to 180.
    pub longitude: f64,
    /// What the place is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Location {
    const WORDS_MAX: usize = 1_000;

    pub(crate) fn check(&self, field: &str, faults: &mut Faults) {
        for (name, value, max) in [("latitude", self.latitude, 90.0), ("longitude", self.longitude, 180.0)] {
            if !(-max..=max).contains(&value) {
                faults.add(format!("{field}.{name}"), format!("expected degrees from -{max} to {max}"));
            }
        }
        for (name, text) in [("name", &self.name), ("address", &self.address)] {
            faults.length(&format!("{field}.{name}"), text.as_deref().unwrap_or_default(), Self::WORDS_MAX);
        }
    }

    /// It in words.
    pub(crate) fn words(&self) -> String {
        let told: Vec<&str> = [&self.name, &self.address].into_iter().flatten().map(String::as_str).collect();
        match told[..] {
            [] => format!("Location: {}, {}", self.latitude, self.longitude),
            _ => format!("Location: {}", told.join(", ")),
        }
    }
}
