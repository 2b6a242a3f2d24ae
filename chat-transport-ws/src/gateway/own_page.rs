//! Whether a socket was opened by one of the server's own pages.

use crate::engine::Head;

/// Whether the request that opened a connection came from one of the server's own pages, by what browsers say of themselves and
/// no page can forge: the frame is the server's own page, whichever page is around it.
///
/// Without a list of the server's own origins, the `Host` that the browser asked for is taken for it. A request that names no
/// origin has to be said to come from the same one, as browsers do where they poll.
pub(crate) fn is_own_page(head: &Head, own_origins: &[String]) -> bool {
    let Some(origin) = head.get("origin") else { return head.get("sec-fetch-site") == Some("same-origin") };
    if !own_origins.is_empty() {
        return own_origins.iter().any(|own| own.eq_ignore_ascii_case(origin));
    }
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.zip(head.get("host")).is_some_and(|(authority, host)| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Config;
    use http::{HeaderMap, HeaderName};

    fn head(fields: &[(&'static str, &str)]) -> Head {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        }
        let headers_kept = ["origin", "host", "sec-fetch-site"].map(HeaderName::from_static).to_vec();
        Head::of(&headers, &Config { headers_kept, ..Config::default() })
    }

    #[test]
    fn the_host_that_was_asked_for_is_the_servers_own_unless_it_is_told() {
        let own = ["https://chat.test".to_owned()];
        for (fields, by_host, by_list) in [
            (&[("origin", "https://chat.test"), ("host", "chat.test")][..], true, true),
            (&[("origin", "https://chat.test"), ("host", "inside:3000")], false, true),
            (&[("origin", "http://localhost:3000"), ("host", "localhost:3000")], true, false),
            (&[("origin", "https://shop.test"), ("host", "chat.test")], false, false),
            (&[("origin", "https://chat.test.evil.test"), ("host", "chat.test")], false, false),
            (&[("origin", "https://evilchat.test"), ("host", "chat.test")], false, false),
            (&[("origin", "https://chat.test:8443"), ("host", "chat.test")], false, false),
            (&[("origin", "null"), ("host", "null")], false, false),
            (
                &[("origin", "https://shop.test"), ("host", "chat.test"), ("sec-fetch-site", "same-origin")],
                false,
                false,
            ),
            (&[("host", "chat.test"), ("sec-fetch-site", "same-origin")], true, true),
            (&[("host", "chat.test"), ("sec-fetch-site", "cross-site")], false, false),
            (&[("host", "chat.test"), ("sec-fetch-site", "none")], false, false),
            (&[("host", "chat.test")], false, false),
            (&[("origin", "https://chat.test")], false, true),
        ] {
            let head = head(fields);
            assert_eq!(is_own_page(&head, &[]), by_host, "{fields:?} without a list");
            assert_eq!(is_own_page(&head, &own), by_list, "{fields:?} by the list");
        }
    }
}
