//! `MemoryStore` keeps every promise, and the suite notices when it does not.

mod bites;
mod media;
mod presence;

use chat_core::MemoryStore;

async fn empty_store() -> MemoryStore {
    MemoryStore::default()
}

chat_conformance::store_suite!(empty_store());
