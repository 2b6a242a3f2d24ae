//! The headers of the request that opened a connection, as far as they are kept.

use http::{HeaderMap, HeaderName};

use super::config::Config;

/// The headers of the request that opened a connection, as far as the configuration keeps them.
///
/// They are copied into one small string: a header of the request itself would keep its whole read buffer alive.
#[derive(Clone, Default)]
pub struct Head(Box<str>);

/// Says that there are headers, never what they say.
impl std::fmt::Debug for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Head(…)")
    }
}

impl Head {
    pub(crate) fn of(headers: &HeaderMap, kept: &[HeaderName]) -> Self {
        let mut lines = String::new();
        for name in kept {
            let Some(value) = headers.get(name).and_then(|value| value.to_str().ok()) else { continue };
            if value.len() <= Config::HEADER_VALUE_MAX {
                lines.push_str(name.as_str());
                lines.push(':');
                lines.push_str(value);
                lines.push('\n');
            }
        }
        Self(lines.into())
    }

    /// The value of a kept header; `name` in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.0.lines().filter_map(|line| line.split_once(':'));
        fields.find_map(|(known, value)| (known == name).then_some(value))
    }
}

#[cfg(test)]
mod tests {
    use http::header;

    use super::*;

    #[test]
    fn only_what_is_kept_can_be_read() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, "https://a.example:1".parse().unwrap());
        headers.insert(header::COOKIE, "secret".parse().unwrap());
        let head = Head::of(&headers, &[header::ORIGIN, header::USER_AGENT]);
        assert_eq!(head.get("origin"), Some("https://a.example:1"));
        assert_eq!(head.get("cookie"), None);
        assert_eq!(head.get("user-agent"), None);
    }
}
