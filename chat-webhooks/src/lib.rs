//! Calls the webhooks of the chat module's clients over HTTPS.
//!
//! What is told, when, how often and with which signature is the core's to decide; here a request is made. The addresses are any
//! that somebody typed, so that each call goes out by [`Egress`](chat_egress::Egress): the host is resolved once, whatever is not on
//! the internet is refused, and redirects are not followed.
//!
//! ```
//! # fn main() -> Result<(), chat_egress::EgressError> {
//! use chat_egress::Egress;
//! use chat_webhooks::HttpWebhooks;
//!
//! let egress = Egress::options().name_servers(["9.9.9.9:53".parse().unwrap()]).build()?;
//! let webhooks = HttpWebhooks::new(egress);
//! # let _ = webhooks;
//! # Ok(())
//! # }
//! ```

mod sender;

pub use sender::HttpWebhooks;
