//! Numbers, profiles, settings and the sign-up.

use super::attached;
use crate::{
    outgoing::{account, channel, last_request},
    stage::{Receiver, Stage, VERIFY_TOKEN},
};
use chat_core::{Account, Administration, CodeMethod, NewNumber, NotDone, Profile, Secret};
use serde_json::json;

fn second() -> NewNumber {
    NewNumber { country_code: "1".to_owned(), number: "6505550000".to_owned(), name: "Second".to_owned() }
}

fn code(refused: Result<(), NotDone>) -> String {
    match refused {
        Err(NotDone::ByProvider(fault)) => fault.code,
        Err(NotDone::Invalid(faults)) => faults[0].field.clone().into_owned(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_number_is_added_verified_registered_and_taken_out_of_service() {
    let stage = Stage::open().await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));
    let address = whatsapp.add_number(&own, &second()).await.unwrap();
    let facts = whatsapp.number(&own, &address).await.unwrap();
    assert_eq!(facts.verification.as_deref(), Some("NOT_VERIFIED"));
    assert!(facts.health[0].contains("BLOCKED"), "{facts:?}");
    assert_eq!(code(whatsapp.register(&own, &address, "123456").await), "133006");

    whatsapp.request_code(&own, &address, CodeMethod::Sms, "en_US").await.unwrap();
    let sent = stage.report("codes").await["codes"][&address].as_str().unwrap().to_owned();
    assert_eq!(code(whatsapp.verify_code(&own, &address, "000000").await), "136025");
    whatsapp.verify_code(&own, &address, &format!("{}-{}", &sent[..3], &sent[3..])).await.unwrap();
    whatsapp.register(&own, &address, "123456").await.unwrap();
    whatsapp.set_pin(&own, &address, "654321").await.unwrap();
    whatsapp.set_name(&own, &address, "Another Name").await.unwrap();

    let facts = whatsapp.number(&own, &address).await.unwrap();
    assert_eq!((facts.status.as_deref(), facts.has_pin), (Some("CONNECTED"), Some(true)));
    let all = whatsapp.numbers(&own).await.unwrap();
    assert!(all.len() == 2 && all.iter().any(|it| it.address == address), "{all:?}");
    whatsapp.deregister(&own, &address).await.unwrap();
    assert_ne!(whatsapp.number(&own, &address).await.unwrap().status.as_deref(), Some("CONNECTED"));
}

#[tokio::test]
async fn what_cannot_be_right_is_not_asked_for() {
    let stage = Stage::open().await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));
    assert_eq!(code(whatsapp.register(&own, &own.address, "12345").await), "pin");
    assert_eq!(code(whatsapp.set_pin(&own, &own.address, "abcdef").await), "pin");
    assert_eq!(code(whatsapp.verify_code(&own, &own.address, "12").await), "code");
    assert_eq!(code(whatsapp.set_settings(&own, &own.address, &json!([])).await), "settings");
    assert_eq!(code(whatsapp.set_webhook(&own, &own.address, Some("ftp://a.test")).await), "url");
    assert_eq!(code(whatsapp.set_name(&own, &own.address, "ab").await), "name");
    assert_eq!(code(whatsapp.exchange_code("670843887433847", &own.app_secret, "").await.map(drop)), "code");
    for (wrong, field) in [
        (NewNumber { country_code: "1234".to_owned(), ..second() }, "countryCode"),
        (NewNumber { number: "+1 650".to_owned(), ..second() }, "number"),
        (NewNumber { number: "123".to_owned(), ..second() }, "number"),
        (NewNumber { name: "   ".to_owned(), ..second() }, "name"),
        (NewNumber { name: "x".repeat(129), ..second() }, "name"),
    ] {
        assert_eq!(code(whatsapp.add_number(&own, &wrong).await.map(drop)), field);
    }
    for (profile, field) in [
        (Profile { about: Some("x".repeat(140)), ..Profile::default() }, "about"),
        (Profile { email: Some("x".repeat(129)), ..Profile::default() }, "email"),
        (Profile { websites: Some(vec!["shop.test".to_owned()]), ..Profile::default() }, "websites[0]"),
        (Profile { websites: Some(vec!["https://a.test".to_owned(); 3]), ..Profile::default() }, "websites"),
    ] {
        assert_eq!(code(whatsapp.set_profile(&own, &own.address, &profile, None).await), field);
    }
    let gif = attached("a.gif", "image/gif", "a");
    assert_eq!(code(whatsapp.set_profile(&own, &own.address, &Profile::default(), Some(&gif)).await), "pictureId");
    assert_eq!(stage.report("requests").await["requests"], json!([]));
}

#[tokio::test]
async fn a_profile_is_written_with_its_picture_and_read() {
    let stage = Stage::open().await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));
    assert_eq!(whatsapp.profile(&own, &own.address).await.unwrap(), Profile::default());
    let profile = Profile {
        about: Some("Plants".to_owned()),
        email: Some("a@shop.test".to_owned()),
        websites: Some(vec!["https://shop.test".to_owned()]),
        vertical: Some("RETAIL".to_owned()),
        ..Profile::default()
    };
    let picture = attached("a.png", "image/png", vec![7; 5_000]);

    whatsapp.set_profile(&own, &own.address, &profile, Some(&picture)).await.unwrap();

    let asked = last_request(&stage).await["parameters"].clone();
    assert!(asked["profile_picture_handle"].is_string(), "{asked}");
    let read = whatsapp.profile(&own, &own.address).await.unwrap();
    assert_eq!(Profile { picture_url: None, ..read }, profile);
}

#[tokio::test]
async fn settings_are_kept_in_metas_shape() {
    let stage = Stage::open().await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));
    whatsapp.set_settings(&own, &own.address, &json!({"calling": {"status": "ENABLED"}})).await.unwrap();
    assert_eq!(whatsapp.settings(&own, &own.address).await.unwrap()["calling"]["status"], "ENABLED");
}

#[tokio::test]
async fn the_calls_of_a_number_go_elsewhere_and_back() {
    let mut stage = Stage::open().await;
    let mut elsewhere = Receiver::start().await;
    let whatsapp = channel(&stage.url);
    let own = Account { verify_token: Secret::from(VERIFY_TOKEN), ..account(&stage) };

    whatsapp.set_webhook(&own, &own.address, Some(&elsewhere.url)).await.unwrap();
    stage.control("inbound", json!({"user": crate::outgoing::ANN, "text": "hello"})).await;
    assert_eq!(elsewhere.next().await.value()["messages"][0]["text"]["body"], "hello");

    whatsapp.set_webhook(&own, &own.address, None).await.unwrap();
    stage.customer_writes(crate::outgoing::ANN).await;
    let wrong = Account { verify_token: Secret::from("wrong"), ..own };
    assert_eq!(code(whatsapp.set_webhook(&wrong, &wrong.address, Some(&elsewhere.url)).await), "2200");
}

#[tokio::test]
async fn the_past_is_asked_for_in_two_steps_and_once() {
    let stage = Stage::open().await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));

    whatsapp.ask_for_past(&own).await.unwrap();

    let requests = stage.report("requests").await["requests"].as_array().unwrap().clone();
    let kinds: Vec<_> = requests.iter().map(|request| request["parameters"]["sync_type"].clone()).collect();
    assert_eq!(kinds, ["smb_app_state_sync", "history"]);
    assert!(matches!(whatsapp.ask_for_past(&own).await, Err(NotDone::ByProvider(_))));
}

#[tokio::test]
async fn a_code_of_the_sign_up_is_redeemed_for_a_token_that_works() {
    let stage = Stage::open().await;
    let (whatsapp, own) = (channel(&stage.url), account(&stage));
    let app = stage.account.app_id.clone();
    let sign_up = json!({"appId": app, "businessAccountId": stage.account.business_account_id});
    let code = stage.control("sign_up", sign_up).await.json["code"].as_str().unwrap().to_owned();

    let refused = whatsapp.exchange_code(&app, &Secret::from("another secret"), &code).await;
    assert!(matches!(refused, Err(NotDone::ByProvider(_))), "it does not pass by itself: {refused:?}");
    let token = whatsapp.exchange_code(&app, &own.app_secret, &code).await.unwrap();

    let connected = Account { access_token: token, ..own.clone() };
    assert_eq!(whatsapp.numbers(&connected).await.unwrap().len(), 1);
    assert!(whatsapp.exchange_code(&app, &own.app_secret, &code).await.is_err(), "a code works once");
}
