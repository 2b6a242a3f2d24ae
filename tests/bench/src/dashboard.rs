//! The agents' dashboard in Chromium: how smoothly it scrolls, how soon it shows what a customer wrote, whether its memory grows.

use std::process::Command;
use std::time::Duration;

use chat_core::Env;
use clap::Parser;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval};

use crate::child::Pinned;
use crate::http::Http;
use crate::inbox::lay_in;
use crate::server::{Server, Store};
use crate::stats::Table;
use crate::webhook::{self, PATH};
use crate::{Failure, Result};

/// Measure the agents' dashboard in Chromium while customers write: frames, the time until a message is seen, memory.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// How many conversations there are.
    #[arg(long, default_value_t = 10_000)]
    conversations: u64,
    /// How many messages one of them has.
    #[arg(long, default_value_t = 10_000)]
    messages: u64,
    /// How many messages per second customers write.
    #[arg(long, default_value_t = 50)]
    rate: u32,
    /// For how many seconds they write.
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// The browser.
    #[arg(long, env = "CHROMIUM", default_value = "/usr/bin/chromium")]
    chromium: String,
}

/// What an agent signs in with.
const EMAIL: &str = "bea@shop.test";
const PASSWORD: &str = "the password of the benchmark";

impl Options {
    /// Measures and returns the table.
    ///
    /// # Errors
    /// When the server or the browser does not start, or the page fails.
    pub async fn run(&self, core: usize) -> Result<Table> {
        let server = Server::start(Store::Sqlite, core).await?;
        let mut http = Http::connect(server.address()).await?;
        lay_in(&server, &mut http, self.conversations, 1).await?;
        hire(&server, &mut http).await?;
        let thread = self.long_thread(&server, &mut http).await?;

        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../e2e/node/bench/dashboard.mjs");
        let mut node = Command::new("node");
        node.arg(script)
            .env("URL", format!("http://{}", server.address()))
            .env("EMAIL", EMAIL)
            .env("PASSWORD", PASSWORD);
        node.env("THREAD", thread).env("SECONDS", self.seconds.to_string()).env("CHROMIUM", &self.chromium);
        let mut page = Pinned::spawn(node)?;
        if page.line()? != "go" {
            return Err("the page did not begin".into());
        }
        let found = spawn_blocking(move || page.line().map_err(|problem| problem.to_string()));
        tokio::select! {
            line = found => table(&serde_json::from_str(&line??)?),
            problem = self.write(&mut http) => Err(problem),
        }
    }

    /// Customers write, until something fails.
    async fn write(&self, http: &mut Http) -> Failure {
        let mut beat = interval(Duration::from_secs(1) / self.rate);
        let clock = Env::default();
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // None of the numbers that were there before.
        for number in self.messages * webhook::CUSTOMERS.. {
            beat.tick().await;
            let now = clock.now().millis();
            let call = webhook::saying(number, &format!("Is number {number} still there? Asked at {now}"));
            match http.ask("POST", PATH, &call.headers, &call.body).await {
                Ok(answer) if answer.status == 200 => {}
                Ok(answer) => return format!("a call was answered with {}", answer.status).into(),
                Err(problem) => return problem,
            }
        }
        "there are no more numbers".into()
    }

    /// A conversation in which one customer has said much.
    async fn long_thread(&self, server: &Server, http: &mut Http) -> Result<String> {
        for number in 0..self.messages {
            let call = webhook::saying(
                number * webhook::CUSTOMERS,
                &format!("This is number {number} of what I have to say."),
            );
            let answer = http.ask("POST", PATH, &call.headers, &call.body).await?;
            if answer.status != 200 {
                return Err(format!("a call was answered with {}", answer.status).into());
            }
        }
        let newest = server.get(http, "/api/v1/conversations?limit=1").await?;
        Ok(newest["items"][0]["id"].as_str().ok_or("there is no conversation")?.to_owned())
    }
}

/// Has an agent join by an invitation.
async fn hire(server: &Server, http: &mut Http) -> Result {
    let invitation =
        server.order(http, "POST", "/api/v1/invitations", &json!({ "email": EMAIL, "role": "agent" })).await?;
    let acceptance = json!({ "token": invitation["token"], "name": "Bea", "password": PASSWORD });
    server.order(http, "POST", "/api/v1/auth/invitation", &acceptance).await.map(drop)
}

fn table(found: &Value) -> Result<Table> {
    let mut table = Table::new(&["what", "how often", "p50", "p95", "p99", "most"]);
    let figure = |value: &Value| value.as_f64().map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
    let whats = [
        ("frame of the list, ms", "list"),
        ("frame of the thread, ms", "thread"),
        ("handed in → painted, ms", "painted"),
    ];
    for (what, name) in whats {
        let spread = &found[name];
        let count = spread["count"].to_string();
        let figures = ["p50", "p95", "p99", "max"].map(|name| figure(&spread[name]));
        table.row(&[&[what.to_owned(), count], figures.as_slice()].concat());
    }
    let weights = found["memory"].as_array().ok_or("nothing was weighed")?;
    for (what, name) in [("memory of scripts, MiB", "heapMiB"), ("nodes", "nodes"), ("listeners", "listeners")] {
        let figures: Vec<String> = weights.iter().map(|weight| figure(&weight[name])).collect();
        table.row(&[what.to_owned(), format!("at the start and each quarter: {}", figures.join(", "))]);
    }
    Ok(table)
}
