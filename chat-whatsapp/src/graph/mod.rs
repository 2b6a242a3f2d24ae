//! Requests to the Graph API.

mod delivery;
mod failed;
mod request;

pub(crate) use failed::{Failed, unanswered};
pub(crate) use request::{Content, Request};

use crate::{
    config::{AppSecretProof, Config},
    http::{self, Proxy},
    signature,
};
use chat_core::{Account, Fault, Timestamp};
use delivery::HandedOver;
use reqwest::{Client, RequestBuilder, Response, Url, header};
use serde_json::Value;
use std::{
    net::IpAddr,
    time::{Duration, UNIX_EPOCH},
};

/// The largest answer that is read.
const ANSWER_MAX: usize = 1 << 20;
/// Who asks.
pub(crate) const USER_AGENT: &str = concat!("chat-whatsapp/", env!("CARGO_PKG_VERSION"));
/// How slowly the bytes of a file may pass, in bytes a second.
const SLOWEST: u64 = 512 * 1024;

/// The Graph API as one client reaches it.
#[derive(Debug)]
pub(crate) struct Graph {
    pub(crate) client: Client,
    pub(crate) config: Config,
}

impl Graph {
    pub(crate) fn new(config: Config) -> Self {
        // An emulator on this machine is not behind the proxy that the way to Meta may need.
        let proxy = if is_loopback(&config.base_url) { Proxy::None } else { Proxy::OfEnvironment };
        Self { client: http::client(config.timeout, proxy), config }
    }

    /// Makes a request with the account's token and gives the JSON of a success.
    pub(crate) async fn ask(&self, account: &Account, request: Request<'_>) -> Result<Value, Failed> {
        let token = account.access_token.expose();
        let mut builder = match request.content {
            // What is uploaded piece by piece is asked for in another scheme.
            Content::Piece { .. } => self.build(&request).header(header::AUTHORIZATION, format!("OAuth {token}")),
            _ => self.build(&request).bearer_auth(token),
        };
        if self.config.proof == AppSecretProof::Sent {
            let proof = hex::encode(signature::sign(account.app_secret.expose(), token.as_bytes()));
            builder = builder.query(&[("appsecret_proof", proof)]);
        }
        self.exchange(builder, request.content).await
    }

    /// Makes a request that says by itself who asks.
    pub(crate) async fn ask_as_nobody(&self, request: Request<'_>) -> Result<Value, Failed> {
        self.exchange(self.build(&request), request.content).await
    }

    /// Asks for nothing, in nobody's name: whatever the answer is, it says what the time is there.
    pub(crate) async fn time(&self) -> Result<Option<Timestamp>, Fault> {
        let asked = self.client.get(self.url(&[])).header(header::USER_AGENT, USER_AGENT).send().await;
        let answer = asked.map_err(|error| failed::lost(&error, None).fault())?;
        let date = answer.headers().get(header::DATE).and_then(|date| date.to_str().ok());
        let told = date.and_then(|date| httpdate::parse_http_date(date).ok());
        let since = told.and_then(|told| told.duration_since(UNIX_EPOCH).ok());
        Ok(since.map(|since| Timestamp::default().plus(since)))
    }

    /// How long so many bytes may be on their way, with the answer to them.
    pub(crate) fn patience(&self, bytes: u64) -> Duration {
        self.config.timeout + Duration::from_secs(bytes / SLOWEST)
    }

    fn build(&self, request: &Request<'_>) -> RequestBuilder {
        let builder = self.client.request(request.method.clone(), self.url(request.path));
        let builder = builder.header(header::USER_AGENT, USER_AGENT);
        if request.query.is_empty() { builder } else { builder.query(request.query) }
    }

    async fn exchange(&self, builder: RequestBuilder, content: Content<'_>) -> Result<Value, Failed> {
        let handed_over = content.is_something().then(HandedOver::default);
        let builder = match (content, &handed_over) {
            (Content::Json(body), Some(handed_over)) => {
                let body = handed_over.watch(body.to_string().into());
                builder.header(header::CONTENT_TYPE, "application/json").body(body)
            }
            (Content::Form { media_type, length, body }, Some(handed_over)) => builder
                .timeout(self.patience(length))
                .header(header::CONTENT_TYPE, media_type)
                .header(header::CONTENT_LENGTH, length)
                .body(handed_over.watch(body)),
            (Content::Piece { length, body }, Some(handed_over)) => builder
                .timeout(self.patience(length))
                .header("file_offset", "0")
                .header(header::CONTENT_TYPE, "application/octet-stream")
                .header(header::CONTENT_LENGTH, length)
                .body(handed_over.watch(body)),
            _ => builder,
        };
        let response = match builder.send().await {
            Ok(response) => response,
            Err(error) => return Err(failed::lost(&error, handed_over.as_ref())),
        };
        let status = response.status();
        let after = failed::retry_after(&response);
        let body = read(response).await;
        if status.is_success() {
            return body.ok_or_else(|| unanswered("the answer could not be read"));
        }
        Err(failed::refusal(status, body.as_ref(), after))
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.config.base_url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(&self.config.version).extend(path);
        }
        url
    }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// The JSON of an answer, if it is whole, not too large, and JSON.
async fn read(mut response: Response) -> Option<Value> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        if bytes.len() + chunk.len() > ANSWER_MAX {
            return None;
        }
        bytes.extend_from_slice(&chunk);
    }
    serde_json::from_slice(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_put_after_the_base_and_the_version_and_cannot_leave_them() {
        let url = |base, path: &[&str]| Graph::new(Config::default().base_url(base).unwrap()).url(path).to_string();

        assert_eq!(url("http://127.0.0.1", &["1", "messages"]), "http://127.0.0.1/v26.0/1/messages");
        assert_eq!(url("http://127.0.0.1/graph/", &["1"]), "http://127.0.0.1/graph/v26.0/1");
        assert_eq!(url("http://127.0.0.1/graph", &["../1?a=b"]), "http://127.0.0.1/graph/v26.0/..%2F1%3Fa=b");
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for (url, expected) in [
            ("http://127.0.0.1:4000", true),
            ("http://[::1]:4000", true),
            ("http://localhost", true),
            ("https://graph.facebook.com", false),
            ("http://10.0.0.1", false),
            ("http://localhost.example", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
