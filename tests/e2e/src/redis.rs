use std::{
    net::{Ipv4Addr, SocketAddr},
    process::Stdio,
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::{Child, Command},
    time::{sleep, timeout},
};

use crate::{GUARD, free_address};

/// A Redis of a test's own, which keeps nothing. It is killed when dropped.
#[derive(Debug)]
pub struct RedisServer {
    address: SocketAddr,
    folder: TempDir,
    child: Child,
}

impl RedisServer {
    /// Starts it on a free port and waits until it answers.
    ///
    /// # Panics
    ///
    /// If `redis-server` is not installed or does not answer within [`GUARD`].
    pub async fn start() -> Self {
        let address = free_address();
        let folder = tempfile::tempdir().expect("a temporary directory can be made");
        let child = spawn(address, &folder);
        let redis = Self { address, folder, child };
        redis.answers().await;
        redis
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://{}", self.address)
    }

    /// Kills it with everything it knows.
    pub async fn stop(&mut self) {
        self.child.kill().await.expect("a child can be killed");
    }

    /// Starts it again, empty, in the same place.
    ///
    /// # Panics
    ///
    /// If it does not answer within [`GUARD`].
    pub async fn start_again(&mut self) {
        self.child = spawn(self.address, &self.folder);
        self.answers().await;
    }

    async fn answers(&self) {
        let answers = async {
            while !answers(self.address).await {
                // Nothing tells when a port opens: ask again.
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(GUARD, answers).await.expect("redis-server answers");
    }
}

fn spawn(address: SocketAddr, folder: &TempDir) -> Child {
    let mut command = Command::new("redis-server");
    command.args(["--bind", &Ipv4Addr::LOCALHOST.to_string(), "--port", &address.port().to_string()]);
    command.args(["--save", "", "--appendonly", "no", "--dir"]).arg(folder.path());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    command.spawn().unwrap_or_else(|error| panic!("redis-server does not start ({error}); run: cargo xtask test"))
}

async fn answers(address: SocketAddr) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(b"PING\r\n").await?;
        let mut answer = [0; 5];
        stream.read_exact(&mut answer).await?;
        std::io::Result::Ok(&answer == b"+PONG")
    };
    ask.await.unwrap_or(false)
}
