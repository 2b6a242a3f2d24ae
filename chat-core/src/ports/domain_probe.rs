use async_trait::async_trait;
use std::fmt;

/// Why the proof of a domain was not found, and how to mend it. The messages are for whoever is to prove it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProofFault {
    /// There is no TXT record of that name.
    #[error(
        "there is no TXT record with that name yet; add it, and note that a change of DNS can take a while to be seen"
    )]
    NoRecord,
    /// There are TXT records of that name, so many, and none of them is the proof.
    #[error(
        "there is a TXT record with that name, but with another value ({0} found); copy the value anew, without quotes"
    )]
    OtherRecords(usize),
    /// The name servers gave no answer that could be used.
    #[error("the name servers of the domain gave no usable answer; check them, or try again later")]
    NoAnswer,
    /// The domain has no address to ask for the file.
    #[error("the domain has no address in DNS, so there is no website to ask for the file")]
    NoAddress,
    /// The domain, or where it redirects to, is inside of a private network.
    #[error("the website has an address of a private or reserved network; it has to be reachable from the internet")]
    PrivateAddress,
    /// No connection came about.
    #[error("the website does not take connections on port 443")]
    Unreachable,
    /// The certificate does not count.
    #[error("the TLS certificate of the website is not valid for this domain")]
    BadCertificate,
    /// There was no whole answer in time.
    #[error("the website did not answer within 5 seconds")]
    TooSlow,
    /// The file was answered with another status than 200.
    #[error("the website answered with status {0} instead of 200; check where the file is")]
    WrongStatus(u16),
    /// The file redirects to another domain, or to no address that counts.
    #[error("the file redirects to another domain or away from https; serve it on the domain itself")]
    RedirectedAway,
    /// The file redirects again and again.
    #[error("the file redirects too often; serve it without redirects")]
    TooManyRedirects,
    /// The file is no plain text.
    #[error("the file is not served as text/plain")]
    WrongType,
    /// The file is too large.
    #[error("the file has more than 1024 bytes; it holds nothing but the token")]
    TooLarge,
    /// The file holds something else.
    #[error("the file holds something else; copy the token anew")]
    OtherContent,
}

impl ProofFault {
    /// A word for programs, which stays the same when the message is bettered.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoRecord => "no_record",
            Self::OtherRecords(_) => "other_records",
            Self::NoAnswer => "no_answer",
            Self::NoAddress => "no_address",
            Self::PrivateAddress => "private_address",
            Self::Unreachable => "unreachable",
            Self::BadCertificate => "bad_certificate",
            Self::TooSlow => "too_slow",
            Self::WrongStatus(_) => "wrong_status",
            Self::RedirectedAway => "redirected_away",
            Self::TooManyRedirects => "too_many_redirects",
            Self::WrongType => "wrong_type",
            Self::TooLarge => "too_large",
            Self::OtherContent => "other_content",
        }
    }
}

/// Looks at the places where domains are proven. What it finds there is for the core to judge.
#[async_trait]
pub trait DomainProbe: fmt::Debug + Send + Sync + 'static {
    /// The TXT records of a name as they are now, each with its parts put together; never an empty list.
    async fn txt(&self, name: &str) -> Result<Vec<Vec<u8>>, ProofFault>;

    /// The body of a small file on the website of a host: what `https://<host><path>` answers with status 200 as plain text. The
    /// address may be any that somebody typed, so that whatever is not on the internet must not be asked.
    async fn file(&self, host: &str, path: &str) -> Result<Vec<u8>, ProofFault>;
}
