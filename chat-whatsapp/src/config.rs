//! How the channel reaches Meta.

use reqwest::Url;
use std::time::Duration;

/// Whether requests prove that their sender knows the app's secret.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum AppSecretProof {
    /// They do not.
    #[default]
    Omitted,
    /// They carry `appsecret_proof`, as Meta asks of apps with "Require app secret".
    Sent,
}

/// A base URL that nothing can be requested from.
#[derive(Debug, thiserror::Error)]
#[error("the base URL is not an http or https address")]
pub struct BadBaseUrl;

/// Where Meta keeps the files of customers.
const MEDIA_HOSTS: [&str; 4] = ["fbsbx.com", "fbcdn.net", "facebook.com", "whatsapp.net"];

/// How the channel reaches the Graph API. By default `https://graph.facebook.com`, version `v26.0`, 30 seconds.
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) base_url: Url,
    pub(crate) version: String,
    pub(crate) timeout: Duration,
    pub(crate) proof: AppSecretProof,
    media_hosts: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            base_url: Url::parse("https://graph.facebook.com").expect("the address is well-formed"),
            version: "v26.0".to_owned(),
            timeout: Duration::from_secs(30),
            proof: AppSecretProof::default(),
            media_hosts: MEDIA_HOSTS.map(str::to_owned).to_vec(),
        }
    }
}

impl Config {
    /// The longest wait for an answer; the outbox holds a conversation for longer than that.
    pub const TIMEOUT_MAX: Duration = Duration::from_secs(60);

    /// Sends requests elsewhere: to the emulator or a proxy.
    ///
    /// # Errors
    /// An address that is not http or https.
    pub fn base_url(mut self, url: &str) -> Result<Self, BadBaseUrl> {
        let url = Url::parse(url).map_err(|_| BadBaseUrl)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(BadBaseUrl);
        }
        self.base_url = url;
        Ok(self)
    }

    /// Asks for another version of the API, like `v27.0`.
    #[must_use]
    pub fn version(mut self, version: &str) -> Self {
        version.clone_into(&mut self.version);
        self
    }

    /// Waits so long for an answer, at most [`Config::TIMEOUT_MAX`]. A send that got none by then may have been taken.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(Self::TIMEOUT_MAX);
        self
    }

    /// Proves the app's secret with each request, or not.
    #[must_use]
    pub fn app_secret_proof(mut self, proof: AppSecretProof) -> Self {
        self.proof = proof;
        self
    }

    /// Fetches files from these hosts and those below them, over HTTPS, instead of Meta's own. The host of the base URL is always
    /// one, so that an emulator needs no mention.
    #[must_use]
    pub fn media_hosts<H: Into<String>>(mut self, hosts: impl IntoIterator<Item = H>) -> Self {
        self.media_hosts = hosts.into_iter().map(Into::into).collect();
        self
    }

    /// Whether a file may be fetched there, and the token be shown.
    pub(crate) fn has_media_at(&self, url: &Url) -> bool {
        if !url.username().is_empty() || url.password().is_some() {
            return false;
        }
        let Some(host) = url.host_str() else { return false };
        let is_base = url.scheme() == self.base_url.scheme() && self.base_url.host_str() == Some(host);
        let is_below =
            |known: &String| host.strip_suffix(known.as_str()).is_some_and(|it| it.is_empty() || it.ends_with('.'));
        is_base || (url.scheme() == "https" && self.media_hosts.iter().any(is_below))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_fetched_from_meta_and_the_base_alone() {
        let config = Config::default().base_url("http://127.0.0.1:4000").unwrap();
        for (url, expected) in [
            ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", true),
            ("https://fbcdn.net/a", true),
            ("https://mmg.whatsapp.net/a", true),
            ("http://127.0.0.1:4001/a", true),
            ("https://127.0.0.1/a", false),
            ("http://lookaside.fbsbx.com/a", false),
            ("https://evilfbsbx.com/a", false),
            ("https://fbsbx.com.example/a", false),
            ("https://fbsbx.com@example.com/a", false),
            ("https://user@fbsbx.com/a", false),
            ("http://10.0.0.1/a", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(config.has_media_at(&Url::parse(url).unwrap()), expected, "{url}");
        }
        assert!(!config.media_hosts(["example.com"]).has_media_at(&Url::parse("https://fbcdn.net/a").unwrap()));
    }

    #[test]
    fn only_http_and_https_can_be_a_base() {
        assert!(Config::default().base_url("http://127.0.0.1:4000").is_ok());
        for bad in ["", "graph.facebook.com", "ftp://graph.facebook.com", "mailto:a@b.c"] {
            assert!(Config::default().base_url(bad).is_err(), "{bad:?}");
        }
    }
}
