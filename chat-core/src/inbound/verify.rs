use super::{CallError, Intake};
use crate::{Account, Address, Addressed, CallRefused, Channel, IncomingCall, Source, StoreError, executor::Executor};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Whom a call truly speaks for.
#[derive(Debug, Default)]
pub(super) struct Verified {
    /// The accounts whose own secrets signed it, by what it calls them.
    pub(super) accounts: HashMap<Address, Account>,
    /// The first of them in the order of the items.
    pub(super) witness: Option<Account>,
    /// What it calls accounts of ours whose secrets did not sign it.
    pub(super) refused: HashSet<Address>,
    /// Why they did not.
    pub(super) refusal: Option<CallRefused>,
}

impl Intake<'_> {
    /// How many addresses of a call are looked up; items for others are kept and tried one by one.
    const ADDRESSES_MAX: usize = 64;

    /// Finds the accounts that the items are meant for, and asks of each whether its secret signed the call.
    pub(super) async fn verify(
        self,
        channel: &Arc<dyn Channel>,
        call: &IncomingCall,
        items: &[Addressed],
    ) -> Result<Verified, StoreError> {
        let mut verified = Verified::default();
        let mut asked = HashSet::new();
        for item in items {
            if asked.len() >= Self::ADDRESSES_MAX {
                break;
            }
            if !asked.insert(&item.to) {
                continue;
            }
            let mut refusal = None;
            let mut signer = None;
            for account in self.candidates(&channel.source(), &item.to).await? {
                match channel.authenticate(call, &account) {
                    Ok(()) => {
                        signer = Some(account);
                        break;
                    }
                    Err(refused) => {
                        tracing::warn!(account.id = %account.id, reason = %refused, "a call names an account whose secret did not sign it");
                        refusal = Some(refused);
                    }
                }
            }
            match (signer, refusal) {
                (Some(account), _) => {
                    verified.witness.get_or_insert_with(|| account.clone());
                    verified.accounts.insert(item.to.clone(), account);
                }
                (None, Some(refused)) => {
                    verified.refused.insert(item.to.clone());
                    verified.refusal = Some(refused);
                }
                (None, None) => {}
            }
        }
        Ok(verified)
    }

    async fn candidates(self, source: &Source, address: &Address) -> Result<Vec<Account>, StoreError> {
        match address {
            Address::Account(address) => Ok(self.account_at(source, address).await?.into_iter().collect()),
            Address::Business(business) => self.executor.store.accounts_of_business(source, business).await,
            Address::Nobody => Ok(Vec::new()),
        }
    }

    pub(super) async fn account_at(self, source: &Source, address: &str) -> Result<Option<Account>, StoreError> {
        let Executor { store, env, accounts, .. } = self.executor;
        accounts.at(&**store, source, address, env.now()).await
    }

    /// An account whose secret signed a call that names none of ours.
    ///
    /// A call without a well-formed signature is refused after one look; other work is let through between two secrets.
    pub(super) async fn signer(self, channel: &Arc<dyn Channel>, call: &IncomingCall) -> Result<Account, CallError> {
        let mut tried = Vec::new();
        let mut refusal = CallRefused::Forged;
        for limit in [1, Self::SECRETS_MAX] {
            for account in self.executor.store.accounts_of_source(&channel.source(), limit).await? {
                let secrets = (account.app_secret.clone(), account.previous_app_secret.clone());
                if tried.contains(&secrets) {
                    continue;
                }
                refusal = match channel.authenticate(call, &account) {
                    Ok(()) => return Ok(account),
                    Err(refused @ (CallRefused::Unsigned | CallRefused::Malformed)) => return Err(refused.into()),
                    Err(refused) => refused,
                };
                tried.push(secrets);
                tokio::task::yield_now().await;
            }
        }
        Err(refusal.into())
    }
}
