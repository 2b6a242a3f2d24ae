use std::net::IpAddr;

/// Where a request comes from, as far as the host can tell.
///
/// The host puts it into the request's extensions, before everything that limits by address. Without it nothing is limited by
/// address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Caller(pub IpAddr);
