use super::order::order;
use crate::{
    Action, Changes, ChatStore, Conversation, ConversationId, DeliveryAction, Env, Error, Event, Message, Result,
    Subject, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Notes that the team has read a conversation, and lets the customer know where the channel can tell.
#[derive(Debug)]
pub(crate) struct MarkRead {
    pub(crate) conversation: ConversationId,
}

#[derive(Debug)]
pub(crate) struct MarkReadState {
    conversation: Conversation,
    last: Option<Message>,
}

#[async_trait]
impl Command for MarkRead {
    type State = MarkReadState;
    type Output = Conversation;
    const ACTION: Option<Action> = Some(Action::ChangeConversation);

    fn lane(&self) -> impl Hash + Send {
        self.conversation
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<MarkReadState> {
        let conversation = store.conversation(scope, self.conversation).await?;
        let conversation = conversation.ok_or(Error::NotFound("conversation"))?;
        let last = store.last_customer_message(scope, self.conversation).await?;
        Ok(MarkReadState { conversation, last })
    }

    fn subject<'a>(&self, state: &'a MarkReadState) -> Subject<'a> {
        Subject::Conversation(&state.conversation)
    }

    fn decide(&self, state: MarkReadState, _scope: TenantScope, env: &Env) -> Result<(Conversation, Changes)> {
        let MarkReadState { conversation, last } = state;
        if conversation.unread_count == 0 {
            return Ok((conversation, Changes::none()));
        }
        let now = env.now();
        let conversation = Conversation { unread_count: 0, updated_at: now, ..conversation };
        let event = Event::ConversationChanged(Box::new(conversation.clone()));
        let mut changes = Changes::none().update(conversation.clone()).tell(conversation.thread(), event);
        if let (Some(account_id), Some(external)) = (conversation.account_id, last.and_then(|last| last.external_id)) {
            let action = DeliveryAction::MarkRead { external_id: external.id };
            changes = changes.insert(order(&conversation, account_id, action, env));
        }
        Ok((conversation, changes))
    }
}
