//! What is to be delivered is worked by one at a time.

use crate::{
    Fixture,
    shop::{LEASE, Shop, at_once},
};
use chat_core::{Changes, Claim, ConversationId, Delivery, DeliveryAction, DeliveryId, DeliveryState, Timestamp};
use futures_util::future::join_all;
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::Duration,
};

const TICK: Duration = Duration::from_millis(1);

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
    assert!(!first.was_abandoned && second.was_abandoned, "a hold that ran out may have been used");
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
    let next = shop.claim_one(now).await;
    assert!(!next.was_abandoned, "the hold before was ended");
    shop.done(next).await;

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

/// A hold that is renewed lasts until the new moment, also when its lease had run out and nobody has noticed; others run out as
/// they would have.
pub async fn a_renewed_hold_hides_its_lane_for_longer(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let other = shop.lane().await;
    shop.order(&shop.conversation, 1, now).await;
    shop.order(&other, 1, now.plus(TICK)).await;
    let [renewed, left] = <[Claim; 2]>::try_from(shop.claim(now.plus(TICK), LEASE).await).expect("two lanes are due");
    let (end, later) = (now.plus(TICK).plus(LEASE), now.plus(LEASE * 3));
    let claims = [renewed.clone()];
    let kept = shop.second.renew(&claims, later).await.expect("holds are renewed");
    assert_eq!(kept, claims);
    let claimed = shop.claim_one(end).await;
    assert_eq!(claimed.conversation_id, left.conversation_id, "only the other lease has run out");
    assert!(shop.claim(Timestamp::from_millis(later.millis() - 1), LEASE * 9).await.len() <= 1);

    let again = later.plus(LEASE);
    assert_eq!(shop.store.renew(&claims, again).await.expect("holds are renewed"), claims, "nobody took it");
    let taken = shop.claim(Timestamp::from_millis(again.millis() - 1), LEASE * 9).await;
    assert!(taken.iter().all(|claim| claim.conversation_id != renewed.conversation_id));
    let after = shop.claim_one(again).await;
    assert!(after.was_abandoned && after.conversation_id == renewed.conversation_id);
    shop.done(after).await;
    assert!(shop.store.renew(&[], later).await.expect("holds are renewed").is_empty());
}

/// A hold that another has taken over, or that was ended, is nobody's to renew.
pub async fn a_hold_that_was_lost_or_ended_is_not_renewed(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let (other, end) = (shop.lane().await, now.plus(LEASE));
    shop.order(&shop.conversation, 1, now).await;
    let stale = shop.claim_one(now).await;
    let fresh = shop.claim_one(end).await;
    shop.order(&other, 1, now).await;
    let ended = shop.claim_one(end).await;
    shop.done(ended.clone()).await;
    let far = now.plus(LEASE * 9);
    let claims = [stale.clone(), ended, fresh.clone()];
    assert_eq!(shop.store.renew(&claims, end.plus(LEASE * 2)).await.expect("holds are renewed"), [fresh]);
    assert!(shop.store.renew(&[stale], far).await.expect("holds are renewed").is_empty());
    assert!(shop.claim(end.plus(LEASE), LEASE).await.is_empty(), "it is held for longer");
    shop.order(&other, 2, now).await;
    let next = shop.claim_one(end.plus(LEASE)).await;
    assert_eq!((next.conversation_id, next.was_abandoned), (other.id, false));
    shop.done(next).await;
    assert_eq!(shop.claim_one(end.plus(LEASE * 2)).await.conversation_id, shop.conversation.id);
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

/// What is ordered while somebody works its lane does not open the lane: it waits for its turn.
pub async fn what_is_ordered_into_a_held_lane_waits(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    shop.order(&shop.conversation, 1, now).await;
    let claim = shop.claim_one(now).await;
    let next = shop.order(&shop.conversation, 2, Timestamp::from_millis(0)).await;
    assert!(shop.claim(now, LEASE).await.is_empty(), "a held lane was opened by a new delivery");
    let changed = Delivery { attempts: 1, ..claim.delivery.clone() };
    let changed = shop.update(changed).await;
    assert!(shop.claim(now, LEASE).await.is_empty(), "a held lane was opened by a change of its delivery");
    shop.done(Claim { delivery: changed, ..claim }).await;
    assert_eq!(shop.claim_one(now).await.delivery, next);
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
        async move { store.claim(now, LEASE, 2).await.expect("lanes are claimed") }
    });
    let mut claimed: Vec<_> = at_once(workers).await.into_iter().flatten().collect();
    // Lanes that one worker was about to take may have been passed over by the others.
    claimed.extend(shop.claim(now, LEASE).await);
    assert_eq!(claimed.len(), LANES, "a lane was given to several workers");
    assert_eq!(claimed.iter().map(|claim| claim.delivery.id).collect::<HashSet<_>>(), orders);
}

/// Workers over two handles who claim and end as fast as they can make every delivery once, and those of a conversation in
/// order, while more are being ordered.
pub async fn workers_make_every_delivery_once_and_in_order(fixture: Fixture) {
    const LANES: usize = 5;
    const ORDERS: i64 = 6;
    let shop = Arc::new(Shop::open(&fixture).await);
    let now = shop.env.now();
    let made: Arc<Mutex<Vec<(ConversationId, DeliveryId)>>> = Arc::default();
    let workers: Vec<_> = (0..4)
        .map(|n| {
            let store = if n % 2 == 0 { shop.store.clone() } else { shop.second.clone() };
            let made = Arc::clone(&made);
            tokio::spawn(async move {
                while made.lock().expect("no holder of the lock panics").len() < LANES * ORDERS as usize {
                    for claim in store.claim(now, LEASE, 2).await.expect("lanes are claimed") {
                        let place = (claim.conversation_id, claim.delivery.id);
                        made.lock().expect("no holder of the lock panics").push(place);
                        let done = Delivery { state: DeliveryState::Done, ..claim.delivery.clone() };
                        let changes = Changes::none().update(done).end(claim.clone());
                        store.commit(claim.scope, changes).await.expect("whoever holds a lane loses no race");
                    }
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    let mut ordered = HashMap::new();
    let mut lanes = Vec::new();
    for _ in 0..LANES {
        lanes.push(shop.lane().await);
    }
    for position in 1..=ORDERS {
        for lane in &lanes {
            let order = shop.order(lane, position, now).await;
            ordered.entry(lane.id).or_insert_with(Vec::new).push(order.id);
        }
    }
    for worker in join_all(workers).await {
        worker.expect("the store does not panic");
    }
    let mut delivered: HashMap<_, Vec<_>> = HashMap::new();
    for (lane, delivery) in made.lock().expect("no holder of the lock panics").iter() {
        delivered.entry(*lane).or_default().push(*delivery);
    }
    assert_eq!(delivered, ordered);
}
