//! Reads a WebSocket to its end.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::io::{AsyncRead, ReadBuf, ReadHalf};

use super::connection::Conn;
use super::core::Scratch;
use super::frame::Frame;
use super::intake::{Intake, Item};
use super::session::Input;
use super::wire::{AnyStream, Wire};

/// Where the bytes come from.
#[derive(Debug)]
pub(crate) enum Source {
    /// The TCP stream that the connection also writes to.
    Tcp,
    /// One half of anything else.
    Stream(Box<ReadHalf<AnyStream>>),
}

/// Reads a WebSocket to its end and tells the session. While nothing arrives it holds no buffer.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) conn: Arc<Conn>,
    pub(crate) source: Source,
    intake: Intake,
    /// What was read and is not dealt with.
    held: Vec<u8>,
    /// Whether the peer broke the framing, so that the rest means nothing.
    is_deaf: bool,
}

/// Why a reader stopped looking at what it holds.
enum Pause {
    /// The rest is incomplete.
    NeedsMore,
    /// The handlers have enough to do.
    InboxFull,
}

impl Reader {
    pub(crate) fn new(conn: Arc<Conn>, source: Source, held: Vec<u8>) -> Self {
        let intake = Intake::new(conn.core.rules.config.payload_max);
        Self { conn, source, intake, held, is_deaf: false }
    }

    pub(crate) async fn run(mut self) {
        loop {
            while let Pause::InboxFull = self.digest() {
                self.conn.input(Input::Paused);
                self.conn.has_room().await;
                self.conn.input(Input::Resumed);
            }
            let Self { conn, source, held, .. } = &mut self;
            let read = match source {
                Source::Tcp => poll_fn(|context| poll_tcp(context, conn, held)).await,
                // Boxed, so that the many readers of TCP need no room for it.
                Source::Stream(stream) => Box::pin(read_stream(conn, stream, held)).await,
            };
            match read {
                Ok(1..) => {}
                Ok(0) | Err(_) => break,
            }
        }
        self.conn.input(Input::TransportClosed);
        self.conn.cut(false);
    }

    /// Deals with the complete frames that are held.
    fn digest(&mut self) -> Pause {
        let mut held = std::mem::take(&mut self.held);
        let mut at = 0;
        let pause = loop {
            if self.is_deaf {
                at = held.len();
                break Pause::NeedsMore;
            }
            if self.conn.is_full() {
                break Pause::InboxFull;
            }
            match self.intake.next(&mut held[at..]) {
                Ok(None) => break Pause::NeedsMore,
                Ok(Some((len, item))) => {
                    tell(&self.conn, item);
                    at += len;
                }
                Err(reason) => {
                    self.is_deaf = true;
                    self.conn.input(Input::Close(reason));
                }
            }
            self.intake.release();
        };
        self.keep(held, at);
        pause
    }

    /// Keeps what is incomplete, in as little memory as it needs.
    fn keep(&mut self, mut held: Vec<u8>, at: usize) {
        if held.len() - at > Scratch::BYTES / 4 {
            held.drain(..at);
            self.held = held;
        } else {
            self.held = held[at..].to_vec();
            self.conn.core.scratch.give_back(held);
        }
    }
}

fn tell(conn: &Arc<Conn>, item: Item<'_>) {
    match item {
        Item::Text(text) => conn.input(Input::Text(text)),
        Item::Binary(bytes) => conn.input(Input::Binary(Bytes::copy_from_slice(bytes))),
        Item::Ping(body) => conn.reply(Frame::pong(body)),
        Item::Close => conn.input(Input::TransportClosed),
        Item::Nothing => {}
    }
}

/// Reads into `held`, which is given a buffer only when there is something to read.
fn poll_tcp(context: &mut Context<'_>, conn: &Conn, held: &mut Vec<u8>) -> Poll<io::Result<usize>> {
    let Some(Wire::Tcp(tcp)) = conn.wire.get() else { return Poll::Ready(Ok(0)) };
    loop {
        ready!(tcp.poll_read_ready(context))?;
        make_room(conn, held);
        match tcp.try_read_buf(held) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => put_back(conn, held),
            read => return Poll::Ready(read),
        }
    }
}

/// The same for any other stream, until the connection is cut.
async fn read_stream(conn: &Conn, stream: &mut ReadHalf<AnyStream>, held: &mut Vec<u8>) -> io::Result<usize> {
    let Some(Wire::Stream(wire)) = conn.wire.get() else { return Ok(0) };
    let mut cut = wire.cut.subscribe();
    let fill = poll_fn(|context| {
        make_room(conn, held);
        let start = held.len();
        held.resize(held.capacity(), 0);
        let mut buffer = ReadBuf::new(&mut held[start..]);
        let read = Pin::new(&mut *stream).poll_read(context, &mut buffer);
        let count = buffer.filled().len();
        held.truncate(start + count);
        put_back(conn, held);
        read.map_ok(|()| count)
    });
    tokio::select! {
        read = fill => read,
        _ = cut.wait_for(|is_cut| *is_cut) => Ok(0),
    }
}

fn make_room(conn: &Conn, held: &mut Vec<u8>) {
    if held.is_empty() {
        put_back(conn, held);
        *held = conn.core.scratch.lend();
    } else {
        held.reserve(Scratch::BYTES / 2);
    }
}

fn put_back(conn: &Conn, held: &mut Vec<u8>) {
    if held.is_empty() && held.capacity() > 0 {
        conn.core.scratch.give_back(std::mem::take(held));
    }
}
