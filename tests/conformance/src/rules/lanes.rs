//! What is to be delivered in a conversation is delivered in order.

use crate::{
    Fixture,
    shop::{LEASE, Shop},
};
use chat_core::{
    Account, AccountStatus, Backlog, Changes, Claim, Conversation, Delivery, DeliveryAction, DeliveryAttempt,
    DeliveryId, DeliveryState, Timestamp, Waiting,
};
use std::{collections::HashSet, time::Duration};

/// The deliveries of a conversation are handed out one after the other in the order of their positions, however they were
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

/// Ids that were made by clocks which disagree do not decide what comes first.
pub async fn positions_decide_and_not_ids(fixture: Fixture) {
    const ORDERS: i64 = 6;
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let message = shop.insert(shop.new_message(&shop.conversation, 1)).await;
    let mut ids: Vec<DeliveryId> = (0..ORDERS).map(|_| shop.env.id()).collect();
    ids.reverse();
    for (position, id) in (1..).zip(&ids) {
        shop.insert(Delivery { id: *id, position, ..shop.new_delivery(&message, &shop.account) }).await;
    }
    let listed = shop.store.deliveries_of(shop.scope, message.id).await.expect("they are listed");
    assert_eq!(listed.iter().map(|delivery| delivery.id).collect::<Vec<_>>(), ids);
    for id in ids {
        let claim = shop.claim_one(now).await;
        assert_eq!(claim.delivery.id, id, "a delivery has overtaken another");
        shop.done(claim).await;
    }
}

/// A lane that is to be left alone for a while sends nothing before it is free; reading is told all the same.
pub async fn a_lane_sends_nothing_before_it_is_free(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let free_at = now.plus(LEASE);
    shop.order(&shop.conversation, 1, now).await;
    let claim = shop.claim_one(now).await;
    assert_eq!(claim.free_at, Timestamp::default(), "a lane is free from its beginning");
    shop.done(Claim { free_at, ..claim }).await;

    let second = shop.order(&shop.conversation, 2, now).await;
    for moment in [now, Timestamp::from_millis(free_at.millis() - 1)] {
        assert!(shop.claim(moment, LEASE).await.is_empty(), "a lane was handed out before it is free");
    }
    let claim = shop.claim_one(free_at).await;
    assert_eq!((&claim.delivery, claim.free_at), (&second, free_at));
    shop.put_off(claim, free_at.plus(LEASE)).await;
    assert!(shop.claim(free_at, LEASE).await.is_empty(), "a free lane was handed out before its delivery is due");
    shop.done(shop.claim_one(free_at.plus(LEASE)).await).await;

    let read = Delivery {
        action: DeliveryAction::MarkRead { external_id: "wamid.9".into() },
        ..shop.new_delivery(&shop.new_message(&shop.conversation, 3), &shop.account)
    };
    let read = shop.insert(read).await;
    assert_eq!(shop.claim_one(now).await.delivery, read);
}

/// What a throttled account has to send waits until the throttle is over.
pub async fn a_throttled_account_is_not_claimed(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let order = shop.order(&shop.conversation, 1, now).await;
    let until = now.plus(LEASE);
    shop.update(Account { throttled_until: Some(until), ..shop.account.clone() }).await;
    for moment in [now, Timestamp::from_millis(until.millis() - 1)] {
        assert!(shop.claim(moment, LEASE).await.is_empty(), "a throttled account was claimed");
    }
    assert_eq!(shop.claim_one(until).await.delivery, order);
}

/// Attempts come delivery by delivery, each delivery's in order, and only those of the message that is asked for.
pub async fn attempts_of_a_message_come_in_order(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let message = shop.insert(shop.new_message(&shop.conversation, 1)).await;
    let other = shop.insert(shop.new_message(&shop.conversation, 2)).await;
    let mut expected = Vec::new();
    let mut deliveries: Vec<_> = (0..2).map(|_| shop.new_delivery(&message, &shop.account)).collect();
    deliveries.sort_by_key(|delivery| delivery.id);
    for delivery in deliveries {
        let delivery = shop.insert(delivery).await;
        for number in [2, 1, 3] {
            let attempt = DeliveryAttempt { number, ..shop.new_attempt(&delivery, &message) };
            expected.push(shop.insert(attempt).await);
        }
        shop.insert(shop.new_attempt(&delivery, &other)).await;
    }
    expected.sort_by_key(|attempt| (attempt.delivery_id, attempt.number));
    let listed = shop.store.attempts_of(shop.scope, message.id).await.expect("they are listed");
    assert_eq!(listed, expected);
}

/// Unsettled deliveries of all clients are named when their teams are to be asked, the longest due first, and no others.
pub async fn deliveries_to_ask_come_longest_due_first(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let now = shops[0].env.now();
    let mut expected = Vec::new();
    for (n, seconds) in [3, 1, 2].into_iter().enumerate() {
        let shop = &shops[n % 2];
        let ask_at = Some(now.plus(Duration::from_secs(seconds)));
        let unsettled = |position| {
            let message = shop.new_message(&shop.conversation, position);
            let delivery = shop.new_delivery(&message, &shop.account);
            (message, Delivery { state: DeliveryState::Unsettled, ask_at, ..delivery })
        };
        let position = 10 * n as i64;
        let (message, delivery) = unsettled(position);
        shop.insert(message).await;
        expected.push(shop.insert(delivery).await);
        for (n, state) in (1..).zip(DeliveryState::ALL) {
            let ask_at = ask_at.filter(|_| *state != DeliveryState::Unsettled);
            let (message, delivery) = unsettled(position + n);
            shop.insert(message).await;
            shop.insert(Delivery { state: *state, ask_at, ..delivery }).await;
        }
    }
    expected.sort_by_key(|delivery| delivery.ask_at);
    let ask = async |seconds, limit| {
        let moment = now.plus(Duration::from_secs(seconds));
        shops[0].store.deliveries_to_ask(moment, limit).await.expect("they are named")
    };
    assert_eq!(ask(0, 10).await, []);
    assert_eq!(ask(2, 10).await, expected[..2]);
    assert_eq!(ask(9, 10).await, expected);
    assert_eq!(ask(9, 1).await, expected[..1]);
}

/// What is still to be made or settled is counted over all clients, by whether its time has come, with the oldest of each.
pub async fn the_backlog_is_what_is_not_made_yet(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let now = shops[0].env.now();
    assert_eq!(shops[0].store.backlog(now).await.expect("it is counted"), Backlog::default());
    let minute = Duration::from_secs(60);
    let mut kept = Vec::new();
    for shop in &shops {
        for state in DeliveryState::ALL {
            for next_attempt_at in [now.before(minute), now, now.plus(minute)] {
                let position = kept.len() as i64;
                let message = shop.insert(shop.new_message(&shop.conversation, position)).await;
                let created_at = Timestamp::from_millis(now.millis() - 1_000 * position);
                let delivery = shop.new_delivery(&message, &shop.account);
                kept.push(shop.insert(Delivery { state: *state, next_attempt_at, created_at, ..delivery }).await);
            }
        }
    }
    let of = |is_it: &dyn Fn(&Delivery) -> bool| {
        let moments: Vec<_> = kept.iter().filter(|it| is_it(it)).map(|it| it.created_at).collect();
        Waiting { count: moments.len() as u64, oldest: moments.into_iter().min() }
    };
    for (moment, due, later) in [(now.before(minute), 2, 4), (now, 4, 2), (now.plus(minute), 6, 0)] {
        let is_pending = |it: &Delivery| it.state == DeliveryState::Pending;
        let expected = Backlog {
            due: of(&|it| is_pending(it) && it.next_attempt_at <= moment),
            later: of(&|it| is_pending(it) && it.next_attempt_at > moment),
            unsettled: of(&|it| it.state == DeliveryState::Unsettled),
        };
        assert_eq!((expected.due.count, expected.later.count, expected.unsettled.count), (due, later, 6));
        assert_eq!(shops[1].store.backlog(moment).await.expect("it is counted"), expected);
    }
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
