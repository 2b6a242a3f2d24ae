//! The HTTP client of this crate, over the one reqwest that everything else uses.

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::{Client, redirect::Policy};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

/// Asks the provider, and follows it nowhere.
#[derive(Clone, Debug)]
pub(crate) struct Http(Client);

/// Why there is no answer of the provider.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpFault {
    #[error("the request got no answer")]
    NoAnswer(#[from] reqwest::Error),
    #[error("the answer has more than {} bytes", Http::ANSWER_BYTES_MAX)]
    TooLarge,
}

impl Http {
    /// How long an answer may take.
    const ANSWER_MAX: Duration = Duration::from_secs(10);
    /// How large it may be.
    const ANSWER_BYTES_MAX: usize = 1_048_576;

    /// A client that goes through the proxy of the environment, unless the provider is on this machine.
    ///
    /// TLS is ring with the system's root certificates, chosen here rather than by a process-wide default.
    pub(crate) fn new(is_on_this_machine: bool) -> Self {
        let mut roots = RootCertStore::empty();
        let native = rustls_native_certs::load_native_certs();
        let (added, _) = roots.add_parsable_certificates(native.certs);
        if added == 0 && !is_on_this_machine {
            tracing::warn!("the system has no root certificates: nobody can sign in by the identity provider");
        }
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring supports the default TLS versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(Policy::none())
            .connect_timeout(Self::ANSWER_MAX)
            .timeout(Self::ANSWER_MAX);
        let builder = if is_on_this_machine { builder.no_proxy() } else { builder };
        Self(builder.build().expect("a client with its TLS given can always be built"))
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpFault> {
        let mut answer = self.0.execute(request.try_into()?).await?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > Self::ANSWER_BYTES_MAX {
                return Err(HttpFault::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
