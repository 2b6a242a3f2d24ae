use crate::Secret;
use async_trait::async_trait;
use std::{error::Error, fmt};
use subtle::ConstantTimeEq;
use url::Url;

/// Says who somebody is: where the people of a company sign in once for everything, such as an OpenID provider.
///
/// Somebody's browser is sent there with an [`Errand`], comes back with a code, and what the code stands for is asked from here.
#[async_trait]
pub trait IdentityProvider: fmt::Debug + Send + Sync + 'static {
    /// What the button says that leads there.
    fn label(&self) -> &str;

    /// Where to send a browser, which is to come back to `callback`.
    async fn begin(&self, callback: &Url) -> Result<Departure, IdentityFault>;

    /// Who has come back to `callback` with `code`, from the errand that this very browser was sent on.
    async fn identify(&self, errand: &Errand, callback: &Url, code: &Secret) -> Result<Identified, IdentityFault>;
}

/// What a browser is sent away with.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Where it goes.
    pub url: Url,
    /// What has to be known again when it is back.
    pub errand: Errand,
}

/// What makes one sign-in different from all others. Only the browser that was sent away brings it back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Errand {
    /// What the provider gives the browser to bring back.
    pub state: Secret,
    /// What the provider says again in what it signs.
    pub nonce: Secret,
    /// What proves to the provider that whoever asks for the code's worth has sent the browser.
    pub verifier: Secret,
}

impl Errand {
    /// Whether it is this one that a browser has come back from.
    pub fn is_brought_back_by(&self, state: &str) -> bool {
        self.state.expose().as_bytes().ct_eq(state.as_bytes()).into()
    }
}

/// Whom a provider vouches for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identified {
    /// The address, which the provider has made sure of.
    pub email: String,
    /// What the provider calls whoever has it.
    pub name: Option<String>,
}

/// Why nobody was identified.
#[derive(Debug, thiserror::Error)]
pub enum IdentityFault {
    /// The provider cannot be asked now.
    #[error("the identity provider gives no usable answer")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The code is worth nothing: it was used before, is too old, or was not meant for us.
    #[error("the identity provider does not accept the code")]
    CodeRefused(#[source] Box<dyn Error + Send + Sync>),
    /// What the provider has answered is not signed by it, not for us, not for this errand, or too old.
    #[error("what the identity provider has answered does not hold")]
    Untrusted(#[source] Box<dyn Error + Send + Sync>),
    /// The provider names no address, or has not made sure that it is whoever signs in that has it.
    #[error("the identity provider vouches for no e-mail address")]
    NoEmail,
    /// The address is of a domain whose people do not sign in here.
    #[error("e-mail addresses of this domain are not let in")]
    WrongDomain,
}
