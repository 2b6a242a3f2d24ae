//! Two processes on one PostgreSQL: what happens at one is heard at the other, and when one is killed its clients move.

use std::cell::Cell;
use std::time::{Duration, Instant};

use clap::Parser;
use futures_util::future::{try_join, try_join_all};
use serde_json::Value;
use tokio::time::sleep;

use crate::http::Http;
use crate::server::{Server, Store};
use crate::stats::{Series, Table};
use crate::swarm::Mover;
use crate::webhook::{self, CUSTOMERS, PATH};
use crate::{Failure, Result};

/// The variable that names the Redis server.
const REDIS: &str = "CHAT_TEST_REDIS_URL";

/// Measure events between two processes, and how long clients are away when one of them is killed.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// How many sockets hear every event at each process.
    #[arg(long, default_value_t = 10)]
    sockets: usize,
    /// How many call at a time at each process.
    #[arg(long, default_value_t = 8)]
    posters: usize,
    /// How many webhooks are called for the throughput.
    #[arg(long, default_value_t = 6000)]
    webhooks: u64,
    /// How many webhooks are called one after the other for the time from one process to the other; a tenth of them where the
    /// processes look once a second.
    #[arg(long, default_value_t = 500)]
    messages: u64,
    /// How many clients move when their process is killed.
    #[arg(long, default_value_t = 200)]
    clients: usize,
    /// How often everything is measured; the table shows the median, the least and the most.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// How two processes are joined.
#[derive(Clone, Copy, Debug)]
enum Joined {
    ByRedis,
    ByStoreAlone,
}

#[derive(Debug, Default)]
struct Figures {
    per_second: Series,
    p50_ms: Series,
    p99_ms: Series,
    away_at_once_ms: Series,
    away_ms: Series,
}

impl Options {
    /// Measures and returns the table.
    ///
    /// # Errors
    /// When a call is not answered with 200, an event is not heard, or a client does not come back.
    pub async fn run(&self, core: usize) -> Result<Table> {
        let mut table = Table::new(&[
            "joined by",
            "events per second, heard at both",
            "from one to the other, p50 ms",
            "p99 ms",
            &format!("{} clients back after a kill, ms, coming at once", self.clients),
            "coming as socket.io-client does",
        ]);
        for (joined, name) in [(Joined::ByRedis, "Redis"), (Joined::ByStoreAlone, "the store alone")] {
            let mut figures = Figures::default();
            for _ in 0..self.rounds {
                self.round(joined, core, &mut figures).await?;
            }
            table.row(&[
                name,
                &figures.per_second.spread(0),
                &figures.p50_ms.spread(1),
                &figures.p99_ms.spread(1),
                &figures.away_at_once_ms.spread(0),
                &figures.away_ms.spread(0),
            ]);
        }
        Ok(table)
    }

    async fn round(&self, joined: Joined, core: usize, figures: &mut Figures) -> Result {
        let redis = match joined {
            Joined::ByRedis => Some(std::env::var(REDIS).map_err(|_| format!("{REDIS} is not set"))?),
            Joined::ByStoreAlone => None,
        };
        let one = Server::start_joined(Store::Postgres, core, redis).await?;
        let other = one.beside(core)?;
        let counter = Cell::new(0);
        figures.per_second.add(self.throughput(&one, &other, &counter).await?);
        let crossing = self.crossing(joined, &one, &other, &counter).await?;
        figures.p50_ms.add(crossing.median());
        figures.p99_ms.add(crossing.percentile(99));
        figures.away_at_once_ms.add(self.away(&one, core, &counter, |_| Duration::ZERO).await?);
        // A second, give or take a half, as socket.io-client waits by default.
        let clients = u32::try_from(self.clients)?;
        let pause = |n| Duration::from_millis(500) + Duration::from_secs(1) * n / clients.max(1);
        figures.away_ms.add(self.away(&one, core, &counter, pause).await?);
        Ok(())
    }

    /// Events per second while both processes are called, until every socket at both has heard all of them.
    async fn throughput(&self, one: &Server, other: &Server, counter: &Cell<u64>) -> Result<f64> {
        let (mut here, mut there) = (one.swarm(), other.swarm());
        try_join(here.grow(self.sockets), there.grow(self.sockets)).await?;
        // Every customer has written, and both processes have heard of it, before anything is measured.
        here.expect(usize::try_from(CUSTOMERS)?);
        there.expect(usize::try_from(CUSTOMERS)?);
        post(one, counter, CUSTOMERS / 2).await?;
        post(other, counter, CUSTOMERS).await?;
        try_join(here.heard(), there.heard()).await?;
        let (count, end) = (self.webhooks, counter.get() + self.webhooks);
        here.expect(usize::try_from(count)?);
        there.expect(usize::try_from(count)?);
        let start = Instant::now();
        let posts = (0..self.posters).flat_map(|_| [post(one, counter, end), post(other, counter, end)]);
        let posted = async { try_join_all(posts).await.map(drop) };
        let ((), here, there) = tokio::try_join!(posted, here.heard(), there.heard())?;
        Ok(count as f64 / (here.max(there) - start).as_secs_f64())
    }

    /// The time from a call at one process to the event at a socket of the other, in milliseconds.
    async fn crossing(&self, joined: Joined, one: &Server, other: &Server, counter: &Cell<u64>) -> Result<Series> {
        let mut there = other.swarm();
        there.grow(1).await?;
        let mut times = Series::default();
        let messages = match joined {
            Joined::ByRedis => self.messages,
            Joined::ByStoreAlone => self.messages.div_ceil(10),
        };
        for n in 0..messages {
            if matches!(joined, Joined::ByStoreAlone) {
                // The call before it was heard when the other process looked: without a pause each would wait for a whole second.
                sleep(Duration::from_millis(n * 618 % 1000)).await;
            }
            there.expect(1);
            let start = Instant::now();
            let ((), heard) = try_join(post(one, counter, counter.get() + 1), there.heard()).await?;
            times.add((heard - start).as_secs_f64() * 1e3);
        }
        Ok(times)
    }

    /// How many milliseconds after its kill all clients of a process have the whole journal at the other.
    async fn away(
        &self,
        survivor: &Server,
        core: usize,
        counter: &Cell<u64>,
        pause: impl Fn(u32) -> Duration,
    ) -> Result<f64> {
        let victim = survivor.beside(core)?;
        let connects = (0..self.clients).map(|_| Mover::connect(victim.address(), victim.dialect()));
        let movers = try_join_all(connects).await?;
        let after = head(survivor).await?;
        // What the clients have missed when they come back.
        post(survivor, counter, counter.get() + CUSTOMERS).await?;
        let moves = (0..).zip(movers).map(|(n, mover)| mover.move_to(survivor.address(), pause(n), after));
        let killed = async {
            let start = Instant::now();
            victim.kill();
            Ok::<_, Failure>(start)
        };
        let (moved, start) = try_join(try_join_all(moves), killed).await?;
        if let Some((_, count)) = moved.iter().find(|(_, count)| *count < CUSTOMERS) {
            return Err(format!("a client has caught up with {count} events only").into());
        }
        let last = moved.into_iter().map(|(at, _)| at).max().ok_or("there are no clients")?;
        Ok((last - start).as_secs_f64() * 1e3)
    }
}

/// Calls over one connection until the counter has come to `end`.
async fn post(server: &Server, counter: &Cell<u64>, end: u64) -> Result {
    let mut http = Http::connect(server.address()).await?;
    while counter.get() < end {
        let call = webhook::text(counter.replace(counter.get() + 1));
        let answer = http.ask("POST", PATH, &call.headers, &call.body).await?;
        if answer.status != 200 {
            let why = String::from_utf8_lossy(&answer.body);
            return Err(format!("a webhook was answered with {}: {why}", answer.status).into());
        }
    }
    Ok(())
}

/// Where the journal ends.
async fn head(server: &Server) -> Result<u64> {
    let mut http = Http::connect(server.address()).await?;
    let page: Value = server.get(&mut http, "/api/v1/events?after=0&limit=1").await?;
    page["head"].as_u64().ok_or_else(|| "a page has no head".into())
}
