//! What users see of a business, and what it decides about them.

use crate::stage::{Answer, Stage};
use reqwest::Method;
use serde_json::{Value, json};

const ANN: &str = "+16505551234";

async fn call(stage: &Stage, method: Method, edge: &str, body: Value) -> Answer {
    stage.graph(method, &format!("{}/{edge}", stage.account.phone_number_id), body).await
}

async fn done(stage: &Stage, method: Method, edge: &str, body: Value) {
    let answer = call(stage, method, edge, body).await;
    assert_eq!(answer.json, json!({"success": true}));
}

async fn read(stage: &Stage, edge: &str) -> Value {
    let answer = call(stage, Method::GET, edge, Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    answer.json
}

#[tokio::test]
async fn a_profile_is_changed_where_the_change_says_so() {
    let stage = Stage::open().await;
    let edge = "whatsapp_business_profile";
    assert_eq!(read(&stage, edge).await, json!({"data": [{"messaging_product": "whatsapp"}]}));
    let first = json!({"messaging_product": "whatsapp", "about": "Plants", "email": "a@shop.test", "vertical": "RETAIL",
        "websites": ["https://shop.test"]});
    done(&stage, Method::POST, edge, first).await;
    done(&stage, Method::POST, edge, json!({"messaging_product": "whatsapp", "about": "Trees", "email": ""})).await;

    let shown = read(&stage, &format!("{edge}?fields=about,email,websites,vertical")).await;

    assert_eq!(
        shown["data"][0],
        json!({"messaging_product": "whatsapp", "about": "Trees", "vertical": "RETAIL",
        "websites": ["https://shop.test"]})
    );
    for (key, value) in [
        ("about", json!("x".repeat(140))),
        ("address", json!("x".repeat(257))),
        ("description", json!("x".repeat(513))),
        ("email", json!("x".repeat(129))),
        ("vertical", json!("FUN")),
        ("websites", json!(["https://a.test", "https://b.test", "https://c.test"])),
        ("websites", json!(["shop.test"])),
        ("profile_picture_handle", json!("4::x")),
    ] {
        let refused = call(&stage, Method::POST, edge, json!({"messaging_product": "whatsapp", key: value})).await;
        assert_eq!(refused.code().1, 100, "{key}");
    }
    assert_eq!(call(&stage, Method::POST, edge, json!({"about": "x"})).await.code().1, 100);
}

#[tokio::test]
async fn settings_and_automation_are_kept() {
    let stage = Stage::open().await;
    done(&stage, Method::POST, "settings", json!({"calling": {"status": "ENABLED"}})).await;
    let settings = read(&stage, "settings").await;
    assert_eq!(settings["calling"]["status"], "ENABLED");
    assert_eq!(settings["user_identity_change"]["enable_identity_key_check"], false);
    assert_eq!(call(&stage, Method::POST, "settings", json!({"unknown": {}})).await.code().1, 100);
    assert_eq!(call(&stage, Method::POST, "settings", json!({"calling": 1})).await.code().1, 100);

    let commands = json!([{"command_name": "order", "command_description": "Order a plant"}]);
    done(&stage, Method::POST, "conversational_automation", json!({"prompts": ["Hi"], "commands": commands})).await;
    let shown = read(&stage, "conversational_automation").await["conversational_automation"].clone();
    assert_eq!((&shown["prompts"], &shown["commands"]), (&json!(["Hi"]), &commands));
    let five = json!({"prompts": ["1", "2", "3", "4", "5"]});
    assert_eq!(call(&stage, Method::POST, "conversational_automation", five).await.code().1, 131_009);
}

#[tokio::test]
async fn codes_are_made_changed_listed_and_deleted() {
    let stage = Stage::open().await;
    let made =
        call(&stage, Method::POST, "message_qrdls", json!({"prefilled_message": "Hi", "generate_qr_image": "PNG"}))
            .await;
    let code = made.json["code"].as_str().unwrap().to_owned();
    assert_eq!(made.json["deep_link_url"], format!("https://wa.me/message/{code}"));
    assert!(made.json["qr_image_url"].is_string());

    let changed =
        call(&stage, Method::POST, "message_qrdls", json!({"code": code, "prefilled_message": "Hello"})).await;

    assert_eq!(changed.json["prefilled_message"], "Hello");
    assert_eq!(read(&stage, &format!("message_qrdls/{code}")).await["data"][0]["prefilled_message"], "Hello");
    assert_eq!(read(&stage, "message_qrdls").await["data"][0]["code"], code.as_str());
    let asked = read(&stage, "message_qrdls?fields=code,qr_image_url.format(PNG)").await["data"][0].clone();
    assert_eq!(asked.as_object().unwrap().len(), 2);
    done(&stage, Method::DELETE, &format!("message_qrdls/{code}"), Value::Null).await;
    assert_eq!(
        call(&stage, Method::GET, &format!("message_qrdls/{code}"), Value::Null).await.code(),
        (400, 100, Some(33))
    );
    let long = json!({"prefilled_message": "x".repeat(141)});
    assert_eq!(call(&stage, Method::POST, "message_qrdls", long).await.code().1, 100);
}

#[tokio::test]
async fn a_blocked_user_is_not_heard() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    let users = |users: Value| json!({"messaging_product": "whatsapp", "block_users": users});

    let blocked =
        call(&stage, Method::POST, "block_users", users(json!([{"user": ANN}, {"user": "+4912345678"}]))).await;

    let outcome = &blocked.json["block_users"];
    assert_eq!(outcome["added_users"], json!([{"input": ANN, "wa_id": "16505551234"}]));
    assert_eq!(outcome["failed_users"][0]["errors"][0]["code"], 139_100);
    assert_eq!(read(&stage, "block_users").await["data"][0]["wa_id"], "16505551234");
    stage.control("inbound", json!({"user": ANN, "text": "unheard"})).await;
    let unblocked = call(&stage, Method::DELETE, "block_users", users(json!([{"user": ANN}]))).await;
    assert_eq!(unblocked.json["block_users"]["removed_users"][0]["input"], ANN);
    stage.control("inbound", json!({"user": ANN, "text": "heard"})).await;
    assert_eq!(stage.receiver.next().await.value()["messages"][0]["text"]["body"], "heard");
    assert_eq!(call(&stage, Method::POST, "block_users", users(json!([]))).await.code().1, 100);
}

#[tokio::test]
async fn a_business_has_one_username_and_another_cannot_have_it() {
    let mut stage = Stage::open().await;
    let other = json!({"appId": "2", "businessId": "3", "businessAccountId": "4", "phoneNumberId": "5",
        "accessToken": "another-token", "displayPhoneNumber": "+1 5550000000"});
    stage.control("accounts", other).await;
    assert_eq!(read(&stage, "username").await, json!({}));
    assert_eq!(read(&stage, "username_suggestions").await["data"][0]["username_suggestions"], json!(["luckyshrub"]));

    let set = call(&stage, Method::POST, "username", json!({"username": "@LuckyShrub"})).await;

    assert_eq!(set.json, json!({"status": "approved"}));
    assert_eq!(read(&stage, "username").await["username"], "luckyshrub");
    assert_eq!(stage.receiver.next().await.json()["entry"][0]["changes"][0]["field"], "business_username_updates");
    let taken = stage.graph_as("another-token", Method::POST, "5/username", json!({"username": "luckyshrub"})).await;
    assert_eq!(taken.code().1, 147_002);
    for bad in ["ab", "a b c", "123"] {
        assert_eq!(call(&stage, Method::POST, "username", json!({"username": bad})).await.code().1, 147_001, "{bad}");
    }
    done(&stage, Method::DELETE, "username", Value::Null).await;
    assert_eq!(read(&stage, "username").await, json!({}));
}

#[tokio::test]
async fn the_contact_book_forgets_a_number_and_the_app_is_synchronised_once_and_soon() {
    let mut stage = Stage::open().await;
    let user = stage.control("users", json!({"phone": ANN, "hidePhone": true})).await;
    let bsuid = user.json["bsuids"][&stage.account.business_id].as_str().unwrap().to_owned();
    stage.send(json!({"messaging_product": "whatsapp", "to": ANN, "text": {"body": "hi"}})).await;
    stage.receiver.next_status().await;
    stage.control("inbound", json!({"user": ANN, "text": "seen"})).await;
    assert_eq!(stage.receiver.next().await.value()["messages"][0]["from"], "16505551234");

    let forget = format!("contact_book?messaging_product=whatsapp&bsuid={bsuid}");
    done(&stage, Method::DELETE, &forget, Value::Null).await;

    stage.control("inbound", json!({"user": ANN, "text": "unseen"})).await;
    assert_eq!(stage.receiver.next().await.value()["messages"][0]["from"], Value::Null);
    let history = json!({"messaging_product": "whatsapp", "sync_type": "history"});
    assert!(call(&stage, Method::POST, "smb_app_data", history.clone()).await.json["request_id"].is_string());
    assert_eq!(call(&stage, Method::POST, "smb_app_data", history).await.code(), (400, 100, Some(2_593_108)));
    stage.control("clock", json!({"advanceMs": 25 * 60 * 60 * 1_000})).await;
    let contacts = json!({"messaging_product": "whatsapp", "sync_type": "smb_app_state_sync"});
    assert_eq!(call(&stage, Method::POST, "smb_app_data", contacts).await.code(), (400, 100, Some(2_593_107)));
}

#[tokio::test]
async fn what_is_not_emulated_does_not_exist() {
    let stage = Stage::open().await;
    let (number, waba) = (&stage.account.phone_number_id, &stage.account.business_account_id);
    for path in [
        format!("{number}/calls"),
        format!("{number}/call_permissions"),
        format!("{number}/groups"),
        format!("{number}/whatsapp_commerce_settings"),
        format!("{number}/whatsapp_business_encryption"),
        format!("{waba}/flows"),
        format!("{waba}/migrate_flows"),
        format!("{waba}/product_catalogs"),
        // A flow and a group, of which there are none.
        "7700/assets".to_owned(),
        "7700/publish".to_owned(),
        "7700/participants".to_owned(),
        "7700/join_requests".to_owned(),
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let answer = stage.graph(method.clone(), &path, Value::Null).await;
            assert_eq!(answer.code(), (400, 100, Some(33)), "{method} {path}");
        }
    }
    assert_eq!(call(&stage, Method::GET, "nonsense", Value::Null).await.code().1, 2_500);
}
