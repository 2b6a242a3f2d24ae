use super::state::State;
use crate::StoreError;
use std::{
    fmt,
    sync::{Arc, Mutex},
};

/// A store that keeps everything in memory and loses it when the last clone is dropped.
///
/// It keeps every promise of the ports but durability and is what tests use instead of a mock. Clones share their records.
///
/// ```
/// use chat_core::{Changes, Client, Commit, Directory, Env, MemoryStore, TenantScope};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let (env, store) = (Env::default(), MemoryStore::default());
/// let client = Client { id: env.id(), name: "Shop".into(), created_at: env.now(), revision: 0 };
/// store.commit(TenantScope::from(&client), Changes::none().insert(client)).await.unwrap();
/// assert_eq!(store.clients().await.unwrap()[0].name, "Shop");
/// # });
/// ```
#[derive(Clone, Default)]
pub struct MemoryStore(Arc<Mutex<State>>);

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

impl MemoryStore {
    /// An empty store that breaks one promise, for tests of the tests.
    #[cfg(feature = "faults")]
    pub fn with_fault(fault: super::MemoryFault) -> Self {
        let state = State { faults: super::fault::Faults(Some(fault)), ..State::default() };
        Self(Arc::new(Mutex::new(state)))
    }

    /// Makes every call fail from now on, or lets them work again, for tests of what depends on the store.
    #[cfg(feature = "faults")]
    pub fn fail(&self, is_failing: bool) {
        self.0.lock().expect("no holder of the lock panics").is_failing = is_failing;
    }

    /// Looks at the state or changes it; nobody else does so meanwhile.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> Result<T, StoreError> {
        let mut state = self.0.lock().map_err(|_| StoreError::backend("the memory store has panicked"))?;
        if state.is_failing {
            return Err(StoreError::backend("the memory store was told to fail"));
        }
        Ok(work(&mut state))
    }
}
