//! What is large on WhatsApp: a call with a thousand messages, and files both ways.

use std::time::{Duration, Instant};

use chat_whatsapp::emulator::{self, Callback, Emulator, Setup, UserChange};
use clap::Parser;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::http::Http;
use crate::server::{Server, Store};
use crate::stats::{Series, Table};
use crate::webhook::{self, CUSTOMERS, PATH};
use crate::{Failure, Result, process};

/// Measure calls of a thousand messages, and files that come from WhatsApp and go there.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// Where the records are kept.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    stores: Vec<Store>,
    /// How many messages a call brings.
    #[arg(long, default_value_t = 1_000)]
    items: u64,
    /// How many files go each way, all at once. WhatsApp takes 45 messages to one customer at once, over all rounds, and one in six
    /// seconds from then on.
    #[arg(long, default_value_t = 7)]
    files: u64,
    /// How large each of them is, in megabytes.
    #[arg(long, default_value_t = 16)]
    megabytes: usize,
    /// How often everything is measured; the table shows the median, the least and the most.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// How long something took, and the server's processor time for it.
#[derive(Debug, Default)]
struct Figures {
    ms: Series,
    cpu_ms: Series,
}

impl Figures {
    fn add(&mut self, took: Duration, cpu: Duration) {
        self.ms.add(took.as_secs_f64() * 1e3);
        self.cpu_ms.add(cpu.as_secs_f64() * 1e3);
    }

    /// A row of what was measured of `count` of something.
    fn row(&self, what: &str, count: f64, unit: &str) -> [String; 4] {
        let each = |series: &Series| format!("{:.3} per {unit}", series.median() / count);
        let rate = format!("{:.0} {unit} per second", count / self.ms.median() * 1e3);
        [what.to_owned(), self.ms.spread(0), each(&self.cpu_ms), rate]
    }
}

const MEGABYTE: usize = 1_000_000;

impl Options {
    /// Measures and returns the table.
    ///
    /// # Errors
    /// When something is not taken, or does not arrive.
    pub async fn run(&self, core: usize) -> Result<Table> {
        let mut table = Table::new(&["store", "what", "ms", "CPU ms of the server", "how fast"]);
        for &store in &self.stores {
            let [answered, heard] = self.calls(store, core).await?;
            let [came, went] = self.files(store, core).await?;
            let (items, megabytes) = (self.items as f64, (self.files * self.megabytes as u64) as f64);
            let rows = [
                answered.row(&format!("a call of {} until it is answered", self.items), items, "message"),
                heard.row("until the last of it is at an agent's socket", items, "message"),
                came.row(&format!("{} files of {} MB come in", self.files, self.megabytes), megabytes, "MB"),
                went.row("as many go out", megabytes, "MB"),
            ];
            for row in rows {
                table.row(&[&[store.title().to_owned()], row.as_slice()].concat());
            }
        }
        Ok(table)
    }

    /// Calls until they are answered, and until all that they brought is at a socket.
    async fn calls(&self, store: Store, core: usize) -> Result<[Figures; 2]> {
        let server = Server::start(store, core).await?;
        let mut http = Http::connect(server.address()).await?;
        let mut swarm = server.swarm();
        swarm.grow(1).await?;
        let mut figures = [(); 2].map(|()| Figures::default());
        // Every customer has written before anything is measured.
        let rounds = (0..self.rounds as u64).map(|round| CUSTOMERS + round * self.items);
        for (start, count) in [(0, CUSTOMERS)].into_iter().chain(rounds.map(|start| (start, self.items))) {
            let call = webhook::texts(start..start + count);
            swarm.expect(usize::try_from(count)?);
            let (cpu, begin) = (process::cpu(server.pid())?, Instant::now());
            let answer = async {
                let answer = http.ask("POST", PATH, &call.headers, &call.body).await?;
                Ok((answer.status, begin.elapsed(), process::cpu(server.pid())?))
            };
            let (heard, (status, answered, cpu_at_answer)) = tokio::try_join!(swarm.heard(), answer)?;
            if status != 200 {
                return Err(format!("a call was answered with {status}").into());
            }
            if start > 0 {
                figures[0].add(answered, cpu_at_answer - cpu);
                figures[1].add((heard - begin).max(answered), process::cpu(server.pid())? - cpu);
            }
        }
        Ok(figures)
    }

    /// Files that a customer sends until they are in the conversation, and those that go back until WhatsApp has taken them.
    async fn files(&self, store: Store, core: usize) -> Result<[Figures; 2]> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let graph = listener.local_addr()?;
        let server = Server::start_with_graph(store, core, format!("http://{graph}")).await?;
        let emulator = emulated(&server);
        let person = emulator.put_user(UserChange::named("Ann Lee", "+4915100000001"));
        let person = person.map_err(|refused| format!("nobody writes: {refused:?}"))?;
        let router = emulator.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        tokio::spawn(async move { emulator.run_until(std::future::pending()).await });
        let (mut http, mut phone) = (Http::connect(server.address()).await?, Http::connect(graph).await?);

        let mut figures = [(); 2].map(|()| Figures::default());
        let (mut there, mut conversation) = (0, None);
        for round in 0..=self.rounds as u64 {
            let (cpu, begin) = (process::cpu(server.pid())?, Instant::now());
            for number in 0..self.files {
                let path = format!("/_emu/media?user={person}&filename=plan-{round}-{number}.pdf");
                let file = document(round * self.files + number, self.megabytes * MEGABYTE);
                let answer = phone.ask("POST", &path, "content-type: application/pdf\r\n", &file).await?;
                if answer.status >= 300 {
                    return Err(String::from_utf8_lossy(&answer.body).into());
                }
            }
            there += self.files;
            let conversation = match &conversation {
                Some(id) => id,
                None => conversation.insert(first_conversation(&server, &mut http).await?),
            };
            let path = format!("/api/v1/conversations/{conversation}/messages");
            let is_there = |message: &Value| message["attachments"].as_array().is_some_and(|files| !files.is_empty());
            all(&server, &mut http, &path, there, is_there).await?;
            let came = (begin.elapsed(), process::cpu(server.pid())? - cpu);

            let mut ids = Vec::new();
            for number in 0..self.files {
                // Never the bytes that have come in: those are kept already.
                let file = document(!(round * self.files + number), self.megabytes * MEGABYTE);
                ids.push(server.upload(&mut http, &format!("answer-{number}.pdf"), &file).await?);
            }
            let (cpu, begin) = (process::cpu(server.pid())?, Instant::now());
            for id in &ids {
                server.order(&mut http, "POST", &path, &json!({ "attachmentIds": [id] })).await?;
            }
            there += self.files;
            let has_gone = |message: &Value| {
                message["senderType"] == "customer"
                    || matches!(message["status"].as_str(), Some("sent" | "delivered" | "read"))
            };
            all(&server, &mut http, &path, there, has_gone).await?;
            // The first round finds empty caches and a connection that is not there yet.
            if round > 0 {
                figures[0].add(came.0, came.1);
                figures[1].add(begin.elapsed(), process::cpu(server.pid())? - cpu);
            }
        }
        Ok(figures)
    }
}

/// What plays WhatsApp, with the number that the server knows.
fn emulated(server: &Server) -> Emulator {
    let callback = Callback { url: format!("http://{}{PATH}", server.address()), verify_token: "unused".into() };
    Emulator::new(Setup::new(emulator::Account {
        callback: Some(callback),
        app_secret: webhook::APP_SECRET.into(),
        access_token: webhook::ACCESS_TOKEN.into(),
        business_account_id: webhook::BUSINESS_ID.into(),
        phone_number_id: webhook::PHONE_NUMBER_ID.into(),
        ..emulator::Account::default()
    }))
}

/// A document that looks like one and is like no other.
fn document(seed: u64, size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(size, 0);
    fastrand::Rng::with_seed(seed).fill(&mut bytes[9..]);
    bytes
}

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often is looked.
const LOOK: Duration = Duration::from_millis(20);

async fn first_conversation(server: &Server, http: &mut Http) -> Result<String> {
    let id = |list: &Value| Ok(list["items"][0]["id"].as_str().map(str::to_owned));
    until(server, http, "/api/v1/conversations?limit=1", id).await
}

/// Waits until there are so many messages and all of them are as they should be.
async fn all(server: &Server, http: &mut Http, path: &str, count: u64, is_done: impl Fn(&Value) -> bool) -> Result {
    let are_done = |page: &Value| {
        let messages = page["items"].as_array().ok_or("a list has no items")?;
        Ok((messages.len() as u64 == count && messages.iter().all(&is_done)).then_some(()))
    };
    until(server, http, &format!("{path}?limit=200"), are_done).await
}

/// Looks at a path until what is there is as it should be.
async fn until<T>(
    server: &Server,
    http: &mut Http,
    path: &str,
    found: impl Fn(&Value) -> Result<Option<T>>,
) -> Result<T> {
    let looking = async {
        let mut beat = interval(LOOK);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            beat.tick().await;
            if let Some(found) = found(&server.get(http, path).await?)? {
                return Ok(found);
            }
        }
    };
    timeout(PATIENCE, looking).await.map_err(|_| Failure::from(format!("{path} does not come to what it should be")))?
}
