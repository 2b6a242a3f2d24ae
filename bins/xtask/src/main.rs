//! Developer commands, run as `cargo xtask <command>`.
//!
//! One file per command in `commands/`; what a command needs on the machine is found, installed
//! or started by `need/`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to who runs it")]

mod commands;
mod licence;
mod need;
mod shell;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Developer commands of the chat module")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Bench(commands::bench::Args),
    Chaos(commands::chaos::Args),
    Sim(commands::sim::Args),
    Test(commands::test::Args),
    CheckLicences(commands::check_licences::Args),
    Types(commands::types::Args),
    Ui(commands::ui::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Bench(args) => commands::bench::run(&args),
        Command::Chaos(args) => commands::chaos::run(&args),
        Command::Sim(args) => commands::sim::run(&args),
        Command::Test(args) => commands::test::run(&args),
        Command::CheckLicences(args) => commands::check_licences::run(&args),
        Command::Types(args) => commands::types::run(&args),
        Command::Ui(args) => commands::ui::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            shell::complain(&problem);
            ExitCode::FAILURE
        }
    }
}
