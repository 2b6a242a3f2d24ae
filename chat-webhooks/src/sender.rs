use async_trait::async_trait;
use chat_core::{WebhookFault, WebhookReply, WebhookRequest, WebhookSender};
use chat_egress::{Egress, Unanswered, Unreached};
use http::{HeaderMap, header};
use reqwest::Response;
use std::time::Duration;
use url::Url;

/// How long a call may take, with everything.
const ANSWER_MAX: Duration = Duration::from_secs(15);

/// Calls webhooks, each over a connection of its own to an address that was looked at.
#[derive(Debug)]
pub struct HttpWebhooks {
    egress: Egress,
}

impl HttpWebhooks {
    /// Goes out by this.
    pub fn new(egress: Egress) -> Self {
        Self { egress }
    }

    async fn send(&self, request: &WebhookRequest) -> Result<WebhookReply, WebhookFault> {
        let host = request.url.host().ok_or(WebhookFault::NoAddress)?;
        let port = request.url.port_or_known_default().unwrap_or(443);
        let addresses = self.egress.addresses(host, port).await.map_err(|unreached| match unreached {
            Unreached::NoAnswer => WebhookFault::NoAnswer,
            Unreached::NoAddress => WebhookFault::NoAddress,
            Unreached::PrivateAddress => WebhookFault::PrivateAddress,
        })?;
        let client = self.egress.client(&request.url, &addresses, "chat-webhooks");
        let (client, url) = client.ok_or(WebhookFault::Unreachable)?;
        let call = client.post(url).header(header::CONTENT_TYPE, "application/json").body(request.body.clone());
        let call = request.headers.iter().fold(call, |call, (name, value)| call.header(*name, value));
        let response = call.send().await.map_err(|error| fault_of(&error))?;
        let (status, retry_after) = (response.status().as_u16(), retry_after(response.headers()));
        Ok(WebhookReply { status, retry_after, body: start_of(response).await })
    }
}

#[async_trait]
impl WebhookSender for HttpWebhooks {
    fn takes(&self, url: &Url) -> bool {
        match url.scheme() {
            "https" => true,
            "http" => self.egress.goes_anywhere(),
            _ => false,
        }
    }

    async fn call(&self, request: &WebhookRequest) -> Result<WebhookReply, WebhookFault> {
        tokio::time::timeout(ANSWER_MAX, self.send(request)).await.unwrap_or(Err(WebhookFault::TooSlow))
    }
}

/// The status has been told by then: a body that breaks off changes nothing about it.
async fn start_of(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = WebhookReply::BODY_MAX - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == WebhookReply::BODY_MAX {
            break;
        }
    }
    body
}

/// A wait in seconds; one that is told as a date is not looked at.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

fn fault_of(error: &reqwest::Error) -> WebhookFault {
    match Unanswered::from(error) {
        Unanswered::Unreachable => WebhookFault::Unreachable,
        Unanswered::BadCertificate => WebhookFault::BadCertificate,
        Unanswered::TooSlow => WebhookFault::TooSlow,
    }
}
