//! The OpenID provider by which agents sign in, if there is one.

use crate::problem::Problem;
use clap::Args;

/// What is said of the provider on the command line and in the environment.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct OidcOptions {
    /// The OpenID provider by which agents sign in besides their passwords, as it calls itself: `https://login.example.com` [default:
    /// none].
    #[arg(long, env = "CHAT_OIDC_ISSUER", global = true)]
    pub(crate) oidc_issuer: Option<String>,
    /// What the server is called at the provider.
    #[arg(long, env = "CHAT_OIDC_CLIENT_ID", global = true)]
    pub(crate) oidc_client_id: Option<String>,
    /// The secret that the provider has given the server.
    #[arg(long, env = "CHAT_OIDC_CLIENT_SECRET", hide_env_values = true, global = true)]
    pub(crate) oidc_client_secret: Option<String>,
    /// What the button says that leads to the provider [default: Sign in with OpenID Connect].
    #[arg(long, env = "CHAT_OIDC_LABEL", global = true)]
    pub(crate) oidc_label: Option<String>,
    /// The domains, separated by commas, of which an agent's e-mail address has to be that the provider vouches for: example.com
    /// [default: any].
    #[arg(long, env = "CHAT_OIDC_DOMAINS", global = true)]
    pub(crate) oidc_domains: Option<String>,
}

impl OidcOptions {
    /// What is said here, before what is said there.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            oidc_issuer: self.oidc_issuer.or(other.oidc_issuer),
            oidc_client_id: self.oidc_client_id.or(other.oidc_client_id),
            oidc_client_secret: self.oidc_client_secret.or(other.oidc_client_secret),
            oidc_label: self.oidc_label.or(other.oidc_label),
            oidc_domains: self.oidc_domains.or(other.oidc_domains),
        }
    }

    /// The first of them that means nothing without a provider.
    fn other_than_issuer(&self) -> Option<(&'static str, &'static str)> {
        let others = [
            (&self.oidc_client_id, "oidc-client-id", "CHAT_OIDC_CLIENT_ID"),
            (&self.oidc_client_secret, "oidc-client-secret", "CHAT_OIDC_CLIENT_SECRET"),
            (&self.oidc_label, "oidc-label", "CHAT_OIDC_LABEL"),
            (&self.oidc_domains, "oidc-domains", "CHAT_OIDC_DOMAINS"),
        ];
        others.into_iter().find_map(|(value, flag, variable)| value.as_ref().map(|_| (flag, variable)))
    }
}

#[cfg(feature = "oidc")]
pub(crate) use present::{Oidc, read};

#[cfg(not(feature = "oidc"))]
pub(crate) use absent::{Oidc, read};

#[cfg(feature = "oidc")]
mod present {
    use super::{OidcOptions, Problem};
    use chat_core::Secret;
    use url::Host;

    pub(crate) type Oidc = chat_oidc::Oidc;

    /// The longest text of a button, in characters.
    const LABEL_MAX: usize = 80;

    /// The provider that is set; nothing when none is.
    pub(crate) fn read(options: OidcOptions) -> Result<Option<Oidc>, Problem> {
        let Some(issuer) = &options.oidc_issuer else {
            return match options.other_than_issuer() {
                Some((flag, variable)) => {
                    Err(Problem::setting(flag, variable, "set --oidc-issuer too, or leave it out"))
                }
                None => Ok(None),
            };
        };
        let client_id = required(options.oidc_client_id, "oidc-client-id", "CHAT_OIDC_CLIENT_ID")?;
        let secret = required(options.oidc_client_secret, "oidc-client-secret", "CHAT_OIDC_CLIENT_SECRET")?;
        let provider = chat_oidc::OidcOptions::new(issuer, &client_id, Secret::from(secret));
        let provider =
            provider.map_err(|error| Problem::setting("oidc-issuer", "CHAT_OIDC_ISSUER", &error.to_string()))?;
        let provider = provider.domains(domains(options.oidc_domains.as_deref())?);
        let provider = match options.oidc_label {
            Some(label) => provider.label(check_label(label)?),
            None => provider,
        };
        Ok(Some(provider.build()))
    }

    fn required(value: Option<String>, flag: &str, variable: &str) -> Result<String, Problem> {
        let value = value.filter(|value| !value.trim().is_empty());
        value.ok_or_else(|| Problem::setting(flag, variable, "it is missing, and --oidc-issuer needs it"))
    }

    fn check_label(label: String) -> Result<String, Problem> {
        let is_fit = !label.trim().is_empty() && label.chars().count() <= LABEL_MAX;
        let is_fit = is_fit && !label.contains(char::is_control);
        let problem = || Problem::setting("oidc-label", "CHAT_OIDC_LABEL", "expected 1 to 80 characters in one line");
        is_fit.then(|| label.trim().to_owned()).ok_or_else(problem)
    }

    fn domains(text: Option<&str>) -> Result<Vec<String>, Problem> {
        let problem = || {
            Problem::setting("oidc-domains", "CHAT_OIDC_DOMAINS", "expected domains such as example.com,example.org")
        };
        let check = |domain: &str| match Host::parse(domain) {
            Ok(Host::Domain(name)) if name == domain.to_ascii_lowercase() => Ok(name),
            _ => Err(problem()),
        };
        let Some(text) = text else { return Ok(Vec::new()) };
        text.split(',').map(|domain| check(domain.trim())).collect()
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use chat_core::IdentityProvider;

        fn options() -> OidcOptions {
            OidcOptions {
                oidc_issuer: Some("https://login.example.com".into()),
                oidc_client_id: Some("chat".into()),
                oidc_client_secret: Some("hunter2".into()),
                ..OidcOptions::default()
            }
        }

        #[test]
        fn a_provider_takes_three_settings_and_none_takes_none() {
            assert!(read(OidcOptions::default()).unwrap().is_none());
            let provider = read(options()).unwrap().unwrap();
            assert_eq!(provider.label(), "Sign in with OpenID Connect");
            let labelled = OidcOptions { oidc_label: Some(" Example ".into()), ..options() };
            assert_eq!(read(labelled).unwrap().unwrap().label(), "Example");
        }

        #[test]
        fn what_does_not_fit_is_named() {
            let text = |text: &str| Some(text.to_owned());
            for (options, named) in [
                (OidcOptions { oidc_issuer: text("http://login.example.com"), ..options() }, "CHAT_OIDC_ISSUER"),
                (OidcOptions { oidc_client_id: None, ..options() }, "CHAT_OIDC_CLIENT_ID"),
                (OidcOptions { oidc_client_secret: text(" "), ..options() }, "CHAT_OIDC_CLIENT_SECRET"),
                (OidcOptions { oidc_issuer: None, ..options() }, "CHAT_OIDC_CLIENT_ID"),
                (OidcOptions { oidc_label: text("a\nb"), ..options() }, "CHAT_OIDC_LABEL"),
                (OidcOptions { oidc_domains: text(""), ..options() }, "CHAT_OIDC_DOMAINS"),
                (OidcOptions { oidc_domains: text("ann@example.com"), ..options() }, "CHAT_OIDC_DOMAINS"),
                (OidcOptions { oidc_domains: text("example.com,10.0.0.1"), ..options() }, "CHAT_OIDC_DOMAINS"),
            ] {
                let problem = read(options).unwrap_err().to_string();
                assert!(problem.contains(named) && !problem.contains("hunter2"), "{problem}");
            }
            let two = OidcOptions { oidc_domains: text("Example.com, example.org"), ..options() };
            assert!(read(two).unwrap().is_some());
        }
    }
}

#[cfg(not(feature = "oidc"))]
mod absent {
    use super::{OidcOptions, Problem};

    /// There is none in this build.
    #[derive(Clone, Copy, Debug)]
    pub(crate) enum Oidc {}

    /// Refuses what this build cannot do.
    pub(crate) fn read(options: OidcOptions) -> Result<Option<Oidc>, Problem> {
        let set = options.oidc_issuer.as_ref().map(|_| ("oidc-issuer", "CHAT_OIDC_ISSUER"));
        match set.or_else(|| options.other_than_issuer()) {
            Some((flag, variable)) => {
                Err(Problem::setting(flag, variable, "this server was built without the feature `oidc`"))
            }
            None => Ok(None),
        }
    }
}
