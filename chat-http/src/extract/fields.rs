//! Says in our words which field of an input does not fit, without repeating its value.

use crate::problem::Problem;
use chat_core::FieldError;
use serde_path_to_error::Error;
use std::fmt::Display;

/// What is said where an object is missing.
pub(super) const OBJECT: &str = FieldError::OBJECT;

/// The problem with an input that is well-formed and does not fit.
pub(super) fn wrong<E: Display>(failure: &Error<E>) -> Problem {
    Problem::field_errors(vec![FieldError::told(&failure.path().to_string(), &failure.inner().to_string())])
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
