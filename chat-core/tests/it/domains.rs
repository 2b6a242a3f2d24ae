//! Which pages a widget may appear on, by the table that the browser tests read too.

use std::sync::LazyLock;

use chat_core::{DomainEntry, Origin};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Table {
    matching: Vec<Matching>,
    accepted: Vec<Accepted>,
    refused: Vec<Refused>,
}

#[derive(Debug, Deserialize)]
struct Matching {
    entry: String,
    origin: String,
    allowed: bool,
    why: String,
}

#[derive(Debug, Deserialize)]
struct Accepted {
    text: String,
    ascii: String,
    unicode: String,
    host: String,
    wildcard: bool,
}

#[derive(Debug, Deserialize)]
struct Refused {
    text: String,
    code: String,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../fixtures/domains.json")).expect("the table is JSON"));

fn is_allowed(entry: &str, origin: &str) -> bool {
    let entry = DomainEntry::parse(entry).unwrap_or_else(|error| panic!("{entry}: {error}"));
    Origin::parse(origin).is_ok_and(|origin| entry.allows(&origin))
}

#[test]
fn an_entry_allows_what_a_browser_would() {
    for Matching { entry, origin, allowed, why } in &TABLE.matching {
        assert_eq!(is_allowed(entry, origin), *allowed, "{entry} on {origin}: {why}");
    }
}

#[test]
fn what_is_typed_becomes_one_ascii_form() {
    for Accepted { text, ascii, unicode, host, wildcard } in &TABLE.accepted {
        let entry = DomainEntry::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(entry.to_string(), *ascii, "{text}");
        assert_eq!(entry.unicode(), *unicode, "{text}");
        assert_eq!((entry.host(), entry.has_wildcard()), (host.as_str(), *wildcard), "{text}");
    }
}

#[test]
fn what_cannot_be_bound_to_is_refused_with_its_reason() {
    for Refused { text, code } in &TABLE.refused {
        let found = DomainEntry::parse(text).map(|entry| entry.to_string());
        assert_eq!(found.map_err(|error| error.code()), Err(code.as_str()), "{text:?}");
    }
}

#[test]
fn a_refusal_says_how_to_mend_it() {
    let refusal = |text: &str| DomainEntry::parse(text).unwrap_err().to_string();

    assert_eq!(
        refusal("github.io"),
        "everybody can have a site below github.io, so it cannot be verified; \
         write your own, like shop.github.io"
    );
    assert_eq!(refusal("shop.example:0"), "a port is a number from 1 to 65535, or * for any; \"0\" is neither");
}

#[test]
fn a_name_of_the_longest_length_is_taken() {
    let label = "a".repeat(DomainEntry::LABEL_MAX);
    let longest = format!("{label}.{label}.{label}.{}", "b".repeat(61));
    assert_eq!(longest.len(), DomainEntry::LENGTH_MAX);

    assert_eq!(DomainEntry::parse(&longest).unwrap().host(), longest);
    assert_eq!(DomainEntry::parse(&format!("c{longest}")).unwrap_err().code(), "too_long");
    assert_eq!(DomainEntry::parse(&format!("{longest}b")).unwrap_err().code(), "too_long");
}

/// Domains below a suffix that nobody has registered.
fn host() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-z]([a-z0-9-]{0,6}[a-z0-9])?", 1..4)
        .prop_map(|labels| format!("{}.test", labels.join(".")))
        .prop_filter("no punycode by accident", |host| !host.contains("--"))
}

/// Whether `text` can be written into a policy without ending or widening it.
fn is_safe_source(text: &str) -> bool {
    let name = text.strip_prefix("*.").unwrap_or(text);
    let (name, port) = name.rsplit_once(':').unwrap_or((name, "*"));
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_port = port == "*" || port.parse().is_ok_and(|port: u16| port > 0);
    is_port && name.split('.').all(|label| !label.is_empty() && label.chars().all(is_plain))
}

proptest! {
    #[test]
    fn no_text_breaks_out_of_a_policy(text in "\\PC*|[a-z*.:;, '\\-]{0,20}|.{0,10}\\.(example|test)") {
        if let Ok(entry) = DomainEntry::parse(&text) {
            prop_assert!(is_safe_source(&entry.to_string()), "{entry}");
            prop_assert_eq!(DomainEntry::parse(&entry.to_string()), Ok(entry.clone()));
            prop_assert_eq!(DomainEntry::parse(&entry.unicode()), Ok(entry));
        }
    }

    #[test]
    fn no_origin_panics_and_all_print_as_they_came(text in "\\PC*|https?://[a-z0-9.:-]{0,20}") {
        if let Ok(origin) = Origin::parse(&text) {
            prop_assert_eq!(origin.to_string(), text);
        }
    }

    #[test]
    fn a_domain_allows_itself_and_no_other(host in host(), other in host(), port in 1u16..) {
        let written = format!("{host}:{port}");
        let origin = Origin::parse(&format!("https://{host}")).unwrap();
        let is_default = port == 443;
        prop_assert!(DomainEntry::parse(&host).unwrap().allows(&origin));
        prop_assert_eq!(DomainEntry::parse(&written).unwrap().allows(&origin), is_default);
        prop_assert_eq!(DomainEntry::parse(&other).unwrap().allows(&origin), other == host);
    }

    #[test]
    fn a_wildcard_allows_what_is_below_it_and_nothing_else(host in host(), name in "[a-z]{1,5}") {
        let wildcard = DomainEntry::parse(&format!("*.{host}")).unwrap();
        let allows = |host: &str| wildcard.allows(&Origin::parse(&format!("https://{host}")).unwrap());
        for (page, allowed) in [
            (format!("{name}.{host}"), true),
            (format!("{name}.{name}.{host}"), true),
            (host.clone(), false),
            (format!("{name}{host}"), false),
            (format!("{host}.{name}"), false),
        ] {
            prop_assert_eq!(allows(&page), allowed, "{}", page);
        }
    }
}
