//! From bytes to JSON.

use chat_core::CallRefused;
use serde_json::Value;

/// Reads a body as JSON, and mends what Meta is known to send or a database cannot keep: halves of surrogate pairs, where
/// a name was cut in the middle of an emoji; bytes that are no UTF-8; and NUL characters, which are left out.
pub(crate) fn parse(body: &[u8]) -> Result<Value, CallRefused> {
    let mut value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(_) => serde_json::from_str(&mended(body)).map_err(|_| CallRefused::Unreadable)?,
    };
    if body.windows(NUL.len()).any(|window| window == NUL) {
        drop_nul(&mut value);
    }
    Ok(value)
}

const NUL: &[u8] = b"\\u0000";

/// The body with U+FFFD in place of each escaped half of a surrogate pair.
fn mended(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let mut mended = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('\\') {
        mended.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match (escaped_unit(rest), rest.get(6..).and_then(escaped_unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                mended.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            (Some(_), _) => 6,
            // Another escape: the backslash and what follows it, which may be a backslash.
            (None, _) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        mended.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    mended.push_str(rest);
    mended
}

/// The UTF-16 unit of a `\uXXXX` at the start of the text.
fn escaped_unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

fn drop_nul(value: &mut Value) {
    match value {
        Value::String(text) => text.retain(|character| character != '\0'),
        Value::Array(items) => items.iter_mut().for_each(drop_nul),
        Value::Object(fields) => {
            *fields = std::mem::take(fields)
                .into_iter()
                .map(|(key, mut value)| {
                    drop_nul(&mut value);
                    (key.replace('\0', ""), value)
                })
                .collect();
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn halves_of_surrogate_pairs_are_replaced_and_whole_ones_kept() {
        let cases = [
            (r#"["a\ud83d"]"#, json!(["a\u{fffd}"])),
            (r#"["\ud83d\ud83d\udc4b"]"#, json!(["\u{fffd}👋"])),
            (r#"["\udc4bx\ud83d\n"]"#, json!(["\u{fffd}x\u{fffd}\n"])),
            (r#"["\\ud83d\ud83d"]"#, json!(["\\ud83d\u{fffd}"])),
            (r#"["ü\ud83d"]"#, json!(["ü\u{fffd}"])),
        ];
        for (body, expected) in cases {
            assert_eq!(parse(body.as_bytes()), Ok(expected), "{body}");
        }
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_replaced() {
        assert_eq!(parse(b"[\"a\xff\"]"), Ok(json!(["a\u{fffd}"])));
    }

    #[test]
    fn nul_characters_are_left_out() {
        assert_eq!(parse(br#"{"a\u0000":["b\u0000c"]}"#), Ok(json!({"a": ["bc"]})));
    }

    #[test]
    fn what_is_no_json_cannot_be_read() {
        for body in ["", "{", "hello", "\\", "\"\\", "\"\\u", "{\"a\":\\ud83d}"] {
            assert_eq!(parse(body.as_bytes()), Err(CallRefused::Unreadable), "{body:?}");
        }
    }
}
