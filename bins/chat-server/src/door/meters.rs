//! What is counted at the door.

use metrics::{counter, describe_counter, describe_gauge, gauge};

const CONNECTIONS: &str = "chat_door_connections";
const REFUSED: &str = "chat_door_refused_total";

/// Why a connection was not let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refused {
    /// There are as many as there may be.
    Full,
    /// Its address has as many as it may.
    Address,
    /// The system has none to give: no more files may be open.
    System,
}

impl Refused {
    const ALL: [Self; 3] = [Self::Full, Self::Address, Self::System];

    fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Address => "per_address",
            Self::System => "system",
        }
    }
}

/// Tells the recorder what the figures mean, and that nothing has happened yet.
pub(super) fn describe() {
    describe_gauge!(CONNECTIONS, "Connections at the door, those that have become WebSockets not among them");
    describe_counter!(REFUSED, "Connections that were not let in, by reason");
    gauge!(CONNECTIONS).set(0);
    for reason in Refused::ALL {
        counter!(REFUSED, "reason" => reason.as_str()).absolute(0);
    }
}

pub(super) fn refused(reason: Refused) {
    counter!(REFUSED, "reason" => reason.as_str()).increment(1);
}

/// A connection counts until what is returned is dropped.
pub(super) fn enter() -> impl Drop + Send {
    gauge!(CONNECTIONS).increment(1);
    Inside
}

struct Inside;

impl Drop for Inside {
    fn drop(&mut self) {
        gauge!(CONNECTIONS).decrement(1);
    }
}
