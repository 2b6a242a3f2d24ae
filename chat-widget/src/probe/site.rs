//! The file on a website.

use super::WebProbe;
use chat_core::ProofFault;
use chat_egress::{Unanswered, Unreached};
use http::{StatusCode, header};
use psl::Psl;
use reqwest::Response;
use std::time::Duration;
use url::{Host, Url};

/// How long the website may take for everything.
pub(super) const ANSWER_MAX: Duration = Duration::from_secs(5);
/// The largest file in bytes.
const FILE_MAX: usize = 1024;
/// How many redirects are followed.
const REDIRECTS_MAX: usize = 3;

impl WebProbe {
    /// Asks for a file, and follows redirects within the registrable domain.
    pub(super) async fn fetch(&self, host: &str, path: &str) -> Result<Vec<u8>, ProofFault> {
        let mut url = Url::parse(&format!("https://{host}{path}")).map_err(|_| ProofFault::NoAddress)?;
        for _ in 0..=REDIRECTS_MAX {
            let response = self.ask(&url).await?;
            if !response.status().is_redirection() {
                return read(response).await;
            }
            url = next(&url, &response, host)?;
        }
        Err(ProofFault::TooManyRedirects)
    }

    /// Makes one request to exactly the addresses that were found fit.
    async fn ask(&self, url: &Url) -> Result<Response, ProofFault> {
        let Some(host @ Host::Domain(_)) = url.host() else { return Err(ProofFault::RedirectedAway) };
        let addresses = self.egress.addresses(host, 443).await.map_err(|unreached| match unreached {
            Unreached::NoAnswer => ProofFault::NoAnswer,
            Unreached::NoAddress => ProofFault::NoAddress,
            Unreached::PrivateAddress => ProofFault::PrivateAddress,
        })?;
        let client = self.egress.client(url, &addresses, "chat-verification");
        let (client, url) = client.ok_or(ProofFault::Unreachable)?;
        client.get(url).send().await.map_err(|error| fault_of(&error))
    }
}

/// Where a redirect leads, when that is within the domain that is to be proven.
fn next(url: &Url, response: &Response, host: &str) -> Result<Url, ProofFault> {
    let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
    let next = location.and_then(|location| url.join(location).ok()).ok_or(ProofFault::RedirectedAway)?;
    let is_fit = next.scheme() == "https" && next.port().is_none() && next.username().is_empty();
    let is_near = next.host_str().is_some_and(|next| next == host || is_of_one_owner(next, host));
    if is_fit && is_near { Ok(next) } else { Err(ProofFault::RedirectedAway) }
}

/// Whether two hosts lie in the same registrable domain.
fn is_of_one_owner(one: &str, other: &str) -> bool {
    let (one, other) = (psl::List.domain(one.as_bytes()), psl::List.domain(other.as_bytes()));
    one.zip(other).is_some_and(|(one, other)| one.as_bytes() == other.as_bytes())
}

async fn read(mut response: Response) -> Result<Vec<u8>, ProofFault> {
    if response.status() != StatusCode::OK {
        return Err(ProofFault::WrongStatus(response.status().as_u16()));
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("text/plain") {
        return Err(ProofFault::WrongType);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| fault_of(&error))? {
        if body.len() + chunk.len() > FILE_MAX {
            return Err(ProofFault::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn fault_of(error: &reqwest::Error) -> ProofFault {
    match Unanswered::from(error) {
        Unanswered::Unreachable => ProofFault::Unreachable,
        Unanswered::BadCertificate => ProofFault::BadCertificate,
        Unanswered::TooSlow => ProofFault::TooSlow,
    }
}
