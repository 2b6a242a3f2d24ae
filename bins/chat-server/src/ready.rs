//! What `/readyz` tells of besides the store.

use async_trait::async_trait;
use chat_http::{Part, PartState};
use chat_redis::Redis;
use chat_storage::SeaStore;

/// The tables, as far as this version needs them.
#[derive(Debug)]
pub(crate) struct Migrations(pub(crate) SeaStore);

#[async_trait]
impl Part for Migrations {
    fn name(&self) -> &'static str {
        "migrations"
    }

    async fn state(&self) -> PartState {
        match self.0.is_migrated().await {
            Ok(true) => PartState::Ok,
            Ok(false) => PartState::Missing("the database is older than this server; run: chat-server migrate"),
            Err(_) => PartState::Missing("the database cannot be asked for its version"),
        }
    }
}

/// What joins this process to the others.
#[derive(Debug)]
pub(crate) struct Doorbell(pub(crate) Redis);

#[async_trait]
impl Part for Doorbell {
    fn name(&self) -> &'static str {
        "redis"
    }

    async fn state(&self) -> PartState {
        if self.0.is_connected() {
            return PartState::Ok;
        }
        PartState::Degraded(
            "Redis does not answer: typing, presence and limits stay within each process, and what the others commit is found \
             within a second",
        )
    }
}
