use crate::{
    endpoint::{Endpoint, Heard},
    house::House,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use chat_core::{Secret, Stop};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::time::Duration;

/// Whether a call is signed with a secret, by the words of the standard and nothing of ours.
fn is_signed(heard: &Heard, secret: &Secret) -> bool {
    let key = BASE64_STANDARD.decode(secret.expose().strip_prefix("whsec_").unwrap()).unwrap();
    let mut signed = format!("{}.{}.", heard.header("webhook-id"), heard.header("webhook-timestamp")).into_bytes();
    signed.extend_from_slice(&heard.body);
    let is_right = |signature: &str| {
        let signature = signature.strip_prefix("v1,").and_then(|text| BASE64_STANDARD.decode(text).ok());
        let mac = Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(&signed);
        signature.is_some_and(|signature| mac.verify_slice(&signature).is_ok())
    };
    heard.header("webhook-signature").split(' ').any(is_right)
}

#[tokio::test]
async fn every_call_is_signed_and_comes_in_order() {
    let (house, endpoint) = (House::new().await, Endpoint::start().await);
    let (_, secret) = house.subscribe(&endpoint).await;
    house.happen(5).await;
    house.chat.call_webhooks_once().await.unwrap();
    let heard = endpoint.heard();
    assert!(heard.iter().all(|heard| is_signed(heard, &secret)));
    assert!(!is_signed(&heard[0], &Secret::from("whsec_b3RoZXI=")));
    assert_eq!(heard[0].json()["type"], "verification");
    assert_eq!(heard[0].header("content-type"), "application/json");
    assert_eq!(endpoint.seqs(), (1..=7).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_secret_before_signs_beside_the_new_one() {
    let (house, endpoint) = (House::new().await, Endpoint::start().await);
    let (id, old) = house.subscribe(&endpoint).await;
    let new = house.desk().await.rotate_webhook_secret(id).await.unwrap().secret;
    house.desk().await.test_webhook(id).await.unwrap();
    let heard = endpoint.heard().pop().unwrap();
    assert!(is_signed(&heard, &old) && is_signed(&heard, &new));
    house.clock.advance(Duration::from_secs(24 * 3600));
    house.desk().await.test_webhook(id).await.unwrap();
    let heard = endpoint.heard().pop().unwrap();
    assert!(!is_signed(&heard, &old) && is_signed(&heard, &new));
}

#[tokio::test]
async fn a_failure_is_tried_again_before_what_follows() {
    let (house, endpoint) = (House::new().await, Endpoint::start().await);
    let (id, _) = house.subscribe(&endpoint).await;
    let before = endpoint.seqs().len();
    house.happen(2).await;
    endpoint.answer(500, "");
    endpoint.answer(302, "/elsewhere");
    for seconds in [0, 5, 10] {
        house.clock.advance(Duration::from_secs(seconds));
        house.chat.call_webhooks_once().await.unwrap();
    }
    assert_eq!(endpoint.seqs()[before..], [3, 3, 3, 4]);
    let errors: Vec<_> = house.calls(id).await.into_iter().rev().filter_map(|call| call.error).collect();
    assert_eq!(
        errors,
        ["the endpoint answered with status 500", "the endpoint answered with status 302; redirects are not followed",]
    );
}

#[tokio::test]
async fn what_runs_by_itself_tells_events_as_they_happen_and_ends_when_it_is_told_to() {
    let (house, endpoint) = (House::new().await, Endpoint::start().await);
    house.subscribe(&endpoint).await;
    let stop = Stop::default();
    let running = tokio::spawn({
        let (chat, stop) = (house.chat.clone(), stop.clone());
        async move { chat.run_until(stop.stopped()).await }
    });
    let before = endpoint.seqs().len();
    house.happen(3).await;
    while endpoint.seqs().len() < before + 3 {
        endpoint.came().await;
    }
    stop.stop();
    running.await.unwrap();
    assert_eq!(endpoint.seqs()[before..], [3, 4, 5]);
}
