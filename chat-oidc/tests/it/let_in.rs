use crate::{
    browser::{BEGIN, Browser},
    house::House,
    provider::Key,
};
use chat_core::{Agent, Directory, NewAgent, Role, SecondFactor, Secret};
use serde_json::json;

#[tokio::test]
async fn an_agent_comes_in_and_goes_where_it_wanted() {
    let house = House::open().await;
    let mut browser = house.browser();
    let away = browser.go(&format!("{BEGIN}?returnTo=/inbox%3Fview%3Dmine")).await;
    assert_eq!(away.status, 303);
    assert!(away.location.starts_with(&format!("{}/authorize?", house.provider.url)), "{}", away.location);
    assert_eq!(away.leads_with("redirect_uri"), format!("http://{}{BEGIN}/callback", house.address));
    assert!(away.set[0].starts_with("chat_errand="), "{:?}", away.set);
    assert!(away.set[0].ends_with("; Path=/api/v1/auth/oidc; Max-Age=600; HttpOnly; SameSite=Lax"), "{:?}", away.set);
    // Neither what is sent to the provider later nor the cookie travels in the address.
    assert!(!away.location.contains(&browser.cookies["chat_errand"]) && away.leads_with("code_verifier").is_empty());

    let back = browser.go(&away.location).await;
    let home = browser.go(&back.location).await;
    assert_eq!((home.status, home.location), (303, format!("http://{}/inbox?view=mine", house.address)));
    assert_eq!(home.headers["referrer-policy"], "no-referrer");
    assert!(home.set[0].starts_with("chat_session=cs_") && home.set[0].contains("; HttpOnly; SameSite=Lax"));
    assert_eq!(browser.cookies.keys().collect::<Vec<_>>(), ["chat_session"]);
    let me = browser.me().await.json();
    assert_eq!(me["id"], house.shop.owner.id.to_string());
    assert_eq!(me["name"], "Ann");
}

#[tokio::test]
async fn the_session_is_listed_noted_and_ended_as_any_other() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.sign_in().await;
    let sessions = browser.go("/api/v1/me/sessions").await.json();
    let session = &sessions["items"][0];
    assert_eq!((&session["isCurrent"], &session["device"]), (&json!(true), &json!("Firefox")));
    assert_eq!(session["address"], "192.0.2.7");
    let noted = browser.go("/api/v1/audit?deed=signIn").await.json();
    assert_eq!((&noted["items"][0]["deed"], &noted["items"][0]["address"]), (&json!("signIn"), &json!("192.0.2.7")));
    assert_eq!(noted["items"][0]["agentId"], house.shop.owner.id.to_string());
    let other = house.login.start_session(house.ann().await).await.unwrap();
    house.chat.sign_in(other.token.expose()).await.unwrap().end_other_sessions().await.unwrap();
    assert_eq!(browser.me().await.status, 401);
}

#[tokio::test]
async fn the_provider_stands_for_the_second_factor() {
    let house = House::open().await;
    let factor = SecondFactor {
        secret: Secret::from("JBSWY3DPEHPK3PXP"),
        confirmed_at: Some(house.env.now()),
        last_step: 0,
        recovery: Vec::new(),
    };
    house.update(Agent { second_factor: Some(Box::new(factor)), ..house.ann().await }).await;
    let known = house.login.check_password("ann@shop.test", &Secret::from("correct horse")).await.unwrap();
    assert!(known.needs_code());
    let mut browser = house.browser();
    browser.sign_in().await;
    assert_eq!(browser.me().await.status, 200);
}

#[tokio::test]
async fn keys_of_both_usual_kinds_count() {
    let house = House::open().await;
    let key = Key::rs256("rsa");
    house.provider.conduct().published.push(key.clone());
    let usual = house.provider.conduct().key.clone();
    for key in [key, usual] {
        house.provider.conduct().key = key;
        let mut browser = house.browser();
        browser.sign_in().await;
        assert_eq!(browser.me().await.status, 200);
    }
}

#[tokio::test]
async fn a_provider_that_takes_the_secret_in_the_body_gets_it_there() {
    let house = House::open().await;
    house.provider.conduct().takes_post_alone = true;
    let mut browser = house.browser();
    browser.sign_in().await;
    assert_eq!(browser.me().await.status, 200);
}

#[tokio::test]
async fn an_address_that_is_not_in_the_token_is_asked_for() {
    let house = House::open().await;
    house.provider.conduct().claims = json!({});
    let info = json!({ "sub": "ann-1", "email": "ANN@shop.test", "email_verified": "true" });
    house.provider.conduct().user_info = Some(info.clone());
    let mut browser = house.browser();
    browser.sign_in().await;
    assert_eq!(browser.me().await.status, 200);
    assert_eq!(house.provider.asked("user info"), 1);
    // What it tells of somebody else counts for nobody.
    house.provider.conduct().user_info.as_mut().unwrap()["sub"] = json!("bob-1");
    house.browser().sign_in().await.refused(503, "provider_unavailable");
    house.provider.conduct().user_info = Some(json!({ "sub": "ann-1", "email": "ann@shop.test" }));
    house.browser().sign_in().await.refused(403, "no_verified_email");
}

#[tokio::test]
async fn whoever_was_asked_in_joins_the_team() {
    let house = House::open().await;
    house.invite(&house.shop, "bob@shop.test").await;
    house.provider.say("email", json!("Bob@Shop.test"));
    house.provider.say("name", json!("Bob"));
    let mut browser = house.browser();
    browser.sign_in().await;
    let me = browser.me().await.json();
    let bob = house.store.agent_by_email("bob@shop.test").await.unwrap().unwrap();
    assert_eq!((&me["id"], &me["name"]), (&json!(bob.id), &json!("Bob")));
    assert_eq!(bob.password_hash, None);
    assert_eq!((&me["role"], &me["clientId"]), (&json!("agent"), &json!(house.shop.client.id)));
    // The invitation is used up, and no password was made up.
    let desk = house.chat.sign_in(house.shop.api_key.expose()).await.unwrap();
    assert_eq!(desk.invitations().await.unwrap(), []);
    house.login.check_password("bob@shop.test", &Secret::from("")).await.unwrap_err();
    let mut again = house.browser();
    again.sign_in().await;
    assert_eq!(again.me().await.json()["id"], me["id"]);
}

#[tokio::test]
async fn whoever_came_without_a_password_sets_a_first_one() {
    let house = House::open().await;
    house.invite(&house.shop, "bob@shop.test").await;
    house.provider.say("email", json!("bob@shop.test"));
    let mut browser = house.browser();
    browser.sign_in().await;
    let old = json!({ "currentPassword": "is there none", "newPassword": "battery staple" });
    assert_eq!(browser.set_password(&old).await, 422);
    let first = json!({ "newPassword": "battery staple" });
    assert_eq!(browser.set_password(&first).await, 204);
    house.login.check_password("bob@shop.test", &Secret::from("battery staple")).await.unwrap();
    // From now on it is asked for.
    assert_eq!(browser.set_password(&first).await, 422);
}

#[tokio::test]
async fn only_the_domains_that_were_named_are_let_in() {
    let house = House::with(|options| options.domains(["Shop.test".to_owned(), "other.test".to_owned()])).await;
    let mut browser = house.browser();
    browser.sign_in().await;
    assert_eq!(browser.me().await.status, 200);
    for email in ["ann@mail.shop.test", "ann@shop.test.evil", "ann@evil", "other.test@evil"] {
        house.provider.say("email", json!(email));
        house.browser().sign_in().await.refused(403, "wrong_domain");
    }
}

#[tokio::test]
async fn a_sign_in_goes_on_at_another_process() {
    let house = House::open().await;
    let second = house.second_process().await;
    let mut browser = house.browser();
    let callback = browser.depart().await;
    let elsewhere = callback.replace(&house.address.to_string(), &second.to_string());
    let mut moved = Browser { home: format!("http://{second}"), ..browser };
    assert_eq!(moved.go(&elsewhere).await.status, 303);
    assert_eq!(moved.me().await.status, 200);
}

#[tokio::test]
async fn a_login_page_is_told_which_ways_there_are() {
    let house = House::with(|options| options.label("Sign in with Shop")).await;
    let ways = house.browser().go("/api/v1/auth/methods").await.json();
    assert_eq!(ways, json!({ "password": true, "oidc": { "label": "Sign in with Shop", "path": BEGIN } }));
}

#[tokio::test]
async fn what_the_provider_says_of_itself_is_looked_at() {
    let house = House::open().await;
    let inspection = house.provider.options().build().inspect().await.unwrap();
    assert_eq!((inspection.keys, inspection.is_signing_known), (1, true));
    house.provider.conduct().issuer = Some("https://login.evil.test".into());
    let error = house.provider.options().build().inspect().await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("issuer") && cause.contains(&house.provider.url), "{cause}");
}

#[tokio::test]
async fn a_colleague_is_nobody_else() {
    let house = House::open().await;
    let new = NewAgent::new("Bob", "bob@shop.test", Role::Agent);
    let (bob, _) = house.login.create_agent(house.shop.client.id, new).await.unwrap();
    house.provider.say("email", json!("bob@shop.test"));
    // The provider's own names for both are the same here: the address counts.
    let mut browser = house.browser();
    browser.sign_in().await;
    assert_eq!(browser.me().await.json()["id"], bob.id.to_string());
}
