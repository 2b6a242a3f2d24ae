use super::host::is_host_name;
use std::{fmt, net::Ipv4Addr};
use url::{Host, Url};

/// Why a text is no origin that a widget could be allowed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// The text is no origin as browsers write them, such as `null`.
    #[error("not an origin as browsers write them")]
    Malformed,
    /// The page is on a host that no widget works on: an IP address other than `127.0.0.1`, or a name with other characters than
    /// letters, digits and hyphens.
    #[error("the host of the origin is not a domain name")]
    Host,
}

/// Where a page is from, as a browser names it in the `Origin` header.
///
/// ```
/// let origin = chat_core::Origin::parse("https://shop.example:8443")?;
/// assert_eq!((origin.host(), origin.port()), ("shop.example", 8443));
/// # Ok::<(), chat_core::OriginError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    is_secure: bool,
    host: String,
    port: u16,
}

impl Origin {
    /// Reads the value of an `Origin` header.
    ///
    /// Only the exact form that browsers write is taken: `http` or `https`, lower case, ASCII,
    /// the default port left out.
    ///
    /// # Errors
    ///
    /// [`OriginError::Malformed`] for anything else, `null` included; [`OriginError::Host`] for hosts that are neither domain
    /// names nor `127.0.0.1`.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let url = Url::parse(text).map_err(|_| OriginError::Malformed)?;
        if url.origin().ascii_serialization() != text {
            return Err(OriginError::Malformed);
        }
        let is_secure = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(OriginError::Malformed),
        };
        let host = match url.host() {
            Some(Host::Domain(host)) if is_host_name(host) => host.to_owned(),
            // The one address that a policy of a browser can name.
            Some(Host::Ipv4(Ipv4Addr::LOCALHOST)) => Ipv4Addr::LOCALHOST.to_string(),
            _ => return Err(OriginError::Host),
        };
        let port = url.port_or_known_default().ok_or(OriginError::Malformed)?;
        Ok(Self { is_secure, host, port })
    }

    /// Whether the page came over HTTPS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// Whether the page came from the machine that shows it, without encryption: `http://localhost` or `http://127.0.0.1`, on
    /// any port.
    #[must_use]
    pub fn is_local(&self) -> bool {
        !self.is_secure && matches!(self.host.as_str(), "localhost" | "127.0.0.1")
    }

    /// The host, in lower-case ASCII.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, written or not.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// The form that browsers write, which is safe in a header: it holds letters, digits, hyphens,
/// dots, colons and the slashes of the scheme.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { is_secure, host, port } = self;
        match (is_secure, port) {
            (true, 443) => write!(f, "https://{host}"),
            (false, 80) => write!(f, "http://{host}"),
            (true, port) => write!(f, "https://{host}:{port}"),
            (false, port) => write!(f, "http://{host}:{port}"),
        }
    }
}
