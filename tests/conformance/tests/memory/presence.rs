//! `LocalPresence` keeps every promise.

use chat_core::{LocalPresence, Presence};
use std::sync::Arc;

async fn nobody() -> [Arc<dyn Presence>; 2] {
    let presence = Arc::new(LocalPresence::default());
    [presence.clone(), presence]
}

chat_conformance::presence_suite!(nobody());
