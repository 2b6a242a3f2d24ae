use crate::Egress;
use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, LookupIpStrategy, NameServerConfig, ResolveHosts, ResolverConfig},
    net::{NetError, runtime::TokioRuntimeProvider},
};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};

/// How long a name server may take, and how often it is asked.
const DNS_ANSWER_MAX: Duration = Duration::from_secs(2);
const DNS_ATTEMPTS: usize = 2;

/// Says what differs for an [`Egress`].
///
/// ```
/// # fn main() -> Result<(), chat_egress::EgressError> {
/// let egress = chat_egress::Egress::options().name_servers(["9.9.9.9:53".parse().unwrap()]).build()?;
/// # let _ = egress;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct EgressOptions {
    name_servers: Vec<SocketAddr>,
    roots: Vec<CertificateDer<'static>>,
    reach: Vec<SocketAddr>,
    goes_anywhere: bool,
}

/// Why there is no way out.
#[derive(Debug, thiserror::Error)]
pub enum EgressError {
    /// The name servers are not known.
    #[error("the system's name servers cannot be found out; name some")]
    NameServers(#[source] NetError),
    /// The certificates cannot be read.
    #[error("expected certificates in PEM format")]
    Certificates,
}

impl EgressOptions {
    /// Asks these name servers instead of the system's.
    #[must_use]
    pub fn name_servers(mut self, servers: impl IntoIterator<Item = SocketAddr>) -> Self {
        self.name_servers.extend(servers);
        self
    }

    /// Trusts these certificates, in PEM format, besides the system's.
    ///
    /// # Errors
    /// [`EgressError::Certificates`] when there is none in it, or one that is none.
    pub fn roots(mut self, pem: &[u8]) -> Result<Self, EgressError> {
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let certificates = certificates.map_err(|_| EgressError::Certificates)?;
        if certificates.is_empty() {
            return Err(EgressError::Certificates);
        }
        self.roots.extend(certificates);
        Ok(self)
    }

    /// Asks this address although it is not on the internet, at its port in place of the asked one. For tests, and for what lives
    /// beside the server: everybody who may name a host can have it asked.
    #[must_use]
    pub fn reach(mut self, address: SocketAddr) -> Self {
        self.reach.push(address);
        self
    }

    /// Refuses nothing, not even what is not encrypted. For development alone: everybody who may name a host has a way into the
    /// server's own network then.
    #[must_use]
    pub fn anywhere(mut self) -> Self {
        self.goes_anywhere = true;
        self
    }

    /// The way out.
    ///
    /// # Errors
    /// [`EgressError`].
    pub fn build(self) -> Result<Egress, EgressError> {
        let mut builder = if self.name_servers.is_empty() {
            TokioResolver::builder_tokio().map_err(EgressError::NameServers)?
        } else {
            let servers = self.name_servers.iter().map(|server| name_server(*server)).collect();
            let config = ResolverConfig::from_parts(None, Vec::new(), servers);
            TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
        };
        let options = builder.options_mut();
        options.timeout = DNS_ANSWER_MAX;
        options.attempts = DNS_ATTEMPTS;
        options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
        options.use_hosts_file = ResolveHosts::Never;
        // Whoever has just changed a record wants it to be seen.
        options.cache_size = 0;
        let resolver = builder.build().map_err(EgressError::NameServers)?;
        Ok(Egress { resolver, tls: tls(self.roots)?, reach: self.reach, goes_anywhere: self.goes_anywhere })
    }
}

fn name_server(address: SocketAddr) -> NameServerConfig {
    let mut connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
    for connection in &mut connections {
        connection.port = address.port();
    }
    NameServerConfig::new(address.ip(), true, connections)
}

/// TLS is ring with the system's root certificates, chosen here rather than by a process-wide default.
fn tls(more: Vec<CertificateDer<'static>>) -> Result<ClientConfig, EgressError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for root in more {
        roots.add(root).map_err(|_| EgressError::Certificates)?;
    }
    Ok(ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring supports the default TLS versions")
        .with_root_certificates(roots)
        .with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_refused() {
        for text in ["", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            let made = Egress::options().roots(text.as_bytes()).and_then(EgressOptions::build);
            assert!(matches!(made, Err(EgressError::Certificates)), "{text}");
        }
    }
}
