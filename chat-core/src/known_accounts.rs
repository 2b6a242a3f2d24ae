//! Accounts that calls were addressed to a moment ago.

use crate::{Account, ChatStore, Source, StoreError, Timestamp};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

/// Remembers for a moment which account has an address, since calls come many at a time for few numbers.
///
/// What this process changes is forgotten at once; a change that another process makes is noticed within [`KnownAccounts::TTL`].
#[derive(Debug, Default)]
pub(crate) struct KnownAccounts(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    accounts: HashMap<(Source, String), Known>,
    /// How often everything was forgotten: what was read before that is not remembered after it.
    forgotten: u64,
}

#[derive(Debug)]
struct Known {
    account: Account,
    read_at: Timestamp,
}

impl KnownAccounts {
    const TTL: Duration = Duration::from_secs(2);
    /// When more are known all are forgotten.
    const COUNT_MAX: usize = 10_000;

    /// The account with a provider's address that is not disconnected.
    pub(crate) async fn at(
        &self,
        store: &dyn ChatStore,
        source: &Source,
        address: &str,
        now: Timestamp,
    ) -> Result<Option<Account>, StoreError> {
        let key = (source.clone(), address.to_owned());
        let forgotten = {
            let remembered = self.remembered();
            if let Some(known) = remembered.accounts.get(&key)
                && now.since(known.read_at) < Self::TTL
            {
                return Ok(Some(known.account.clone()));
            }
            remembered.forgotten
        };
        let found = store.account_at(source, address).await?;
        let mut remembered = self.remembered();
        if let Some(account) = &found
            && remembered.forgotten == forgotten
        {
            if remembered.accounts.len() >= Self::COUNT_MAX {
                remembered.accounts.clear();
            }
            remembered.accounts.insert(key, Known { account: account.clone(), read_at: now });
        }
        Ok(found)
    }

    /// Forgets everything: an account was written.
    pub(crate) fn forget(&self) {
        let mut remembered = self.remembered();
        remembered.accounts.clear();
        remembered.forgotten += 1;
    }

    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().expect("no holder of the lock panics")
    }
}
