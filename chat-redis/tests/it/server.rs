//! Redis servers for tests: the shared one, and those that a test may stop.

use chat_redis::Redis;
use std::{
    env,
    process::Stdio,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    time::{sleep, timeout},
};

/// How long anything may take before its test is failed.
pub(crate) const GUARD: Duration = Duration::from_secs(20);

/// A prefix that no other test uses at the shared server.
pub(crate) fn prefix() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("chat-redis-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A handle to the shared server, as a process of its own would have it.
pub(crate) fn shared(prefix: &str) -> Redis {
    let url = env::var("CHAT_TEST_REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".into());
    Redis::open(&url).expect("CHAT_TEST_REDIS_URL is a URL").prefix(prefix)
}

/// A server of a test's own, which is killed with it.
#[derive(Debug)]
pub(crate) struct OwnServer {
    port: u16,
    folder: TempDir,
    child: Option<Child>,
}

impl OwnServer {
    /// A place for one, at which nothing listens yet.
    pub(crate) async fn absent() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = free.local_addr().unwrap().port();
        Self { port, folder: tempfile::tempdir().unwrap(), child: None }
    }

    pub(crate) async fn start(&mut self) {
        let mut command = Command::new("redis-server");
        command.args(["--bind", "127.0.0.1", "--port", &self.port.to_string(), "--save", "", "--appendonly", "no"]);
        command.arg("--dir").arg(self.folder.path()).stdout(Stdio::null()).kill_on_drop(true);
        let child = command.spawn().unwrap_or_else(|error| panic!("no redis-server ({error}); run: cargo xtask test"));
        self.child = Some(child);
        let answers = async {
            while !self.answers().await {
                // Nothing tells when a port opens: ask again.
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(GUARD, answers).await.expect("redis-server answers");
    }

    /// Kills it with all that it knew.
    pub(crate) async fn stop(&mut self) {
        self.child.take().expect("it runs").kill().await.unwrap();
    }

    /// A handle to it, as a process of its own would have it.
    pub(crate) fn redis(&self) -> Redis {
        Redis::open(&format!("redis://127.0.0.1:{}", self.port)).unwrap()
    }

    async fn answers(&self) -> bool {
        let ask = async {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
            stream.write_all(b"PING\r\n").await?;
            let mut answer = [0; 5];
            stream.read_exact(&mut answer).await?;
            std::io::Result::Ok(&answer == b"+PONG")
        };
        ask.await.unwrap_or(false)
    }
}
