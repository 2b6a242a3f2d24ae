//! Which webhooks there are, which have something to hear, and what is remembered of their calls.

use crate::{Fixture, shop::Shop};
use chat_core::{Changes, PageQuery, Webhook, WebhookCall, WebhookStatus};
use std::{cmp::Reverse, time::Duration};

/// A client's webhooks come in the order in which they were created, without those that were deleted.
pub async fn webhooks_come_oldest_first_until_they_are_deleted(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let late = shop.insert(Webhook { created_at: shop.later(9), ..shop.new_webhook() }).await;
    let status = WebhookStatus::Pending;
    let early = shop.insert(Webhook { created_at: shop.later(5), status, ..shop.new_webhook() }).await;
    let gone = shop.insert(Webhook { status: WebhookStatus::Deleted, ..shop.new_webhook() }).await;
    assert_eq!(shop.store.webhooks(shop.scope).await.expect("they are listed"), [early, late]);
    assert_eq!(shop.store.webhook(shop.scope, gone.id).await.expect("it is read"), Some(gone));
}

/// Those are due that are active, whose time has come, and whose place is not the end of their client's journal: the longest due
/// first, of all clients.
pub async fn webhooks_are_due_while_there_is_more_to_hear(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let at = |seconds| shops[0].env.now().plus(Duration::from_secs(seconds));
    let store = &shops[0].store;
    let due = async |seconds, limit| store.webhooks_due(at(seconds), limit).await.expect("they are named");
    shops[0].insert(Webhook { next_at: at(0), ..shops[0].new_webhook() }).await;
    assert_eq!(due(9, 10).await, [], "nothing was ever told");
    for shop in &shops {
        shop.commit(Changes::none().tell(None, shop.news()).tell(None, shop.news())).await;
    }
    let first = due(9, 10).await;
    assert_eq!(first.len(), 1);
    let heard = shops[0].update(Webhook { cursor: 2, ..first[0].clone() }).await;
    assert_eq!(due(9, 10).await, [], "it has heard everything");

    let mut expected = Vec::new();
    for (n, (seconds, cursor)) in [(3, 0), (1, 1), (2, 3)].into_iter().enumerate() {
        let shop = &shops[n % 2];
        expected.push(shop.insert(Webhook { next_at: at(seconds), cursor, ..shop.new_webhook() }).await);
    }
    expected.sort_by_key(|webhook| webhook.next_at);
    for status in WebhookStatus::ALL.iter().filter(|status| **status != WebhookStatus::Active) {
        shops[1].insert(Webhook { status: *status, next_at: at(0), ..shops[1].new_webhook() }).await;
    }
    assert_eq!(due(0, 10).await, []);
    assert_eq!(due(2, 10).await, expected[..2]);
    assert_eq!(due(9, 10).await, expected);
    assert_eq!(due(9, 1).await, expected[..1]);
    shops[0].commit(Changes::none().tell(None, shops[0].news())).await;
    assert!(due(9, 10).await.contains(&heard), "there is more again");
}

/// The calls of a webhook come with the latest first, those of the same moment too, each on one page.
pub async fn pages_of_calls_meet(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let (webhook, other) = (shop.insert(shop.new_webhook()).await, shop.insert(shop.new_webhook()).await);
    shop.insert(shop.new_webhook_call(&other)).await;
    let mut there = Vec::new();
    for n in 0..13 {
        let call = WebhookCall { started_at: shop.later(n / 4), ..shop.new_webhook_call(&webhook) };
        there.push(shop.insert(call).await);
    }
    there.sort_by_key(|call| Reverse((call.started_at, call.id)));
    let (mut read, mut query) = (Vec::new(), Some(PageQuery::first(5)));
    while let Some(page) = query {
        let page = shop.store.webhook_calls(shop.scope, webhook.id, page).await.expect("a page is read");
        query = crate::shop::next(&page, 5);
        read.extend(page.items);
    }
    assert_eq!(read, there);
}

/// Old calls of all clients are forgotten, the oldest first and no more than are wanted.
pub async fn the_oldest_calls_are_forgotten_first(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let at = |seconds| shops[0].env.now().plus(Duration::from_secs(seconds));
    let mut calls = Vec::new();
    for (n, seconds) in [3, 1, 2].into_iter().enumerate() {
        let shop = &shops[n % 2];
        let webhook = shop.insert(shop.new_webhook()).await;
        calls.push((
            shop,
            shop.insert(WebhookCall { started_at: at(seconds), ..shop.new_webhook_call(&webhook) }).await,
        ));
    }
    calls.sort_by_key(|(_, call)| call.started_at);
    let store = &shops[0].store;
    let forget =
        async |seconds, limit| store.forget_webhook_calls(at(seconds), limit).await.expect("they are forgotten");
    assert_eq!(forget(1, 10).await, 0, "none began before");
    assert_eq!(forget(9, 1).await, 1);
    let is_there = async |n: usize| {
        let (shop, call): &(&Shop, WebhookCall) = &calls[n];
        shop.stored(&call.clone().into()).await.is_some()
    };
    assert_eq!((is_there(0).await, is_there(1).await, is_there(2).await), (false, true, true));
    assert_eq!(forget(3, 10).await, 1);
    assert_eq!((is_there(1).await, is_there(2).await), (false, true));
}
