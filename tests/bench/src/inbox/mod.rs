//! How long an agent waits for the inbox of a client that has been writing for years, beside that of one that has just begun.

mod history;

use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use serde_json::{Value, json};

use self::history::{History, SetUp, Told};
use crate::Result;
use crate::http::Http;
use crate::postgres::Database;
use crate::server::{Records, Server, Store};
use crate::stats::{Series, Table};

/// Measure how long an agent waits for lists, conversations, counts and searches, by how much a client has.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// How many conversations there are; ten times as many messages, and a fifth as many customers.
    #[arg(long, value_delimiter = ',', default_value = "10000,1000000")]
    conversations: Vec<u64>,
    /// Where the records are kept.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    stores: Vec<Store>,
    /// How often each thing is asked for, after a tenth as often to begin with.
    #[arg(long, default_value_t = 500)]
    asks: usize,
    /// What the history is made of.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A folder in which histories stay, to be measured again: one that is there is not made anew. Of PostgreSQL, the database stays.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Make what is not there yet, and measure nothing.
    #[arg(long, requires = "keep")]
    only_keep: bool,
}

/// The file in which it is written what there is to ask for: the last thing that is made.
const TOLD: &str = "told.json";

/// Something that an agent waits for: requests that are made one after the other, in several versions that take turns.
struct Deed {
    name: &'static str,
    versions: Vec<Vec<Request>>,
}

struct Request {
    method: &'static str,
    path: String,
    body: Value,
}

impl Request {
    fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), body: Value::Null }
    }
}

type Figures = Vec<(&'static str, Series)>;

impl Options {
    /// Measures and returns the table.
    ///
    /// # Errors
    /// When a history cannot be stored, or a request is not answered.
    pub async fn run(&self, core: usize) -> Result<Table> {
        let mut headings = vec!["store".to_owned(), "p50 / p95 / p99 ms".to_owned()];
        headings.extend(self.conversations.iter().map(|count| format!("of {count} conversations")));
        headings.extend(["p50 grows by".to_owned(), "p99 grows by".to_owned()]);
        let mut table = Table::new(&headings);
        for &store in &self.stores {
            let mut all = Vec::new();
            for &conversations in &self.conversations {
                let (server, told) = self.prepare(store, core, conversations).await?;
                if !self.only_keep {
                    all.push(self.measure(&server, &told).await?);
                }
            }
            if !self.only_keep {
                add_rows(&mut table, store, &all);
            }
        }
        Ok(table)
    }

    /// A server with a history, made now or before.
    async fn prepare(&self, store: Store, core: usize, conversations: u64) -> Result<(Server, Told)> {
        let name = format!("{}-{conversations}", store.title().to_lowercase());
        let folder = self.keep.as_ref().map(|keep| std::path::absolute(keep.join(name))).transpose()?;
        let server = match &folder {
            None => Server::start(store, core).await?,
            Some(folder) => match std::fs::read(folder.join(TOLD)) {
                Ok(told) => {
                    let server = Server::start_in(store, core, folder, Records::There).await?;
                    return Ok((server, serde_json::from_slice(&told)?));
                }
                Err(_) => Server::start_in(store, core, folder, Records::Missing).await?,
            },
        };
        let mut http = Http::connect(server.address()).await?;
        let told = lay_in(&server, &mut http, conversations, self.seed).await?;
        server.database().map_or(Ok(()), Database::settle)?;
        if let Some(folder) = folder {
            std::fs::write(folder.join(TOLD), serde_json::to_vec(&told)?)?;
        }
        Ok((server, told))
    }

    async fn measure(&self, server: &Server, told: &Told) -> Result<Figures> {
        let mut http = Http::connect(server.address()).await?;
        let mut figures = Vec::new();
        for deed in deeds(server, &mut http, told).await? {
            let mut series = Series::default();
            let first = self.asks.div_ceil(10);
            for at in 0..first + self.asks {
                let start = Instant::now();
                for Request { method, path, body } in &deed.versions[at % deed.versions.len()] {
                    match *method {
                        "GET" => server.get(&mut http, path).await?,
                        _ => server.order(&mut http, method, path, body).await?,
                    };
                }
                if at >= first {
                    series.add(start.elapsed().as_secs_f64() * 1e3);
                }
            }
            figures.push((deed.name, series));
        }
        Ok(figures)
    }
}

fn add_rows(table: &mut Table, store: Store, all: &[Figures]) {
    for (at, (name, least)) in all[0].iter().enumerate() {
        let most = &all[all.len() - 1][at].1;
        let mut cells = vec![store.title().to_owned(), (*name).to_owned()];
        cells.extend(all.iter().map(|figures| {
            let figure = |percent| format!("{:.2}", figures[at].1.percentile(percent));
            format!("{} / {} / {}", figure(50), figure(95), figure(99))
        }));
        cells.extend([50, 99].map(|percent| format!("{:.1}×", most.percentile(percent) / least.percentile(percent))));
        table.row(&cells);
    }
}

/// Gives a client a history of so many conversations.
pub(crate) async fn lay_in(server: &Server, http: &mut Http, conversations: u64, seed: u64) -> Result<Told> {
    let set_up = set_up(server, http).await?;
    History { seed, conversations, set_up }.keep(&server.database_url()).await
}

/// What a client has set up before anybody wrote: its teams, its labels and ten views.
async fn set_up(server: &Server, http: &mut Http) -> Result<SetUp> {
    let me = server.get(http, "/api/v1/me").await?;
    let accounts = server.get(http, "/api/v1/whatsapp/accounts").await?;
    let mut set_up = SetUp { account: id(&accounts["items"][0])?, me: id(&me)?, teams: Vec::new(), labels: Vec::new() };
    for name in ["Sales", "Support", "Returns", "Billing", "Night"] {
        let team = json!({ "name": name, "members": [me["id"]] });
        set_up.teams.push(id(&server.order(http, "POST", "/api/v1/teams", &team).await?)?);
    }
    for number in 0..20 {
        let label = json!({ "name": format!("label-{number}"), "color": "#2a6df4" });
        set_up.labels.push(id(&server.order(http, "POST", "/api/v1/labels", &label).await?)?);
    }
    let views = [
        json!({ "status": ["active"] }),
        json!({ "all": [{ "status": ["active"] }, { "assignee": ["me"] }] }),
        json!({ "all": [{ "status": ["active"] }, { "assignee": ["nobody"] }] }),
        json!({ "all": [{ "status": ["active"] }, { "unread": "team" }] }),
        json!({ "all": [{ "status": ["active"] }, { "team": [set_up.teams[0]] }] }),
        json!({ "all": [{ "status": ["active"] }, { "priority": ["high", "urgent"] }] }),
        json!({ "all": [{ "status": ["active"] }, { "label": [set_up.labels[0]] }] }),
        json!({ "all": [{ "status": ["active"] }, { "label": [set_up.labels[19]] }] }),
        json!({ "all": [{ "status": ["active"] }, { "waiting": true }] }),
        json!({ "snoozed": true }),
    ];
    for (number, filter) in views.into_iter().enumerate() {
        let view = json!({ "name": format!("View {number}"), "filter": filter });
        server.order(http, "POST", "/api/v1/views", &view).await?;
    }
    Ok(set_up)
}

fn id<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(record: &Value) -> Result<T> {
    Ok(record["id"].as_str().ok_or("a record has no id")?.parse()?)
}

async fn deeds(server: &Server, http: &mut Http, told: &Told) -> Result<Vec<Deed>> {
    let list = "/api/v1/conversations?status=active";
    let nested = json!({ "all": [
        { "any": [{ "team": ["mine"] }, { "assignee": ["me", "nobody"] }] },
        { "not": { "label": [told.set_up.labels[0]] } },
        { "priority": ["high", "urgent"] },
    ] });
    let nested: String = nested.to_string().bytes().map(|byte| format!("%{byte:02x}")).collect();
    let firsts = [
        ("first page: active", list.to_owned()),
        ("first page: mine", format!("{list}&assigneeId=me")),
        ("first page: nobody's, waited longest", format!("{list}&assigneeId=nobody&order=waiting")),
        ("first page: a rare label", format!("{list}&label={}", told.set_up.labels[19])),
        ("first page: and, or, not over five fields", format!("{list}&filter={nested}")),
    ];
    let one = |name, path: String| Deed { name, versions: vec![vec![Request::get(path)]] };
    let mut deeds: Vec<Deed> = firsts.into_iter().map(|(name, path)| one(name, path)).collect();

    let mut pages = Vec::new();
    let mut cursor = server.get(http, list).await?["nextCursor"].clone();
    while let (Some(next), true) = (cursor.as_str(), pages.len() < 100) {
        let path = format!("{list}&cursor={next}");
        cursor = server.get(http, &path).await?["nextCursor"].clone();
        pages.push(vec![Request::get(path)]);
    }
    deeds.push(Deed { name: "next page", versions: pages });

    let conversation = |rest: &str, id| format!("/api/v1/conversations/{id}{rest}");
    let open = |id| vec![Request::get(conversation("", id)), Request::get(conversation("/messages", id))];
    deeds.push(Deed { name: "open a conversation", versions: told.any.iter().map(open).collect() });
    deeds.push(one("counts of ten views", "/api/v1/view-counts".into()));
    let search =
        |words: &[String]| words.iter().map(|word| vec![Request::get(format!("/api/v1/search?q={word}"))]).collect();
    deeds.push(Deed { name: "search: a common word", versions: search(&told.common) });
    deeds.push(Deed { name: "search: a rare word", versions: search(&told.rare) });
    let both = |(common, rare): (&String, &String)| vec![Request::get(format!("/api/v1/search?q={common}%20{rare}"))];
    deeds.push(Deed { name: "search: both", versions: told.common.iter().zip(&told.rare).map(both).collect() });
    let reply = |id| {
        let body = json!({ "content": "We are looking into it." });
        vec![Request { method: "POST", path: conversation("/messages", id), body }]
    };
    deeds.push(Deed { name: "send a reply", versions: told.active.iter().map(reply).collect() });
    Ok(deeds)
}
