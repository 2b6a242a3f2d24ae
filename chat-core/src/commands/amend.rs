//! What customers, or the team by other means, did to messages that are there already.

use super::{keep_call::unfetched, record_receipt::message_and_conversation};
use crate::{
    Account, Action, AmendmentKind, Attachment, AttachmentId, AttachmentState, Changes, ChatStore, Conversation, Env,
    Event, ExternalId, Fault, InboundAmendment, InboundMessage, InboundReaction, Message, MessageStatus,
    MessageVersion, Reaction, Result, SenderType, TenantScope, Timestamp, executor::Command, files, text::clean,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Takes away what a message says. What is left tells that there was one.
pub(super) fn empty(message: &mut Message, at: Timestamp) {
    message.content.clear();
    message.payload = None;
    without_files(message);
    message.mentions.clear();
    message.deleted_at = Some(at);
}

fn without_files(message: &mut Message) {
    message.attachments.clear();
    (message.attachment_url, message.attachment_type) = (None, None);
}

/// Has a message say something else.
pub(super) fn reword(message: &mut Message, said: &InboundMessage) {
    message.content_type = said.content_type.clone();
    message.content = clean(&said.content, Message::TEXT_MAX);
    message.payload.clone_from(&said.payload);
}

/// The event that tells of a message that stands otherwise than before. What it said before is told to whoever asks for it.
pub(super) fn restated(message: &Message, conversation: &Conversation, changes: Changes) -> Changes {
    let told = Message { versions: Vec::new(), ..message.clone() };
    changes.tell(conversation.thread(), Event::MessageEdited(Box::new(told)))
}

/// What became of news about a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Amended {
    /// The message says so now.
    Yes,
    /// It said so before, or has said something newer since.
    Known,
    /// No message is known by that name, yet.
    MessageUnknown,
}

type Found = Option<(Message, Conversation)>;

/// Notes that an author has changed or taken back a message. What it said before stays in its history. Of several changes the latest by
/// the provider's clock counts, in whichever order they come; what was taken back stays so.
///
/// A change that names no files leaves those that are there. Those that one names are fetched, whatever there was: nothing tells
/// whether they are the same.
#[derive(Debug)]
pub(crate) struct AmendForeign<'a> {
    pub(crate) account: &'a Account,
    pub(crate) amendment: &'a InboundAmendment,
    /// A body from which the amendment is read again when its files are fetched.
    pub(crate) raw: &'a str,
}

#[async_trait]
impl Command for AmendForeign<'_> {
    type State = Found;
    type Output = Amended;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        &self.amendment.target
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Found> {
        message_and_conversation(store, scope, &self.amendment.target).await
    }

    fn decide(&self, state: Found, scope: TenantScope, env: &Env) -> Result<(Amended, Changes)> {
        let Some((before, conversation)) = state else { return Ok((Amended::MessageUnknown, Changes::none())) };
        let InboundAmendment { change, message, .. } = self.amendment;
        let at = message.sent_at.unwrap_or_else(|| env.now());
        let says_more = before.edited_at.is_none_or(|edited| edited < at);
        let has_files = !message.files.is_empty() && before.files_as_of.is_none_or(|edited| edited < at);
        if before.deleted_at.is_some() || (*change == AmendmentKind::Edited && !says_more && !has_files) {
            return Ok((Amended::Known, Changes::none()));
        }
        let mut after = before.clone();
        if after.versions.len() < Message::VERSIONS_MAX {
            after.versions.push(MessageVersion { content: before.content, attachments: before.attachments, until: at });
        }
        let mut changes = Changes::none();
        match change {
            AmendmentKind::Edited => {
                if says_more {
                    reword(&mut after, message);
                    after.edited_at = Some(at);
                }
                if has_files {
                    without_files(&mut after);
                    // Why others could not be had does not matter any more.
                    after.error = after.error.filter(|_| after.status == MessageStatus::Failed);
                    after.files_as_of = Some(at);
                    changes = changes.insert(unfetched(self.account, self.raw, scope, env));
                }
            }
            AmendmentKind::TakenBack => empty(&mut after, at),
        }
        let changes = restated(&after, &conversation, changes.update(after.clone()));
        Ok((Amended::Yes, changes))
    }
}

/// Notes that a message was answered with a sign, or that this was taken back. Of several signs of one side the latest by the provider's
/// clock counts, in whichever order they come.
#[derive(Debug)]
pub(crate) struct RecordReaction<'a> {
    pub(crate) reaction: &'a InboundReaction,
}

#[async_trait]
impl Command for RecordReaction<'_> {
    type State = Found;
    type Output = Amended;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        &self.reaction.target
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Found> {
        message_and_conversation(store, scope, &self.reaction.target).await
    }

    fn decide(&self, state: Found, _scope: TenantScope, env: &Env) -> Result<(Amended, Changes)> {
        let Some((mut message, conversation)) = state else { return Ok((Amended::MessageUnknown, Changes::none())) };
        let by = if self.reaction.is_by_team { SenderType::Agent } else { SenderType::Customer };
        let emoji = self.reaction.emoji.as_deref().unwrap_or_default();
        if !react(&mut message, by, emoji, self.reaction.at.unwrap_or_else(|| env.now())) {
            return Ok((Amended::Known, Changes::none()));
        }
        let changes = restated(&message, &conversation, Changes::none().update(message.clone()));
        Ok((Amended::Yes, changes))
    }
}

/// Gives a message a sign of one side, unless that side gave a later one; tells whether anything is different then.
pub(super) fn react(message: &mut Message, by: SenderType, emoji: &str, at: Timestamp) -> bool {
    let sign = Reaction { emoji: clean(emoji, Reaction::LEN_MAX), by, at };
    match message.reactions.iter_mut().find(|reaction| reaction.by == by) {
        // At one and the same moment neither is later: the order of their signs decides, so that any order of news ends alike.
        Some(known) if (known.at, &known.emoji) >= (at, &sign.emoji) => return false,
        Some(known) => *known = sign,
        None => message.reactions.push(sign),
    }
    true
}

/// Which files are fetched for a message: those that it came with, or those that it was edited to have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    AsWritten,
    /// When it was edited, by the provider's clock if it has told.
    AsEdited(Option<Timestamp>),
}

impl Wanted {
    /// Whether they are a message's by what is known now, and it does not have them yet.
    pub(crate) fn are_missing(self, message: &Message) -> bool {
        let are_its = match self {
            Self::AsWritten => message.files_as_of.is_none(),
            Self::AsEdited(at) => message.files_as_of.is_some() && (at.is_none() || at == message.files_as_of),
        };
        are_its && message.attachments.is_empty() && message.deleted_at.is_none()
    }
}

/// Gives a message the files that were fetched for it, or tells why they cannot be had.
#[derive(Debug)]
pub(crate) struct FillMessage<'a> {
    pub(crate) external_id: &'a ExternalId,
    pub(crate) wanted: Wanted,
    pub(crate) files: &'a [AttachmentId],
    /// Why some of them cannot be had.
    pub(crate) fault: Option<&'a Fault>,
}

#[async_trait]
impl Command for FillMessage<'_> {
    type State = Option<(Message, Conversation, Vec<Attachment>)>;
    /// Whether the message has them by this.
    type Output = bool;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.external_id
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        let Some((message, conversation)) = message_and_conversation(store, scope, self.external_id).await? else {
            return Ok(None);
        };
        let files = super::attached::load(store, scope, self.files).await?;
        Ok(Some((message, conversation, files)))
    }

    fn decide(&self, state: Self::State, _scope: TenantScope, env: &Env) -> Result<(bool, Changes)> {
        let Some((before, conversation, mut fetched)) = state else { return Ok((false, Changes::none())) };
        fetched.retain(|file| file.state == AttachmentState::Waiting);
        if !self.wanted.are_missing(&before) || (fetched.is_empty() && self.fault.is_none()) {
            return Ok((false, Changes::none()));
        }
        let mut after = before;
        after.attachments = fetched.iter().map(Attachment::facts).collect();
        if let Some(first) = after.attachments.first() {
            after.attachment_url = Some(files::path(first.id, &first.name));
            after.attachment_type = Some(first.media_type.to_string());
        }
        after.error = self.fault.cloned();
        let changes = restated(&after, &conversation, Changes::none().update(after.clone()));
        Ok((true, super::attached::bind(fetched, &after, changes, env)))
    }
}
