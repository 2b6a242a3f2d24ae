//! The reference server: reads the configuration, assembles the module, serves it.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]

mod admin;
mod assemble;
mod audit;
mod backup;
mod cli;
mod demo;
mod doctor;
mod door;
mod figures;
mod files;
mod limits;
mod log;
mod oidc;
mod pages;
mod problem;
mod process;
mod ready;
mod serve;
mod settings;

use clap::Parser;
use cli::{Audit, Cli, Command, Options};
use problem::Problem;
use settings::Settings;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    run(cli).unwrap_or_else(|problem| {
        eprintln!("chat-server: {problem}");
        ExitCode::FAILURE
    })
}

fn run(Cli { options, command }: Cli) -> Result<ExitCode, Problem> {
    // The one choice of TLS for everything in this process; it fails only when it was made before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(carry_out(command.unwrap_or(Command::Serve), options))
}

async fn carry_out(command: Command, options: Options) -> Result<ExitCode, Problem> {
    match command {
        Command::Serve => serve::serve(begin(options)?).await?,
        Command::Demo => demo::demo(begin(options)?).await?,
        Command::Migrate => admin::migrate(&begin(options)?).await?,
        Command::Backup { file } => backup::backup(&begin(options)?, &file).await?,
        Command::Admin(command) => admin::admin(&begin(options)?, command).await?,
        Command::Audit(Audit::Verify) => return audit::verify(&begin(options)?).await,
        Command::Doctor { json } => return Ok(doctor::doctor(Settings::read(options), json).await),
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the settings, and starts the log as they say.
fn begin(options: Options) -> Result<Settings, Problem> {
    let settings = Settings::read(options)?;
    log::start(&settings)?;
    Ok(settings)
}
