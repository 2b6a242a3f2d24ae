//! The journal: gapless, linked, and complete.

use super::facts::Tenant;
use crate::{verdict::Promise, world::World};
use chat_core::{ConversationId, Event, MessageId, MessageStatus, Notice, Seq};
use std::collections::BTreeMap;

pub(super) fn check(world: &World, tenant: &Tenant<'_>) {
    let mut last_of: BTreeMap<ConversationId, Seq> = BTreeMap::new();
    let mut statuses: BTreeMap<MessageId, MessageStatus> = BTreeMap::new();
    for (notice, seq) in tenant.journal.iter().zip(1..) {
        if notice.seq != seq {
            world.ground.violated(Promise::Journal, format!("event {} stands at place {seq}", notice.seq));
            return;
        }
        check_link(world, notice, &mut last_of);
        check_owner(world, tenant, notice);
        match &notice.event {
            Event::MessagePosted(message) => {
                if statuses.insert(message.id, message.status).is_some() {
                    world.ground.violated(Promise::Journal, format!("message {} is told of twice", message.id));
                }
            }
            Event::MessageStatusChanged { message_id, status, .. } => {
                if statuses.insert(*message_id, *status).is_none() {
                    let how = format!("the status of {message_id} is told before the message");
                    world.ground.violated(Promise::Journal, how);
                }
            }
            Event::MessageEdited(_)
            | Event::MessageDeleted { .. }
            | Event::ConversationChanged(_)
            | Event::CustomerChanged(_)
            | Event::AccountChanged { .. }
            | Event::WidgetChanged { .. }
            | Event::DomainChanged { .. }
            | Event::AgentChanged { .. }
            | Event::DefinitionChanged { .. }
            | Event::WebhookChanged { .. } => {}
        }
    }
    for message in tenant.messages.values() {
        let told = statuses.get(&message.id);
        if told != Some(&message.status) {
            let how = format!("message {} is {} and the journal says {told:?}", message.id, message.status);
            world.ground.violated(Promise::Journal, how);
        }
    }
}

/// Each event names the one before it in its conversation, or in the journal when it belongs to none.
fn check_link(world: &World, notice: &Notice, last_of: &mut BTreeMap<ConversationId, Seq>) {
    let before = match &notice.thread {
        Some(thread) => last_of.insert(thread.conversation_id, notice.seq).unwrap_or(0),
        None => notice.seq - 1,
    };
    if notice.previous_seq != before {
        let how = format!("event {} names {} as the one before it, which is {before}", notice.seq, notice.previous_seq);
        world.ground.violated(Promise::Journal, how);
    }
}

fn check_owner(world: &World, tenant: &Tenant<'_>, notice: &Notice) {
    let client = tenant.shop.client;
    let is_own_record = match &notice.event {
        Event::MessagePosted(message) | Event::MessageEdited(message) => message.client_id == client,
        Event::ConversationChanged(conversation) => conversation.client_id == client,
        Event::CustomerChanged(customer) => customer.client_id == client,
        Event::MessageStatusChanged { message_id, .. } | Event::MessageDeleted { message_id, .. } => {
            tenant.messages.contains_key(message_id)
        }
        Event::AccountChanged { account_id, .. } => *account_id == tenant.shop.account.id,
        // Nobody here has a widget or a webhook, or defines anything.
        Event::WidgetChanged { .. }
        | Event::DomainChanged { .. }
        | Event::AgentChanged { .. }
        | Event::DefinitionChanged { .. }
        | Event::WebhookChanged { .. } => false,
    };
    let is_own_thread =
        notice.thread.as_ref().is_none_or(|thread| tenant.conversations.contains_key(&thread.conversation_id));
    if notice.client_id != client || !is_own_record || !is_own_thread {
        world.ground.violated(Promise::TenantsApart, format!("event {} tells of another tenant", notice.seq));
    }
}
