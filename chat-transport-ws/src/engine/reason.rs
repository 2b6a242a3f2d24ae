//! Why a socket or a connection ended.

use std::fmt;

/// Why a socket or a connection ended.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// The peer ended the transport.
    TransportClose,
    /// The transport broke, or the peer used it against the protocol.
    TransportError,
    /// The peer did not answer a ping in time.
    PingTimeout,
    /// The peer joined no namespace in time.
    ConnectTimeout,
    /// The peer sent something that is not a packet.
    ParseError,
    /// The peer sent a message larger than the limit.
    TooBig,
    /// The peer left the namespace.
    ClientDisconnect,
    /// The host ended this socket.
    ServerDisconnect,
    /// The host stops.
    ServerShutdown,
    /// More waited for the peer than its queue may hold.
    QueueFull,
    /// The peer read nothing for too long while something waited for it.
    Stalled,
    /// A handler panicked.
    ServerError,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::TransportClose,
        Self::TransportError,
        Self::PingTimeout,
        Self::ConnectTimeout,
        Self::ParseError,
        Self::TooBig,
        Self::ClientDisconnect,
        Self::ServerDisconnect,
        Self::ServerShutdown,
        Self::QueueFull,
        Self::Stalled,
        Self::ServerError,
    ];

    /// The reason in the words of the Socket.IO reference server, where it has some.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TransportClose => "transport close",
            Self::TransportError => "transport error",
            Self::PingTimeout => "ping timeout",
            Self::ConnectTimeout => "connect timeout",
            Self::ParseError => "parse error",
            Self::TooBig => "message too big",
            Self::ClientDisconnect => "client namespace disconnect",
            Self::ServerDisconnect => "server namespace disconnect",
            Self::ServerShutdown => "server shutting down",
            Self::QueueFull => "queue full",
            Self::Stalled => "reader stalled",
            Self::ServerError => "server error",
        }
    }

    /// The WebSocket close code that tells the peer.
    pub fn close_code(self) -> u16 {
        match self {
            Self::TransportClose | Self::ClientDisconnect | Self::ServerDisconnect => 1000,
            Self::ServerShutdown => 1001,
            Self::TransportError | Self::ParseError => 1002,
            Self::PingTimeout | Self::ConnectTimeout => 1008,
            Self::TooBig => 1009,
            Self::ServerError => 1011,
            Self::QueueFull | Self::Stalled => 1013,
        }
    }

    /// Whether what was queued before should still reach the peer.
    pub(crate) fn is_orderly(self) -> bool {
        matches!(self, Self::ServerDisconnect | Self::ServerShutdown | Self::TransportClose)
    }

    /// Whether the peer is beyond reach, so that the connection is cut instead of closed.
    pub(crate) fn is_abrupt(self) -> bool {
        matches!(self, Self::Stalled | Self::PingTimeout)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
