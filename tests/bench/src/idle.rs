//! Sockets that only sit there: the server's memory for each, and what letting them in takes.

use std::time::Instant;

use clap::Parser;

use crate::child::open_files_max;
use crate::stats::{Series, Table};
use crate::target::{Kind, Target};
use crate::{Result, process};

/// Measure the server's memory per idle socket, and how fast sockets are let in.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// How many sockets connect.
    #[arg(long, default_value_t = 10_000)]
    sockets: usize,
    /// What to measure.
    #[arg(long, value_delimiter = ',', default_value = "gateway,engine,bare")]
    targets: Vec<Kind>,
    /// How often everything is measured; the table shows the median, the least and the most.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

#[derive(Debug, Default)]
struct Figures {
    resident_kib: Series,
    per_second: Series,
    cpu_us: Series,
}

impl Options {
    /// Files that a process has open besides its sockets.
    const OTHER_FILES: usize = 64;

    /// Measures and returns the table.
    ///
    /// # Errors
    /// When a socket is not let in or does not hear an event afterwards, or too few files may be open.
    pub async fn run(&self, core: usize) -> Result<Table> {
        let files = open_files_max()?;
        if files < self.sockets + Self::OTHER_FILES {
            return Err(format!("{} sockets need more open files than {files}; see ulimit -n", self.sockets).into());
        }
        let mut table = Table::new(&["server", "KiB per idle socket", "connects per second", "µs per connect"]);
        let mut all: Vec<_> = self.targets.iter().map(|kind| (*kind, Figures::default())).collect();
        for _ in 0..self.rounds {
            for (kind, figures) in &mut all {
                self.round(*kind, core, figures).await?;
            }
        }
        for (kind, figures) in &all {
            let Figures { resident_kib, per_second, cpu_us } = figures;
            table.row(&[kind.title(), &resident_kib.spread(1), &per_second.spread(0), &cpu_us.spread(0)]);
        }
        Ok(table)
    }

    async fn round(&self, kind: Kind, core: usize, figures: &mut Figures) -> Result {
        let mut target = Target::start(kind, core).await?;
        let mut swarm = target.swarm();
        let resident = process::resident_kib(target.pid())?;
        let (cpu, start) = (process::cpu(target.pid())?, Instant::now());
        swarm.grow(self.sockets).await?;
        let took = start.elapsed().as_secs_f64();
        let cpu = process::cpu(target.pid())? - cpu;
        let resident = process::resident_kib(target.pid())? - resident;
        // They were all there only if they hear something now.
        swarm.expect(1);
        target.send(1).await?;
        swarm.heard().await?;
        let sockets = self.sockets as f64;
        figures.resident_kib.add(resident as f64 / sockets);
        figures.per_second.add(sockets / took);
        figures.cpu_us.add(cpu.as_secs_f64() * 1e6 / sockets);
        Ok(())
    }
}
