//! DNS and the web on this machine.

mod dns;
mod web;

pub use dns::NameServer;
pub use web::{Page, WebServer};
