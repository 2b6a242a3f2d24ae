//! What is found to be wrong with a wish.

use chat_core::FieldError;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Everything that was found to be wrong, by field.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FieldError>);

impl Faults {
    pub(crate) fn add(&mut self, field: impl Into<String>, problem: impl Into<String>) {
        self.0.push(FieldError::new(field.into(), problem));
    }

    /// A text that has to be there and may have so many characters.
    pub(crate) fn words(&mut self, field: &str, text: &str, max: usize) {
        if text.trim().is_empty() {
            self.add(field, "is missing");
        }
        self.length(field, text, max);
    }

    /// A text that may have so many characters.
    pub(crate) fn length(&mut self, field: &str, text: &str, max: usize) {
        let length = text.chars().count();
        if length > max {
            self.add(field, format!("may have at most {max} characters, and has {length}"));
        }
    }

    /// A list that may have so few and so many members.
    pub(crate) fn count(&mut self, field: &str, count: usize, least: usize, most: usize) {
        if !(least..=most).contains(&count) {
            self.add(field, format!("may have {least} to {most} entries, and has {count}"));
        }
    }

    /// Texts that may not occur twice; each with its field.
    pub(crate) fn unique<'a>(&mut self, texts: impl IntoIterator<Item = (String, &'a str)>) {
        let mut seen: Vec<&str> = Vec::new();
        for (field, text) in texts {
            if seen.contains(&text) {
                self.add(field, "is there already; each has to be different");
            }
            seen.push(text);
        }
    }

    /// An address on the web.
    pub(crate) fn url(&mut self, field: &str, url: &str) {
        const URL_MAX: usize = 2_000;
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        if !is_web || url.contains(char::is_whitespace) {
            self.add(field, "expected an address that begins with https://");
        }
        self.length(field, url, URL_MAX);
    }

    /// Reads a part of a payload; says where it is wrong.
    pub(crate) fn read<T: DeserializeOwned>(&mut self, field: &str, value: &Value) -> Option<T> {
        match serde_path_to_error::deserialize(value) {
            Ok(read) => Some(read),
            Err(error) => {
                let path = error.path().to_string();
                let found = FieldError::told(&path, &error.inner().to_string());
                let inner = found.field.as_ref();
                let place = match inner {
                    "body" if path == "." => field.to_owned(),
                    _ if inner.starts_with('[') => format!("{field}{inner}"),
                    _ => format!("{field}.{inner}"),
                };
                self.add(place, found.problem);
                None
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value`, unless something was found.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Vec<FieldError>> {
        if self.is_empty() { Ok(value) } else { Err(self.0) }
    }
}

impl From<Faults> for Vec<FieldError> {
    fn from(faults: Faults) -> Self {
        faults.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Debug, Deserialize)]
    struct Outer {
        #[serde(rename = "list")]
        _list: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    struct Inner {
        #[serde(rename = "id")]
        _id: String,
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_place() {
        for (value, field) in [
            (json!({"list": [{"id": 7}]}), "payload.list[0].id"),
            (json!({"list": [{"id": "a"}, {}]}), "payload.list[1].id"),
            (json!({}), "payload.list"),
            (json!([]), "payload"),
        ] {
            let mut faults = Faults::default();
            assert!(faults.read::<Outer>("payload", &value).is_none());
            assert_eq!(faults.0[0].field, field, "{value}: {faults:?}");
        }
    }
}
