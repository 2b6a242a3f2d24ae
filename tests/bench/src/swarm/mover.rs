//! A client that moves to another server when its own is gone.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use super::dial::{Dialect, come_back, dial};
use crate::Result;

/// A connected socket of a client that knows another server.
#[derive(Debug)]
pub struct Mover {
    stream: TcpStream,
    dialect: Dialect,
}

impl Mover {
    /// How long a client waits before it tries again to be let in.
    const PAUSE: Duration = Duration::from_millis(50);
    /// How often it tries.
    const TRIES_MAX: usize = 100;

    /// Connects to the first server.
    ///
    /// # Errors
    /// When it is not let in.
    pub async fn connect(to: SocketAddr, dialect: Dialect) -> Result<Self> {
        let (stream, _) = dial(to, Ipv4Addr::LOCALHOST, &dialect, 0).await?;
        Ok(Self { stream, dialect })
    }

    /// Waits until the connection is lost and for `pause`, then connects to the other server and reads the journal from after
    /// a position; tells when it had it all, and how many events that were.
    ///
    /// # Errors
    /// When it is not let in for too long, or the journal has a gap.
    pub async fn move_to(mut self, other: SocketAddr, pause: Duration, after: u64) -> Result<(Instant, u64)> {
        let mut bytes = vec![0; 16 * 1024];
        // What is lost with the connection is in the journal.
        while matches!(self.stream.read(&mut bytes).await, Ok(1..)) {}
        tokio::time::sleep(pause).await;
        let mut tries = 1;
        loop {
            match come_back(other, &self.dialect, after).await {
                Ok(count) => return Ok((Instant::now(), count)),
                Err(error) if tries == Self::TRIES_MAX => return Err(error),
                Err(_) => tokio::time::sleep(Self::PAUSE).await,
            }
            tries += 1;
        }
    }
}
