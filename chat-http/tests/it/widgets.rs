use crate::shop::{House, Shop, json_request, with_bearer};
use chat_core::{NewAgent, Role};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const LIST: &str = "/api/v1/widgets";

/// Settings of which none is left out.
fn every_setting() -> Value {
    json!({
        "theme": "dark",
        "position": "left",
        "offset": { "x": 8, "y": 16 },
        "target": "#help",
        "colors": { "primary": "#123456", "text": "#ffffff", "primaryDark": "#abcdef", "textDark": "#000000" },
        "launcher": { "icon": "wave" },
        "language": "de",
        "messages": { "de": {
            "title": "Hilfe", "launcher": "Fragen?", "welcome": "Hallo!", "away": "Bis morgen.", "preChat": "Wer sind Sie?",
            "placeholder": "Schreiben Sie", "teaser": "Brauchen Sie Hilfe?",
        } },
        "avatars": false,
        "businessHours": {
            "timeZone": "Europe/Berlin",
            "week": [{ "days": ["monday", "friday"], "from": "09:00", "to": "17:30" }],
            "closedOn": ["2026-12-25"],
        },
        "preChatForm": { "fields": [{
            "name": "topic", "type": "select", "label": { "de": "Thema" }, "required": true,
            "options": [{ "value": "order", "label": { "de": "Bestellung" } }], "link": null,
        }] },
        "fileUpload": false,
        "sound": false,
        "requireIdentity": true,
        "allowLocalhost": true,
        "popup": {
            "delaySeconds": 5, "scrollPercent": 50, "exitIntent": true, "urls": ["/pricing*"], "event": "cart.full",
            "frequency": { "times": 2, "hours": 48 },
        },
    })
}

/// Compares a value with what the document says of it, and with what that refers to.
fn is_described(document: &Value, schema: &Value, value: &Value, path: &str) {
    let schema = match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    if let Some(choices) = schema.get("oneOf").and_then(Value::as_array) {
        let not_null = choices.iter().find(|choice| choice["type"] != "null").unwrap();
        return is_described(document, not_null, value, path);
    }
    match value {
        Value::Object(fields) if schema.get("properties").is_some() => {
            let described: BTreeSet<&String> = schema["properties"].as_object().unwrap().keys().collect();
            assert_eq!(described, fields.keys().collect(), "{path}");
            for (name, value) in fields {
                is_described(document, &schema["properties"][name], value, &format!("{path}.{name}"));
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                is_described(document, &schema["additionalProperties"], value, &format!("{path}.{name}"));
            }
        }
        Value::Array(items) => {
            for item in items {
                is_described(document, &schema["items"], item, path);
            }
        }
        Value::String(_) => assert!(schema["type"].to_string().contains("string"), "{path}: {schema}"),
        Value::Bool(_) => assert_eq!(schema["type"], "boolean", "{path}"),
        Value::Number(_) => assert!(schema["type"].to_string().contains("integer"), "{path}: {schema}"),
        Value::Null => {}
    }
}

#[tokio::test]
async fn a_widget_is_made_with_what_was_said_and_defaults_for_the_rest() {
    let shop = Shop::open().await;
    let new = json!({ "name": " Shop ", "type": "embedded", "settings": { "theme": "dark", "target": "#help" } });
    let made = shop.post(LIST, &new).await.json(StatusCode::CREATED);
    assert_eq!(made["clientId"], shop.created.client.id.to_string());
    assert_eq!((&made["name"], &made["type"], &made["status"]), (&json!("Shop"), &json!("embedded"), &json!("active")));
    assert_eq!((&made["settings"]["theme"], &made["settings"]["position"]), (&json!("dark"), &json!("right")));
    assert_eq!((&made["warnings"], &made["identityKeys"]), (&json!([]), &json!([])));
    let key = made["publicKey"].as_str().unwrap();
    assert!(key.starts_with("wk_") && key.len() == 29, "{key}");
    let path = format!("{LIST}/{}", made["id"].as_str().unwrap());
    assert_eq!(shop.get(&path).await.json(StatusCode::OK), made);
    assert_eq!(shop.get(LIST).await.json(StatusCode::OK), json!({ "items": [made], "nextCursor": null }));
}

#[tokio::test]
async fn every_setting_is_described_and_comes_back() {
    let shop = Shop::open().await;
    let new = json!({ "name": "Shop", "type": "popup", "settings": every_setting() });
    let made = shop.post(LIST, &new).await.json(StatusCode::CREATED);
    assert_eq!(made["settings"], every_setting());
    let document = shop.house.get("/api/v1/openapi.json").await.json(StatusCode::OK);
    let schema = &document["components"]["schemas"]["WidgetSettings"];
    is_described(&document, schema, &every_setting(), "settings");
}

#[tokio::test]
async fn a_change_merges_settings_and_null_puts_the_default_back() {
    let shop = Shop::open().await;
    let new = json!({ "name": "Shop", "type": "popup", "settings": every_setting() });
    let made = shop.post(LIST, &new).await.json(StatusCode::CREATED);
    let path = format!("{LIST}/{}", made["id"].as_str().unwrap());
    let patch = json!({
        "name": null, "type": "floating", "status": "inactive",
        "settings": { "colors": { "primary": "#ff0000", "text": null }, "businessHours": null },
    });
    let changed = shop.patch(&path, &patch).await.json(StatusCode::OK);
    let mut settings = every_setting();
    settings["colors"]["primary"] = json!("#ff0000");
    settings["colors"]["text"] = json!(null);
    settings["businessHours"] = json!(null);
    assert_eq!(changed["settings"], settings);
    assert_eq!(
        (&changed["name"], &changed["type"], &changed["status"]),
        (&json!("Shop"), &json!("floating"), &json!("inactive"))
    );
    assert_eq!(shop.patch(&path, &json!({})).await.json(StatusCode::OK), changed, "nothing asked, nothing done");
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once_by_its_field() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.widget().await);
    let settings = json!({
        "theme": "pink",
        "colors": { "primary": "red" },
        "offset": { "x": 501, "y": 0 },
        "popup": { "urls": ["pricing"] },
        "wallpaper": "cats",
    });
    let expected = [
        "name",
        "settings.colors.primary",
        "settings.offset.x",
        "settings.popup.urls[0]",
        "settings.theme",
        "settings.wallpaper",
    ];
    let mut wrong =
        shop.post(LIST, &json!({ "name": "", "type": "floating", "settings": settings })).await.wrong_fields();
    wrong.sort_unstable();
    assert_eq!(wrong, expected);
    let mut wrong = shop.patch(&path, &json!({ "name": "", "settings": settings })).await.wrong_fields();
    wrong.sort_unstable();
    assert_eq!(wrong, expected);
    for (body, field) in [
        (json!({ "type": "floating" }), "name"),
        (json!({ "name": "x" }), "type"),
        (json!({ "name": "x", "type": "floating", "settings": 5 }), "settings"),
        (json!({ "name": "x", "type": "floating", "status": "active" }), "status"),
        (json!({ "name": "x", "type": "balloon" }), "type"),
    ] {
        assert_eq!(shop.post(LIST, &body).await.wrong_fields(), [field], "{body}");
    }
    assert_eq!(shop.patch(&path, &json!({ "status": "deleted" })).await.wrong_fields(), ["status"]);
}

#[tokio::test]
async fn colours_that_are_hard_to_see_are_warned_of_and_taken() {
    let shop = Shop::open().await;
    let settings = json!({ "colors": { "primary": "#ffee00", "text": "#ffffff" } });
    let new = json!({ "name": "Shop", "type": "floating", "settings": settings });
    let made = shop.post(LIST, &new).await.json(StatusCode::CREATED);
    let warned: Vec<_> = made["warnings"].as_array().unwrap().iter().map(|it| it["field"].as_str().unwrap()).collect();
    assert_eq!(warned, ["settings.colors.text", "settings.colors.primary", "settings.colors.textDark"]);
}

#[tokio::test]
async fn a_deleted_widget_is_gone() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.widget().await);
    assert!(shop.ask(Method::DELETE, &path, None).await.json(StatusCode::NO_CONTENT).is_null());
    assert_eq!(shop.get(LIST).await.json(StatusCode::OK)["items"], json!([]));
    shop.get(&path).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.get(&format!("{path}/embed")).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.patch(&path, &json!({ "status": "active" })).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.ask(Method::DELETE, &path, None).await.problem(StatusCode::NOT_FOUND, "not_found");
    let events = shop.get("/api/v1/events").await.json(StatusCode::OK);
    let told = events["events"].as_array().unwrap().iter().filter(|event| event["type"] == "widgetChanged");
    let told: Vec<_> = told.map(|event| event["data"]["status"].as_str().unwrap()).collect();
    assert_eq!(told, ["active", "active", "deleted"], "made, given a key, deleted");
}

#[tokio::test]
async fn the_snippet_leads_to_the_public_address() {
    for (url, base) in [
        ("https://chat.example", "https://chat.example"),
        ("https://Shop.example/chat/", "https://Shop.example/chat"),
        ("https://x.example/a\"b", "https://x.example/a&quot;b"),
    ] {
        let house = House::with(|api, login| api.login(login).public_url(url));
        let shop = house.shop("shop").await;
        let path = format!("{LIST}/{}", shop.widget().await);
        let key = shop.get(&path).await.json(StatusCode::OK)["publicKey"].as_str().unwrap().to_owned();
        let snippet = shop.get(&format!("{path}/embed")).await.json(StatusCode::OK);
        let expected = format!("<script async src=\"{base}/w.js\" data-key=\"{key}\"></script>");
        assert_eq!(snippet, json!({ "snippet": expected }));
        let embedded = json!({ "type": "embedded", "settings": { "target": "[data-x=\"<y>\"]" } });
        shop.patch(&path, &embedded).await.json(StatusCode::OK);
        let snippet = shop.get(&format!("{path}/embed")).await.json(StatusCode::OK);
        let target = "data-target=\"[data-x=&quot;&lt;y&gt;&quot;]\"></script>";
        assert!(snippet["snippet"].as_str().unwrap().ends_with(target), "{snippet}");
    }
}

#[tokio::test]
async fn without_a_public_address_the_snippet_leads_to_where_it_was_asked_for() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}/embed", shop.widget().await);
    let mut request = with_bearer(json_request(Method::GET, &path, &json!(null)), shop.key());
    request.headers_mut().insert("host", "chat.example:3000".parse().unwrap());
    let snippet = shop.house.send(request).await.json(StatusCode::OK);
    let text = snippet["snippet"].as_str().unwrap();
    assert!(text.starts_with("<script async src=\"//chat.example:3000/w.js\" data-key=\"wk_"), "{text}");
}

#[tokio::test]
async fn keys_of_visitors_are_written_rotated_and_never_read() {
    const PEM: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.widget().await);
    let keys = format!("{path}/identity-keys");
    let key = |kid: &str, algorithm: &str, key: &str| json!({ "kid": kid, "algorithm": algorithm, "key": key });
    shop.post(&keys, &key("main", "EdDSA", PEM)).await.problem(StatusCode::CONFLICT, "conflict");
    let next = shop.post(&keys, &key("next", "HS256", Shop::VISITOR_KEY)).await.json(StatusCode::CREATED);
    let expected = json!({ "kid": "next", "algorithm": "HS256", "createdAt": "2026-01-01T00:00:00.000Z" });
    assert_eq!(next, expected);
    shop.post(&keys, &key("third", "HS256", Shop::VISITOR_KEY)).await.problem(StatusCode::CONFLICT, "conflict");
    shop.post(&keys, &key("public", "EdDSA", PEM)).await.json(StatusCode::CREATED);
    shop.post(&keys, &key("old", "HMAC", Shop::VISITOR_KEY)).await.json(StatusCode::CREATED);
    let gone = shop.ask(Method::DELETE, &format!("{keys}/main"), None).await;
    gone.json(StatusCode::NO_CONTENT);
    shop.ask(Method::DELETE, &format!("{keys}/main"), None).await.problem(StatusCode::NOT_FOUND, "not_found");
    let left = shop.get(&path).await.json(StatusCode::OK);
    let left: Vec<_> = left["identityKeys"].as_array().unwrap().iter().map(|it| it["kid"].as_str().unwrap()).collect();
    assert_eq!(left, ["next", "public", "old"]);
    for (body, fields) in [
        (key("", "HS256", Shop::VISITOR_KEY), vec!["kid"]),
        (key("a b", "HS256", "4815162342"), vec!["kid", "key"]),
        (key("a", "EdDSA", "4815162342"), vec!["key"]),
        (key("a", "HMAC", &"x".repeat(1025)), vec!["key"]),
        (key("a", "none", Shop::VISITOR_KEY), vec!["algorithm"]),
        (json!({ "kid": "a", "algorithm": "HS256", "key": 4_815_162_342_u64 }), vec!["key"]),
    ] {
        let answer = shop.post(&keys, &body).await;
        assert!(!answer.text.contains("4815162342"), "{}", answer.text);
        assert_eq!(answer.wrong_fields(), fields, "{body}");
    }
}

#[tokio::test]
async fn an_agent_sees_the_widgets_and_does_not_manage_them() {
    let shop = Shop::open().await;
    let path = format!("{LIST}/{}", shop.widget().await);
    let new_agent = NewAgent::new("Bob", "bob@shop.test", Role::Agent);
    let (bob, _) = shop.house.login.create_agent(shop.created.client.id, new_agent).await.unwrap();
    let (_, key) = shop.house.login.create_api_key(shop.created.client.id, bob.id, "bob's").await.unwrap();
    let ask = |method, path: String, body: Value| {
        let request = with_bearer(json_request(method, &path, &body), key.expose());
        let house = shop.house.clone();
        async move { house.send(request).await }
    };
    for seen in [LIST.to_owned(), path.clone(), format!("{path}/embed")] {
        ask(Method::GET, seen, json!(null)).await.json(StatusCode::OK);
    }
    let new_key = json!({ "kid": "a", "algorithm": "HS256", "key": Shop::VISITOR_KEY });
    for (method, path, body) in [
        (Method::POST, LIST.to_owned(), json!({ "name": "Shop", "type": "floating" })),
        (Method::PATCH, path.clone(), json!({ "status": "inactive" })),
        (Method::DELETE, path.clone(), json!(null)),
        (Method::POST, format!("{path}/identity-keys"), new_key),
        (Method::DELETE, format!("{path}/identity-keys/main"), json!(null)),
    ] {
        ask(method, path, body).await.problem(StatusCode::FORBIDDEN, "forbidden");
    }
}
