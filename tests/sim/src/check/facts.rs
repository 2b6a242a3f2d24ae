//! What the store holds, read past all troubles.

use crate::{shop::Shop, store::Pages, world::World};
use chat_core::{
    ClientId, Conversation, ConversationFilter, ConversationId, ConversationQuery, Conversations, Event, Journal,
    Message, MessageId, Notice, PageQuery, Seq, TenantScope, Timestamp,
};
use std::{collections::BTreeMap, sync::Arc};

/// Everything that is looked at.
pub(super) struct Facts<'a> {
    pub(super) tenants: Vec<Tenant<'a>>,
    pub(super) pages: Pages,
}

/// What one tenant has.
pub(super) struct Tenant<'a> {
    pub(super) shop: &'a Shop,
    pub(super) journal: Vec<Notice>,
    pub(super) conversations: BTreeMap<ConversationId, Conversation>,
    pub(super) messages: BTreeMap<MessageId, Message>,
    /// Where the journal tells of each message.
    pub(super) posted: BTreeMap<MessageId, Seq>,
}

impl<'a> Facts<'a> {
    pub(super) async fn collected(world: &'a Arc<World>) -> Self {
        let mut tenants = Vec::new();
        for shop in &world.shops {
            tenants.push(Tenant::collected(world, shop).await);
        }
        Self { tenants, pages: world.ledger.pages() }
    }
}

impl<'a> Tenant<'a> {
    async fn collected(world: &World, shop: &'a Shop) -> Self {
        let scope = scope(shop.client);
        let mut journal: Vec<Notice> = Vec::new();
        loop {
            let after = journal.last().map_or(0, |notice| notice.seq);
            let more = world.memory.events_after(scope, after, 500).await.expect("the memory does not fail").events;
            if more.is_empty() {
                break;
            }
            journal.extend(more);
        }
        let conversations = conversations(world, shop.client).await;
        let mut messages = BTreeMap::new();
        for conversation in &conversations {
            let mut page = PageQuery::first(PageQuery::LIMIT_MAX);
            loop {
                let read = world.memory.messages(scope, conversation.id, page).await;
                let read = read.expect("the memory does not fail");
                messages.extend(read.items.into_iter().map(|message| (message.id, message)));
                let Some(next) = read.next else { break };
                page.after = Some(next);
            }
        }
        let posted = journal.iter().filter_map(|notice| match &notice.event {
            Event::MessagePosted(message) => Some((message.id, notice.seq)),
            _ => None,
        });
        Self {
            posted: posted.collect(),
            conversations: conversations.into_iter().map(|it| (it.id, it)).collect(),
            shop,
            journal,
            messages,
        }
    }
}

/// Every conversation of a tenant.
pub(crate) async fn conversations(world: &World, client: ClientId) -> Vec<Conversation> {
    let all = ConversationQuery::own(ConversationFilter::EVERYTHING, Timestamp::from_millis(0));
    let mut page = PageQuery::first(PageQuery::LIMIT_MAX);
    let mut found = Vec::new();
    loop {
        let read = world.memory.conversations(scope(client), &all, page).await.expect("the memory does not fail");
        found.extend(read.items);
        let Some(next) = read.next else { return found };
        page.after = Some(next);
    }
}

/// The run founded this client itself and may look at everything that it has.
pub(super) fn scope(client: ClientId) -> TenantScope {
    TenantScope::assume(client)
}
