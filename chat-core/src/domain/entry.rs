use super::{
    DomainError, Origin,
    host::{self, is_host_name, is_over_public_suffixes, is_public_suffix},
};
use std::{fmt, str::FromStr};
use url::Host;

/// The port of a page whose address names none.
const DEFAULT_PORT: u16 = 443;

/// A domain that a widget may appear on: `shop.example`, `*.shop.example`, `shop.example:8443`
/// or `shop.example:*`.
///
/// - Pages must come over HTTPS.
/// - Without a port only the default port is meant.
/// - `*.` stands for one part or more, so never for the domain itself: who wants both lists both.
/// - It is kept and compared in lower-case ASCII; [`DomainEntry::unicode`] is for showing.
///
/// An entry says what its owner *wishes* to allow. Whether the domain is theirs is proven for [`DomainEntry::host`], and told by
/// the [`AuthorizedDomain`](crate::AuthorizedDomain) that holds it.
///
/// ```
/// use chat_core::{DomainEntry, Origin};
///
/// let entry = DomainEntry::parse("*.Bücher.example")?;
/// assert_eq!(entry.to_string(), "*.xn--bcher-kva.example");
///
/// assert!(entry.allows(&Origin::parse("https://www.xn--bcher-kva.example")?));
/// assert!(!entry.allows(&Origin::parse("https://xn--bcher-kva.example")?), "not the apex");
/// assert!(!entry.allows(&Origin::parse("http://www.xn--bcher-kva.example")?), "not in the clear");
///
/// let error = DomainEntry::parse("*.github.io").unwrap_err();
/// assert_eq!(error.code(), "wildcard_over_public_suffix");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DomainEntry {
    has_wildcard: bool,
    host: String,
    port: Port,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Port {
    Any,
    Exactly(u16),
}

impl DomainEntry {
    /// The longest part between two dots, in ASCII form.
    pub const LABEL_MAX: usize = host::LABEL_MAX;

    /// The longest domain, in ASCII form and without a wildcard or a port.
    pub const LENGTH_MAX: usize = host::LENGTH_MAX;

    /// Reads what somebody typed. Spaces around it and a dot at its end are forgiven.
    ///
    /// # Errors
    ///
    /// Says what is wrong and how to mend it: whole addresses, IP addresses, single words,
    /// names that DNS does not allow, public suffixes (those of registries such as `co.uk`,
    /// those of hosting firms such as `github.io`) and wildcards over them.
    pub fn parse(text: &str) -> Result<Self, DomainError> {
        let entry = Self::stored(text)?;
        let host = entry.host();
        if entry.has_wildcard && (is_public_suffix(host) || is_over_public_suffixes(host)) {
            return Err(DomainError::WildcardOverPublicSuffix(entry.host));
        }
        if is_public_suffix(host) {
            return Err(DomainError::PublicSuffix(entry.host));
        }
        Ok(entry)
    }

    /// Reads what a store has kept: an entry that was taken once, whatever has become a public suffix since.
    ///
    /// # Errors
    ///
    /// Those of [`DomainEntry::parse`], without the ones about public suffixes.
    pub fn stored(text: &str) -> Result<Self, DomainError> {
        let text = text.trim();
        refuse_addresses(text)?;
        let (name, port) = split_port(text)?;
        let (has_wildcard, name) = match name.strip_prefix("*.") {
            Some(base) => (true, base),
            None => (false, name),
        };
        if name.contains('*') {
            return Err(DomainError::Wildcard);
        }
        let host = ascii_host(name.strip_suffix('.').unwrap_or(name))?;
        Ok(Self { has_wildcard, host, port })
    }

    /// Whether a page of this origin may show the widget.
    #[must_use]
    pub fn allows(&self, origin: &Origin) -> bool {
        origin.is_secure() && self.port.allows(origin.port()) && self.covers(origin.host())
    }

    fn covers(&self, host: &str) -> bool {
        if !self.has_wildcard {
            return host == self.host;
        }
        let below = host.strip_suffix(&self.host).and_then(|rest| rest.strip_suffix('.'));
        below.is_some_and(|labels| !labels.is_empty())
    }

    /// The domain without wildcard and port, in lower-case ASCII: what has to be verified.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it stands for the names below [`DomainEntry::host`].
    #[must_use]
    pub fn has_wildcard(&self) -> bool {
        self.has_wildcard
    }

    /// The entry for people to read, such as `*.bücher.example:8443`.
    #[must_use]
    pub fn unicode(&self) -> String {
        let (host, _) = idna::domain_to_unicode(&self.host);
        self.with_host(&host)
    }

    fn with_host(&self, host: &str) -> String {
        let star = if self.has_wildcard { "*." } else { "" };
        match self.port {
            Port::Exactly(DEFAULT_PORT) => format!("{star}{host}"),
            Port::Exactly(port) => format!("{star}{host}:{port}"),
            Port::Any => format!("{star}{host}:*"),
        }
    }
}

/// The entry in ASCII, which [`DomainEntry::parse`] reads back to the same entry.
impl fmt::Display for DomainEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_host(&self.host))
    }
}

impl FromStr for DomainEntry {
    type Err = DomainError;

    fn from_str(text: &str) -> Result<Self, DomainError> {
        Self::parse(text)
    }
}

impl Port {
    fn allows(self, port: u16) -> bool {
        match self {
            Self::Any => true,
            Self::Exactly(allowed) => allowed == port,
        }
    }
}

/// Refuses what a URL parser would read as more than a host, or quietly leave out.
fn refuse_addresses(text: &str) -> Result<(), DomainError> {
    if text.is_empty() {
        return Err(DomainError::Empty);
    }
    if text.contains(['/', '\\', '?', '#']) {
        return Err(DomainError::Address);
    }
    if text.contains('@') {
        return Err(DomainError::UserInfo);
    }
    let is_foreign = |c: char| c.is_control() || c.is_whitespace() || "%,;\"'<>^`{|}".contains(c);
    match text.chars().find(|&c| is_foreign(c)) {
        Some(c) => Err(DomainError::Character(c)),
        None => Ok(()),
    }
}

fn split_port(text: &str) -> Result<(&str, Port), DomainError> {
    let Some((name, port)) = text.rsplit_once(':') else {
        return Ok((text, Port::Exactly(DEFAULT_PORT)));
    };
    if name.contains(':') || name.starts_with('[') {
        return Err(DomainError::IpAddress);
    }
    if port == "*" {
        return Ok((name, Port::Any));
    }
    let is_number = port.bytes().all(|c| c.is_ascii_digit());
    match port.parse() {
        Ok(number @ 1..) if is_number => Ok((name, Port::Exactly(number))),
        _ => Err(DomainError::Port(port.to_owned())),
    }
}

fn ascii_host(name: &str) -> Result<String, DomainError> {
    if name.is_empty() {
        return Err(DomainError::Empty);
    }
    let host = match Host::parse(name) {
        Ok(Host::Domain(host)) => host,
        Ok(Host::Ipv4(_) | Host::Ipv6(_)) => return Err(DomainError::IpAddress),
        Err(_) => return Err(DomainError::Spelling),
    };
    let is_too_long = |label: &str| label.len() > host::LABEL_MAX;
    if host.len() > host::LENGTH_MAX || host.split('.').any(is_too_long) {
        return Err(DomainError::TooLong);
    }
    if !is_host_name(&host) {
        return Err(refusal_of(&host));
    }
    if !host.contains('.') {
        return Err(DomainError::SingleLabel(host));
    }
    Ok(host)
}

fn refusal_of(host: &str) -> DomainError {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    match host.chars().find(|&c| !is_allowed(c)) {
        Some(c) => DomainError::Character(c),
        None => DomainError::Spelling,
    }
}
