use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};

/// One thing that happened to a socket, as `socket.io-client` told it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Seen {
    /// The socket is connected to its namespace.
    Connect {
        /// The public id that the server gave.
        socket_id: String,
    },
    /// The server refused the namespace, or could not be reached.
    ConnectError {
        /// The message of the refusal or of the failed request.
        message: String,
        /// What the server sent along with a refusal.
        data: Value,
        /// More about a failed request.
        description: Option<String>,
        /// Whether the client tries again by itself.
        will_retry: bool,
    },
    /// The connection is over.
    Disconnect {
        /// The reason in `socket.io-client`'s words, such as `io server disconnect`.
        reason: String,
        /// Whether the client tries again by itself.
        will_retry: bool,
    },
    /// The server emitted an event.
    Event {
        /// The name of the event.
        event: String,
        /// Its arguments; bytes as [`binary`] writes them.
        args: Vec<Value>,
        /// Whether the server asked for an answer. The puppet answers with the arguments.
        wants_ack: bool,
    },
    /// The server answered an emit, or did not in time.
    Ack {
        /// Which emit this answers.
        ack: u64,
        /// The answer.
        args: Option<Vec<Value>>,
        /// Why there is none.
        error: Option<String>,
    },
    /// The connection now uses this transport: `polling` or `websocket`.
    Transport {
        /// The name of the transport.
        transport: String,
    },
    /// The server asked whether the client is still there.
    Ping,
    /// The client tries to connect again.
    ReconnectAttempt {
        /// How many times it has tried since it lost the connection.
        attempt: u64,
    },
    /// The client has given up connecting again.
    ReconnectFailed,
    /// The puppet could not do what it was told.
    Problem {
        /// What went wrong.
        message: String,
    },
}

impl Seen {
    /// Whether this is the event `name`.
    #[must_use]
    pub fn is_event(&self, name: &str) -> bool {
        matches!(self, Self::Event { event, .. } if event == name)
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect { socket_id } => write!(f, "connect {socket_id}"),
            Self::ConnectError { message, data, .. } => {
                write!(f, "connect_error {message:?} {data}")
            }
            Self::Disconnect { reason, .. } => write!(f, "disconnect {reason:?}"),
            Self::Event { event, args, .. } => {
                write!(f, "event {event:?} {}", Value::from(args.clone()))
            }
            Self::Ack { ack, args, error } => write!(f, "ack {ack} {args:?} {error:?}"),
            Self::Transport { transport } => write!(f, "transport {transport}"),
            Self::Ping => f.write_str("ping"),
            Self::ReconnectAttempt { attempt } => write!(f, "reconnect_attempt {attempt}"),
            Self::ReconnectFailed => f.write_str("reconnect_failed"),
            Self::Problem { message } => write!(f, "problem {message}"),
        }
    }
}

/// Writes bytes the way they travel to and from the client, as an argument of their own or
/// anywhere inside one.
#[must_use]
pub fn binary(bytes: &[u8]) -> Value {
    json!({ "$bin": BASE64_STANDARD.encode(bytes) })
}

/// Reads what [`binary`] wrote; `None` if `value` is something else.
///
/// ```
/// assert_eq!(e2e::bytes_of(&e2e::binary(b"\x00\xff")).as_deref(), Some(&b"\x00\xff"[..]));
/// assert_eq!(e2e::bytes_of(&serde_json::json!("text")), None);
/// ```
#[must_use]
pub fn bytes_of(value: &Value) -> Option<Vec<u8>> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    BASE64_STANDARD.decode(object.get("$bin")?.as_str()?).ok()
}
