//! The files of a message: found before, bound to it in its commit.

use crate::{
    Attachment, AttachmentId, AttachmentState, Changes, ChatStore, Env, Error, Message, Result, TenantScope, Uploader,
};
use futures_util::future::try_join_all;
use std::collections::HashSet;

const FIELD: &str = "attachmentIds";

/// What is wrong with a list of files before anything is known of them.
pub(super) fn check(ids: &[AttachmentId]) -> Option<String> {
    if ids.len() > Message::FILES_MAX {
        return Some(format!("at most {} files, please", Message::FILES_MAX));
    }
    let mut seen = HashSet::new();
    let is_twice = ids.iter().any(|id| !seen.insert(id));
    is_twice.then(|| "each file once, please".to_owned())
}

/// Reads the files that are there.
pub(super) async fn load(store: &dyn ChatStore, scope: TenantScope, ids: &[AttachmentId]) -> Result<Vec<Attachment>> {
    let found = try_join_all(ids.iter().map(|id| store.attachment(scope, *id))).await?;
    Ok(found.into_iter().flatten().collect())
}

/// Makes sure that every file that was asked for is there, is its sender's and was not sent before. Which of that is not so, is not
/// told.
pub(super) fn fitting(found: &[Attachment], ids: &[AttachmentId], uploader: Uploader) -> Result<()> {
    let fits = |it: &Attachment| it.uploader == uploader && it.state == AttachmentState::Waiting;
    if found.len() == ids.len() && found.iter().all(fits) {
        return Ok(());
    }
    Err(Error::invalid(FIELD, "expected files that you have uploaded and not sent yet"))
}

/// A message whose channel takes no files.
pub(super) fn not_carried() -> Error {
    Error::invalid(FIELD, "files cannot be sent over the channel of this conversation")
}

/// Makes the files the message's, which stands before them in the commit.
pub(super) fn bind(found: Vec<Attachment>, message: &Message, changes: Changes, env: &Env) -> Changes {
    found.into_iter().fold(changes, |changes, attachment| {
        changes.update(Attachment {
            state: AttachmentState::Sent,
            conversation_id: Some(message.conversation_id),
            message_id: Some(message.id),
            due_at: None,
            updated_at: env.now(),
            ..attachment
        })
    })
}
