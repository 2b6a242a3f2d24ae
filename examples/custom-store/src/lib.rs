//! A store of a host's own, small enough to be read over a coffee, and how it is proven.
//!
//! [`ShelfStore`] keeps all records on one shelf, a list in memory, and finds them by looking along it. It is slow and
//! loses everything at the end; what it shows is how little a store consists of:
//!
//! - **One write.** [`Commit::commit`](chat_core::Commit::commit) works on a copy of the shelf and puts it in the place of the
//!   old one when nothing was in the way. So it is whole or nothing without any more thought. What is checked for each record is
//!   in `commit.rs`: is it of this client, does it refer to this client's records only, is it stored at the revision that was
//!   read, is nothing unique about it taken. Then the events get their places in the journal.
//! - **Many reads.** In `reads.rs` each is a line or two: take what is of the client, keep what is wanted, sort.
//! - **One journal.** `journal.rs` gives back what was told, and forgets what is old from its beginning on.
//! - **One queue.** `outbox.rs` hands out the first pending delivery of each conversation and notes who has it until when.
//!
//! # How it is proven
//!
//! What a store promises is written at the ports of [`chat_core`], and each promise is a test of the suite in
//! `chat-conformance`. The test file of this crate is all that it takes:
//!
//! ```
//! use custom_store::ShelfStore;
//!
//! async fn empty_store() -> ShelfStore {
//!     ShelfStore::default()
//! }
//!
//! chat_conformance::store_suite!(empty_store());
//! ```
//!
//! `cargo test -p custom-store` then runs one test per promise, and the name of a test that fails says which one is broken:
//! `a_lost_race_is_a_conflict`, `tenants_never_see_each_other`, … A good order to make them pass in is that of the suite:
//! commits and revisions first, then what is unique, the journal, the lists, the outbox. A store on a database gives the suite
//! a `Fixture` with a second connection, so that the races are run between two.

mod answers;
mod audit;
mod commit;
mod journal;
mod outbox;
mod reads;
mod shelf;
mod webhooks;

pub use shelf::ShelfStore;
