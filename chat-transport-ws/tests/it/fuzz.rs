//! The targets of the fuzzer, tried out without it.

use chat_mutations::{seeds, try_out};
use chat_transport_ws::{engine, fuzz};

fn seeds_of(target: &str) -> Vec<Vec<u8>> {
    seeds(format!("{}/fuzz/seeds/{target}", env!("CARGO_MANIFEST_DIR")))
}

#[test]
fn no_packet_does_harm() {
    try_out(&seeds_of("packets"), 10_000, engine::fuzz::packets);
}

#[test]
fn no_request_does_harm() {
    try_out(&seeds_of("requests"), 20_000, fuzz::requests);
}
