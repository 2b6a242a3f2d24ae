//! Message templates: made, reviewed, listed, changed and deleted.

use crate::stage::{Answer, Stage};
use reqwest::Method;
use serde_json::{Value, json};

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

fn body(text: &str, examples: &[&str]) -> Value {
    let mut body = json!({"type": "BODY", "text": text});
    if !examples.is_empty() {
        body["example"] = json!({"body_text": [examples]});
    }
    body
}

fn template(name: &str, components: Value) -> Value {
    json!({"name": name, "language": "en_US", "category": "UTILITY", "components": components})
}

fn plain(name: &str) -> Value {
    template(name, json!([body("Your order is on its way.", &[])]))
}

async fn on_templates(stage: &Stage, method: Method, query: &str, template: Value) -> Answer {
    let path = format!("{}/message_templates{query}", stage.account.business_account_id);
    stage.graph(method, &path, template).await
}

async fn create(stage: &Stage, template: Value) -> Answer {
    on_templates(stage, Method::POST, "", template).await
}

async fn list(stage: &Stage, query: &str) -> Value {
    let answer = on_templates(stage, Method::GET, query, Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    answer.json
}

fn names(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|template| template["name"].as_str().unwrap()).collect()
}

/// Makes a template and takes the webhook of its review.
async fn reviewed(stage: &mut Stage, template: Value) -> String {
    let created = create(stage, template).await;
    assert_eq!(created.status, 200, "{}", created.json);
    assert_eq!(created.json["status"], "PENDING");
    stage.control("clock", json!({"advanceMs": 1_000})).await;
    stage.receiver.next().await;
    created.json["id"].as_str().unwrap().to_owned()
}

async fn status(stage: &Stage, id: &str) -> Value {
    stage.graph(Method::GET, id, Value::Null).await.json["status"].clone()
}

#[tokio::test]
async fn a_template_is_reviewed_and_the_apps_own_url_hears_of_it() {
    let mut stage = Stage::open().await;
    stage.control("clock", json!({"freeze": true})).await;
    let subscribed = format!("{}/subscribed_apps", stage.account.business_account_id);
    let elsewhere = crate::stage::Receiver::start().await;
    let overriding = json!({"override_callback_uri": elsewhere.url, "verify_token": crate::stage::VERIFY_TOKEN});
    assert_eq!(stage.graph(Method::POST, &subscribed, overriding).await.status, 200);
    for (name, event, reason) in [("order_sent", "APPROVED", "NONE"), ("order_reject", "REJECTED", "INVALID_FORMAT")] {
        let id = create(&stage, plain(name)).await.json["id"].as_str().unwrap().to_owned();
        assert_eq!(status(&stage, &id).await, "PENDING");

        stage.control("clock", json!({"advanceMs": 1_000})).await;

        let webhook = stage.receiver.next().await.json();
        assert_eq!(webhook["entry"][0]["id"], stage.account.business_account_id.as_str());
        assert!(webhook["entry"][0]["time"].is_i64());
        let change = &webhook["entry"][0]["changes"][0];
        assert_eq!(change["field"], "message_template_status_update");
        assert_eq!(change["value"]["event"], event);
        assert_eq!(change["value"]["reason"], reason);
        assert_eq!(change["value"]["message_template_id"].as_u64().unwrap().to_string(), id);
        assert_eq!(change["value"]["message_template_name"], name);
        assert_eq!(status(&stage, &id).await, event);
    }
}

#[tokio::test]
async fn a_template_that_breaks_a_rule_is_refused_with_the_subcode_that_says_which() {
    let stage = Stage::open().await;
    let x = |length: usize| "x".repeat(length);
    let with = |component: Value| json!([body("Your order is on its way.", &[]), component]);
    let buttons = |buttons: Value| with(json!({"type": "BUTTONS", "buttons": buttons}));
    let reply = json!({"type": "QUICK_REPLY", "text": "Yes"});
    let link = json!({"type": "URL", "text": "Open", "url": "https://shop.test"});
    let header = |text: &str| with(json!({"type": "HEADER", "format": "TEXT", "text": text}));
    let cases = [
        (Some(2_388_043), json!([])),
        (None, json!([body("a", &[]), body("b", &[])])),
        (None, with(json!({"type": "SIDEBAR"}))),
        (Some(2_388_072), json!([body("", &[])])),
        (Some(2_388_040), json!([body(&x(1_025), &[])])),
        (Some(2_388_072), json!([body("Your order {{2}} is on its way", &["1"])])),
        (Some(2_388_072), json!([body("Your order {{name}} is on its way", &["1"])])),
        (Some(2_388_072), json!([body("Your order {{1}}{{2}} is on its way", &["1", "2"])])),
        (Some(2_388_299), json!([body("{{1}} is your order that is on its way", &["1"])])),
        (Some(2_388_299), json!([body("This is the number of your order: {{1}}.", &["1"])])),
        (Some(2_388_293), json!([body("Order {{1}} sent", &["1"])])),
        (Some(2_388_043), json!([body("Your order {{1}} is on its way", &[])])),
        (Some(2_388_047), header(&x(61))),
        (Some(2_388_047), header("{{1}} and {{2}}")),
        (Some(2_388_043), header("Order {{1}}")),
        (Some(2_388_047), with(json!({"type": "HEADER", "format": "SONG"}))),
        (Some(2_388_043), with(json!({"type": "HEADER", "format": "IMAGE"}))),
        (Some(2_388_073), with(json!({"type": "FOOTER", "text": x(61)}))),
        (Some(2_388_073), with(json!({"type": "FOOTER", "text": "Hi {{1}}"}))),
        (Some(2_388_040), buttons(json!([{"type": "QUICK_REPLY", "text": x(26)}]))),
        (Some(2_388_040), buttons(json!([{"type": "URL", "text": "Open", "url": format!("https://{}", x(2_000))}]))),
        (Some(2_388_043), buttons(json!([{"type": "URL", "text": "Open", "url": "https://shop.test/{{1}}"}]))),
        (Some(2_388_043), buttons(json!([{"type": "COPY_CODE"}]))),
        (None, buttons(json!([]))),
        (None, buttons(json!([link, link, link]))),
        (None, buttons(json!([reply, link, reply]))),
        (None, buttons(json!([{"type": "OTP", "otp_type": "COPY_CODE"}]))),
        (None, buttons(Value::Array(vec![reply; 11]))),
        (None, with(json!({"type": "CAROUSEL", "cards": [{"components": [body("a", &[])]}]}))),
        (Some(2_388_040), with(json!({"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": x(17)}}))),
    ];
    for (subcode, components) in cases {
        let refused = create(&stage, template("order", components.clone())).await;
        assert_eq!(refused.code(), (400, 100, subcode), "{components} gave {}", refused.json);
    }
    for (key, value) in [
        ("name", "Order"),
        ("language", "English"),
        ("category", "FUN"),
        ("parameter_format", "ODD"),
        ("message_send_ttl_seconds", "29"),
        ("components", "none"),
    ] {
        let mut bad = plain("order");
        bad[key] = json!(value);
        assert_eq!(create(&stage, bad).await.code(), (400, 100, None), "{key}");
    }
    assert_eq!(list(&stage, "").await["data"], json!([]));
}

#[tokio::test]
async fn a_template_with_everything_is_taken_and_shown_as_it_was_made() {
    let stage = Stage::open().await;
    let components = json!([
        {"type": "HEADER", "format": "TEXT", "text": "Sale: {{sale}}",
            "example": {"header_text_named_params": [{"param_name": "sale", "example": "Summer"}]}},
        {"type": "BODY", "text": "Shop until {{end}} and take part in it.",
            "example": {"body_text_named_params": [{"param_name": "end", "example": "August"}]}},
        {"type": "FOOTER", "text": "See you"},
        {"type": "BUTTONS", "buttons": [
            {"type": "QUICK_REPLY", "text": "Stop"},
            {"type": "URL", "text": "Open", "url": "https://shop.test/{{1}}", "example": ["https://shop.test/a"]},
            {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+16505550000"},
            {"type": "COPY_CODE", "example": "SAVE20"},
        ]},
    ]);
    let template = json!({"name": "sale", "language": "de", "category": "marketing", "parameter_format": "NAMED",
        "components": components, "message_send_ttl_seconds": 43_200});

    let created = create(&stage, template).await;

    assert_eq!(created.json["category"], "MARKETING", "{}", created.json);
    let shown = stage.graph(Method::GET, created.json["id"].as_str().unwrap(), Value::Null).await.json;
    assert_eq!(shown["components"], components);
    assert_eq!(shown["parameter_format"], "NAMED");
    assert_eq!(shown["message_send_ttl_seconds"], 43_200);
    let some = format!("{}?fields=name,quality_score", created.json["id"].as_str().unwrap());
    let some = stage.graph(Method::GET, &some, Value::Null).await.json;
    assert_eq!(some.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "name", "quality_score"]);
    assert!(some["quality_score"]["date"].is_i64());
}

#[tokio::test]
async fn a_list_is_given_in_pages_and_by_filters() {
    let stage = Stage::open().await;
    for name in ["a", "b", "c", "d", "e"] {
        assert_eq!(create(&stage, plain(name)).await.status, 200);
    }
    let mut page = list(&stage, "?limit=2&fields=name").await;
    assert_eq!(names(&page), ["a", "b"]);
    assert_eq!(page["summary"]["total_count"], 5);
    assert_eq!(page["paging"]["previous"], Value::Null);
    let mut rest = Vec::new();
    while let Some(next) = page["paging"]["next"].as_str() {
        let token = &stage.account.access_token;
        page = stage.client.get(next).bearer_auth(token).send().await.unwrap().json().await.unwrap();
        rest.extend(names(&page).into_iter().map(str::to_owned));
    }
    assert_eq!(rest, ["c", "d", "e"]);
    let before = page["paging"]["cursors"]["before"].as_str().unwrap();
    assert_eq!(names(&list(&stage, &format!("?limit=2&before={before}")).await), ["c", "d"]);
    assert_eq!(names(&list(&stage, "?name=c").await), ["c"]);
    assert_eq!(names(&list(&stage, "?status=APPROVED").await), [""; 0]);
    assert_eq!(names(&list(&stage, "?status=APPROVED,PENDING&category=UTILITY&language=en_US").await).len(), 5);
    assert_eq!(names(&list(&stage, "?content=order&limit=1").await), ["a"]);
    for bad in ["?after=nonsense", "?limit=0"] {
        assert_eq!(on_templates(&stage, Method::GET, bad, Value::Null).await.code().1, 100);
    }
}

#[tokio::test]
async fn a_name_is_taken_once_for_each_language_and_reserved_after_it_was_approved() {
    let mut stage = Stage::open().await;
    stage.control("clock", json!({"freeze": true})).await;
    reviewed(&mut stage, plain("order")).await;
    let mut german = plain("order");
    german["language"] = json!("de");
    assert_eq!(create(&stage, plain("order")).await.code(), (400, 100, Some(2_388_024)));
    assert_eq!(create(&stage, german).await.status, 200);

    let deleted = on_templates(&stage, Method::DELETE, "?name=order", Value::Null).await;

    assert_eq!(deleted.json, json!({"success": true}));
    assert_eq!(list(&stage, "").await["data"], json!([]));
    let change = stage.receiver.next().await.json()["entry"][0]["changes"][0]["value"].clone();
    assert_eq!(change["event"], "PENDING_DELETION");
    assert_eq!(create(&stage, plain("order")).await.code(), (400, 100, Some(2_388_023)));
    stage.control("clock", json!({"advanceMs": 30 * DAY_MS})).await;
    assert_eq!(create(&stage, plain("order")).await.status, 200);
    let unknown = on_templates(&stage, Method::DELETE, "?name=unknown", Value::Null).await;
    assert_eq!(unknown.code(), (400, 100, Some(2_593_002)));
}

#[tokio::test]
async fn templates_are_deleted_by_id_as_well() {
    let mut stage = Stage::open().await;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        ids.push(reviewed(&mut stage, plain(name)).await);
    }

    let one = on_templates(&stage, Method::DELETE, &format!("?name=a&hsm_id={}", ids[0]), Value::Null).await;
    let wrong = on_templates(&stage, Method::DELETE, &format!("?name=c&hsm_id={}", ids[1]), Value::Null).await;
    let two = on_templates(&stage, Method::DELETE, "", json!({"hsm_ids": ids[1..]})).await;

    assert_eq!((one.status, wrong.code().2, two.status), (200, Some(2_593_002), 200));
    assert_eq!(list(&stage, "").await["data"], json!([]));
}

#[tokio::test]
async fn an_approved_template_is_edited_once_a_day_and_keeps_its_category() {
    let mut stage = Stage::open().await;
    stage.control("clock", json!({"freeze": true})).await;
    let id = reviewed(&mut stage, plain("order")).await;
    let change = json!({"components": [body("Your order has come at last.", &[])]});
    assert_eq!(stage.graph(Method::POST, &id, json!({"category": "MARKETING"})).await.code().1, 100);

    let edited = stage.graph(Method::POST, &id, change.clone()).await;

    assert_eq!(edited.json, json!({"success": true, "id": id, "name": "order", "category": "UTILITY"}));
    assert_eq!(stage.graph(Method::POST, &id, change.clone()).await.code().1, 100, "it is being reviewed");
    stage.control("clock", json!({"advanceMs": 1_000})).await;
    stage.receiver.next().await;
    assert_eq!(stage.graph(Method::POST, &id, change.clone()).await.code().1, 100, "it was edited today");
    stage.control("clock", json!({"advanceMs": DAY_MS})).await;
    assert_eq!(stage.graph(Method::POST, &id, change).await.status, 200);
}

#[tokio::test]
async fn a_template_is_paused_resumed_and_put_away() {
    let mut stage = Stage::open().await;
    let id = reviewed(&mut stage, plain("order")).await;
    let unpause = format!("{id}/unpause");
    assert_eq!(stage.graph(Method::POST, &unpause, Value::Null).await.json["success"], false);

    let meta = format!("template/{id}");
    stage.control(&meta, json!({"status": "PAUSED"})).await;
    assert_eq!(stage.receiver.next().await.json()["entry"][0]["changes"][0]["value"]["event"], "PAUSED");
    assert_eq!(stage.graph(Method::POST, &unpause, Value::Null).await.json, json!({"success": true}));
    assert_eq!(stage.receiver.next().await.json()["entry"][0]["changes"][0]["value"]["event"], "APPROVED");

    for (verb, done, after) in
        [("archive", "archived_templates", "ARCHIVED"), ("unarchive", "unarchived_templates", "APPROVED")]
    {
        let path = format!("/{verb}");
        let answer = on_templates(&stage, Method::POST, &path, json!({"hsm_ids": format!("{id},1")})).await;
        assert_eq!(answer.json[done], json!([id]));
        assert!(answer.json["failed_templates"]["1"].is_string());
        assert_eq!(status(&stage, &id).await, after);
        stage.receiver.next().await;
    }
}

#[tokio::test]
async fn quality_and_category_change_by_themselves() {
    let mut stage = Stage::open().await;
    let id = reviewed(&mut stage, plain("order")).await;

    let meta = format!("template/{id}");
    stage.control(&meta, json!({"quality": "RED"})).await;
    let change = stage.receiver.next().await.json()["entry"][0]["changes"][0].clone();
    assert_eq!(change["field"], "message_template_quality_update");
    assert_eq!(change["value"]["previous_quality_score"], "UNKNOWN");
    assert_eq!(change["value"]["new_quality_score"], "RED");

    stage.control(&meta, json!({"category": "MARKETING"})).await;
    let change = stage.receiver.next().await.json()["entry"][0]["changes"][0].clone();
    assert_eq!(change["field"], "template_category_update");
    assert_eq!(
        (&change["value"]["previous_category"], &change["value"]["new_category"]),
        (&json!("UTILITY"), &json!("MARKETING"))
    );
    assert_eq!(stage.graph(Method::GET, &id, Value::Null).await.json["previous_category"], "UTILITY");
    assert_eq!(stage.control("template/1", json!({"quality": "RED"})).await.status, 404);
}

#[tokio::test]
async fn authentication_templates_are_written_in_several_languages_at_once() {
    let stage = Stage::open().await;
    let bulk = json!({"name": "code", "languages": ["en_US", "de"], "category": "AUTHENTICATION", "components": [
        {"type": "BODY", "add_security_recommendation": true},
        {"type": "FOOTER", "code_expiration_minutes": 5},
        {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]}]});
    let path = format!("{}/upsert_message_templates", stage.account.business_account_id);

    let made = stage.graph(Method::POST, &path, bulk.clone()).await.json;
    let changed = stage.graph(Method::POST, &path, bulk).await.json;

    assert_eq!(made["data"].as_array().unwrap().len(), 2);
    assert_eq!(made["data"][0]["id"], changed["data"][0]["id"]);
    assert_eq!(list(&stage, "").await["summary"]["total_count"], 2);
}
