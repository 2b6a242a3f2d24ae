//! Requests to the Graph API.

use crate::{
    classify::{GraphFailure, Verdict, classify},
    config::{AppSecretProof, Config},
    http::{self, Proxy},
    signature,
};
use chat_core::{Account, Fault, Outcome, Timestamp};
use http_body_util::BodyExt as _;
use reqwest::{Body, Client, Method, RequestBuilder, Response, StatusCode, Url, header};
use serde_json::Value;
use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, UNIX_EPOCH},
};

/// The largest answer that is read.
const ANSWER_MAX: usize = 1 << 20;
/// Who asks.
const USER_AGENT: &str = concat!("chat-whatsapp/", env!("CARGO_PKG_VERSION"));
/// The longest wait that an answer may ask for.
const AFTER_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// The Graph API as one client reaches it.
#[derive(Debug)]
pub(crate) struct Graph {
    client: Client,
    config: Config,
}

/// A request as far as it differs from others.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: Method,
    /// The object and, if it is meant, its edge.
    pub(crate) path: &'a [&'a str],
    pub(crate) fields: Option<&'a str>,
    pub(crate) body: Option<&'a Value>,
}

/// Why a request was not answered with success.
#[derive(Debug)]
pub(crate) enum Failed {
    /// It never left: nothing of its body was taken by the connection.
    Unsent(Fault),
    /// It left, or may have left, and no answer that can be understood came.
    Unanswered(Fault),
    /// It was refused.
    Refused { failure: GraphFailure, fault: Fault, after: Option<Duration> },
}

impl Graph {
    pub(crate) fn new(config: Config) -> Self {
        // An emulator on this machine is not behind the proxy that the way to Meta may need.
        let proxy = if is_loopback(&config.base_url) { Proxy::None } else { Proxy::OfEnvironment };
        Self { client: http::client(config.timeout, proxy), config }
    }

    /// Makes a request with the account's token and gives the JSON of a success.
    pub(crate) async fn ask(&self, account: &Account, request: &Request<'_>) -> Result<Value, Failed> {
        let body = request.body.map(|body| (body, HandedOver::default()));
        let mut builder = self.build(account, request);
        if let Some((body, handed_over)) = &body {
            builder = builder.header(header::CONTENT_TYPE, "application/json").body(handed_over.watch(body));
        }
        let response = match builder.send().await {
            Ok(response) => response,
            Err(error) => return Err(lost(&error, body.as_ref().map(|(_, handed_over)| handed_over))),
        };
        let status = response.status();
        let after = retry_after(&response);
        let body = read(response).await;
        if status.is_success() {
            return body.ok_or_else(|| unanswered("the answer could not be read"));
        }
        Err(refusal(status, body.as_ref(), after))
    }

    /// Asks for nothing, in nobody's name: whatever the answer is, it says what the time is there.
    pub(crate) async fn time(&self) -> Result<Option<Timestamp>, Fault> {
        let asked = self.client.get(self.url(&[])).header(header::USER_AGENT, USER_AGENT).send().await;
        let answer = asked.map_err(|error| lost(&error, None).fault())?;
        let date = answer.headers().get(header::DATE).and_then(|date| date.to_str().ok());
        let told = date.and_then(|date| httpdate::parse_http_date(date).ok());
        let since = told.and_then(|told| told.duration_since(UNIX_EPOCH).ok());
        Ok(since.map(|since| Timestamp::default().plus(since)))
    }

    fn build(&self, account: &Account, request: &Request<'_>) -> RequestBuilder {
        let token = account.access_token.expose();
        let mut builder = self
            .client
            .request(request.method.clone(), self.url(request.path))
            .bearer_auth(token)
            .header(header::USER_AGENT, USER_AGENT);
        if let Some(fields) = request.fields {
            builder = builder.query(&[("fields", fields)]);
        }
        if self.config.proof == AppSecretProof::Sent {
            let proof = hex::encode(signature::sign(account.app_secret.expose(), token.as_bytes()));
            builder = builder.query(&[("appsecret_proof", proof)]);
        }
        builder
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.config.base_url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(&self.config.version).extend(path);
        }
        url
    }
}

impl Failed {
    /// What went wrong.
    pub(crate) fn fault(self) -> Fault {
        match self {
            Self::Unsent(fault) | Self::Unanswered(fault) | Self::Refused { fault, .. } => fault,
        }
    }

    /// What the outbox is to do about a message that may not be sent twice.
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::Unsent(fault) => Outcome::retry(fault),
            Self::Unanswered(fault) => Outcome::Ambiguous(fault),
            Self::Refused { failure, fault, after } => match classify(&failure) {
                Verdict::Retry => Outcome::Retry { fault, after, tries_max: None },
                Verdict::RetryAtMost(tries) => Outcome::Retry { fault, after, tries_max: Some(tries) },
                Verdict::Later(wait, tries) => {
                    Outcome::Retry { fault, after: Some(after.unwrap_or(wait).max(wait)), tries_max: Some(tries) }
                }
                Verdict::RecipientWaits => Outcome::WaitForRecipient { fault, after },
                Verdict::AccountWaits => Outcome::WaitForAccount { fault, after },
                Verdict::AccountWaitsFor(wait) => {
                    Outcome::WaitForAccount { fault, after: Some(after.unwrap_or(wait).max(wait)) }
                }
                Verdict::Ambiguous => Outcome::Ambiguous(fault),
                Verdict::NeedsTemplate => Outcome::NeedsTemplate(fault),
                Verdict::Never => Outcome::Refused(fault),
                Verdict::PauseAccount => Outcome::PauseAccount(fault),
            },
        }
    }

    /// What the outbox is to do about something that may be done twice.
    pub(crate) fn repeatable_outcome(self) -> Outcome {
        match self.outcome() {
            Outcome::Ambiguous(fault) => Outcome::retry(fault),
            other => other,
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Whether the connection has asked for a request's body.
///
/// No error tells how much of a request was written: one of a time-out does not even tell whether there was a connection. But
/// what was never asked for cannot have been written, whatever went wrong.
#[derive(Debug, Default)]
struct HandedOver(Arc<AtomicBool>);

impl HandedOver {
    /// The body, watched.
    fn watch(&self, body: &Value) -> Body {
        let asked_for = self.0.clone();
        Body::wrap(Body::from(body.to_string()).inspect_frame(move |_| asked_for.store(true, Ordering::Relaxed)))
    }

    fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A request without an answer. What errors say of URLs stays here.
fn lost(error: &reqwest::Error, body: Option<&HandedOver>) -> Failed {
    let is_unsent = body.is_some_and(|body| !body.has_begun());
    if is_unsent || error.is_builder() || error.is_connect() {
        return Failed::Unsent(Fault::new("unreachable", "WhatsApp could not be reached"));
    }
    if error.is_timeout() {
        return unanswered("WhatsApp did not answer in time");
    }
    unanswered("the connection to WhatsApp broke off")
}

fn unanswered(reason: &str) -> Failed {
    Failed::Unanswered(Fault::new("unanswered", reason))
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

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(AFTER_MAX))
}

fn refusal(status: StatusCode, body: Option<&Value>, after: Option<Duration>) -> Failed {
    let http_status = status.as_u16();
    let error = body.and_then(|body| body.get("error"));
    let code = error.and_then(|error| error.get("code")).and_then(code);
    let is_transient = error.and_then(|error| error.get("is_transient")).and_then(Value::as_bool).unwrap_or(false);
    let words = |error: &Value| {
        let details = error.get("error_data").and_then(|data| data.get("details"));
        let told = [details, error.get("error_user_msg"), error.get("message")];
        told.into_iter().flatten().find_map(Value::as_str).map(str::to_owned)
    };
    let message = error.and_then(words).unwrap_or_else(|| format!("WhatsApp answered with HTTP status {http_status}"));
    let fault = match code {
        Some(code) => Fault::new(code, &message),
        None => Fault::new(format_args!("http_{http_status}"), &message),
    };
    Failed::Refused { failure: GraphFailure { http_status, code, is_transient }, fault, after }
}

fn code(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
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
