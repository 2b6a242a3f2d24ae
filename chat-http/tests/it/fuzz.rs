//! The target of the fuzzer, tried out without it.

#[expect(unreachable_pub, reason = "it is a library for the fuzzer")]
#[path = "../../fuzz/src/queries.rs"]
mod queries;

use chat_mutations::{seeds, try_out};

#[test]
fn no_query_is_answered_with_something_else() {
    let seeds = seeds(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds/queries"));
    try_out(&seeds, 3_000, queries::queries);
}
