//! What is taken of what people send, where it is kept, and how it is had.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod archives;
mod bucket;
mod corpus;
mod daemon;
mod kept;
mod pictures;
mod samples;
mod served;
