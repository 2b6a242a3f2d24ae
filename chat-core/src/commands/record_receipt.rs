use crate::{
    Action, Changes, ChatStore, Conversation, Delivery, DeliveryState, Env, Event, ExternalId, InboundReceipt, Message,
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
    /// The delivery whose news it is, when that is how the message was found.
    delivery: Option<(Delivery, Sending)>,
}

/// Which sending of its message a delivery is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sending {
    /// The one that the message tells of.
    Current,
    /// Another one: the message was sent again, or is known by another sending's name.
    Other,
}

impl Sending {
    /// Which one it is of a message that is known by `known`, when the news calls it `told`.
    fn of(is_latest: bool, known: Option<&ExternalId>, told: &ExternalId) -> Self {
        // The name was looked for in vain; the answer to the sending may have told it since.
        let is_named_so = known.is_none_or(|known| known == told && !Planted::StatusMissesName.grows());
        if is_latest && is_named_so { Self::Current } else { Self::Other }
    }
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
            None => self.by_reference(store, scope).await?.map(|(message, found)| (message, Some(found))),
        };
        let Some((message, delivery)) = found else { return Ok(None) };
        let Some(conversation) = store.conversation(scope, message.conversation_id).await? else { return Ok(None) };
        Ok(Some(ReceiptState { message, conversation, delivery }))
    }

    fn decide(&self, state: Self::State, _scope: TenantScope, env: &Env) -> Result<(Recorded, Changes)> {
        let Some(ReceiptState { message: before, conversation, delivery }) = state else {
            return Ok((Recorded::MessageUnknown, Changes::none()));
        };
        let delivery = match delivery {
            Some((delivery, Sending::Other)) => return Ok((Recorded::Yes, self.noted(delivery, env))),
            Some((delivery, Sending::Current)) => Some(delivery),
            None => None,
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
        let changes = match delivery {
            // It was in doubt, or given up: the provider had taken it all the same.
            Some(delivery) if matches!(delivery.state, DeliveryState::Unsettled | DeliveryState::Dead) => {
                changes.update(made(delivery, env))
            }
            // One that is still to be made finds that it need not be.
            Some(_) | None => changes,
        };
        let recorded = if before.external_id.is_none() { Recorded::Named } else { Recorded::Yes };
        Ok((recorded, changes.update(message)))
    }
}

impl RecordReceipt<'_> {
    /// The message and the delivery that the provider handed back.
    async fn by_reference(
        &self,
        store: &dyn ChatStore,
        scope: TenantScope,
    ) -> Result<Option<(Message, (Delivery, Sending))>> {
        let reference = self.receipt.reference.as_deref().and_then(Reference::parse);
        let Some(Reference { message, delivery }) = reference else { return Ok(None) };
        let Some(message) = store.message(scope, message).await? else { return Ok(None) };
        let mut deliveries = store.deliveries_of(scope, message.id).await?;
        let Some(place) = deliveries.iter().position(|it| it.id == delivery) else { return Ok(None) };
        let is_latest = place + 1 == deliveries.len();
        let sending = Sending::of(is_latest, message.external_id.as_ref(), &self.receipt.external_id);
        Ok(Some((message, (deliveries.swap_remove(place), sending))))
    }

    /// What the news is to a delivery that the message does not depend on any more: that it was made after all. Whatever
    /// became of that sending later says nothing about the message, which was sent again.
    fn noted(&self, delivery: Delivery, env: &Env) -> Changes {
        let has_gone_out =
            matches!(self.receipt.status, MessageStatus::Sent | MessageStatus::Delivered | MessageStatus::Read);
        match delivery.state {
            DeliveryState::Unsettled | DeliveryState::Dead if has_gone_out => {
                Changes::none().update(made(delivery, env))
            }
            _ => Changes::none(),
        }
    }

    fn applied(&self, mut message: Message, at: Timestamp) -> Message {
        if self.receipt.status != MessageStatus::Queued && message.external_id.is_none() {
            message.external_id = Some(self.receipt.external_id.clone());
            // What nobody knew is known now; and a failure that only we saw was none, since the provider had taken the message.
            message.unsettled = None;
            message.error = None;
            message.failed_at = None;
            if message.status == MessageStatus::Failed {
                message.status = MessageStatus::Queued;
            }
        }
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
        // That money is asked for stays so: of the news of one message some say nothing of it.
        message.billable = message.billable.max(self.receipt.billable);
        message
    }
}

/// The delivery, which turned out to have been made.
fn made(delivery: Delivery, env: &Env) -> Delivery {
    Delivery { state: DeliveryState::Done, last_error: None, ask_at: None, updated_at: env.now(), ..delivery }
}

/// The message that a provider calls so, and its conversation.
pub(super) async fn message_and_conversation(
    store: &dyn ChatStore,
    scope: TenantScope,
    name: &ExternalId,
) -> Result<Option<(Message, Conversation)>> {
    let Some(message) = store.message_by_external(scope, name).await? else { return Ok(None) };
    let conversation = store.conversation(scope, message.conversation_id).await?;
    Ok(conversation.map(|conversation| (message, conversation)))
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

#[cfg(test)]
mod tests {
    use super::Sending::{self, Current, Other};
    use crate::{ExternalId, Source};

    #[test]
    fn news_is_of_the_current_sending_unless_another_one_followed_or_gave_the_name() {
        let named = |id: &str| ExternalId { source: Source::WHATSAPP, id: id.into() };
        let told = named("wamid.2");
        let cases = [
            (true, None, Current),
            // The answer to the sending was committed after the name had been looked for.
            (true, Some(named("wamid.2")), Current),
            (true, Some(named("wamid.1")), Other),
            (false, None, Other),
            (false, Some(named("wamid.2")), Other),
        ];
        for (is_latest, known, expected) in cases {
            assert_eq!(Sending::of(is_latest, known.as_ref(), &told), expected, "{is_latest} {known:?}");
        }
    }
}
