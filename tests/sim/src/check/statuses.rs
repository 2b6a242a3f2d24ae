//! Statuses: what the provider told and was answered for is there.

use super::facts::Tenant;
use crate::{provider::Taken, store::Pages, verdict::Promise, world::World};
use chat_core::{Message, MessageStatus, Timestamp};

pub(super) fn check(world: &World, tenant: &Tenant<'_>, pages: &Pages) {
    let address = &tenant.shop.account.address;
    let taken: Vec<Taken> =
        world.provider.read(|state| state.taken.iter().filter(|it| it.address == *address).cloned().collect());
    for taken in taken {
        let Some(message) = tenant.messages.get(&taken.message) else { continue };
        let knows_name = message.external_id.as_ref().is_some_and(|external| external.id == taken.name);
        // News of a message that was sent again may be of either sending; without names nobody can tell whose they are.
        if pages.deliveries_of(message.id).count() > 1 || !knows_name && !world.ground.plan.names_deliveries {
            continue;
        }
        let highest = taken.told.iter().fold(MessageStatus::Sent, |highest, told| match highest.climbs_to(*told) {
            true => *told,
            false => highest,
        });
        if !taken.told.is_empty() && message.status.climbs_to(highest) {
            let how = format!("{} is {} and was told to be {highest}", message.content, message.status);
            world.ground.violated(Promise::StatusKept, how);
        }
        for told in &taken.told {
            if moment(message, *told).is_none() {
                let how = format!("{} was told to be {told}, and nobody knows when", message.content);
                world.ground.violated(Promise::StatusKept, how);
            }
        }
        if highest.climbs_to(message.status) && message.status != MessageStatus::Failed {
            let how = format!("{} is {} and was only told to be {highest}", message.content, message.status);
            world.ground.violated(Promise::StatusKept, how);
        }
    }
}

/// Since when a message stands there.
fn moment(message: &Message, status: MessageStatus) -> Option<Timestamp> {
    match status {
        MessageStatus::Queued => Some(message.created_at),
        MessageStatus::Sent => message.sent_at,
        MessageStatus::Delivered => message.delivered_at,
        MessageStatus::Read => message.read_at,
        MessageStatus::Failed => message.failed_at,
    }
}
