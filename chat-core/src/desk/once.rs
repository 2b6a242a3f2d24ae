//! Requests that are carried out once, and those that hold only for what the asker has seen.

use super::Desk;
use crate::{
    Ongoing, Result, Revision, Secret,
    commands::{BeginOnce, Begun, EndOnce},
    terms::{Precondition, Terms},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use uuid::Uuid;

/// What is to become of a request that carries a key.
#[derive(Clone, Debug)]
pub enum Once {
    /// It is carried out now: by [`Desk::once`], and [`Desk::end_once`] keeps what it was answered.
    First(Ongoing),
    /// It was answered before, with this.
    Answered(Secret),
    /// It is being carried out, and may be asked about again after that long at the latest.
    Running(Duration),
    /// It was carried out by a process that died before the answer was kept: what was done is done.
    Lost,
    /// Something else was asked under the same key.
    Other,
}

impl Desk {
    /// Takes up a request that is to be carried out once: `key` is what whoever sits here calls it, at most
    /// [`KeptAnswer::KEY_MAX`](crate::KeptAnswer::KEY_MAX) bytes, and the parts of `request` tell it from others. Agents and API keys have keys
    /// of their own.
    ///
    /// The first change that is made at [`Desk::once`] is committed together with a note that something was changed. So when the
    /// process dies, the same request is carried out by whoever asks again if nothing was changed, and not if something was.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin_once(&self, key: &str, request: &[&[u8]]) -> Result<Once> {
        let command = BeginOnce { caller: &self.owner_of_keys(), key, request: &digest(request) };
        let begun = self.chat.executor().execute(None, self.scope(), &command).await?;
        Ok(match begun {
            Begun::First(kept) => Once::First(Ongoing::new(kept)),
            Begun::Answered(answer) => Once::Answered(answer),
            Begun::Running(wait) => Once::Running(wait),
            Begun::Lost => Once::Lost,
            Begun::Other => Once::Other,
        })
    }

    /// The same desk for a request that was taken up.
    #[must_use]
    pub fn once(self, ongoing: Ongoing) -> Self {
        Self { terms: Terms { once: Some(ongoing), ..self.terms }, ..self }
    }

    /// Keeps what a request was answered. Without an answer, others may take it up if nothing was changed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_once(&self, ongoing: &Ongoing, answer: Option<&Secret>) -> Result<()> {
        let command = EndOnce { begun: ongoing.kept(), answer };
        self.chat.executor().execute(None, self.scope(), &command).await
    }

    /// The same desk for a request that holds only while a record stands at one of these revisions: when it is to be changed and
    /// does not, nothing is done and the answer is [`Error::Changed`](crate::Error::Changed). That is decided by the commit, so that
    /// nobody gets in between.
    #[must_use]
    pub fn expecting(self, record: Uuid, revisions: BTreeSet<Revision>) -> Self {
        let precondition = Some(Arc::new(Precondition::new(record, revisions)));
        Self { terms: Terms { precondition, ..self.terms }, ..self }
    }

    /// Whose keys they are.
    fn owner_of_keys(&self) -> String {
        match self.sign_in.credential.api_key() {
            Some(key) => format!("key:{key}"),
            None => format!("agent:{}", self.actor().agent_id),
        }
    }
}

/// Each part counts with its length, so that none runs into the next.
fn digest(request: &[&[u8]]) -> Secret {
    let mut hash = Sha256::new();
    for part in request {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let text: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    text.into()
}
