//! The module as its host sees it, over the memory store and a channel of paper.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod attempts;
mod attending;
mod beside;
mod catching_up;
mod counting;
mod delivering;
mod desk;
mod domains;
mod early;
mod files;
mod foreign_calls;
mod fuzz;
mod holding;
mod identifying;
mod meters;
mod pacing;
mod paper;
mod proving;
mod pruning;
mod receipts;
mod receiving;
mod relaying;
mod signing_in;
mod sorting;
mod street;
mod surviving;
mod teaming;
mod upkeep;
mod visiting;
