//! Serves the WhatsApp Cloud API emulator on its own.

fn main() {}
