//! The target of the fuzzer, tried out without it.

#[expect(unreachable_pub, reason = "it is a library for the fuzzer")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use chat_mutations::{seeds, try_out};

#[test]
fn no_entry_says_more_than_was_typed() {
    let seeds = seeds(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds/domains"));
    try_out(&seeds, 20_000, targets::domains);
}
