use super::{amend, draft::Draft};
use crate::{
    Action, Actor, Changes, ChatStore, Conversation, Env, Error, Event, Message, MessageId, MessageKind,
    MessageVersion, Result, SenderType, Subject, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What is to become of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Amendment<'a> {
    /// It says something else.
    Edit {
        /// What.
        content: &'a str,
    },
    /// It says nothing any more.
    Delete,
}

/// Edits or deletes what an agent has written itself: notes, and replies that nobody but us has delivered. What it said before stays in
/// its history.
#[derive(Debug)]
pub(crate) struct AmendMessage<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) message: MessageId,
    pub(crate) amendment: Amendment<'a>,
}

#[async_trait]
impl Command for AmendMessage<'_> {
    type State = (Message, Conversation);
    type Output = Message;
    const ACTION: Option<Action> = Some(Action::Reply);

    fn lane(&self) -> impl Hash + Send {
        self.message
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<(Message, Conversation)> {
        let message = store.message(scope, self.message).await?.ok_or(Error::NotFound("message"))?;
        let conversation = store.conversation(scope, message.conversation_id).await?;
        Ok((message, conversation.ok_or(Error::NotFound("message"))?))
    }

    fn subject<'a>(&self, (_, conversation): &'a (Message, Conversation)) -> Subject<'a> {
        Subject::Conversation(conversation)
    }

    fn decide(&self, state: (Message, Conversation), _: TenantScope, env: &Env) -> Result<(Message, Changes)> {
        let (before, conversation) = state;
        self.is_own(&before)?;
        // What a provider has taken is out of our hands.
        if before.kind == MessageKind::Reply && conversation.account_id.is_some() {
            return Err(Error::Conflict("this channel cannot change what was sent"));
        }
        if before.deleted_at.is_some() {
            return match self.amendment {
                Amendment::Delete => Ok((before, Changes::none())),
                Amendment::Edit { .. } => Err(Error::Conflict("the message was deleted")),
            };
        }
        let now = env.now();
        let version =
            MessageVersion { content: before.content.clone(), attachments: before.attachments.clone(), until: now };
        let mut after = before.clone();
        match self.amendment {
            Amendment::Edit { content } => {
                let attachment_ids = before.attachments.iter().map(|file| file.id).collect();
                Draft { attachment_ids, ..Draft::text(content) }.check()?;
                if before.content == content {
                    return Ok((before, Changes::none()));
                }
                if before.versions.len() >= Message::VERSIONS_MAX {
                    return Err(Error::Conflict("the message was edited 20 times; write another one"));
                }
                content.clone_into(&mut after.content);
                after.edited_at = Some(now);
            }
            Amendment::Delete => {
                amend::empty(&mut after, now);
            }
        }
        after.versions.push(version);
        let changes = Changes::none().update(after.clone());
        let changes = match self.amendment {
            Amendment::Edit { .. } => amend::restated(&after, &conversation, changes),
            Amendment::Delete => {
                let event = Event::MessageDeleted { message_id: after.id, kind: after.kind, at: now };
                changes.tell(conversation.thread(), event)
            }
        };
        Ok((after, changes))
    }
}

impl AmendMessage<'_> {
    fn is_own(&self, message: &Message) -> Result<()> {
        let is_own = message.sender_type == SenderType::Agent && message.sender_id == Some(self.actor.agent_id.into());
        if is_own { Ok(()) } else { Err(Error::Forbidden) }
    }
}
