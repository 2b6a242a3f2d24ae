//! The names of rooms: those that clients see, and those that the engine keeps apart.

use chat_core::{ClientId, Room, RoomName, Ticket};

/// The name of a room as clients see it. Whose room it is follows from the sign-in and is not in it.
pub(crate) fn public(name: RoomName) -> String {
    match name {
        RoomName::Inbox => "inbox".to_owned(),
        RoomName::WhatsappGeneral => "whatsapp:general".to_owned(),
        RoomName::WhatsappCustomer(customer) => format!("whatsapp:customer:{customer}"),
        RoomName::Conversation(conversation) => format!("conversation:{conversation}"),
    }
}

/// The engine's name of a room, which begins with whose it is.
pub(crate) fn of(room: Room) -> String {
    format!("{}/{}", room.client_id, public(room.name))
}

/// The engine's name of the room that a ticket opens.
pub(crate) fn opened_by(ticket: &Ticket) -> String {
    of(ticket.room())
}

/// The engine's name of the room in which every socket of a client is from the start.
pub(crate) fn team(client: ClientId) -> String {
    format!("{client}/team")
}
