//! Joins several processes of the chat module by Redis.
//!
//! Nothing depends on it for correctness: records, events and deliveries are the store's. What it carries is what is worth
//! knowing now: signals, who is there, what each has used up, and the doorbell by which a commit in one process wakes the others. While Redis cannot be reached,
//! every process goes on by itself and looks at the store from time to time.
//!
//! ```no_run
//! use chat_core::{Chat, LocalLogin, MemoryStore};
//! use chat_redis::Redis;
//!
//! # fn main() -> Result<(), chat_redis::UrlError> {
//! let redis = Redis::open("redis://127.0.0.1:6379")?;
//! let store = MemoryStore::default(); // a real one is shared by the processes
//! let chat = Chat::builder(store.clone(), LocalLogin::new(store)).signals(redis.signals()).presence(redis.presence());
//! let chat = chat.limits(redis.limits()).build();
//! # let _ = chat;
//! # Ok(())
//! # }
//! ```
//!
//! The adapters start no work of their own accord. The client library does: it reads each of its two connections in a task
//! of the runtime that first uses it.

mod inspection;
mod limits;
mod link;
mod meters;
mod presence;
mod signals;
mod wire;

pub use inspection::{RedisInspection, RedisInspectionError};
pub use limits::RedisLimits;
pub use link::{Redis, UrlError};
pub use presence::RedisPresence;
pub use signals::RedisSignals;
