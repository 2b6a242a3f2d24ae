//! Browsers: each holds the journal, or all of it that belongs to its conversation, and nothing else.

use super::facts::Tenant;
use crate::{verdict::Promise, world::World};

pub(super) fn check(world: &World, tenant: &Tenant<'_>) {
    for browser in world.browsers.iter().filter(|browser| browser.tenant == tenant.shop.number) {
        if !browser.is_open() {
            continue;
        }
        let held = browser.held();
        let journal: Vec<_> = tenant.journal.iter().filter(|notice| held.shows(notice)).collect();
        let held = &held.events;
        if held.iter().eq(journal.iter().copied()) {
            continue;
        }
        let place = held.iter().zip(&journal).position(|(held, event)| held != *event);
        let place = place.unwrap_or(held.len().min(journal.len()));
        let how = format!(
            "{} holds {} events of {}, and the first that differs is {}",
            browser.who,
            held.len(),
            journal.len(),
            place + 1
        );
        world.ground.violated(Promise::ClientsHoldJournal, how);
    }
}
