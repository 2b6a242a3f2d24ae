//! PostgreSQL's own wall between clients, asked by a role that does not stand above it.

use crate::{databases::Database, shop::Shop};
use chat_core::{
    ConversationFilter, ConversationOrder, ConversationQuery, ConversationStatus, Conversations, Directory, Env,
    Journal, PageQuery, Search, SearchFilter, SearchQuery, Viewer,
};
use chat_storage::{Inspection, SeaStore};
use futures_util::future::{join_all, poll_immediate};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// Whoever writes a query for the store, as the store's role.
struct Careless(PgConnection);

impl Careless {
    async fn at(database: &Database) -> Self {
        Self(PgConnection::connect(&database.url()).await.unwrap())
    }

    async fn told(database: &Database, client: &str) -> Self {
        let mut careless = Self::at(database).await;
        careless.run(&format!("SET chat.client TO '{client}'")).await.unwrap();
        careless
    }

    async fn run(&mut self, sql: &str) -> Result<u64, sqlx::Error> {
        self.0.execute(AssertSqlSafe(sql.to_owned())).await.map(|done| done.rows_affected())
    }

    async fn ask(&mut self, sql: &str) -> Vec<String> {
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(&mut self.0).await.unwrap()
    }
}

/// Two clients with a conversation each.
async fn two_shops(store: &SeaStore) -> [Shop; 2] {
    let shops = [Shop::open(store).await, Shop::open(store).await];
    for shop in &shops {
        let (_, _, changes) = shop.first_message("wamid.1");
        shop.commit(store, changes).await.unwrap();
    }
    shops
}

/// The tables of which each row is somebody's.
const OWNED: &str = "SELECT relname::text FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid \
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND (attname = 'client_id' OR relname = 'clients' AND attname = 'id') \
    ORDER BY relname";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_table_with_a_clients_rows_has_a_wall() {
    let database = Database::postgres().await;
    let store = database.store().await;
    let shops = two_shops(&store).await;
    let walled = "SELECT relname::text FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid \
        WHERE polname = 'of_client' AND polcmd = '*' AND relrowsecurity AND relforcerowsecurity ORDER BY relname";
    let owned = database.column(OWNED).await;
    assert_eq!(owned, database.column(walled).await, "each needs a policy as in 0072_wall.sql");
    assert!(owned.len() >= 30, "{owned:?}");

    // Whether a row is there at all is the only thing that is told of those that no statement of the store reads alone.
    let client = shops[0].client.id.to_string();
    let mut told = Careless::told(&database, &client).await;
    for table in owned.iter().filter(|table| *table != "search_records") {
        let whose = if table == "clients" { "id" } else { "client_id" };
        let others = format!("SELECT count(*)::text FROM {table} WHERE {whose} <> '{client}'");
        assert_eq!(told.ask(&others).await, ["0"], "{table}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_that_forgot_its_filter_finds_no_other_clients_rows() {
    let database = Database::postgres().await;
    let store = database.store().await;
    let [ours, theirs] = two_shops(&store).await;
    let all = "SELECT DISTINCT client_id::text FROM messages";
    assert_eq!(database.column(all).await.len(), 2, "a superuser stands above the wall");

    let mut nobody = Careless::at(&database).await;
    assert!(nobody.ask(all).await.is_empty(), "who has not said whose rows it wants is given none");
    assert!(nobody.ask("SELECT name FROM clients").await.is_empty());
    let mut told = Careless::told(&database, &ours.client.id.to_string()).await;
    assert_eq!(told.ask(all).await, [ours.client.id.to_string()]);
    let both = format!("{},{}", ours.client.id, theirs.client.id);
    assert_eq!(Careless::told(&database, &both).await.ask(all).await.len(), 2);
    assert_eq!(Careless::told(&database, "*").await.ask(all).await.len(), 2);
    assert!(Careless::told(&database, "").await.ask(all).await.is_empty());

    // Nor does it change them, or bring rows in for them.
    assert_eq!(told.run("UPDATE messages SET content = 'seen'").await.unwrap(), 1);
    assert_eq!(told.run("DELETE FROM journal").await.unwrap(), 1);
    let theirs_id = theirs.client.id;
    let smuggled = format!(
        "INSERT INTO jobs SELECT gen_random_uuid(), '{theirs_id}', '', '', '', 0, 0, 0, '', '', 0, NULL, 0, 0, 0"
    );
    let refused = told.run(&smuggled).await.unwrap_err();
    assert!(refused.to_string().contains("row-level security"), "{refused}");
    assert_eq!(database.column("SELECT DISTINCT content FROM messages ORDER BY content").await, ["hello", "seen"]);
    assert_eq!(database.column("SELECT client_id::text FROM journal").await, [theirs_id.to_string()]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_connection_was_told_for_one_client_never_serves_another() {
    let database = Database::postgres().await;
    let store = database.options().readers_max(2).connect().await.unwrap();
    store.migrate().await.unwrap();
    let mut shops = Vec::new();
    for n in 0..6 {
        let shop = Shop::open(&store).await;
        let (conversation, message, changes) = shop.first_message(&format!("wamid.{n}"));
        shop.commit(&store, changes).await.unwrap();
        shops.push((shop, conversation.id, message.id));
    }
    let read = async |at: usize| {
        let (shop, conversation, message) = &shops[at % 6];
        let (other, ..) = &shops[(at + 1) % 6];
        let page = store.messages(shop.scope(), *conversation, PageQuery::first(10)).await.unwrap();
        assert_eq!(page.items.iter().map(|it| it.id).collect::<Vec<_>>(), [*message]);
        assert!(store.message(other.scope(), *message).await.unwrap().is_none());
        assert_eq!(store.clients().await.unwrap().len(), 6, "the directory reads over clients");
    };
    // Two connections serve six clients and the directory, and now and then a reader gives up half-way.
    for round in 0..20 {
        let (shop, conversation, _) = &shops[round % 6];
        let mut given_up = Box::pin(store.conversation(shop.scope(), *conversation));
        for _ in 0..round % 4 {
            if poll_immediate(&mut given_up).await.is_some() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(given_up);
        join_all((0..12).map(|at| read(round + at))).await;
    }
    // A connection that was ended meanwhile is replaced, and its successor is told anew.
    database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'chat_test_store'").await;
    let (shop, conversation, _) = &shops[0];
    let mut found = None;
    for _ in 0..4 {
        match store.conversation(shop.scope(), *conversation).await {
            Ok(conversation) => found = Some(conversation),
            // Each of the connections tells once that it is gone.
            Err(_) => assert!(found.is_none()),
        }
    }
    assert_eq!(found.flatten().map(|it| it.id), Some(*conversation));
    store.close().await;
    assert!(store.conversation(shop.scope(), *conversation).await.is_err(), "a store that was closed reads no more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_writes_for_the_clients_whose_commits_it_holds() {
    let database = Database::postgres().await;
    let store = database.store().await;
    let [ours, theirs] = two_shops(&store).await;
    // Many commits of two clients become few transactions, each of which sees both.
    let commits = (0..32).map(|n| {
        let shop = if n % 2 == 0 { &ours } else { &theirs };
        let (_, _, changes) = shop.first_message(&format!("wamid.more.{n}"));
        shop.commit(&store, changes)
    });
    for outcome in join_all(commits).await {
        outcome.unwrap();
    }
    for shop in [&ours, &theirs] {
        assert_eq!(store.heads(&[shop.scope()]).await.unwrap(), [17]);
    }
    assert_eq!(store.heads(&[ours.scope(), theirs.scope()]).await.unwrap(), [17, 17]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_wall_statements_alone_keep_clients_apart() {
    let database = Database::postgres().await;
    let options = database.options().without_row_level_security();
    let store = options.connect().await.unwrap();
    store.migrate().await.unwrap();
    let [ours, theirs] = two_shops(&store).await;
    let mut before = Careless::at(&database).await;
    assert_eq!(
        before.ask("SELECT count(*)::text FROM messages").await,
        ["2"],
        "a server of a version before finds its rows"
    );
    // The first server that says whose rows it wants has everybody asked, and those that say they want all go on.
    let walled = database.store().await;
    assert_eq!(before.ask("SELECT count(*)::text FROM messages").await, ["0"]);
    assert!(walled.clients().await.unwrap().len() == 2);
    assert_eq!(store.clients().await.unwrap().len(), 2);
    let (conversation, _, changes) = ours.first_message("wamid.2");
    ours.commit(&store, changes).await.unwrap();
    assert!(store.conversation(ours.scope(), conversation.id).await.unwrap().is_some());
    assert!(store.conversation(theirs.scope(), conversation.id).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wall_keeps_no_list_and_no_search_from_its_index() {
    let database = Database::postgres().await;
    let store = database.store().await;
    let [ours, _] = two_shops(&store).await;
    let scope = ours.scope();
    let viewer = Viewer { agent: Some(ours.agent.id), ..Viewer::nobody(ours.env.now()) };
    let filter = ConversationFilter::Status(vec![ConversationStatus::Active]);
    let query = ConversationQuery { filter, order: ConversationOrder::Latest, viewer: viewer.clone() };
    let first = store.conversations(scope, &query, PageQuery::first(10)).await.unwrap();
    assert_eq!(first.items.len(), 1);
    let search = SearchQuery::new("hello", None, SearchFilter::EVERYTHING).unwrap();
    assert_eq!(store.search(scope, &search, &viewer, PageQuery::first(10)).await.unwrap().items.len(), 1);

    let mut asking = Careless::told(&database, &ours.client.id.to_string()).await;
    asking.run("SET enable_seqscan = off").await.unwrap();
    let client = ours.client.id;
    for (key, condition, table, order) in [
        ("conversations_by_activity", "created_at >= 0", "conversations", ""),
        ("conversations_open", "status = 'active'", "conversations", "WHEN created_at = -1 THEN 0 "),
    ] {
        let key_of = format!("CASE {order}WHEN last_message_at IS NULL THEN created_at ELSE last_message_at END");
        let plan = asking
            .ask(&format!(
                "EXPLAIN SELECT * FROM {table} WHERE client_id = '{client}' AND {condition} AND ({key_of}, id) < (7, '{client}') \
                 ORDER BY {key_of} DESC, id DESC LIMIT 51"
            ))
            .await
            .join("\n");
        let cond = plan.lines().find(|line| line.contains("Index Cond")).unwrap_or_default();
        assert!(plan.contains(key) && cond.contains("CASE") && !plan.contains("Sort"), "{plan}");
    }
    // So few records would be read by another index, which needs no word.
    database.execute("DROP INDEX search_records_latest").await;
    let plan = asking
        .ask(&format!(
            "EXPLAIN SELECT n, id FROM search_records WHERE client_id = '{client}' AND words @@ 'word'::tsquery"
        ))
        .await
        .join("\n");
    let is_entered = plan.lines().any(|line| line.contains("Index Cond") && line.contains("@@"));
    assert!(is_entered && plan.contains("search_records_words"), "{plan}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_looks_is_told_whether_there_is_a_wall() {
    let database = Database::postgres().await;
    let store = database.store().await;
    two_shops(&store).await;
    let env = Env::default();
    let wall = Inspection::of(&database.url(), &env).await.unwrap();
    assert!(wall.journals == 2 && wall.gaps.is_empty(), "it looks over clients: {wall:?}");
    let wall = wall.wall.unwrap();
    assert!(wall.role == "chat_test_store" && !wall.is_bypassed && wall.open_tables.is_empty(), "{wall:?}");
    let above = Inspection::of(&database.url_beside(), &env).await.unwrap().wall.unwrap();
    assert!(above.is_bypassed && above.open_tables.is_empty(), "{above:?}");
    database.execute("ALTER TABLE messages NO FORCE ROW LEVEL SECURITY").await;
    let open = Inspection::of(&database.url(), &env).await.unwrap().wall.unwrap();
    assert_eq!(open.open_tables, ["messages"]);
    assert_eq!(Inspection::of(&sqlite().await.url(), &env).await.unwrap().wall, None);
}

async fn sqlite() -> Database {
    let database = Database::sqlite();
    database.store().await.close().await;
    database
}
