//! What is done to the server.

use std::net::SocketAddr;
use std::time::Duration;

use clap::ValueEnum;

/// What one connection does.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// What it begins with.
    pub(super) head: Vec<u8>,
    /// What it goes on with, again and again.
    pub(super) more: Vec<u8>,
    /// How long it waits each time; nothing when it is as fast as it can be.
    pub(super) pause: Option<Duration>,
    /// After how many bytes it has nothing left to say.
    pub(super) sent_max: u64,
}

/// A way to do harm.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(super) enum Deed {
    /// Webhook calls of 100 MB each, whose length is told.
    LargeBodies,
    /// The same in chunks, without a length.
    EndlessBodies,
    /// A byte of a request's head every second.
    SlowHeads,
    /// A whole head, and a byte of the body every second.
    SlowBodies,
    /// Sockets that are opened and never sign in.
    SilentSockets,
    /// Long-polling sessions that are begun and never come back.
    LeftPolls,
}

impl std::fmt::Display for Deed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.to_possible_value().expect("nothing is skipped").get_name())
    }
}

impl Deed {
    /// Every one.
    pub(super) const ALL: [Self; 6] = [
        Self::LargeBodies,
        Self::EndlessBodies,
        Self::SlowHeads,
        Self::SlowBodies,
        Self::SilentSockets,
        Self::LeftPolls,
    ];
    /// How much a large body holds in bytes.
    const LARGE: u64 = 100_000_000;
    /// How much is sent in one go in bytes.
    const CHUNK: usize = 64 * 1024;

    /// What it is called in a table.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::LargeBodies => "bodies of 100 MB",
            Self::EndlessBodies => "bodies of 100 MB in chunks",
            Self::SlowHeads => "slow heads",
            Self::SlowBodies => "slow bodies",
            Self::SilentSockets => "sockets that never sign in",
            Self::LeftPolls => "polls that never come back",
        }
    }

    /// How many connections suit it.
    pub(super) fn connections(self) -> usize {
        match self {
            Self::LargeBodies | Self::EndlessBodies => 500,
            _ => 10_000,
        }
    }

    /// What a connection does.
    pub(super) fn plan(self, to: SocketAddr) -> Plan {
        let webhook = format!("POST /webhooks/whatsapp HTTP/1.1\r\nhost: {to}\r\ncontent-type: application/json\r\n");
        let drip = Some(Duration::from_secs(1));
        let (head, more, pause, sent_max) = match self {
            Self::LargeBodies => {
                let head = format!("{webhook}content-length: {}\r\n\r\n", Self::LARGE);
                (head, vec![b' '; Self::CHUNK], None, Self::LARGE)
            }
            Self::EndlessBodies => {
                let chunk = [format!("{:x}\r\n", Self::CHUNK).as_bytes(), &[b' '; Self::CHUNK], b"\r\n"].concat();
                (format!("{webhook}transfer-encoding: chunked\r\n\r\n"), chunk, None, Self::LARGE)
            }
            Self::SlowHeads => (format!("GET /healthz HTTP/1.1\r\nhost: {to}\r\nx-a: "), vec![b'a'], drip, u64::MAX),
            Self::SlowBodies => (format!("{webhook}content-length: 1000000\r\n\r\n{{"), vec![b' '], drip, u64::MAX),
            Self::SilentSockets => {
                let head = format!(
                    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: {to}\r\nconnection: Upgrade\r\n\
                     upgrade: websocket\r\nsec-websocket-version: 13\r\n\
                     sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                );
                (head, Vec::new(), None, 0)
            }
            Self::LeftPolls => {
                let head = format!("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nhost: {to}\r\n\r\n");
                (head, Vec::new(), None, 0)
            }
        };
        Plan { head: head.into_bytes(), more, pause, sent_max }
    }
}
