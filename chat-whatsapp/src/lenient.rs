//! Reading JSON that is not always as documented: numbers for texts, one for many, null for absent.

use chat_core::Timestamp;
use serde_json::{Number, Value};
use std::{borrow::Cow, slice};

/// A field as text; a number is taken for its digits. Empty and anything else count as absent.
pub(crate) fn text<'v>(value: &'v Value, key: &str) -> Option<Cow<'v, str>> {
    match value.get(key)? {
        Value::String(text) if !text.is_empty() => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// The same, to keep.
pub(crate) fn owned(value: &Value, key: &str) -> Option<String> {
    text(value, key).map(Cow::into_owned)
}

/// A field as a number, also one that is written as text. What is not finite counts as absent.
pub(crate) fn number(value: &Value, key: &str) -> Option<Number> {
    match value.get(key)? {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => {
            let text = text.trim();
            let whole = text.parse::<i64>().ok().map(Number::from);
            whole.or_else(|| text.parse().ok().and_then(Number::from_f64))
        }
        _ => None,
    }
}

/// A field as a statement that holds or does not.
pub(crate) fn flag(value: &Value, key: &str) -> Option<bool> {
    match value.get(key)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        _ => None,
    }
}

/// A field that is an object.
pub(crate) fn object<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    value.get(key).filter(|field| field.is_object())
}

/// A field as a list; something that is no list counts as its only item. Null and absence are an empty list.
pub(crate) fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    match value.get(key) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(items)) => items,
        Some(single) => slice::from_ref(single),
    }
}

/// A field as a moment: seconds since 1970, or milliseconds where seconds would be beyond the year 30000.
pub(crate) fn moment(value: &Value, key: &str) -> Option<Timestamp> {
    const MILLISECONDS_FROM: f64 = 1e12;
    let number: f64 = text(value, key)?.parse().ok()?;
    if !number.is_finite() || number <= 0.0 {
        return None;
    }
    let millis = if number >= MILLISECONDS_FROM { number } else { number * 1000.0 };
    Some(Timestamp::from_millis(millis as i64))
}

/// The longest start of a text that fits into so many bytes.
pub(crate) fn cut(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_moment_is_read_however_it_is_written() {
        let cases = [
            (json!("1750030073"), Some(1_750_030_073_000)),
            (json!(1_750_030_073), Some(1_750_030_073_000)),
            (json!("1750030073123"), Some(1_750_030_073_123)),
            (json!(1_750_030_073_123_i64), Some(1_750_030_073_123)),
            (json!(1_750_030_073.5), Some(1_750_030_073_500)),
            (json!("99999999999999999999999"), Some(Timestamp::MAX_MILLIS)),
            (json!("yesterday"), None),
            (json!("NaN"), None),
            (json!("inf"), None),
            (json!(-5), None),
            (json!(0), None),
            (json!(null), None),
            (json!([1]), None),
        ];
        for (written, millis) in cases {
            let read = moment(&json!({"timestamp": written}), "timestamp");
            assert_eq!(read.map(Timestamp::millis), millis, "{written}");
        }
    }

    #[test]
    fn a_number_is_read_however_it_is_written() {
        let cases = [
            (json!(37.5), Some(json!(37.5))),
            (json!("37.5"), Some(json!(37.5))),
            (json!(" -9 "), Some(json!(-9))),
            (json!("3"), Some(json!(3))),
            (json!("1e400"), None),
            (json!("NaN"), None),
            (json!("north"), None),
            (json!(""), None),
            (json!(true), None),
            (json!(null), None),
        ];
        for (written, expected) in cases {
            assert_eq!(number(&json!({"a": written}), "a").map(Value::from), expected, "{written}");
        }
    }

    #[test]
    fn a_statement_is_read_however_it_is_written() {
        let cases = [
            (json!(true), Some(true)),
            (json!("false"), Some(false)),
            (json!(1), Some(true)),
            (json!(0), Some(false)),
            (json!(2), None),
            (json!("yes"), None),
            (json!({}), None),
        ];
        for (written, expected) in cases {
            assert_eq!(flag(&json!({"a": written}), "a"), expected, "{written}");
        }
    }

    #[test]
    fn what_is_no_list_is_its_only_item() {
        assert_eq!(list(&json!({"a": [1, 2]}), "a").len(), 2);
        assert_eq!(list(&json!({"a": {"b": 1}}), "a"), [json!({"b": 1})]);
        assert!(list(&json!({"a": null}), "a").is_empty());
        assert!(list(&json!([]), "a").is_empty());
    }
}
