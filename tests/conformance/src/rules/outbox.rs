//! What is to be delivered is delivered in order, by one worker at a time.

use crate::{Fixture, shop::Shop};
use chat_core::{
    Account, AccountStatus, Changes, Claim, Conversation, Delivery, DeliveryAction, DeliveryState, Timestamp,
};
use futures_util::future::join_all;
use std::{collections::HashSet, time::Duration};

const LEASE: Duration = Duration::from_secs(60);
const TICK: Duration = Duration::from_millis(1);

impl Shop {
    /// Another conversation at the shop's account: another lane.
    async fn lane(&self) -> Conversation {
        let customer = self.insert(self.new_customer()).await;
        self.insert(self.new_conversation(&customer)).await
    }

    /// Ends a claim with its delivery done.
    async fn done(&self, claim: Claim) {
        let done = Delivery { state: DeliveryState::Done, ..claim.delivery.clone() };
        self.commit(Changes::none().update(done).end(claim)).await;
    }

    /// Ends a claim with its delivery put off.
    async fn put_off(&self, claim: Claim, until: Timestamp) {
        let attempts = claim.delivery.attempts + 1;
        let later = Delivery { next_attempt_at: until, attempts, ..claim.delivery.clone() };
        self.commit(Changes::none().update(later).end(claim)).await;
    }

    /// Takes the one lane that is due.
    async fn claim_one(&self, now: Timestamp) -> Claim {
        let mut claims = self.claim(now, LEASE).await;
        assert_eq!(claims.len(), 1, "one lane is due");
        claims.remove(0)
    }
}

/// A lane that was taken is nobody else's until its lease has ended, and then anybody's.
pub async fn a_claim_hides_a_lane_until_the_lease_ends(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    shop.order(&shop.conversation, 1, now).await;
    let first = shop.claim_one(now).await;
    let end = now.plus(LEASE);
    for moment in [now, now.plus(TICK), Timestamp::from_millis(end.millis() - 1)] {
        assert!(shop.claim(moment, LEASE).await.is_empty(), "a held lane was given out");
        let elsewhere = shop.second.claim(moment, LEASE, 10).await.expect("lanes are claimed");
        assert!(elsewhere.is_empty(), "a held lane was given out over another handle");
    }
    let second = shop.claim_one(end).await;
    assert_eq!(second.delivery, first.delivery);
    assert_ne!(second.token, first.token);
    assert!(shop.claim(end, LEASE).await.is_empty());
}

/// A claim says whose lane it is and holds the first pending delivery as it is stored.
pub async fn a_claim_holds_the_head_of_its_lane(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    assert!(shop.claim(now, LEASE).await.is_empty(), "there is nothing to deliver");
    let first = shop.order(&shop.conversation, 1, now).await;
    shop.order(&shop.conversation, 2, now).await;
    let claim = shop.claim_one(now).await;
    assert_eq!((claim.scope, claim.conversation_id), (shop.scope, shop.conversation.id));
    assert_eq!(claim.delivery, first);
    shop.done(claim).await;

    let read = Delivery {
        action: DeliveryAction::MarkRead { external_id: "wamid.9".into() },
        ..shop.order(&shop.lane().await, 1, now.plus(LEASE)).await
    };
    let read = Delivery { id: shop.env.id(), conversation_id: shop.lane().await.id, next_attempt_at: now, ..read };
    let read = shop.insert(read).await;
    let claims = shop.claim(now, LEASE).await;
    assert!(claims.iter().any(|claim| claim.delivery == read), "a read mark is not handed out");
}

/// A worker whose lane was taken over commits nothing at all.
pub async fn a_stale_token_commits_nothing(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    shop.order(&shop.conversation, 1, now).await;
    let stale = shop.claim_one(now).await;
    let fresh = shop.claim_one(now.plus(LEASE)).await;
    let customer = shop.new_customer();
    let done = Delivery { state: DeliveryState::Done, ..stale.delivery.clone() };
    let changes = Changes::none().insert(customer.clone()).update(done).tell(None, shop.news()).end(stale.clone());
    shop.conflicts(changes).await;
    shop.conflicts(Changes::none().end(stale)).await;
    assert_eq!(shop.stored(&customer.into()).await, None, "a stale worker has stored something");
    assert_eq!(shop.stored(&fresh.delivery.clone().into()).await, Some(fresh.delivery.clone().into()));
    assert_eq!(shop.head().await, 0);
    let meanwhile = now.plus(LEASE).plus(TICK);
    assert!(shop.claim(meanwhile, LEASE).await.is_empty(), "a stale worker has given the lane back");
    shop.done(fresh).await;
}

/// Whoever has ended a claim does not hold it any more; a lease that has run out still can be ended while nobody took the
/// lane.
pub async fn a_claim_ends_once(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    shop.order(&shop.conversation, 1, now).await;
    shop.order(&shop.conversation, 2, now).await;
    let claim = shop.claim_one(now).await;
    shop.done(claim.clone()).await;
    shop.conflicts(Changes::none().tell(None, shop.news()).end(claim)).await;
    // Leases are compared with the moment that a claim names: nobody has named one after this lease, so it is a late
    // worker's to end.
    let second = shop.store.claim(now, Duration::ZERO, 1).await.expect("lanes are claimed").remove(0);
    shop.done(second.clone()).await;
    shop.conflicts(Changes::none().end(second)).await;
    assert_eq!(shop.head().await, 0);
}

/// Tokens tell every hold that a lane ever had apart, also after the lane was empty.
pub async fn a_token_is_never_given_twice(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let mut tokens = HashSet::new();
    let mut old = Vec::new();
    for position in 1..=4 {
        shop.order(&shop.conversation, position, now).await;
        let claim = shop.claim_one(now).await;
        assert!(tokens.insert(claim.token), "a token was given twice");
        for stale in &old {
            shop.conflicts(Changes::none().end(Clone::clone(stale))).await;
        }
        old.push(claim.clone());
        shop.done(claim).await;
    }
}

/// A lane that was given back can be taken at once, with the delivery that is first now.
pub async fn an_ended_claim_gives_the_lane_back(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let order = shop.order(&shop.conversation, 1, now).await;
    // Ended without a word about the delivery: it is still to be made.
    let claim = shop.claim_one(now).await;
    shop.commit(Changes::none().end(claim)).await;
    let claim = shop.claim_one(now).await;
    assert_eq!(claim.delivery, order);
    shop.commit(Changes::none().end(claim)).await;
    let mut position = 1;
    for state in [DeliveryState::Dead, DeliveryState::Unsettled, DeliveryState::Done] {
        position += 1;
        let next = shop.order(&shop.conversation, position, now).await;
        let claim = shop.claim_one(now).await;
        let settled = Delivery { state, ..claim.delivery.clone() };
        shop.commit(Changes::none().update(settled).end(claim)).await;
        let claim = shop.claim_one(now).await;
        assert_eq!(claim.delivery, next, "a delivery that is {state} is still in the way");
        shop.commit(Changes::none().end(claim)).await;
    }
}

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

/// However many workers ask at the same moment, over two handles, each lane is given to one of them.
pub async fn a_lane_is_given_to_one_of_32_at_the_same_time(fixture: Fixture) {
    const LANES: usize = 6;
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let mut orders = HashSet::new();
    for _ in 0..LANES {
        orders.insert(shop.order(&shop.lane().await, 1, now).await.id);
    }
    let workers = (0..32).map(|n| {
        let store = if n % 2 == 0 { shop.store.clone() } else { shop.second.clone() };
        tokio::spawn(async move { store.claim(now, LEASE, 2).await.expect("lanes are claimed") })
    });
    let mut claimed = Vec::new();
    for worker in join_all(workers).await {
        claimed.extend(worker.expect("the store does not panic"));
    }
    // Lanes that one worker was about to take may have been passed over by the others.
    claimed.extend(shop.claim(now, LEASE).await);
    assert_eq!(claimed.len(), LANES, "a lane was given to several workers");
    assert_eq!(claimed.iter().map(|claim| claim.delivery.id).collect::<HashSet<_>>(), orders);
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
