use super::{order::order, record_receipt::status_changed};
use crate::{
    Action, Changes, ChatStore, Conversation, Delivery, DeliveryAction, DeliveryState, Env, Error, Message, MessageId,
    MessageStatus, Result, Subject, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Orders the delivery of a message anew that failed, or of which nobody knows whether it arrived.
///
/// Whoever asks for it again has it already: only what has failed again, or is in doubt again, is ordered once more.
#[derive(Debug)]
pub(crate) struct RetryMessage<'a> {
    pub(crate) message: MessageId,
    pub(crate) correlation_id: Option<&'a str>,
}

#[derive(Debug)]
pub(crate) struct RetryState {
    message: Message,
    conversation: Conversation,
    unsettled: Option<Delivery>,
    /// Whether it was ordered anew before.
    was_retried: bool,
}

#[async_trait]
impl Command for RetryMessage<'_> {
    type State = RetryState;
    type Output = Message;
    const ACTION: Option<Action> = Some(Action::Reply);

    fn lane(&self) -> impl Hash + Send {
        self.message
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<RetryState> {
        let message = store.message(scope, self.message).await?.ok_or(Error::NotFound("message"))?;
        let conversation = store.conversation(scope, message.conversation_id).await?;
        let conversation = conversation.ok_or(Error::NotFound("message"))?;
        let deliveries = store.deliveries_of(scope, self.message).await?;
        let was_retried = deliveries.len() > 1;
        let unsettled = deliveries.into_iter().rfind(|delivery| delivery.state == DeliveryState::Unsettled);
        Ok(RetryState { message, conversation, unsettled, was_retried })
    }

    fn subject<'a>(&self, state: &'a RetryState) -> Subject<'a> {
        Subject::Conversation(&state.conversation)
    }

    fn decide(&self, state: RetryState, _scope: TenantScope, env: &Env) -> Result<(Message, Changes)> {
        let RetryState { message, mut conversation, unsettled, was_retried } = state;
        if message.status != MessageStatus::Failed && unsettled.is_none() {
            return match was_retried {
                true => Ok((message, Changes::none())),
                false => Err(Error::Conflict("the message has not failed")),
            };
        }
        let Some(account) = conversation.account_id else {
            return Err(Error::Conflict("the message needs no delivery"));
        };
        let now = env.now();
        let message = Message {
            status: MessageStatus::Queued,
            error: None,
            unsettled: None,
            failed_at: None,
            external_id: None,
            ..message
        };
        let changes = match unsettled {
            Some(delivery) => Changes::none().update(Delivery {
                state: DeliveryState::Dead,
                ask_at: None,
                updated_at: now,
                ..delivery
            }),
            None => Changes::none(),
        };
        let action = DeliveryAction::Send { message_id: message.id };
        let delivery = order(&mut conversation, account, action, self.correlation_id, env);
        let changes = changes
            .tell(conversation.thread(), status_changed(&message, now))
            .update(conversation)
            .update(message.clone())
            .insert(delivery);
        Ok((message, changes))
    }
}
