//! What webhooks are kept, and how they are called.

use crate::{
    FileLinks, Notice, Page, PageQuery, Seq, StoreError, TenantScope, Timestamp, Webhook, WebhookCall, WebhookId,
};
use async_trait::async_trait;
use std::{fmt, time::Duration};
use url::Url;

/// Reads webhooks and what became of their calls, and forgets old calls.
#[async_trait]
pub trait Webhooks: fmt::Debug + Send + Sync + 'static {
    /// One webhook, whatever its status.
    async fn webhook(&self, scope: TenantScope, id: WebhookId) -> Result<Option<Webhook>, StoreError>;

    /// Every webhook of the client that was not deleted, the oldest first.
    async fn webhooks(&self, scope: TenantScope) -> Result<Vec<Webhook>, StoreError>;

    /// The calls of a webhook, the latest first.
    async fn webhook_calls(
        &self,
        scope: TenantScope,
        webhook: WebhookId,
        page: PageQuery,
    ) -> Result<Page<WebhookCall>, StoreError>;

    /// Up to `limit` active webhooks of all clients that may be worked on by `now` and whose place in the journal is not its head,
    /// the longest due first.
    async fn webhooks_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Webhook>, StoreError>;

    /// Forgets up to `limit` of the oldest calls of all clients that began before `before`, and tells how many those were.
    async fn forget_webhook_calls(&self, before: Timestamp, limit: usize) -> Result<usize, StoreError>;
}

/// One call of a webhook as it goes out.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookRequest {
    /// Where to.
    pub url: Url,
    /// The headers beside those of every JSON request.
    pub headers: Vec<(&'static str, String)>,
    /// The JSON that is sent.
    pub body: Vec<u8>,
}

/// The body is the customers' business: it is never printed.
impl fmt::Debug for WebhookRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookRequest").field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// What an endpoint has answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WebhookReply {
    /// The HTTP status.
    pub status: u16,
    /// When it wants to be called again, as far as it has said.
    pub retry_after: Option<Duration>,
    /// The start of the body, at most [`WebhookReply::BODY_MAX`] bytes.
    pub body: Vec<u8>,
}

impl WebhookReply {
    /// How many bytes of a body are read.
    pub const BODY_MAX: usize = 4096;
}

/// Why an endpoint was not called, or did not answer. The messages are for the webhook's owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WebhookFault {
    /// The name servers gave no answer that could be used.
    #[error("the name servers of the endpoint's domain gave no usable answer")]
    NoAnswer,
    /// The host has no address.
    #[error("the endpoint's domain has no address in DNS")]
    NoAddress,
    /// The host is inside of a private network.
    #[error("the endpoint has an address of a private or reserved network; it has to be reachable from the internet")]
    PrivateAddress,
    /// No connection came about, or it broke off.
    #[error("no connection to the endpoint came about, or it broke off")]
    Unreachable,
    /// The certificate does not count.
    #[error("the TLS certificate of the endpoint is not valid for its domain")]
    BadCertificate,
    /// There was no answer in time.
    #[error("the endpoint did not answer within 15 seconds")]
    TooSlow,
}

/// Calls webhooks. The addresses are any that somebody typed, so that whatever is not on the internet must not be asked, and no
/// redirect followed.
#[async_trait]
pub trait WebhookSender: fmt::Debug + Send + Sync + 'static {
    /// Whether it calls addresses of this kind at all: encrypted ones, unless it was made for development.
    fn takes(&self, url: &Url) -> bool;

    /// Makes one call, in 15 seconds at the most.
    async fn call(&self, request: &WebhookRequest) -> Result<WebhookReply, WebhookFault>;
}

/// What a webhook is told.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Telling<'a> {
    /// Something that happened.
    Event(&'a Notice),
    /// What came after `after` is not told any more: until `tail` it was forgotten, or the journal ends before, at `head`.
    Resync {
        /// The last event that the webhook has taken.
        after: Seq,
        /// The first event that is kept.
        tail: Seq,
        /// The last event.
        head: Seq,
    },
    /// Nothing: it is tried out.
    Test,
    /// What the endpoint is to answer.
    Verification {
        /// A random word.
        challenge: &'a str,
    },
}

/// Writes down what webhooks are told. Pure; a host that has the REST API takes its shapes.
pub trait WebhookWriter: fmt::Debug + Send + Sync + 'static {
    /// The JSON of what is told at a moment.
    fn write(&self, telling: Telling<'_>, now: Timestamp, links: &FileLinks) -> Vec<u8>;
}
