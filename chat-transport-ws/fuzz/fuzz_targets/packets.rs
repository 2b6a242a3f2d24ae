//! Everything that parses what a client sends: `cargo +nightly fuzz run packets corpus/packets seeds/packets`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| chat_transport_ws::engine::fuzz::packets(bytes));
