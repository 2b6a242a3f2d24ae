use super::Reference;
use crate::{
    Account, AccountStatus, Channel, Claim, DeliveryAction, Fault, Message, Outcome, Result, Sending, StoreError,
    commands::RecordOutcome, executor::Executor, patience::Patience, stop::Stop,
};
use futures_util::{StreamExt, stream::FuturesUnordered};
use std::{sync::Arc, time::Duration};

/// Claims lanes and works them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worker<'a> {
    pub(crate) executor: &'a Executor,
    pub(crate) channels: &'a [Arc<dyn Channel>],
}

impl Worker<'_> {
    /// How many deliveries are under way at the same time.
    const AT_ONCE_MAX: usize = 64;
    /// How long a lane is held; longer than any channel may take to answer.
    const LEASE: Duration = Duration::from_secs(120);
    /// How often the outbox is looked at when nobody rings, for deliveries whose time has come.
    const POLL: Duration = Duration::from_millis(500);
    /// How long deliveries under way are waited for at the end.
    const FAREWELL: Duration = Duration::from_secs(10);

    /// Makes every delivery that is due now, and tells how many that were.
    pub(crate) async fn deliver_once(self) -> Result<usize> {
        let mut count = 0;
        loop {
            let claims = self.claim(Self::AT_ONCE_MAX).await?;
            if claims.is_empty() {
                return Ok(count);
            }
            count += claims.len();
            let mut under_way: FuturesUnordered<_> = claims.into_iter().map(|claim| self.deliver(claim)).collect();
            while let Some(result) = under_way.next().await {
                result?;
            }
        }
    }

    /// Makes deliveries as they become due, until it is told to stop.
    pub(crate) async fn run(self, stop: &Stop) {
        let mut under_way = FuturesUnordered::new();
        let mut patience = Patience::default();
        let mut poll = tokio::time::interval(Self::POLL);
        poll.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while !stop.is_stopped() {
            let free = Self::AT_ONCE_MAX - under_way.len();
            if free > 0 {
                match self.claim(free).await {
                    Ok(claims) => {
                        patience.reset();
                        let found_all = claims.len() < free;
                        under_way.extend(claims.into_iter().map(|claim| self.deliver(claim)));
                        if !found_all {
                            continue;
                        }
                    }
                    Err(error) => patience.wait("the outbox cannot be read", &error, stop).await,
                }
            }
            tokio::select! {
                () = stop.stopped() => {}
                () = self.executor.outbox_bell.notified() => {}
                _ = poll.tick() => {}
                Some(result) = under_way.next(), if !under_way.is_empty() => match result {
                    Ok(()) => patience.reset(),
                    Err(error) => patience.wait("the outcome of a delivery cannot be kept", &error, stop).await,
                },
            }
        }
        let farewell = tokio::time::sleep(Self::FAREWELL);
        tokio::pin!(farewell);
        while !under_way.is_empty() {
            tokio::select! {
                () = &mut farewell => break,
                _ = under_way.next() => {}
            }
        }
    }

    async fn claim(self, limit: usize) -> Result<Vec<Claim>, StoreError> {
        self.executor.store.claim(self.executor.env.now(), Self::LEASE, limit).await
    }

    async fn deliver(self, claim: Claim) -> Result<()> {
        let outcome = self.attempt(&claim).await?;
        if let Some(fault) = fault(&outcome) {
            tracing::warn!(
                delivery.id = %claim.delivery.id,
                delivery.attempts = claim.delivery.attempts + 1,
                conversation.id = %claim.conversation_id,
                fault.code = %fault.code,
                "a delivery was not taken"
            );
        }
        let command = RecordOutcome { claim: &claim, outcome: &outcome };
        self.executor.execute(None, claim.scope, &command).await
    }

    async fn attempt(self, claim: &Claim) -> Result<Outcome> {
        let store = &self.executor.store;
        let Some(account) = store.account(claim.scope, claim.delivery.account_id).await? else {
            return Ok(Outcome::Refused(Fault::new("account_gone", "the account is not there any more")));
        };
        if account.status == AccountStatus::Disconnected {
            return Ok(Outcome::Refused(Fault::new("account_gone", "the account was disconnected")));
        }
        let Some(channel) = self.channels.iter().find(|channel| channel.source() == account.source) else {
            let fault = Fault::new("channel_missing", "this server has no such channel");
            return Ok(Outcome::Retry { fault, after: None });
        };
        match &claim.delivery.action {
            DeliveryAction::MarkRead { external_id } => Ok(channel.mark_read(&account, external_id).await),
            DeliveryAction::Send { message_id } => match store.message(claim.scope, *message_id).await? {
                Some(message) => self.send(claim, channel, &account, message).await,
                None => Ok(Outcome::Refused(Fault::new("message_gone", "the message is not there any more"))),
            },
        }
    }

    async fn send(
        self,
        claim: &Claim,
        channel: &Arc<dyn Channel>,
        account: &Account,
        message: Message,
    ) -> Result<Outcome> {
        let store = &self.executor.store;
        let customer = match store.conversation(claim.scope, claim.conversation_id).await? {
            Some(conversation) => conversation.customer_id,
            None => None,
        };
        let Some(customer) = customer else {
            return Ok(Outcome::Refused(Fault::new("nobody", "the conversation has no customer to send to")));
        };
        let identities = store.identities(claim.scope, customer).await?;
        let reply_to = match message.reply_to {
            Some(id) => store.message(claim.scope, id).await?.and_then(|message| message.external_id),
            None => None,
        };
        let sending = Sending {
            reference: Reference { message: message.id, delivery: claim.delivery.id }.to_string(),
            message,
            to: identities.into_iter().map(|identity| identity.key).collect(),
            reply_to,
        };
        Ok(channel.send(account, &sending).await)
    }
}

fn fault(outcome: &Outcome) -> Option<&Fault> {
    match outcome {
        Outcome::Done(_) => None,
        Outcome::Retry { fault, .. }
        | Outcome::Ambiguous(fault)
        | Outcome::NeedsTemplate(fault)
        | Outcome::Refused(fault)
        | Outcome::PauseAccount(fault) => Some(fault),
    }
}
