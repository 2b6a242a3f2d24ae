//! Handing one event to every socket of a room: the server's processor time per delivery.

use std::time::Duration;

use clap::Parser;

use crate::stats::{Series, Table};
use crate::swarm::Swarm;
use crate::target::{Kind, Target};
use crate::{Result, process};

/// Measure the server's processor time per delivery to all sockets of a room.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// How many sockets are in the room.
    #[arg(long, value_delimiter = ',', default_value = "100,1000,5000")]
    sockets: Vec<usize>,
    /// How many events are sent at once; the next follow when all were heard.
    #[arg(long, value_delimiter = ',', default_value = "1,8")]
    bursts: Vec<usize>,
    /// What to measure.
    #[arg(long, value_delimiter = ',', default_value = "gateway,engine,bare,writes")]
    targets: Vec<Kind>,
    /// How often everything is measured; the table shows the median, the least and the most.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How many deliveries a measurement consists of.
    #[arg(long, default_value_t = 200_000)]
    deliveries: usize,
}

impl Options {
    /// How many events are sent before anything is measured.
    const WARM_UP: usize = 20;

    /// Measures and returns the table.
    ///
    /// # Errors
    /// When a delivery is missing, comes twice or out of order, or a server fails.
    pub async fn run(&self, core: usize) -> Result<Table> {
        let mut headings = vec!["sockets".to_owned(), "server".to_owned()];
        headings.extend(self.bursts.iter().map(|burst| format!("µs per delivery, {burst} at a time")));
        let mut table = Table::new(&headings);
        for &sockets in &self.sockets {
            // Rounds of all targets alternate, so that what else the machine does meets all of them.
            let mut series = vec![vec![Series::default(); self.bursts.len()]; self.targets.len()];
            for _ in 0..self.rounds {
                for (kind, series) in self.targets.iter().zip(&mut series) {
                    self.round(*kind, sockets, core, series).await?;
                }
            }
            for (kind, series) in self.targets.iter().zip(&series) {
                let mut row = vec![sockets.to_string(), kind.title().to_owned()];
                row.extend(series.iter().map(|series| series.spread(2)));
                table.row(&row);
            }
        }
        Ok(table)
    }

    async fn round(&self, kind: Kind, sockets: usize, core: usize, series: &mut [Series]) -> Result {
        let mut target = Target::start(kind, core).await?;
        let mut swarm = target.swarm();
        swarm.grow(sockets).await?;
        send(&mut target, &swarm, Self::WARM_UP, 1).await?;
        for (&burst, series) in self.bursts.iter().zip(series) {
            let events = (self.deliveries / sockets).next_multiple_of(burst);
            let used = send(&mut target, &swarm, events, burst).await?;
            series.add(used.as_secs_f64() * 1e6 / (events * sockets) as f64);
        }
        Ok(())
    }
}

/// Has events sent, the next burst when all sockets have heard the last one; returns what the server used.
async fn send(target: &mut Target, swarm: &Swarm, events: usize, burst: usize) -> Result<Duration> {
    let before = process::cpu(target.pid())?;
    for _ in 0..events / burst {
        swarm.expect(burst);
        target.send(burst).await?;
        swarm.heard().await?;
    }
    Ok(process::cpu(target.pid())? - before)
}
