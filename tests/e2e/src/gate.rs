use std::net::SocketAddr;

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// A way to another server that can be cut off, and made to lose everything without a word.
///
/// ```no_run
/// # async fn example() {
/// let gate = e2e::Gate::to("127.0.0.1:5432".parse().unwrap()).await;
/// println!("the database is at {}", gate.address());
/// gate.shut();
/// gate.open();
/// # }
/// ```
#[derive(Debug)]
pub struct Gate {
    address: SocketAddr,
    state: watch::Sender<State>,
    task: JoinHandle<()>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// Everything passes.
    Open,
    /// Nobody listens, and every connection has ended.
    Shut,
    /// Connections are there and can be had; nothing passes.
    Silent,
}

impl Gate {
    /// An open gate to a server.
    ///
    /// # Panics
    ///
    /// If there is no free port.
    pub async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let state = watch::Sender::new(State::Open);
        let task = tokio::spawn(keep(listener, server, state.subscribe()));
        Self { address, state, task }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets everything pass, what waits included.
    pub fn open(&self) {
        self.state.send_replace(State::Open);
    }

    /// Ends every connection and refuses others, as a server does that is stopped.
    pub fn shut(&self) {
        self.state.send_replace(State::Shut);
    }

    /// Keeps every connection and takes in others, and lets nothing pass, as a network does that is broken.
    pub fn silence(&self) {
        self.state.send_replace(State::Silent);
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn keep(listener: TcpListener, server: SocketAddr, mut state: watch::Receiver<State>) {
    let address = listener.local_addr().expect("a listener has an address");
    let mut listener = Some(listener);
    loop {
        if *state.borrow() == State::Shut {
            listener = None;
            if state.wait_for(|state| *state != State::Shut).await.is_err() {
                return;
            }
        }
        let listening = match listener.take() {
            Some(listening) => listening,
            None => TcpListener::bind(address).await.expect("nobody takes the port meanwhile"),
        };
        tokio::select! {
            accepted = listening.accept() => {
                if let Ok((stream, _)) = accepted {
                    tokio::spawn(pass(stream, server, state.clone()));
                }
            }
            changed = state.changed() => if changed.is_err() { return },
        }
        listener = Some(listening);
    }
}

/// Carries one connection until one side ends it or the gate is shut.
async fn pass(stream: TcpStream, server: SocketAddr, state: watch::Receiver<State>) {
    let mut shut = state.clone();
    let carried = async {
        let mut opened = state.clone();
        let _ = opened.wait_for(|state| *state == State::Open).await;
        let Ok(behind) = TcpStream::connect(server).await else { return };
        let (front_read, front_write) = stream.into_split();
        let (back_read, back_write) = behind.into_split();
        tokio::select! {
            () = carry(front_read, back_write, state.clone()) => {}
            () = carry(back_read, front_write, state.clone()) => {}
        }
    };
    tokio::select! {
        () = carried => {}
        _ = shut.wait_for(|state| *state == State::Shut) => {}
    }
}

async fn carry(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, mut state: watch::Receiver<State>) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        if state.wait_for(|state| *state == State::Open).await.is_err() {
            return;
        }
        if to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}
