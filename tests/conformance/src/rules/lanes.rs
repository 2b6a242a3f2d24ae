//! What is to be delivered in a conversation is delivered in order.

use crate::{
    Fixture,
    shop::{LEASE, Shop},
};
use chat_core::{Account, AccountStatus, Changes, Conversation, Delivery, DeliveryAction, DeliveryState, Timestamp};
use std::collections::HashSet;

/// The deliveries of a conversation are handed out one after the other in the order of their ids, however they were
/// committed and whenever each is due.
pub async fn deliveries_of_a_conversation_come_in_order(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let mut orders: Vec<Delivery> = Vec::new();
    let mut changes = Changes::none();
    for position in 1..=6 {
        let message = shop.new_message(&shop.conversation, position);
        // The later ones have been due for longer.
        let next_attempt_at = Timestamp::from_millis(now.millis() - position);
        orders.push(Delivery { next_attempt_at, ..shop.new_delivery(&message, &shop.account) });
        changes = changes.insert(message);
    }
    shop.commit(changes).await;
    for order in orders.iter().rev() {
        shop.insert(order.clone()).await;
    }
    for order in orders {
        let claim = shop.claim_one(now).await;
        assert_eq!(claim.delivery.id, order.id, "a delivery has overtaken another");
        assert!(shop.claim(now, LEASE).await.is_empty(), "the rest of a lane was handed out beside its head");
        shop.done(claim).await;
    }
    assert!(shop.claim(now, LEASE).await.is_empty(), "what was done is handed out again");
}

/// While the first delivery of a lane waits for its next attempt, the ones behind it wait too.
pub async fn a_lane_with_a_retry_waits_as_a_whole(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let first = shop.order(&shop.conversation, 1, now).await;
    let second = shop.order(&shop.conversation, 2, now).await;
    let claim = shop.claim_one(now).await;
    let retry_at = now.plus(10 * LEASE);
    shop.put_off(claim, retry_at).await;
    for moment in [now, now.plus(LEASE), Timestamp::from_millis(retry_at.millis() - 1)] {
        assert!(shop.claim(moment, LEASE).await.is_empty(), "a delivery has overtaken one that waits for its retry");
    }
    let claim = shop.claim_one(retry_at).await;
    assert_eq!((claim.delivery.id, claim.delivery.attempts), (first.id, 1));
    shop.done(claim).await;
    assert_eq!(shop.claim_one(retry_at).await.delivery, second);
}

/// A lane that waits or is held does not keep the others from being worked.
pub async fn a_waiting_lane_keeps_nobody_else_waiting(fixture: Fixture) {
    let (shop, neighbour) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let now = shop.env.now();
    let (held, waiting, free) = (shop.lane().await, shop.lane().await, shop.lane().await);
    shop.order(&held, 1, now).await;
    assert_eq!(shop.claim_one(now).await.conversation_id, held.id);
    shop.order(&waiting, 1, now.plus(LEASE)).await;
    shop.order(&waiting, 2, now).await;
    let own = shop.order(&free, 1, now).await;
    let other = neighbour.order(&neighbour.conversation, 1, now).await;
    let claimed: HashSet<_> = shop.claim(now, LEASE).await.into_iter().map(|claim| claim.delivery.id).collect();
    assert_eq!(claimed, HashSet::from([own.id, other.id]));
}

/// What a paused account has to send waits until it may send again; what a disconnected one has is handed out, to be
/// given up.
pub async fn a_paused_account_is_not_claimed(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let order = shop.order(&shop.conversation, 1, now).await;
    let active = shop.insert(shop.new_account()).await;
    let customer = shop.insert(shop.new_customer()).await;
    let lane = Conversation { account_id: Some(active.id), ..shop.new_conversation(&customer) };
    let lane = shop.insert(lane).await;
    let message = shop.insert(shop.new_message(&lane, 1)).await;
    shop.insert(shop.new_delivery(&message, &active)).await;

    let paused = Account { status: AccountStatus::Paused, ..shop.account.clone() };
    let paused = shop.update(paused).await;
    assert_eq!(shop.claim_one(now).await.delivery.account_id, active.id);
    assert!(shop.claim(now, LEASE).await.is_empty(), "a paused account was claimed");
    let resumed = shop.update(Account { status: AccountStatus::Active, ..paused }).await;
    let claim = shop.claim_one(now).await;
    assert_eq!(claim.delivery, order);
    shop.commit(Changes::none().end(claim)).await;
    shop.update(Account { status: AccountStatus::Disconnected, ..resumed }).await;
    assert_eq!(shop.claim_one(now).await.delivery, order);
}

/// When not all lanes can be taken, those that have been due for the longest time are, over all clients.
pub async fn the_longest_due_lane_comes_first(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let now = shops[0].env.now();
    let mut expected = Vec::new();
    for (n, waited) in [3, 1, 5, 2, 4, 6].into_iter().enumerate() {
        let shop = &shops[n % 2];
        let due = Timestamp::from_millis(now.millis() - waited);
        let order = shop.order(&shop.lane().await, 1, due).await;
        expected.push((waited, order.id));
    }
    expected.sort_by_key(|(waited, _)| std::cmp::Reverse(*waited));
    let expected: Vec<_> = expected.into_iter().map(|(_, id)| id).collect();
    let mut claimed = Vec::new();
    for limit in [0, 1, 2, 100] {
        let claims = shops[0].store.claim(now, LEASE, limit).await.expect("lanes are claimed");
        assert!(claims.len() <= limit, "{} lanes were given although {limit} were wanted", claims.len());
        claimed.extend(claims.into_iter().map(|claim| claim.delivery.id));
    }
    assert_eq!(claimed, expected);
}

/// A lane is what its deliveries make it, also when they are changed by somebody who does not hold it: settled, ordered
/// again, put off or brought forward.
pub async fn a_lane_follows_its_deliveries(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let later = now.plus(LEASE);
    let first = shop.order(&shop.conversation, 1, now).await;
    let second = shop.order(&shop.conversation, 2, later).await;
    let settled = shop.update(Delivery { state: DeliveryState::Done, ..first }).await;
    assert!(shop.claim(now, LEASE).await.is_empty(), "what was settled is handed out");
    let second = shop.update(Delivery { next_attempt_at: now, ..second }).await;
    let claim = shop.claim_one(now).await;
    assert_eq!(claim.delivery, second, "what was brought forward is not handed out");
    shop.commit(Changes::none().end(claim)).await;
    let again = shop.update(Delivery { state: DeliveryState::Pending, ..settled }).await;
    let claim = shop.claim_one(now).await;
    assert_eq!(claim.delivery, again, "what was ordered again is not handed out in its place");
    shop.commit(Changes::none().end(claim)).await;
    let put_off = shop.update(Delivery { next_attempt_at: later, ..again }).await;
    assert!(shop.claim(now, LEASE).await.is_empty(), "what was put off is handed out or overtaken");
    assert_eq!(shop.claim_one(later).await.delivery, put_off);
}

/// Every delivery that sends a message is listed, whatever its state, and nothing that sends another.
pub async fn deliveries_of_a_message_come_in_order(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let message = shop.insert(shop.new_message(&shop.conversation, 1)).await;
    let other = shop.insert(shop.new_message(&shop.conversation, 2)).await;
    let mut expected = Vec::new();
    for state in DeliveryState::ALL {
        let delivery = Delivery { state: *state, ..shop.new_delivery(&message, &shop.account) };
        expected.push(shop.insert(delivery).await);
        shop.insert(shop.new_delivery(&other, &shop.account)).await;
    }
    let read = Delivery {
        action: DeliveryAction::MarkRead { external_id: message.id.to_string() },
        ..shop.new_delivery(&message, &shop.account)
    };
    shop.insert(read).await;
    let listed = shop.store.deliveries_of(shop.scope, message.id).await.expect("they are listed");
    assert_eq!(listed, expected);
}
