use crate::{
    Action, Changes, ChatStore, Conversation, Delivery, DeliveryState, Env, Event, InboundReceipt, Message,
    MessageStatus, Result, TenantScope, Timestamp, delivery::Reference, executor::Command, planted::Planted,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Notes how far a message has come, by the provider's word.
///
/// The status only climbs; each moment is the earliest that was told; so any order and repetition of the same receipts ends
/// in the same message.
#[derive(Debug)]
pub(crate) struct RecordReceipt<'a> {
    pub(crate) receipt: &'a InboundReceipt,
}

/// What became of a receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Recorded {
    /// The message says so now, or said so before.
    Yes,
    /// The message says so now, and this is how its name at the provider was learned.
    Named,
    /// No message is known by that name, yet.
    MessageUnknown,
}

#[derive(Debug)]
pub(crate) struct ReceiptState {
    message: Message,
    conversation: Conversation,
    /// What has to be settled, when nobody knew whether the message had been taken.
    unsettled: Option<Delivery>,
}

#[async_trait]
impl Command for RecordReceipt<'_> {
    type State = Option<ReceiptState>;
    type Output = Recorded;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        &self.receipt.external_id
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        let found = match store.message_by_external(scope, &self.receipt.external_id).await? {
            Some(message) => Some((message, None)),
            None => self.by_reference(store, scope).await?,
        };
        let Some((message, unsettled)) = found else { return Ok(None) };
        let Some(conversation) = store.conversation(scope, message.conversation_id).await? else { return Ok(None) };
        Ok(Some(ReceiptState { message, conversation, unsettled }))
    }

    fn decide(&self, state: Self::State, _scope: TenantScope, env: &Env) -> Result<(Recorded, Changes)> {
        let Some(ReceiptState { message: before, conversation, unsettled }) = state else {
            return Ok((Recorded::MessageUnknown, Changes::none()));
        };
        let at = self.receipt.at.unwrap_or_else(|| env.now());
        let message = self.applied(before.clone(), at);
        if message == before {
            return Ok((Recorded::Yes, Changes::none()));
        }
        let changes = match message.status == before.status
            && message.error == before.error
            && message.unsettled == before.unsettled
        {
            true => Changes::none(),
            false => Changes::none().tell(conversation.thread(), status_changed(&message, at)),
        };
        let changes = match unsettled {
            Some(delivery) => {
                changes.update(Delivery { state: DeliveryState::Done, ask_at: None, updated_at: env.now(), ..delivery })
            }
            None => changes,
        };
        let recorded = if before.external_id.is_none() { Recorded::Named } else { Recorded::Yes };
        Ok((recorded, changes.update(message)))
    }
}

impl RecordReceipt<'_> {
    /// The message whose latest delivery the provider handed back, with that delivery when it is unsettled. News of an
    /// earlier delivery says nothing about a message that was sent again.
    async fn by_reference(
        &self,
        store: &dyn ChatStore,
        scope: TenantScope,
    ) -> Result<Option<(Message, Option<Delivery>)>> {
        let reference = self.receipt.reference.as_deref().and_then(Reference::parse);
        let Some(Reference { message, delivery }) = reference else { return Ok(None) };
        let message = store.message(scope, message).await?.filter(|message| message.external_id.is_none());
        let Some(message) = message else { return Ok(None) };
        let latest = store.deliveries_of(scope, message.id).await?.pop().filter(|latest| latest.id == delivery);
        Ok(latest.map(|latest| (message, Some(latest).filter(|it| it.state == DeliveryState::Unsettled))))
    }

    fn applied(&self, mut message: Message, at: Timestamp) -> Message {
        let moment = match self.receipt.status {
            MessageStatus::Queued => return message,
            MessageStatus::Sent => &mut message.sent_at,
            MessageStatus::Delivered => &mut message.delivered_at,
            MessageStatus::Read => &mut message.read_at,
            MessageStatus::Failed => &mut message.failed_at,
        };
        *moment = Some(moment.map_or(at, |known| known.min(at)));
        if message.status.climbs_to(self.receipt.status) || Planted::StatusGoesBack.grows() {
            message.status = self.receipt.status;
        }
        if let Some(error) = &self.receipt.error {
            message.error.get_or_insert_with(|| error.clone());
        }
        if message.external_id.is_none() {
            message.external_id = Some(self.receipt.external_id.clone());
            // What nobody knew is known now, unless this is the news of a failure.
            message.error = self.receipt.error.clone();
            message.unsettled = None;
        }
        message
    }
}

/// The event that tells of a message's present status.
pub(super) fn status_changed(message: &Message, at: Timestamp) -> Event {
    Event::MessageStatusChanged {
        message_id: message.id,
        external_id: message.external_id.as_ref().map(|external| external.id.clone()),
        status: message.status,
        at,
        error: message.error.clone(),
        unsettled: message.unsettled,
    }
}
