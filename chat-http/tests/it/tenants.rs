//! What is true of every route, taken from the document.

use crate::shop::{Answer, House, Shop, json_request, upload_request, with_bearer};
use axum::body::Body;
use chat_core::{Journal, TenantScope};
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};

/// The routes that need no token, each for a reason.
const OPEN: [&str; 13] = [
    "GET /api/v1/auth/methods",
    "GET /api/v1/auth/oidc",
    "GET /api/v1/auth/oidc/callback",
    "POST /api/v1/auth/invitation",
    "POST /api/v1/auth/login",
    "GET /api/v1/openapi.json",
    "GET /api/docs",
    "GET /api/docs/page.js",
    "GET /api/docs/page.css",
    "GET /webhooks/whatsapp",
    "POST /webhooks/whatsapp",
    "GET /healthz",
    "GET /readyz",
];

/// One operation of the document.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    method: Method,
    path: String,
    is_open: bool,
}

impl Route {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// A body that the route takes.
    fn body(&self) -> Value {
        match self.name().as_str() {
            "POST /api/v1/conversations/{id}/messages" | "PATCH /api/v1/messages/{id}" => json!({ "content": "hello" }),
            "POST /api/v1/conversations" => {
                json!({ "identity": { "kind": "whatsapp_phone", "value": "491701" }, "source": "whatsapp" })
            }
            "POST /api/v1/conversations/{id}/merge" => json!({ "conversationId": "{id}" }),
            "POST /api/v1/customers/{id}/merge" => json!({ "customerId": "{id}" }),
            "PATCH /api/v1/conversations/{id}" => json!({ "subject": "taken over" }),
            "PATCH /api/v1/customers/{id}" => json!({ "name": "taken over" }),
            "POST /api/v1/customers/{id}/identities" => json!({ "kind": "external", "value": "crm-7" }),
            "POST /api/v1/customers/{id}/notes" => json!({ "text": "Pays late." }),
            "POST /api/v1/customers/{id}/block" | "POST /api/v1/customers/{id}/unblock" => json!({}),
            "PATCH /api/v1/whatsapp/accounts/{id}" => json!({ "status": "paused" }),
            "POST /api/v1/whatsapp/accounts" => json!({
                "phoneNumberId": "900",
                "businessAccountId": "business-9",
                "accessToken": "EAAG-access-token",
                "appSecret": Shop::SECRET,
                "verifyToken": "verify-token-of-the-shop",
            }),
            "POST /api/v1/whatsapp/accounts/{id}/templates" => json!({
                "name": "hello",
                "language": "en_US",
                "category": "UTILITY",
                "components": [{ "type": "BODY", "text": "Hello!" }],
            }),
            "PATCH /api/v1/whatsapp/templates/{id}" => json!({ "category": "MARKETING" }),
            "POST /api/v1/whatsapp/accounts/{id}/numbers" => {
                json!({ "countryCode": "49", "number": "30901821", "name": "Shop" })
            }
            "POST /api/v1/whatsapp/accounts/{id}/number" => json!({ "action": "setPin", "pin": "212834" }),
            "PATCH /api/v1/whatsapp/accounts/{id}/profile" => json!({ "about": "taken over" }),
            "POST /api/v1/whatsapp/exchange-code" => json!({ "appId": "1", "appSecret": "secret", "code": "code" }),
            "PUT /api/v1/messages/{id}/reaction" => json!({ "emoji": "👍" }),
            "POST /api/v1/widgets" => json!({ "name": "Another", "type": "popup" }),
            "PATCH /api/v1/widgets/{id}" => json!({ "name": "Renamed" }),
            "POST /api/v1/widgets/{id}/identity-keys" => {
                json!({ "kid": "next", "algorithm": "HS256", "key": Shop::VISITOR_KEY })
            }
            "POST /api/v1/widgets/{id}/blocked-origins/ignore" => json!({ "origin": "https://other.test" }),
            "POST /api/v1/widgets/{id}/domains" => json!({ "domain": "next.shop.test" }),
            "POST /api/v1/webhooks" => json!({ "url": "https://other.test/hook" }),
            "PATCH /api/v1/webhooks/{id}" => json!({ "description": "Renamed" }),
            "POST /api/v1/webhooks/{id}/replay" => json!({ "after": 0 }),
            "POST /api/v1/webhooks/{id}/resend" => json!({ "seq": 1 }),
            "PATCH /api/v1/agents/{id}" => json!({ "name": "Anna" }),
            "POST /api/v1/invitations" => json!({ "email": "next@shop.test", "role": "agent" }),
            "POST /api/v1/auth/invitation" => {
                json!({ "token": "ci_guessed", "name": "Eve", "password": "guessed and guessed" })
            }
            "PUT /api/v1/me/availability" => json!({ "availability": "busy", "reason": "on the phone" }),
            "POST /api/v1/roles" | "PUT /api/v1/roles/{id}" => {
                json!({ "name": "Day", "permissions": ["conversations.read", "conversations.reply"] })
            }
            "POST /api/v1/api-keys" => json!({ "name": "Export" }),
            "POST /api/v1/me/password" => {
                json!({ "currentPassword": "wrong horse", "newPassword": "correct horse" })
            }
            "POST /api/v1/me/second-factor" => json!({ "password": "correct horse" }),
            "POST /api/v1/me/second-factor/confirm" | "POST /api/v1/me/second-factor/recovery-codes" => {
                json!({ "code": "000000" })
            }
            "POST /api/v1/me/second-factor/disable" => json!({ "password": "correct horse", "code": "000000" }),
            "POST /api/v1/auth/login" => json!({ "email": "ann@ours.test", "password": "correct horse" }),
            "PUT /api/v1/conversations/{id}/draft" => json!({ "content": "not yet" }),
            "POST /api/v1/labels" | "PUT /api/v1/labels/{id}" => json!({ "name": "another", "color": "#123456" }),
            "POST /api/v1/conversation-attributes"
            | "PUT /api/v1/conversation-attributes/{id}"
            | "POST /api/v1/customer-attributes"
            | "PUT /api/v1/customer-attributes/{id}" => json!({ "name": "plan", "title": "Plan", "type": "text" }),
            "POST /api/v1/canned-responses" | "PUT /api/v1/canned-responses/{id}" => {
                json!({ "name": "hello", "content": "Hello!" })
            }
            "POST /api/v1/conversations/{id}/macros" => json!({ "macroId": "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f" }),
            "POST /api/v1/macros" | "PUT /api/v1/macros/{id}" => json!({ "name": "mine", "assignToMe": true }),
            "POST /api/v1/conversations/bulk" => json!({ "filter": { "all": [] }, "changes": { "priority": "low" } }),
            "POST /api/v1/views" | "PUT /api/v1/views/{id}" => json!({ "name": "mine", "filter": { "all": [] } }),
            "POST /api/v1/teams" | "PUT /api/v1/teams/{id}" => json!({ "name": "Sales" }),
            _ => Value::Null,
        }
    }

    pub(crate) fn needs_token(&self) -> bool {
        !self.is_open
    }

    /// What this route is asked with: what concerns how somebody signs in is not for keys.
    pub(crate) async fn token(&self, shop: &Shop) -> String {
        let (key, session) = shop.tokens().await;
        if self.path.starts_with("/api/v1/me/") { session } else { key }
    }

    /// The request for the record with an id, or for what has a second one at a record with the first: `widget/domain`.
    pub(crate) fn request(&self, id: &str) -> Request<Body> {
        let (id, domain) = id.split_once('/').unwrap_or((id, id));
        let path = self.path.replace("{id}", id).replace("{kid}", "main");
        let path = if path == "/api/v1/search" { format!("{path}?q=open") } else { path };
        let path =
            ["{domainId}", "{identityId}", "{entryId}"].iter().fold(path, |path, name| path.replace(name, domain));
        if self.name() == "POST /api/v1/customers/import" {
            let request = Request::post(path).header("content-type", "text/csv");
            return request.body(Body::from("email\nann@shop.test\n")).unwrap();
        }
        if self.name() == "POST /api/v1/attachments" {
            return upload_request("order.txt", b"two tables");
        }
        let body = serde_json::from_str(&self.body().to_string().replace("{id}", id)).expect("an id is a text");
        json_request(self.method.clone(), &path, &body)
    }

    async fn send(&self, house: &House, id: &str, token: Option<&str>) -> Answer {
        let request = self.request(id);
        let request = match token {
            Some(token) => with_bearer(request, token),
            None => request,
        };
        house.send(request).await
    }
}

pub(crate) async fn routes(house: &House) -> Vec<Route> {
    let document = house.get("/api/v1/openapi.json").await.json(StatusCode::OK);
    let paths = document["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |it| (path, it)));
    operations
        .map(|(path, (method, operation))| Route {
            method: method.to_uppercase().parse().unwrap(),
            path: path.clone(),
            is_open: operation.get("security").is_some(),
        })
        .collect()
}

/// The id of a record of the shop's that a path with an id means.
pub(crate) async fn id_for(shop: &Shop, path: &str) -> String {
    let conversations = shop.get("/api/v1/conversations").await.json(StatusCode::OK);
    let conversation = conversations["items"][0]["id"].as_str().unwrap().to_owned();
    let list = match path.split('/').nth(3).unwrap() {
        "conversations" => return conversation,
        "attachments" => {
            let messages = format!("/api/v1/conversations/{conversation}/messages");
            let messages = shop.get(&messages).await.json(StatusCode::OK);
            let files =
                messages["items"].as_array().unwrap().iter().flat_map(|it| it["attachments"].as_array().unwrap());
            return files.map(|file| file["id"].as_str().unwrap()).next().unwrap().to_owned();
        }
        "jobs" => "/api/v1/jobs".to_owned(),
        "messages" => format!("/api/v1/conversations/{conversation}/messages"),
        "me" => {
            let (_, session) = shop.tokens().await;
            let request = Request::get("/api/v1/me/sessions").body(Body::empty()).unwrap();
            let list = shop.house.send(with_bearer(request, &session)).await.json(StatusCode::OK);
            return list["items"][0]["id"].as_str().unwrap().to_owned();
        }
        "agents" => "/api/v1/agents".to_owned(),
        "api-keys" => "/api/v1/api-keys".to_owned(),
        "customers" => "/api/v1/customers".to_owned(),
        "whatsapp" if path.contains("/templates/{id}") => "/api/v1/whatsapp/templates".to_owned(),
        "whatsapp" => "/api/v1/whatsapp/accounts".to_owned(),
        "widgets" => "/api/v1/widgets".to_owned(),
        kind @ ("labels"
        | "conversation-attributes"
        | "customer-attributes"
        | "canned-responses"
        | "teams"
        | "views"
        | "macros"
        | "roles"
        | "invitations") => {
            format!("/api/v1/{kind}")
        }
        "webhooks" => "/api/v1/webhooks".to_owned(),
        other => panic!("say which records {other} are about"),
    };
    // The customer with the conversation has one of everything; whoever was taken in by a file has not.
    let first = match list.as_str() {
        "/api/v1/customers" => conversations["items"][0]["customerId"].clone(),
        list => shop.get(list).await.json(StatusCode::OK)["items"][0]["id"].clone(),
    };
    let id = first.as_str().unwrap().to_owned();
    let inner = match path {
        path if path.contains("{domainId}") => shop.get(&format!("{list}/{id}/domains")).await,
        path if path.contains("/merges/") => shop.get(&format!("{list}/{id}/merges")).await,
        path if path.contains("{entryId}") => shop.get(&format!("{list}/{id}/notes")).await,
        path if path.contains("{identityId}") => {
            let customer = shop.get(&format!("{list}/{id}")).await.json(StatusCode::OK);
            return format!("{id}/{}", customer["identities"][0]["id"].as_str().unwrap());
        }
        _ => return id,
    };
    format!("{id}/{}", inner.json(StatusCode::OK)["items"][0]["id"].as_str().unwrap())
}

#[tokio::test]
async fn every_route_but_a_few_needs_a_token() {
    let house = House::new();
    let routes = routes(&house).await;
    let mut open: Vec<String> = routes.iter().filter(|route| route.is_open).map(Route::name).collect();
    open.sort_unstable();
    let mut expected = OPEN.map(str::to_owned);
    expected.sort_unstable();
    assert_eq!(open, expected);
    let closed: Vec<&Route> = routes.iter().filter(|route| !route.is_open).collect();
    assert!(closed.len() >= 18, "{closed:?}");
    for route in closed {
        for token in [None, Some("guessed"), Some("cs_guessed"), Some("ck_guessed")] {
            let answer = route.send(&house, "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f", token).await;
            assert!(answer.headers.contains_key("www-authenticate"), "{route:?}");
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{route:?}");
        }
    }
}

#[tokio::test]
async fn the_records_of_another_client_are_not_there() {
    let house = House::new();
    let (ours, theirs) = (house.shop("ours").await, house.shop("theirs").await);
    theirs.furnish().await;
    let before = theirs.get("/api/v1/events").await.json(StatusCode::OK);
    let with_id: Vec<Route> = routes(&house).await.into_iter().filter(|route| route.path.contains("{id}")).collect();
    assert!(with_id.len() >= 10, "{with_id:?}");
    for route in with_id {
        let token = route.token(&ours).await;
        let foreign = route.send(&house, &id_for(&theirs, &route.path).await, Some(&token)).await;
        let foreign = foreign.problem(StatusCode::NOT_FOUND, "not_found");
        let unknown = route.send(&house, "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f", Some(&token)).await;
        assert_eq!(foreign, unknown.problem(StatusCode::NOT_FOUND, "not_found"), "{route:?}");
    }
    assert_eq!(theirs.get("/api/v1/events").await.json(StatusCode::OK), before, "nothing happened to them");
}

#[tokio::test]
async fn who_may_do_nothing_is_told_so_by_every_route() {
    let house = House::new();
    let shop = house.shop("ours").await;
    shop.furnish().await;
    // Signing out and being told who one is take no permission, and how one signs in oneself is not for keys.
    let free = ["POST /api/v1/auth/logout", "GET /api/v1/me"];
    let mut asked = Vec::new();
    for route in routes(&house).await.into_iter().filter(|route| !route.is_open && !free.contains(&&*route.name())) {
        let id = if route.path.contains("{id}") { id_for(&shop, &route.path).await } else { String::new() };
        asked.push((route, id));
    }
    let before = shop.get("/api/v1/events").await.json(StatusCode::OK);
    house.door.shut();
    for (route, id) in asked {
        let answer = route.send(&house, &id, Some(shop.key())).await;
        assert_eq!((answer.status, &answer.text.contains("forbidden")), (StatusCode::FORBIDDEN, &true), "{route:?}");
    }
    let scope = TenantScope::assume(shop.created.client.id);
    let heads = house.store.heads(&[scope]).await.unwrap();
    assert_eq!(before["head"], heads[0], "nothing happened");
}

#[tokio::test]
async fn lists_hold_nothing_of_another_client() {
    let house = House::new();
    let (ours, theirs) = (house.shop("ours").await, house.shop("theirs").await);
    theirs.furnish().await;
    let customer = id_for(&theirs, "/api/v1/customers/{id}").await;
    for path in [
        "/api/v1/conversations".to_owned(),
        format!("/api/v1/conversations?customerId={customer}"),
        format!("/api/v1/conversations?assigneeId={}", theirs.created.owner.id),
        "/api/v1/customers".to_owned(),
        "/api/v1/whatsapp/accounts".to_owned(),
        "/api/v1/widgets".to_owned(),
        "/api/v1/webhooks".to_owned(),
    ] {
        assert_eq!(ours.get(&path).await.json(StatusCode::OK)["items"], json!([]), "{path}");
    }
    assert_eq!(ours.get("/api/v1/events").await.json(StatusCode::OK), json!({ "events": [], "head": 0 }));
    let team = ours.get("/api/v1/agents").await.json(StatusCode::OK);
    assert_eq!(team["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn no_answer_of_any_route_holds_a_secret() {
    let house = House::new();
    let shop = house.shop("ours").await;
    shop.furnish().await;
    let (owner, hash) = (&shop.created.owner, shop.created.owner.password_hash.clone().unwrap());
    let secrets = [
        "EAAG-access-token",
        Shop::SECRET,
        Shop::VISITOR_KEY,
        "verify-token-of-the-shop",
        "correct horse",
        shop.key(),
        hash.expose(),
    ];
    let mut answers = Vec::new();
    // What takes something away comes last, what is inside of something before it.
    let (mut routes, last): (Vec<Route>, Vec<Route>) =
        routes(&house).await.into_iter().partition(|route| route.method != Method::DELETE);
    routes.extend(last.into_iter().rev());
    // The key that asks is one of them.
    routes.sort_by_key(|route| route.path == "/api/v1/api-keys/{id}");
    for route in &routes {
        let id = if route.path.contains("{id}") { id_for(&shop, &route.path).await } else { String::new() };
        let token = route.token(&shop).await;
        answers.push((route.name(), route.send(&house, &id, Some(&token)).await));
    }
    assert!(answers.iter().filter(|(_, answer)| answer.status.is_success()).count() >= 20);
    assert!(answers.iter().any(|(_, answer)| answer.text.contains(&owner.id.to_string())));
    for (name, answer) in answers {
        let text = format!("{:?} {}", answer.headers, answer.text);
        assert!(secrets.iter().all(|secret| !text.contains(secret)), "{name}: {text}");
    }
}
