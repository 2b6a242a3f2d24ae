use super::{filter::Filtering, ids, index::Index, page};
use crate::{
    SeaStore,
    entity::{bookmark, conversation, message, record, records},
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{
    AccountId, AgentId, Bookmark, Conversation, ConversationFilter, ConversationId, ConversationOrder,
    ConversationQuery, ConversationStatus, Conversations, Cursor, CustomerId, ExternalId, Message, MessageId,
    MessageKind, Page, PageQuery, SenderId, SenderType, StoreError, TenantScope,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, Statement,
    sea_query::{Expr, Query},
};

/// What the list's index on PostgreSQL asks for; it is always so.
const IS_LISTED: &str = "conversations.created_at >= 0";
/// Whose a conversation is, in words that no index of SQLite begins with.
const WHOSE: &str = "coalesce(conversations.client_id, conversations.id)";
/// The latest message of each conversation that is no event: one step back from the end of its thread, or a few.
const LAST_SQLITE: &str = "SELECT messages.* FROM json_each($2) AS wanted CROSS JOIN messages ON messages.rowid = \
    (SELECT said.rowid FROM messages AS said WHERE said.conversation_id = unhex(wanted.value) AND said.kind <> $3 \
    ORDER BY said.position DESC LIMIT 1) WHERE messages.client_id = $1";
const LAST_POSTGRES: &str = "SELECT last.* FROM unnest($2) AS wanted (id) CROSS JOIN LATERAL \
    (SELECT * FROM messages WHERE conversation_id = wanted.id AND client_id = $1 AND kind <> $3 \
    ORDER BY position DESC LIMIT 1) AS last";

#[async_trait]
impl Conversations for SeaStore {
    async fn conversation(&self, scope: TenantScope, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        self.conversation_where(scope, of(scope).filter(conversation::Column::Id.eq(id.uuid()))).await
    }

    async fn conversations(
        &self,
        scope: TenantScope,
        wanted: &ConversationQuery,
        query: PageQuery,
    ) -> Result<Page<Conversation>, StoreError> {
        let select = self.wanted(scope, wanted).limit(page::rows_wanted(query));
        let select = match wanted.order {
            ConversationOrder::Latest => {
                latest(select, self.inner.reader.backend(), Index::of(&wanted.filter), query.after)
            }
            ConversationOrder::Waiting => longest_waiting(select, query.after),
        };
        let rows = select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?;
        let place = |conversation: &Conversation| {
            let key = match wanted.order {
                ConversationOrder::Latest => conversation.last_message_at.unwrap_or(conversation.created_at),
                ConversationOrder::Waiting => conversation.waiting_since.unwrap_or(conversation.created_at),
            };
            Cursor { key: key.millis(), id: conversation.id.uuid() }
        };
        Ok(page::page(records(rows)?, query, place))
    }

    async fn count_conversations(
        &self,
        scope: TenantScope,
        wanted: &ConversationQuery,
        max: usize,
    ) -> Result<usize, StoreError> {
        let some = self.wanted(scope, wanted).select_only().column(conversation::Column::Id).limit(max as u64);
        let count = Query::select().expr(Expr::cust("count(*)")).from_subquery(some.into_query(), "some").to_owned();
        let statement = self.inner.reader.backend().build(&count);
        let row = self.inner.reader.of(scope).query_one_raw(statement).await.map_err(read_error)?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0)).map_err(read_error)?;
        Ok(usize::try_from(count).unwrap_or(max))
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
        self.conversation_where(scope, select).await
    }

    async fn message(&self, scope: TenantScope, id: MessageId) -> Result<Option<Message>, StoreError> {
        self.message_where(scope, messages_of(scope).filter(message::Column::Id.eq(id.uuid()))).await
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
        let rows = select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?;
        let place = |message: &Message| Cursor { key: message.position, id: message.id.uuid() };
        Ok(page::page(records(rows)?, query, place))
    }

    async fn timeline(
        &self,
        scope: TenantScope,
        conversations: &[ConversationId],
        query: PageQuery,
    ) -> Result<Page<Message>, StoreError> {
        let ids = conversations.iter().map(|id| id.uuid());
        let mut select = messages_of(scope).filter(message::Column::ConversationId.is_in(ids));
        if let Some(Cursor { key, id }) = query.after {
            let place = Expr::tuple([message::Column::CreatedAt.into_expr(), message::Column::Id.into_expr()]);
            select = select.filter(place.lt(Expr::tuple([key.into(), id.into()])));
        }
        let select = select.order_by_desc(message::Column::CreatedAt).order_by_desc(message::Column::Id);
        let rows =
            select.limit(page::rows_wanted(query)).all(&self.inner.reader.of(scope)).await.map_err(read_error)?;
        let place = |message: &Message| Cursor { key: message.created_at.millis(), id: message.id.uuid() };
        Ok(page::page(records(rows)?, query, place))
    }

    async fn message_by_external(&self, scope: TenantScope, id: &ExternalId) -> Result<Option<Message>, StoreError> {
        let select = messages_of(scope)
            .filter(message::Column::ExternalSource.eq(id.source.as_str()))
            .filter(message::Column::ExternalId.eq(id.id.as_str()));
        self.message_where(scope, select).await
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
        self.message_where(scope, select).await
    }

    async fn bookmarks(
        &self,
        scope: TenantScope,
        agent: AgentId,
        conversations: &[ConversationId],
    ) -> Result<Vec<Bookmark>, StoreError> {
        let conversations = conversations.iter().map(|id| id.uuid());
        let select = bookmarks_of(scope, agent).filter(bookmark::Column::ConversationId.is_in(conversations));
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn unsent(&self, scope: TenantScope, agent: AgentId, limit: usize) -> Result<Vec<Bookmark>, StoreError> {
        let select = bookmarks_of(scope, agent)
            .filter(bookmark::Column::Unsent.is_not_null())
            .order_by_desc(bookmark::Column::UpdatedAt)
            .order_by_desc(bookmark::Column::Id)
            .limit(limit as u64);
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn last_messages(
        &self,
        scope: TenantScope,
        conversations: &[ConversationId],
    ) -> Result<Vec<Message>, StoreError> {
        let backend = self.inner.reader.backend();
        let sql = if backend == DbBackend::Sqlite { LAST_SQLITE } else { LAST_POSTGRES };
        let ids = ids::bound(backend, conversations.iter().map(|id| id.uuid()));
        let values = [scope.client_id().uuid().into(), ids, MessageKind::Event.as_str().into()];
        let select = message::Entity::find().from_raw_sql(Statement::from_sql_and_values(backend, sql, values));
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
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
        self.message_where(scope, select).await
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

/// Those with the latest message first, by the key that an index has.
fn latest(
    select: Select<conversation::Entity>,
    backend: DbBackend,
    index: Index,
    after: Option<Cursor>,
) -> Select<conversation::Entity> {
    let (mut select, active_at) = (select, index.active_at(backend));
    if let Some(Cursor { key, id }) = after {
        let key = key.saturating_add(index.number(backend));
        let place = Expr::tuple([Expr::cust(active_at), conversation::Column::Id.into_expr()]);
        // The first condition says nothing new, but SQLite enters the index by it.
        select = select.filter(Expr::cust(active_at).lte(key));
        select = select.filter(place.lt(Expr::tuple([key.into(), id.into()])));
    }
    select.order_by(Expr::cust(active_at), Order::Desc).order_by_desc(conversation::Column::Id)
}

/// Those that have waited longest first, and only those that wait.
fn longest_waiting(select: Select<conversation::Entity>, after: Option<Cursor>) -> Select<conversation::Entity> {
    let since = conversation::Column::WaitingSince;
    let mut select = select.filter(since.is_not_null());
    if let Some(Cursor { key, id }) = after {
        let place = Expr::tuple([since.into_expr(), conversation::Column::Id.into_expr()]);
        select = select.filter(since.gte(key));
        select = select.filter(place.gt(Expr::tuple([key.into(), id.into()])));
    }
    select.order_by_asc(since).order_by_asc(conversation::Column::Id)
}

impl SeaStore {
    /// The conversations that are asked for, in no order yet.
    fn wanted(&self, scope: TenantScope, wanted: &ConversationQuery) -> Select<conversation::Entity> {
        let select = match names_few(&wanted.filter) {
            // The database is not to look for them among all of the client's.
            true => conversation::Entity::find().filter(Expr::cust(WHOSE).eq(scope.client_id().uuid())),
            false => of(scope),
        };
        let backend = self.inner.reader.backend();
        let filtering = Filtering { backend, scope, viewer: &wanted.viewer };
        let select = select.filter(filtering.condition(&wanted.filter));
        if backend == DbBackend::Postgres { select.filter(Expr::cust(IS_LISTED)) } else { select }
    }

    async fn conversation_where(
        &self,
        scope: TenantScope,
        select: Select<conversation::Entity>,
    ) -> Result<Option<Conversation>, StoreError> {
        record(select.one(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn message_where(
        &self,
        scope: TenantScope,
        select: Select<message::Entity>,
    ) -> Result<Option<Message>, StoreError> {
        record(select.one(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }
}

/// Whether nothing but conversations of certain customers is found, or what is put off: there are few of either.
fn names_few(filter: &ConversationFilter) -> bool {
    match filter {
        ConversationFilter::All(all) => all.iter().any(names_few),
        ConversationFilter::Customer(_) | ConversationFilter::Snoozed(true) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chat_core::{ClientId, DefinitionId, Unread, Viewer, WhichTeam, Who};
    use uuid::Uuid;

    /// What SQLite does to list what a filter finds, from the beginning and from within.
    async fn steps(store: &SeaStore, filter: &ConversationFilter) -> Vec<String> {
        let scope = TenantScope::assume(ClientId::from_uuid(Uuid::nil()));
        let viewer = Viewer { agent: Some(Uuid::nil().into()), ..Viewer::nobody(chat_core::Timestamp::from_millis(0)) };
        let query = ConversationQuery { filter: filter.clone(), order: ConversationOrder::Latest, viewer };
        let mut steps = Vec::new();
        for after in [None, Some(Cursor { key: 7, id: Uuid::nil() })] {
            let select = latest(store.wanted(scope, &query), DbBackend::Sqlite, Index::of(filter), after).limit(51);
            let statement = select.build(DbBackend::Sqlite);
            let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", statement.sql), ..statement };
            for row in store.inner.reader.across().query_all_raw(explain).await.unwrap() {
                steps.push(row.try_get("", "detail").unwrap());
            }
        }
        steps
    }

    /// What an inbox shows all day is found without looking through what is closed, and comes sorted.
    #[tokio::test]
    async fn each_list_is_read_from_the_index_that_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = SeaStore::connect(&format!("sqlite://{}/chat.db?mode=rwc", folder.path().display())).await.unwrap();
        store.migrate().await.unwrap();
        let open = ConversationFilter::Status(vec![ConversationStatus::Active]);
        let with = |condition| open.clone().and(condition);
        let label: DefinitionId = Uuid::nil().into();
        let table = [
            (ConversationFilter::EVERYTHING, "conversations_by_activity"),
            (open.clone(), "conversations_open"),
            (with(ConversationFilter::Label(vec![label])), "conversations_open"),
            (with(ConversationFilter::Assignee(vec![Who::Nobody])), "conversations_unassigned"),
            (with(ConversationFilter::Assignee(vec![Who::Me])), "conversations_assigned"),
            (with(ConversationFilter::Team(vec![WhichTeam::Team(Uuid::nil().into())])), "conversations_of_team"),
            (with(ConversationFilter::Unread(Unread::Team)), "conversations_unread"),
        ];
        for (filter, index) in table {
            let steps = steps(&store, &filter).await;
            let is_read = |step: &String| step.contains(&format!("USING INDEX {index} "));
            assert_eq!(steps.len(), 2, "{filter:?}: {steps:?}");
            assert!(steps.iter().all(is_read), "{filter:?}: {steps:?}");
        }
    }
}
