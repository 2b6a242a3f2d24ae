//! Measures what the module costs; run it as `cargo xtask bench`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to who runs it")]

use std::process::ExitCode;

use chat_bench::{
    Result, abuse, cluster, dashboard, fanout, idle, inbox, ingest, latency, machine, start, visitors, whatsapp,
};
use clap::{Parser, Subcommand};
use tokio::task::LocalSet;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench", about = "What the chat module costs")]
struct Cli {
    /// The core that servers run on; this program should run on another.
    #[arg(long, global = true, default_value_t = 0)]
    server_core: usize,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Fanout(fanout::Options),
    Idle(idle::Options),
    Inbox(inbox::Options),
    Server(start::Options),
    Ingest(ingest::Options),
    Latency(latency::Options),
    Cluster(cluster::Options),
    Abuse(abuse::Options),
    Visitors(visitors::Options),
    Dashboard(dashboard::Options),
    Whatsapp(whatsapp::Options),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match LocalSet::new().run_until(measure(&cli)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("chat-bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(cli: &Cli) -> Result {
    println!("{}\n", machine::facts());
    let table = match &cli.what {
        What::Fanout(options) => options.run(cli.server_core).await?,
        What::Idle(options) => options.run(cli.server_core).await?,
        What::Inbox(options) => options.run(cli.server_core).await?,
        What::Server(options) => options.run(cli.server_core)?,
        What::Ingest(options) => options.run(cli.server_core).await?,
        What::Latency(options) => options.run(cli.server_core).await?,
        What::Cluster(options) => options.run(cli.server_core).await?,
        What::Abuse(options) => options.run(cli.server_core).await?,
        What::Visitors(options) => options.run(cli.server_core).await?,
        What::Dashboard(options) => options.run(cli.server_core).await?,
        What::Whatsapp(options) => options.run(cli.server_core).await?,
    };
    println!("{table}");
    println!("{}", machine::facts());
    Ok(())
}
