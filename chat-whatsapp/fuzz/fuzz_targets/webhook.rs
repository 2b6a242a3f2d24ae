//! The body of a call: `cargo +nightly fuzz run webhook corpus/webhook seeds/webhook`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| chat_whatsapp_fuzz::webhook(bytes));
