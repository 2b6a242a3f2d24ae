use crate::{
    Action, Actor, Bookmark, Changes, ChatStore, Conversation, ConversationId, Draft, Env, Error, MessageKind, Result,
    Subject, TenantScope, Unsent, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What an agent has to note.
#[derive(Debug)]
pub(crate) enum Note<'a> {
    /// That the last message of the customer is still to be read.
    Unread,
    /// What it has begun to write; nothing throws it away.
    Unsent(Option<(&'a str, MessageKind)>),
}

/// Notes how far an agent has come in a conversation. Nobody else is concerned, and nobody is told.
#[derive(Debug)]
pub(crate) struct PutBookmark<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) conversation: ConversationId,
    pub(crate) note: Note<'a>,
}

#[async_trait]
impl Command for PutBookmark<'_> {
    type State = (Conversation, Option<Bookmark>);
    type Output = Bookmark;
    const ACTION: Option<Action> = Some(Action::Read);

    fn lane(&self) -> impl Hash + Send {
        (self.actor.agent_id, self.conversation)
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        let conversation = store.conversation(scope, self.conversation).await?;
        let conversation = conversation.ok_or(Error::NotFound("conversation"))?;
        let bookmark = own_bookmark(store, scope, self.actor, self.conversation).await?;
        Ok((conversation, bookmark))
    }

    fn subject<'a>(&self, (conversation, _): &'a Self::State) -> Subject<'a> {
        Subject::Conversation(conversation)
    }

    fn decide(&self, state: Self::State, scope: TenantScope, env: &Env) -> Result<(Bookmark, Changes)> {
        let (conversation, before) = state;
        let mut after = before.clone().unwrap_or_else(|| Bookmark {
            id: env.id(),
            client_id: scope.client_id(),
            conversation_id: conversation.id,
            agent_id: self.actor.agent_id,
            // Whoever has noted nothing has read what the team has read.
            read_position: if conversation.unread_count > 0 { 0 } else { conversation.message_count },
            unsent: None,
            updated_at: env.now(),
            revision: 0,
        });
        match self.note {
            Note::Unread => after.read_position = after.read_position.min((conversation.customer_position - 1).max(0)),
            Note::Unsent(None) => after.unsent = None,
            Note::Unsent(Some((content, kind))) => {
                let is_same = |it: &Unsent| it.content == content && it.kind == kind;
                if content.chars().count() > Draft::CHARS_MAX || content.contains('\0') {
                    let problem = format!("at most {} characters without NUL, please", Draft::CHARS_MAX);
                    return Err(Error::invalid("content", problem));
                }
                if !after.unsent.as_ref().is_some_and(is_same) {
                    after.unsent = Some(Unsent { content: content.to_owned(), kind, at: env.now() });
                }
            }
        }
        let is_nothing = before.is_none() && matches!(self.note, Note::Unsent(None));
        if is_nothing || before.as_ref() == Some(&after) {
            return Ok((after, Changes::none()));
        }
        after.updated_at = env.now();
        let changes = match before {
            None => Changes::none().insert(after.clone()),
            Some(_) => Changes::none().update(after.clone()),
        };
        Ok((after, changes))
    }
}

/// What an agent has noted in a conversation.
pub(super) async fn own_bookmark(
    store: &dyn ChatStore,
    scope: TenantScope,
    actor: &Actor,
    conversation: ConversationId,
) -> Result<Option<Bookmark>> {
    Ok(store.bookmarks(scope, actor.agent_id, &[conversation]).await?.pop())
}

/// Moves an agent's bookmark, if there is one, to the end of a conversation. What was begun stays unless it was sent.
pub(super) fn read_up_to(
    bookmark: Option<Bookmark>,
    position: i64,
    has_sent: bool,
    changes: Changes,
    env: &Env,
) -> Changes {
    let Some(before) = bookmark else { return changes };
    let unsent = before.unsent.clone().filter(|_| !has_sent);
    let after = Bookmark { read_position: before.read_position.max(position), unsent, ..before.clone() };
    if after == before { changes } else { changes.update(Bookmark { updated_at: env.now(), ..after }) }
}
