use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
    time::timeout,
};

use crate::server::status_of;

/// How long a backend may take to say that it is ready.
const READY_MAX: Duration = Duration::from_secs(1);

/// Leads each TCP connection to the next backend in turn whose `/readyz` says 200, for as long as it lives.
///
/// A client that polls would need all its connections led to one backend: use WebSockets.
#[derive(Debug)]
pub struct Balancer {
    address: SocketAddr,
    running: JoinHandle<()>,
}

impl Balancer {
    /// Starts it on a free port.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub async fn start(backends: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        Self { address, running: tokio::spawn(lead(listener, backends.into())) }
    }

    /// Where it listens, as `http://127.0.0.1:…`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.running.abort();
    }
}

async fn lead(listener: TcpListener, backends: Arc<[SocketAddr]>) {
    let turn = AtomicUsize::new(0);
    let mut connections = JoinSet::new();
    loop {
        let Ok((mut client, _)) = listener.accept().await else { continue };
        while connections.try_join_next().is_some() {}
        let (backends, first) = (Arc::clone(&backends), turn.fetch_add(1, Ordering::Relaxed));
        connections.spawn(async move {
            for at in first..first + backends.len() {
                let backend = backends[at % backends.len()];
                if let Some(mut server) = reach(backend).await {
                    // Either end may go away at any time.
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                    return;
                }
            }
        });
    }
}

/// A connection to a backend that wants one.
async fn reach(backend: SocketAddr) -> Option<TcpStream> {
    let status = timeout(READY_MAX, status_of(backend, "/readyz")).await;
    if !matches!(status, Ok(Ok(status)) if status == "200") {
        return None;
    }
    TcpStream::connect(backend).await.ok()
}
