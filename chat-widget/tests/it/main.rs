//! What is served for widgets, through the front door.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod assets;
mod attachments;
mod entrance;
mod look;
mod preview;
mod street;
