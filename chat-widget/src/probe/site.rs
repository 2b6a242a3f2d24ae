//! The file on a website.

use super::{WebProbe, absolute, guard::is_on_the_internet};
use chat_core::ProofFault;
use http::{StatusCode, header};
use psl::Psl;
use reqwest::{Client, Response, redirect::Policy};
use std::{error::Error as StdError, io, net::SocketAddr, time::Duration};
use url::{Host, Url};

/// How long the website may take for everything.
pub(super) const ANSWER_MAX: Duration = Duration::from_secs(5);
/// The largest file in bytes.
const FILE_MAX: usize = 1024;
/// How many redirects are followed.
const REDIRECTS_MAX: usize = 3;
/// How many addresses of a host are tried.
const ADDRESSES_MAX: usize = 8;

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
        let Some(Host::Domain(host)) = url.host() else { return Err(ProofFault::RedirectedAway) };
        let addresses = self.addresses(host).await?;
        let client = Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .redirect(Policy::none())
            .no_proxy()
            .https_only(true)
            .resolve_to_addrs(host, &addresses)
            .user_agent("chat-verification")
            .build()
            .map_err(|_| ProofFault::Unreachable)?;
        let mut url = url.clone();
        // The port of the address counts, which is 443 unless the address is named by the options.
        let port = addresses.first().map_or(443, SocketAddr::port);
        url.set_port(Some(port)).map_err(|()| ProofFault::RedirectedAway)?;
        client.get(url).send().await.map_err(|error| fault_of(&error))
    }

    /// Where a host is. One that is inside of a private network, with any of its addresses, is not asked at all.
    async fn addresses(&self, host: &str) -> Result<Vec<SocketAddr>, ProofFault> {
        let found = self.resolver.lookup_ip(absolute(host)).await;
        let found = found.map_err(|error| match error.is_no_records_found() {
            true => ProofFault::NoAddress,
            false => ProofFault::NoAnswer,
        })?;
        let mut addresses = Vec::new();
        for ip in found.iter().take(ADDRESSES_MAX) {
            match self.reach.iter().find(|reach| reach.ip() == ip) {
                Some(reach) => return Ok(vec![*reach]),
                None if is_on_the_internet(ip) => addresses.push(SocketAddr::new(ip, 443)),
                None => return Err(ProofFault::PrivateAddress),
            }
        }
        if addresses.is_empty() { Err(ProofFault::NoAddress) } else { Ok(addresses) }
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
    match error {
        error if is_of_tls(error) => ProofFault::BadCertificate,
        error if error.is_timeout() => ProofFault::TooSlow,
        _ => ProofFault::Unreachable,
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
