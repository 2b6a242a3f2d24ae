//! A stand-in for Meta's servers: the Graph API, the phones of WhatsApp users, and the webhooks between them.
//!
//! It keeps apps, business accounts (WABAs), phone numbers and users in memory, answers the Graph routes, signs and
//! delivers webhooks with Meta's retries, and is steered through `/_emu`, where a test plays the customer and breaks
//! things on purpose. Everything it makes up comes from a seeded generator, and time is its own clock, which can be
//! frozen and advanced.
//!
//! ```no_run
//! use chat_whatsapp::emulator::{Account, Callback, Emulator, Setup};
//!
//! # async fn run() -> std::io::Result<()> {
//! let mut account = Account::default();
//! account.callback = Some(Callback {
//!     url: "http://127.0.0.1:3000/webhooks/whatsapp".to_owned(),
//!     verify_token: "verify-me".to_owned(),
//! });
//! let emulator = Emulator::new(Setup::new(account));
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:4000").await?;
//! tokio::select! {
//!     served = axum::serve(listener, emulator.router()) => served,
//!     () = emulator.run_until(std::future::pending()) => Ok(()),
//! }
//! # }
//! ```
//!
//! Not emulated yet: media, templates, interactive messages, number registration, groups and calls. A send that needs
//! one of them is refused with the error code Meta would give for an unknown object.

mod agenda;
mod clock;
mod control;
mod delivery;
mod faults;
mod graph;
mod limits;
mod machine;
mod outcome;
mod random;
mod ring;
mod setup;
mod webhook;
mod world;

pub use {
    control::{
        Refused,
        inbound::{Inbound, Item},
        users::UserChange,
    },
    machine::Emulator,
    setup::{Account, Callback, Chaos, ClosedWindow, Delays, Rules, Setup},
};
