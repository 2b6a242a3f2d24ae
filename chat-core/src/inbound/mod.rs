//! Takes in what providers call us with: authentic items only, each made durable before the call is answered.

mod fetch;
mod take;
mod verify;

use self::verify::Verified;
use crate::{
    Account, AccountId, Address, Addressed, CallRefused, Channel, ClientId, Error, ExternalId, Files, Inbound,
    IncomingCall, Limited, ReceivedCall, ReceivedCallState, Result, Source, StoreError, TenantScope, Whom,
    commands::{ClaimCalls, KeepCall, SettleCall},
    executor::Executor,
    limit::Allowance,
    planted::Planted,
    ports::channel_of,
};
use futures_util::{FutureExt, StreamExt, TryStreamExt, future::BoxFuture, stream};
use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
    time::Duration,
};

/// Why a provider's call was not answered with "taken".
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// This server has no such channel.
    #[error("there is no channel of that name")]
    NoSuchChannel,
    /// It is not authentic; nothing of it was kept.
    #[error("the call is refused: {0}")]
    Refused(#[from] CallRefused),
    /// Not every item could be made durable: the provider has to call again.
    #[error("the store is not available")]
    Unavailable(#[source] Error),
    /// An account that it speaks for is called too often. Nothing of it was kept: the provider has to call again, after this.
    #[error("there are too many calls for an account")]
    TooMany(Duration),
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        Self::Unavailable(error)
    }
}

impl From<StoreError> for CallError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// Takes in calls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Intake<'a> {
    pub(crate) executor: &'a Executor,
    pub(crate) channels: &'a [Arc<dyn Channel>],
    pub(crate) allowance: &'a Allowance,
    /// Where files are kept that providers have; nowhere when none are kept.
    pub(crate) files: Option<&'a Files>,
}

/// What became of one item.
pub(super) enum Fate {
    Committed,
    /// It had arrived before.
    Repeated,
    /// It means nothing to us.
    Ignored,
    /// It may be understood later, for the reason given.
    TryLater(&'static str),
    /// Trying again will not help.
    GiveUp(String),
}

impl Intake<'_> {
    /// How many items of a call are worked on at the same time.
    const AT_ONCE_MAX: usize = 64;
    /// How many accounts' secrets are tried on a call that names no account we know.
    pub(crate) const SECRETS_MAX: usize = 1000;
    /// How long an item that is tried again is left alone by others.
    const LEASE: Duration = Duration::from_secs(15);
    /// How many kept items are tried again in one go.
    const RETRIED_MAX: usize = 100;

    /// Takes in one call. On success every item is durable: committed, or kept raw.
    pub(crate) async fn receive(self, source: &Source, call: &IncomingCall) -> Result<(), CallError> {
        let channel = self.channel(source).ok_or(CallError::NoSuchChannel)?;
        let items = match channel.receive(call) {
            Ok(items) => items,
            Err(refused) => return self.keep_unreadable(channel, call, refused).await,
        };
        let verified = self.verify(channel, call, &items).await?;
        let witness = match (&verified.witness, verified.refusal) {
            (Some(account), _) => account.clone(),
            (None, Some(refused)) => return Err(refused.into()),
            (None, None) => self.signer(channel, call).await?,
        };
        self.allow(&verified, &witness).await?;
        let taken = self.take_all(channel, items, &verified, &witness).await;
        if !Planted::AnsweredBeforeCommit.grows() {
            taken?;
        }
        // What another account of ours is named for has to come again when that account's secret has been mended.
        verified.refusal.map_or(Ok(()), |refused| Err(refused.into()))
    }

    /// Tries the kept items that are due again, each client's in their order, and tells how many were understood.
    pub(crate) async fn retry_once(self) -> Result<usize> {
        if Planted::KeptNeverRetried.grows() {
            return Ok(0);
        }
        let (store, now) = (&self.executor.store, self.executor.env.now());
        let due = store.due_calls(ReceivedCallState::Waiting, now, Self::RETRIED_MAX).await?;
        let mut by_client: BTreeMap<ClientId, Vec<ReceivedCall>> = BTreeMap::new();
        for kept in due {
            by_client.entry(kept.client_id).or_default().push(kept);
        }
        let mut outcome = Ok(0);
        for calls in by_client.values() {
            // What cannot be settled holds up none of the others.
            let understood = self.retry_all(calls).await;
            outcome = outcome.and_then(|sum| understood.map(|understood| sum + understood));
        }
        outcome
    }

    /// Tries kept items of one client again, unless another process is about to, and tells how many were understood.
    async fn retry_all(self, calls: &[ReceivedCall]) -> Result<usize> {
        let Some(first) = calls.first() else { return Ok(0) };
        let claimed = self.claim(calls, TenantScope::from(first), Self::LEASE).await?;
        let mut outcome = Ok(0);
        for kept in &claimed {
            let understood = self.settle(kept).await;
            outcome = outcome.and_then(|sum| understood.map(|understood| sum + usize::from(understood)));
        }
        outcome
    }

    /// Takes kept items for this process to work on; none when another process is about to.
    async fn claim(self, calls: &[ReceivedCall], scope: TenantScope, lease: Duration) -> Result<Vec<ReceivedCall>> {
        match self.executor.execute(None, scope, &ClaimCalls { calls, lease }).await {
            Err(Error::Unavailable(StoreError::Conflict)) => Ok(Vec::new()),
            claimed => claimed,
        }
    }

    /// Tries again at once what came too early about a message whose name at its provider is known by now. What fails is left
    /// for when it is due.
    pub(crate) fn take_up<'b>(self, scope: TenantScope, id: &'b ExternalId) -> BoxFuture<'b, ()>
    where
        Self: 'b,
    {
        let settled = async move {
            for kept in self.executor.store.calls_about(scope, id, Self::RETRIED_MAX).await? {
                self.settle(&kept).await?;
            }
            Ok::<_, Error>(())
        };
        Box::pin(settled.map(move |settled| {
            if let Err(error) = settled {
                tracing::warn!(client.id = %scope.client_id(), %error, "what came too early could not be tried again at once");
            }
        }))
    }

    /// Tries a kept item again and notes how it went; tells whether it was understood.
    async fn settle(self, kept: &ReceivedCall) -> Result<bool> {
        let problem = self.retry(kept).await?;
        self.note(&SettleCall { call: kept, problem: problem.as_deref(), is_final: false }).await
    }

    /// Notes how another try of a kept item went; tells whether that was the last that it needs.
    async fn note(self, settled: &SettleCall<'_>) -> Result<bool> {
        match self.executor.execute(None, TenantScope::from(settled.call), settled).await {
            Ok(()) => Ok(settled.problem.is_none()),
            // It took so long that another process has taken it up.
            Err(Error::Unavailable(StoreError::Conflict)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn retry(self, kept: &ReceivedCall) -> Result<Option<String>> {
        let Some(channel) = self.channel(&kept.source) else {
            return Ok(Some("this server has no such channel".into()));
        };
        let call = IncomingCall { headers: Vec::new(), body: kept.body.clone().into() };
        let items = match channel.receive(&call) {
            Ok(items) => items,
            Err(refused) => return Ok(Some(refused.to_string())),
        };
        for item in items {
            let account = match (&item.to, kept.account_id) {
                (Address::Account(address), _) => self.account_at(&kept.source, address).await?,
                // The one that it was taken for when it came, signed by its secret.
                (Address::Business(_), Some(id)) => self.executor.store.account(TenantScope::from(kept), id).await?,
                (Address::Business(_) | Address::Nobody, _) => None,
            };
            let Some(account) = account.filter(|account| account.client_id == kept.client_id) else {
                return Ok(Some("no account of the client has this address".into()));
            };
            match self.take(channel, &account, &item).await? {
                Fate::Committed | Fate::Repeated | Fate::Ignored => {}
                Fate::TryLater(reason) => return Ok(Some(reason.into())),
                Fate::GiveUp(reason) => return Ok(Some(reason)),
            }
        }
        Ok(None)
    }

    /// Takes one call from what each account that signed it is allowed, or the one that vouches for the rest.
    async fn allow(self, verified: &Verified, witness: &Account) -> Result<(), CallError> {
        let mut accounts: Vec<_> = verified.accounts.values().chain([witness]).map(|account| account.id).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let now = self.executor.env.now();
        for account in accounts {
            let taken = self.allowance.take(Limited::Call, Whom::Account(account), now).await;
            taken.map_err(CallError::TooMany)?;
        }
        Ok(())
    }

    fn channel(&self, source: &Source) -> Option<&Arc<dyn Channel>> {
        channel_of(self.channels, source)
    }

    async fn keep_unreadable(
        self,
        channel: &Arc<dyn Channel>,
        call: &IncomingCall,
        refused: CallRefused,
    ) -> Result<(), CallError> {
        let signer = self.signer(channel, call).await?;
        self.allow(&Verified::default(), &signer).await?;
        let command = KeepCall {
            source: &signer.source,
            account: None,
            about: None,
            body: &String::from_utf8_lossy(&call.body),
            reason: &refused.to_string(),
            state: ReceivedCallState::Dead,
        };
        tracing::warn!(client.id = %signer.client_id, "a signed call cannot be read and was put aside");
        Ok(self.executor.execute(None, TenantScope::from(&signer), &command).await?)
    }

    /// Takes in every item: those of one customer in their order, those of different ones side by side.
    async fn take_all(
        self,
        channel: &Arc<dyn Channel>,
        items: Vec<Addressed>,
        verified: &Verified,
        witness: &Account,
    ) -> Result<(), CallError> {
        let work = queues(items).into_iter().map(|queue| async move {
            for item in queue {
                self.take_or_keep(channel, &item, verified, witness).await?;
            }
            Ok(())
        });
        stream::iter(work).buffer_unordered(Self::AT_ONCE_MAX).try_collect::<()>().await
    }

    async fn take_or_keep(
        self,
        channel: &Arc<dyn Channel>,
        item: &Addressed,
        verified: &Verified,
        witness: &Account,
    ) -> Result<(), CallError> {
        let source = &channel.source();
        if verified.refused.contains(&item.to) {
            return Ok(());
        }
        let account = verified.accounts.get(&item.to);
        let fate = match account {
            Some(account) => match self.take(channel, account, item).await {
                Ok(fate) => fate,
                Err(error @ Error::Unavailable(_)) => return Err(error.into()),
                Err(error) => Fate::GiveUp(error.to_string()),
            },
            None if matches!(item.to, Address::Account(_)) => Fate::TryLater("no account has this address"),
            None => Fate::GiveUp("it names no account".into()),
        };
        let account_id = account.map(|account| account.id);
        let holder = account.unwrap_or(witness);
        let meters = &self.executor.meters.calls;
        let counter = match fate {
            Fate::Committed => &meters.committed,
            Fate::Repeated => &meters.repeated,
            Fate::Ignored => &meters.ignored,
            Fate::TryLater(reason) => {
                self.keep(source, holder, account_id, item, reason, ReceivedCallState::Waiting).await?;
                self.look_again(TenantScope::from(holder), &item.inbound).await;
                &meters.kept
            }
            Fate::GiveUp(reason) => {
                self.keep(source, holder, account_id, item, &reason, ReceivedCallState::Dead).await?;
                &meters.dead
            }
        };
        counter.increment(1);
        Ok(())
    }

    async fn keep(
        self,
        source: &Source,
        holder: &Account,
        account: Option<AccountId>,
        item: &Addressed,
        reason: &str,
        state: ReceivedCallState,
    ) -> Result<(), CallError> {
        tracing::info!(client.id = %holder.client_id, reason, "a webhook item was put aside");
        let about = item.inbound.about().map(|external| external.id.as_str());
        let command = KeepCall { source, account, about, body: &item.raw, reason, state };
        Ok(self.executor.execute(None, TenantScope::from(holder), &command).await?)
    }

    /// Looks whether the message that a receipt tells of has become known while the receipt was put aside: whoever made it known
    /// may have looked for receipts before.
    async fn look_again(self, scope: TenantScope, inbound: &Inbound) {
        let Some(external_id) = inbound.about() else { return };
        let known = self.executor.store.message_by_external(scope, external_id).await;
        if known.is_ok_and(|message| message.is_some()) {
            self.take_up(scope, external_id).await;
        }
    }
}

/// A queue for each customer's items, in the order in which their first items came.
fn queues(items: Vec<Addressed>) -> Vec<Vec<Addressed>> {
    let mut places: HashMap<u64, usize> = HashMap::new();
    let mut queues: Vec<Vec<Addressed>> = Vec::new();
    for item in items {
        let place = *places.entry(queue_key(&item)).or_insert(queues.len());
        if place == queues.len() {
            queues.push(Vec::new());
        }
        queues[place].push(item);
    }
    queues
}

/// Items with equal keys keep their order.
fn queue_key(item: &Addressed) -> u64 {
    let mut hasher = DefaultHasher::new();
    match &item.inbound {
        Inbound::Message(message) => message.identities.first().hash(&mut hasher),
        Inbound::Amendment(amendment) => amendment.message.identities.first().hash(&mut hasher),
        Inbound::Foreign(foreign) => foreign.message.identities.first().hash(&mut hasher),
        Inbound::Receipt(receipt) => receipt.external_id.hash(&mut hasher),
        Inbound::Reaction(reaction) => reaction.target.hash(&mut hasher),
        Inbound::Consent(consent) => consent.identities.first().hash(&mut hasher),
        Inbound::Contact(contact) => contact.identities.first().hash(&mut hasher),
        Inbound::Template(news) => news.reference.hash(&mut hasher),
        Inbound::Account(_) => item.to.hash(&mut hasher),
        Inbound::NotUnderstood(_) | Inbound::Ignored => item.raw.hash(&mut hasher),
    }
    hasher.finish()
}
