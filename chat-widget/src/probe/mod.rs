//! Looks at the places where domains are proven: DNS and the web.

mod guard;
mod options;
mod site;

pub use options::{ProbeError, ProbeOptions};

use async_trait::async_trait;
use chat_core::{DomainProbe, ProofFault};
use hickory_resolver::{TokioResolver, proto::rr::RData};
use rustls::ClientConfig;
use std::{fmt, net::SocketAddr};

/// Looks for the proofs of domains by DNS and HTTPS.
///
/// The hosts are any that somebody typed. So each is resolved once, an address that is not on the internet is refused, and the connection
/// goes to exactly the addresses that were looked at; the same holds for every redirect.
pub struct WebProbe {
    resolver: TokioResolver,
    tls: ClientConfig,
    /// Addresses that may be asked wherever they are, each at its own port in place of 443.
    reach: Vec<SocketAddr>,
}

impl fmt::Debug for WebProbe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebProbe").field("reach", &self.reach).finish_non_exhaustive()
    }
}

impl WebProbe {
    /// How many TXT records of a name are looked at.
    const RECORDS_MAX: usize = 100;

    /// Starts to say what differs from the system's name servers and root certificates.
    pub fn options() -> ProbeOptions {
        ProbeOptions::default()
    }
}

#[async_trait]
impl DomainProbe for WebProbe {
    async fn txt(&self, name: &str) -> Result<Vec<Vec<u8>>, ProofFault> {
        let answer = self.resolver.txt_lookup(absolute(name)).await;
        let answer = answer.map_err(|error| match error.is_no_records_found() {
            true => ProofFault::NoRecord,
            false => ProofFault::NoAnswer,
        })?;
        let text = |data: &RData| match data {
            RData::TXT(text) => Some(text.txt_data.concat()),
            // The way to it, when the name is another one's.
            _ => None,
        };
        let records = answer.answers().iter().filter_map(|record| text(&record.data));
        let records: Vec<_> = records.take(Self::RECORDS_MAX).collect();
        if records.is_empty() { Err(ProofFault::NoRecord) } else { Ok(records) }
    }

    async fn file(&self, host: &str, path: &str) -> Result<Vec<u8>, ProofFault> {
        tokio::time::timeout(site::ANSWER_MAX, self.fetch(host, path)).await.unwrap_or(Err(ProofFault::TooSlow))
    }
}

/// A name that no search list of the system is added to.
fn absolute(name: &str) -> String {
    format!("{name}.")
}
