//! WhatsApp whole at the assembled server: files both ways, templates, reactions, changes, what the business's phone sends.

use crate::stage::{Shop, Stage};
use e2e::{NpmClient, Seen};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

const CUSTOMER: &str = "+15550199";
/// A picture of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\x0bIDATx\xdac\xf8\x0f\x04\0\t\
    \xfb\x03\xfdh\xfa\x1c\xcc\0\0\0\0IEND\xaeB`\x82";

/// An agent who looks at the inbox, and the conversation that a customer has begun.
struct Counter {
    stage: Stage,
    shop: Shop,
    agent: NpmClient,
    conversation: String,
}

impl Counter {
    async fn open() -> Self {
        let stage = Stage::open().await;
        let shop = stage.shop(1).await;
        let agent = stage.socket(&shop).await;
        assert_eq!(agent.ask("joinInbox", []).await["ok"], true);
        stage.customer_writes(&shop, CUSTOMER, "Is my parcel on its way?").await;
        let message = agent.next_event("message").await.remove(0);
        let conversation = message["conversationId"].as_str().unwrap().to_owned();
        Self { stage, shop, agent, conversation }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        self.stage.ask(&self.shop, method, &format!("/api/v1/{path}"), body).await
    }

    async fn say(&self, body: Value) -> (StatusCode, Value) {
        self.ask(Method::POST, &format!("conversations/{}/messages", self.conversation), Some(body)).await
    }

    async fn emulate(&self, what: &str, body: Value) -> Value {
        self.stage.emulate(what, body).await
    }

    /// Waits until the agent hears of a message as it is to be.
    async fn heard(&self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let is_it = |seen: &Seen| match seen {
            Seen::Event { args, .. } => args.first().is_some_and(&fits),
            _ => false,
        };
        match self.agent.wait_for(what, is_it).await {
            Seen::Event { mut args, .. } => args.swap_remove(0),
            other => unreachable!("{other} is no event"),
        }
    }

    async fn upload(&self, name: &str, bytes: &[u8]) -> Value {
        let head = format!("--border\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let body = [head.as_bytes(), bytes, b"\r\n--border--\r\n"].concat();
        let request = self.stage.http.post(format!("{}/api/v1/attachments", self.stage.url()));
        let request = request.bearer_auth(&self.shop.api_key);
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=border").body(body);
        let answer = request.send().await.expect("the server answers");
        assert_eq!(answer.status(), StatusCode::CREATED);
        answer.json::<Value>().await.unwrap()["id"].clone()
    }

    /// What customers were sent, the first first.
    async fn sent(&self) -> Vec<Value> {
        let url = format!("{}/_emu/messages?direction=outbound", self.stage.emulator.url());
        let answer: Value = self.stage.http.get(url).send().await.unwrap().json().await.unwrap();
        answer["messages"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_picture_comes_and_is_answered_with_two() {
    let counter = Counter::open().await;
    let url = format!(
        "{}/_emu/media?user=%2B15550199&phoneNumberId={}&caption=Like%20this",
        counter.stage.emulator.url(),
        counter.shop.phone_number_id
    );
    let request = counter.stage.http.post(url).header(header::CONTENT_TYPE, "image/png").body(PNG);
    assert!(request.send().await.unwrap().status().is_success());
    let there = counter.heard("the picture", |it| it["attachments"][0]["url"].is_string()).await;
    assert_eq!((&there["messageType"], &there["content"]), (&json!("image"), &json!("Like this")));
    let picture = format!("{}{}", counter.stage.url(), there["attachments"][0]["url"].as_str().unwrap());
    let had = counter.stage.http.get(picture).send().await.unwrap();
    assert_eq!((had.status(), had.headers()[header::CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, "image/png"));

    let files = [counter.upload("one.png", PNG).await, counter.upload("terms.txt", b"two chairs").await];
    let (status, first) = counter.say(json!({ "content": "These two", "attachmentIds": files })).await;
    assert_eq!(status, StatusCode::CREATED, "{first}");
    counter
        .heard("the second file at the customer", |it| it["status"] == "read" && it["messageId"] != first["id"])
        .await;
    let kinds: Vec<_> = counter.sent().await.iter().map(|it| it["type"].clone()).collect();
    assert_eq!(kinds, ["image", "document"]);

    let program = counter.upload(
        "tune.wav",
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data\0\0\0\0",
    );
    let (status, refused) = counter.say(json!({ "content": "", "attachmentIds": [program.await] })).await;
    assert_eq!((status, &refused["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("attachmentIds")));
}

#[tokio::test]
async fn a_template_is_approved_and_sent_when_nothing_else_may_be() {
    let counter = Counter::open().await;
    let account = format!("whatsapp/accounts/{}", counter.shop.account_id);
    let template = json!({
        "name": "parcel_update",
        "language": "en_US",
        "category": "UTILITY",
        "components": [{
            "type": "BODY",
            "text": "Hello {{1}}, your parcel arrives on {{2}} before noon.",
            "example": { "body_text": [["Ann", "Monday"]] },
        }],
    });
    let (status, made) = counter.ask(Method::POST, &format!("{account}/templates"), Some(template)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let id = made["id"].clone();
    let path = format!("whatsapp/templates/{}", id.as_str().unwrap());
    while counter.ask(Method::GET, &path, None).await.1["status"] != "APPROVED" {
        counter.heard("news of the template", |it| it["definitionId"] == id).await;
    }

    counter.emulate("clock", json!({ "advanceMs": 25 * 3_600_000 })).await;
    let (_, shown) = counter.ask(Method::GET, &format!("conversations/{}", counter.conversation), None).await;
    assert_eq!(shown["replyWindow"]["open"], true, "our clock has not moved");
    let parameters = json!({ "body": ["Ann", "Tuesday"] });
    let (status, sent) = counter.say(json!({ "template": { "id": id, "parameters": parameters } })).await;
    assert_eq!(status, StatusCode::CREATED, "{sent}");
    assert_eq!(sent["content"], "Hello Ann, your parcel arrives on Tuesday before noon.");
    let told = counter.heard("the template", |it| it["templateName"] == "parcel_update").await;
    assert_eq!(told["messageType"], "template");
    counter.heard("that it was read", |it| it["messageId"] == sent["id"] && it["status"] == "read").await;
    let (status, wrong) = counter.say(json!({ "template": { "id": id, "parameters": { "body": ["Ann"] } } })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
}

#[tokio::test]
async fn a_template_with_a_picture_is_approved_by_its_example_and_sent_with_another() {
    let counter = Counter::open().await;
    let path = format!("whatsapp/accounts/{}/templates", counter.shop.account_id);
    let body = json!({ "type": "BODY", "text": "This is what is on its way to you." });
    let header = |file: &Value| json!({ "type": "HEADER", "format": "IMAGE", "example": { "attachmentId": file } });
    let template = |file: &Value| {
        let components = [header(file), body.clone()];
        json!({ "name": "parcel_shown", "language": "en_US", "category": "UTILITY", "components": components })
    };
    let terms = counter.upload("terms.txt", b"two chairs").await;
    let (status, refused) = counter.ask(Method::POST, &path, Some(template(&terms))).await;
    let field = json!("components[0].example.attachmentId");
    assert_eq!((status, &refused["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &field));

    let example = counter.upload("example.png", PNG).await;
    let (status, made) = counter.ask(Method::POST, &path, Some(template(&example))).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let handle = |template: &Value| template["components"][0]["example"]["header_handle"][0].clone();
    assert!(handle(&made).is_string(), "{made}");
    let id = made["id"].clone();
    let path = format!("whatsapp/templates/{}", id.as_str().unwrap());
    while counter.ask(Method::GET, &path, None).await.1["status"] != "APPROVED" {
        counter.heard("news of the template", |it| it["definitionId"] == id).await;
    }

    let picture = counter.upload("parcel.png", PNG).await;
    let (status, sent) = counter.say(json!({ "template": { "id": id }, "attachmentIds": [picture] })).await;
    assert_eq!(status, StatusCode::CREATED, "{sent}");
    assert_eq!(sent["attachments"][0]["name"], "parcel.png");
    counter.heard("that it was read", |it| it["messageId"] == sent["id"] && it["status"] == "read").await;
    let shown = counter.sent().await.pop().unwrap();
    assert_eq!((&shown["type"], &shown["rendered"]["header"]["type"]), (&json!("template"), &json!("image")));

    let other = counter.upload("other.png", PNG).await;
    let change = json!({ "components": [header(&other), body] });
    let (status, changed) = counter.ask(Method::PATCH, &path, Some(change)).await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    assert!(handle(&changed).is_string() && handle(&changed) != handle(&made), "{changed}");
}

#[tokio::test]
async fn both_sides_react_and_a_customer_changes_its_mind() {
    let counter = Counter::open().await;
    let (_, reply) = counter.say(json!({ "content": "It is." })).await;
    counter.heard("the reply at the customer", |it| it["messageId"] == reply["id"] && it["status"] == "read").await;
    let listed = counter.ask(Method::GET, &format!("conversations/{}/messages", counter.conversation), None).await.1;
    let named = |place: usize| listed["items"][place]["externalId"].clone();

    let react = json!({ "messageId": named(0), "emoji": "🎉" });
    counter.emulate("user/+15550199/react", react).await;
    let told = counter.heard("the customer's sign", |it| it["reactions"][0]["emoji"] == "🎉").await;
    assert_eq!((&told["id"], &told["reactions"][0]["by"]), (&reply["id"], &json!("customer")));

    let question = listed["items"][1]["id"].as_str().unwrap();
    let (status, _) =
        counter.ask(Method::PUT, &format!("messages/{question}/reaction"), Some(json!({ "emoji": "👍" }))).await;
    assert_eq!(status, StatusCode::OK);
    counter.heard("the agent's sign", |it| it["reactions"][0]["emoji"] == "👍").await;

    let edit = json!({ "messageId": named(1), "text": "Is my other parcel on its way?" });
    counter.emulate("user/+15550199/edit", edit).await;
    counter.heard("the changed question", |it| it["content"] == "Is my other parcel on its way?").await;
    counter.emulate("user/+15550199/revoke", json!({ "messageId": named(1) })).await;
    counter.heard("that it was taken back", |it| it["id"] == question && it["deletedAt"].is_string()).await;
}

#[tokio::test]
async fn what_the_business_writes_on_its_own_phone_is_seen_by_the_team() {
    let counter = Counter::open().await;
    let echo = json!({ "user": CUSTOMER, "phoneNumberId": counter.shop.phone_number_id, "text": "On my way!" });
    counter.emulate("echo", echo).await;
    let told = counter.heard("the echo", |it| it["content"] == "On my way!").await;
    assert_eq!((&told["senderType"], &told["status"]), (&json!("agent"), &json!("sent")));
    let (_, shown) = counter.ask(Method::GET, &format!("conversations/{}", counter.conversation), None).await;
    assert_eq!((&shown["unreadCount"], &shown["waitingSince"]), (&json!(0), &Value::Null));
}

#[tokio::test]
async fn a_number_is_named_protected_and_presented() {
    let counter = Counter::open().await;
    let account = format!("whatsapp/accounts/{}", counter.shop.account_id);
    let manage = async |body: Value| counter.ask(Method::POST, &format!("{account}/number"), Some(body)).await;
    assert_eq!(manage(json!({ "action": "setPin", "pin": "212834" })).await.0, StatusCode::NO_CONTENT);
    assert_eq!(manage(json!({ "action": "setPin", "pin": "12" })).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, number) = counter.ask(Method::GET, &format!("{account}/number"), None).await;
    assert_eq!((status, &number["status"], &number["hasPin"]), (StatusCode::OK, &json!("CONNECTED"), &json!(true)));
    let profile = json!({ "about": "We open at nine.", "websites": ["https://shop.example"] });
    let (status, profile) = counter.ask(Method::PATCH, &format!("{account}/profile"), Some(profile)).await;
    assert_eq!((status, &profile["about"]), (StatusCode::OK, &json!("We open at nine.")), "{profile}");
    let (status, refused) = manage(json!({ "action": "verifyCode", "code": "000000" })).await;
    assert_eq!((status, &refused["code"]), (StatusCode::CONFLICT, &json!("provider_refused")), "{refused}");
    assert!(refused["providerCode"].is_string(), "{refused}");
}
