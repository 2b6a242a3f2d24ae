use crate::shop::{House, Shop};
use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const DOCUMENT: &str = "/api/v1/openapi.json";

/// Every operation of the document, as `GET /path`.
fn described(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |method| (path, method)));
    operations.map(|(path, method)| format!("{} {path}", method.to_uppercase())).collect()
}

/// Every operation of the router: the paths as it prints them, the methods as it allows them.
async fn routed(house: &House) -> BTreeSet<String> {
    let printed = format!("{:?}", house.router);
    let after = printed.split("paths: {").nth(1).expect("a router prints its paths");
    let printed = &after[..after.find("} }").expect("the paths end")];
    let paths = printed.split('"').filter(|text| text.starts_with('/'));
    let mut operations = BTreeSet::new();
    for path in paths {
        let request = Request::builder().method(Method::TRACE).uri(path.replace(['{', '}'], ""));
        let answer = house.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let allowed = answer.headers[header::ALLOW].to_str().unwrap().split(',');
        operations.extend(allowed.filter(|method| *method != "HEAD").map(|method| format!("{method} {path}")));
    }
    operations
}

#[tokio::test]
async fn every_route_is_described_and_nothing_else_is() {
    for house in [House::new(), House::with(|api, _| api)] {
        let document = house.get(DOCUMENT).await.json(StatusCode::OK);
        let routed = routed(&house).await;
        assert!(routed.contains("PATCH /api/v1/conversations/{id}"), "{routed:?}");
        assert_eq!(described(&document), routed);
    }
}

#[tokio::test]
async fn the_document_is_ours_and_tells_what_can_go_wrong() {
    let document = House::new().get(DOCUMENT).await.json(StatusCode::OK);
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!((&document["info"]["title"], &document["info"]["version"]), (&json!("Chat API"), &json!("0.1.0")));
    assert_eq!(document["servers"], json!([{ "url": "/" }]));
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    let hosted = House::with(|api, _| api).get(DOCUMENT).await.json(StatusCode::OK);
    assert_eq!(
        (&document["security"], &hosted["security"]),
        (&json!([{ "bearer": [] }, { "cookie": [] }]), &json!([{ "bearer": [] }]))
    );
    let post = &document["paths"]["/api/v1/conversations/{id}/messages"]["post"];
    let statuses: Vec<&str> = post["responses"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(statuses, ["201", "400", "401", "403", "404", "408", "409", "413", "415", "422", "429", "500", "503"]);
    let kinds = document.pointer("/components/schemas/NewMessage/properties/kind/enum").unwrap();
    assert_eq!(*kinds, json!(["reply", "note", null]));
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["NewMessage"].get("required"), None, "a template has words of its own");
    assert_eq!(schemas["MessageEdit"]["required"], json!(["content"]));
    assert_eq!(schemas["ConversationPatch"].get("required"), None);
    assert_eq!(schemas["Problem"]["required"], json!(["title", "status", "detail", "code"]));
}

#[tokio::test]
async fn every_reference_of_the_document_leads_somewhere() {
    let document = House::new().get(DOCUMENT).await.json(StatusCode::OK);
    let text = document.to_string();
    let references: BTreeSet<&str> =
        text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(references.len() > 20, "{references:?}");
    for reference in references {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn the_described_fields_are_those_that_are_sent() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let widget = format!("/api/v1/widgets/{}", shop.widget().await);
    let document = shop.house.get(DOCUMENT).await.json(StatusCode::OK);
    let path = format!("/api/v1/conversations/{conversation}");
    let reply = shop.post(&format!("{path}/messages"), &json!({ "content": "hi" })).await.json(StatusCode::CREATED);
    shop.house.chat.deliver_once().await.unwrap();
    let messages = shop.get(&format!("{path}/messages")).await.json(StatusCode::OK);
    let deliveries = format!("/api/v1/messages/{}/deliveries", reply["id"].as_str().unwrap());
    let deliveries = shop.get(&deliveries).await.json(StatusCode::OK);
    let picture = shop.upload("parcel.png", b"picture of a parcel").await.json(StatusCode::CREATED);
    let accounts = shop.get("/api/v1/whatsapp/accounts").await.json(StatusCode::OK);
    let customers = shop.get("/api/v1/customers").await.json(StatusCode::OK);
    let notes = format!("/api/v1/customers/{}/notes", customers["items"][0]["id"].as_str().unwrap());
    let note = shop.post(&notes, &json!({ "text": "Prefers tea." })).await.json(StatusCode::CREATED);
    let import = shop.import("email\nann@shop.test\n", true).await.json(StatusCode::OK);
    let live = shop.get("/api/v1/admin/realtime").await.json(StatusCode::OK);
    let new = json!({ "domain": "shop.test" });
    let domain = shop.post(&format!("{widget}/domains"), &new).await.json(StatusCode::CREATED);
    let check = format!("{widget}/domains/{}/verify", domain["id"].as_str().unwrap());
    let check = shop.post(&check, &Value::Null).await.json(StatusCode::OK);
    let figures = shop.get(&format!("{widget}/analytics")).await.json(StatusCode::OK);
    let history = format!("{widget}/domains/{}/history", domain["id"].as_str().unwrap());
    let history = shop.get(&history).await.json(StatusCode::OK);
    let events = shop.get("/api/v1/events").await.json(StatusCode::OK);
    let webhook = format!("/api/v1/webhooks/{}", shop.webhook().await);
    let answer = shop.post(&format!("{webhook}/verify"), &Value::Null).await.json(StatusCode::OK);
    let rotated = shop.post(&format!("{webhook}/rotate-secret"), &Value::Null).await.json(StatusCode::OK);
    for (schema, sent) in [
        ("Conversation", &shop.get(&path).await.json(StatusCode::OK)),
        ("Message", &messages["items"][0]),
        ("MessageList", &messages),
        ("Attachment", &picture),
        ("DeliveryList", &deliveries),
        ("Delivery", &deliveries["items"][0]),
        ("DeliveryAttempt", &deliveries["items"][0]["attempts"][0]),
        ("WhatsAppAccount", &accounts["items"][0]),
        ("Widget", &shop.get(&widget).await.json(StatusCode::OK)),
        ("WidgetList", &shop.get("/api/v1/widgets").await.json(StatusCode::OK)),
        ("WidgetIdentityKey", &shop.get(&widget).await.json(StatusCode::OK)["identityKeys"][0]),
        ("Embed", &shop.get(&format!("{widget}/embed")).await.json(StatusCode::OK)),
        ("WidgetDomain", &domain),
        ("WidgetDomainTxt", &domain["dns"]),
        ("WidgetDomainFile", &domain["file"]),
        ("WidgetDomainList", &shop.get(&format!("{widget}/domains")).await.json(StatusCode::OK)),
        ("WidgetDomainCheck", &check),
        ("WidgetDomainFinding", &check["findings"][0]),
        ("WidgetAnalytics", &figures),
        ("WidgetDay", &figures["days"][0]),
        ("WidgetFigures", &figures["totals"]),
        ("BlockedOriginList", &shop.get(&format!("{widget}/blocked-origins")).await.json(StatusCode::OK)),
        ("WidgetDomainHistory", &history),
        ("WidgetDomainStep", &history["items"][0]),
        ("Webhook", &answer["webhook"]),
        ("WebhookList", &shop.get("/api/v1/webhooks").await.json(StatusCode::OK)),
        ("WebhookWithSecret", &rotated),
        ("WebhookCheck", &answer),
        ("WebhookCall", &answer["call"]),
        ("WebhookCallList", &shop.get(&format!("{webhook}/calls")).await.json(StatusCode::OK)),
        ("Customer", &customers["items"][0]),
        ("CustomerNote", &note),
        ("CustomerImport", &import),
        ("Agent", &shop.house.sign_in("ann@shop.test", "correct horse").await.json(StatusCode::OK)["agent"]),
        ("AgentList", &shop.get("/api/v1/agents").await.json(StatusCode::OK)),
        ("Me", &shop.get("/api/v1/me").await.json(StatusCode::OK)),
        ("Realtime", &live),
        ("ConnectedSocket", &live["items"][0]),
        ("Events", &events),
        ("Event", &events["events"][0]),
    ] {
        let described = &document["components"]["schemas"][schema];
        let fields: BTreeSet<&String> = described["properties"].as_object().unwrap().keys().collect();
        let found: BTreeSet<&String> = sent.as_object().unwrap().keys().collect();
        assert_eq!(fields, found, "{schema}");
        let optional = if schema == "Attachment" { 3 } else { 0 };
        assert_eq!(described["required"].as_array().unwrap().len() + optional, found.len(), "{schema}");
    }
}

#[tokio::test]
async fn the_page_loads_nothing_from_elsewhere() {
    let house = House::new();
    let page = house.get("/api/docs").await;
    assert_eq!(page.headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"));
    assert!(!policy.contains("unsafe") && !policy.contains("http"));
    let mut texts = page.text;
    for (path, kind) in [("docs/page.js", "text/javascript"), ("docs/page.css", "text/css")] {
        assert!(texts.contains(&format!("\"{path}\"")));
        let file = house.get(&format!("/api/{path}")).await;
        assert!(file.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with(kind));
        texts.push_str(&file.text);
    }
    assert!(!texts.contains("://") && !texts.contains("innerHTML"));
}

#[tokio::test]
async fn the_document_names_where_the_api_is_nested() {
    let house = House::with(|api, login| api.login(login));
    let nested = House { router: axum::Router::new().nest("/chat", house.router.clone()), ..house };
    let document = nested.get(&format!("/chat{DOCUMENT}")).await.json(StatusCode::OK);
    assert_eq!(document["servers"], json!([{ "url": "/chat" }]));
}
