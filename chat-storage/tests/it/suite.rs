//! The exported suite, on both databases. Its races run between two stores, as two processes would have them.

use crate::databases::Database;
use chat_conformance::Fixture;

async fn empty_store(database: Database) -> Fixture {
    let (store, second) = (database.store().await, database.store().await);
    Fixture::from(store).second(second).keep(database)
}

mod on_sqlite {
    chat_conformance::store_suite!(super::empty_store(super::Database::sqlite()));
}

mod on_postgres {
    chat_conformance::store_suite!(super::empty_store(super::Database::postgres().await));
}
