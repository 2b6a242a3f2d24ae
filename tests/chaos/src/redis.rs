//! A Redis of the run's own, which forgets everything when it is stopped.

use crate::clock;
use std::{net::SocketAddr, path::PathBuf, process::Stdio, time::Duration};
use tokio::{
    net::TcpStream,
    process::{Child, Command},
};

const START_MAX: Duration = Duration::from_secs(30);

/// A server that keeps nothing on disk, killed when dropped.
#[derive(Debug)]
pub(crate) struct Redis {
    folder: PathBuf,
    address: SocketAddr,
    child: Child,
}

impl Redis {
    pub(crate) async fn start(folder: PathBuf, address: SocketAddr) -> Self {
        let child = spawn(&folder, address);
        let redis = Self { folder, address, child };
        redis.is_there().await;
        redis
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://{}", self.address)
    }

    pub(crate) async fn stop(&mut self) {
        self.child.kill().await.expect("a child can be killed");
    }

    pub(crate) async fn start_again(&mut self) {
        self.child = spawn(&self.folder, self.address);
        self.is_there().await;
    }

    async fn is_there(&self) {
        let left = clock::settled(START_MAX, async || match TcpStream::connect(self.address).await {
            Ok(_) => None,
            Err(error) => Some(error.to_string()),
        });
        if let Some(problem) = left.await {
            panic!("redis-server does not answer: {problem}");
        }
    }
}

fn spawn(folder: &PathBuf, address: SocketAddr) -> Child {
    let mut command = Command::new("redis-server");
    command.args(["--bind", &address.ip().to_string(), "--port", &address.port().to_string()]);
    command.args(["--save", "", "--appendonly", "no", "--dir"]).arg(folder);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    command.spawn().unwrap_or_else(|error| panic!("redis-server does not start: {error}; run: cargo xtask chaos"))
}
