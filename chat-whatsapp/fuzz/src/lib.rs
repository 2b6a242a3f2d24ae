//! What must hold whatever a call is made of. The fuzzer and the tests of `chat-whatsapp` both ask it.

mod changed;
mod choices;
mod mutation;
mod signature;
mod webhook;

pub use changed::{ENTRIES, Entry, assert_each_stands_alone, changed};
pub use signature::signature;
pub use webhook::webhook;

use chat_whatsapp::{Config, WhatsApp};
use std::sync::LazyLock;

static WHATSAPP: LazyLock<WhatsApp> = LazyLock::new(|| WhatsApp::new(Config::default()));
