//! The headers of the request that opened a connection, as far as they are kept.

use http::{HeaderMap, header};

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
    pub(crate) fn of(headers: &HeaderMap, config: &Config) -> Self {
        let mut lines = String::new();
        let mut keep = |name: &str, value: &str| {
            if value.len() <= Config::HEADER_VALUE_MAX {
                lines.extend([name, ":", value, "\n"]);
            }
        };
        for name in &config.headers_kept {
            if let Some(value) = headers.get(name).and_then(|value| value.to_str().ok()) {
                keep(name.as_str(), value);
            }
        }
        if let Some(value) = config.cookie_kept.as_deref().and_then(|name| cookie(headers, name)) {
            keep(COOKIE, value);
        }
        Self(lines.into())
    }

    /// The value of the cookie that is kept.
    pub fn cookie(&self) -> Option<&str> {
        self.get(COOKIE)
    }

    /// The value of a kept header; `name` in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.0.lines().filter_map(|line| line.split_once(':'));
        fields.find_map(|(known, value)| (known == name).then_some(value))
    }
}

/// What the kept cookie's value is filed under: no header is called that.
const COOKIE: &str = "@cookie";

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.find(|(known, _)| *known == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_kept_can_be_read() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, "https://a.example:1".parse().unwrap());
        headers.insert(header::COOKIE, "secret".parse().unwrap());
        let kept = Config { headers_kept: vec![header::ORIGIN, header::USER_AGENT], ..Config::default() };
        let head = Head::of(&headers, &kept);
        assert_eq!(head.get("origin"), Some("https://a.example:1"));
        assert_eq!(head.get("cookie"), None);
        assert_eq!(head.get("user-agent"), None);
        assert_eq!(head.cookie(), None);
    }

    #[test]
    fn of_all_cookies_one_is_kept() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; session=2".parse().unwrap());
        headers.append(header::COOKIE, "session=3; b=4".parse().unwrap());
        let kept = |name: &str| Config { cookie_kept: Some(name.into()), ..Config::default() };
        assert_eq!(Head::of(&headers, &kept("session")).cookie(), Some("2"));
        assert_eq!(Head::of(&headers, &kept("b")).cookie(), Some("4"));
        assert_eq!(Head::of(&headers, &kept("sess")).cookie(), None);
        assert_eq!(Head::of(&headers, &kept("b")).get("cookie"), None);
    }
}
