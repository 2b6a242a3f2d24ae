//! A deterministic simulator of the module: the real core runs on `MemoryStore` under a virtual clock, and everything around
//! it fails at every turn, as a function of a seed.
//!
//! A run has one to three tenants, one or two processes on one store, customers, agents and browsers. While there is trouble,
//! commits fail before or after they take effect, reads fail, the provider refuses, hangs and takes messages without an
//! answer, webhooks come twice, late and out of order, sockets drop and stall, and processes end at any await point. Then the
//! trouble stops, everything comes to rest, and every [`Promise`] is checked; last of all everybody writes once more, and
//! everything has to arrive.
//!
//! The same seed gives the same run, event by event and millisecond by millisecond.

mod browser;
mod chaos;
mod check;
mod clock;
mod dice;
mod gateway;
mod ground;
mod life;
mod people;
mod plan;
mod process;
mod provider;
mod run;
mod shop;
mod signals;
mod store;
mod sweep;
mod trace;
mod trouble;
mod verdict;
mod world;

pub use run::{Run, run};
pub use sweep::{Sweep, sweep};
pub use trouble::{Tally, Trouble};
pub use verdict::{Promise, Violation};
