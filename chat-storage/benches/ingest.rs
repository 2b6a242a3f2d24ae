//! Durable ingest: what a webhook costs the store, on both databases.
//!
//! `cargo bench -p chat-storage --bench ingest` prints, for 1, 16 and 64 posters at a time, how many messages per second were
//! kept, the CPU time of this process (and of PostgreSQL's) for each, and how long they took. The rows are counted afterwards.
//! Arguments choose lines by parts of their names (`sqlite-16`, `postgres`). `CHAT_BENCH_SECONDS` says how long each line runs,
//! `CHAT_TEST_POSTGRES_URL` where PostgreSQL is, `TMPDIR` where the SQLite file is put.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints its figures and may fail where it stands"
)]

#[path = "../tests/it/databases.rs"]
#[allow(dead_code, unused_macros, unused_imports, reason = "shared with the tests, which need more of it")]
mod databases;
#[path = "../tests/it/shop.rs"]
#[allow(dead_code, reason = "shared with the tests, which need more of it")]
mod shop;

use chat_core::{ArrivalQuery, Changes, Event, ExternalId, IdentityKey, IdentityKind, Inbox, Source};
use chat_storage::SeaStore;
use databases::Database;
use shop::Shop;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// One message in so many is a new customer's.
const STRANGERS: usize = 20;

fn main() {
    let seconds = std::env::var("CHAT_BENCH_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    println!("database    posters  per second  CPU ms here  CPU ms PostgreSQL  p50 ms  p99 ms  per transaction");
    let time = Duration::from_secs(seconds);
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));
    for posters in [1, 16, 64].into_iter().filter(|posters| is_wanted(&format!("sqlite-{posters}"))) {
        runtime.block_on(line("SQLite", Database::sqlite(), posters, time));
    }
    for posters in [1, 16, 64].into_iter().filter(|posters| is_wanted(&format!("postgres-{posters}"))) {
        runtime.block_on(async { line("PostgreSQL", Database::postgres().await, posters, time).await });
    }
}

async fn line(name: &str, database: Database, posters: usize, time: Duration) {
    let store = database.store().await;
    let shop = Arc::new(Shop::open(&store).await);
    let transactions = store.transactions();
    let (own, others) = (cpu_ms("self"), cpu_ms_of("postgres"));
    let begun = Instant::now();
    let tasks: Vec<_> =
        (0..posters).map(|poster| tokio::spawn(post(store.clone(), shop.clone(), poster, begun + time))).collect();
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await.unwrap());
    }
    let (elapsed, count) = (begun.elapsed().as_secs_f64(), took.len() as f64);
    let own = (cpu_ms("self") - own) / count;
    let others = (cpu_ms_of("postgres") - others) / count;
    let per_transaction = count / (store.transactions() - transactions) as f64;
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{name:<11} {posters:>7}  {:>10.0}  {own:>11.3}  {others:>17.3}  {:>6.2}  {:>6.2}  {per_transaction:>15.1}",
        count / elapsed,
        at(0.5),
        at(0.99),
    );
    let kept = database.column("SELECT CAST(count(*) AS text) FROM messages").await;
    assert_eq!(kept, [took.len().to_string()], "every message that was answered is there");
    let events = database.column("SELECT CAST(max(seq) AS text) FROM journal").await;
    assert_eq!(events, kept, "every message has its event");
    store.close().await;
}

/// Posts messages one after another and returns how long each took.
async fn post(store: SeaStore, shop: Arc<Shop>, poster: usize, until: Instant) -> Vec<Duration> {
    let mut took = Vec::new();
    while Instant::now() < until {
        let at = took.len();
        let external = format!("wamid.{poster}.{at}");
        let begun = Instant::now();
        receive(&store, &shop, &format!("{poster}-{}", at / STRANGERS), external).await;
        took.push(begun.elapsed());
    }
    took
}

/// What a webhook asks of the store: what is known, then one commit.
async fn receive(store: &SeaStore, shop: &Shop, number: &str, external: String) {
    let external_id = ExternalId { source: Source::WHATSAPP, id: external };
    let identities = [IdentityKey::new(IdentityKind::WhatsappPhone, number)];
    let query = ArrivalQuery {
        account_id: shop.account.id,
        external_id: &external_id,
        identities: &identities,
        reply_to: None,
    };
    let arrival = store.arrival(shop.scope(), query).await.unwrap();
    let mut changes = Changes { at: shop.env.now(), ..Changes::none() };
    let mut conversation = match arrival.conversation {
        Some(conversation) => conversation,
        None => {
            let customer = shop.customer();
            changes = changes.insert(customer.clone()).insert(shop.identity(&customer, number));
            shop.conversation(&customer)
        }
    };
    conversation.message_count += 1;
    conversation.unread_count += 1;
    conversation.last_message_at = Some(shop.env.now());
    let message = shop.message(&conversation, conversation.message_count, &external_id.id);
    let thread = conversation.thread();
    changes = if conversation.revision == 0 { changes.insert(conversation) } else { changes.update(conversation) };
    let changes = changes.insert(message.clone()).tell(thread, Event::MessagePosted(Box::new(message)));
    shop.commit(store, changes).await.unwrap();
}

/// The CPU time that a process has used, in milliseconds; the kernel counts in hundredths of a second.
fn cpu_ms(process: &str) -> f64 {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{process}/stat")) else { return 0.0 };
    let Some((_, fields)) = stat.rsplit_once(')') else { return 0.0 };
    let ticks: f64 = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks * 10.0
}

fn cpu_ms_of(name: &str) -> f64 {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let is_named = |process: &String| {
        std::fs::read_to_string(format!("/proc/{process}/comm")).is_ok_and(|comm| comm.trim() == name)
    };
    let processes = processes.filter_map(|entry| entry.file_name().into_string().ok()).filter(is_named);
    processes.map(|process| cpu_ms(&process)).sum()
}
