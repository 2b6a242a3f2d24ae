//! Names of hosts in their ASCII form.

use psl::Psl;

/// The longest part between two dots.
pub(super) const LABEL_MAX: usize = 63;

/// The longest name.
pub(super) const LENGTH_MAX: usize = 253;

/// Whether each part of `name` is of lower-case letters, digits and hyphens, with no hyphen at
/// its ends: what DNS calls a host name, and all that may be written into a header.
pub(super) fn is_host_name(name: &str) -> bool {
    name.len() <= LENGTH_MAX && name.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let is_allowed = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    (1..=LABEL_MAX).contains(&label.len())
        && label.bytes().all(is_allowed)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether people who do not know each other have names right below `name`: it is on the public
/// suffix list, in the part of the registries or in that of the hosting firms.
pub(super) fn is_public_suffix(name: &str) -> bool {
    let suffix = psl::List.suffix(name.as_bytes());
    suffix.is_some_and(|suffix| suffix.as_bytes() == name.as_bytes())
}

/// Whether the names right below `name` are public suffixes themselves: the list says
/// `*.name`, and `name` need not be on it.
pub(super) fn is_over_public_suffixes(name: &str) -> bool {
    is_public_suffix(&format!("some-name.{name}"))
}
