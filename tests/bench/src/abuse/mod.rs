//! Clients that mean harm: what the server's memory comes to under each, and whether others are still answered.

mod deed;
mod torment;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use tokio::net::TcpSocket;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, sleep_until, timeout};

use crate::child::open_files_max;
use crate::http::Http;
use crate::server::{Server, Store};
use crate::stats::{Series, Table};
use crate::{Result, process};
use deed::Deed;
use torment::{Fate, torment};

/// Measure the server's memory under clients that mean harm, and whether others are answered meanwhile.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// What is done to the server, each to one of its own.
    #[arg(long, value_delimiter = ',', default_values_t = Deed::ALL)]
    deeds: Vec<Deed>,
    /// How many connections do it; otherwise as many as suit the deed.
    #[arg(long)]
    connections: Option<usize>,
    /// How long it goes on.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
}

/// What the others saw.
#[derive(Debug, Default)]
struct Health {
    answered_ms: Series,
    failures: usize,
}

impl Options {
    /// Files that a process has open besides its sockets.
    const OTHER_FILES: usize = 64;
    /// How many connections come from one address: a single one is not let in often enough to do harm.
    const PER_ADDRESS: usize = 50;
    /// How many are connecting at the same time.
    const CONNECTING_MAX: usize = 200;
    /// How long the server is left in peace before its memory is read again.
    const REST: Duration = Duration::from_secs(5);
    /// How often somebody else asks whether the server is well.
    const ASK_EVERY: Duration = Duration::from_millis(100);

    /// Measures and returns the table.
    ///
    /// # Errors
    /// When the server does not start or ends, or too few files may be open.
    pub async fn run(&self, core: usize) -> Result<Table> {
        let mut table = Table::new(&[
            "abuse",
            "connections",
            "answers",
            "hung up on",
            "sent, MiB",
            "resident before, MiB",
            "at most, MiB",
            "afterwards, MiB",
            "others answered in, p50 / p99 ms",
            "others not answered",
        ]);
        for deed in &self.deeds {
            let count = self.connections.unwrap_or(deed.connections());
            let files = open_files_max()?;
            if files < count + Self::OTHER_FILES {
                return Err(format!("{count} connections need more open files than {files}; see ulimit -n").into());
            }
            self.measure(*deed, count, core, &mut table).await?;
        }
        Ok(table)
    }

    async fn measure(&self, deed: Deed, count: usize, core: usize, table: &mut Table) -> Result {
        let server = Server::start(Store::Sqlite, core).await?;
        let before = process::resident_kib(server.pid())?;
        let until = Instant::now() + Duration::from_secs(self.seconds);
        let health = Rc::new(RefCell::new(Health::default()));
        let others = tokio::task::spawn_local(ask_often(server.address(), health.clone()));
        let fates = do_harm(server.address(), deed, count, until).await;
        others.abort();
        let most = process::most_resident_kib(server.pid())?;
        sleep(Self::REST).await;
        let after = process::resident_kib(server.pid())?;
        let mib = |kib: u64| format!("{:.1}", kib as f64 / 1024.0);
        let sent: u64 = fates.iter().map(|fate| fate.sent).sum();
        let hung_up = fates.iter().filter(|fate| fate.was_hung_up_on).count();
        let health = health.borrow();
        let times = format!("{:.1} / {:.1}", health.answered_ms.median(), health.answered_ms.percentile(99));
        table.row(&[
            deed.title(),
            &count.to_string(),
            &answers(&fates),
            &hung_up.to_string(),
            &mib(sent / 1024),
            &mib(before),
            &mib(most),
            &mib(after),
            &times,
            &health.failures.to_string(),
        ]);
        Ok(())
    }
}

/// Does it on so many connections at once until then.
async fn do_harm(to: SocketAddr, deed: Deed, count: usize, until: Instant) -> Vec<Fate> {
    let connecting = Arc::new(tokio::sync::Semaphore::new(Options::CONNECTING_MAX));
    let mut harm = JoinSet::new();
    for number in 0..count {
        let connecting = connecting.clone();
        harm.spawn_local(async move {
            let turn = connecting.acquire_owned().await;
            let stream = timeout(Options::REST, connect(to, number)).await;
            drop(turn);
            match stream {
                Ok(Ok(stream)) => torment(stream, &deed.plan(to), until).await,
                _ => Fate { was_hung_up_on: true, ..Fate::default() },
            }
        });
    }
    let fates = harm.join_all().await;
    // Whoever was hung up on early does not shorten it for the others.
    sleep_until(until.into()).await;
    fates
}

async fn connect(to: SocketAddr, number: usize) -> Result<tokio::net::TcpStream> {
    let address = number / Options::PER_ADDRESS;
    let (high, low) = (u8::try_from(address / 250)?, u8::try_from(address % 250)?);
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::new(127, 1, high, low + 1), 0).into())?;
    // A reset when it is dropped, so that no port is kept from the next deed.
    socket.set_zero_linger()?;
    socket.set_nodelay(true)?;
    Ok(socket.connect(to).await?)
}

/// Asks again and again whether the server is well, each time over a connection of its own.
async fn ask_often(to: SocketAddr, health: Rc<RefCell<Health>>) {
    let mut turns = interval(Options::ASK_EVERY);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        let start = Instant::now();
        let asking = async { Http::connect(to).await?.ask("GET", "/healthz", "connection: close\r\n", b"").await };
        let answer = timeout(Options::REST, asking).await;
        let mut health = health.borrow_mut();
        match answer {
            Ok(Ok(answer)) if answer.status == 200 => health.answered_ms.add(start.elapsed().as_secs_f64() * 1e3),
            _ => health.failures += 1,
        }
    }
}

/// How often there was each answer, such as `413 × 200`.
fn answers(fates: &[Fate]) -> String {
    let mut counts = BTreeMap::<_, usize>::new();
    for fate in fates {
        *counts.entry(fate.status).or_default() += 1;
    }
    let words = counts.into_iter().map(|(status, count)| match status {
        Some(status) => format!("{status} × {count}"),
        None => format!("none × {count}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted() {
        let fate = |status| Fate { status, ..Fate::default() };

        assert_eq!(answers(&[fate(Some(413)), fate(None), fate(Some(413))]), "none × 1, 413 × 2");
    }
}
