//! The promises of the ports, as tests that every adapter must pass.
//!
//! A store is proven by one line in one test file. [`store_suite!`] takes an expression that is awaited anew for each test and
//! yields a fresh, empty store, or a [`Fixture`] where there is more to say:
//!
//! ```
//! use chat_core::MemoryStore;
//!
//! async fn empty_store() -> MemoryStore {
//!     MemoryStore::default()
//! }
//!
//! chat_conformance::store_suite!(empty_store());
//! ```
//!
//! Each rule becomes a `#[test]` named as the promise that it checks. The rules are also plain functions ([`rules`]) and a
//! list ([`RULES`]), for whoever wants to run one alone or to show that it fails for a broken store.
//!
//! Who knows which agents are there is proven by [`presence_suite!`] in the same way, and what keeps the bytes of files by
//! [`media_suite!`].
//!
//! [`files`] has stand-ins for tests in which somebody sends a file.
//!
//! What the rules leave open is open to the store: which of two refusals is reported when a commit deserves both, and
//! in which order the records of one commit that do not refer to each other are written. A record comes after those of
//! the same commit that it refers to.

pub mod files;
mod filled;
mod fixture;
pub mod media;
pub mod presence;
mod records;
pub mod rules;
mod shop;
mod suite;
mod witness;

pub use fixture::Fixture;
pub use suite::{RULES, Rule, run};
