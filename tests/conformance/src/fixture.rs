use chat_core::ChatStore;
use std::{any::Any, fmt, sync::Arc};

/// An empty store to be tried.
///
/// Any store becomes one; a store that several processes can use together should give a second handle, so that the
/// rules about races run between two connections:
///
/// ```
/// # use chat_conformance::Fixture;
/// # use chat_core::MemoryStore;
/// let store = MemoryStore::default();
/// let folder = (); // what has to live as long as the store
/// let fixture = Fixture::from(store.clone()).second(store).keep(folder);
/// ```
pub struct Fixture {
    pub(crate) store: Arc<dyn ChatStore>,
    pub(crate) second: Arc<dyn ChatStore>,
    kept: Vec<Box<dyn Any + Send + Sync>>,
}

impl Fixture {
    /// Adds another handle to the same records, as another process would have it.
    #[must_use]
    pub fn second(mut self, store: impl ChatStore) -> Self {
        self.second = Arc::new(store);
        self
    }

    /// Keeps something until the rule has run: a folder, a database that is dropped with it.
    #[must_use]
    pub fn keep(mut self, guard: impl Any + Send + Sync) -> Self {
        self.kept.push(Box::new(guard));
        self
    }
}

impl<S: ChatStore> From<S> for Fixture {
    fn from(store: S) -> Self {
        let store: Arc<dyn ChatStore> = Arc::new(store);
        Self { second: Arc::clone(&store), store, kept: Vec::new() }
    }
}

impl fmt::Debug for Fixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fixture").field("store", &self.store).field("second", &self.second).finish_non_exhaustive()
    }
}
