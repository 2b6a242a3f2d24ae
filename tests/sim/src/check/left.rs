//! What is left to do.

use super::facts::scope;
use crate::{provider::wire, verdict::Promise, world::World};
use chat_core::{Conversations, Journal, ReceivedCall};

/// What has to come to rest and has not, in words.
pub(crate) async fn left(world: &World) -> Vec<String> {
    let mut left = Vec::new();
    if world.is_busy() {
        left.push("people are waiting for answers".to_owned());
    }
    for process in world.hosts.iter().filter_map(|host| host.running()).filter(|process| process.life.is_frozen()) {
        left.push(format!("process {} stands still", process.number));
    }
    if !world.provider.is_quiet() {
        left.push("webhook calls are not answered".to_owned());
    }
    world.ledger.read(|pages| {
        for delivery in pages.open_deliveries() {
            left.push(format!("delivery {} is not made", delivery.id));
        }
        for delivery in pages.doubts() {
            left.push(format!("nobody is asked about delivery {}", delivery.id));
        }
        for account in pages.paused_accounts() {
            left.push(format!("account {} is paused although it works", account.id));
        }
        for call in pages.waiting_calls().filter(|call| is_about_known(pages, call)) {
            left.push(format!("kept item {} is not applied", call.id));
        }
    });
    for browser in world.browsers.iter().filter(|browser| browser.is_open()) {
        let scope = scope(world.shops[browser.tenant].client);
        let held = browser.held();
        let last = match held.conversation {
            Some(id) => {
                let conversation = world.memory.conversation(scope, id).await.expect("the memory does not fail");
                conversation.map_or(0, |conversation| conversation.last_seq)
            }
            None => world.memory.heads(&[scope]).await.expect("the memory does not fail")[0],
        };
        if held.last() != last {
            left.push(format!("{} has not caught up", browser.who));
        }
    }
    left
}

/// Which promise it breaks when this is left for ever.
pub(crate) fn promise_of(left: &[String]) -> Promise {
    match left.iter().all(|words| words.ends_with("has not caught up")) {
        true => Promise::ClientsHoldJournal,
        false => Promise::NothingLeft,
    }
}

/// Whether a kept item is about a message that is known by its name.
fn is_about_known(pages: &crate::store::Pages, call: &ReceivedCall) -> bool {
    let items = wire::read(call.body.as_bytes()).unwrap_or_default();
    items.iter().any(|item| {
        let external = item.external();
        let mut messages = pages.messages.values();
        messages.any(|it| it.client_id == call.client_id && it.external_id.as_ref() == Some(&external))
    })
}
