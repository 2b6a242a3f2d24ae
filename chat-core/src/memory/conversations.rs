use super::{MemoryStore, fault::MemoryFault, keys::OwnKey, page, select::oldest_first, state::State, tenant::Tenant};
use crate::{
    AccountId, AgentId, Bookmark, Conversation, ConversationFilter, ConversationId, ConversationOrder,
    ConversationQuery, Conversations, Cursor, CustomerId, ExternalId, Facts, Mention, Message, MessageId, MessageKind,
    Page, PageQuery, SenderId, SenderType, StoreError, TenantScope, Viewer,
};
use async_trait::async_trait;
use std::{cmp::Reverse, collections::BTreeSet, ops::Bound::Unbounded};

#[async_trait]
impl Conversations for MemoryStore {
    async fn conversation(&self, scope: TenantScope, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        self.with(|state| {
            let mut seen = state.seen(scope, MemoryFault::LeakConversation);
            seen.find_map(|tenant| tenant.conversations.get(&id)).cloned()
        })
    }

    async fn conversations(
        &self,
        scope: TenantScope,
        wanted: &ConversationQuery,
        query: PageQuery,
    ) -> Result<Page<Conversation>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return Page { items: vec![], next: None } };
            match wanted.order {
                ConversationOrder::Latest => {
                    let rows = page::after(&tenant.recent, query, state.faults).filter_map(|place| {
                        let conversation = tenant.conversations.get(&ConversationId::from_uuid(place.id))?;
                        is_wanted(state, tenant, wanted, conversation).then(|| (place, conversation.clone()))
                    });
                    page::page(rows, query, state.faults)
                }
                ConversationOrder::Waiting => {
                    let waiting = tenant.conversations.values().filter_map(|conversation| {
                        let since = conversation.waiting_since?;
                        Some((Cursor { key: since.millis(), id: conversation.id.uuid() }, conversation))
                    });
                    let mut rows: Vec<_> = waiting
                        .filter(|(place, _)| query.after.is_none_or(|after| *place > after))
                        .filter(|(_, conversation)| is_wanted(state, tenant, wanted, conversation))
                        .map(|(place, conversation)| (place, conversation.clone()))
                        .collect();
                    rows.sort_by_key(|(place, _)| *place);
                    page::page(rows.into_iter(), query, state.faults)
                }
            }
        })
    }

    async fn count_conversations(
        &self,
        scope: TenantScope,
        wanted: &ConversationQuery,
        max: usize,
    ) -> Result<usize, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return 0 };
            let all = tenant.conversations.values();
            all.filter(|conversation| is_wanted(state, tenant, wanted, conversation)).take(max).count()
        })
    }

    async fn live_conversation(
        &self,
        scope: TenantScope,
        customer: CustomerId,
        account: AccountId,
    ) -> Result<Option<Conversation>, StoreError> {
        self.with(|state| state.tenant(scope)?.live_conversation(customer, account).cloned())
    }

    async fn message(&self, scope: TenantScope, id: MessageId) -> Result<Option<Message>, StoreError> {
        self.with(|state| state.tenant(scope)?.messages.get(&id).cloned())
    }

    async fn messages(
        &self,
        scope: TenantScope,
        conversation: ConversationId,
        query: PageQuery,
    ) -> Result<Page<Message>, StoreError> {
        self.with(|state| {
            let thread = state.tenant(scope).and_then(|tenant| Some((tenant, tenant.threads.get(&conversation)?)));
            let Some((tenant, thread)) = thread else { return Page { items: vec![], next: None } };
            let end = page::end(query.after.map(|cursor| cursor.key), state.faults);
            let rows = thread.range((Unbounded, end)).rev().filter_map(|(position, id)| {
                Some((Cursor { key: *position, id: id.uuid() }, tenant.messages.get(id)?.clone()))
            });
            page::page(rows, query, state.faults)
        })
    }

    async fn timeline(
        &self,
        scope: TenantScope,
        conversations: &[ConversationId],
        query: PageQuery,
    ) -> Result<Page<Message>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return Page::default() };
            let threads =
                conversations.iter().filter_map(|id| tenant.threads.get(id)).flat_map(|thread| thread.values());
            let place = |message: &Message| Cursor { key: message.created_at.millis(), id: message.id.uuid() };
            let messages = threads.filter_map(|id| tenant.messages.get(id));
            let places: BTreeSet<Cursor> = messages.map(place).collect();
            let rows = page::after(&places, query, state.faults)
                .filter_map(|place| Some((place, tenant.messages.get(&MessageId::from_uuid(place.id))?.clone())));
            page::page(rows, query, state.faults)
        })
    }

    async fn message_by_external(&self, scope: TenantScope, id: &ExternalId) -> Result<Option<Message>, StoreError> {
        self.with(|state| {
            let mut seen = state.seen(scope, MemoryFault::LeakExternalId);
            seen.find_map(|tenant| tenant.message_by_external(id)).cloned()
        })
    }

    async fn message_by_client_id(
        &self,
        scope: TenantScope,
        sender: SenderId,
        client_message_id: &str,
    ) -> Result<Option<Message>, StoreError> {
        self.with(|state| {
            let key = OwnKey::ClientMessageId(sender, client_message_id.to_owned());
            let tenant = state.tenant(scope)?;
            tenant.messages.get(&MessageId::from_uuid(*tenant.keys.get(&key)?)).cloned()
        })
    }

    async fn bookmarks(
        &self,
        scope: TenantScope,
        agent: AgentId,
        conversations: &[ConversationId],
    ) -> Result<Vec<Bookmark>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return vec![] };
            let id = |conversation| tenant.keys.get(&OwnKey::Bookmark(conversation, agent));
            let found = conversations.iter().filter_map(|it| tenant.bookmarks.get(&(*id(*it)?).into()));
            found.cloned().collect()
        })
    }

    async fn unsent(&self, scope: TenantScope, agent: AgentId, limit: usize) -> Result<Vec<Bookmark>, StoreError> {
        self.with(|state| {
            let all = state.tenant(scope).into_iter().flat_map(|tenant| tenant.bookmarks.values());
            let own = all.filter(|it| it.agent_id == agent && it.unsent.is_some());
            let mut own = oldest_first(own, |it| Reverse((it.updated_at, it.id)));
            own.truncate(limit);
            own
        })
    }

    async fn last_messages(
        &self,
        scope: TenantScope,
        conversations: &[ConversationId],
    ) -> Result<Vec<Message>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return vec![] };
            let last = |id| {
                let latest_first = tenant.threads.get(id)?.values().rev();
                let mut messages = latest_first.filter_map(|id| tenant.messages.get(id));
                messages.find(|message| message.kind != MessageKind::Event).cloned()
            };
            conversations.iter().filter_map(last).collect()
        })
    }

    async fn last_customer_message(
        &self,
        scope: TenantScope,
        conversation: ConversationId,
    ) -> Result<Option<Message>, StoreError> {
        self.with(|state| {
            let tenant = state.tenant(scope)?;
            let latest_first = tenant.threads.get(&conversation)?.values().rev();
            let mut messages = latest_first.filter_map(|id| tenant.messages.get(id));
            messages.find(|message| message.sender_type == SenderType::Customer).cloned()
        })
    }
}

impl Tenant {
    pub(super) fn live_conversation(&self, customer: CustomerId, account: AccountId) -> Option<&Conversation> {
        let id = self.keys.get(&OwnKey::LiveConversation(customer, account))?;
        self.conversations.get(&ConversationId::from_uuid(*id))
    }

    /// Whom the notes of a conversation are meant for.
    fn mentions(&self, conversation: ConversationId) -> Vec<Mention> {
        let thread = self.threads.get(&conversation).into_iter().flat_map(|thread| thread.values());
        let messages = thread.filter_map(|id| self.messages.get(id));
        messages.flat_map(|message| message.mentions.iter().copied()).collect()
    }

    pub(super) fn message_by_external(&self, id: &ExternalId) -> Option<&Message> {
        self.messages.get(&MessageId::from_uuid(*self.keys.get(&OwnKey::ExternalId(id.clone()))?))
    }
}

fn is_wanted(state: &State, tenant: &Tenant, wanted: &ConversationQuery, conversation: &Conversation) -> bool {
    meets(state, tenant, (&wanted.filter, &wanted.viewer), conversation)
}

/// Whether a conversation meets somebody's filter.
pub(super) fn meets(
    state: &State,
    tenant: &Tenant,
    (filter, viewer): (&ConversationFilter, &Viewer),
    conversation: &Conversation,
) -> bool {
    let bookmark = viewer.agent.and_then(|agent| {
        let id = tenant.keys.get(&OwnKey::Bookmark(conversation.id, agent))?;
        tenant.bookmarks.get(&(*id).into())
    });
    let customer = conversation.customer_id.and_then(|id| tenant.customers.get(&id));
    let mentions = match filter.names_mentions() {
        true => tenant.mentions(conversation.id),
        false => Vec::new(),
    };
    let facts = Facts { conversation, customer, bookmark, mentions: &mentions };
    if state.faults.has(MemoryFault::NegateNothing) && matches!(filter, ConversationFilter::Not(_)) {
        return true;
    }
    filter.is_met(facts, viewer)
}
