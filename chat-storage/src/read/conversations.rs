use super::{page, text};
use crate::{
    SeaStore,
    entity::{bookmark, conversation, customer, message, record, records},
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{
    AccountId, AgentId, Bookmark, Conversation, ConversationFilter, ConversationId, ConversationStatus, Conversations,
    Cursor, CustomerId, ExternalId, Message, MessageId, Page, PageQuery, SenderId, SenderType, StoreError, TenantScope,
};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, Query},
};

/// What the list's index on PostgreSQL asks for; it is always so.
const IS_LISTED: &str = "conversations.created_at >= 0";
/// Whose a conversation is, in words that no index of SQLite begins with.
const WHOSE: &str = "coalesce(conversations.client_id, conversations.id)";
/// When a conversation was last active, as its index has it.
const ACTIVE_AT: &str = "coalesce(last_message_at, conversations.created_at)";

#[async_trait]
impl Conversations for SeaStore {
    async fn conversation(&self, scope: TenantScope, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        self.conversation_where(of(scope).filter(conversation::Column::Id.eq(id.uuid()))).await
    }

    async fn conversations(
        &self,
        scope: TenantScope,
        filter: &ConversationFilter,
        query: PageQuery,
    ) -> Result<Page<Conversation>, StoreError> {
        let mut select = filtered(self.inner.reader.get_database_backend(), scope, filter);
        if let Some(Cursor { key, id }) = query.after {
            let place = Expr::tuple([Expr::cust(ACTIVE_AT), conversation::Column::Id.into_expr()]);
            // The first condition says nothing new, but SQLite enters the index by it.
            select = select.filter(Expr::cust(ACTIVE_AT).lte(key));
            select = select.filter(place.lt(Expr::tuple([key.into(), id.into()])));
        }
        let select = select.order_by(Expr::cust(ACTIVE_AT), Order::Desc).order_by_desc(conversation::Column::Id);
        let rows = select.limit(page::rows_wanted(query)).all(&self.inner.reader).await.map_err(read_error)?;
        let place = |conversation: &Conversation| {
            let active_at = conversation.last_message_at.unwrap_or(conversation.created_at);
            Cursor { key: active_at.millis(), id: conversation.id.uuid() }
        };
        Ok(page::page(records(rows)?, query, place))
    }

    async fn live_conversation(
        &self,
        scope: TenantScope,
        customer: CustomerId,
        account: AccountId,
    ) -> Result<Option<Conversation>, StoreError> {
        let select = of(scope)
            .filter(conversation::Column::CustomerId.eq(customer.uuid()))
            .filter(conversation::Column::AccountId.eq(account.uuid()))
            .filter(conversation::Column::Status.ne(ConversationStatus::Archived.as_str()));
        self.conversation_where(select).await
    }

    async fn message(&self, scope: TenantScope, id: MessageId) -> Result<Option<Message>, StoreError> {
        self.message_where(messages_of(scope).filter(message::Column::Id.eq(id.uuid()))).await
    }

    async fn messages(
        &self,
        scope: TenantScope,
        conversation: ConversationId,
        query: PageQuery,
    ) -> Result<Page<Message>, StoreError> {
        let mut select = messages_of(scope).filter(message::Column::ConversationId.eq(conversation.uuid()));
        if let Some(Cursor { key, id: _ }) = query.after {
            // Positions have no ties.
            select = select.filter(message::Column::Position.lt(key));
        }
        let select = select.order_by_desc(message::Column::Position).limit(page::rows_wanted(query));
        let rows = select.all(&self.inner.reader).await.map_err(read_error)?;
        let place = |message: &Message| Cursor { key: message.position, id: message.id.uuid() };
        Ok(page::page(records(rows)?, query, place))
    }

    async fn message_by_external(&self, scope: TenantScope, id: &ExternalId) -> Result<Option<Message>, StoreError> {
        let select = messages_of(scope)
            .filter(message::Column::ExternalSource.eq(id.source.as_str()))
            .filter(message::Column::ExternalId.eq(id.id.as_str()));
        self.message_where(select).await
    }

    async fn message_by_client_id(
        &self,
        scope: TenantScope,
        sender: SenderId,
        client_message_id: &str,
    ) -> Result<Option<Message>, StoreError> {
        let select = messages_of(scope)
            .filter(message::Column::SenderId.eq(sender.uuid()))
            .filter(message::Column::ClientMessageId.eq(client_message_id));
        self.message_where(select).await
    }

    async fn bookmarks(
        &self,
        scope: TenantScope,
        agent: AgentId,
        conversations: &[ConversationId],
    ) -> Result<Vec<Bookmark>, StoreError> {
        let conversations = conversations.iter().map(|id| id.uuid());
        let select = bookmarks_of(scope, agent).filter(bookmark::Column::ConversationId.is_in(conversations));
        records(select.all(&self.inner.reader).await.map_err(read_error)?)
    }

    async fn unsent(&self, scope: TenantScope, agent: AgentId, limit: usize) -> Result<Vec<Bookmark>, StoreError> {
        let select = bookmarks_of(scope, agent)
            .filter(bookmark::Column::Unsent.is_not_null())
            .order_by_desc(bookmark::Column::UpdatedAt)
            .order_by_desc(bookmark::Column::Id)
            .limit(limit as u64);
        records(select.all(&self.inner.reader).await.map_err(read_error)?)
    }

    async fn last_customer_message(
        &self,
        scope: TenantScope,
        conversation: ConversationId,
    ) -> Result<Option<Message>, StoreError> {
        let select = messages_of(scope)
            .filter(message::Column::ConversationId.eq(conversation.uuid()))
            .filter(message::Column::SenderType.eq(SenderType::Customer.as_str()))
            .order_by_desc(message::Column::Position);
        self.message_where(select).await
    }
}

fn of(scope: TenantScope) -> Select<conversation::Entity> {
    conversation::Entity::find().filter(conversation::Column::ClientId.eq(scope.client_id().uuid()))
}

fn bookmarks_of(scope: TenantScope, agent: AgentId) -> Select<bookmark::Entity> {
    bookmark::Entity::find()
        .filter(bookmark::Column::ClientId.eq(scope.client_id().uuid()))
        .filter(bookmark::Column::AgentId.eq(agent.uuid()))
}

fn messages_of(scope: TenantScope) -> Select<message::Entity> {
    message::Entity::find().filter(message::Column::ClientId.eq(scope.client_id().uuid()))
}

fn filtered(backend: DbBackend, scope: TenantScope, filter: &ConversationFilter) -> Select<conversation::Entity> {
    let ConversationFilter { status, source, assignee_id, customer_id, text } = filter;
    let select = match customer_id {
        // A customer has few: the database is not to look for them among all of the client's.
        Some(_) => conversation::Entity::find().filter(Expr::cust(WHOSE).eq(scope.client_id().uuid())),
        None => of(scope),
    };
    let mut select = select.filter(Expr::cust(IS_LISTED));
    if let Some(status) = status {
        select = select.filter(conversation::Column::Status.eq(status.as_str()));
    }
    if let Some(source) = source {
        select = select.filter(conversation::Column::Source.eq(source.as_str()));
    }
    if let Some(agent) = assignee_id {
        select = select.filter(conversation::Column::AssigneeId.eq(agent.uuid()));
    }
    if let Some(customer) = customer_id {
        select = select.filter(conversation::Column::CustomerId.eq(customer.uuid()));
    }
    if let Some(text) = text {
        let called = Query::select()
            .column(customer::Column::Id)
            .from(customer::Entity)
            .and_where(customer::Column::ClientId.eq(scope.client_id().uuid()))
            .and_where(text::contains(backend, "customers.name", text))
            .to_owned();
        let any = Condition::any()
            .add(text::contains(backend, "conversations.subject", text))
            .add(text::contains(backend, "conversations.customer_number", text))
            .add(conversation::Column::CustomerId.in_subquery(called));
        select = select.filter(any);
    }
    select
}

impl SeaStore {
    async fn conversation_where(
        &self,
        select: Select<conversation::Entity>,
    ) -> Result<Option<Conversation>, StoreError> {
        record(select.one(&self.inner.reader).await.map_err(read_error)?)
    }

    async fn message_where(&self, select: Select<message::Entity>) -> Result<Option<Message>, StoreError> {
        record(select.one(&self.inner.reader).await.map_err(read_error)?)
    }
}
