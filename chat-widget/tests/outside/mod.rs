//! DNS and the web on this machine.

mod dns;
pub mod web;

pub use dns::NameServer;
pub use web::WebServer;
