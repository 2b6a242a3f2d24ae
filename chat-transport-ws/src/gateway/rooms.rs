//! The names by which the engine keeps the rooms of all clients apart.

use super::wire;
use chat_core::{ClientId, CustomerId, Room, Ticket, VisitTicket, WidgetId};

/// The engine's name of a room, which begins with whose it is.
pub(crate) fn of(room: Room) -> String {
    format!("{}/{}", room.client_id, wire::room(room.name))
}

/// The engine's names of the rooms that a ticket opens.
pub(crate) fn opened_by(ticket: &Ticket) -> impl Iterator<Item = String> {
    ticket.rooms().iter().copied().map(of)
}

/// The engine's name of the room in which every socket of a client is from the start.
pub(crate) fn team(client: ClientId) -> String {
    format!("{client}/team")
}

/// The engine's name of the room that a visit opens: that of all sockets of the same visitor.
pub(crate) fn visitor(ticket: &VisitTicket) -> String {
    of_visitor(ticket.client_id(), ticket.customer_id())
}

/// The engine's name of the room in which a visitor hears what is meant for it.
pub(crate) fn of_visitor(client: ClientId, customer: CustomerId) -> String {
    format!("{client}/visitor:{customer}")
}

/// The engine's name of the room in which everybody is who visits the widget of a visit.
pub(crate) fn widget(ticket: &VisitTicket) -> String {
    of_widget(ticket.client_id(), ticket.widget_id())
}

/// The engine's name of the room in which everybody is who visits a widget.
pub(crate) fn of_widget(client: ClientId, widget: WidgetId) -> String {
    format!("{client}/widget:{widget}")
}

/// The engine's name of the room in which every visitor of a client is.
pub(crate) fn visitors(client: ClientId) -> String {
    format!("{client}/visitors")
}
