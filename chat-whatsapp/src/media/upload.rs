//! Uploading a file before the message that shows it.

use super::form::form;
use crate::{WhatsApp, graph::Request};
use chat_core::{Account, Fault, MediaError, Outcome, SentFile};
use serde_json::Value;

/// A file that Meta has.
#[derive(Debug)]
pub(crate) struct Uploaded {
    /// What Meta calls it.
    pub(crate) id: String,
}

impl WhatsApp {
    /// Uploads a file. What went wrong on the way may be tried again: nobody has seen anything of it.
    pub(crate) async fn upload(&self, account: &Account, file: &SentFile) -> Result<Uploaded, Outcome> {
        let content = form(file).await.map_err(unreadable)?;
        let path = [account.address.as_str(), "media"];
        let asked = self.graph.ask(account, Request::post_content(&path, content)).await;
        let answer = asked.map_err(crate::graph::Failed::repeatable_outcome)?;
        match answer.get("id").and_then(Value::as_str) {
            Some(id) => Ok(Uploaded { id: id.to_owned() }),
            None => Err(Outcome::retry(Fault::new("unanswered", "WhatsApp did not name the file"))),
        }
    }
}

fn unreadable(error: MediaError) -> Outcome {
    match error {
        MediaError::Absent => Outcome::Refused(Fault::new("gone", "a file of the message is not there any more")),
        error => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a file that is to be sent cannot be read");
            Outcome::retry(Fault::new("unreadable", "a file of the message cannot be read now"))
        }
    }
}
