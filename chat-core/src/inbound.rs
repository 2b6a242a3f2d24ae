//! Takes in what providers call us with: authentic items only, each made durable before the call is answered.

use crate::{
    Account, AccountId, Address, Addressed, CallRefused, Channel, Error, Inbound, IncomingCall, ReceivedCall,
    ReceivedCallState, Result, Source, StoreError, TenantScope,
    commands::{KeepCall, ReceiveMessage, RecordReceipt, Recorded, SettleCall},
    executor::Executor,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
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
}

/// What became of one item.
enum Fate {
    Committed,
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
    /// How many kept items are tried again in one go.
    const RETRIED_MAX: usize = 100;

    /// Takes in one call. On success every item is durable: committed, or kept raw.
    pub(crate) async fn receive(self, source: &Source, call: &IncomingCall) -> Result<(), CallError> {
        let channel = self.channel(source).ok_or(CallError::NoSuchChannel)?;
        let items = match channel.receive(call) {
            Ok(items) => items,
            Err(refused) => return self.keep_unreadable(channel, call, refused).await,
        };
        let accounts = self.accounts(channel, &items).await?;
        let mut authentic = HashMap::new();
        let mut refusal = None;
        for (address, account) in accounts {
            match channel.authenticate(call, &account) {
                Ok(()) => drop(authentic.insert(address, account)),
                Err(refused) => {
                    tracing::warn!(account.id = %account.id, reason = %refused, "a call was not made on behalf of the account it names");
                    refusal = Some(refused);
                }
            }
        }
        let witness = match (authentic.values().next(), refusal) {
            (Some(account), _) => account.clone(),
            (None, Some(refused)) => return Err(refused.into()),
            (None, None) => self.signer(channel, call).await?,
        };
        self.take_all(channel, items, &authentic, &witness).await
    }

    /// Tries the kept items that are due again, and tells how many were understood.
    pub(crate) async fn retry_once(self) -> Result<usize> {
        let due = self.executor.store.due_calls(self.executor.env.now(), Self::RETRIED_MAX).await?;
        let mut understood = 0;
        for kept in due {
            let problem = self.retry(&kept).await?;
            understood += usize::from(problem.is_none());
            let command = SettleCall { call: &kept, problem: problem.as_deref() };
            self.executor.execute(None, TenantScope::from(&kept), &command).await?;
        }
        Ok(understood)
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
            let account = match &item.to {
                Address::Account(address) => self.account_at(&kept.source, address).await?,
                Address::Business(_) | Address::Nobody => None,
            };
            let Some(account) = account.filter(|account| account.client_id == kept.client_id) else {
                return Ok(Some("no account of the client has this address".into()));
            };
            match self.take(&account, &item.inbound).await? {
                Fate::Committed => {}
                Fate::TryLater(reason) => return Ok(Some(reason.into())),
                Fate::GiveUp(reason) => return Ok(Some(reason)),
            }
        }
        Ok(None)
    }

    fn channel(&self, source: &Source) -> Option<&Arc<dyn Channel>> {
        self.channels.iter().find(|channel| channel.source() == *source)
    }

    async fn account_at(self, source: &Source, address: &str) -> Result<Option<Account>, StoreError> {
        let Executor { store, env, accounts, .. } = self.executor;
        accounts.at(&**store, source, address, env.now()).await
    }

    /// The accounts that the items are meant for, each asked for once.
    async fn accounts(
        self,
        channel: &Arc<dyn Channel>,
        items: &[Addressed],
    ) -> Result<HashMap<Address, Account>, StoreError> {
        let source = channel.source();
        let mut accounts: HashMap<Address, Account> = HashMap::new();
        let mut asked: Vec<&Address> = Vec::new();
        for item in items {
            if asked.contains(&&item.to) {
                continue;
            }
            asked.push(&item.to);
            let account = match &item.to {
                Address::Account(address) => self.account_at(&source, address).await?,
                Address::Business(business) => {
                    self.executor.store.accounts_of_business(&source, business).await?.into_iter().next()
                }
                Address::Nobody => None,
            };
            if let Some(account) = account {
                accounts.insert(item.to.clone(), account);
            }
        }
        Ok(accounts)
    }

    /// An account whose secret signed a call that names none of ours.
    async fn signer(self, channel: &Arc<dyn Channel>, call: &IncomingCall) -> Result<Account, CallError> {
        let accounts = self.executor.store.accounts_of_source(&channel.source(), Self::SECRETS_MAX).await?;
        let mut tried: Vec<Account> = Vec::new();
        let mut refusal = CallRefused::Forged;
        for account in accounts {
            let secrets = |it: &Account| (it.app_secret.clone(), it.previous_app_secret.clone());
            if tried.iter().any(|other| secrets(other) == secrets(&account)) {
                continue;
            }
            match channel.authenticate(call, &account) {
                Ok(()) => return Ok(account),
                Err(refused) => refusal = refused,
            }
            tried.push(account);
        }
        Err(refusal.into())
    }

    async fn keep_unreadable(
        self,
        channel: &Arc<dyn Channel>,
        call: &IncomingCall,
        refused: CallRefused,
    ) -> Result<(), CallError> {
        let signer = self.signer(channel, call).await?;
        let command = KeepCall {
            source: &signer.source,
            account: None,
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
        accounts: &HashMap<Address, Account>,
        witness: &Account,
    ) -> Result<(), CallError> {
        let mut queues: Vec<(u64, Vec<Addressed>)> = Vec::new();
        for item in items {
            let key = queue_key(&item);
            match queues.iter_mut().find(|(other, _)| *other == key) {
                Some((_, queue)) => queue.push(item),
                None => queues.push((key, vec![item])),
            }
        }
        let source = &channel.source();
        let work = queues.into_iter().map(|(_, queue)| async move {
            for item in queue {
                self.take_or_keep(source, &item, accounts, witness).await?;
            }
            Ok(())
        });
        stream::iter(work).buffer_unordered(Self::AT_ONCE_MAX).try_collect::<()>().await
    }

    async fn take_or_keep(
        self,
        source: &Source,
        item: &Addressed,
        accounts: &HashMap<Address, Account>,
        witness: &Account,
    ) -> Result<(), CallError> {
        let account = accounts.get(&item.to);
        let fate = match account {
            Some(account) => match self.take(account, &item.inbound).await {
                Ok(fate) => fate,
                Err(error @ Error::Unavailable(_)) => return Err(error.into()),
                Err(error) => Fate::GiveUp(error.to_string()),
            },
            None => match self.is_refused(source, &item.to).await? {
                // It names an account whose secret did not sign the call.
                true => return Ok(()),
                false => Fate::TryLater("no account has this address"),
            },
        };
        let account_id = account.map(|account| account.id);
        let holder = account.unwrap_or(witness);
        match fate {
            Fate::Committed => Ok(()),
            Fate::TryLater(reason) => {
                self.keep(source, holder, account_id, item, reason, ReceivedCallState::Waiting).await
            }
            Fate::GiveUp(reason) => self.keep(source, holder, account_id, item, &reason, ReceivedCallState::Dead).await,
        }
    }

    async fn is_refused(self, source: &Source, address: &Address) -> Result<bool, StoreError> {
        match address {
            Address::Account(address) => Ok(self.account_at(source, address).await?.is_some()),
            Address::Business(_) | Address::Nobody => Ok(false),
        }
    }

    async fn take(self, account: &Account, inbound: &Inbound) -> Result<Fate> {
        let scope = TenantScope::from(account);
        match inbound {
            Inbound::Message(message) => {
                let command = ReceiveMessage { account, message };
                self.executor.execute(None, scope, &command).await?;
                Ok(Fate::Committed)
            }
            Inbound::Receipt(receipt) => match self.executor.execute(None, scope, &RecordReceipt { receipt }).await? {
                Recorded::Yes => Ok(Fate::Committed),
                Recorded::MessageUnknown => Ok(Fate::TryLater("the message is not known yet")),
            },
            Inbound::NotUnderstood(reason) => Ok(Fate::GiveUp(reason.clone())),
            Inbound::Ignored => Ok(Fate::Committed),
        }
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
        let command = KeepCall { source, account, body: &item.raw, reason, state };
        Ok(self.executor.execute(None, TenantScope::from(holder), &command).await?)
    }
}

/// Items with equal keys keep their order.
fn queue_key(item: &Addressed) -> u64 {
    let mut hasher = DefaultHasher::new();
    match &item.inbound {
        Inbound::Message(message) => message.identities.first().hash(&mut hasher),
        Inbound::Receipt(receipt) => receipt.external_id.hash(&mut hasher),
        Inbound::NotUnderstood(_) | Inbound::Ignored => item.raw.hash(&mut hasher),
    }
    hasher.finish()
}
