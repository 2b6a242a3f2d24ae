//! What stands before the processes and leads each connection to one that is there.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};

const CONNECT_MAX: Duration = Duration::from_secs(1);

/// A balancer of TCP connections: in turn to each backend, past those that are not there. It does not ask whether they are ready,
/// so that clients meet the answers of those that are not.
#[derive(Debug)]
pub(crate) struct Front {
    listener: TcpListener,
    backends: Vec<SocketAddr>,
    turn: AtomicUsize,
}

impl Front {
    pub(crate) async fn bind(address: SocketAddr, backends: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind(address).await.expect("the port is free");
        Self { listener, backends, turn: AtomicUsize::new(0) }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.listener.local_addr().expect("a bound listener has an address"))
    }

    /// Leads connections until it is dropped.
    pub(crate) async fn run(&self) {
        let mut connections = JoinSet::new();
        loop {
            let Ok((mut client, _)) = self.listener.accept().await else { continue };
            while connections.try_join_next().is_some() {}
            let first = self.turn.fetch_add(1, Ordering::Relaxed);
            let backends: Vec<_> = (0..self.backends.len()).map(|n| self.backend(first + n)).collect();
            connections.spawn(async move {
                if let Some(mut server) = reach(&backends).await {
                    // Either end may go away at any time: that is what this is all about.
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                }
            });
        }
    }

    fn backend(&self, turn: usize) -> SocketAddr {
        self.backends[turn % self.backends.len()]
    }
}

async fn reach(backends: &[SocketAddr]) -> Option<TcpStream> {
    for backend in backends {
        if let Ok(Ok(stream)) = timeout(CONNECT_MAX, TcpStream::connect(backend)).await {
            return Some(stream);
        }
    }
    None
}
