//! Looks at the places where domains are proven: DNS and the web.

mod site;

use async_trait::async_trait;
use chat_core::{DomainProbe, ProofFault};
use chat_egress::Egress;
use hickory_resolver::proto::rr::RData;

/// Looks for the proofs of domains by DNS and HTTPS.
///
/// The hosts are any that somebody typed, so that each is reached through an [`Egress`] alone; the same holds for every redirect.
#[derive(Debug)]
pub struct WebProbe {
    egress: Egress,
}

impl WebProbe {
    /// How many TXT records of a name are looked at.
    const RECORDS_MAX: usize = 100;

    /// Looks by way of this.
    pub fn new(egress: Egress) -> Self {
        Self { egress }
    }
}

#[async_trait]
impl DomainProbe for WebProbe {
    async fn txt(&self, name: &str) -> Result<Vec<Vec<u8>>, ProofFault> {
        // The dot keeps the search list of the system from being added.
        let answer = self.egress.resolver().txt_lookup(format!("{name}.")).await;
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
