use std::process::Command;

use clap::Parser;

use super::ui;
use crate::{
    need,
    shell::{self, Result, cargo, say},
};

const ALL: [&str; 2] = ["--workspace", "--all-features"];

/// Run all tests: unit, the suites on three stores, end to end with the npm client and a browser. Without a filter it checks the
/// browser side first: its types, its tests, its size, and that the committed files are what its sources give.
///
/// Whatever they need and is missing is installed or started first, on Debian with apt-get:
/// PostgreSQL, Redis, Node.js, Chromium, npm packages, schemathesis and pywa in a Python environment of
/// their own. Servers elsewhere are used instead when `CHAT_TEST_POSTGRES_URL` (of a role that may create
/// databases) and `CHAT_TEST_REDIS_URL` name them.
#[derive(Debug, Parser)]
pub(crate) struct Args {
    /// Arguments for the test runner, such as a filter.
    #[arg(last = true)]
    runner: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result {
    let variables = need::everything()?;
    if args.runner.is_empty() {
        ui::run(&ui::Args::check())?;
    }
    let with_servers =
        |command: &mut Command| shell::run(command.envs(variables.iter().map(|(name, value)| (name, value))));
    // The end-to-end tests start the binaries that lie beside them.
    shell::run(cargo().args(["build", "--bins"]).args(ALL))?;
    if !has_nextest() {
        let mut tests = cargo();
        return with_servers(tests.args(["test", "--no-fail-fast"]).args(ALL).args(&args.runner));
    }
    let mut tests = cargo();
    with_servers(tests.args(["nextest", "run", "--no-fail-fast"]).args(ALL).args(&args.runner))?;
    if !args.runner.is_empty() {
        say("leaving out the doc tests, which the runner's arguments do not apply to");
        return Ok(());
    }
    with_servers(cargo().args(["test", "--doc"]).args(ALL))
}

fn has_nextest() -> bool {
    shell::text(cargo().args(["nextest", "--version"])).is_ok()
}
