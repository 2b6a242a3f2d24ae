//! `chat-chaos`: see `cargo xtask chaos --help`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to who runs it")]

use chat_chaos::{Failed, Plan, Report, Stores, run, table};
use clap::{Parser, ValueEnum};
use std::{process::ExitCode, time::Duration};

/// How many violations are told in full; all of them are counted in the table.
const TOLD_MAX: usize = 40;

/// Kill the assembled server under load, again and again, and prove that nothing is lost.
#[derive(Debug, Parser)]
struct Arguments {
    /// How often a process is killed, all runs together.
    #[arg(long, default_value_t = 50)]
    kills: u32,
    /// What everything random is drawn from [default: another one each time].
    #[arg(long)]
    seed: Option<u64>,
    /// One of the runs alone.
    #[arg(long)]
    only: Option<Only>,
    /// Over how long the kills are spread, in minutes, all runs together [default: one every few seconds].
    #[arg(long)]
    minutes: Option<u32>,
    /// Tell what happened when and leave the logs and data where they are, also when all is well.
    #[arg(long)]
    tell: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Only {
    /// One process on SQLite.
    Sqlite,
    /// Two processes on PostgreSQL and Redis.
    Postgres,
}

impl Arguments {
    fn plans(&self) -> Vec<Plan> {
        let seed = self.seed.unwrap_or_else(|| fastrand::u64(..1_000_000));
        let runs = match self.only {
            Some(Only::Sqlite) => vec![(Stores::Sqlite, self.kills)],
            Some(Only::Postgres) => vec![(Stores::Postgres, self.kills)],
            None => vec![(Stores::Sqlite, self.kills / 2), (Stores::Postgres, self.kills.div_ceil(2))],
        };
        let plan = |(stores, kills)| {
            let mut plan = Plan { keeps: self.tell, ..Plan::new(stores, seed, kills) };
            if let Some(minutes) = self.minutes {
                plan.pause = Duration::from_secs(60 * u64::from(minutes)) / self.kills.max(1);
            }
            plan
        };
        runs.into_iter().map(plan).collect()
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut reports = Vec::new();
    let mut is_well = true;
    let arguments = Arguments::parse();
    for plan in arguments.plans() {
        println!("chaos: {}: {} kills with seed {}", plan.stores, plan.kills, plan.seed);
        match run(&plan).await {
            Ok(report) => {
                if arguments.tell {
                    print!("{}", report.chronicle());
                }
                reports.push(report);
            }
            Err(failed) => {
                is_well = false;
                complain(&failed);
                reports.extend(failed.report);
            }
        }
    }
    print!("\n{}", table(&reports));
    let kills: u32 = reports.iter().map(Report::kills).sum();
    println!("\n{kills} kills {}", if is_well { "survived" } else { "and something is wrong" });
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn complain(failed: &Failed) {
    let violations = failed.report.iter().flat_map(|report| &report.violations);
    let count = violations.clone().count();
    for violation in violations.take(TOLD_MAX) {
        eprintln!("chaos: {violation}");
    }
    if count > TOLD_MAX {
        eprintln!("chaos: and {} more", count - TOLD_MAX);
    }
    eprintln!("chaos: the logs and data are in {}", failed.folder.display());
}
