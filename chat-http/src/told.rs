use crate::shapes::Entry;
use chat_core::{FileLinks, Seq, Telling, Timestamp, WebhookWriter};
use serde::Serialize;

/// Writes events for webhooks as `GET /api/v1/events` tells them.
///
/// ```
/// use chat_core::{Chat, LocalLogin, MemoryStore, WebhookSender};
/// use chat_http::EventJson;
///
/// fn chat(store: MemoryStore, sender: impl WebhookSender) -> Chat {
///     Chat::builder(store.clone(), LocalLogin::new(store)).webhooks(sender, EventJson).build()
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct EventJson;

/// What is no event.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Other<'a> {
    Resync { at: Timestamp, after: Seq, tail: Seq, head: Seq },
    Test { at: Timestamp },
    Verification { at: Timestamp, challenge: &'a str },
}

impl WebhookWriter for EventJson {
    fn write(&self, telling: Telling<'_>, now: Timestamp, links: &FileLinks) -> Vec<u8> {
        let written = match telling {
            Telling::Event(notice) => serde_json::to_vec(&Entry::new(notice.clone(), links)),
            Telling::Resync { after, tail, head } => serde_json::to_vec(&Other::Resync { at: now, after, tail, head }),
            Telling::Test => serde_json::to_vec(&Other::Test { at: now }),
            Telling::Verification { challenge } => serde_json::to_vec(&Other::Verification { at: now, challenge }),
        };
        written.expect("strings and numbers are JSON")
    }
}
