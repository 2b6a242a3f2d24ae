//! Kills the assembled server under load, again and again, and proves that nothing is lost.
//!
//! A [`run`] starts the real `chat-server`, on SQLite or as two processes on a PostgreSQL and a Redis of its own, beside
//! the WhatsApp emulator. Customers write through the emulator and by calls that are signed and repeated as Meta does it;
//! agents answer over REST and over real `socket.io-client` sockets; the emulator loses, delays, doubles and reorders.
//! Meanwhile the processes are killed with SIGKILL at random, and the databases stopped and started. At the end everything
//! that was promised is compared with what the API, the sockets and the customers' phones hold.
//!
//! What is random is drawn from the seed of the [`Plan`]. The machine still decides what happens at the same time, so a
//! seed repeats the deeds and not their outcome.

mod cast;
mod check;
mod chronicle;
mod clock;
mod disturber;
mod ending;
mod evidence;
mod front;
mod house;
mod journal;
mod ledger;
mod load;
mod plan;
mod postgres;
mod reaper;
mod report;
mod run;
mod shop;
mod street;
mod watcher;

pub use check::{Kind, Violation};
pub use plan::{Load, Plan, Stores};
pub use report::{Report, table};
pub use run::{Failed, run};
