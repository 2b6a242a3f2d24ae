use super::{
    record_receipt::status_changed,
    standing::{account_changed, paused, throttled},
};
use crate::{
    Account, AccountStatus, Action, AttemptOutcome, Changes, ChatStore, Claim, Conversation, Delivery, DeliveryAction,
    DeliveryAttempt, DeliveryState, Env, ExternalId, Fault, Message, MessageStatus, Outcome, Quota, Result,
    TenantScope, Timestamp, Unsettled,
    delivery::{
        course::{self, Terms},
        pace,
    },
    executor::Command,
    planted::Planted,
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};

/// Notes how an attempt to deliver went, and gives the lane back.
#[derive(Debug)]
pub(crate) struct RecordOutcome<'a> {
    pub(crate) claim: &'a Claim,
    pub(crate) outcome: &'a Outcome,
    /// When the attempt began; nothing when none was needed.
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) unsettled_after: Duration,
    /// How fast the recipient is sent to.
    pub(crate) recipient: Option<Quota>,
}

#[derive(Debug)]
pub(crate) struct OutcomeState {
    conversation: Option<Conversation>,
    message: Option<Message>,
    account: Option<Account>,
}

#[async_trait]
impl Command for RecordOutcome<'_> {
    type State = OutcomeState;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.claim.conversation_id
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<OutcomeState> {
        let conversation = store.conversation(scope, self.claim.conversation_id).await?;
        let message = match &self.claim.delivery.action {
            DeliveryAction::Send { message_id } => store.message(scope, *message_id).await?,
            DeliveryAction::MarkRead { .. } | DeliveryAction::React { .. } => None,
        };
        let account = match self.outcome {
            Outcome::PauseAccount(_) | Outcome::WaitForAccount { .. } => {
                store.account(scope, self.claim.delivery.account_id).await?
            }
            _ => None,
        };
        Ok(OutcomeState { conversation, message, account })
    }

    fn decide(&self, state: OutcomeState, _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let OutcomeState { conversation, message, account } = state;
        let standing = account.as_ref().and_then(|account| self.standing(account, env));
        let throttled_until = standing.as_ref().or(account.as_ref()).and_then(|account| account.throttled_until);
        let terms =
            Terms { now: env.now(), random: env.random(), unsettled_after: self.unsettled_after, throttled_until };
        let mut delivery = course::after(self.claim.delivery.clone(), self.outcome, terms);
        if self.started_at.is_some() {
            delivery.attempts += 1;
        }
        // A status arrived while we waited for the answer: it was taken, whatever the answer was.
        let is_over = matches!(delivery.state, DeliveryState::Unsettled | DeliveryState::Dead);
        if is_over && message.as_ref().is_some_and(|it| it.external_id.is_some()) {
            delivery = Delivery { state: DeliveryState::Done, ask_at: None, ..delivery };
        }
        let attempt = self.attempt(&delivery, env);
        let before = message.clone();
        let message = message.and_then(|message| self.message(message, &delivery, env.now()));
        let mut changes = Changes::none().update(delivery);
        if let Some(attempt) = attempt {
            changes = changes.insert(attempt);
        }
        if let Some(account) = standing {
            if account.status == AccountStatus::Paused {
                changes = changes.tell(None, account_changed(&account));
            }
            changes = changes.update(account);
        }
        if let Some(message) = message {
            // Whoever was told by a receipt already is not told again.
            let is_news = before.is_none_or(|before| is_other(&before, &message));
            if let Some(conversation) = conversation.filter(|_| is_news) {
                changes = changes.tell(conversation.thread(), status_changed(&message, env.now()));
            }
            changes = changes.update(message);
        }
        if Planted::LaneNeverGivenBack.grows() {
            return Ok(((), changes));
        }
        let free_at = self.free_at(env.now());
        Ok(((), changes.end(Claim { free_at, ..self.claim.clone() })))
    }
}

impl RecordOutcome<'_> {
    /// How the account stands now, if that is news.
    fn standing(&self, account: &Account, env: &Env) -> Option<Account> {
        match self.outcome {
            _ if account.status != AccountStatus::Active => None,
            Outcome::PauseAccount(fault) => Some(paused(account.clone(), fault, env)),
            Outcome::WaitForAccount { after, .. } => throttled(account, *after, env),
            _ => None,
        }
    }

    /// From when on the lane may send again. Whatever went out counts, whether it was taken or not.
    fn free_at(&self, now: Timestamp) -> Timestamp {
        let free_at = self.claim.free_at;
        let is_send = matches!(self.claim.delivery.action, DeliveryAction::Send { .. });
        match (self.recipient, self.outcome) {
            (Some(quota), Outcome::WaitForRecipient { .. }) => pace::free_after_refusal(free_at, now, quota),
            (Some(quota), _) if is_send && self.started_at.is_some() => pace::free_after(free_at, now, quota),
            _ => free_at,
        }
    }

    /// The record of the attempt; reading is told without one.
    fn attempt(&self, delivery: &Delivery, env: &Env) -> Option<DeliveryAttempt> {
        let (Some(started_at), DeliveryAction::Send { message_id }) = (self.started_at, &delivery.action) else {
            return None;
        };
        let outcome = match self.outcome.word() {
            AttemptOutcome::Ambiguous if self.claim.was_abandoned => AttemptOutcome::Interrupted,
            word => word,
        };
        Some(DeliveryAttempt {
            id: env.id(),
            client_id: delivery.client_id,
            message_id: *message_id,
            delivery_id: delivery.id,
            number: delivery.attempts,
            started_at,
            ended_at: env.now(),
            outcome,
            error: self.outcome.fault().cloned(),
            next_attempt_at: (delivery.state == DeliveryState::Pending).then_some(delivery.next_attempt_at),
            revision: 0,
        })
    }

    /// The message that the delivery makes of this one, if that is news.
    fn message(&self, message: Message, delivery: &Delivery, now: Timestamp) -> Option<Message> {
        match (delivery.state, self.outcome) {
            (DeliveryState::Pending, _) => None,
            (DeliveryState::Done, Outcome::Done(external)) => Some(sent(message, external.as_ref(), now)),
            (DeliveryState::Done, _) => None,
            (DeliveryState::Unsettled, _) => {
                Some(Message { error: delivery.last_error.clone(), unsettled: Some(Unsettled::Waiting), ..message })
            }
            (DeliveryState::Dead, _) => Some(failed(message, delivery.last_error.as_ref(), now)),
        }
    }
}

/// Whether anybody who saw the one is to see the other.
fn is_other(before: &Message, after: &Message) -> bool {
    (before.status, &before.external_id, &before.error, before.unsettled)
        != (after.status, &after.external_id, &after.error, after.unsettled)
}

fn sent(mut message: Message, external: Option<&ExternalId>, now: Timestamp) -> Message {
    if !Planted::OutcomeForgetsName.grows() {
        message.external_id = message.external_id.or_else(|| external.cloned());
    }
    message.sent_at = Some(message.sent_at.map_or(now, |told| told.min(now)));
    message.unsettled = None;
    if message.status != MessageStatus::Failed {
        message.error = None;
    }
    if message.status.climbs_to(MessageStatus::Sent) {
        message.status = MessageStatus::Sent;
    }
    message
}

fn failed(mut message: Message, fault: Option<&Fault>, now: Timestamp) -> Message {
    message.error = fault.cloned();
    message.failed_at.get_or_insert(now);
    message.unsettled = None;
    if message.status.climbs_to(MessageStatus::Failed) {
        message.status = MessageStatus::Failed;
    }
    message
}
