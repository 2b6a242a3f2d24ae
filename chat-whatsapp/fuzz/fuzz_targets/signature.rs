//! What a call is signed with: `cargo +nightly fuzz run signature corpus/signature seeds/signature`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| chat_whatsapp_fuzz::signature(bytes));
