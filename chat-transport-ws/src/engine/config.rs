//! What an engine may be told, with a limit for everything.

use std::time::Duration;

use http::HeaderName;
use http::header;

/// Settings of an engine; every field has a default that suits a public server.
#[derive(Clone, Debug)]
pub struct Config {
    /// The path that the engine answers, with or without the slash at its end.
    pub path: String,
    /// How long a connection is left in peace between two pings.
    pub ping_interval: Duration,
    /// How long a pong may take.
    pub ping_timeout: Duration,
    /// How long a connection may stay without being in a namespace.
    pub connect_timeout: Duration,
    /// How long a WebSocket that probes for an upgrade may take to finish it.
    pub upgrade_timeout: Duration,
    /// How long a peer may read nothing while something waits for it.
    pub write_timeout: Duration,
    /// How long a closing connection may take to read what is left and to hang up.
    pub close_timeout: Duration,
    /// Over how long, at the most, connections are sent away when the engine stops, so that not all come back elsewhere at
    /// the same moment. Nobody is let in meanwhile.
    pub parting_window: Duration,
    /// The longest pause between two that are sent away: few are gone long before the window is over.
    pub parting_pause_max: Duration,
    /// The largest message, and the largest polling body, that is accepted, in bytes.
    pub payload_max: usize,
    /// The most binary attachments of one event.
    pub attachments_max: usize,
    /// The most packets that wait for one connection before it is closed.
    pub queue_packets_max: usize,
    /// The most bytes that wait for one connection before it is closed.
    pub queue_bytes_max: usize,
    /// The most events that wait for a busy handler before reading stops.
    pub inbox_max: usize,
    /// The most rooms of one socket.
    pub rooms_max: usize,
    /// The most connections at a time; more are answered with 503.
    pub connections_max: usize,
    /// Which web pages may connect.
    pub origins: Origins,
    /// The request headers that stay readable for the life of a connection.
    pub headers_kept: Vec<HeaderName>,
    /// The name of the one cookie whose value stays readable for the life of a connection; the others never do.
    pub cookie_kept: Option<String>,
}

impl Config {
    /// The most namespaces that one connection may name.
    pub const NAMESPACES_MAX: usize = 16;
    /// The longest name of a namespace, in bytes.
    pub const NAMESPACE_NAME_MAX: usize = 256;
    /// The longest value of a kept header, in bytes; longer ones are left out.
    pub const HEADER_VALUE_MAX: usize = 1024;
    /// How many times `payload_max` an event may weigh together with its attachments.
    pub const EVENT_PAYLOADS_MAX: usize = 4;
    /// The most bytes of one polling answer, unless a single frame is larger.
    pub const POLL_BYTES_MAX: usize = 1024 * 1024;
}

impl Default for Config {
    fn default() -> Self {
        Self {
            path: "/socket.io/".to_owned(),
            ping_interval: Duration::from_secs(25),
            ping_timeout: Duration::from_secs(20),
            connect_timeout: Duration::from_secs(15),
            upgrade_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(15),
            close_timeout: Duration::from_secs(3),
            parting_window: Duration::ZERO,
            parting_pause_max: Duration::from_millis(10),
            payload_max: 1_000_000,
            attachments_max: 16,
            queue_packets_max: 1024,
            queue_bytes_max: 4 * 1024 * 1024,
            inbox_max: 64,
            rooms_max: 1024,
            connections_max: 200_000,
            origins: Origins::Unchecked,
            headers_kept: vec![header::ORIGIN, header::USER_AGENT, HeaderName::from_static("x-forwarded-for")],
            cookie_kept: None,
        }
    }
}

/// Which web pages may connect, by their `Origin`.
///
/// A request without an `Origin` does not come from a page of another site and is always let through.
#[derive(Clone, Debug, Default)]
pub enum Origins {
    /// Nothing is checked and no CORS header is sent: pages of other sites can use WebSocket but not polling.
    #[default]
    Unchecked,
    /// Every page may connect, over either transport.
    Any,
    /// Only pages of these origins (`https://shop.example`) may connect; others get 403.
    List(Vec<String>),
}

impl Origins {
    pub(crate) fn allows(&self, origin: &str) -> bool {
        match self {
            Self::Unchecked | Self::Any => true,
            Self::List(list) => list.iter().any(|known| known.eq_ignore_ascii_case(origin)),
        }
    }
}
