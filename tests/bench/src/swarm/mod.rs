//! Many sockets in one thread that count what they are told.

mod dial;
mod feed;
mod mover;
mod visitor;

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinSet;

pub use self::dial::Dialect;
use self::feed::{Feed, Heard};
pub use self::mover::Mover;
pub use self::visitor::Visitor;
use crate::Result;

/// Sockets that hear the same events, served by tasks of the current thread.
///
/// Every event but what visitors hear must be numbered by a `seq` that grows. A socket that hears one twice or late fails the swarm; so no socket can
/// make up for an event that another missed, and when all have heard as many as they should, each has heard all of them.
#[derive(Debug)]
pub struct Swarm {
    address: SocketAddr,
    dialect: Dialect,
    tally: Rc<Tally>,
    sockets: JoinSet<()>,
}

/// What all sockets have heard together.
#[derive(Debug)]
struct Tally {
    count: Cell<u64>,
    wanted: Cell<u64>,
    reached: Cell<Instant>,
    fault: RefCell<Option<String>>,
    changed: Notify,
    buffer: RefCell<Box<[u8]>>,
    /// Where the number stood in the last event.
    hint: Cell<usize>,
}

impl Swarm {
    /// How long all sockets may take to hear what they are to hear.
    const PATIENCE: Duration = Duration::from_secs(60);
    /// How many sockets connect at a time.
    const DIALS: usize = 64;
    /// How many sockets come from one address, so that its ports suffice.
    const PER_ADDRESS: usize = 4000;

    /// A swarm without sockets. All its calls must be made within a [`tokio::task::LocalSet`].
    #[must_use]
    pub fn new(address: SocketAddr, dialect: Dialect) -> Self {
        let tally = Tally {
            count: Cell::new(0),
            wanted: Cell::new(u64::MAX),
            reached: Cell::new(Instant::now()),
            fault: RefCell::new(None),
            changed: Notify::new(),
            buffer: RefCell::new(vec![0; 64 * 1024].into()),
            hint: Cell::new(0),
        };
        Self { address, dialect, tally: Rc::new(tally), sockets: JoinSet::new() }
    }

    /// Connects sockets until there are `count`.
    ///
    /// # Errors
    /// When one is not let in.
    pub async fn grow(&mut self, count: usize) -> Result {
        let (address, dialect) = (self.address, &self.dialect);
        let dials = (self.sockets.len()..count).map(|number| {
            let source = Ipv4Addr::new(127, 0, 0, 1 + u8::try_from(number / Self::PER_ADDRESS).unwrap_or(u8::MAX - 1));
            dial::dial(address, source, dialect, number)
        });
        let sockets: Vec<_> = stream::iter(dials).buffer_unordered(Self::DIALS).try_collect().await?;
        for (stream, held) in sockets {
            let listening = Listening { stream, feed: Feed::new(held, self.dialect.lead()), tally: self.tally.clone() };
            self.sockets.spawn_local(listening.run());
        }
        Ok(())
    }

    /// How many sockets there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sockets.len()
    }

    /// Whether there is no socket.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sockets.is_empty()
    }

    /// Expects that every socket hears `events` more; to be called before they are sent.
    pub fn expect(&self, events: usize) {
        self.tally.wanted.set(self.tally.count.get() + (events * self.len()) as u64);
    }

    /// Waits until all that is expected was heard and says when that was.
    ///
    /// # Errors
    /// When a socket was closed, misses an event, or takes too long.
    pub async fn heard(&self) -> Result<Instant> {
        let tally = &self.tally;
        let done = async {
            while tally.count.get() < tally.wanted.get() && tally.fault.borrow().is_none() {
                tally.changed.notified().await;
            }
        };
        let is_late = tokio::time::timeout(Self::PATIENCE, done).await.is_err();
        if let Some(fault) = &*tally.fault.borrow() {
            return Err(fault.as_str().into());
        }
        if is_late || tally.count.get() != tally.wanted.get() {
            return Err(format!("{} of {} events were heard", tally.count.get(), tally.wanted.get()).into());
        }
        Ok(tally.reached.get())
    }
}

impl Tally {
    fn fail(&self, fault: &str) {
        self.fault.borrow_mut().get_or_insert_with(|| fault.to_owned());
        self.changed.notify_one();
    }

    fn add(&self, events: u64) {
        let count = self.count.get() + events;
        self.count.set(count);
        if count >= self.wanted.get() {
            self.reached.set(Instant::now());
            self.changed.notify_one();
        }
    }
}

/// A socket and what is to be done with it.
struct Listening {
    stream: TcpStream,
    feed: Feed,
    tally: Rc<Tally>,
}

impl Listening {
    async fn run(mut self) {
        let fault = poll_fn(|context| self.poll(context)).await;
        self.tally.fail(&fault);
    }

    /// Reads for ever; ends with what went wrong.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<String> {
        let tally = self.tally.clone();
        let mut buffer = tally.buffer.borrow_mut();
        loop {
            let mut read = ReadBuf::new(&mut buffer);
            if let Err(error) = ready!(Pin::new(&mut self.stream).poll_read(context, &mut read)) {
                return Poll::Ready(format!("a socket broke: {error}"));
            }
            if read.filled().is_empty() {
                return Poll::Ready("a socket was closed".to_owned());
            }
            match self.feed.digest(read.filled(), &tally.hint) {
                Ok(Heard { events, pings }) => {
                    tally.add(events);
                    if pings > 0 && !self.answer(context) {
                        return Poll::Ready("a heartbeat could not be answered".to_owned());
                    }
                }
                Err(fault) => return Poll::Ready(fault),
            }
        }
    }

    /// A pong is so small that it is written whole or not at all.
    fn answer(&mut self, context: &mut Context<'_>) -> bool {
        matches!(Pin::new(&mut self.stream).poll_write(context, &dial::masked("3")), Poll::Ready(Ok(_)))
    }
}
