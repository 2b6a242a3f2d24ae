//! Runs the simulator; call it as `cargo xtask sim`.

#![allow(clippy::print_stdout, reason = "a command talks to who runs it")]

use chat_sim::{Run, Sweep, Trouble, run, sweep};
use clap::Parser;
use std::{process::ExitCode, thread};

/// Run the core on simulated stores, providers and sockets that fail at every turn, and check that nothing is lost, nothing
/// comes twice and nothing out of order.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask sim")]
struct Cli {
    /// How many seeds to run.
    #[arg(long, default_value_t = 2_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Run this seed alone and print everything that happens in it.
    #[arg(long, conflicts_with_all = ["seeds", "from"])]
    seed: Option<u64>,
    /// How many seeds to run at the same time; as many as there are cores otherwise.
    #[arg(long)]
    threads: Option<usize>,
    /// After how many seeds that break a promise to stop.
    #[arg(long, default_value_t = 10)]
    enough: usize,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let is_fine = match cli.seed {
        Some(seed) => replay(seed),
        None => {
            let threads = cli.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
            report(&sweep(cli.from..cli.from.saturating_add(cli.seeds), threads, cli.enough))
        }
    };
    if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn replay(seed: u64) -> bool {
    let run = run(seed, true);
    for line in &run.lines {
        println!("{line}");
    }
    println!("seed {seed}: {} events in {:.3} s, hash {:016x}", run.events, run.lasted.as_secs_f64(), run.hash);
    tell(&run)
}

fn report(sweep: &Sweep) -> bool {
    println!("what went wrong on purpose:");
    for trouble in Trouble::ALL {
        println!("{:>10}  {}", sweep.tally.of(*trouble), trouble.words());
    }
    println!(
        "{} seeds in {:.1} s: {:.0} per second; {} events in {:.0} hours of virtual time",
        sweep.seeds,
        sweep.took.as_secs_f64(),
        sweep.seeds as f64 / sweep.took.as_secs_f64(),
        sweep.events,
        sweep.lasted.as_secs_f64() / 3600.0
    );
    for run in &sweep.broken {
        tell(run);
        println!("seed {} again, with everything that happens: cargo xtask sim --seed {}", run.seed, run.seed);
    }
    if sweep.broken.is_empty() {
        println!("every promise was kept");
    }
    sweep.broken.is_empty()
}

/// Tells what was broken; true when nothing was.
fn tell(run: &Run) -> bool {
    for violation in &run.violations {
        println!("seed {} {violation}", run.seed);
    }
    run.violations.is_empty()
}
