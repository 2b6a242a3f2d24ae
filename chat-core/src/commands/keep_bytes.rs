//! How the bytes of files come and go.
//!
//! Bytes are written down before they are put, and it is written down that they are to be forgotten before they are. Whoever
//! hands in equal bytes counts on those that are there only in a commit that finds them still there; bytes that are being forgotten
//! are nobody's any more, and the same ones are kept anew under another name. So nobody deletes what somebody counts on, however
//! late a deletion is carried out.

use crate::{
    Action, Attachment, AttachmentId, AttachmentState, Blob, BlobId, BlobState, Changes, ChatStore, ContentHash, Env,
    Inspected, Result, TenantScope, Thumbnail, Timestamp, Uploader, executor::Command,
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};

/// How long bytes may take to be put before nobody believes any more that they are coming.
const KEEPING_MAX: Duration = Duration::from_secs(3600);
/// How long an attachment waits for its message.
const WAITING_MAX: Duration = Duration::from_secs(24 * 3600);
/// How long another process leaves bytes alone that this one forgets. One that dies meanwhile is succeeded then.
const TURN: Duration = Duration::from_secs(600);

/// Finds the bytes of a file, or writes down that they are coming.
#[derive(Debug)]
pub(crate) struct ClaimBytes {
    pub(crate) hash: ContentHash,
    pub(crate) size: i64,
    pub(crate) thumbnail: Option<Thumbnail>,
}

#[async_trait]
impl Command for ClaimBytes {
    type State = Option<Blob>;
    /// The bytes; those that are still [`BlobState::Keeping`] have to be put, whoever else is about to do that.
    type Output = Blob;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.hash
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Blob>> {
        Ok(store.blob_with(scope, self.hash).await?)
    }

    fn decide(&self, known: Option<Blob>, scope: TenantScope, env: &Env) -> Result<(Blob, Changes)> {
        let now = env.now();
        let due_at = Some(now.plus(KEEPING_MAX));
        match known {
            Some(blob) if blob.due_at.is_none() => Ok((blob, Changes::none())),
            Some(blob) => {
                let blob = Blob { due_at, updated_at: now, ..blob };
                Ok((blob.clone(), Changes::none().update(blob)))
            }
            None => {
                let blob = Blob {
                    id: env.id(),
                    client_id: scope.client_id(),
                    hash: self.hash,
                    size: self.size,
                    thumbnail: self.thumbnail.clone(),
                    state: BlobState::Keeping,
                    uses: 0,
                    due_at,
                    created_at: now,
                    updated_at: now,
                    revision: 0,
                };
                Ok((blob.clone(), Changes::none().insert(blob)))
            }
        }
    }
}

/// Writes a file down whose bytes are there.
#[derive(Debug)]
pub(crate) struct Attach<'a> {
    pub(crate) blob: BlobId,
    pub(crate) uploader: Uploader,
    pub(crate) inspected: &'a Inspected,
}

#[async_trait]
impl Command for Attach<'_> {
    type State = Option<Blob>;
    /// The attachment; nothing when somebody has begun to forget its bytes.
    type Output = Option<Attachment>;
    const ACTION: Option<Action> = Some(Action::Upload);

    fn lane(&self) -> impl Hash + Send {
        self.inspected.hash
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Blob>> {
        Ok(store.blob(scope, self.blob).await?)
    }

    fn decide(&self, blob: Option<Blob>, scope: TenantScope, env: &Env) -> Result<(Self::Output, Changes)> {
        let Some(blob) = blob.filter(Blob::is_live) else { return Ok((None, Changes::none())) };
        let now = env.now();
        let attachment = Attachment {
            id: env.id(),
            client_id: scope.client_id(),
            uploader: self.uploader,
            blob_id: blob.id,
            hash: blob.hash,
            name: self.inspected.name.clone(),
            media_type: self.inspected.media_type.clone(),
            size: blob.size,
            dimensions: self.inspected.dimensions,
            thumbnail: blob.thumbnail.clone(),
            state: AttachmentState::Waiting,
            conversation_id: None,
            message_id: None,
            due_at: Some(now.plus(WAITING_MAX)),
            created_at: now,
            updated_at: now,
            revision: 0,
        };
        let blob = Blob { state: BlobState::Kept, uses: blob.uses + 1, due_at: None, updated_at: now, ..blob };
        Ok((Some(attachment.clone()), Changes::none().update(blob).insert(attachment)))
    }
}

/// Forgets an attachment that no message had in time. Its bytes are nobody's when nobody else has them.
#[derive(Debug)]
pub(crate) struct ForgetAttachment {
    pub(crate) attachment: AttachmentId,
}

#[async_trait]
impl Command for ForgetAttachment {
    type State = Option<(Attachment, Option<Blob>)>;
    /// Whether it was forgotten by this.
    type Output = bool;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.attachment
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        let Some(attachment) = store.attachment(scope, self.attachment).await? else { return Ok(None) };
        let blob = store.blob(scope, attachment.blob_id).await?;
        Ok(Some((attachment, blob)))
    }

    fn decide(&self, state: Self::State, _scope: TenantScope, env: &Env) -> Result<(bool, Changes)> {
        let now = env.now();
        let is_due = |it: &Attachment| it.state == AttachmentState::Waiting && is_due(it.due_at, now);
        let Some((attachment, blob)) = state.filter(|(attachment, _)| is_due(attachment)) else {
            return Ok((false, Changes::none()));
        };
        let forgotten = Attachment { state: AttachmentState::Forgotten, due_at: None, updated_at: now, ..attachment };
        let changes = Changes::none().update(forgotten);
        let Some(blob) = blob else { return Ok((true, changes)) };
        let uses = blob.uses - 1;
        let due_at = (uses == 0).then_some(now);
        Ok((true, changes.update(Blob { uses, due_at, updated_at: now, ..blob })))
    }
}

/// Takes it upon this process to forget bytes that nobody has, and says so: from here on nobody counts on them.
#[derive(Debug)]
pub(crate) struct BeginForgetting {
    pub(crate) blob: BlobId,
}

#[async_trait]
impl Command for BeginForgetting {
    type State = Option<Blob>;
    /// The bytes; nothing when somebody has them by now, or somebody else forgets them.
    type Output = Option<Blob>;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.blob
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Blob>> {
        Ok(store.blob(scope, self.blob).await?)
    }

    fn decide(&self, blob: Option<Blob>, _scope: TenantScope, env: &Env) -> Result<(Option<Blob>, Changes)> {
        let now = env.now();
        let Some(blob) = blob.filter(|it| it.uses == 0 && is_due(it.due_at, now)) else {
            return Ok((None, Changes::none()));
        };
        let blob = Blob { state: BlobState::Forgetting, due_at: Some(now.plus(TURN)), updated_at: now, ..blob };
        Ok((Some(blob.clone()), Changes::none().update(blob)))
    }
}

/// Notes that bytes are gone.
#[derive(Debug)]
pub(crate) struct EndForgetting {
    pub(crate) blob: BlobId,
}

#[async_trait]
impl Command for EndForgetting {
    type State = Option<Blob>;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.blob
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Blob>> {
        Ok(store.blob(scope, self.blob).await?)
    }

    fn decide(&self, blob: Option<Blob>, _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let Some(blob) = blob.filter(|it| it.state == BlobState::Forgetting) else {
            return Ok(((), Changes::none()));
        };
        let gone = Blob { state: BlobState::Forgotten, due_at: None, updated_at: env.now(), ..blob };
        Ok(((), Changes::none().update(gone)))
    }
}

fn is_due(due_at: Option<Timestamp>, now: Timestamp) -> bool {
    due_at.is_some_and(|at| at <= now)
}
