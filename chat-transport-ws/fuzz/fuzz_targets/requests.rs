//! What a signed-in client asks for: `cargo +nightly fuzz run requests corpus/requests seeds/requests`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| chat_transport_ws::fuzz::requests(bytes));
