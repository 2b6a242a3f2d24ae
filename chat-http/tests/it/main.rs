//! The API over its real router and a store in memory.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shop;

mod auth;
mod conversations;
