use super::{Holds, Reference, Turns, holds::Held};
use crate::{
    Account, AccountStatus, Channel, Claim, CustomerIdentity, DeliveryAction, Error, ExternalId, Fault, Files,
    IdentityKey, IdentityKind, InboundReceipt, Limits, Message, MessageId, MessageStatus, Outcome, Pace, Quota,
    Reacting, Result, SenderType, Sending, SentFile, StoreError, TenantScope, Timestamp,
    commands::{RecordOutcome, RecordReceipt, ReleaseLane},
    executor::Executor,
    inbound::Intake,
    patience::Patience,
    planted::Planted,
    ports::channel_of,
    stop::Stop,
};
use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, MissedTickBehavior};
use tracing::Instrument;

/// Claims lanes and works them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worker<'a> {
    pub(crate) executor: &'a Executor,
    pub(crate) channels: &'a [Arc<dyn Channel>],
    pub(crate) holds: &'a Holds,
    pub(crate) turns: &'a Turns,
    pub(crate) limits: &'a dyn Limits,
    /// Where the files of messages are; nowhere when none are kept.
    pub(crate) files: Option<&'a Files>,
    /// Takes up what came in too early about what was sent.
    pub(crate) intake: Intake<'a>,
    /// How long deliveries under way are waited for at the end.
    pub(crate) farewell: Duration,
    /// How long nobody has to know whether a message was taken before the team is asked.
    pub(crate) unsettled_after: Duration,
}

/// Lanes that were claimed together.
#[derive(Debug)]
struct Claimed {
    claims: Vec<Claim>,
    /// Until when they are certainly nobody else's.
    until: Instant,
}

impl Worker<'_> {
    /// How many deliveries are under way at the same time.
    const AT_ONCE_MAX: usize = 64;
    /// How long a lane is held without being renewed: so long its deliveries wait when a process dies.
    const LEASE: Duration = Duration::from_secs(15);
    /// How often holds are renewed: often enough that one missed time does not matter.
    const RENEWAL: Duration = Duration::from_secs(5);
    /// How much of a hold must be left when a channel is asked to send.
    const SURE: Duration = Duration::from_secs(5);
    /// How long it is tried to keep an outcome while the store fails.
    const RECORD_MAX: Duration = Duration::from_secs(600);
    /// How long is slept at least until it is somebody's turn.
    const TURN_MIN: Duration = Duration::from_millis(50);
    /// How often the outbox is looked at when nobody rings, for deliveries whose time has come.
    const POLL: Duration = Duration::from_millis(500);

    /// Makes every delivery that is due now, and tells how many that were.
    pub(crate) async fn deliver_once(self) -> Result<usize> {
        tokio::select! {
            biased;
            count = self.deliver_all() => count,
            () = self.keep_holding() => unreachable!("holds are renewed for ever"),
        }
    }

    /// Makes deliveries as they become due, until it is told to stop.
    pub(crate) async fn run(self, stop: &Stop) {
        tokio::select! {
            biased;
            () = self.work(stop) => {}
            () = self.keep_holding() => {}
        }
    }

    /// Renews the holds of what is under way, for ever.
    async fn keep_holding(self) {
        loop {
            tokio::time::sleep(Self::RENEWAL).await;
            let claims = self.holds.claims();
            if claims.is_empty() {
                continue;
            }
            let until = Instant::now() + Self::LEASE;
            match self.executor.store.renew(&claims, self.executor.env.now().plus(Self::LEASE)).await {
                Ok(kept) => self.holds.renewed(&kept, until),
                Err(error) => tracing::debug!(%error, "holds could not be renewed"),
            }
        }
    }

    async fn deliver_all(self) -> Result<usize> {
        let mut count = 0;
        loop {
            let Claimed { claims, until } = self.claim(Self::AT_ONCE_MAX).await?;
            if claims.is_empty() {
                return Ok(count);
            }
            count += claims.len();
            let under_way: FuturesUnordered<_> = claims.into_iter().map(|claim| self.deliver(claim, until)).collect();
            under_way.collect::<()>().await;
        }
    }

    /// Claims and deliveries are polled side by side: a delivery that waits for the store must never wait for a claim that waits
    /// for the same.
    async fn work(self, stop: &Stop) {
        let mut under_way = FuturesUnordered::new();
        let mut claiming: Option<BoxFuture<'_, Result<Claimed, StoreError>>> = None;
        let mut rest: Option<BoxFuture<'static, ()>> = None;
        let mut patience = Patience::default();
        let mut poll = tokio::time::interval(Self::POLL);
        poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut may_be_due = true;
        while !stop.is_stopped() {
            let free = Self::AT_ONCE_MAX - under_way.len();
            if may_be_due && free > 0 && claiming.is_none() && rest.is_none() {
                may_be_due = false;
                claiming = Some(Box::pin(self.claim(free)));
            }
            tokio::select! {
                biased;
                () = stop.stopped() => {}
                claimed = ready(&mut claiming) => match claimed {
                    Ok(Claimed { claims, until }) => {
                        patience.reset();
                        may_be_due |= !claims.is_empty();
                        under_way.extend(claims.into_iter().map(|claim| self.deliver(claim, until)));
                    }
                    Err(error) => {
                        let delay = patience.failed("the outbox cannot be read", &error);
                        rest = Some(Box::pin(tokio::time::sleep(delay)));
                        may_be_due = true;
                    }
                },
                Some(()) = under_way.next(), if !under_way.is_empty() => may_be_due = true,
                () = ready(&mut rest) => {}
                () = self.executor.outbox_bell.notified() => may_be_due = true,
                _ = poll.tick() => may_be_due = true,
                () = self.next_turn(), if claiming.is_none() => may_be_due = true,
            }
        }
        self.finish(claiming, under_way).await;
    }

    /// Waits a while for what has begun, and gives back what has not. A delivery that is cut off is never repeated blindly: its
    /// lane's next holder learns that it was abandoned.
    async fn finish(
        self,
        claiming: Option<BoxFuture<'_, Result<Claimed, StoreError>>>,
        mut under_way: FuturesUnordered<impl Future<Output = ()>>,
    ) {
        let farewell = async {
            if let Some(claiming) = claiming
                && let (Ok(Claimed { claims, until }), ()) =
                    tokio::join!(claiming, async { while under_way.next().await.is_some() {} })
            {
                let claimed: FuturesUnordered<_> =
                    claims.into_iter().map(|claim| self.give_back(claim, until)).collect();
                claimed.collect::<()>().await;
            }
            while under_way.next().await.is_some() {}
        };
        let _ = tokio::time::timeout(self.farewell, farewell).await;
    }

    /// Gives a lane back that was just claimed, so that another process takes it up at once. What was abandoned before is settled
    /// here: nobody would know of it afterwards.
    pub(super) async fn give_back(self, claim: Claim, until: Instant) {
        if claim.was_abandoned {
            return self.deliver(claim, until).await;
        }
        self.release(&claim, None).await;
    }

    /// Gives a lane back, whose delivery may begin then, or at once.
    async fn release(self, claim: &Claim, until: Option<Timestamp>) {
        let released = self.executor.execute(None, claim.scope, &ReleaseLane { claim, until }).await;
        if let Err(error) = released {
            tracing::warn!(%error, delivery.id = %claim.delivery.id, "a lane could not be given back and waits for its lease");
        }
    }

    /// Waits until it is somebody's turn, for ever when nobody waits. Turns that are close together come up together.
    async fn next_turn(self) {
        let Some(turn) = self.turns.next() else { return std::future::pending().await };
        tokio::time::sleep(turn.since(self.executor.env.now()).max(Self::TURN_MIN)).await;
    }

    /// Claims lanes. They are held from the moment at which the store was asked: by the time it answers that may be long ago.
    async fn claim(self, limit: usize) -> Result<Claimed, StoreError> {
        let until = Instant::now() + Self::LEASE;
        let claims = self.executor.store.claim(self.executor.env.now(), Self::LEASE, limit).await?;
        Ok(Claimed { claims, until })
    }

    /// Makes a delivery whose lane is certainly held until then. What is logged meanwhile names it, and the request that ordered it.
    pub(super) async fn deliver(self, claim: Claim, until: Instant) {
        let (id, request) = (claim.delivery.id, claim.delivery.correlation_id.as_deref());
        let span = tracing::info_span!("delivery", delivery.id = %id, request.id = request);
        self.make(claim, until).instrument(span).await;
    }

    async fn make(self, claim: Claim, until: Instant) {
        let begun = Instant::now();
        let held = self.holds.begin(&claim, until);
        let started_at = self.executor.env.now();
        let meters = &self.executor.meters.deliveries;
        let under_way = meters.begin();
        let tried = match self.attempt(&claim, &held).await {
            Ok(Tried::TooEarly { turn }) => return self.release(&claim, Some(turn)).await,
            Ok(tried) => tried,
            Err(error) => {
                tracing::error!(%error, "a delivery could not be prepared");
                if claim.was_abandoned {
                    // The hold runs out, and whoever takes the lane then still knows that it was abandoned.
                    return;
                }
                Outcome::retry(Fault::new("store", "the store did not answer")).into()
            }
        };
        drop(under_way);
        let is_attempt = claim.was_abandoned || !matches!(tried, Tried::NotNeeded);
        let (outcome, recipient) = match tried {
            Tried::Ended { outcome, recipient } => (outcome, recipient),
            Tried::NotNeeded | Tried::TooEarly { .. } => (Outcome::Done(None), None),
        };
        meters.ended(&outcome, begun.elapsed());
        if let Some(fault) = outcome.fault() {
            tracing::warn!(
                delivery.attempts = claim.delivery.attempts + 1,
                conversation.id = %claim.conversation_id,
                fault.code = %fault.code,
                "a delivery was not taken"
            );
        }
        let command = RecordOutcome {
            claim: &claim,
            outcome: &outcome,
            started_at: is_attempt.then_some(started_at),
            unsettled_after: self.unsettled_after,
            recipient,
        };
        self.record(&command).await;
        if let Outcome::Done(Some(name)) = &outcome {
            // Receipts may have come before the provider's answer.
            self.intake.take_up(claim.scope, name).await;
        }
    }

    /// Keeps the outcome, and does not give up while the store fails.
    pub(super) async fn record(self, command: &RecordOutcome<'_>) {
        let (claim, until) = (command.claim, Instant::now() + Self::RECORD_MAX);
        loop {
            let Err(error) = self.executor.execute(None, claim.scope, command).await else { return };
            if !matches!(error, Error::Unavailable(StoreError::Backend(_))) || Instant::now() >= until {
                tracing::error!(%error, "the outcome of a delivery was not kept");
                return self.testify(claim, command.outcome).await;
            }
            tokio::time::sleep(Self::POLL).await;
        }
    }

    /// Tells whoever has taken the lane over that the message was sent after all.
    async fn testify(self, claim: &Claim, outcome: &Outcome) {
        let (Outcome::Done(Some(external_id)), DeliveryAction::Send { message_id }) = (outcome, &claim.delivery.action)
        else {
            return;
        };
        let receipt = InboundReceipt {
            external_id: external_id.clone(),
            reference: Some(Reference { message: *message_id, delivery: claim.delivery.id }.to_string()),
            status: MessageStatus::Sent,
            at: None,
            error: None,
            billable: None,
        };
        if let Err(error) = self.executor.execute(None, claim.scope, &RecordReceipt { receipt: &receipt }).await {
            tracing::error!(%error, "that a message was sent after all was not kept");
        }
    }

    async fn attempt(self, claim: &Claim, held: &Held<'_>) -> Result<Tried> {
        let is_interrupted = claim.was_abandoned && !Planted::AbandonedSentAgain.grows();
        if let (true, DeliveryAction::Send { message_id }) = (is_interrupted, &claim.delivery.action) {
            return self.settle(claim, *message_id).await;
        }
        let store = &self.executor.store;
        let Some(account) = store.account(claim.scope, claim.delivery.account_id).await? else {
            return Ok(refused("account_gone", "the account is not there any more"));
        };
        if account.status == AccountStatus::Disconnected {
            return Ok(refused("account_gone", "the account was disconnected"));
        }
        let Some(channel) = channel_of(self.channels, &account.source) else {
            return Ok(Outcome::retry(Fault::new("channel_missing", "this server has no such channel")).into());
        };
        let message_id = match &claim.delivery.action {
            DeliveryAction::MarkRead { external_id } => {
                return Ok(channel.mark_read(&account, external_id).await.into());
            }
            DeliveryAction::React { external_id } => {
                return self.react(claim, channel, &account, external_id).await.map(Into::into);
            }
            DeliveryAction::Send { message_id } => *message_id,
        };
        let Some(message) = store.message(claim.scope, message_id).await? else {
            return Ok(refused("message_gone", "the message is not there any more"));
        };
        if message.external_id.is_some() {
            return Ok(Tried::NotNeeded);
        }
        let Pace { account: quota, recipient } = channel.pace(&account);
        if let Some(quota) = quota {
            let (delivery, now) = (claim.delivery.id, self.executor.env.now());
            if let Err(turn) = self.turns.take(self.limits, account.id, delivery, quota, now).await {
                return Ok(Tried::TooEarly { turn });
            }
        }
        let outcome = self.send(claim, channel, &account, message, held).await?;
        Ok(Tried::Ended { outcome, recipient })
    }

    /// What is known of a sending that was interrupted. It is never begun again.
    async fn settle(self, claim: &Claim, message: MessageId) -> Result<Tried> {
        let store = &self.executor.store;
        if store.message(claim.scope, message).await?.is_some_and(|message| message.external_id.is_some()) {
            return Ok(Tried::NotNeeded);
        }
        let account = store.account(claim.scope, claim.delivery.account_id).await?;
        let channel = account.as_ref().and_then(|account| channel_of(self.channels, &account.source));
        let pace = channel.zip(account.as_ref()).map(|(channel, account)| channel.pace(account));
        let words = "the sending was interrupted; nobody knows whether the message was taken";
        let outcome = Outcome::Ambiguous(Fault::new("interrupted", words));
        Ok(Tried::Ended { outcome, recipient: pace.and_then(|pace| pace.recipient) })
    }

    async fn send(
        self,
        claim: &Claim,
        channel: &Arc<dyn Channel>,
        account: &Account,
        message: Message,
        held: &Held<'_>,
    ) -> Result<Outcome> {
        let store = &self.executor.store;
        let Some(to) = self.recipient(claim).await? else {
            return Ok(Outcome::Refused(Fault::new("nobody", "the conversation has no customer to send to")));
        };
        let reply_to = match message.reply_to {
            Some(id) => store.message(claim.scope, id).await?.and_then(|message| message.external_id),
            None => None,
        };
        let files = self.files_of(claim.scope, &message).await?;
        let sending = Sending {
            reference: Reference { message: message.id, delivery: claim.delivery.id }.to_string(),
            message,
            files,
            to,
            reply_to,
        };
        if Instant::now() + Self::SURE > held.until() {
            let fault = Fault::new("late", "preparing the message took too long");
            return Ok(Outcome::retry(fault));
        }
        Ok(channel.send(account, &sending).await)
    }

    /// Every identity of the customer of a conversation; nothing when it has none.
    async fn recipient(self, claim: &Claim) -> Result<Option<Vec<IdentityKey>>> {
        let store = &self.executor.store;
        let conversation = store.conversation(claim.scope, claim.conversation_id).await?;
        let (customer, number) = conversation.map_or((None, None), |it| (it.customer_id, it.customer_number));
        let Some(customer) = customer else { return Ok(None) };
        Ok(Some(recipients(store.identities(claim.scope, customer).await?, number.as_deref())))
    }

    /// Tells a provider with which sign the team has answered a message by now.
    async fn react(
        self,
        claim: &Claim,
        channel: &Arc<dyn Channel>,
        account: &Account,
        target: &str,
    ) -> Result<Outcome> {
        let store = &self.executor.store;
        let name = ExternalId { source: account.source.clone(), id: target.to_owned() };
        let message = store.message_by_external(claim.scope, &name).await?;
        let Some((message, to)) = message.zip(self.recipient(claim).await?) else {
            return Ok(Outcome::Refused(Fault::new("message_gone", "the message is not there any more")));
        };
        let given = message.reactions.iter().find(|reaction| reaction.by == SenderType::Agent);
        let emoji = given.map(|reaction| reaction.emoji.as_str()).filter(|emoji| !emoji.is_empty());
        Ok(channel.react(account, &Reacting { to: &to, target, emoji }).await)
    }

    /// The files of a message with their bytes. One that is not there any more is missing.
    async fn files_of(self, scope: TenantScope, message: &Message) -> Result<Vec<SentFile>> {
        let Some(files) = self.files else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for facts in &message.attachments {
            let attachment = self.executor.store.attachment(scope, facts.id).await?;
            let media = attachment.map(|attachment| Arc::new(files.media(&attachment)));
            found.extend(media.map(|media| SentFile { facts: facts.clone(), media }));
        }
        Ok(found)
    }
}

/// What came of a claim.
enum Tried {
    /// The delivery was made, or not: whatever it was, it is over.
    Ended {
        outcome: Outcome,
        /// How fast the recipient is sent to.
        recipient: Option<Quota>,
    },
    /// A receipt has told already that an earlier attempt was taken.
    NotNeeded,
    /// The account has sent as much as it may: the delivery has its turn then.
    TooEarly { turn: Timestamp },
}

impl From<Outcome> for Tried {
    fn from(outcome: Outcome) -> Self {
        Self::Ended { outcome, recipient: None }
    }
}

fn refused(code: &str, words: &str) -> Tried {
    Outcome::Refused(Fault::new(code, words)).into()
}

/// Waits for what is there and takes it out; for ever when there is nothing.
async fn ready<T>(slot: &mut Option<BoxFuture<'_, T>>) -> T {
    let Some(future) = slot else { return std::future::pending().await };
    let output = future.await;
    *slot = None;
    output
}

/// Everything that identifies a recipient, the first learned first, and last of all the number that the conversation goes to: a
/// customer who turned out to be two has two.
fn recipients(identities: Vec<CustomerIdentity>, number: Option<&str>) -> Vec<IdentityKey> {
    let digits: Option<String> = number.map(|number| number.chars().filter(char::is_ascii_digit).collect());
    let is_it = |key: &IdentityKey| key.kind == IdentityKind::WhatsappPhone && Some(&key.value) == digits.as_ref();
    let mut keys: Vec<IdentityKey> = identities.into_iter().map(|identity| identity.key).collect();
    keys.sort_by_key(is_it);
    keys
}
