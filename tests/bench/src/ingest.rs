//! Taking in WhatsApp's calls: how many per second, and what each costs, when 200 means that it is on disk.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use clap::Parser;
use futures_util::future::try_join_all;

use crate::http::Http;
use crate::server::{Server, Store};
use crate::stats::{Series, Table};
use crate::webhook::{self, CUSTOMERS, PATH};
use crate::{Result, process};

/// Measure how fast signed webhooks are made durable, and what each costs.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// How many call at a time, each over a connection that it keeps.
    #[arg(long, value_delimiter = ',', default_value = "1,16,64")]
    posters: Vec<usize>,
    /// Where the records are kept.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    stores: Vec<Store>,
    /// How long each measurement lasts.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How often everything is measured; the table shows the median, the least and the most.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

#[derive(Debug, Default)]
struct Figures {
    per_second: Series,
    server_ms: Series,
    database_ms: Series,
    p50_ms: Series,
    p99_ms: Series,
    stored: u64,
}

/// Hands out the numbers of messages; every number is asked for once.
#[derive(Debug, Default)]
struct Counter(Cell<u64>);

impl Counter {
    fn next(&self) -> u64 {
        self.0.replace(self.0.get() + 1)
    }
}

impl Options {
    /// The most calls of a measurement.
    const CALLS_MAX: u64 = 200_000;

    /// Measures and returns the table.
    ///
    /// # Errors
    /// When a call is not answered with 200, or what was answered with 200 is not stored exactly once.
    pub async fn run(&self, core: usize) -> Result<Table> {
        let mut table = Table::new(&[
            "store",
            "posters",
            "webhooks per second",
            "CPU ms per webhook, server",
            "CPU ms per webhook, database",
            "p50 ms",
            "p99 ms",
            "answered and stored",
        ]);
        for &store in &self.stores {
            let mut all: Vec<_> = self.posters.iter().map(|posters| (*posters, Figures::default())).collect();
            for _ in 0..self.rounds {
                self.round(store, core, &mut all).await?;
            }
            for (posters, figures) in &all {
                let database = match store {
                    Store::Sqlite => "–".to_owned(),
                    Store::Postgres => figures.database_ms.spread(3),
                };
                table.row(&[
                    store.title(),
                    &posters.to_string(),
                    &figures.per_second.spread(0),
                    &figures.server_ms.spread(3),
                    &database,
                    &figures.p50_ms.spread(2),
                    &figures.p99_ms.spread(2),
                    &figures.stored.to_string(),
                ]);
            }
        }
        Ok(table)
    }

    async fn round(&self, store: Store, core: usize, all: &mut [(usize, Figures)]) -> Result {
        let server = Server::start(store, core).await?;
        let counter = Counter::default();
        // Every customer has written before anything is measured.
        post(&server, &counter, || counter.0.get() < 2 * CUSTOMERS).await?;
        for (posters, figures) in all {
            let first = counter.0.get();
            let end = Instant::now() + Duration::from_secs(self.seconds);
            let goes_on = || Instant::now() < end && counter.0.get() - first < Self::CALLS_MAX;
            let before = server.database().map(|database| database.backends()).transpose()?;
            let (cpu, start) = (process::cpu(server.pid())?, Instant::now());
            let latencies = try_join_all((0..*posters).map(|_| post(&server, &counter, goes_on))).await?;
            let took = start.elapsed().as_secs_f64();
            let cpu = process::cpu(server.pid())? - cpu;
            if let (Some(database), Some(before)) = (server.database(), before) {
                let used = database.used_since(&before)?;
                figures.database_ms.add(used.as_secs_f64() * 1e3 / (counter.0.get() - first) as f64);
            }
            let calls = counter.0.get() - first;
            let latencies: Series = latencies.into_iter().flatten().map(|took| took.as_secs_f64() * 1e3).collect();
            figures.per_second.add(calls as f64 / took);
            figures.server_ms.add(cpu.as_secs_f64() * 1e3 / calls as f64);
            figures.p50_ms.add(latencies.median());
            figures.p99_ms.add(latencies.percentile(99));
            figures.stored += calls;
        }
        check_stored(&server, counter.0.get()).await
    }
}

/// Calls over one connection as long as `goes_on`; returns how long each call took.
async fn post(server: &Server, counter: &Counter, goes_on: impl Fn() -> bool) -> Result<Vec<Duration>> {
    let mut http = Http::connect(server.address()).await?;
    let mut latencies = Vec::new();
    while goes_on() {
        let call = webhook::text(counter.next());
        let start = Instant::now();
        let answer = http.ask("POST", PATH, &call.headers, &call.body).await?;
        latencies.push(start.elapsed());
        if answer.status != 200 {
            let why = String::from_utf8_lossy(&answer.body);
            return Err(format!("a webhook was answered with {}: {why}", answer.status).into());
        }
    }
    Ok(latencies)
}

/// Reads every message of every conversation: those of the numbers below `count` must be there, each once, and no other.
async fn check_stored(server: &Server, count: u64) -> Result {
    let mut http = Http::connect(server.address()).await?;
    let mut found = BTreeSet::new();
    let conversations = pages(server, &mut http, "/api/v1/conversations", "id").await?;
    for conversation in &conversations {
        let path = format!("/api/v1/conversations/{conversation}/messages");
        for message in pages(server, &mut http, &path, "externalId").await? {
            if !found.insert(message.clone()) {
                return Err(format!("{message} is stored twice").into());
            }
        }
    }
    let missing = (0..count).map(webhook::message_id).find(|id| !found.contains(id));
    match missing {
        Some(id) => Err(format!("{id} was answered with 200 and is not stored").into()),
        None if found.len() as u64 != count => Err(format!("{} messages are stored, not {count}", found.len()).into()),
        None => Ok(()),
    }
}

/// One field of everything in a list.
async fn pages(server: &Server, http: &mut Http, path: &str, field: &str) -> Result<Vec<String>> {
    let mut values = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = server.get(http, &format!("{path}?limit=200&cursor={cursor}")).await?;
        for item in page["items"].as_array().ok_or("a list has no items")? {
            values.push(item[field].as_str().ok_or_else(|| format!("an item has no {field}"))?.to_owned());
        }
        match page["nextCursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return Ok(values),
        }
    }
}
