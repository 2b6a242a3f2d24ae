//! Says in our words which field of an input does not fit, without repeating its value.

use crate::problem::Problem;
use serde_path_to_error::Error;
use std::fmt::Display;

/// What is said where an object is missing.
pub(super) const OBJECT: &str = "expected an object";

/// The problem with an input that is well-formed and does not fit.
pub(super) fn wrong<E: Display>(failure: &Error<E>) -> Problem {
    let path = failure.path().to_string();
    let parent = if path == "." { "" } else { &path };
    let message = failure.inner().to_string();
    for (start, problem) in [
        ("missing field `", "is missing"),
        ("unknown field `", "is not known here"),
        ("duplicate field `", "is given twice"),
    ] {
        if let Some(rest) = message.strip_prefix(start) {
            let name = rest.split('`').next().unwrap_or_default();
            return Problem::invalid(inside(parent, name), problem);
        }
    }
    let field = if parent.is_empty() { "body" } else { parent };
    Problem::invalid(field, expectation(&message))
}

fn inside(parent: &str, name: &str) -> String {
    let is_there_already = parent.is_empty() || parent == name || parent.ends_with(&format!(".{name}"));
    if is_there_already && !parent.is_empty() {
        return parent.to_owned();
    }
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// What would have fitted. Whatever serde says before that repeats the value, which may be a secret.
fn expectation(message: &str) -> String {
    const ID: &str = "expected an id such as 0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f";
    let message = message.split(" at line ").next().unwrap_or_default();
    match message.rfind("expected ") {
        _ if message == "expected value" => "expected a word".to_owned(),
        _ if message.starts_with("UUID parsing failed") => ID.to_owned(),
        _ if message.contains("expected a formatted UUID string") => ID.to_owned(),
        // The type's name is ours alone.
        Some(at) if message[at..].starts_with("expected struct ") => OBJECT.to_owned(),
        Some(at) => message[at..].to_owned(),
        None if message.contains("digit") || message.contains("number") => "expected a number".to_owned(),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "what is refused is never read")]
    struct Outer {
        inner: Inner,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "what is refused is never read")]
    struct Inner {
        word: String,
    }

    #[test]
    fn the_name_of_a_type_is_not_told() {
        for text in ["{\"inner\":5}", "{\"inner\":[]}"] {
            let failure: Error<serde_json::Error> =
                serde_path_to_error::deserialize::<_, Outer>(&mut serde_json::Deserializer::from_str(text))
                    .unwrap_err();
            let problem = serde_json::to_value(wrong(&failure)).unwrap();
            assert_eq!(
                problem["errors"],
                serde_json::json!([{ "field": "inner", "problem": "expected an object" }]),
                "{text}"
            );
        }
    }
}
