//! What must hold whatever is typed for a domain. The fuzzer and the tests of `chat-core` both ask it.

use chat_core::{DomainEntry, Origin};

/// Takes the first line of `bytes` for an entry and the rest for the origin of a page.
///
/// # Panics
///
/// Panics when what was read is written as something else or could widen a policy, and when an entry allows a page that it
/// does not name.
pub fn domains(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (entry, origin) = text.split_once('\n').unwrap_or((&text, ""));
    let origin = Origin::parse(origin).ok().inspect(|read| assert_eq!(read.to_string(), origin));
    let Ok(entry) = DomainEntry::parse(entry) else { return };
    let written = entry.to_string();
    assert!(is_one_source(&written), "{written} is no single source of a policy");
    assert_eq!(DomainEntry::parse(&written).as_ref(), Ok(&entry), "it is read as it was written");
    assert_eq!(DomainEntry::parse(&entry.unicode()).as_ref(), Ok(&entry), "it is read as it was shown");
    assert!(entry.host().len() <= DomainEntry::LENGTH_MAX && entry.host().contains('.'), "{written}");
    for page in [Some(own_page(&entry)), origin].into_iter().flatten() {
        assert_eq!(entry.allows(&page), is_named(&written, &page), "{written} on {page}");
    }
}

/// Whether `text` can stand in a policy without ending it or saying more.
fn is_one_source(text: &str) -> bool {
    let name = text.strip_prefix("*.").unwrap_or(text);
    let (name, port) = name.rsplit_once(':').unwrap_or((name, "*"));
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_port = port == "*" || port.parse().is_ok_and(|port: u16| port > 0);
    is_port && name.split('.').all(|label| !label.is_empty() && label.chars().all(is_plain))
}

fn own_page(entry: &DomainEntry) -> Origin {
    let page = format!("https://{}", entry.host());
    Origin::parse(&page).expect("the host of an entry has pages")
}

/// The rule once more, over what is written in a policy.
fn is_named(written: &str, page: &Origin) -> bool {
    let (name, port) = written.rsplit_once(':').unwrap_or((written, "443"));
    let is_host = match name.strip_prefix("*") {
        Some(end) => page.host().len() > end.len() && page.host().ends_with(end),
        None => page.host() == name,
    };
    page.is_secure() && is_host && (port == "*" || port == page.port().to_string())
}
