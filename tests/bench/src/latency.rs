//! How long it takes from WhatsApp's call to an agent's socket, when nothing else happens.

use std::time::Instant;

use clap::Parser;

use crate::Result;
use crate::http::Http;
use crate::server::{Server, Store};
use crate::stats::{Series, Table};
use crate::webhook::{self, CUSTOMERS, PATH};

/// Measure the time from a webhook to the event at a connected socket.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// Where the records are kept.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    stores: Vec<Store>,
    /// How many messages are measured, one after the other.
    #[arg(long, default_value_t = 1000)]
    messages: u64,
}

impl Options {
    /// Measures and returns the table.
    ///
    /// # Errors
    /// When a call is not answered with 200 or an event does not come.
    pub async fn run(&self, core: usize) -> Result<Table> {
        let mut table = Table::new(&["store", "p50 ms", "p99 ms", "answered after, p50 ms", "answered after, p99 ms"]);
        for &store in &self.stores {
            let (heard, answered) = self.measure(store, core).await?;
            let figure = |series: &Series, percent| format!("{:.2}", series.percentile(percent));
            table.row(&[
                store.title(),
                &figure(&heard, 50),
                &figure(&heard, 99),
                &figure(&answered, 50),
                &figure(&answered, 99),
            ]);
        }
        Ok(table)
    }

    async fn measure(&self, store: Store, core: usize) -> Result<(Series, Series)> {
        let server = Server::start(store, core).await?;
        let mut http = Http::connect(server.address()).await?;
        let mut swarm = server.swarm();
        swarm.grow(1).await?;
        let (mut heard, mut answered) = (Series::default(), Series::default());
        // Every customer has written before anything is measured.
        for number in 0..CUSTOMERS + self.messages {
            let call = webhook::text(number);
            swarm.expect(1);
            let start = Instant::now();
            let answer = async {
                let answer = http.ask("POST", PATH, &call.headers, &call.body).await?;
                Ok((answer.status, Instant::now()))
            };
            let (at_socket, (status, at_caller)) = tokio::try_join!(swarm.heard(), answer)?;
            if status != 200 {
                return Err(format!("a webhook was answered with {status}").into());
            }
            if number >= CUSTOMERS {
                heard.add((at_socket - start).as_secs_f64() * 1e3);
                answered.add((at_caller - start).as_secs_f64() * 1e3);
            }
        }
        Ok((heard, answered))
    }
}
