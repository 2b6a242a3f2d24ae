use super::page;
use crate::{
    SeaStore,
    entity::{conversation, customer, message, records},
    error::{driver_read_error, read_error},
    wall::Sight,
    write::{Findable, Statement as Write, Transaction, word_of},
};
use async_trait::async_trait;
use chat_core::{
    Conversation, Cursor, Customer, Hit, Message, Page, PageQuery, Record, Search, SearchFilter, SearchKind,
    SearchQuery, SearchTerm, Searchable, StoreError, TenantScope,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryResult, Statement, Value,
};
use std::{collections::HashMap, fmt::Write as _};
use uuid::Uuid;

/// A record that was found, at its place.
#[derive(Clone, Copy)]
struct Place {
    n: i64,
    id: Uuid,
}

#[async_trait]
impl Search for SeaStore {
    async fn search(&self, scope: TenantScope, query: &SearchQuery, page: PageQuery) -> Result<Page<Hit>, StoreError> {
        let places = match self.inner.reader.backend() {
            DbBackend::Sqlite => self.places(scope, query, page, Among::All).await?,
            _ => self.places_by_stretches(scope, query, page).await?,
        };
        let Page { items, next } = page::page(places, page, |place| Cursor { key: place.n, id: place.id });
        Ok(Page { items: self.hits(scope, &items).await?, next })
    }

    async fn index(&self, limit: usize) -> Result<usize, StoreError> {
        let backlog = Statement::from_string(self.inner.reader.backend(), "SELECT kind FROM search_backlog");
        if self.inner.reader.across().query_one_raw(backlog).await.map_err(read_error)?.is_none() {
            return Ok(0);
        }
        let mut transaction = self.inner.writer.begin(&Sight::Everything).await.map_err(driver_read_error)?;
        let count = index(&mut transaction, limit).await?;
        transaction.commit().await.map_err(driver_read_error)?;
        Ok(count)
    }
}

/// Among which records PostgreSQL looks. It reads its index of words as a whole, and knows nothing of what is asked for often: a word
/// that many records have is found sooner by going back from the latest ones, any other by the index.
#[derive(Clone, Copy)]
enum Among {
    /// So many of the latest, one by one.
    Latest(usize),
    /// All that have the words.
    All,
}

/// How many of the latest records are looked at one by one before the index is asked: a page of what one in eighty has is full by then.
const FIRST: usize = 4_000;
/// How many more are looked at so where the first promise that the page will be full by then: where one in eight hundred has it. To
/// look at so many costs far more than to ask the index for what hardly any has.
const MORE: usize = 36_000;
/// Where as many records end.
const END: &str = "SELECT n FROM search_records WHERE client_id = $1 AND n < $2 ORDER BY n DESC OFFSET $3 LIMIT 1";

impl SeaStore {
    async fn places_by_stretches(
        &self,
        scope: TenantScope,
        query: &SearchQuery,
        page: PageQuery,
    ) -> Result<Vec<Place>, StoreError> {
        let wanted = usize::try_from(page::rows_wanted(page)).unwrap_or(usize::MAX);
        let mut places = self.places(scope, query, page, Among::Latest(FIRST)).await?;
        if places.len() >= wanted {
            return Ok(places);
        }
        let Some(end) = self.end_of(scope, page, FIRST).await? else { return Ok(places) };
        let rest = PageQuery { after: Some(end), ..page };
        let is_common = places.len() * (1 + MORE / FIRST) >= wanted;
        let mut more = if is_common { self.places(scope, query, rest, Among::Latest(MORE)).await? } else { Vec::new() };
        if places.len() + more.len() < wanted {
            more = self.places(scope, query, rest, Among::All).await?;
        }
        places.extend(more);
        places.truncate(wanted);
        Ok(places)
    }

    /// Where so many records end from the page's beginning on; nowhere when the client has fewer.
    async fn end_of(&self, scope: TenantScope, page: PageQuery, count: usize) -> Result<Option<Cursor>, StoreError> {
        let before = page.after.map_or(i64::MAX, |after| after.key);
        let offset = i64::try_from(count - 1).unwrap_or(i64::MAX);
        let values = [scope.client_id().uuid().into(), before.into(), offset.into()];
        let statement = Statement::from_sql_and_values(self.inner.reader.backend(), END, values);
        let row = self.inner.reader.of(scope).query_one_raw(statement).await.map_err(read_error)?;
        let key = row.map(|row| row.try_get_by_index::<i64>(0)).transpose().map_err(read_error)?;
        // Places are told apart by their number alone.
        Ok(key.map(|key| Cursor { key, id: Uuid::nil() }))
    }

    async fn places(
        &self,
        scope: TenantScope,
        query: &SearchQuery,
        page: PageQuery,
        among: Among,
    ) -> Result<Vec<Place>, StoreError> {
        let statement = statement(self.inner.reader.backend(), scope, query, page, among);
        let rows = self.inner.reader.of(scope).query_all_raw(statement).await.map_err(read_error)?;
        let place = |row: QueryResult| {
            let (n, id) = row.try_get_many_by_index::<(i64, Uuid)>().map_err(read_error)?;
            Ok(Place { n, id })
        };
        rows.into_iter().map(place).collect()
    }

    /// The records at some places, in their order.
    async fn hits(&self, scope: TenantScope, places: &[Place]) -> Result<Vec<Hit>, StoreError> {
        let (reader, client) = (&self.inner.reader.of(scope), scope.client_id().uuid());
        let ids = || places.iter().map(|place| place.id);
        let of_messages = message::Entity::find().filter(message::Column::ClientId.eq(client));
        let rows = of_messages.filter(message::Column::Id.is_in(ids())).all(reader).await.map_err(read_error)?;
        let messages: Vec<Message> = records(rows)?;
        let said_in: Vec<Uuid> = messages.iter().map(|message| message.conversation_id.uuid()).collect();
        let of_conversations = conversation::Entity::find().filter(conversation::Column::ClientId.eq(client));
        let rows = of_conversations.filter(conversation::Column::Id.is_in(said_in)).all(reader).await;
        let conversations: Vec<Conversation> = records(rows.map_err(read_error)?)?;
        let of_customers = customer::Entity::find().filter(customer::Column::ClientId.eq(client));
        let rows = of_customers.filter(customer::Column::Id.is_in(ids())).all(reader).await.map_err(read_error)?;
        let customers: Vec<Customer> = records(rows)?;

        let conversations: HashMap<_, _> = conversations.into_iter().map(|it| (it.id, it)).collect();
        let mut found: HashMap<Uuid, Hit> = HashMap::new();
        for message in messages {
            if let Some(conversation) = conversations.get(&message.conversation_id) {
                found.insert(message.id.uuid(), Hit::Message(message, conversation.clone()));
            }
        }
        found.extend(customers.into_iter().map(|customer| (customer.id.uuid(), Hit::Customer(customer))));
        Ok(places.iter().filter_map(|place| found.remove(&place.id)).collect())
    }
}

/// The statement that finds places. Its text depends on which criteria there are, and on nothing that somebody has typed.
fn statement(backend: DbBackend, scope: TenantScope, query: &SearchQuery, page: PageQuery, among: Among) -> Statement {
    let is_sqlite = backend == DbBackend::Sqlite;
    let mut values: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let client = scope.client_id().uuid();
    let words = bind(words(is_sqlite, &word_of(client), &query.terms).into());
    let client = bind(client.into());
    let n = if is_sqlite { "w.rowid" } else { "r.n" };
    let after = page.after.map(|after| format!(" AND {n} < {}", bind(after.key.into()))).unwrap_or_default();
    let mut sql = match (is_sqlite, among) {
        (true, _) => format!(
            "SELECT r.n, r.id FROM search_words AS w CROSS JOIN search_records AS r ON r.n = w.rowid \
             LEFT JOIN conversations AS c ON c.id = r.conversation_id \
             WHERE w.search_words MATCH {words} AND r.client_id = {client}{after}"
        ),
        (false, Among::Latest(count)) => format!(
            "SELECT r.n, r.id FROM (SELECT * FROM search_records AS r WHERE r.client_id = {client}{after} \
             ORDER BY r.n DESC LIMIT {count}) AS r LEFT JOIN conversations AS c ON c.id = r.conversation_id \
             WHERE r.words @@ {words}::text::tsquery"
        ),
        // `IS TRUE` keeps the database from reading all that the client has besides.
        (false, Among::All) => format!(
            "SELECT r.n, r.id FROM search_records AS r LEFT JOIN conversations AS c ON c.id = r.conversation_id \
             WHERE r.words @@ {words}::text::tsquery AND (r.client_id = {client}) IS TRUE{after}"
        ),
    };
    let mut and = |condition: &str, value: Value| {
        let place = bind(value);
        let _ = write!(sql, " AND {condition} {place}");
    };
    let kind = if query.filter.is_empty() { query.kind } else { query.kind.or(Some(SearchKind::Message)) };
    if let Some(kind) = kind {
        and("r.kind =", kind.as_str().into());
    }
    let SearchFilter { conversation_id, customer_id, source, status, assignee_id, team_id } = &query.filter;
    if let Some(id) = conversation_id {
        and("c.id =", id.uuid().into());
    }
    if let Some(id) = customer_id {
        and("c.customer_id =", id.uuid().into());
    }
    if let Some(source) = source {
        and("c.source =", source.as_str().into());
    }
    if let Some(status) = status {
        and("c.status =", status.as_str().into());
    }
    if let Some(id) = assignee_id {
        and("c.assignee_id =", id.uuid().into());
    }
    if let Some(id) = team_id {
        and("c.team_id =", id.uuid().into());
    }
    let limit = bind(i64::try_from(page::rows_wanted(page)).unwrap_or(i64::MAX).into());
    // PostgreSQL takes any word's beginning for one that many records have, and would rather go through all of them in their order than
    // ask its index of words and sort: an order that no index has leaves it no choice.
    let order = if matches!((is_sqlite, among), (false, Among::All)) { "r.n + 0" } else { n };
    let _ = write!(sql, " ORDER BY {order} DESC LIMIT {limit}");
    Statement::from_sql_and_values(backend, sql, values)
}

/// The words as each database is asked for them. They are of letters and digits alone, and stand in quotes besides.
fn words(is_sqlite: bool, own: &str, terms: &[SearchTerm]) -> String {
    let term = |term: &SearchTerm| match (is_sqlite, term.is_prefix) {
        (true, true) => format!("\"{own}{}\" *", term.word),
        (true, false) => format!("\"{own}{}\"", term.word),
        (false, true) => format!("'{own}{}':*", term.word),
        (false, false) => format!("'{own}{}'", term.word),
    };
    terms.iter().map(term).collect::<Vec<_>>().join(if is_sqlite { " AND " } else { " & " })
}

/// Takes one step back: the records of one kind that come before those of the last step.
async fn index(transaction: &mut Transaction, limit: usize) -> Result<usize, StoreError> {
    let next = match transaction.is_sqlite() {
        true => "SELECT kind, before_id FROM search_backlog ORDER BY kind DESC LIMIT 1",
        false => "SELECT kind, before_id FROM search_backlog ORDER BY kind DESC LIMIT 1 FOR UPDATE",
    };
    let rows = transaction.fetch(Write::fixed(next, vec![])).await.map_err(driver_read_error)?;
    let Some(row) = rows.first() else { return Ok(0) };
    let (kind, before) = row.try_get_many_by_index::<(String, Uuid)>().map_err(read_error)?;
    let kind: SearchKind = kind.parse().map_err(StoreError::backend)?;
    let limit_value = i64::try_from(limit.max(1)).unwrap_or(i64::MAX);
    let older = match kind {
        SearchKind::Message => "SELECT * FROM messages WHERE id < $1 ORDER BY id DESC LIMIT $2",
        SearchKind::Customer => "SELECT * FROM customers WHERE id < $1 ORDER BY id DESC LIMIT $2",
    };
    let older = Write::fixed(older, vec![before.into(), limit_value.into()]);
    let rows = transaction.fetch(older).await.map_err(driver_read_error)?;
    let mut findable = Findable::default();
    let mut last = None;
    for row in &rows {
        let record: Record = match kind {
            SearchKind::Message => {
                Message::try_from(message::Model::from_query_result(row, "").map_err(read_error)?)?.into()
            }
            SearchKind::Customer => {
                Customer::try_from(customer::Model::from_query_result(row, "").map_err(read_error)?)?.into()
            }
        };
        last = Some(row.try_get::<Uuid>("", "id").map_err(read_error)?);
        if let Some(searchable) = Searchable::of(&record).filter(|it| !it.words.is_empty()) {
            findable.push(record.client_id().uuid(), searchable);
        }
    }
    let mut statements = findable.older(transaction.is_sqlite());
    statements.push(match last {
        Some(id) => Write::fixed(
            "UPDATE search_backlog SET before_id = $1 WHERE kind = $2",
            vec![id.into(), kind.as_str().into()],
        ),
        None => Write::fixed("DELETE FROM search_backlog WHERE kind = $1", vec![kind.as_str().into()]),
    });
    for statement in statements {
        transaction.execute(statement).await.map_err(driver_read_error)?;
    }
    // That a kind is done counts as a step, so that the next kind follows.
    Ok(rows.len().max(1))
}
