//! What customers wrote: each message once, at its tenant, in order.

use super::facts::Tenant;
use crate::{
    provider::{Letter, wire::Says},
    verdict::Promise,
    world::World,
};
use chat_core::{Message, SenderType, Seq};

pub(super) fn check(world: &World, tenant: &Tenant<'_>) {
    let address = &tenant.shop.account.address;
    let letters: Vec<Letter> =
        world.provider.read(|state| state.letters.iter().filter(|it| it.item.to == *address).cloned().collect());
    let places: Vec<Option<Seq>> = letters.iter().map(|letter| check_one(world, tenant, letter)).collect();
    for (later, seq) in letters.iter().zip(&places) {
        for (earlier, earlier_seq) in letters.iter().zip(&places) {
            if is_promised(earlier, later) && earlier_seq > seq {
                let how = format!("{} stands after {}", earlier.item.name, later.item.name);
                world.ground.violated(Promise::InboundOrder, how);
            }
        }
    }
    let written = tenant.messages.values().filter(|message| message.sender_type == SenderType::Customer).count();
    if written > letters.len() {
        let how = format!("{written} messages were made of {} that customers wrote", letters.len());
        world.ground.violated(Promise::InboundOnce, how);
    }
}

/// Looks for the message that a letter became, and tells where the journal has it.
fn check_one(world: &World, tenant: &Tenant<'_>, letter: &Letter) -> Option<Seq> {
    let Says::Letter { phone, text } = &letter.item.says else { return None };
    let external = letter.item.external();
    let found: Vec<&Message> =
        tenant.messages.values().filter(|message| message.external_id.as_ref() == Some(&external)).collect();
    let name = &letter.item.name;
    if found.len() > 1 || letter.accepted.is_some() && found.is_empty() {
        world.ground.violated(Promise::InboundOnce, format!("{name} exists {} times", found.len()));
    }
    let message = *found.first()?;
    if message.content != *text || message.sender_type != SenderType::Customer {
        world.ground.violated(Promise::TenantsApart, format!("{name} became {:?}", message.content));
    }
    let conversation = tenant.conversations.get(&message.conversation_id);
    let number = conversation.and_then(|conversation| conversation.customer_number.clone());
    if number.as_deref() != Some(&format!("+{phone}")) {
        world.ground.violated(Promise::TenantsApart, format!("{name} stands in the conversation of {number:?}"));
    }
    tenant.posted.get(&message.id).copied()
}

/// Whether the provider told one of two messages of a customer after it had been answered for the other, or both in one
/// call.
fn is_promised(earlier: &Letter, later: &Letter) -> bool {
    let (Says::Letter { phone: one, .. }, Says::Letter { phone: other, .. }) = (&earlier.item.says, &later.item.says)
    else {
        return false;
    };
    let Some((later_told, later_call, later_place)) = later.first_told else { return false };
    let Some((_, call, place)) = earlier.first_told else { return false };
    let is_answered = earlier.accepted.is_some_and(|accepted| accepted < later_told);
    one == other && (is_answered || call == later_call && place < later_place)
}
