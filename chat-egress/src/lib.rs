//! Requests to addresses that somebody typed, without a way into private networks.
//!
//! [`Egress`] finds the addresses of a host once, refuses what is not on the internet, and makes an HTTP client that connects to
//! exactly the addresses which were looked at. That client follows no redirect and uses no proxy: whoever wants to follow one begins
//! anew with the host that it leads to. It knows nothing of chat.

mod egress;
mod fault;
mod guard;
mod options;

pub use egress::Egress;
pub use fault::{Unanswered, Unreached};
pub use options::{EgressError, EgressOptions};
