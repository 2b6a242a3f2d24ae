//! Those who write: customers in two ways, agents in two ways.

mod agent;
mod caller;
mod customer;

pub(crate) use agent::{rest_agent, socket_agent};
pub(crate) use caller::{caller, first_words};
pub(crate) use customer::customer;

use crate::{chronicle::Chronicle, clock, ledger::Ledger, shop::Shop, street::Street};
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, time::sleep};

/// What everybody who writes has at hand.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    /// The shop and which one it is.
    pub(crate) shop: Arc<Shop>,
    pub(crate) index: usize,
    pub(crate) street: Street,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) chronicle: Arc<Chronicle>,
    /// How long to wait between two messages, on average.
    pub(crate) pause: Duration,
    /// True when nothing new is to be begun. What has begun is finished.
    pub(crate) closing: watch::Receiver<bool>,
}

impl Desk {
    /// Waits a while; false when it is time to go home.
    async fn goes_on(&mut self, random: &mut fastrand::Rng) -> bool {
        tokio::select! {
            () = sleep(clock::around(self.pause, random)) => true,
            // The sender outlives everybody who writes.
            _ = self.closing.wait_for(|is_closing| *is_closing) => false,
        }
    }
}

/// How long to wait before the same is asked once more.
async fn breathe(random: &mut fastrand::Rng) {
    sleep(clock::around(Duration::from_millis(150), random)).await;
}
