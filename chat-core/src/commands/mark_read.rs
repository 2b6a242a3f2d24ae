use crate::{
    Action, Changes, ChatStore, Conversation, ConversationId, Delivery, DeliveryAction, DeliveryState, Env, Error,
    Event, Message, Result, Subject, TenantScope, executor::Command,
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

    fn decide(&self, state: MarkReadState, scope: TenantScope, env: &Env) -> Result<(Conversation, Changes)> {
        let MarkReadState { conversation, last } = state;
        if conversation.unread_count == 0 {
            return Ok((conversation, Changes::none()));
        }
        let now = env.now();
        let conversation = Conversation { unread_count: 0, updated_at: now, ..conversation };
        let event = Event::ConversationChanged(Box::new(conversation.clone()));
        let mut changes = Changes::none().update(conversation.clone()).tell(conversation.thread(), event);
        if let (Some(account_id), Some(external)) = (conversation.account_id, last.and_then(|last| last.external_id)) {
            changes = changes.insert(Delivery {
                id: env.id(),
                client_id: scope.client_id(),
                conversation_id: conversation.id,
                account_id,
                action: DeliveryAction::MarkRead { external_id: external.id },
                state: DeliveryState::Pending,
                attempts: 0,
                next_attempt_at: now,
                last_error: None,
                created_at: now,
                updated_at: now,
                revision: 0,
            });
        }
        Ok((conversation, changes))
    }
}
