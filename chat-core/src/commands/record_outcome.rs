use super::{account::account_changed, record_receipt::status_changed};
use crate::{
    Account, AccountStatus, Action, Changes, ChatStore, Claim, Conversation, Delivery, DeliveryAction, DeliveryState,
    Env, ExternalId, Fault, Message, MessageStatus, Outcome, Result, TenantScope, delivery::backoff, executor::Command,
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};

/// Notes how an attempt to deliver went, and gives the lane back.
#[derive(Debug)]
pub(crate) struct RecordOutcome<'a> {
    pub(crate) claim: &'a Claim,
    pub(crate) outcome: &'a Outcome,
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
            DeliveryAction::MarkRead { .. } => None,
        };
        let account = match self.outcome {
            Outcome::PauseAccount(_) => store.account(scope, self.claim.delivery.account_id).await?,
            _ => None,
        };
        Ok(OutcomeState { conversation, message, account })
    }

    fn decide(&self, state: OutcomeState, _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let delivery = Delivery {
            attempts: self.claim.delivery.attempts + 1,
            updated_at: env.now(),
            ..self.claim.delivery.clone()
        };
        let changes = match self.outcome {
            Outcome::Done(external) => done(delivery, state, external.as_ref(), env),
            Outcome::Retry { fault, after } => again(delivery, state, fault, *after, env),
            Outcome::Ambiguous(fault) => ambiguous(delivery, state, fault, env),
            Outcome::NeedsTemplate(fault) | Outcome::Refused(fault) => dead(delivery, state, fault, env),
            Outcome::PauseAccount(fault) => paused(delivery, state, fault),
        };
        Ok(((), changes.end(self.claim.clone())))
    }
}

fn done(delivery: Delivery, state: OutcomeState, external: Option<&ExternalId>, env: &Env) -> Changes {
    let changes = Changes::none().update(Delivery { state: DeliveryState::Done, last_error: None, ..delivery });
    let Some(mut message) = state.message else { return changes };
    let now = env.now();
    message.external_id = message.external_id.or_else(|| external.cloned());
    message.sent_at.get_or_insert(now);
    if message.status != MessageStatus::Failed {
        message.error = None;
    }
    if message.status.climbs_to(MessageStatus::Sent) {
        message.status = MessageStatus::Sent;
    }
    tell_status(changes, state.conversation.as_ref(), message, env)
}

fn again(delivery: Delivery, state: OutcomeState, fault: &Fault, after: Option<Duration>, env: &Env) -> Changes {
    if delivery.attempts >= backoff::ATTEMPTS_MAX {
        return dead(delivery, state, fault, env);
    }
    let wait = backoff::wait(delivery.attempts, env.random()).max(after.unwrap_or_default());
    Changes::none().update(Delivery {
        next_attempt_at: env.now().plus(wait),
        last_error: Some(fault.clone()),
        ..delivery
    })
}

fn ambiguous(delivery: Delivery, state: OutcomeState, fault: &Fault, env: &Env) -> Changes {
    let delivery = Delivery { state: DeliveryState::Unsettled, last_error: Some(fault.clone()), ..delivery };
    let changes = Changes::none();
    match state.message {
        // A status arrived while we waited for the answer: it was taken.
        Some(message) if message.external_id.is_some() => {
            changes.update(Delivery { state: DeliveryState::Done, ..delivery })
        }
        Some(message) => {
            let message = Message { error: Some(fault.clone()), ..message };
            tell_status(changes.update(delivery), state.conversation.as_ref(), message, env)
        }
        None => changes.update(delivery),
    }
}

fn dead(delivery: Delivery, state: OutcomeState, fault: &Fault, env: &Env) -> Changes {
    let changes =
        Changes::none().update(Delivery { state: DeliveryState::Dead, last_error: Some(fault.clone()), ..delivery });
    let Some(mut message) = state.message else { return changes };
    message.error = Some(fault.clone());
    message.failed_at.get_or_insert(env.now());
    if message.status.climbs_to(MessageStatus::Failed) {
        message.status = MessageStatus::Failed;
    }
    tell_status(changes, state.conversation.as_ref(), message, env)
}

/// The delivery stays at the head of its lane, which is not taken up before the account is resumed.
fn paused(delivery: Delivery, state: OutcomeState, fault: &Fault) -> Changes {
    let attempts = delivery.attempts - 1;
    let changes = Changes::none().update(Delivery { attempts, last_error: Some(fault.clone()), ..delivery });
    match state.account {
        Some(account) if account.status == AccountStatus::Active => {
            let reason = Some(format!("{} ({})", fault.message, fault.code));
            let account = Account { status: AccountStatus::Paused, pause_reason: reason, ..account };
            changes.tell(None, account_changed(&account)).update(account)
        }
        _ => changes,
    }
}

fn tell_status(changes: Changes, conversation: Option<&Conversation>, message: Message, env: &Env) -> Changes {
    let event = status_changed(&message, env.now());
    match conversation {
        Some(conversation) => changes.tell(conversation.thread(), event).update(message),
        None => changes.update(message),
    }
}
