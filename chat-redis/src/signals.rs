//! Signals over one channel of Redis.

mod outgoing;

use self::outgoing::{Outgoing, Parcel};
use crate::{
    Redis,
    link::too_slow,
    meters,
    wire::{Bundle, Ear},
};
use async_trait::async_trait;
use chat_core::{Signal, Signals, Stop};
use futures_util::StreamExt;
use redis::{AsyncCommands, RedisError};
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{
    sync::broadcast,
    time::{sleep, timeout},
};

/// Carries signals to every process that shares a Redis and a prefix. Within the process they do not take the way over Redis.
///
/// While Redis is away, who came, who went and who was signed out waits, up to [`RedisSignals::WAITING_MAX`] signals; who types does not.
#[derive(Clone, Debug)]
pub struct RedisSignals(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    redis: Redis,
    heard: broadcast::Sender<Signal>,
    outgoing: Outgoing,
    /// What tells this process from the others.
    process: String,
}

impl RedisSignals {
    /// How many signals wait at most until they are sent; more are dropped.
    pub const WAITING_MAX: usize = 1024;
    /// How many signals a slow receiver may be behind before it misses some.
    pub const BEHIND_MAX: usize = 1024;
    /// How often it is asked whether Redis is still there when nothing is heard.
    const PING: Duration = Duration::from_secs(5);
    /// The shortest and the longest pause before another try to connect.
    const PAUSE: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(3)];
    /// The least time between two bundles, in which doorbells are gathered.
    const GATHER: Duration = Duration::from_millis(2);

    pub(crate) fn new(redis: Redis) -> Self {
        meters::describe();
        let mut random = [0_u8; 16];
        getrandom::fill(&mut random).expect("the operating system has random numbers");
        let process = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let heard = broadcast::Sender::new(Self::BEHIND_MAX);
        Self(Arc::new(Shared { redis, heard, outgoing: Outgoing::default(), process }))
    }
}

#[async_trait]
impl Signals for RedisSignals {
    fn send(&self, signal: Signal) {
        let is_for_others_only = matches!(signal, Signal::Committed { .. });
        if !is_for_others_only {
            self.0.tell_here(signal.clone());
        }
        // Who types is of no interest by the time that Redis is back.
        if self.0.redis.is_connected() || !matches!(signal, Signal::Typing { .. }) {
            self.0.outgoing.add(signal);
        }
    }

    fn subscribe(&self) -> broadcast::Receiver<Signal> {
        self.0.heard.subscribe()
    }

    async fn run(&self, stop: Stop) {
        let shared = &*self.0;
        let mut unsent = None;
        tokio::select! {
            () = stop.stopped() => {}
            () = shared.hear() => {}
            () = shared.tell(&mut unsent) => {}
        }
        shared.say_goodbye(unsent).await;
    }
}

impl Shared {
    fn channel(&self) -> String {
        self.redis.key("signals")
    }

    fn tell_here(&self, signal: Signal) {
        // It fails when nobody listens, which is no failure.
        let _ = self.heard.send(signal);
    }

    /// Hears the channel for ever, over a new connection whenever one is lost.
    async fn hear(&self) {
        let mut ear = Ear::new(&self.process);
        let [shortest, longest] = RedisSignals::PAUSE;
        let mut pause = shortest;
        let mut was_told = false;
        loop {
            let Err(error) = self.hear_once(&mut ear).await;
            if self.redis.set_connected(false) {
                (pause, was_told) = (shortest, false);
            }
            if !was_told {
                was_told = true;
                tracing::warn!(%error, "Redis does not answer; what others commit is found by looking at the store");
            }
            sleep(pause).await;
            pause = (pause * 2).min(longest);
        }
    }

    async fn hear_once(&self, ear: &mut Ear) -> Result<Infallible, RedisError> {
        let (mut sink, mut messages) = self.redis.hear(&self.channel()).await?.split();
        if self.redis.set_connected(true) {
            tracing::info!("joined to the other processes by Redis");
        }
        loop {
            match timeout(RedisSignals::PING, messages.next()).await {
                Ok(Some(message)) => {
                    ear.take(message.get_payload_bytes()).into_iter().for_each(|signal| self.tell_here(signal));
                }
                Ok(None) => return Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset).into()),
                Err(_) => {
                    let pong = timeout(Redis::ANSWER_MAX, sink.ping::<redis::Value>()).await;
                    pong.unwrap_or_else(|_| Err(too_slow()))?;
                }
            }
        }
    }

    /// Sends what waits for ever. A bundle of which nobody knows whether it arrived is sent again; it is heard once.
    async fn tell(&self, unsent: &mut Option<Parcel>) {
        loop {
            self.redis.until_connected(true).await;
            let pause = match self.send_on(unsent).await {
                Ok(true) => RedisSignals::GATHER,
                Ok(false) => {
                    self.outgoing.filled.notified().await;
                    continue;
                }
                Err(_) => RedisSignals::PAUSE[0],
            };
            sleep(pause).await;
        }
    }

    /// Sends a bundle; tells whether there was one.
    async fn send_on(&self, unsent: &mut Option<Parcel>) -> Result<bool, RedisError> {
        if unsent.is_none() {
            *unsent = self.outgoing.take();
        }
        let Some(Parcel { number, signals }) = unsent else { return Ok(false) };
        let text = serde_json::to_string(&Bundle { process: &self.process, number: *number, signals });
        let text = text.expect("signals are JSON");
        let _: () = self.redis.commands()?.publish(self.channel(), text).await?;
        *unsent = None;
        Ok(true)
    }

    /// Sends what still waits, if Redis is there.
    async fn say_goodbye(&self, mut unsent: Option<Parcel>) {
        if self.redis.is_connected() {
            let farewell = async { while let Ok(true) = self.send_on(&mut unsent).await {} };
            let _ = timeout(Redis::ANSWER_MAX, farewell).await;
        }
        self.redis.set_connected(false);
    }
}
