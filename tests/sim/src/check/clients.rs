//! Browsers: each holds the journal, all of it and nothing else.

use super::facts::Tenant;
use crate::{verdict::Promise, world::World};

pub(super) fn check(world: &World, tenant: &Tenant<'_>) {
    for browser in world.browsers.iter().filter(|browser| browser.tenant == tenant.shop.number) {
        let held = browser.held();
        if held == tenant.journal {
            continue;
        }
        let place = held.iter().zip(&tenant.journal).position(|(held, event)| held != event);
        let place = place.unwrap_or(held.len().min(tenant.journal.len()));
        let how = format!(
            "{} holds {} events of {}, and the first that differs is {}",
            browser.who,
            held.len(),
            tenant.journal.len(),
            place + 1
        );
        world.ground.violated(Promise::ClientsHoldJournal, how);
    }
}
