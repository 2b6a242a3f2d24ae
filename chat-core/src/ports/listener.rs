use crate::{ClientId, Notice, Seq, Signal, Stop};
use async_trait::async_trait;
use std::{fmt, sync::Arc};

/// Hears what happens, in order.
///
/// The calls come from whoever has just committed: they must return at once and never block.
#[async_trait]
pub trait Listener: fmt::Debug + Send + Sync + 'static {
    /// Hears an event. Those of one client come in the order of its journal, each once while the process lives, without
    /// gaps from the first on, except where [`Listener::miss`] tells of one.
    fn hear(&self, notice: &Arc<Notice>);

    /// Hears that a client's events up to `seq` which were not heard will not be heard any more: they were forgotten before this
    /// process read them, or the journal was put back to an earlier state. Those after `seq` follow in order. Whoever goes by
    /// events has to load everything anew.
    fn miss(&self, client: ClientId, seq: Seq);

    /// Hears a signal, which is never repeated and may be missed.
    fn sense(&self, signal: &Signal);

    /// Does what the listener has to do in the background until it is told to stop. Driven by
    /// [`Chat::run_until`](crate::Chat::run_until).
    async fn run(&self, stop: Stop);
}
