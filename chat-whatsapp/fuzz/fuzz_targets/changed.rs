//! Known calls, changed in some places: `cargo +nightly fuzz run changed corpus/changed seeds/changed`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| chat_whatsapp_fuzz::changed(bytes));
