//! The tiny store keeps every promise that the large ones keep.

use custom_store::ShelfStore;

async fn empty_store() -> ShelfStore {
    ShelfStore::default()
}

chat_conformance::store_suite!(empty_store());
