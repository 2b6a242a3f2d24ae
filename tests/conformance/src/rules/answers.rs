//! What requests were answered that carry a key.

use super::keys::taken_once_of_32;
use crate::{Fixture, shop::Shop};
use chat_core::{AnswerState, Changes, KeptAnswer, Secret};
use std::time::Duration;

/// A caller's key belongs to one request, however many try at the same moment; another caller may use the same.
pub async fn a_request_is_taken_up_once(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let of = |caller: &str, key: &str| KeptAnswer { caller: caller.into(), key: key.into(), ..shop.new_answer() };
    let first = shop.insert(of("agent:1", "order-7")).await;
    shop.conflicts(Changes::none().insert(of("agent:1", "order-7"))).await;
    let other = shop.insert(of("key:1", "order-7")).await;
    let next = shop.insert(of("agent:1", "Order-7")).await;
    let found = async |caller, key| shop.store.kept_answer(shop.scope, caller, key).await.expect("it is read");
    assert_eq!(found("agent:1", "order-7").await, Some(first.clone()));
    assert_eq!(found("key:1", "order-7").await, Some(other));
    assert_eq!(found("agent:1", "Order-7").await, Some(next));
    assert_eq!(found("key:2", "order-7").await, None);
    let answer = Some(Secret::from("{}"));
    let answered = shop.update(KeptAnswer { state: AnswerState::Answered, answer, ..first }).await;
    assert_eq!(found("agent:1", "order-7").await, Some(answered));
    taken_once_of_32(&shop, |_| of("agent:2", "order-8").into()).await;
}

/// What has expired is forgotten of all clients, those first that expired first, and no more than are wanted; its key is free then.
pub async fn answers_are_forgotten_when_they_expire(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let at = |seconds| shops[0].env.now().plus(Duration::from_secs(seconds));
    let store = &shops[0].store;
    let mut kept = Vec::new();
    for (n, seconds) in [3, 1, 2, 4].into_iter().enumerate() {
        let shop = &shops[n % 2];
        kept.push((seconds, shop, shop.insert(KeptAnswer { expires_at: at(seconds), ..shop.new_answer() }).await));
    }
    kept.sort_by_key(|(seconds, ..)| *seconds);
    let forget = async |seconds, limit| store.forget_answers(at(seconds), limit).await.expect("they are forgotten");
    for (seconds, limit, forgotten, gone) in [(0, 10, 0, 0), (9, 1, 1, 1), (3, 10, 2, 3), (3, 10, 0, 3)] {
        assert_eq!(forget(seconds, limit).await, forgotten);
        for (n, (_, shop, answer)) in kept.iter().enumerate() {
            let is_there = shop.stored(&answer.clone().into()).await.is_some();
            assert_eq!(is_there, n >= gone, "answer {n} after {gone}");
        }
    }
    let (_, shop, first) = &kept[0];
    let KeptAnswer { caller, key, .. } = first.clone();
    shop.insert(KeptAnswer { caller, key, ..shop.new_answer() }).await;
}
