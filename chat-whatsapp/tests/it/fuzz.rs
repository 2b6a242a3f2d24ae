//! The targets of the fuzzer, tried out without it.

#[expect(unreachable_pub, reason = "it is a library for the fuzzer")]
#[path = "../../fuzz/src/lib.rs"]
pub(crate) mod targets;

use chat_mutations::{seeds, try_out};

fn seeds_of(target: &str) -> Vec<Vec<u8>> {
    seeds(format!("{}/fuzz/seeds/{target}", env!("CARGO_MANIFEST_DIR")))
}

#[test]
fn no_body_does_harm() {
    try_out(&seeds_of("webhook"), 4_000, targets::webhook);
}

#[test]
fn no_change_of_what_is_known_does_harm() {
    try_out(&seeds_of("changed"), 4_000, targets::changed);
}

#[test]
fn no_header_passes_for_a_signature() {
    try_out(&seeds_of("signature"), 4_000, targets::signature);
}
