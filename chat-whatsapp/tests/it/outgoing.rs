//! What the channel asks of the Graph API, against the emulator.

use crate::stage::{Stage, serve};
use axum::{
    Router,
    http::{StatusCode, header},
    response::IntoResponse,
};
use chat_core::{
    Account, AccountCheck, AccountFacts, AccountStatus, Channel, ContentType, ExternalId, IdentityKey, IdentityKind,
    Inbound, IncomingCall, Message, Outcome, Quota, Secret, Sending, Source, Timestamp,
};
use chat_whatsapp::{
    AppSecretProof, Config, WhatsApp,
    emulator::{self, Throughput},
};
use serde_json::{Value, json};
use std::time::Duration;

pub(crate) const ANN: &str = "16505551234";
/// Opaque to the channel.
const REFERENCE: &str = "message.delivery";
const OUR_ID: &str = "0193f0a0-7c1e-7000-8000-000000000001";

pub(crate) fn account(stage: &Stage) -> Account {
    account_like(&stage.account)
}

/// An account of ours with the names and secrets of an emulated one.
pub(crate) fn account_like(emulated: &emulator::Account) -> Account {
    Account {
        id: OUR_ID.parse().unwrap(),
        client_id: OUR_ID.parse().unwrap(),
        source: Source::WHATSAPP,
        address: emulated.phone_number_id.clone(),
        business_id: emulated.business_account_id.clone(),
        display_number: None,
        access_token: Secret::from(emulated.access_token.as_str()),
        app_secret: Secret::from(emulated.app_secret.as_str()),
        previous_app_secret: None,
        verify_token: Secret::from("ours"),
        status: AccountStatus::Active,
        pause_reason: None,
        next_check_at: None,
        checks: 0,
        throughput: None,
        throughput_cap: None,
        sends_read_receipts: true,
        throttled_until: None,
        throttle_ms: 0,
        facts: AccountFacts::default(),
        created_at: Timestamp::default(),
        updated_at: Timestamp::default(),
        revision: 1,
    }
}

pub(crate) fn sending(content: &str, to: &[IdentityKey]) -> Sending {
    let id = OUR_ID.parse().unwrap();
    let message = Message {
        content: content.to_owned(),
        ..Message::new(id, OUR_ID.parse().unwrap(), OUR_ID.parse().unwrap(), Timestamp::default())
    };
    Sending { message, files: Vec::new(), to: to.to_vec(), reply_to: None, reference: REFERENCE.to_owned() }
}

pub(crate) fn phone(digits: &str) -> IdentityKey {
    IdentityKey::new(IdentityKind::WhatsappPhone, digits)
}

pub(crate) fn channel(url: &str) -> WhatsApp {
    WhatsApp::new(Config::default().base_url(url).unwrap())
}

pub(crate) async fn last_request(stage: &Stage) -> Value {
    stage.report("requests").await["requests"].as_array().unwrap().last().unwrap().clone()
}

/// The outcome in one word, with the code of its fault.
pub(crate) fn word(outcome: &Outcome) -> (&'static str, String) {
    match outcome {
        Outcome::Done(_) => ("done", String::new()),
        Outcome::Retry { fault, after: None, .. } => ("retry", fault.code.clone()),
        Outcome::Retry { fault, after: Some(_), .. } => ("later", fault.code.clone()),
        Outcome::WaitForRecipient { fault, .. } => ("recipient", fault.code.clone()),
        Outcome::WaitForAccount { fault, .. } => ("account", fault.code.clone()),
        Outcome::Ambiguous(fault) => ("ambiguous", fault.code.clone()),
        Outcome::NeedsTemplate(fault) => ("template", fault.code.clone()),
        Outcome::Refused(fault) => ("refused", fault.code.clone()),
        Outcome::PauseAccount(fault) => ("pause", fault.code.clone()),
    }
}

#[tokio::test]
async fn a_text_goes_to_the_number_with_our_id_and_what_it_answers() {
    let mut stage = Stage::open().await;
    let wamid = stage.customer_writes(ANN).await;
    let mut text = sending("see https://example.com", &[phone("4911"), phone(ANN)]);
    text.reply_to = Some(ExternalId { source: Source::WHATSAPP, id: wamid.clone() });

    let outcome = channel(&stage.url).send(&account(&stage), &text).await;

    let Outcome::Done(Some(id)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(id.source, Source::WHATSAPP);
    let request = last_request(&stage).await;
    assert_eq!(request["path"], format!("/v26.0/{}/messages", stage.account.phone_number_id));
    assert_eq!(
        request["parameters"],
        json!({"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+16505551234", "type": "text",
            "text": {"body": "see https://example.com", "preview_url": true}, "context": {"message_id": wamid},
            "biz_opaque_callback_data": REFERENCE})
    );
    let status = stage.receiver.next_status().await;
    assert_eq!(status["statuses"][0]["id"], id.id);
    assert_eq!(status["statuses"][0]["biz_opaque_callback_data"], REFERENCE);
}

#[tokio::test]
async fn a_customer_without_a_number_is_written_to_by_user_id() {
    let mut stage = Stage::open().await;
    let user = stage.control("users", json!({"id": "bo", "name": "Bo"})).await;
    let bsuid = user.json["bsuids"][&stage.account.business_id].as_str().unwrap();
    stage.customer_writes("bo").await;
    let to = [IdentityKey::new(IdentityKind::WhatsappUser, bsuid), IdentityKey::new(IdentityKind::Email, "bo@x.org")];

    let outcome = channel(&stage.url).send(&account(&stage), &sending("hi", &to)).await;

    assert!(matches!(outcome, Outcome::Done(Some(_))), "{outcome:?}");
    let request = last_request(&stage).await;
    assert_eq!(request["parameters"]["recipient"], bsuid);
    assert_eq!(request["parameters"]["to"], Value::Null);
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_without_a_request() {
    let stage = Stage::open().await;
    let (whatsapp, account) = (channel(&stage.url), account(&stage));
    let mut image = sending("hi", &[phone(ANN)]);
    image.message.content_type = ContentType::new("image");
    let parent = IdentityKey::new(IdentityKind::WhatsappParentUser, "US.ENT.1");
    let cases = [
        ("unsupported", image),
        ("empty", sending(" \n", &[phone(ANN)])),
        ("too_long", sending(&"ü".repeat(4_097), &[phone(ANN)])),
        ("no_recipient", sending("hi", &[])),
        ("no_recipient", sending("hi", &[parent])),
    ];
    for (code, text) in cases {
        assert_eq!(word(&whatsapp.send(&account, &text).await), ("refused", code.to_owned()));
    }
    assert_eq!(stage.report("requests").await["requests"], json!([]));
    let longest = sending(&"ü".repeat(4_096), &[phone(ANN)]);
    assert_eq!(word(&whatsapp.send(&account, &longest).await).0, "done");
}

#[tokio::test]
async fn each_refusal_asks_for_its_own_remedy() {
    let stage = Stage::open().await;
    let (whatsapp, account) = (channel(&stage.url), account(&stage));
    let cases = [
        (131_016, "retry"),
        (130_429, "account"),
        (131_048, "account"),
        (131_056, "recipient"),
        (131_049, "later"),
        (131_047, "template"),
        (131_026, "refused"),
        (100, "refused"),
        (190, "pause"),
        (131_042, "pause"),
        (133_010, "pause"),
    ];
    for (code, expected) in cases {
        stage.control("faults", json!({"kind": "graph", "code": code})).await;
        let outcome = whatsapp.send(&account, &sending("hi", &[phone(ANN)])).await;
        assert_eq!(word(&outcome), (expected, code.to_string()), "{outcome:?}");
    }
    assert_eq!(stage.report("messages").await["messages"], json!([]));
}

#[tokio::test]
async fn a_send_that_got_no_answer_is_ambiguous_whether_it_was_taken_or_not() {
    let stage = Stage::open().await;
    let config = Config::default().base_url(&stage.url).unwrap().timeout(Duration::from_secs(1));
    let (whatsapp, account) = (WhatsApp::new(config), account(&stage));
    for kind in ["hang", "acceptThenHang", "close", "acceptThenClose", "badGateway"] {
        stage.control("faults", json!({"kind": kind})).await;
        let outcome = whatsapp.send(&account, &sending("hi", &[phone(ANN)])).await;
        assert_eq!(word(&outcome).0, "ambiguous", "{kind}: {outcome:?}");
    }
}

#[tokio::test]
async fn an_answer_may_say_when_to_come_again_but_may_not_lead_elsewhere() {
    let stage = Stage::open().await;
    let account = account(&stage);
    let busy = async || (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "17")], "slow down").into_response();
    let url = serve(Router::new().fallback(busy)).await;
    let outcome = channel(&url).send(&account, &sending("hi", &[phone(ANN)])).await;
    let Outcome::WaitForAccount { after, .. } = &outcome else { panic!("{outcome:?}") };
    assert_eq!(*after, Some(Duration::from_secs(17)));

    let elsewhere = stage.url.clone();
    let moved = async move || (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, elsewhere)]).into_response();
    let url = serve(Router::new().fallback(moved)).await;
    let outcome = channel(&url).send(&account, &sending("hi", &[phone(ANN)])).await;
    assert_eq!(word(&outcome), ("retry", "http_307".to_owned()));
    assert_eq!(stage.report("requests").await["requests"], json!([]), "the token went to another host");
}

#[tokio::test]
async fn a_success_that_does_not_name_the_message_is_ambiguous() {
    let stage = Stage::open().await;
    for body in ["", "{}", r#"{"messages":[]}"#, r#"{"messages":[{"id":7}]}"#, "<html>"] {
        let url = serve(Router::new().fallback(async move || body)).await;
        let outcome = channel(&url).send(&account(&stage), &sending("hi", &[phone(ANN)])).await;
        assert_eq!(word(&outcome).0, "ambiguous", "{body:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn marking_as_read_reaches_the_customer_and_may_be_repeated() {
    let mut stage = Stage::open().await;
    let wamid = stage.customer_writes(ANN).await;
    let (whatsapp, account) = (channel(&stage.url), account(&stage));

    stage.control("faults", json!({"kind": "badGateway"})).await;
    assert_eq!(word(&whatsapp.mark_read(&account, &wamid).await).0, "retry");
    assert_eq!(whatsapp.mark_read(&account, &wamid).await, Outcome::Done(None));

    assert_eq!(stage.report("messages").await["messages"][0]["markedRead"], true);
    assert_eq!(word(&whatsapp.mark_read(&account, "wamid.unknown").await), ("refused", "131009".to_owned()));
}

#[tokio::test]
async fn a_check_learns_the_number_and_subscribes_the_app() {
    let mut stage = Stage::open_with(|setup| setup.accounts[0].subscribed = false).await;

    let check = channel(&stage.url).check(&account(&stage)).await;

    assert_eq!(check, AccountCheck::Fine { display_number: Some("+1 555-078-3881".to_owned()), throughput: Some(80) });
    stage.customer_writes(ANN).await;
}

#[tokio::test]
async fn a_check_learns_how_many_messages_the_number_takes() {
    let stage = Stage::open_with(|setup| setup.accounts[0].throughput = Throughput::High).await;
    let check = channel(&stage.url).check(&account(&stage)).await;
    assert!(matches!(check, AccountCheck::Fine { throughput: Some(1_000), .. }), "{check:?}");
}

#[tokio::test]
async fn the_pace_is_what_is_known_of_the_number_and_no_more_than_its_owner_wants() {
    let stage = Stage::open().await;
    for (throughput, throughput_cap, rate, burst) in
        [(None, None, 80, 20), (Some(1_000), None, 1_000, 250), (Some(1_000), Some(20), 20, 5), (None, Some(2), 2, 1)]
    {
        let pace = channel(&stage.url).pace(&Account { throughput, throughput_cap, ..account(&stage) });
        assert_eq!(pace.account, Some(Quota::per_second(rate).at_once(burst)));
        assert_eq!(pace.recipient, Some(Quota::new(45, Duration::from_secs(6))));
    }
}

#[tokio::test]
async fn a_check_says_whether_the_credentials_or_the_way_is_at_fault() {
    let stage = Stage::open().await;
    let whatsapp = channel(&stage.url);
    let wrong = |change: fn(&mut Account)| {
        let mut account = account(&stage);
        change(&mut account);
        account
    };
    let cases = [
        ("190", wrong(|account| account.access_token = Secret::from("stale"))),
        ("100", wrong(|account| account.address = "999".to_owned())),
        ("100", wrong(|account| account.business_id = "999".to_owned())),
        ("100", wrong(|account| account.address = "../../../oauth".to_owned())),
    ];
    for (code, account) in cases {
        let check = whatsapp.check(&account).await;
        let AccountCheck::Wrong(fault) = &check else { panic!("{check:?}") };
        assert_eq!(fault.code, code, "{check:?}");
    }
    stage.control("faults", json!({"kind": "badGateway"})).await;
    assert!(matches!(whatsapp.check(&account(&stage)).await, AccountCheck::Unknown(_)));
    let nowhere = channel("http://127.0.0.1:1").check(&account(&stage)).await;
    assert!(matches!(nowhere, AccountCheck::Unknown(_)), "{nowhere:?}");
}

#[tokio::test]
async fn the_version_and_the_proof_of_the_app_secret_are_configuration() {
    let stage = Stage::open().await;
    let config = Config::default().base_url(&format!("{}/", stage.url)).unwrap();
    let whatsapp = WhatsApp::new(config.version("v27.0").app_secret_proof(AppSecretProof::Sent));

    whatsapp.send(&account(&stage), &sending("hi", &[phone(ANN)])).await;

    let request = last_request(&stage).await;
    assert_eq!(request["path"], format!("/v27.0/{}/messages", stage.account.phone_number_id));
    // Computed with `printf emulated-access-token | openssl dgst -sha256 -hmac emulated-app-secret`.
    assert_eq!(
        request["parameters"]["appsecret_proof"],
        "dacea7072822228a525d21a1f94661ff9ac3183fb0077ae904891b8fd6e94e31"
    );
}

#[tokio::test]
async fn a_signed_call_is_authentic_for_its_own_account_also_while_the_secret_is_rotated() {
    let mut stage = Stage::open().await;
    let mut account = account(&stage);
    stage.control("inbound", json!({"user": ANN, "text": "Grüße 👋"})).await;
    let webhook = stage.receiver.next().await;
    let headers = vec![("x-hub-signature-256".to_owned(), webhook.signature.clone())];
    let call = IncomingCall { headers, body: webhook.body };
    let whatsapp = channel(&stage.url);

    assert_eq!(whatsapp.authenticate(&call, &account), Ok(()));
    account.previous_app_secret = Some(std::mem::replace(&mut account.app_secret, Secret::from("new")));
    assert_eq!(whatsapp.authenticate(&call, &account), Ok(()));
    account.previous_app_secret = None;
    assert!(whatsapp.authenticate(&call, &account).is_err());

    let items = whatsapp.receive(&call).unwrap();
    let Inbound::Message(message) = &items[0].inbound else { panic!("{items:?}") };
    assert_eq!(message.content, "Grüße 👋");
    assert_eq!(message.number.as_deref(), Some("+16505551234"));
}
