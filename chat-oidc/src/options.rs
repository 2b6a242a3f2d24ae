use crate::Oidc;
use chat_core::{Env, Secret};
use openidconnect::IssuerUrl;
use url::{Host, Url};

/// Says which OpenID provider vouches for agents, and what this host is to it.
///
/// ```
/// # fn main() -> Result<(), chat_oidc::BadIssuer> {
/// let oidc = chat_oidc::OidcOptions::new("https://login.shop.example", "chat", "client-secret".into())?
///     .label("Sign in with your shop account")
///     .domains(["shop.example".to_owned()])
///     .build();
/// # let _ = oidc;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct OidcOptions {
    pub(crate) issuer: IssuerUrl,
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    pub(crate) label: String,
    pub(crate) domains: Vec<String>,
    pub(crate) env: Env,
}

/// The address of an issuer that cannot be one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected an https:// address such as https://login.example.com, without user, ? and #")]
pub struct BadIssuer;

impl OidcOptions {
    /// What the button says unless the host wants it otherwise.
    pub const LABEL: &str = "Sign in with OpenID Connect";

    /// The provider that calls itself `issuer`, letter by letter, and what it has given this host. It is asked over encrypted connections
    /// alone, unless it is on this very machine.
    ///
    /// # Errors
    /// [`BadIssuer`].
    pub fn new(issuer: &str, client_id: &str, client_secret: Secret) -> Result<Self, BadIssuer> {
        let url = Url::parse(issuer).map_err(|_| BadIssuer)?;
        let is_private = url.scheme() == "https" || url.scheme() == "http" && is_loopback(&url);
        let has_more = url.query().is_some() || url.fragment().is_some();
        let has_user = !url.username().is_empty() || url.password().is_some();
        if !is_private || has_more || has_user {
            return Err(BadIssuer);
        }
        Ok(Self {
            issuer: IssuerUrl::new(issuer.to_owned()).map_err(|_| BadIssuer)?,
            client_id: client_id.to_owned(),
            client_secret,
            label: Self::LABEL.to_owned(),
            domains: Vec::new(),
            env: Env::default(),
        })
    }

    /// What the button says.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Lets nobody in whose e-mail address is of another domain than these. Their subdomains are others.
    #[must_use]
    pub fn domains(mut self, domains: impl IntoIterator<Item = String>) -> Self {
        self.domains.extend(domains.into_iter().map(|domain| domain.to_ascii_lowercase()));
        self
    }

    /// Takes time from elsewhere.
    #[must_use]
    pub fn env(mut self, env: Env) -> Self {
        self.env = env;
        self
    }

    /// The provider. Nothing is asked before it is needed.
    pub fn build(self) -> Oidc {
        Oidc::new(self)
    }
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_over_encrypted_connections_or_on_this_machine() {
        for (issuer, is_fit) in [
            ("https://login.example", true),
            ("https://login.example/realms/shop/", true),
            ("http://127.0.0.1:8080", true),
            ("http://localhost:8080/realms/shop", true),
            ("http://login.example", false),
            ("http://localhost.example", false),
            ("https://ann:secret@login.example", false),
            ("https://login.example/?realm=shop", false),
            ("https://login.example/#shop", false),
            ("ftp://login.example", false),
            ("login.example", false),
            ("", false),
        ] {
            assert_eq!(OidcOptions::new(issuer, "chat", "secret".into()).is_ok(), is_fit, "{issuer}");
        }
    }
}
