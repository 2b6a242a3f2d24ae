//! Makes the outbox's deliveries: in order within a conversation, side by side otherwise.

pub(crate) mod backoff;
pub(crate) mod course;
mod holds;
pub(crate) mod pace;
mod reference;
#[cfg(test)]
mod tests;
mod turns;
mod worker;

pub(crate) use holds::Holds;
pub(crate) use reference::Reference;
pub(crate) use turns::Turns;
pub(crate) use worker::Worker;
