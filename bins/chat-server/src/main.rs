//! The reference server: reads the configuration, assembles the module, serves it.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]

mod admin;
mod assemble;
mod cli;
mod demo;
mod door;
mod figures;
mod limits;
mod pages;
mod problem;
mod process;
mod serve;
mod settings;

use clap::Parser;
use cli::{Cli, Command};
use problem::Problem;
use settings::Settings;
use std::{io::IsTerminal, process::ExitCode};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("chat-server: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Problem> {
    let settings = Settings::read(cli.options)?;
    start_log(&settings)?;
    // The one choice of TLS for everything in this process; it fails only when it was made before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::serve(settings).await,
            Command::Demo => demo::demo(settings).await,
            Command::Migrate => admin::migrate(&settings).await,
            Command::Admin(command) => admin::admin(&settings, command).await,
        }
    })
}

fn start_log(settings: &Settings) -> Result<(), Problem> {
    let filter = EnvFilter::try_new(&settings.log);
    let filter = filter.map_err(|error| Problem::setting("log", "CHAT_LOG", &error.to_string()))?;
    let is_terminal = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(is_terminal).init();
    Ok(())
}
