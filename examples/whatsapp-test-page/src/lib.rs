//! One HTML page that shows the real-time API at work.
//!
//! An agent signs in with a token and sees WhatsApp messages arrive, answers them, watches the
//! ticks, and reads every event as it comes. A server serves two things and needs nothing else,
//! no network included:
//!
//! ```
//! let page = whatsapp_test_page::asset("/test-client.html").expect("the page");
//! assert_eq!(page.content_type, "text/html; charset=utf-8");
//! assert!(page.headers().iter().any(|(name, _)| *name == "content-security-policy"));
//!
//! // The page looks for the client beside itself.
//! let client = whatsapp_test_page::asset("/socket.io/socket.io.js").expect("the client");
//! assert_eq!(client.content_type, "text/javascript; charset=utf-8");
//! ```

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

/// The page: styles and script are in it, the client is not.
pub const PAGE: &str = include_str!("../test-client.html");

/// The browser build of `socket.io-client`, as npm has it.
pub const CLIENT: &str = include_str!("../assets/socket.io.min.js");

/// The version of [`CLIENT`].
pub const CLIENT_VERSION: &str = "4.8.4";

/// The licence of [`CLIENT`], which belongs to every copy of it.
pub const CLIENT_LICENCE: &str = include_str!("../assets/socket.io.LICENSE");

/// Something to serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// What it is.
    pub content_type: &'static str,
    /// It itself.
    pub body: &'static str,
}

impl Asset {
    /// The headers it is to be served with, names in lower case.
    ///
    /// The page gets a policy under which nothing runs but its own script and the client. It may
    /// connect to and show files from anywhere, since the server is typed into it.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("content-type", self.content_type.to_owned()),
            ("x-content-type-options", "nosniff".to_owned()),
            ("cache-control", "no-cache".to_owned()),
        ];
        if self.body == PAGE {
            headers.push(("content-security-policy", policy(PAGE)));
            headers.push(("referrer-policy", "no-referrer".to_owned()));
        }
        headers
    }
}

/// What to serve at `path`: the page at `/test-client.html`, the client at
/// `/socket.io/socket.io.js`, nothing elsewhere.
#[must_use]
pub fn asset(path: &str) -> Option<Asset> {
    match path {
        "/test-client.html" => Some(Asset { content_type: "text/html; charset=utf-8", body: PAGE }),
        "/socket.io/socket.io.js" => Some(Asset { content_type: "text/javascript; charset=utf-8", body: CLIENT }),
        _ => None,
    }
}

fn policy(page: &str) -> String {
    let script = hashes(page, "script");
    let style = hashes(page, "style");
    format!(
        "default-src 'none'; script-src 'self'{script}; style-src{style}; img-src data: 'self' http: https:; \
         connect-src 'self' http: https: ws: wss:; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
}

/// The hashes of what stands between `<element>` and `</element>`, each after a space.
fn hashes(page: &str, element: &str) -> String {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let inline = page.split(&open).skip(1).filter_map(|rest| rest.split(&close).next());
    let hash = |text: &str| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    inline.map(hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_script_and_the_style_and_no_exception() {
        let policy = policy(PAGE);

        assert_eq!(policy.matches("'sha256-").count(), 2);
        assert!(!policy.contains("unsafe"));
    }

    #[test]
    fn a_hash_is_of_the_text_between_the_tags() {
        // printf 'a()' | openssl dgst -sha256 -binary | base64
        assert_eq!(
            hashes("<script src=x></script><script>a()</script>", "script"),
            " 'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='"
        );
    }

    #[test]
    fn the_page_holds_nothing_that_a_policy_forbids() {
        for forbidden in [" onclick=", " onload=", " style=", "innerHTML", "outerHTML", "insertAdjacent", "eval("] {
            assert!(!PAGE.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn the_client_is_the_version_it_says() {
        assert!(CLIENT.starts_with(&format!("/*!\n * Socket.IO v{CLIENT_VERSION}\n")));
    }
}
