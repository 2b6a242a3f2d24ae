use std::{path::PathBuf, process::Command};

use clap::Parser;
use serde_json::Value;

use crate::shell::{self, Problem, Result, cargo, root, text};

/// Measure what the module costs: fan-out, idle sockets, start, ingest, latency.
///
/// Builds in release mode, runs the servers on the first core and their load on the last, and prints tables in Markdown.
/// `cargo xtask bench -- --help` tells what can be measured, `cargo xtask bench fanout --help` how.
#[derive(Debug, Parser)]
pub(crate) struct Args {
    /// What to measure, and how.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    measure: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores < 2 {
        return Err(Problem::new("a server and its load need a core each, and there is one"));
    }
    shell::run(cargo().args(["build", "--release", "--package", "chat-bench"]))?;
    let program = target_directory()?.join("release/chat-bench");
    // Thousands of sockets need as many open files as the system allows.
    let mut bench = Command::new("sh");
    bench.args(["-c", r#"ulimit -n "$(ulimit -Hn)" && exec taskset --cpu-list "$@""#, "sh"]);
    bench.arg((cores - 1).to_string()).arg(program).args(&args.measure);
    shell::run(&mut bench)
}

fn target_directory() -> Result<PathBuf> {
    let metadata = text(cargo().args(["metadata", "--format-version", "1", "--no-deps"]).current_dir(root()))?;
    let metadata: Value =
        serde_json::from_str(&metadata).map_err(|error| Problem::new(format!("not JSON: {error}")))?;
    let directory = metadata["target_directory"].as_str();
    directory.map(PathBuf::from).ok_or_else(|| Problem::new("cargo names no target directory"))
}
