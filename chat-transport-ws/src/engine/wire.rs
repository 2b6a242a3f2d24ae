//! The writing side of a WebSocket: a bare TCP stream where possible, anything else with a writer of its own.

use std::future::poll_fn;
use std::io::{ErrorKind, IoSlice};
use std::net::Shutdown;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use tokio::io::{AsyncWriteExt, WriteHalf};
use tokio::net::TcpStream;
use tokio::sync::{Notify, watch};

use super::connection::{After, Conn, State};
use super::outbox::Outbox;
use super::reason::Reason;
use super::session::Input;

/// What an upgraded request that is no bare TCP stream can be used as.
pub(crate) type AnyStream = TokioIo<Upgraded>;

/// Where the frames of a connection go.
#[derive(Debug)]
pub(crate) enum Wire {
    /// The flusher writes by itself.
    Tcp(TcpStream),
    /// A task writes; the flusher only wakes it.
    Stream(Box<StreamWire>),
}

#[derive(Debug)]
pub(crate) struct StreamWire {
    wake: Notify,
    pub(crate) cut: watch::Sender<bool>,
}

impl Wire {
    pub(crate) fn stream() -> Self {
        Self::Stream(Box::new(StreamWire { wake: Notify::new(), cut: watch::Sender::new(false) }))
    }

    /// Writes as much as the peer takes now.
    pub(crate) fn flush(&self, conn: &Arc<Conn>, state: &mut State) -> After {
        match self {
            Self::Tcp(tcp) => flush_tcp(tcp, conn, state),
            Self::Stream(stream) => {
                stream.wake.notify_one();
                After::default()
            }
        }
    }

    /// Hangs up; abruptly means that what the kernel still holds is thrown away.
    pub(crate) fn cut(&self, is_abrupt: bool) {
        match self {
            Self::Tcp(tcp) => {
                let socket = SockRef::from(tcp);
                if is_abrupt {
                    let _ = socket.set_linger(Some(Duration::ZERO));
                }
                let _ = socket.shutdown(Shutdown::Both);
            }
            Self::Stream(stream) => {
                stream.cut.send_replace(true);
                stream.wake.notify_one();
            }
        }
    }
}

fn flush_tcp(tcp: &TcpStream, conn: &Arc<Conn>, state: &mut State) -> After {
    let mut after = After::default();
    loop {
        match write_once(tcp, &state.outbox) {
            Ok(written) => {
                state.outbox.advance(written);
                state.stalled_by = None;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                state.is_blocked = true;
                let now = Instant::now();
                state.stalled_by.get_or_insert(now + conn.core.rules.config.write_timeout);
                conn.core.spawn(unblock(conn.clone()));
                conn.settle(state, &mut after);
                return after;
            }
            Err(_) => {
                state.outbox = Outbox::default();
                state.stalled_by = None;
                return conn.step(state, Input::Close(Reason::TransportError));
            }
        }
        if state.outbox.is_empty() {
            if state.closed.is_some() {
                let _ = SockRef::from(tcp).shutdown(Shutdown::Write);
            }
            return after;
        }
    }
}

fn write_once(tcp: &TcpStream, outbox: &Outbox) -> std::io::Result<usize> {
    let mut slices = [IoSlice::new(&[]); Outbox::SLICES_MAX];
    match outbox.slices(&mut slices) {
        1 => tcp.try_write(&slices[0]),
        count => tcp.try_write_vectored(&slices[..count]),
    }
}

/// Waits until the peer takes more, then lets the flusher write again.
async fn unblock(conn: Arc<Conn>) {
    if let Some(Wire::Tcp(tcp)) = conn.wire.get() {
        // An error shows in the next write.
        let _ = poll_fn(|context| tcp.poll_write_ready(context)).await;
    }
    let mut after = After::default();
    let mut state = conn.lock();
    state.is_blocked = false;
    conn.settle(&mut state, &mut after);
    drop(state);
    conn.finish(after);
}

/// Writes the frames of a stream that is not bare TCP, until it is over.
pub(crate) async fn write_stream(conn: Arc<Conn>, mut stream: WriteHalf<AnyStream>) {
    let Some(Wire::Stream(wire)) = conn.wire.get() else { return };
    let mut cut = wire.cut.subscribe();
    loop {
        wire.wake.notified().await;
        while let Some(frame) = next_frame(&conn) {
            let written = async {
                stream.write_all(frame.websocket()).await?;
                stream.flush().await
            };
            let is_written = tokio::select! {
                written = written => written.is_ok(),
                _ = cut.wait_for(|is_cut| *is_cut) => return,
            };
            if !is_written {
                conn.input(Input::Close(Reason::TransportError));
                return;
            }
        }
        if *cut.borrow() {
            return;
        }
        if conn.lock().closed.is_some() {
            let _ = stream.shutdown().await;
            return;
        }
    }
}

/// Takes the next frame and sets the time by which it must be written.
fn next_frame(conn: &Arc<Conn>) -> Option<super::frame::Frame> {
    let mut after = After::default();
    let mut state = conn.lock();
    let was_slow = state.outbox.is_half_full(&conn.core.rules.config);
    let frame = state.outbox.pop();
    conn.made_outlet(&state, was_slow);
    let by = Instant::now() + conn.core.rules.config.write_timeout;
    state.stalled_by = frame.is_some().then_some(by);
    conn.settle(&mut state, &mut after);
    drop(state);
    conn.finish(after);
    frame
}
