//! The HTTP client of this crate.

use reqwest::redirect::Policy;
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::{sync::Arc, time::Duration};

/// How long an idle connection is kept for the next request. Not for long: a request that meets a connection which the
/// other side is just closing gets no answer, and nobody knows whether it was read.
const IDLE_MAX: Duration = Duration::from_secs(20);

/// Whether requests go through the proxy that the environment names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Proxy {
    /// They do, if it names one.
    OfEnvironment,
    /// They go straight to their host.
    None,
}

/// Builds a client that follows no redirect, so that a bearer token never travels to another host, and that gives up
/// after `timeout`.
///
/// TLS is ring with the system's root certificates, chosen here rather than by a process-wide default, so that a host
/// need not install one. A system without certificates can still speak plain HTTP; TLS then fails at the handshake.
pub(crate) fn client(timeout: Duration, proxy: Proxy) -> reqwest::Client {
    let mut roots = RootCertStore::empty();
    let native = rustls_native_certs::load_native_certs();
    let (added, _) = roots.add_parsable_certificates(native.certs);
    if added == 0 {
        tracing::warn!("the system has no root certificates: HTTPS requests will fail");
    }
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring supports the default TLS versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(Policy::none())
        .pool_idle_timeout(IDLE_MAX)
        .connect_timeout(timeout.min(Duration::from_secs(10)))
        .timeout(timeout);
    let builder = match proxy {
        Proxy::OfEnvironment => builder,
        Proxy::None => builder.no_proxy(),
    };
    builder.build().expect("a client with its TLS given can always be built")
}
