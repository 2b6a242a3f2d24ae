//! Fetching a file that a customer sent.

use super::remote::{Promise, Remote};
use crate::{
    WhatsApp,
    graph::{Failed, Request, USER_AGENT},
    kinds::Kind,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chat_core::{Account, Fault, Incoming, NotFetched, Outcome, RemoteFile};
use reqwest::{Response, StatusCode, Url, header};
use serde_json::Value;

/// How many hosts a file may be moved on by.
const MOVES_MAX: usize = 3;

/// Where a file is for a few minutes.
struct Whereabouts {
    url: Url,
    promise: Promise,
}

/// What became of asking for the bytes.
enum Found {
    Bytes(Response),
    /// The address is not valid any more, or never was.
    Nothing,
}

impl WhatsApp {
    /// Opens a file of a customer's message. The address that Meta gives is used once, and a second one if that has expired.
    pub(crate) async fn open(&self, account: &Account, file: &RemoteFile) -> Result<Box<dyn Incoming>, NotFetched> {
        for _ in 0..2 {
            let found = self.locate(account, file).await?;
            if let Found::Bytes(response) = self.download(account, &found).await? {
                return Ok(Box::new(Remote::new(name(file), response, found.promise)));
            }
        }
        Err(later("http_404", "WhatsApp does not hand the file out now"))
    }

    async fn locate(&self, account: &Account, file: &RemoteFile) -> Result<Whereabouts, NotFetched> {
        let query = [("phone_number_id", account.address.as_str())];
        let asked = self.graph.ask(account, Request::get(&[&file.reference]).with(&query)).await;
        let answer = asked.map_err(not_fetched)?;
        let url = answer.get("url").and_then(Value::as_str).and_then(|url| Url::parse(url).ok());
        let url = url.ok_or_else(|| later("unanswered", "WhatsApp did not say where the file is"))?;
        self.admit(&url)?;
        let size = answer.get("file_size").and_then(number);
        if size.is_some_and(|size| size > Kind::BYTES_MAX as u64) {
            return Err(never("too_large", "the file is larger than WhatsApp allows"));
        }
        let told = answer.get("sha256").and_then(Value::as_str).and_then(hash);
        Ok(Whereabouts { url, promise: Promise { size, hashes: file.hash.into_iter().chain(told).collect() } })
    }

    /// Asks for the bytes, with the token where Meta's own address is and without it wherever that leads.
    async fn download(&self, account: &Account, found: &Whereabouts) -> Result<Found, NotFetched> {
        let patience = self.graph.patience(found.promise.size.unwrap_or(Kind::BYTES_MAX as u64));
        let mut url = found.url.clone();
        for _ in 0..=MOVES_MAX {
            let request = self.graph.client.get(url.clone()).header(header::USER_AGENT, USER_AGENT).timeout(patience);
            let is_home = url.origin() == found.url.origin();
            let request = if is_home { request.bearer_auth(account.access_token.expose()) } else { request };
            let response = request.send().await;
            let response = response.map_err(|_| later("unreachable", "the file could not be had from WhatsApp"))?;
            match response.status() {
                status if status.is_redirection() => {
                    url = moved(&url, &response).ok_or_else(|| later("moved", "WhatsApp moved the file nowhere"))?;
                    self.admit(&url)?;
                }
                status if status.is_success() => return Ok(Found::Bytes(response)),
                StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(Found::Nothing),
                status => {
                    let code = format!("http_{}", status.as_u16());
                    return Err(later(&code, "WhatsApp does not hand the file out now"));
                }
            }
        }
        Err(later("moved", "WhatsApp moves the file from place to place"))
    }

    /// Addresses come out of JSON: none but Meta's own is asked for anything.
    fn admit(&self, url: &Url) -> Result<(), NotFetched> {
        match self.graph.config.has_media_at(url) {
            true => Ok(()),
            false => Err(never("elsewhere", "the file is said to be at an address that is not WhatsApp's")),
        }
    }
}

fn moved(from: &Url, response: &Response) -> Option<Url> {
    from.join(response.headers().get(header::LOCATION)?.to_str().ok()?).ok()
}

/// What its sender calls it, or what it is.
fn name(file: &RemoteFile) -> String {
    file.name.clone().unwrap_or_else(|| {
        let kind = file.media_type.as_deref().and_then(|media_type| media_type.split('/').next());
        kind.filter(|kind| matches!(*kind, "image" | "audio" | "video")).unwrap_or("file").to_owned()
    })
}

/// REST writes hashes in hex and webhooks in base64; either is taken.
fn hash(told: &str) -> Option<[u8; 32]> {
    let bytes = hex::decode(told).ok().or_else(|| STANDARD.decode(told).ok())?;
    bytes.try_into().ok()
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn not_fetched(failed: Failed) -> NotFetched {
    match failed.repeatable_outcome() {
        Outcome::Refused(fault) if fault.code == "100" => {
            never("gone", "the file is not at WhatsApp any more: it is kept there for a few days alone")
        }
        Outcome::Refused(fault) => NotFetched::Never(fault),
        Outcome::Done(_) => later("unanswered", "WhatsApp did not say where the file is"),
        Outcome::Retry { fault, .. }
        | Outcome::WaitForRecipient { fault, .. }
        | Outcome::WaitForAccount { fault, .. }
        | Outcome::Ambiguous(fault)
        | Outcome::NeedsTemplate(fault)
        | Outcome::PauseAccount(fault) => NotFetched::Later(fault),
    }
}

fn later(code: &str, words: &str) -> NotFetched {
    NotFetched::Later(Fault::new(code, words))
}

fn never(code: &str, words: &str) -> NotFetched {
    NotFetched::Never(Fault::new(code, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_as_rest_and_as_webhooks_write_it() {
        let bytes: [u8; 32] = std::array::from_fn(|place| place as u8);
        assert_eq!(hash(&hex::encode(bytes)), Some(bytes));
        assert_eq!(hash(&STANDARD.encode(bytes)), Some(bytes));
        assert_eq!(hash("c29tZXRoaW5n"), None);
        assert_eq!(hash(""), None);
    }

    #[test]
    fn a_file_without_a_name_is_called_what_it_is() {
        let named = |name: Option<&str>, media_type: Option<&str>| {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            super::name(&RemoteFile { name: owned(name), media_type: owned(media_type), ..RemoteFile::default() })
        };
        assert_eq!(named(Some("a.pdf"), None), "a.pdf");
        assert_eq!(named(None, Some("audio/ogg; codecs=opus")), "audio");
        assert_eq!(named(None, Some("application/pdf")), "file");
        assert_eq!(named(None, None), "file");
    }
}
