//! Visitors of a website who have the chat open: the server's memory for each, and the time until an agent hears one.

use std::time::Instant;

use clap::Parser;
use serde_json::{Value, json};

use crate::child::open_files_max;
use crate::http::Http;
use crate::process;
use crate::server::{Server, Store};
use crate::stats::{Series, Table};
use crate::swarm::{Dialect, Swarm, Visitor};
use crate::{Failure, Result};

/// Measure the server's memory per visitor who has the chat open, and the time from what a visitor says to an agent's socket.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// How many visitors have it open.
    #[arg(long, default_value_t = 10_000)]
    visitors: usize,
    /// How many messages are measured, one after the other.
    #[arg(long, default_value_t = 1000)]
    messages: usize,
    /// Where the records are kept.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    stores: Vec<Store>,
}

/// The page that shows the widget.
const PAGE: &str = "http://localhost:5173";

impl Options {
    /// Files that a process has open besides its sockets.
    const OTHER_FILES: usize = 64;

    /// Measures and returns the table.
    ///
    /// # Errors
    /// When a visitor is not let in, does not hear an event afterwards or is not heard, or too few files may be open.
    pub async fn run(&self, core: usize) -> Result<Table> {
        let files = open_files_max()?;
        if files < self.visitors + Self::OTHER_FILES {
            return Err(format!("{} visitors need more open files than {files}; see ulimit -n", self.visitors).into());
        }
        let mut table = Table::new(&[
            "store",
            "KiB per idle visitor",
            "let in per second",
            "from a visitor to an agent, p50 ms",
            "p99 ms",
            "answered after, p50 ms",
            "p99 ms",
        ]);
        for &store in &self.stores {
            let server = Server::start(store, core).await?;
            let site = Site::open(&server).await?;
            let (heard, answered) = self.talk(&server, &site).await?;
            let (resident_kib, per_second) = self.sit(&server, &site).await?;
            let figure = |series: &Series, percent| format!("{:.2}", series.percentile(percent));
            table.row(&[
                store.title(),
                &format!("{resident_kib:.1}"),
                &format!("{per_second:.0}"),
                &figure(&heard, 50),
                &figure(&heard, 99),
                &figure(&answered, 50),
                &figure(&answered, 99),
            ]);
        }
        Ok(table)
    }

    /// The times from each message of one visitor until an agent hears it and until it is answered, in milliseconds.
    async fn talk(&self, server: &Server, site: &Site) -> Result<(Series, Series)> {
        let mut inbox = server.inbox();
        inbox.grow(1).await?;
        let mut http = Http::connect(server.address()).await?;
        let mut visitor = Visitor::connect(server.address(), &site.token(&mut http).await?).await?;
        let (mut heard, mut answered) = (Series::default(), Series::default());
        for n in 0..=self.messages {
            inbox.expect(1);
            let start = Instant::now();
            let said = async {
                visitor.say(&format!("message-{n}"), "Is the blue one still there in size 42?").await?;
                Ok::<_, Failure>(Instant::now())
            };
            let (at_agent, at_visitor) = tokio::try_join!(inbox.heard(), said)?;
            // The first one makes the conversation.
            if n > 0 {
                heard.add((at_agent - start).as_secs_f64() * 1e3);
                answered.add((at_visitor - start).as_secs_f64() * 1e3);
            }
        }
        Ok((heard, answered))
    }

    /// The server's memory for each visitor in KiB, and how many it lets in per second, once they have their tokens.
    async fn sit(&self, server: &Server, site: &Site) -> Result<(f64, f64)> {
        let mut http = Http::connect(server.address()).await?;
        let mut tokens = Vec::with_capacity(self.visitors);
        for _ in 0..self.visitors {
            tokens.push(site.token(&mut http).await?);
        }
        let mut swarm = Swarm::new(server.address(), Dialect::Visitor { tokens: tokens.into() });
        let (resident, start) = (process::resident_kib(server.pid())?, Instant::now());
        swarm.grow(self.visitors).await?;
        let took = start.elapsed().as_secs_f64();
        let resident = process::resident_kib(server.pid())? - resident;
        // They were all there only if they hear something now.
        swarm.expect(1);
        server.order(&mut http, "PATCH", &site.path, &json!({ "name": "Another name" })).await?;
        swarm.heard().await?;
        let visitors = self.visitors as f64;
        Ok((resident as f64 / visitors, visitors / took))
    }
}

/// A website with a widget.
struct Site {
    /// The widget in the API.
    path: String,
    key: String,
}

impl Site {
    async fn open(server: &Server) -> Result<Self> {
        let mut http = Http::connect(server.address()).await?;
        let new = json!({ "name": "Website", "type": "floating", "settings": { "allowLocalhost": true } });
        let widget = server.order(&mut http, "POST", "/api/v1/widgets", &new).await?;
        let (Some(id), Some(key)) = (widget["id"].as_str(), widget["publicKey"].as_str()) else {
            return Err("a widget has no id or no key".into());
        };
        Ok(Self { path: format!("/api/v1/widgets/{id}"), key: key.to_owned() })
    }

    /// What the frame of somebody new gets for its socket.
    async fn token(&self, http: &mut Http) -> Result<String> {
        let boot = self.ask(http, "boot", &format!("origin: {PAGE}\r\n"), &Value::Null).await?;
        let session = json!({ "boot": boot["boot"], "visitor": null, "identity": null, "lang": "en" });
        let session = self.ask(http, "session", "content-type: application/json\r\n", &session).await?;
        session["token"].as_str().map(str::to_owned).ok_or_else(|| "a session has no token".into())
    }

    async fn ask(&self, http: &mut Http, what: &str, headers: &str, body: &Value) -> Result<Value> {
        let path = format!("/w/{}/{what}", self.key);
        let answer = http.ask("POST", &path, headers, body.to_string().as_bytes()).await?;
        match answer.status {
            200 => Ok(serde_json::from_slice(&answer.body)?),
            status => Err(format!("{path} was answered with {status}").into()),
        }
    }
}
