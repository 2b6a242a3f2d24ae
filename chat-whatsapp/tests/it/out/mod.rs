//! What goes out beyond texts, and what is managed, against the emulator.

mod fetching;
mod files;
mod managing;
mod pace;
mod template_sends;
mod types;

use crate::{
    outgoing::{ANN, account, channel, phone, sending},
    stage::Stage,
};
use bytes::Bytes;
use chat_core::{
    AttachedFile, Channel, Composed, ContentType, FieldError, IdentityKey, MediaType, Outcome, Sending, SentFile,
    Template, Wish,
};
use serde_json::Value;
use std::sync::Arc;

/// A file that an agent has attached.
pub(crate) fn attached(name: &str, media_type: &str, bytes: impl Into<Bytes>) -> SentFile {
    let bytes = bytes.into();
    let facts = AttachedFile {
        id: "0193f0a0-7c1e-7000-8000-0000000000aa".parse().unwrap(),
        name: name.to_owned(),
        media_type: MediaType::new(media_type),
        size: i64::try_from(bytes.len()).unwrap(),
        dimensions: None,
        has_thumbnail: false,
    };
    SentFile { facts, media: Arc::new(bytes) }
}

/// What an agent wants to send to Ann.
#[derive(Default)]
pub(crate) struct Order<'a> {
    pub(crate) content: &'a str,
    pub(crate) kind: Option<&'a str>,
    pub(crate) payload: Option<Value>,
    pub(crate) template: Option<(&'a str, &'a Template, Value)>,
    pub(crate) files: Vec<SentFile>,
}

impl Order<'_> {
    fn compose(&self, stage: &Stage) -> Result<Vec<Composed>, Vec<FieldError>> {
        let facts: Vec<AttachedFile> = self.files.iter().map(|file| file.facts.clone()).collect();
        let content_type = self.kind.map(ContentType::new);
        let template = self.template.as_ref().map(|(_, template, parameters)| (*template, parameters));
        channel(&stage.url).compose(&Wish {
            content: self.content,
            content_type: content_type.as_ref(),
            payload: self.payload.as_ref(),
            template,
            name: self.template.as_ref().map(|(name, ..)| *name),
            files: &facts,
        })
    }

    /// The messages as the outbox would hand them over.
    pub(crate) fn sendings(&self, stage: &Stage) -> Vec<Sending> {
        let mut files = self.files.iter().cloned();
        let made = self.compose(stage).expect("nothing is wrong");
        made.into_iter().map(|composed| of(composed, &mut files, &[phone(ANN)])).collect()
    }

    /// Sends them; the last outcome.
    pub(crate) async fn send(&self, stage: &Stage) -> Outcome {
        let (whatsapp, account) = (channel(&stage.url), account(stage));
        let mut last = None;
        for sending in self.sendings(stage) {
            last = Some(whatsapp.send(&account, &sending).await);
        }
        last.expect("there is a message")
    }
}

fn of(composed: Composed, files: &mut impl Iterator<Item = SentFile>, to: &[IdentityKey]) -> Sending {
    let mut sending = sending(&composed.content, to);
    sending.files = files.take(composed.file_count).collect();
    sending.message.attachments = sending.files.iter().map(|file| file.facts.clone()).collect();
    sending.message.content_type = composed.content_type;
    sending.message.payload = composed.payload;
    sending
}

/// A stage on which Ann may be written to freely, and as fast as one likes.
pub(crate) async fn open() -> Stage {
    let mut stage = Stage::open_with(|setup| {
        setup.rules.rate_limits = false;
        setup.delays.review_ms = 0;
    })
    .await;
    stage.customer_writes(ANN).await;
    stage
}

/// The bodies that were sent to the `messages` edge, the first one first.
pub(crate) async fn bodies(stage: &Stage) -> Vec<Value> {
    let requests = stage.report("requests").await["requests"].as_array().unwrap().clone();
    let is_send = |request: &Value| request["path"].as_str().is_some_and(|path| path.ends_with("/messages"));
    requests.into_iter().filter(is_send).map(|request| request["parameters"].clone()).collect()
}
