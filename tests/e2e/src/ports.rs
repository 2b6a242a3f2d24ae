//! Ports that stay ours while nobody listens on them.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

/// Below the ports that systems give to outgoing connections: one of those would keep a killed server from its port.
const RANGE: std::ops::Range<u16> = 20_000..30_000;
const TRIES_MAX: usize = 100;

/// A port on this machine that nobody listens on.
///
/// # Panics
///
/// If there is none.
#[must_use]
pub fn free_address() -> SocketAddr {
    let mut candidates = (0..TRIES_MAX).map(|_| SocketAddr::from((Ipv4Addr::LOCALHOST, fastrand::u16(RANGE))));
    candidates.find(|address| TcpListener::bind(address).is_ok()).expect("some port of the range is free")
}
