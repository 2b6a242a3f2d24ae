//! What the emulator does on the network of its own accord: it posts webhooks and fetches linked files.

use super::{
    course::Link,
    delivery::{self, Post, Posted},
    faults::Failure,
    outcome::Step,
    world::{File, Media, World},
};
use axum::http::header;
use bytes::BytesMut;
use chrono::TimeDelta;
use reqwest::{Client, Url};

/// How long a fetched file is not fetched again.
const LINK_KEPT: TimeDelta = TimeDelta::minutes(10);

/// Something to be done on the network.
pub(crate) enum Errand {
    Post(Post),
    Fetch(Fetch),
}

/// How an errand went.
pub(crate) enum Done {
    Posted(Posted),
    Fetched(Fetched),
}

/// A linked file that a message waits for.
pub(crate) struct Fetch {
    epoch: u64,
    wamid: String,
    link: Link,
}

/// What came of a link.
pub(crate) struct Fetched {
    epoch: u64,
    wamid: String,
    file: Option<File>,
}

impl Errand {
    pub(crate) async fn run(self, client: Client) -> Done {
        match self {
            Self::Post(post) => Done::Posted(delivery::make(client, post).await),
            Self::Fetch(Fetch { epoch, wamid, link }) => {
                Done::Fetched(Fetched { epoch, wamid, file: fetch(&client, &link).await })
            }
        }
    }
}

impl World {
    /// The errand of fetching what a message links to, unless it was fetched a short while ago.
    pub(crate) fn fetch_for(&mut self, wamid: &str) -> Option<Errand> {
        let link = self.message(wamid)?.course.link.clone()?;
        let now = self.now();
        self.links.retain(|_, (at, _)| now - *at < LINK_KEPT);
        let kept = self.links.get(&link.url).map(|(_, id)| id.clone());
        let kept = kept.filter(|id| self.media(id).is_some_and(|media| link.kind.takes(&media.mime)));
        match kept {
            Some(id) => {
                self.show(wamid, id);
                None
            }
            None => Some(Errand::Fetch(Fetch { epoch: self.epoch, wamid: wamid.to_owned(), link })),
        }
    }

    /// Sends a message on with the file that it links to.
    fn show(&mut self, wamid: &str, media: String) {
        if let Some(message) = self.message_mut(wamid) {
            message.course.media = Some(media);
        }
        self.take_step(wamid, Step::Sent, self.now());
    }

    /// Takes note of how an errand went.
    pub(crate) fn settle(&mut self, done: Done) {
        match done {
            Done::Posted(posted) => self.finish(posted),
            Done::Fetched(fetched) => self.take_fetched(fetched),
        }
    }

    fn take_fetched(&mut self, fetched: Fetched) {
        if fetched.epoch != self.epoch {
            return;
        }
        let Some(message) = self.message(&fetched.wamid) else {
            return;
        };
        let (phone_id, link) = (message.phone_number_id.clone(), message.course.link.clone());
        let now = self.now();
        match (fetched.file, link) {
            (Some(file), Some(link)) => {
                let id = self.keep_media(&phone_id, file, Media::UPLOADED);
                self.links.insert(link.url, (now, id.clone()));
                self.show(&fetched.wamid, id);
            }
            _ => self.take_step(&fetched.wamid, Step::Failed(Failure::new(131_053)), now),
        }
    }
}

/// Fetches a file of this machine, if it is of the kind and not too large.
async fn fetch(client: &Client, link: &Link) -> Option<File> {
    let url = Url::parse(&link.url).ok().filter(is_loopback)?;
    let filename = url.path_segments().and_then(|mut parts| parts.next_back()).filter(|name| !name.is_empty());
    let filename = filename.map(str::to_owned);
    let mut answer = client.get(url).send().await.ok().filter(|answer| answer.status() == 200)?;
    let mime = answer.headers().get(header::CONTENT_TYPE)?.to_str().ok()?.to_owned();
    if !link.kind.takes(&mime) {
        return None;
    }
    let mut bytes = BytesMut::new();
    while let Some(piece) = answer.chunk().await.ok()? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > link.kind.bytes_max_of(&bytes) {
            return None;
        }
    }
    (!bytes.is_empty()).then(|| File { mime, filename, bytes: bytes.freeze() })
}

/// The emulator asks nobody outside.
fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_asked() {
        let asked = |url: &str| is_loopback(&url.parse().unwrap());

        assert!(asked("http://127.0.0.1:1/a") && asked("http://[::1]/a") && asked("http://localhost/a"));
        assert!(
            !asked("http://192.168.0.1/a") && !asked("https://example.com/a") && !asked("http://localhost.example/a")
        );
    }
}
