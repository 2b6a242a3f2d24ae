//! What must be so after every run.

mod clients;
mod facts;
mod inbound;
mod journal;
mod left;
mod replies;
mod statuses;

pub(crate) use facts::conversations;
pub(crate) use left::{left, promise_of};
pub(crate) use replies::everything_works;

use crate::world::World;
use facts::Facts;
use std::sync::Arc;

/// Checks every promise.
pub(crate) async fn all(world: &Arc<World>) {
    let facts = Facts::collected(world).await;
    for tenant in &facts.tenants {
        journal::check(world, tenant);
        inbound::check(world, tenant);
        replies::check(world, tenant, &facts.pages);
        statuses::check(world, tenant, &facts.pages);
        clients::check(world, tenant);
    }
}
