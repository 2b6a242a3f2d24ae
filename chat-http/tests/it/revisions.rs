//! What answers tell of the revision of a record, and what requests may ask of it.

use crate::{
    shop::{Answer, House, Shop, with_bearer},
    tenants::{id_for, routes},
};
use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

async fn get_unless(shop: &Shop, path: &str, tag: &str) -> Answer {
    let request = Request::get(path).header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap();
    shop.house.send(with_bearer(request, shop.key())).await
}

async fn patch_if(shop: &Shop, path: &str, tag: &str, body: &Value) -> Answer {
    let request = Request::patch(path).header(header::IF_MATCH, tag).header(header::CONTENT_TYPE, "application/json");
    shop.house.send(with_bearer(request.body(Body::from(body.to_string())).unwrap(), shop.key())).await
}

fn tag(answer: &Answer) -> String {
    answer.headers[header::ETAG].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_record_that_tells_its_revision_is_tagged_and_known_again() {
    let house = House::new();
    let shop = house.shop("ours").await;
    shop.furnish().await;
    let document = house.get("/api/v1/openapi.json").await.json(StatusCode::OK);
    let mut tagged = Vec::new();
    for route in routes(&house).await.into_iter().filter(|route| route.name().starts_with("GET ")) {
        let operation = &document["paths"][route.path()]["get"];
        let is_described = operation["responses"].get("304").is_some();
        if !route.needs_token() || !route.path().ends_with('}') {
            assert!(!is_described, "{}", route.name());
            continue;
        }
        let id = id_for(&shop, route.path()).await;
        let answer = house.send(with_bearer(route.request(&id), shop.key())).await;
        assert_eq!(answer.headers.contains_key(header::ETAG), is_described, "{}", route.name());
        if !is_described {
            continue;
        }
        let known = tag(&answer);
        let mut again = with_bearer(route.request(&id), shop.key());
        again.headers_mut().insert(header::IF_NONE_MATCH, format!("\"x\", W/{known}").parse().unwrap());
        let again = house.send(again).await;
        assert_eq!((again.status, &*again.text, tag(&again)), (StatusCode::NOT_MODIFIED, "", known.clone()));
        assert!(!again.headers.contains_key(header::CONTENT_TYPE));
        let shown = answer.json(StatusCode::OK);
        assert!(known.starts_with(&format!("\"{}.", shown["revision"])), "{}: {known} {shown}", route.name());
        tagged.push(route.path().to_owned());
    }
    assert_eq!(tagged.len(), 17, "{tagged:?}");
}

#[tokio::test]
async fn no_record_is_changed_at_another_revision_than_the_one_that_was_seen() {
    let house = House::new();
    let shop = house.shop("ours").await;
    shop.furnish().await;
    let document = house.get("/api/v1/openapi.json").await.json(StatusCode::OK);
    let mut asked = 0;
    for route in routes(&house).await {
        let Some((method, path)) =
            route.name().split_once(' ').map(|(method, path)| (method.to_lowercase(), path.to_owned()))
        else {
            continue;
        };
        let operation = &document["paths"][&path][&method];
        if operation["responses"].get("412").is_none() {
            continue;
        }
        let id = if path.contains("{id}") { id_for(&shop, &path).await } else { String::new() };
        let token = route.token(&shop).await;
        let ask = async |tag: &str| {
            let mut request = with_bearer(route.request(&id), &token);
            request.headers_mut().insert(header::IF_MATCH, tag.parse().unwrap());
            house.send(request).await
        };
        // A job that is done is not cancelled: nothing would change.
        if path == "/api/v1/jobs/{id}" {
            house.chat.work_on_jobs_once().await.unwrap();
        }
        let refused = ask("\"999\", W/\"1\"").await;
        if matches!(path.as_str(), "/api/v1/jobs/{id}" | "/api/v1/messages/{id}" | "/api/v1/messages/{id}/reaction")
            && refused.status != StatusCode::PRECONDITION_FAILED
        {
            assert!(
                matches!(refused.status, StatusCode::OK | StatusCode::CONFLICT | StatusCode::FORBIDDEN),
                "{path}: {}",
                refused.text
            );
            continue;
        }
        let problem = refused.problem(StatusCode::PRECONDITION_FAILED, "changed");
        assert!(problem["detail"].as_str().unwrap().contains("revision"), "{problem}");
        asked += 1;
    }
    assert!(asked >= 25, "{asked}");
}

#[tokio::test]
async fn a_change_tells_the_revision_that_the_next_one_asks_for() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let customer = shop.get("/api/v1/customers").await.json(StatusCode::OK)["items"][0]["id"].clone();
    let made = shop.post("/api/v1/labels", &json!({ "name": "urgent", "color": "#ff0000" })).await;
    let label = made.json(StatusCode::CREATED)["id"].clone();
    for (path, changes) in [
        (format!("/api/v1/conversations/{conversation}"), ["subject", "one", "two", "three"]),
        (format!("/api/v1/customers/{}", customer.as_str().unwrap()), ["name", "Ann", "Bob", "Cleo"]),
        (format!("/api/v1/widgets/{}", shop.widget().await), ["name", "one", "two", "three"]),
        (format!("/api/v1/webhooks/{}", shop.webhook().await), ["description", "one", "two", "three"]),
        (format!("/api/v1/agents/{}", shop.created.owner.id), ["name", "Ann", "Anna", "Annabel"]),
    ] {
        let [field, first, second, third] = changes;
        let seen = shop.get(&path).await;
        let stale = tag(&seen);
        let changed = patch_if(&shop, &path, &stale, &json!({ (field): format!("{first}!") })).await;
        assert_eq!(changed.status, StatusCode::OK, "{path}: {}", changed.text);
        let now = tag(&changed);
        let shown = shop.get(&path).await;
        assert_eq!(tag(&shown).split('.').next(), now.split('.').next(), "{path}");
        let known = get_unless(&shop, &path, &tag(&shown)).await;
        assert_eq!(known.status, StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(get_unless(&shop, &path, &stale).await.status, StatusCode::OK, "{path}");
        let refused = patch_if(&shop, &path, &stale, &json!({ (field): second })).await;
        refused.problem(StatusCode::PRECONDITION_FAILED, "changed");
        let same = patch_if(&shop, &path, &stale, &json!({ (field): format!("{first}!") })).await;
        assert_eq!(same.status, StatusCode::OK, "{path}: it is so already");
        let revision = shown.json(StatusCode::OK)["revision"].clone();
        let by_number = patch_if(&shop, &path, &format!("\"{revision}\""), &json!({ (field): third })).await;
        assert_eq!(by_number.json(StatusCode::OK)[field], third, "{path}");
        let any = patch_if(&shop, &path, "*", &json!({ (field): second })).await;
        assert_eq!(any.json(StatusCode::OK)[field], second, "{path}");
    }
    let path = format!("/api/v1/labels/{}", label.as_str().unwrap());
    let mut request = Request::builder().method(Method::DELETE).uri(&path).body(Body::empty()).unwrap();
    request.headers_mut().insert(header::IF_MATCH, "\"1\"".parse().unwrap());
    let deleted = shop.house.send(with_bearer(request, shop.key())).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT, "{}", deleted.text);
}

#[tokio::test]
async fn a_message_is_edited_as_it_was_seen() {
    let shop = Shop::open().await;
    let messages = format!("/api/v1/conversations/{}/messages", shop.conversation().await);
    let note = json!({ "content": "one", "kind": "note" });
    let said = shop.post(&messages, &note).await.json(StatusCode::CREATED);
    let path = format!("/api/v1/messages/{}", said["id"].as_str().unwrap());
    let seen = format!("\"{}\"", said["revision"]);
    patch_if(&shop, &path, &seen, &json!({ "content": "two" })).await.json(StatusCode::OK);
    let late = patch_if(&shop, &path, &seen, &json!({ "content": "three" })).await;
    late.problem(StatusCode::PRECONDITION_FAILED, "changed");
    let events = shop.get("/api/v1/events").await.json(StatusCode::OK);
    let told = events["events"].as_array().unwrap().iter().rev().find(|it| it["type"] == "messageEdited").unwrap();
    let listed = shop.get(&messages).await.json(StatusCode::OK);
    assert_eq!(told["data"]["revision"], listed["items"][0]["revision"]);
}

#[tokio::test]
async fn an_answer_to_an_agent_that_says_more_than_the_record_is_told_apart() {
    let shop = Shop::open().await;
    let path = format!("/api/v1/conversations/{}", shop.conversation().await);
    shop.post(&format!("{path}/read"), &Value::Null).await.json(StatusCode::OK);
    let before = shop.get(&path).await;
    shop.post(&format!("{path}/unread"), &Value::Null).await.json(StatusCode::OK);
    let after = get_unless(&shop, &path, &tag(&before)).await;
    assert_eq!(after.status, StatusCode::OK, "it is unread for whoever asks, though the record is the same");
    assert_ne!(tag(&after), tag(&before));
}
