//! Where requests come from when there are proxies between.

use axum::extract::ConnectInfo;
use chat_core::Caller;
use http::{HeaderMap, Request};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};
use tower::{Layer, Service};

/// The proxies whose word on where a request comes from is taken.
///
/// Written as networks and addresses, separated by commas: `10.0.0.0/8, 2001:db8::1`; or `none`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrustedProxies(Vec<IpNet>);

/// A text that names no networks.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected networks and addresses such as 10.0.0.0/8,2001:db8::1, or none; {0:?} is neither")]
pub struct NotNetworks(String);

impl Default for TrustedProxies {
    /// Those on this machine: nobody else can come from there.
    fn default() -> Self {
        let v4 = Ipv4Net::new(Ipv4Addr::LOCALHOST, 8).expect("an IPv4 address has 32 bits");
        Self(vec![v4.trunc().into(), Ipv6Net::from(Ipv6Addr::LOCALHOST).into()])
    }
}

impl TrustedProxies {
    /// Takes nobody's word.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Whether an address is one of theirs.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Where a request comes from: the last in `X-Forwarded-For` who is none of the proxies. What stands further left, anybody can
    /// have written.
    pub fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut caller = peer.to_canonical();
        let lines = headers.get_all(FORWARDED_FOR).iter().rev();
        let mut hops = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        while self.contains(caller) {
            let Some(hop) = hops.next().and_then(address) else { break };
            caller = hop;
        }
        caller
    }
}

impl fmt::Display for TrustedProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        let networks: Vec<_> = self.0.iter().map(IpNet::to_string).collect();
        f.write_str(&networks.join(","))
    }
}

impl FromStr for TrustedProxies {
    type Err = NotNetworks;

    fn from_str(text: &str) -> Result<Self, NotNetworks> {
        if text.trim() == "none" {
            return Ok(Self::none());
        }
        let network = |text: &str| {
            let text = text.trim();
            let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
            network.map_err(|_| NotNetworks(text.to_owned()))
        };
        text.split(',').map(network).collect::<Result<_, _>>().map(Self)
    }
}

const FORWARDED_FOR: &str = "x-forwarded-for";

/// An address as proxies write it: bare, in brackets, or with a port.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    let found = bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    found.map(|address: IpAddr| address.to_canonical())
}

/// Tells every request where it comes from, which limits by address need. It goes around everything else, the gateway included:
/// `router.layer(gateway.layer(chat)).layer(Callers::behind(proxies))`.
///
/// The peer's address is what axum's `into_make_service_with_connect_info::<SocketAddr>()` tells; where the host does not use it,
/// nothing is limited by address.
#[derive(Clone, Debug)]
pub struct Callers {
    proxies: TrustedProxies,
    has_warned: Arc<AtomicBool>,
}

impl Callers {
    /// Behind these proxies.
    pub fn behind(proxies: TrustedProxies) -> Self {
        Self { proxies, has_warned: Arc::default() }
    }

    fn tell<B>(&self, request: &mut Request<B>) {
        let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() else { return };
        let caller = self.proxies.caller(peer.ip(), request.headers());
        if !self.proxies.contains(peer.ip()) && request.headers().contains_key(FORWARDED_FOR) {
            self.warn();
        }
        request.extensions_mut().insert(Caller(caller));
    }

    fn warn(&self) {
        if !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "a request was forwarded by somebody who is not trusted to say for whom: if that is a proxy of yours, name it as \
                 trusted, or all who come through it share one allowance"
            );
        }
    }
}

impl<S> Layer<S> for Callers {
    type Service = CallersService<S>;

    fn layer(&self, inner: S) -> CallersService<S> {
        CallersService { callers: self.clone(), inner }
    }
}

/// A service whose requests know where they come from.
#[derive(Clone, Debug)]
pub struct CallersService<S> {
    callers: Callers,
    inner: S,
}

impl<S: Service<Request<B>>, B> Service<Request<B>> for CallersService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        self.callers.tell(&mut request);
        self.inner.call(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(proxies: &str, peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let proxies: TrustedProxies = proxies.parse().unwrap();
        proxies.caller(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxies = "10.0.0.0/8,2001:db8::1";
        for (peer, forwarded, expected) in [
            ("192.0.2.9", &[][..], "192.0.2.9"),
            ("192.0.2.9", &["198.51.100.1"], "192.0.2.9"),
            ("10.1.2.3", &[], "10.1.2.3"),
            ("10.1.2.3", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:10.1.2.3", &["198.51.100.1"], "198.51.100.1"),
            ("2001:db8::1", &["2001:db8:5::7"], "2001:db8:5::7"),
        ] {
            assert_eq!(caller(proxies, peer, forwarded), expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn the_last_who_is_no_proxy_counts_and_what_stands_before_it_does_not() {
        let proxies = "10.0.0.0/8";
        for (forwarded, expected) in [
            (&["1.1.1.1, 198.51.100.1, 10.9.9.9"][..], "198.51.100.1"),
            (&["1.1.1.1", "198.51.100.1, 10.9.9.9", "10.8.8.8"], "198.51.100.1"),
            (&["10.7.7.7, 10.8.8.8"], "10.7.7.7"),
            (&["198.51.100.1, nonsense, 10.8.8.8"], "10.8.8.8"),
            (&["198.51.100.1:4711"], "198.51.100.1"),
            (&["[2001:db8::5]:4711"], "2001:db8::5"),
            (&["[2001:db8::5]"], "2001:db8::5"),
        ] {
            assert_eq!(caller(proxies, "10.1.2.3", forwarded), expected, "{forwarded:?}");
        }
    }

    #[test]
    fn proxies_are_written_as_they_are_read() {
        for (text, written) in
            [("10.0.0.0/8, 192.0.2.1", "10.0.0.0/8,192.0.2.1/32"), ("none", "none"), ("::1", "::1/128")]
        {
            assert_eq!(text.parse::<TrustedProxies>().unwrap().to_string(), written);
        }
        assert_eq!(TrustedProxies::default().to_string(), "127.0.0.0/8,::1/128");
        for text in ["", "10.0.0.0/33", "proxy.example", "10.0.0.0/8,", "none,10.0.0.1"] {
            assert!(text.parse::<TrustedProxies>().is_err(), "{text}");
        }
    }
}
