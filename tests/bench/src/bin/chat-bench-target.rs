//! Serves what is measured alone, for `chat-bench`.

use chat_bench::{Result, target};
use clap::Parser;

/// Serves what is measured alone.
#[derive(Debug, Parser)]
struct Cli {
    /// What to serve.
    kind: target::Kind,
}

#[tokio::main]
async fn main() -> Result {
    target::serve(Cli::parse().kind).await
}
