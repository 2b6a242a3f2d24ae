//! Texts with values in them.

use super::{
    parameters::{Parameter, Values},
    variables,
};
use crate::outgoing::Faults;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The longest run of spaces that a value may have.
const SPACES_MAX: usize = 4;

/// How the variables of a template are told apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Format {
    Named,
    Positional,
}

impl Format {
    /// By Meta's word; by the looks of the texts where that is not known.
    pub(super) fn of<'a>(word: Option<&str>, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let is_named = match word {
            Some(word) => word.eq_ignore_ascii_case("named"),
            None => texts.into_iter().flat_map(variables::names).any(|name| name.parse::<usize>().is_err()),
        };
        if is_named { Self::Named } else { Self::Positional }
    }
}

/// A text with its values in place.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// What is read.
    pub(super) text: String,
    /// What is sent for it.
    pub(super) parameters: Vec<Value>,
}

/// Puts values into a text, which may then have at most `max` characters.
pub(super) fn fill(
    text: &str,
    given: Option<&Values>,
    format: Format,
    field: &str,
    max: usize,
    faults: &mut Faults,
) -> Filled {
    let mut names = variables::names(text);
    if format == Format::Positional {
        names.sort_by_key(|name| name.parse::<usize>().unwrap_or(usize::MAX));
    }
    let Some(values) = values(&names, given, format, field, faults) else {
        return Filled { text: text.to_owned(), parameters: Vec::new() };
    };
    let filled = variables::fill(text, |name| values.get(name).map(|value| value.words().to_owned()));
    let length = filled.chars().count();
    if length > max {
        faults.add(field, format!("with its values the text has {length} characters, and may have {max}"));
    }
    let parameters = names.iter().filter_map(|name| Some(parameter(name, values.get(name)?, format))).collect();
    Filled { text: filled, parameters }
}

/// The value of each variable, unless they do not fit.
fn values<'a>(
    names: &[&'a str],
    given: Option<&'a Values>,
    format: Format,
    field: &str,
    faults: &mut Faults,
) -> Option<BTreeMap<&'a str, &'a Parameter>> {
    let found: BTreeMap<&str, &Parameter> = match (given, format) {
        (None, _) => BTreeMap::new(),
        (Some(values), _) if values.is_empty() => BTreeMap::new(),
        (Some(Values::Listed(list)), Format::Positional) => {
            if list.len() != names.len() {
                faults.add(
                    field,
                    format!("expected {} values, one for each variable, and got {}", names.len(), list.len()),
                );
                return None;
            }
            names.iter().copied().zip(list).collect()
        }
        (Some(Values::Named(map)), Format::Named) => {
            for name in map.keys().filter(|name| !names.contains(&name.as_str())) {
                faults.add(format!("{field}.{name}"), "is not a variable of the template");
            }
            map.iter().map(|(name, value)| (name.as_str(), value)).collect()
        }
        (Some(Values::Listed(_)), Format::Named) => {
            faults.add(field, format!("expected an object: the variables are called {}", names.join(", ")));
            return None;
        }
        (Some(Values::Named(_)), Format::Positional) => {
            faults.add(field, format!("expected a list of {} values: the variables have no names", names.len()));
            return None;
        }
    };
    if format == Format::Positional && found.is_empty() && !names.is_empty() {
        faults.add(field, format!("expected {} values, one for each variable, and got none", names.len()));
        return None;
    }
    for (place, name) in names.iter().enumerate() {
        let field = match format {
            Format::Named => format!("{field}.{name}"),
            Format::Positional => format!("{field}[{place}]"),
        };
        match found.get(name) {
            Some(value) => plain(value.words(), &field, faults),
            None => faults.add(field, "is missing"),
        }
    }
    Some(found)
}

/// What Meta does not take within a value.
pub(super) fn plain(text: &str, field: &str, faults: &mut Faults) {
    if text.trim().is_empty() {
        faults.add(field, "is missing");
    }
    if text.contains(['\n', '\r', '\t']) || text.contains(&" ".repeat(SPACES_MAX + 1)) {
        faults.add(field, "may have no new lines, no tabs and at most four spaces in a row");
    }
}

fn parameter(name: &str, value: &Parameter, format: Format) -> Value {
    let mut sent = match value {
        Parameter::Text(text) => json!({"type": "text", "text": text}),
        Parameter::Currency { currency } => json!({"type": "currency", "currency": {
            "fallback_value": currency.fallback_value, "code": currency.code, "amount_1000": currency.amount_1000}}),
        Parameter::DateTime { date_time } => {
            json!({"type": "date_time", "date_time": {"fallback_value": date_time.fallback_value}})
        }
    };
    if format == Format::Named {
        sent["parameter_name"] = json!(name);
    }
    sent
}
