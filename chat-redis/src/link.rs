use crate::{RedisLimits, RedisPresence, RedisSignals, meters};
use redis::{
    Client, RedisError,
    aio::{ConnectionManager, ConnectionManagerConfig, PubSub},
};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::{
    sync::watch,
    time::{Instant, timeout},
};

/// One Redis, as all adapters of a process share it. Clones are handles to the same connections.
#[derive(Clone)]
pub struct Redis(Arc<Link>);

struct Link {
    client: Client,
    prefix: String,
    commands: Mutex<Commands>,
    is_connected: watch::Sender<bool>,
}

/// How commands are sent.
#[derive(Default)]
struct Commands {
    /// Made when it is first used, within the runtime that drives it.
    connection: Option<ConnectionManager>,
    /// Until when nobody has to wait for an answer that will not come.
    quiet_until: Option<Instant>,
}

/// Why an address of Redis cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("expected redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]")]
pub struct UrlError(#[source] RedisError);

impl Redis {
    /// What every key and channel begins with unless the host says otherwise.
    pub const PREFIX: &str = "chat";
    /// How long a connection may take to come about, and a command to be answered.
    pub(crate) const ANSWER_MAX: Duration = Duration::from_secs(2);
    /// How long Redis is left alone after it did not answer.
    const QUIET: Duration = Duration::from_secs(1);

    /// The Redis at `redis://…`, or at `rediss://…` with the feature `tls`. Nothing is connected yet.
    ///
    /// # Errors
    /// When it is not such an address.
    pub fn open(url: &str) -> Result<Self, UrlError> {
        let client = Client::open(url).map_err(UrlError)?;
        Ok(Self::new(client, Self::PREFIX))
    }

    /// Begins every key and channel with `prefix`: for several installations at one Redis. Only those with equal prefixes hear
    /// each other. What was made of this handle before keeps its own.
    #[must_use]
    pub fn prefix(self, prefix: &str) -> Self {
        Self::new(self.0.client.clone(), prefix)
    }

    fn new(client: Client, prefix: &str) -> Self {
        let is_connected = watch::Sender::new(false);
        Self(Arc::new(Link { client, prefix: prefix.to_owned(), commands: Mutex::default(), is_connected }))
    }

    /// Carries signals between processes.
    pub fn signals(&self) -> RedisSignals {
        RedisSignals::new(self.clone())
    }

    /// Knows who is there in all processes.
    pub fn presence(&self) -> RedisPresence {
        RedisPresence::new(self.clone())
    }

    /// Counts what each may do over all processes.
    pub fn limits(&self) -> RedisLimits {
        RedisLimits::new(self.clone())
    }

    /// Whether Redis answers, as far as whoever hears its signals knows: it is asked all the while.
    pub fn is_connected(&self) -> bool {
        *self.0.is_connected.borrow()
    }

    /// A key or a channel by its name within the prefix.
    pub(crate) fn key(&self, name: &str) -> String {
        format!("{}:{name}", self.0.prefix)
    }

    /// Returns as soon as [`Redis::is_connected`] has this answer.
    pub async fn until_connected(&self, is_connected: bool) {
        // The sender lives as long as this handle.
        let _ = self.0.is_connected.subscribe().wait_for(|now| *now == is_connected).await;
    }

    /// Notes whether Redis answers; tells whether that is news.
    pub(crate) fn set_connected(&self, is_connected: bool) -> bool {
        if is_connected {
            // An old connection would have to fail once more before it finds out.
            *self.lock() = Commands::default();
        }
        meters::connected(is_connected);
        self.0.is_connected.send_if_modified(|was| std::mem::replace(was, is_connected) != is_connected)
    }

    /// Asks for something that can be done without; nothing when there is no answer, which costs the time of waiting for it
    /// once a second only.
    pub(crate) async fn ask<T>(&self, ask: impl AsyncFnOnce(ConnectionManager) -> Result<T, RedisError>) -> Option<T> {
        if self.lock().quiet_until.is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let answer = match self.commands() {
            Ok(commands) => timeout(Self::ANSWER_MAX, ask(commands)).await.unwrap_or_else(|_| Err(too_slow())),
            Err(error) => Err(error),
        };
        self.lock().quiet_until = answer.is_err().then(|| Instant::now() + Self::QUIET);
        let refused = |error: &RedisError| {
            meters::unanswered();
            tracing::debug!(%error, "Redis did not answer");
        };
        answer.inspect_err(refused).ok()
    }

    /// The connection for commands, which comes back by itself when it is lost.
    pub(crate) fn commands(&self) -> Result<ConnectionManager, RedisError> {
        let mut commands = self.lock();
        if let Some(connection) = &commands.connection {
            return Ok(connection.clone());
        }
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_connection_timeout(Some(Self::ANSWER_MAX))
            .set_response_timeout(Some(Self::ANSWER_MAX));
        let connection = self.0.client.get_connection_manager_lazy(config)?;
        Ok(commands.connection.insert(connection).clone())
    }

    fn lock(&self) -> MutexGuard<'_, Commands> {
        self.0.commands.lock().expect("no holder of the lock panics")
    }

    /// A connection of its own that hears a channel.
    pub(crate) async fn hear(&self, channel: &str) -> Result<PubSub, RedisError> {
        let connect = async {
            let mut pub_sub = self.0.client.get_async_pubsub().await?;
            pub_sub.subscribe(channel).await?;
            Ok(pub_sub)
        };
        timeout(Self::ANSWER_MAX, connect).await.unwrap_or_else(|_| Err(too_slow()))
    }
}

/// What stands for an answer that did not come in time.
pub(crate) fn too_slow() -> RedisError {
    std::io::Error::from(std::io::ErrorKind::TimedOut).into()
}

impl fmt::Debug for Redis {
    /// Without the address, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis").field("prefix", &self.0.prefix).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_printed() {
        let redis = Redis::open("redis://ann:hunter2@127.0.0.1:6379").unwrap().prefix("shop");
        assert_eq!(format!("{redis:?}"), "Redis { prefix: \"shop\", .. }");
        assert!(!format!("{:?}", redis.signals()).contains("hunter2"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for url in ["", "localhost:6379", "http://localhost", "redis://"] {
            let error = Redis::open(url).map(drop).expect_err(url).to_string();
            assert!(error.starts_with("expected redis://"), "{error}");
        }
    }
}
