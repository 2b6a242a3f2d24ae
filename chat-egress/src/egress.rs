use crate::{EgressOptions, Unreached, guard::is_on_the_internet};
use hickory_resolver::TokioResolver;
use reqwest::{Client, redirect::Policy};
use rustls::ClientConfig;
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};
use url::{Host, Url};

/// The way out, to hosts that somebody typed.
pub struct Egress {
    pub(crate) resolver: TokioResolver,
    pub(crate) tls: ClientConfig,
    /// Addresses that may be asked wherever they are, each at its own port.
    pub(crate) reach: Vec<SocketAddr>,
    pub(crate) goes_anywhere: bool,
}

impl fmt::Debug for Egress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Egress");
        debug.field("reach", &self.reach).field("goes_anywhere", &self.goes_anywhere).finish_non_exhaustive()
    }
}

impl Egress {
    /// How many addresses of a host are tried.
    const ADDRESSES_MAX: usize = 8;

    /// Starts to say what differs from the system's name servers and root certificates.
    pub fn options() -> EgressOptions {
        EgressOptions::default()
    }

    /// The resolver, for other questions than where a host is.
    pub fn resolver(&self) -> &TokioResolver {
        &self.resolver
    }

    /// Whether nothing is refused.
    pub fn goes_anywhere(&self) -> bool {
        self.goes_anywhere
    }

    /// Where a host is. One that is inside of a private network, with any of its addresses, is not to be asked at all.
    ///
    /// # Errors
    /// [`Unreached`].
    pub async fn addresses(&self, host: Host<&str>, port: u16) -> Result<Vec<SocketAddr>, Unreached> {
        let found: Vec<IpAddr> = match host {
            Host::Ipv4(ip) => vec![ip.into()],
            Host::Ipv6(ip) => vec![ip.into()],
            Host::Domain(name) => self.lookup(name).await?,
        };
        let mut addresses = Vec::new();
        for ip in found {
            match self.reach.iter().find(|reach| reach.ip() == ip) {
                Some(reach) => return Ok(vec![*reach]),
                None if self.goes_anywhere || is_on_the_internet(ip) => addresses.push(SocketAddr::new(ip, port)),
                None => return Err(Unreached::PrivateAddress),
            }
        }
        if addresses.is_empty() { Err(Unreached::NoAddress) } else { Ok(addresses) }
    }

    async fn lookup(&self, name: &str) -> Result<Vec<IpAddr>, Unreached> {
        // The dot keeps the search list of the system from being added.
        let found = self.resolver.lookup_ip(format!("{}.", name.trim_end_matches('.'))).await;
        let found = found.map_err(|error| match error.is_no_records_found() {
            true => Unreached::NoAddress,
            false => Unreached::NoAnswer,
        })?;
        Ok(found.iter().take(Self::ADDRESSES_MAX).collect())
    }

    /// A client that goes to exactly these addresses for the host of `url`, and the URL with the port that they are asked at.
    /// Nothing when there is no address or the URL names no host.
    pub fn client(&self, url: &Url, addresses: &[SocketAddr], user_agent: &str) -> Option<(Client, Url)> {
        let (host, first) = (url.host_str()?, addresses.first()?);
        let client = Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .redirect(Policy::none())
            .no_proxy()
            .https_only(!self.goes_anywhere)
            .resolve_to_addrs(host, addresses)
            .user_agent(user_agent)
            .build()
            .ok()?;
        let mut url = url.clone();
        // The port of the address counts, which is the asked one unless the address is named by the options.
        url.set_port(Some(first.port())).ok()?;
        Some((client, url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn egress(options: EgressOptions) -> Egress {
        // Nobody listens there: these tests ask for nothing by name.
        options.name_servers(["127.0.0.1:1".parse().unwrap()]).build().unwrap()
    }

    async fn look(egress: &Egress, url: &str) -> Result<Vec<SocketAddr>, Unreached> {
        let url = Url::parse(url).unwrap();
        egress.addresses(url.host().unwrap(), url.port_or_known_default().unwrap()).await
    }

    #[tokio::test]
    async fn an_address_in_place_of_a_name_is_looked_at_as_well() {
        let egress = egress(Egress::options());
        for url in ["https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://[::ffff:10.0.0.1]/"] {
            assert_eq!(look(&egress, url).await, Err(Unreached::PrivateAddress), "{url}");
        }
        assert_eq!(look(&egress, "https://9.9.9.9:8443/").await, Ok(vec!["9.9.9.9:8443".parse().unwrap()]));
    }

    #[tokio::test]
    async fn what_the_options_name_is_reached_at_its_own_port_and_nothing_else() {
        let egress = egress(Egress::options().reach("127.0.0.1:4443".parse().unwrap()));
        assert_eq!(look(&egress, "https://127.0.0.1/").await, Ok(vec!["127.0.0.1:4443".parse().unwrap()]));
        assert_eq!(look(&egress, "https://127.0.0.2/").await, Err(Unreached::PrivateAddress));
    }

    #[tokio::test]
    async fn whoever_goes_anywhere_goes_into_private_networks() {
        let egress = egress(Egress::options().anywhere());
        assert_eq!(look(&egress, "http://127.0.0.1:81/").await, Ok(vec!["127.0.0.1:81".parse().unwrap()]));
    }

    #[tokio::test]
    async fn name_servers_that_do_not_answer_are_told() {
        assert_eq!(look(&egress(Egress::options()), "https://shop.test/").await, Err(Unreached::NoAnswer));
    }
}
