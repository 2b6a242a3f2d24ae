use std::{error::Error as StdError, io};

/// Why a host is not asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreached {
    /// The name servers gave no answer that could be used.
    #[error("the name servers gave no usable answer")]
    NoAnswer,
    /// The host has no address.
    #[error("the host has no address")]
    NoAddress,
    /// One of its addresses is not on the internet.
    #[error("the host has an address of a private or reserved network")]
    PrivateAddress,
}

/// Why a request that was made got no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unanswered {
    /// No connection came about, or it broke off.
    #[error("no connection came about, or it broke off")]
    Unreachable,
    /// The certificate does not count.
    #[error("the TLS certificate is not valid for this host")]
    BadCertificate,
    /// There was no answer in time.
    #[error("there was no answer in time")]
    TooSlow,
}

impl From<&reqwest::Error> for Unanswered {
    fn from(error: &reqwest::Error) -> Self {
        match error {
            error if is_of_tls(error) => Self::BadCertificate,
            error if error.is_timeout() => Self::TooSlow,
            _ => Self::Unreachable,
        }
    }
}

/// Whether TLS has said no, however deep that is wrapped up.
fn is_of_tls(error: &(dyn StdError + 'static)) -> bool {
    // An error of input and output does not name what it wraps as its source.
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    error.is::<rustls::Error>()
        || wrapped.is_some_and(|wrapped| is_of_tls(wrapped))
        || error.source().is_some_and(is_of_tls)
}
