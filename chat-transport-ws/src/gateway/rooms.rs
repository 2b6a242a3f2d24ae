//! The names by which the engine keeps the rooms of all clients apart.

use super::wire;
use chat_core::{ClientId, Room, Ticket};

/// The engine's name of a room, which begins with whose it is.
pub(crate) fn of(room: Room) -> String {
    format!("{}/{}", room.client_id, wire::room(room.name))
}

/// The engine's name of the room that a ticket opens.
pub(crate) fn opened_by(ticket: &Ticket) -> String {
    of(ticket.room())
}

/// The engine's name of the room in which every socket of a client is from the start.
pub(crate) fn team(client: ClientId) -> String {
    format!("{client}/team")
}
