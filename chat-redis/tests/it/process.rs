//! One of several processes.

use crate::server::GUARD;
use chat_core::{Signal, Signals, Stop};
use chat_redis::{Redis, RedisSignals};
use tokio::{
    sync::broadcast::{Receiver, error::TryRecvError},
    task::JoinHandle,
    time::timeout,
};

/// One of the processes that are joined.
pub(crate) struct Process {
    pub(crate) redis: Redis,
    pub(crate) signals: RedisSignals,
    heard: Receiver<Signal>,
    stop: Stop,
    running: JoinHandle<()>,
}

impl Process {
    pub(crate) fn start(redis: Redis) -> Self {
        let (signals, stop) = (redis.signals(), Stop::default());
        let heard = signals.subscribe();
        let running = tokio::spawn({
            let (signals, stop) = (signals.clone(), stop.clone());
            async move { signals.run(stop).await }
        });
        Self { redis, signals, heard, stop, running }
    }

    pub(crate) async fn joined(redis: Redis) -> Self {
        let process = Self::start(redis);
        process.until_connected(true).await;
        process
    }

    pub(crate) async fn until_connected(&self, is_connected: bool) {
        timeout(GUARD, self.redis.until_connected(is_connected)).await.expect("the state is noticed");
    }

    pub(crate) async fn next(&mut self) -> Signal {
        timeout(GUARD, self.heard.recv()).await.expect("a signal arrives").unwrap()
    }

    pub(crate) fn has_heard_more(&mut self) -> bool {
        self.heard.try_recv() != Err(TryRecvError::Empty)
    }

    pub(crate) async fn end(self) {
        self.stop.stop();
        timeout(GUARD, self.running).await.expect("it ends").unwrap();
    }
}
