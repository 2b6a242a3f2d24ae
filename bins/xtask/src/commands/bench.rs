use std::{path::PathBuf, process::Command};

use clap::{Parser, ValueEnum};
use serde_json::Value;

use crate::{
    need,
    shell::{self, Problem, Result, cargo, text},
};

/// Measure what the module costs, and print it as a table in Markdown.
///
/// Builds in release mode, and runs servers on the first core and their load on the last. Inbox, ingest, latency,
/// visitors, whatsapp and cluster need PostgreSQL, and the last of them Redis, which are found or started as for the tests, but not installed.
/// Dashboard needs Chromium and the npm packages of the tests.
#[derive(Debug, Parser)]
pub(crate) struct Args {
    /// What to measure.
    what: What,
    /// How to measure it; `-- --help` tells.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    options: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The server's processor time per delivery to the sockets of a room.
    Fanout,
    /// The server's memory per idle socket, and how fast sockets are let in.
    Idle,
    /// How long an agent waits for the inbox of a client with a million conversations, beside that of one with ten thousand.
    Inbox,
    /// The reference server's start, memory at rest and size.
    Server,
    /// How fast signed webhooks are made durable, and what each costs.
    Ingest,
    /// The time from a webhook to the event at a connected socket.
    Latency,
    /// Two processes on one PostgreSQL: events per second and their time from one to the other, and how long clients are away
    /// when one is killed.
    Cluster,
    /// The server's memory under clients that mean harm, and whether others are answered meanwhile.
    Abuse,
    /// The agents' dashboard in Chromium: frames while it scrolls, the time until a message is seen, memory under traffic.
    Dashboard,
    /// How long a call of a thousand messages takes, and how fast files come in from WhatsApp and go out to it.
    Whatsapp,
    /// The server's memory per website visitor who has the chat open, and the time from what one says to an agent's socket.
    Visitors,
}

pub(crate) fn run(args: &Args) -> Result {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores < 2 {
        return Err(Problem::new("a server and its load need a core each, and there is one"));
    }
    let mut build = cargo();
    build.args(["build", "--release", "--package", "chat-bench"]);
    if !matches!(args.what, What::Fanout | What::Idle) {
        build.args(["--package", "chat-server"]);
    }
    shell::run(&mut build)?;
    if args.what == What::Server {
        shell::run(cargo().args(["build", "--profile", "dist", "--package", "chat-server"]))?;
    }
    if args.what == What::Dashboard {
        need::npm_packages()?;
    }
    // Thousands of sockets need as many open files as the system allows.
    let mut bench = Command::new("sh");
    bench.args(["-c", r#"ulimit -n "$(ulimit -Hn)" && exec taskset --cpu-list "$@""#, "sh"]);
    if matches!(args.what, What::Inbox | What::Ingest | What::Latency | What::Cluster | What::Visitors | What::Whatsapp)
    {
        let (name, url) = need::postgres()?;
        bench.env(name, url);
    }
    if args.what == What::Cluster {
        let (name, url) = need::redis()?;
        bench.env(name, url);
    }
    let name = args.what.to_possible_value().expect("nothing is skipped").get_name().to_owned();
    bench.arg((cores - 1).to_string()).arg(target_directory()?.join("release/chat-bench")).arg(name);
    shell::run(bench.args(&args.options))
}

fn target_directory() -> Result<PathBuf> {
    let metadata = text(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value =
        serde_json::from_str(&metadata).map_err(|error| Problem::new(format!("not JSON: {error}")))?;
    let directory = metadata["target_directory"].as_str();
    directory.map(PathBuf::from).ok_or_else(|| Problem::new("cargo names no target directory"))
}
