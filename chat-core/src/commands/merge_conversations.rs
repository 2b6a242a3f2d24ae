use super::thread_event;
use crate::{
    Action, Actor, Changes, ChatStore, Conversation, ConversationId, ConversationStatus, Env, Error, Event, Result,
    Subject, TenantScope, ThreadDeed, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Has a conversation go on in another one of the same customer.
///
/// No message is moved: places in a conversation are given once. The one that ends is archived and names where it goes on; the one that
/// goes on names those that it has taken in, and its thread is read as that of all of them, by the time of each message
/// ([`Desk::messages`](crate::Desk::messages)). What is unread there is unread here. The customer's next message starts a new
/// conversation where the archived one was the only one at its account; visitors see the two apart, as they were.
#[derive(Debug)]
pub(crate) struct MergeConversations<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) into: ConversationId,
    pub(crate) from: ConversationId,
}

#[async_trait]
impl Command for MergeConversations<'_> {
    type State = (Conversation, Conversation);
    type Output = Conversation;
    const ACTION: Option<Action> = Some(Action::ChangeConversation);

    fn lane(&self) -> impl Hash + Send {
        self.into
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<(Conversation, Conversation)> {
        let known = async |id| store.conversation(scope, id).await?.ok_or(Error::NotFound("conversation"));
        Ok((known(self.into).await?, known(self.from).await?))
    }

    fn subject<'a>(&self, (into, _): &'a (Conversation, Conversation)) -> Subject<'a> {
        Subject::Conversation(into)
    }

    fn decide(
        &self,
        (into, from): (Conversation, Conversation),
        _scope: TenantScope,
        env: &Env,
    ) -> Result<(Conversation, Changes)> {
        fits(&into, &from)?;
        let now = env.now();
        let mut kept = Conversation {
            unread_count: into.unread_count.saturating_add(from.unread_count),
            last_message_at: into.last_message_at.max(from.last_message_at),
            waiting_since: [into.waiting_since, from.waiting_since].into_iter().flatten().min(),
            updated_at: now,
            ..into.clone()
        };
        kept.merged.push(from.id);
        kept.merged.extend(&from.merged);
        if from.status == ConversationStatus::Active {
            kept.status = ConversationStatus::Active;
            kept.closed_at = None;
        }
        let mut gone = Conversation {
            status: ConversationStatus::Archived,
            merged_into: Some(kept.id),
            merged: Vec::new(),
            unread_count: 0,
            waiting_since: None,
            snoozed_until: None,
            closed_at: Some(from.closed_at.unwrap_or(now)),
            updated_at: now,
            ..from
        };
        let actor = Some(self.actor);
        let deeds = vec![ThreadDeed::MergedInto { conversation_id: kept.id }];
        let told_gone = thread_event::tell(deeds, actor, &mut gone, env);
        let mut deeds = vec![ThreadDeed::MergedFrom { conversation_id: gone.id }];
        deeds.extend(ThreadDeed::between(&into, &kept));
        let told_kept = thread_event::tell(deeds, actor, &mut kept, env);

        let mut changes = Changes::none();
        for (conversation, told) in [(&gone, told_gone), (&kept, told_kept)] {
            let event = Event::ConversationChanged(Box::new(conversation.clone()));
            changes = changes.update(conversation.clone()).tell(conversation.thread(), event);
            changes = thread_event::post(told, conversation, changes);
        }
        Ok((kept, changes))
    }
}

/// Whether two conversations can become one.
fn fits(into: &Conversation, from: &Conversation) -> Result<()> {
    let problem = if into.id == from.id {
        "a conversation is the same as itself already"
    } else if into.customer_id.is_none() || into.customer_id != from.customer_id {
        "they are not of the same customer; merge the customers first"
    } else if into.merged_into.is_some() || from.merged_into.is_some() {
        "one of them was merged already"
    } else if into.status == ConversationStatus::Archived {
        "the conversation that is to go on is archived"
    } else if into.merged.len() + from.merged.len() + 1 > Conversation::MERGED_MAX {
        "20 conversations were merged into this one already"
    } else {
        return Ok(());
    };
    Err(Error::Conflict(problem))
}
