//! The channel in an assembled module: from a customer's phone to an agent's desk and back, over the emulator.

use crate::stage::{PATIENCE, Stage, serve};
use axum::{
    Router,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    routing::get,
};
use chat_core::{
    CallError, Chat, Conversation, ConversationFilter, Desk, Draft, IncomingCall, LocalLogin, MemoryStore, Message,
    MessageStatus, NewAccount, NewAgent, PageQuery, Role, Secret, Source,
};
use chat_whatsapp::{Config, WhatsApp, emulator::Callback};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Notify, time::timeout};

const ANN: &str = "+16505551234";
const VERIFY_TOKEN: &str = "the module's own token";

/// A module on a memory store, its webhook endpoint, and an emulator that calls it.
struct Shop {
    stage: Stage,
    chat: Chat,
    desk: Desk,
    endpoint: Endpoint,
    hook: String,
}

#[derive(Clone)]
struct Endpoint {
    chat: Chat,
    /// Rung after each call that was answered.
    answered: Arc<Notify>,
    /// How many calls are answered with 503 although they were taken.
    lost_answers: Arc<AtomicU32>,
}

impl Shop {
    async fn open() -> Self {
        let stage = Stage::open_with(|setup| setup.accounts[0].subscribed = false).await;
        let store = MemoryStore::default();
        let login = LocalLogin::new(store.clone());
        let config = Config::default().base_url(&stage.url).unwrap().timeout(Duration::from_secs(5));
        let chat = Chat::builder(store, login.clone()).channel(WhatsApp::new(config)).build();
        let shop = login.create_client("Shop", NewAgent::new("Sam", "sam@shop.example", Role::Owner)).await.unwrap();
        let desk = chat.sign_in(shop.api_key.expose()).await.unwrap();
        let endpoint = Endpoint { chat: chat.clone(), answered: Arc::default(), lost_answers: Arc::default() };
        let routes = Router::new().route("/webhooks/whatsapp", get(greet).post(take)).with_state(endpoint.clone());
        let hook = format!("{}/webhooks/whatsapp", serve(routes).await);
        let mut account = stage.account.clone();
        account.callback = Some(Callback { url: hook.clone(), verify_token: VERIFY_TOKEN.to_owned() });
        stage.emulator.put_account(&account);
        let shop = Self { stage, chat, desk, endpoint, hook };
        shop.desk.connect_account(&shop.new_account()).await.unwrap();
        shop
    }

    fn new_account(&self) -> NewAccount {
        let account = &self.stage.account;
        NewAccount {
            source: Source::WHATSAPP,
            address: account.phone_number_id.clone(),
            business_id: account.business_account_id.clone(),
            display_number: None,
            access_token: Secret::from(account.access_token.as_str()),
            app_secret: Secret::from(account.app_secret.as_str()),
            verify_token: Secret::from(VERIFY_TOKEN),
        }
    }

    async fn conversations(&self) -> Vec<Conversation> {
        self.desk.conversations(&ConversationFilter::default(), PageQuery::default()).await.unwrap().items
    }

    /// The messages of all conversations, each conversation's latest first.
    async fn messages(&self) -> Vec<Message> {
        let mut messages = Vec::new();
        for conversation in self.conversations().await {
            messages.extend(self.desk.messages(conversation.id, PageQuery::default()).await.unwrap().items);
        }
        messages
    }

    /// Waits until the messages are as they should be; looks again after each call that was answered.
    async fn until(&self, as_wanted: impl Fn(&[Message]) -> bool) -> Vec<Message> {
        let wait = async {
            loop {
                let answered = self.endpoint.answered.notified();
                let messages = self.messages().await;
                if as_wanted(&messages) {
                    return messages;
                }
                answered.await;
            }
        };
        timeout(PATIENCE, wait).await.expect("the messages become as they should be")
    }

    async fn customer_writes(&self, user: &str, text: &str) {
        let written = self.stage.control("inbound", json!({"user": user, "text": text})).await;
        assert_eq!(written.status, 200, "{}", written.json);
    }

    async fn outbound(&self) -> Vec<Value> {
        self.stage.report("messages?direction=outbound").await["messages"].as_array().unwrap().clone()
    }
}

async fn greet(State(endpoint): State<Endpoint>, Query(query): Query<Vec<(String, String)>>) -> (StatusCode, String) {
    match endpoint.chat.answer_handshake(&Source::WHATSAPP, &query).await.unwrap() {
        Some(challenge) => (StatusCode::OK, challenge),
        None => (StatusCode::FORBIDDEN, String::new()),
    }
}

async fn take(State(endpoint): State<Endpoint>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let headers =
        headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned())).collect();
    let taken = endpoint.chat.receive_call(&Source::WHATSAPP, &IncomingCall { headers, body }).await;
    let is_lost = endpoint.lost_answers.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    endpoint.answered.notify_one();
    match taken {
        Ok(()) if is_lost.is_err() => StatusCode::OK,
        Err(CallError::Refused(_)) => StatusCode::FORBIDDEN,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[tokio::test]
async fn a_customer_is_answered_and_the_ticks_come_back() {
    let shop = Shop::open().await;
    shop.stage.control("clock", json!({"delays": {"readMs": 10}})).await;
    shop.stage.control("users", json!({"phone": ANN, "name": "Ann"})).await;
    assert_eq!(shop.desk.accounts().await.unwrap()[0].display_number.as_deref(), Some("+1 555-078-3881"));

    shop.customer_writes(ANN, "Are you open? 👋").await;
    let messages = shop.until(|messages| messages.len() == 1).await;
    assert_eq!(messages[0].content, "Are you open? 👋");
    let conversation = shop.conversations().await.remove(0);
    assert_eq!(conversation.customer_number.as_deref(), Some(ANN));
    let customer = shop.desk.customer(conversation.customer_id.unwrap()).await.unwrap().0;
    assert_eq!(customer.name.as_deref(), Some("Ann"));

    shop.desk.reply(conversation.id, &Draft::text("Until six.")).await.unwrap();
    shop.chat.deliver_once().await.unwrap();

    let messages = shop.until(|messages| messages[0].status == MessageStatus::Read).await;
    let answer = &messages[0];
    assert!(answer.sent_at.is_some() && answer.delivered_at.is_some() && answer.read_at.is_some(), "{answer:?}");
    let outbound = shop.outbound().await;
    assert_eq!(outbound.len(), 1);
    assert_eq!(outbound[0]["body"]["text"]["body"], "Until six.");
    assert_eq!(outbound[0]["wamid"], answer.external_id.as_ref().unwrap().id);
}

#[tokio::test]
async fn a_customer_without_a_number_is_answered_too() {
    let shop = Shop::open().await;
    shop.stage.control("users", json!({"id": "bo", "username": "bo"})).await;
    shop.customer_writes("bo", "hi").await;
    shop.until(|messages| messages.len() == 1).await;
    let conversation = shop.conversations().await.remove(0);
    assert_eq!(conversation.customer_number, None);

    shop.desk.reply(conversation.id, &Draft::text("hello")).await.unwrap();
    shop.chat.deliver_once().await.unwrap();

    shop.until(|messages| messages[0].status == MessageStatus::Delivered).await;
}

#[tokio::test]
async fn a_send_whose_answer_was_lost_is_settled_by_its_status_and_never_repeated() {
    let shop = Shop::open().await;
    shop.customer_writes(ANN, "hi").await;
    shop.until(|messages| messages.len() == 1).await;
    let conversation = shop.conversations().await.remove(0);
    shop.stage.control("clock", json!({"freeze": true})).await;
    shop.stage.control("faults", json!({"kind": "acceptThenClose"})).await;

    shop.desk.reply(conversation.id, &Draft::text("once")).await.unwrap();
    shop.chat.deliver_once().await.unwrap();
    assert!(shop.messages().await[0].external_id.is_none());
    shop.stage.control("clock", json!({"freeze": false})).await;

    let messages = shop.until(|messages| messages[0].status == MessageStatus::Delivered).await;
    assert_eq!(shop.chat.deliver_once().await.unwrap(), 0);
    let outbound = shop.outbound().await;
    assert_eq!(outbound.len(), 1, "it was sent again");
    assert_eq!(outbound[0]["wamid"], messages[0].external_id.as_ref().unwrap().id);
}

#[tokio::test]
async fn what_comes_twice_late_and_in_batches_is_there_once() {
    let shop = Shop::open().await;
    shop.stage.control("chaos", json!({"duplicate": 0.5, "reorder": 0.3, "batchMs": 20})).await;
    shop.endpoint.lost_answers.store(3, Ordering::SeqCst);
    for turn in 0..10 {
        for user in [ANN, "+16505550000", "+491701234567"] {
            shop.customer_writes(user, &format!("message {turn}")).await;
        }
    }
    shop.stage.control("chaos", json!({"duplicate": 0.0, "reorder": 0.0, "batchMs": 0})).await;
    shop.stage.control("clock", json!({"advanceMs": 10_000})).await;

    let messages = shop.until(|messages| messages.len() >= 30).await;

    assert_eq!(shop.conversations().await.len(), 3);
    let mut texts: Vec<_> = messages.iter().map(|message| message.content.clone()).collect();
    texts.sort();
    texts.dedup_by(|one, other| one == other);
    assert_eq!((messages.len(), texts.len()), (30, 10));
}

#[tokio::test]
async fn a_customer_who_has_not_written_for_a_day_needs_a_template_and_the_agent_hears_why() {
    let shop = Shop::open().await;
    shop.customer_writes(ANN, "hi").await;
    shop.until(|messages| messages.len() == 1).await;
    shop.stage.control("clock", json!({"advanceMs": 24 * 60 * 60 * 1000})).await;
    let conversation = shop.conversations().await.remove(0);

    shop.desk.reply(conversation.id, &Draft::text("still there?")).await.unwrap();
    shop.chat.deliver_once().await.unwrap();

    let messages = shop.until(|messages| messages[0].status == MessageStatus::Failed).await;
    assert_eq!(messages[0].error.as_ref().unwrap().code, "131047");
}

#[tokio::test]
async fn the_endpoint_proves_itself_only_for_a_token_of_ours() {
    let shop = Shop::open().await;
    let edge = format!("{}/subscribed_apps", shop.stage.account.business_account_id);
    let with = |token: &str| json!({"override_callback_uri": shop.hook, "verify_token": token});

    assert_eq!(shop.stage.graph(Method::POST, &edge, with("wrong")).await.code(), (400, 2_200, None));
    assert_eq!(shop.stage.graph(Method::POST, &edge, with(VERIFY_TOKEN)).await.status, 200);
}

#[tokio::test]
async fn a_call_with_another_apps_signature_is_refused() {
    let shop = Shop::open().await;
    let mut impostor = shop.stage.account.clone();
    impostor.app_secret = "another".to_owned();
    impostor.callback = Some(Callback { url: shop.hook.clone(), verify_token: String::new() });
    shop.stage.emulator.put_account(&impostor);
    shop.stage.control("clock", json!({"freeze": true})).await;

    shop.customer_writes(ANN, "believe me").await;
    let answered = async {
        loop {
            let report = shop.stage.report("deliveries").await;
            if let Some(answer) = report["deliveries"][0]["attempts"][0]["answers"].get(0) {
                return answer.clone();
            }
        }
    };

    assert_eq!(timeout(PATIENCE, answered).await.expect("the call is answered"), 403);
    assert!(shop.messages().await.is_empty());
}
