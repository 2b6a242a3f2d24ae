use chat_core::Secret;
use object_store::{
    ClientOptions, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    client::{HttpClient, HttpConnector},
};
use reqwest::redirect::Policy;
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::{fmt, sync::Arc, time::Duration};

/// Where a bucket is, and what opens it.
#[derive(Clone)]
pub struct Bucket {
    /// What it is called.
    pub name: String,
    /// What every key begins with; nothing when the bucket is the chat's alone.
    pub prefix: String,
    /// The region that it is in, unless the environment says so by `AWS_REGION`.
    pub region: Option<String>,
    /// Where it is reached, unless that follows from its name and region: `https://minio.example:9000`.
    pub endpoint: Option<String>,
    /// The name and the secret of a key; without one, what the environment says by `AWS_…`, or what the machine is given by its
    /// cloud.
    pub key: Option<(String, Secret)>,
}

impl Bucket {
    /// How often what failed for a moment is tried again, and for how long: somebody waits for it.
    const RETRIES_MAX: usize = 3;
    const RETRY_FOR: Duration = Duration::from_secs(20);

    pub(crate) fn open(&self) -> Result<AmazonS3, object_store::Error> {
        let retry =
            RetryConfig { max_retries: Self::RETRIES_MAX, retry_timeout: Self::RETRY_FOR, ..RetryConfig::default() };
        // One thing at a time is deleted, and not everybody who speaks the language of S3 knows the words for many.
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(&self.name)
            .with_disable_bulk_delete(true)
            .with_retry(retry)
            .with_http_connector(Dialler);
        if let Some(region) = &self.region {
            builder = builder.with_region(region);
        }
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        if let Some((name, secret)) = &self.key {
            builder = builder.with_access_key_id(name).with_secret_access_key(secret.expose());
        }
        builder.build()
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, prefix, region, endpoint, key: _ } = self;
        let mut out = f.debug_struct("Bucket");
        out.field("name", name).field("prefix", prefix).field("region", region).field("endpoint", endpoint);
        out.finish_non_exhaustive()
    }
}

/// Makes the client that speaks with the bucket.
#[derive(Debug)]
struct Dialler;

impl Dialler {
    const CONNECT_WITHIN: Duration = Duration::from_secs(5);
    /// How long it may take until an answer begins, with what is sent before it, and how long it may pause. It takes as long as it
    /// takes: whoever has a file downloaded may be slow.
    const WAIT_MAX: Duration = Duration::from_secs(60);
    const IDLE_MAX: Duration = Duration::from_secs(20);
}

impl HttpConnector for Dialler {
    /// TLS is ring with the system's root certificates, chosen here rather than by a process-wide default. Requests are signed for
    /// one address, so that no redirect leads anywhere.
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring supports the default TLS versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(Policy::none())
            .connect_timeout(Self::CONNECT_WITHIN)
            .read_timeout(Self::WAIT_MAX)
            .pool_idle_timeout(Self::IDLE_MAX)
            .build()
            .expect("a client with its TLS given can always be built");
        Ok(HttpClient::new(client))
    }
}
