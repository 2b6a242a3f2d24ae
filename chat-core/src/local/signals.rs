use crate::{Signal, Signals, Stop};
use async_trait::async_trait;
use tokio::sync::broadcast;

/// Carries signals within one process.
#[derive(Clone, Debug)]
pub struct LocalSignals(broadcast::Sender<Signal>);

impl LocalSignals {
    /// How many signals a slow receiver may be behind before it misses some.
    pub const BEHIND_MAX: usize = 1024;
}

impl Default for LocalSignals {
    fn default() -> Self {
        Self(broadcast::Sender::new(Self::BEHIND_MAX))
    }
}

#[async_trait]
impl Signals for LocalSignals {
    fn send(&self, signal: Signal) {
        if matches!(signal, Signal::Committed { .. }) {
            return; // there is no other process
        }
        // It fails when nobody listens, which is no failure.
        let _ = self.0.send(signal);
    }

    fn subscribe(&self) -> broadcast::Receiver<Signal> {
        self.0.subscribe()
    }

    async fn run(&self, stop: Stop) {
        stop.stopped().await;
    }
}
