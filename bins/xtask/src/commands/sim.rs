use clap::Parser;

use crate::shell::{self, Result, cargo};

/// Run the core on simulated stores, providers and sockets that fail at every turn, as a function of a seed.
///
/// Prints what went wrong on purpose and how often, and for a seed that breaks a promise which one and how to see it again.
#[derive(Debug, Parser)]
pub(crate) struct Args {
    /// `--seeds N` runs so many seeds, `--seed S` one of them with everything that happens; `-- --help` tells the rest.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    options: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result {
    let mut sim = cargo();
    sim.args(["run", "--quiet", "--profile", "sim", "--package", "chat-sim", "--"]);
    shell::run(sim.args(&args.options))
}
