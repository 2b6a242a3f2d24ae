use crate::{
    browser::BEGIN,
    house::House,
    provider::{Key, Provider},
};
use chat_core::{Agent, Holder, Invitation, Limited, NewAgent, Quota, Quotas, Role};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_token_that_is_not_for_this_sign_in_signs_nobody_in() {
    let house = House::open().await;
    let now = house.env.now().millis() / 1000;
    for (claim, value) in [
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("aud", json!("another")),
        ("aud", json!([Provider::CLIENT, "another"])),
        ("iss", json!("https://login.evil.test")),
        ("iss", json!(format!("{}/", house.provider.url))),
        ("exp", json!(now - 30)),
        ("exp", Value::Null),
        ("sub", Value::Null),
    ] {
        let before = house.provider.conduct().claims.clone();
        house.provider.say(claim, value.clone());
        let seen = house.browser().sign_in().await;
        // What lacks a part is not even read.
        let (status, code) = match (claim, &value) {
            ("exp" | "sub", Value::Null) => (503, "provider_unavailable"),
            _ => (502, "untrusted_identity"),
        };
        seen.refused(status, code);
        house.provider.conduct().claims = before;
    }
    // A clock that is a little behind does not matter.
    house.provider.say("exp", json!(now - 29));
    let mut browser = house.browser();
    browser.sign_in().await;
    assert_eq!(browser.me().await.status, 200);
}

#[tokio::test]
async fn a_forged_signature_signs_nobody_in() {
    let house = House::open().await;
    house.provider.conduct().key = Key::es256("first");
    house.browser().sign_in().await.refused(502, "untrusted_identity");
    assert_eq!(house.provider.asked("keys"), 1, "the key is known, so there is nothing to ask for");
}

/// What the provider would say, signed in a way of somebody else's.
async fn told_instead(house: &House, algorithm: Algorithm, key: &EncodingKey) {
    let mut browser = house.browser();
    let away = browser.go(BEGIN).await;
    let now = house.env.now().millis() / 1000;
    let claims = json!({
        "iss": house.provider.url, "aud": Provider::CLIENT, "sub": "ann-1", "nonce": away.leads_with("nonce"),
        "iat": now, "exp": now + 300, "email": "ann@shop.test", "email_verified": true,
    });
    let mut header = Header::new(algorithm);
    header.kid = Some("first".into());
    house.provider.conduct().token = Some(jsonwebtoken::encode(&header, &claims, key).unwrap());
    let back = browser.go(&away.location).await;
    browser.go(&back.location).await.refused(502, "untrusted_identity");
}

#[tokio::test]
async fn only_what_the_provider_alone_can_sign_counts() {
    let house = House::open().await;
    // Both sides know this one.
    told_instead(&house, Algorithm::HS256, &EncodingKey::from_secret(Provider::SECRET.as_bytes())).await;
    let token = house.provider.conduct().token.take().unwrap();
    let body = token.split('.').nth(1).unwrap();
    // {"alg":"none"}
    house.provider.conduct().token = Some(format!("eyJhbGciOiJub25lIn0.{body}."));
    house.browser().sign_in().await.refused(502, "untrusted_identity");
}

#[tokio::test]
async fn an_address_that_is_not_verified_signs_nobody_in() {
    let house = House::open().await;
    for value in [json!(false), Value::Null, json!("false")] {
        house.provider.say("email_verified", value);
        house.browser().sign_in().await.refused(403, "no_verified_email");
    }
    house.provider.say("email", Value::Null);
    house.browser().sign_in().await.refused(403, "no_verified_email");
}

#[tokio::test]
async fn whom_nobody_knows_stays_outside() {
    let house = House::open().await;
    for email in ["bob@shop.test", "ann@shop.test.evil", "\u{212a}im@shop.test"] {
        house.provider.say("email", json!(email));
        house.browser().sign_in().await.refused(403, "no_agent");
    }
    // The letter in front is no k, although it is one in lower case.
    house.login.create_agent(house.shop.client.id, NewAgent::new("Kim", "kim@shop.test", Role::Agent)).await.unwrap();
    house.browser().sign_in().await.refused(403, "no_agent");
}

#[tokio::test]
async fn whoever_has_left_the_team_stays_outside_and_that_is_noted() {
    let house = House::open().await;
    house.login.create_agent(house.shop.client.id, NewAgent::new("Bob", "bob@shop.test", Role::Owner)).await.unwrap();
    let ann = house.ann().await;
    house.update(Agent { deactivated_at: Some(house.env.now()), ..ann }).await;
    house.browser().sign_in().await.refused(403, "no_agent");
    house.provider.say("email", json!("bob@shop.test"));
    let mut bob = house.browser();
    bob.sign_in().await;
    let noted = bob.go("/api/v1/audit?deed=failedSignIn").await.json();
    assert_eq!(noted["items"][0]["agentId"], house.shop.owner.id.to_string());
    assert_eq!(noted["items"][0]["address"], "192.0.2.7");
}

#[tokio::test]
async fn an_invitation_that_is_over_lets_nobody_in() {
    let house = House::open().await;
    house.invite(&house.shop, "bob@shop.test").await;
    house.provider.say("email", json!("bob@shop.test"));
    house.clock.advance(Invitation::TTL);
    house.browser().sign_in().await.refused(403, "no_agent");
}

#[tokio::test]
async fn whoever_was_asked_into_two_teams_has_to_choose() {
    let house = House::open().await;
    let other = NewAgent::new("Eve", "eve@other.test", Role::Owner);
    let other = house.login.create_client("Other", other).await.unwrap();
    for client in [&house.shop, &other] {
        house.invite(client, "bob@shop.test").await;
    }
    house.provider.say("email", json!("bob@shop.test"));
    house.browser().sign_in().await.refused(409, "several_invitations");
}

#[tokio::test]
async fn nothing_is_finished_twice() {
    let house = House::open().await;
    let mut browser = house.browser();
    let callback = browser.depart().await;
    let kept = browser.cookies["chat_errand"].clone();
    assert_eq!(browser.go(&callback).await.status, 303);
    browser.go(&callback).await.refused(400, "sign_in_not_begun");
    // Not even by whoever has kept the cookie.
    browser.cookies.insert("chat_errand".into(), kept);
    browser.go(&callback).await.refused(403, "code_refused");
}

#[tokio::test]
async fn only_the_browser_that_was_sent_away_comes_back() {
    let house = House::open().await;
    let (mut thief, mut victim) = (house.browser(), house.browser());
    let of_thief = thief.depart().await;
    victim.go(&of_thief).await.refused(400, "sign_in_not_begun");
    let of_victim = victim.depart().await;
    victim.go(&of_thief).await.refused(400, "wrong_state");
    // What was refused is over, and has to be begun again.
    victim.go(&of_victim).await.refused(400, "sign_in_not_begun");
    let without_state = victim.depart().await.replace("state=", "estate=");
    victim.go(&without_state).await.refused(400, "wrong_state");
    victim.cookies.insert("chat_errand".into(), "made-up".into());
    victim.go(&of_victim).await.refused(400, "sign_in_not_begun");
}

#[tokio::test]
async fn a_code_of_another_sign_in_is_worth_nothing() {
    let house = House::open().await;
    let (mut thief, mut victim) = (house.browser(), house.browser());
    let code = |callback: &str| callback.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned();
    let (of_thief, of_victim) = (thief.depart().await, victim.depart().await);
    let mixed = of_victim.replace(&code(&of_victim), &code(&of_thief));
    victim.go(&mixed).await.refused(403, "code_refused");
}

#[tokio::test]
async fn whoever_takes_too_long_begins_again() {
    let house = House::open().await;
    let mut browser = house.browser();
    let callback = browser.depart().await;
    house.clock.advance(Duration::from_secs(601));
    browser.go(&callback).await.refused(400, "sign_in_not_begun");
}

#[tokio::test]
async fn what_the_provider_refuses_is_told() {
    let house = House::open().await;
    for (error, status, code) in [
        ("access_denied", 403, "access_denied"),
        ("server_error", 502, "provider_failed"),
        ("", 502, "provider_failed"),
    ] {
        house.provider.conduct().error = Some(error);
        let mut browser = house.browser();
        browser.sign_in().await.refused(status, code);
        assert!(!browser.cookies.contains_key("chat_errand"));
    }
    // Nobody else tells it.
    let denied = format!("{BEGIN}/callback?error=access_denied&state=x");
    house.browser().go(&denied).await.refused(400, "sign_in_not_begun");
}

#[tokio::test]
async fn nobody_is_sent_to_another_website() {
    let house = House::open().await;
    for path in ["//evil.test", "/%5Cevil.test", "https://evil.test", "%2F%2Fevil.test", "/%09/evil.test", "inbox"] {
        let seen = house.browser().go(&format!("{BEGIN}?returnTo={path}")).await;
        seen.refused(422, "foreign_return");
        assert_eq!(seen.set, [""; 0]);
    }
    assert_eq!(house.provider.asked("description"), 0);
}

#[tokio::test]
async fn whoever_tries_too_often_has_to_wait() {
    let quotas = Quotas::none().with(Holder::Ip, Limited::Login, Quota::per_minute(1).at_once(2));
    let house = House::limited(quotas, |options| options).await;
    let mut browser = house.browser();
    assert_eq!(browser.sign_in().await.status, 303);
    let seen = house.browser().go(BEGIN).await;
    seen.refused(429, "rate_limited");
    assert_eq!(seen.headers["retry-after"], "60");
    let seen = house.browser().go(&format!("{BEGIN}/callback")).await;
    seen.refused(429, "rate_limited");
}
