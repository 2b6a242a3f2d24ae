//! Makes the outbox's deliveries: in order within a conversation, side by side otherwise.

pub(crate) mod backoff;
pub(crate) mod course;
mod holds;
mod reference;
#[cfg(test)]
mod tests;
mod worker;

pub(crate) use holds::Holds;
pub(crate) use reference::Reference;
pub(crate) use worker::Worker;
