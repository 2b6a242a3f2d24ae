use super::{filter::Filtering, page};
use crate::{
    SeaStore,
    entity::{conversation, customer, message, records},
    error::{driver_read_error, read_error},
    wall::Sight,
    write::{Findable, Statement as Write, Transaction, word_of},
};
use async_trait::async_trait;
use chat_core::{
    Conversation, ConversationFilter, Cursor, Customer, Hit, Message, Moment, Page, PageQuery, Placed, Record, Search,
    SearchFilter, SearchKind, SearchQuery, SearchTerm, Searchable, StoreError, TenantScope, Viewer,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, FromQueryResult, JoinType, Order, QueryFilter,
    QueryResult, Statement, Value,
    sea_query::{Expr, IntoColumnRef, IntoTableRef, Query, SelectStatement, SimpleExpr},
};
use std::collections::HashMap;
use uuid::Uuid;

/// A record that was found, at its place.
#[derive(Clone, Copy)]
struct Place {
    n: i64,
    id: Uuid,
}

impl From<Place> for Cursor {
    fn from(Place { n, id }: Place) -> Self {
        Self { key: n, id }
    }
}

#[async_trait]
impl Search for SeaStore {
    async fn search(
        &self,
        scope: TenantScope,
        query: &SearchQuery,
        viewer: &Viewer,
        page: PageQuery,
    ) -> Result<Page<Placed>, StoreError> {
        let asked = Asked { scope, query, viewer };
        let places = match self.inner.reader.backend() {
            DbBackend::Sqlite => self.places(asked, page, Among::All).await?,
            _ => self.places_by_stretches(asked, page).await?,
        };
        let Page { items, next } = page::page(places, page, |place| Cursor::from(*place));
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
    async fn places_by_stretches(&self, asked: Asked<'_>, page: PageQuery) -> Result<Vec<Place>, StoreError> {
        let wanted = usize::try_from(page::rows_wanted(page)).unwrap_or(usize::MAX);
        let mut places = self.places(asked, page, Among::Latest(FIRST)).await?;
        if places.len() >= wanted {
            return Ok(places);
        }
        let Some(end) = self.end_of(asked.scope, page, FIRST).await? else { return Ok(places) };
        let rest = PageQuery { after: Some(end), ..page };
        let is_common = places.len() * (1 + MORE / FIRST) >= wanted;
        let mut more = if is_common { self.places(asked, rest, Among::Latest(MORE)).await? } else { Vec::new() };
        if places.len() + more.len() < wanted {
            more = self.places(asked, rest, Among::All).await?;
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

    async fn places(&self, asked: Asked<'_>, page: PageQuery, among: Among) -> Result<Vec<Place>, StoreError> {
        let statement = statement(self.inner.reader.backend(), asked, page, among);
        let rows = self.inner.reader.of(asked.scope).query_all_raw(statement).await.map_err(read_error)?;
        let place = |row: QueryResult| {
            let (n, id) = row.try_get_many_by_index::<(i64, Uuid)>().map_err(read_error)?;
            Ok(Place { n, id })
        };
        rows.into_iter().map(place).collect()
    }

    /// The records at some places, in their order.
    async fn hits(&self, scope: TenantScope, places: &[Place]) -> Result<Vec<Placed>, StoreError> {
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
        let placed = |place: &Place| Some(Placed { place: (*place).into(), hit: found.remove(&place.id)? });
        Ok(places.iter().filter_map(placed).collect())
    }
}

/// What is looked for, by whom and where.
#[derive(Clone, Copy)]
struct Asked<'a> {
    scope: TenantScope,
    query: &'a SearchQuery,
    viewer: &'a Viewer,
}

/// The statement that finds places. Its text depends on which criteria there are, and on nothing that somebody has typed.
fn statement(backend: DbBackend, asked: Asked<'_>, page: PageQuery, among: Among) -> Statement {
    let Asked { scope, query, .. } = asked;
    let is_sqlite = backend == DbBackend::Sqlite;
    let client = scope.client_id().uuid();
    let kind = if query.filter.is_empty() { query.kind } else { query.kind.or(Some(SearchKind::Message)) };
    let own = word_of(client);
    let n = Expr::cust(if is_sqlite { "w.rowid" } else { "r.n" });
    let is_own = Expr::cust("r.client_id").eq(client);
    let not_yet_told = page.after.map(|after| n.clone().lt(after.key));
    let mut select = Query::select();
    select.expr(Expr::cust("r.n")).expr(Expr::cust("r.id"));
    match (is_sqlite, among) {
        (true, _) => {
            select
                .from_as("search_words", "w")
                .cross_join("search_records".into_table_ref().alias("r"))
                .and_where(matches_words(&own, &query.terms, kind))
                .and_where(Expr::cust("r.n = w.rowid"))
                .and_where(is_own)
                .and_where_option(not_yet_told);
        }
        (false, Among::Latest(count)) => {
            let latest = Query::select()
                .expr(Expr::cust("*"))
                .from_as("search_records", "r")
                .and_where(is_own)
                .and_where_option(not_yet_told)
                .order_by_expr(n.clone(), Order::Desc)
                .limit(count as u64)
                .to_owned();
            select.from_subquery(latest, "r").and_where(has_words(&own, &query.terms, kind));
        }
        (false, Among::All) => {
            // `IS TRUE` keeps the database from reading all that the client has besides.
            let is_own = Expr::cust_with_values("(r.client_id = $1) IS TRUE", [client]);
            let has_words = has_words(&own, &query.terms, kind);
            select.from_as("search_records", "r").and_where(has_words).and_where(is_own);
            select.and_where_option(not_yet_told);
        }
    }
    select.and_where_option(kind.map(|kind| Expr::cust("r.kind").eq(kind.as_str())));
    narrow(&mut select, backend, asked);
    // PostgreSQL takes any word's beginning for one that many records have, and would rather go through all of them in their order than
    // ask its index of words and sort: an order that no index has leaves it no choice.
    let order = if matches!((is_sqlite, among), (false, Among::All)) { Expr::cust("r.n + 0") } else { n };
    select.order_by_expr(order, Order::Desc).limit(page::rows_wanted(page));
    backend.build(&select)
}

/// Whether PostgreSQL finds the words in a record. They are of letters and digits alone, and stand in quotes besides.
fn has_words(own: &str, terms: &[SearchTerm], kind: Option<SearchKind>) -> SimpleExpr {
    let quoted = |word: String, is_prefix| format!("'{own}{word}'{}", if is_prefix { ":*" } else { "" });
    let term = |term: &SearchTerm| {
        let any = alternatives(term, kind).map(|word| quoted(word, term.is_prefix));
        format!("({})", any.collect::<Vec<_>>().join(" | "))
    };
    let words = terms.iter().map(term).collect::<Vec<_>>().join(" & ");
    Expr::cust_with_values("r.words @@ $1::text::tsquery", [words])
}

/// The same for SQLite, which is asked for a beginning by the words that begin so.
fn matches_words(own: &str, terms: &[SearchTerm], kind: Option<SearchKind>) -> SimpleExpr {
    let mut values: Vec<Value> = Vec::new();
    let term = |term: &SearchTerm| {
        let any = alternatives(term, kind).map(|word| {
            let word = format!("{own}{word}");
            if !term.is_prefix {
                values.push(format!("\"{word}\"").into());
                return "?";
            }
            let end = format!("{word}{}", char::MAX);
            values.extend([&word, &end, &word, &end].map(|value| value.as_str().into()));
            BEGUN
        });
        format!("'(' || {} || ')'", any.collect::<Vec<_>>().join(" || ' OR ' || "))
    };
    let all: Vec<String> = terms.iter().map(term).collect();
    Expr::cust_with_values(format!("w.search_words MATCH ({})", all.join(" || ' AND ' || ")), values)
}

/// The words that begin so, each in quotes: the places are for the beginning, what no longer begins so, and both again. No letter or
/// digit comes before `!`, so that the next word is found without reading what has this one.
///
/// Of a beginning, SQLite reads everything that has it before it tells the first record; through what has one of several words it goes
/// from the latest on, and no further than the page. A beginning of more than 1,500 words stays one.
const BEGUN: &str = "(WITH RECURSIVE begun (word) AS (\
    SELECT (SELECT term FROM search_vocabulary WHERE term >= ? LIMIT 1) UNION ALL \
    SELECT (SELECT term FROM search_vocabulary WHERE term >= begun.word || '!' LIMIT 1) FROM begun WHERE begun.word < ? \
    LIMIT 1501) \
    SELECT CASE WHEN count(*) BETWEEN 1 AND 1500 THEN group_concat('\"' || word || '\"', ' OR ') ELSE '\"' || ? || '\" *' END \
    FROM begun WHERE word < ?)";

/// What a term may stand in the index as. Parts of words are kept of customers alone.
fn alternatives(term: &SearchTerm, kind: Option<SearchKind>) -> impl Iterator<Item = String> + '_ {
    term.alternatives().filter(move |word| kind != Some(SearchKind::Message) || *word == term.word)
}

/// Leaves the messages that meet the filter. What it does not ask for is not looked at.
fn narrow(select: &mut SelectStatement, backend: DbBackend, Asked { scope, query, viewer }: Asked<'_>) {
    let SearchFilter { conversation_id, sender_type, after, before, conversations } = &query.filter;
    select.and_where_option(conversation_id.map(|id| Expr::cust("r.conversation_id").eq(id.uuid())));
    if *conversations != ConversationFilter::EVERYTHING {
        let there = Expr::cust("conversations.id = r.conversation_id");
        select.join(JoinType::InnerJoin, conversation::Entity, there);
        select.cond_where(Filtering { backend, scope, viewer }.condition(conversations));
    }
    if sender_type.is_some() || after.is_some() || before.is_some() {
        select.join(JoinType::InnerJoin, message::Entity, Expr::cust("messages.id = r.id"));
        let written = (message::Entity, message::Column::CreatedAt).into_column_ref();
        let sender = (message::Entity, message::Column::SenderType).into_column_ref();
        let moment = |moment: &Moment| moment.as_of(viewer.now).millis();
        select.and_where_option(sender_type.map(|of| Expr::col(sender).eq(of.as_str())));
        select.and_where_option(after.as_ref().map(|after| Expr::col(written.clone()).gte(moment(after))));
        select.and_where_option(before.as_ref().map(|before| Expr::col(written).lt(moment(before))));
    }
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
    let older = match (kind, transaction.is_sqlite()) {
        (SearchKind::Message, _) => "SELECT * FROM messages WHERE id < $1 ORDER BY id DESC LIMIT $2",
        (SearchKind::Customer, true) => "SELECT * FROM customers WHERE id < $1 ORDER BY id DESC LIMIT $2",
        // Whoever changes one of them meanwhile waits, and writes its words after these.
        (SearchKind::Customer, false) => "SELECT * FROM customers WHERE id < $1 ORDER BY id DESC LIMIT $2 FOR SHARE",
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
