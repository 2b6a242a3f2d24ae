//! What users do besides writing.

use crate::stage::Stage;
use serde_json::{Value, json};

const ANN: &str = "+16505551234";

/// Ann writes, the business answers with `body`, and the answer has been delivered. Gives the ids of both.
async fn exchange(stage: &mut Stage, mut body: Value) -> (String, String) {
    let question = stage.customer_writes(ANN).await;
    body["messaging_product"] = json!("whatsapp");
    body["to"] = json!(ANN);
    let sent = stage.send(body).await;
    assert_eq!(sent.status, 200, "{}", sent.json);
    stage.receiver.next_status().await;
    stage.receiver.next_status().await;
    (question, sent.json["messages"][0]["id"].as_str().unwrap().to_owned())
}

async fn next_message(stage: &mut Stage) -> Value {
    stage.receiver.next().await.value()["messages"][0].clone()
}

#[tokio::test]
async fn a_reaction_an_edit_and_a_deletion_name_the_message_they_are_about() {
    let mut stage = Stage::open().await;
    let (question, answer) = exchange(&mut stage, json!({"type": "text", "text": {"body": "hi"}})).await;

    stage.control(&format!("user/{ANN}/react"), json!({"messageId": answer, "emoji": "🎉"})).await;
    let reaction = next_message(&mut stage).await;
    assert_eq!(reaction["type"], "reaction");
    assert_eq!(reaction["reaction"], json!({"message_id": answer, "emoji": "🎉"}));

    stage.control(&format!("user/{ANN}/edit"), json!({"messageId": question, "text": "hello!"})).await;
    let edit = next_message(&mut stage).await;
    assert_eq!(edit["type"], "edit");
    assert_eq!(edit["edit"]["original_message_id"], question.as_str());
    assert_eq!(edit["edit"]["message"], json!({"type": "text", "text": {"body": "hello!"}}));

    stage.control(&format!("user/{ANN}/revoke"), json!({"messageId": question})).await;
    assert_eq!(next_message(&mut stage).await["revoke"], json!({"original_message_id": question}));
}

#[tokio::test]
async fn only_the_users_own_recent_messages_are_edited_or_deleted() {
    let mut stage = Stage::open().await;
    let (question, answer) = exchange(&mut stage, json!({"type": "text", "text": {"body": "hi"}})).await;

    let foreign = stage.control(&format!("user/{ANN}/edit"), json!({"messageId": answer, "text": "ho"})).await;
    assert_eq!(foreign.status, 409);
    let unknown = stage.control(&format!("user/{ANN}/revoke"), json!({"messageId": "wamid.other"})).await;
    assert_eq!(unknown.status, 404);
    stage.control("clock", json!({"advanceMs": 15 * 60 * 1_000 + 60_000})).await;
    let late = stage.control(&format!("user/{ANN}/edit"), json!({"messageId": question, "text": "ho"})).await;
    assert_eq!(late.status, 409);

    assert!(stage.receiver.is_silent());
}

#[tokio::test]
async fn a_correction_does_not_open_the_window() {
    let mut stage = Stage::open().await;
    let question = stage.customer_writes(ANN).await;
    stage.control("clock", json!({"advanceMs": 24 * 60 * 60 * 1_000 + 1_000})).await;

    stage.control(&format!("user/{ANN}/revoke"), json!({"messageId": question})).await;
    next_message(&mut stage).await;
    stage.send(json!({"messaging_product": "whatsapp", "to": ANN, "type": "text", "text": {"body": "hi"}})).await;

    assert_eq!(stage.receiver.next_status().await["statuses"][0]["errors"][0]["code"], 131_047);
}

#[tokio::test]
async fn a_new_number_comes_with_a_new_id_and_both_are_told() {
    let mut stage = Stage::open().await;
    stage.control("users", json!({"id": "ann", "name": "Ann", "phone": ANN})).await;
    stage.customer_writes("ann").await;
    let old = stage.report("users").await["users"][0]["bsuids"]["3400000000000001"].clone();

    let changed = stage.control("user/ann/change_number", json!({"phone": "+1 650 555 0000"})).await;

    assert_eq!(changed.json["phone"], "16505550000");
    let number = stage.receiver.next().await.value();
    assert_eq!(number["contacts"], Value::Null);
    assert_eq!(number["messages"][0]["from"], "16505551234");
    let body = "Ann changed from 16505551234 to 16505550000";
    let expected = json!({"type": "user_changed_number", "body": body, "wa_id": "16505550000"});
    assert_eq!(number["messages"][0]["system"], expected);
    let id = next_message(&mut stage).await;
    assert_eq!(id["from"], Value::Null);
    assert_eq!(id["system"]["previous_user_id"], old);
    assert_eq!(id["system"]["user_id"], changed.json["bsuids"]["3400000000000001"]);
    assert_ne!(id["system"]["user_id"], old);
}

#[tokio::test]
async fn an_opt_out_is_told_to_the_field_of_preferences() {
    let mut stage = Stage::open().await;
    stage.control("users", json!({"id": "ann", "phone": ANN})).await;

    stage.control("user/ann/opt_out", json!({})).await;

    let webhook = stage.receiver.next().await;
    assert_eq!(webhook.json()["entry"][0]["changes"][0]["field"], "user_preferences");
    let preference = &webhook.value()["user_preferences"][0];
    assert_eq!(preference["wa_id"], "16505551234");
    assert_eq!(preference["category"], "marketing_messages");
    assert_eq!(preference["value"], "stop");
    assert!(preference["timestamp"].is_i64());
    assert_eq!(stage.report("user/ann/chat").await["optedOut"], true);
    stage.control("user/ann/opt_in", json!({})).await;
    assert_eq!(stage.receiver.next().await.value()["user_preferences"][0]["value"], "resume");
}

#[tokio::test]
async fn the_type_of_a_message_is_told_by_its_content() {
    let mut stage = Stage::open().await;
    let place = json!({"latitude": 37.46, "longitude": -122.21, "name": "Pier"});

    stage.control("inbound", json!({"user": ANN, "message": {"location": place}})).await;

    let message = next_message(&mut stage).await;
    assert_eq!(message["type"], "location");
    assert_eq!(message["location"], place);
}

#[tokio::test]
async fn a_tapped_button_or_row_answers_the_message_it_is_below() {
    let mut stage = Stage::open().await;
    let buttons = json!([{"type": "reply", "reply": {"id": "today", "title": "Today"}}]);
    let question = json!({"type": "button", "body": {"text": "When?"}, "action": {"buttons": buttons}});
    let (_, wamid) = exchange(&mut stage, json!({"type": "interactive", "interactive": question})).await;

    stage.control(&format!("user/{ANN}/tap"), json!({"messageId": wamid, "button": "Today"})).await;

    let answer = next_message(&mut stage).await;
    assert_eq!(answer["context"]["id"], wamid.as_str());
    assert_eq!(
        answer["interactive"],
        json!({"type": "button_reply", "button_reply": {"id": "today", "title": "Today"}})
    );
    let rows = json!([{"id": "15", "title": "At three", "description": "With coffee"}]);
    let action = json!({"button": "Times", "sections": [{"rows": rows}]});
    let question = json!({"type": "list", "body": {"text": "When?"}, "action": action});
    let (_, wamid) = exchange(&mut stage, json!({"type": "interactive", "interactive": question})).await;
    stage.control(&format!("user/{ANN}/tap"), json!({"messageId": wamid, "button": "15"})).await;
    let answer = next_message(&mut stage).await;
    assert_eq!(answer["interactive"], json!({"type": "list_reply", "list_reply": rows[0]}));
    let unknown = stage.control(&format!("user/{ANN}/tap"), json!({"messageId": wamid, "button": "16"})).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn a_tapped_quick_reply_of_a_template_comes_back_with_its_payload() {
    let mut stage = Stage::open().await;
    stage.control("clock", json!({"delays": {"reviewMs": 0}})).await;
    let components = json!([{"type": "BODY", "text": "All right?"},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Yes"}]}]);
    let template = json!({"name": "check", "language": "en", "category": "UTILITY", "components": components});
    let path = format!("{}/message_templates", stage.account.business_account_id);
    assert_eq!(stage.graph(reqwest::Method::POST, &path, template).await.status, 200);
    stage.receiver.next().await;
    let payload = json!([{"type": "payload", "payload": "all-right"}]);
    let components = json!([{"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": payload}]);
    let template = json!({"name": "check", "language": {"code": "en"}, "components": components});
    let (_, wamid) = exchange(&mut stage, json!({"type": "template", "template": template})).await;

    stage.control(&format!("user/{ANN}/tap"), json!({"messageId": wamid, "button": "Yes"})).await;

    let answer = next_message(&mut stage).await;
    assert_eq!(answer["type"], "button");
    assert_eq!(answer["button"], json!({"payload": "all-right", "text": "Yes"}));
    let seen = &stage.report(&format!("user/{ANN}/chat")).await["messages"][1];
    assert_eq!(seen["shown"]["body"]["text"], "All right?");
}

#[tokio::test]
async fn a_file_is_sent_as_what_its_type_says_and_can_be_looked_at() {
    let mut stage = Stage::open().await;
    let send = async |stage: &Stage, query: &str, mime: &str, body: &'static str| {
        let url = format!("{}/_emu/media?user=%2B16505551234&{query}", stage.url);
        let request = stage.client.post(url).header("content-type", mime).body(body);
        request.send().await.expect("the emulator answers")
    };
    send(&stage, "caption=A%20chair", "image/png", "png").await;
    let message = next_message(&mut stage).await;
    assert_eq!(message["type"], "image");
    assert_eq!(message["image"]["mime_type"], "image/png");
    assert_eq!(message["image"]["caption"], "A chair");
    // Computed with `printf png | openssl dgst -sha256 -binary | base64`.
    assert_eq!(message["image"]["sha256"], "j4y7fc9G4Lx9UyZXSabBfRFgk6a6leRCdkBgx2/UqGw=");
    let id = message["image"]["id"].as_str().unwrap();
    let file = stage.client.get(format!("{}/_emu/media/{id}", stage.url)).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "image/png");
    assert_eq!(file.text().await.unwrap(), "png");

    send(&stage, "voice=true", "audio/ogg; codecs=opus", "ogg").await;
    assert_eq!(next_message(&mut stage).await["audio"]["voice"], true);
    send(&stage, "filename=plan.zip", "application/zip", "zip").await;
    assert_eq!(next_message(&mut stage).await["document"]["filename"], "plan.zip");
    let refused = send(&stage, "type=audio", "audio/wav", "wav").await;
    assert_eq!(refused.status(), 400);
    let unnamed = send(&stage, "", "application/x-www-form-urlencoded", "?").await;
    assert_eq!(unnamed.status(), 400);
}
