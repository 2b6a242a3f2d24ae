use crate::{Signal, Signals};
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

impl Signals for LocalSignals {
    fn send(&self, signal: Signal) {
        // It fails when nobody listens, which is no failure.
        let _ = self.0.send(signal);
    }

    fn subscribe(&self) -> broadcast::Receiver<Signal> {
        self.0.subscribe()
    }
}
