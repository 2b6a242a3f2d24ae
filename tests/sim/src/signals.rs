//! Signals between processes, of which some get lost.

use crate::{ground::Ground, life::Life, trace::Who, trouble::Trouble};
use async_trait::async_trait;
use chat_core::{Signal, Signals, Stop};
use std::sync::Arc;
use tokio::sync::broadcast;

/// The line over which processes tell each other signals.
#[derive(Clone, Debug)]
pub(crate) struct Line(broadcast::Sender<Signal>);

impl Default for Line {
    fn default() -> Self {
        Self(broadcast::Sender::new(Self::BEHIND_MAX))
    }
}

impl Line {
    /// Few, so that some are missed.
    const BEHIND_MAX: usize = 16;
}

/// The signals of a process. It hears its own doorbell as well, which tells it nothing new.
#[derive(Clone, Debug)]
pub(crate) struct SimSignals {
    pub(crate) line: Line,
    pub(crate) ground: Arc<Ground>,
    pub(crate) life: Arc<Life>,
    pub(crate) who: Who,
}

#[async_trait]
impl Signals for SimSignals {
    fn send(&self, signal: Signal) {
        if !self.life.is_over() && !self.ground.meets(self.who, Trouble::SignalLost) {
            // Nobody may be listening.
            let _ = self.line.0.send(signal);
        }
    }

    fn subscribe(&self) -> broadcast::Receiver<Signal> {
        self.line.0.subscribe()
    }

    async fn run(&self, stop: Stop) {
        stop.stopped().await;
    }
}
