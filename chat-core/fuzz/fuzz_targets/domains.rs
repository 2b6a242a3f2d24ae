//! A domain that somebody typed and the page that asks: `cargo +nightly fuzz run domains corpus/domains seeds/domains`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| chat_core_fuzz::domains(bytes));
