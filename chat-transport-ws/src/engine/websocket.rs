//! The WebSocket driver: opening, probing, reading.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::downcast;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::admission::Admission;
use super::connection::{Conn, Probed};
use super::core::Core;
use super::frame::Frame;
use super::head::Head;
use super::intake::{Intake, Item};
use super::reader::{Reader, Source};
use super::reason::Reason;
use super::session::Input;
use super::wire::{AnyStream, Wire, write_stream};

/// A WebSocket whose handshake is done.
enum Stream {
    Tcp(TcpStream),
    Other(Box<AnyStream>),
}

/// Serves a connection that began as a WebSocket.
pub(crate) async fn serve(core: Arc<Core>, head: Head, admission: Admission, upgrade: OnUpgrade) {
    let Ok(upgraded) = upgrade.await else { return };
    let (stream, held) = open(upgraded);
    let conn = Conn::new(core, head, admission, false);
    if conn.core.admit(&conn) {
        take_over(conn, stream, held);
    }
}

/// Serves a WebSocket that wants to take over a polling session.
pub(crate) async fn probe(conn: Arc<Conn>, upgrade: OnUpgrade, over: oneshot::Receiver<()>) {
    let Ok(upgraded) = upgrade.await else {
        return conn.input(Input::ProbeClosed);
    };
    let (mut stream, held) = open(upgraded);
    match probe_until_upgraded(&conn, &mut stream, held, over).await {
        Some(held) => take_over(conn, stream, held),
        None => {
            conn.input(Input::ProbeClosed);
            let _ = stream.write(&Frame::close(Reason::TransportClose)).await;
        }
    }
}

/// Says goodbye on a WebSocket whose session cannot use it.
pub(crate) async fn turn_away(upgrade: OnUpgrade) {
    if let Ok(upgraded) = upgrade.await {
        let (mut stream, _) = open(upgraded);
        let _ = stream.write(&Frame::close(Reason::TransportError)).await;
    }
}

/// Finds the bare TCP stream behind a request, so that nothing else of the request stays in memory.
fn open(upgraded: Upgraded) -> (Stream, Vec<u8>) {
    match bare(upgraded) {
        Ok((tcp, held)) => {
            // Small frames must not wait for the peer's acknowledgement of others.
            let _ = tcp.set_nodelay(true);
            (Stream::Tcp(tcp), held.to_vec())
        }
        Err(upgraded) => (Stream::Other(Box::new(TokioIo::new(upgraded))), Vec::new()),
    }
}

/// The stream as hyper alone serves it, or as axum does, which guesses the version of HTTP first.
fn bare(upgraded: Upgraded) -> Result<(TcpStream, Bytes), Upgraded> {
    match upgraded.downcast::<TokioIo<TcpStream>>() {
        Ok(parts) => Ok((parts.io.into_inner(), parts.read_buf)),
        Err(upgraded) => {
            let parts = downcast::<TokioIo<TcpStream>>(upgraded)?;
            Ok((parts.io.into_inner(), parts.read_buf))
        }
    }
}

/// Makes the stream the transport of the connection and has it read to its end, by a task that holds nothing else.
fn take_over(conn: Arc<Conn>, stream: Stream, held: Vec<u8>) {
    let source = match stream {
        Stream::Tcp(tcp) => conn.wire.set(Wire::Tcp(tcp)).map(|()| Source::Tcp),
        Stream::Other(stream) => {
            let (read, write) = tokio::io::split(*stream);
            conn.wire.set(Wire::stream()).map(|()| {
                tokio::spawn(write_stream(conn.clone(), write));
                Source::Stream(Box::new(read))
            })
        }
    };
    // A connection is taken over once: its session allows one upgrade.
    let Ok(source) = source else { return };
    if !conn.wake() {
        return conn.cut(false);
    }
    tokio::spawn(Reader::new(conn, source, held).run());
}

/// Answers the probe; `Some` with what was read beyond it when the session has moved here.
async fn probe_until_upgraded(
    conn: &Arc<Conn>,
    stream: &mut Stream,
    mut held: Vec<u8>,
    mut over: oneshot::Receiver<()>,
) -> Option<Vec<u8>> {
    let mut intake = Intake::new(conn.core.rules.config.payload_max);
    loop {
        while let Some((end, item)) = intake.next(&mut held).ok()? {
            let reply = match item {
                Item::Text(text) => match conn.probe(text) {
                    Probed::Answer(frame) => Some(frame),
                    Probed::Upgraded => return Some(held.split_off(end)),
                    Probed::Dropped => return None,
                },
                Item::Ping(body) => Some(Frame::pong(body)),
                Item::Nothing => None,
                Item::Binary(_) | Item::Close => return None,
            };
            intake.release();
            held.drain(..end);
            if let Some(frame) = reply {
                stream.write(&frame).await.ok()?;
            }
        }
        tokio::select! {
            _ = &mut over => return None,
            read = stream.read(&mut held) => if read.ok()? == 0 { return None },
        }
    }
}

impl Stream {
    async fn write(&mut self, frame: &Frame) -> io::Result<()> {
        match self {
            Self::Tcp(tcp) => tcp.write_all(frame.websocket()).await,
            Self::Other(stream) => {
                stream.write_all(frame.websocket()).await?;
                stream.flush().await
            }
        }
    }

    async fn read(&mut self, buffer: &mut Vec<u8>) -> io::Result<usize> {
        match self {
            Self::Tcp(tcp) => tcp.read_buf(buffer).await,
            Self::Other(stream) => stream.read_buf(buffer).await,
        }
    }
}
