//! What agents wrote: each reply once, in order, and never lost from sight.

use super::facts::Tenant;
use crate::{provider::Taken, shop::Asked, store::Pages, verdict::Promise, world, world::World};
use chat_core::{ConversationId, DeliveryState, Message, MessageStatus, SenderType, Unsettled};
use std::{collections::BTreeMap, sync::Arc};

pub(super) fn check(world: &World, tenant: &Tenant<'_>, pages: &Pages) {
    let taken = taken_of(world, tenant);
    for asked in world::asked(tenant.shop) {
        check_one(world, tenant, pages, &taken, &asked);
    }
    check_order(world, tenant, pages, &taken);
    check_recipients(world, tenant, &taken);
}

fn taken_of(world: &World, tenant: &Tenant<'_>) -> Vec<Taken> {
    let address = &tenant.shop.account.address;
    world.provider.read(|state| state.taken.iter().filter(|it| it.address == *address).cloned().collect())
}

fn check_one(world: &World, tenant: &Tenant<'_>, pages: &Pages, taken: &[Taken], asked: &Asked) {
    let found: Vec<&Message> = tenant.messages.values().filter(|message| message.content == asked.text).collect();
    let text = &asked.text;
    if found.len() > 1 || asked.answers.iter().any(|answer| *answer != asked.answers[0]) {
        world.ground.violated(Promise::ClientMessageId, format!("{text} became {} messages", found.len()));
    }
    let Some(message) = found.first() else {
        if !asked.answers.is_empty() {
            world.ground.violated(Promise::ReplyArrives, format!("{text} was answered and does not exist"));
        }
        return;
    };
    if asked.answers.first().is_some_and(|answer| *answer != message.id) {
        world.ground.violated(Promise::ReplyArrives, format!("{text} was answered with another message"));
    }
    if message.conversation_id != asked.conversation || message.sender_id != Some(asked.agent.into()) {
        world.ground.violated(Promise::TenantsApart, format!("{text} stands in a wrong place"));
    }
    let times = taken.iter().filter(|taken| taken.message == message.id).count();
    let ordered = pages.deliveries_of(message.id).count();
    if asked.is_note {
        if times + ordered > 0 {
            world.ground.violated(Promise::ReplyArrives, format!("{text} is a note and was sent to the customer"));
        }
        return;
    }
    if times > ordered {
        let how = format!("{text} was taken {times} times and ordered {ordered} times");
        world.ground.violated(Promise::ReplyOnce, how);
    }
    check_visible(world, pages, message, text, times);
}

/// Whether a reply arrived, or says that it did not.
fn check_visible(world: &World, pages: &Pages, message: &Message, text: &str, times: usize) {
    let Some(latest) = pages.deliveries_of(message.id).last() else {
        return world.ground.violated(Promise::ReplyArrives, format!("{text} was never ordered to be sent"));
    };
    let is_visible = match latest.state {
        DeliveryState::Pending => false,
        DeliveryState::Unsettled => message.unsettled == Some(Unsettled::NeedsDecision) && message.error.is_some(),
        DeliveryState::Dead if message.status == MessageStatus::Failed => message.error.is_some(),
        // It was given up, and the provider told later that it has arrived after all.
        DeliveryState::Dead => times > 0 && message.status != MessageStatus::Queued,
        DeliveryState::Done => times > 0 && message.status != MessageStatus::Queued,
    };
    if !is_visible {
        let how = format!("{text} is {}, was taken {times} times and its delivery is {}", message.status, latest.state);
        world.ground.violated(Promise::ReplyArrives, how);
    }
}

/// What was sent once stands at the customer in the order of the conversation.
fn check_order(world: &World, tenant: &Tenant<'_>, pages: &Pages, taken: &[Taken]) {
    let mut last: BTreeMap<ConversationId, i64> = BTreeMap::new();
    for taken in taken {
        let Some(message) = tenant.messages.get(&taken.message) else { continue };
        if pages.deliveries_of(message.id).count() > 1 {
            continue;
        }
        let before = last.insert(message.conversation_id, message.position).unwrap_or(0);
        if before > message.position {
            let how = format!("{} was taken after the message at place {before}", message.content);
            world.ground.violated(Promise::ReplyOrder, how);
        }
    }
}

/// What went out by a tenant's account is the tenant's, and went to the conversation's customer.
fn check_recipients(world: &World, tenant: &Tenant<'_>, taken: &[Taken]) {
    for taken in taken {
        let message = tenant.messages.get(&taken.message).filter(|message| message.content == taken.text);
        let conversation = message.and_then(|message| tenant.conversations.get(&message.conversation_id));
        let number = conversation.and_then(|conversation| conversation.customer_number.as_deref());
        if number != Some(&format!("+{}", taken.phone)) {
            let how = format!("{} was sent to {} by {}", taken.text, taken.phone, taken.address);
            world.ground.violated(Promise::TenantsApart, how);
        }
    }
}

/// What was asked for after the trouble has arrived and been read.
pub(crate) async fn everything_works(world: &Arc<World>) {
    let facts = super::Facts::collected(world).await;
    for tenant in &facts.tenants {
        let taken = taken_of(world, tenant);
        for asked in world::asked(tenant.shop).into_iter().filter(|asked| asked.is_proof) {
            let is_of = |message: &&Message| message.content == asked.text && message.sender_type == SenderType::Agent;
            let message = tenant.messages.values().find(is_of);
            let status = message.map(|message| message.status);
            let times = taken.iter().filter(|taken| taken.text == asked.text).count();
            if status != Some(MessageStatus::Read) || times != 1 {
                let how = format!("{} is {status:?} and was taken {times} times", asked.text);
                world.ground.violated(Promise::WorksAgain, how);
            }
        }
    }
}
