//! Which part of a list is wanted: `cargo +nightly fuzz run queries corpus/queries seeds/queries`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| chat_http_fuzz::queries(bytes));
