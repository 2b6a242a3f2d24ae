use super::record_receipt::status_changed;
use crate::{
    Action, Changes, ChatStore, Conversation, Delivery, DeliveryId, DeliveryState, Env, Error, Fault, Message,
    MessageId, MessageStatus, Result, Subject, TenantScope, Unsettled, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// A message of which nobody knows whether the provider took it, with its delivery.
#[derive(Debug)]
pub(crate) struct Doubt {
    message: Message,
    conversation: Conversation,
    /// The delivery that is unsettled; nothing when all is known by now.
    delivery: Option<Delivery>,
}

async fn load(store: &dyn ChatStore, scope: TenantScope, id: MessageId) -> Result<Doubt> {
    let message = store.message(scope, id).await?.ok_or(Error::NotFound("message"))?;
    let conversation = store.conversation(scope, message.conversation_id).await?;
    let conversation = conversation.ok_or(Error::NotFound("message"))?;
    let deliveries = store.deliveries_of(scope, id).await?;
    let delivery = deliveries.into_iter().rfind(|delivery| delivery.state == DeliveryState::Unsettled);
    Ok(Doubt { message, conversation, delivery })
}

/// Asks the team to decide about a message, once: news from the provider was waited for long enough.
#[derive(Debug)]
pub(crate) struct AskTeam {
    pub(crate) message: MessageId,
    pub(crate) delivery: DeliveryId,
}

#[async_trait]
impl Command for AskTeam {
    type State = Doubt;
    /// Whether the team was asked now.
    type Output = bool;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.message
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Doubt> {
        load(store, scope, self.message).await
    }

    fn decide(&self, doubt: Doubt, _scope: TenantScope, env: &Env) -> Result<(bool, Changes)> {
        let Doubt { message, conversation, delivery } = doubt;
        // Settled, sent again, or asked about by another process meanwhile.
        let delivery = delivery.filter(|delivery| delivery.id == self.delivery && delivery.ask_at.is_some());
        let Some(delivery) = delivery else { return Ok((false, Changes::none())) };
        let now = env.now();
        let message = Message { unsettled: Some(Unsettled::NeedsDecision), ..message };
        let changes = Changes::none()
            .tell(conversation.thread(), status_changed(&message, now))
            .update(Delivery { ask_at: None, updated_at: now, ..delivery })
            .update(message);
        Ok((true, changes))
    }
}

/// Gives a message up of which nobody knows whether the provider took it. Should the provider tell later that it arrived, that
/// counts.
#[derive(Debug)]
pub(crate) struct DiscardMessage {
    pub(crate) message: MessageId,
}

#[async_trait]
impl Command for DiscardMessage {
    type State = Doubt;
    type Output = Message;
    const ACTION: Option<Action> = Some(Action::Reply);

    fn lane(&self) -> impl Hash + Send {
        self.message
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Doubt> {
        load(store, scope, self.message).await
    }

    fn subject<'a>(&self, doubt: &'a Doubt) -> Subject<'a> {
        Subject::Conversation(&doubt.conversation)
    }

    fn decide(&self, doubt: Doubt, _scope: TenantScope, env: &Env) -> Result<(Message, Changes)> {
        let Doubt { message, conversation, delivery } = doubt;
        let fault = Fault::new("discarded", "the team gave it up; nobody knows whether it arrived");
        if message.error.as_ref() == Some(&fault) {
            return Ok((message, Changes::none()));
        }
        let Some(delivery) = delivery else {
            return Err(Error::Conflict("only a message of which nobody knows whether it was sent can be discarded"));
        };
        let now = env.now();
        let message = Message {
            status: MessageStatus::Failed,
            error: Some(fault.clone()),
            unsettled: None,
            failed_at: Some(now),
            ..message
        };
        let delivery =
            Delivery { state: DeliveryState::Dead, ask_at: None, last_error: Some(fault), updated_at: now, ..delivery };
        let changes = Changes::none()
            .tell(conversation.thread(), status_changed(&message, now))
            .update(delivery)
            .update(message.clone());
        Ok((message, changes))
    }
}
