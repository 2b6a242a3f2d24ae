use crate::{
    shop::{House, Shop, json_request, with_bearer},
    tenants::{id_for, routes},
};
use chat_core::{AuditChain, AuditLog, Caller, NewAgent, Role, TenantScope};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const LIST: &str = "/api/v1/audit";

async fn entries(shop: &Shop, query: &str) -> Vec<Value> {
    let list = shop.get(&format!("{LIST}?limit=200{query}")).await.json(StatusCode::OK);
    list["items"].as_array().unwrap().clone()
}

/// Changing requests that leave no entry here, each for a reason.
const UNNOTED: [(&str, &str); 6] = [
    (
        "DELETE /api/v1/messages/{id}/reaction",
        "the message that is the latest by then has none, so that nothing changes",
    ),
    ("POST /api/v1/agents/{id}/reactivate", "the only agent has not left"),
    ("POST /webhooks/whatsapp", "it is the provider who asks, and no agent"),
    ("POST /api/v1/conversations", "the customer's conversation goes on, so that nothing changes"),
    ("POST /api/v1/conversations/{id}/read", "everything is read by then, so that nothing changes"),
    ("DELETE /api/v1/conversations/{id}/draft", "there is none any more, so that nothing changes"),
];

#[tokio::test]
async fn every_change_leaves_exactly_one_entry_that_says_who_asked_from_where() {
    let house = House::new();
    let shop = house.shop("ours").await;
    shop.furnish().await;
    let (mut changing, last): (Vec<_>, Vec<_>) = routes(&house)
        .await
        .into_iter()
        .filter(|route| !route.name().starts_with("GET "))
        .partition(|route| !route.name().starts_with("DELETE "));
    changing.extend(last.into_iter().rev());
    let mut asked: BTreeMap<String, String> = BTreeMap::new();
    let mut refused = BTreeSet::new();
    for (n, route) in changing.iter().enumerate() {
        let id = match route.path() {
            // The key that asks is not the one that goes.
            "/api/v1/api-keys/{id}" => {
                let (client, owner) = (shop.created.client.id, shop.created.owner.id);
                house.login.create_api_key(client, owner, "another").await.unwrap().0.to_string()
            }
            path if path.contains("{id}") => id_for(&shop, path).await,
            _ => String::new(),
        };
        let name = format!("request-{n}");
        let mut request = with_bearer(route.request(&id), &route.token(&shop).await);
        request.headers_mut().insert("x-request-id", name.parse().unwrap());
        request.extensions_mut().insert(Caller([192, 0, 2, 7].into()));
        let answer = house.send(request).await;
        if !answer.status.is_success() {
            refused.insert(route.name());
        }
        asked.insert(name, route.name());
    }
    let noted = entries(&shop, "").await;
    let mut wrong = Vec::new();
    for (name, route) in asked {
        let of_it: Vec<_> = noted.iter().filter(|entry| entry["requestId"] == name).collect();
        let is_unnoted = UNNOTED.iter().any(|(unnoted, _)| *unnoted == route);
        // What was refused has changed nothing.
        let expected = usize::from(!is_unnoted && !refused.contains(&route));
        let is_said = of_it.iter().all(|entry| {
            let credential = entry["credential"].as_str().unwrap_or_default();
            entry["address"] == "192.0.2.7"
                && entry["agentId"] == shop.created.owner.id.to_string()
                && (credential.starts_with("key:") || credential.starts_with("session:"))
        });
        if of_it.len() != expected || !is_said {
            wrong.push(format!("{route} has {} entries: {of_it:?}", of_it.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let done = changing.len() - refused.len();
    assert!(done >= 25, "too many requests were refused to show anything: {refused:?}");
}

#[tokio::test]
async fn signing_in_and_out_is_noted_and_so_is_a_wrong_password() {
    let house = House::new();
    let shop = house.shop("ours").await;
    house.sign_in("ann@ours.test", "wrong horse").await.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    house.sign_in("nobody@ours.test", "wrong horse").await.problem(StatusCode::UNAUTHORIZED, "wrong_credentials");
    let login = json!({ "email": "ann@ours.test", "password": "correct horse" });
    let mut request = json_request(Method::POST, "/api/v1/auth/login", &login);
    request.headers_mut().insert("x-request-id", "sign-in".parse().unwrap());
    request.extensions_mut().insert(Caller([192, 0, 2, 7].into()));
    let session = house.send(request).await.json(StatusCode::OK);
    let logout = json_request(Method::POST, "/api/v1/auth/logout", &Value::Null);
    let out = house.send(with_bearer(logout, session["token"].as_str().unwrap())).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    let noted = entries(&shop, "").await;
    let deeds: BTreeSet<_> = noted.iter().map(|entry| entry["deed"].as_str().unwrap()).collect();
    assert_eq!((noted.len(), deeds), (4, ["createClient", "failedSignIn", "signIn", "signOut"].into()));
    let signed_in = noted.iter().find(|entry| entry["deed"] == "signIn").unwrap();
    assert_eq!((&signed_in["address"], &signed_in["requestId"]), (&json!("192.0.2.7"), &json!("sign-in")));
    assert!(signed_in["credential"].as_str().unwrap().starts_with("session:"));
    let text = json!(noted).to_string();
    assert!(!text.contains("horse") && !text.contains("@"), "{text}");
}

#[tokio::test]
async fn entries_are_chained_soon_and_the_chain_holds() {
    let shop = Shop::open().await;
    shop.furnish().await;
    let loose = entries(&shop, "").await;
    assert!(loose.iter().all(|entry| entry["seq"].is_null()));
    assert_eq!(shop.house.chat.chain_audit_once().await.unwrap(), loose.len());
    shop.widget().await;
    assert_eq!(shop.house.chat.chain_audit_once().await.unwrap(), 2);
    assert_eq!(shop.house.chat.chain_audit_once().await.unwrap(), 0);
    let scope = TenantScope::assume(shop.created.client.id);
    let mut chain = AuditChain::default();
    for entry in shop.house.store.audit_chain(scope, 0, 1000).await.unwrap() {
        chain.follow(&entry).unwrap();
    }
    assert_eq!(chain.seq, loose.len() as i64 + 2);
    let head = entries(&shop, "").await.into_iter().max_by_key(|entry| entry["seq"].as_i64()).unwrap();
    assert_eq!(head["hash"], chain.hash.to_string());
}

#[tokio::test]
async fn entries_are_found_by_who_what_and_when() {
    let shop = Shop::open().await;
    let widget = shop.widget().await;
    shop.connect("100").await;
    let owner = shop.created.owner.id;
    let all = entries(&shop, "").await;
    assert_eq!(all.len(), 4, "the client was made, too");
    assert_eq!(entries(&shop, &format!("&agentId={owner}")).await.len(), 4);
    assert_eq!(entries(&shop, "&agentId=0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f").await.len(), 0);
    let made = entries(&shop, "&deed=createWidget").await;
    assert_eq!(made[0]["subjects"], json!([{ "kind": "widget", "id": widget, "isNew": true }]));
    assert_eq!(entries(&shop, &format!("&subjectId={widget}")).await.len(), 2);
    assert_eq!(entries(&shop, "&from=2026-01-01T00:00:00Z&until=2026-01-01T00:00:00.001Z").await.len(), 4);
    assert_eq!(entries(&shop, "&until=2026-01-01T00:00:00Z").await.len(), 0);
    assert_eq!(shop.get(&format!("{LIST}?from=yesterday")).await.wrong_fields(), ["from"]);
    let page = shop.get(&format!("{LIST}?limit=2")).await.json(StatusCode::OK);
    let next = page["nextCursor"].as_str().unwrap();
    let rest = shop.get(&format!("{LIST}?limit=2&cursor={next}")).await.json(StatusCode::OK);
    assert_eq!(rest["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn everything_is_exported_and_that_is_noted_too() {
    let shop = Shop::open().await;
    for _ in 0..101 {
        shop.widget().await;
    }
    let lines = shop.get(&format!("{LIST}/export")).await;
    assert_eq!(lines.headers["content-type"], "application/jsonl");
    let read: Vec<Value> = lines.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read.len(), 204, "more than a page, how the client was made, and the export itself");
    assert_eq!(read[0]["deed"], "exportAudit");
    let table = shop.get(&format!("{LIST}/export?format=csv&deed=exportAudit")).await;
    assert!(table.headers["content-disposition"].to_str().unwrap().contains("audit.csv"));
    let rows: Vec<_> = table.text.split("\r\n").collect();
    assert!(rows[0].starts_with("id,at,agentId,") && rows.len() == 4, "{rows:?}");
    assert_eq!(shop.get(&format!("{LIST}/export?format=xml")).await.wrong_fields(), ["format"]);
}

#[tokio::test]
async fn copies_that_are_taken_away_are_noted() {
    let shop = Shop::open().await;
    let id = shop.conversation().await;
    shop.get(&format!("/api/v1/conversations/{id}/transcript")).await;
    shop.get("/api/v1/customers/export").await;
    let subjects = json!([{ "kind": "conversation", "id": id, "isNew": false }]);
    assert_eq!(entries(&shop, "&deed=exportTranscript").await[0]["subjects"], subjects);
    assert_eq!(entries(&shop, "&deed=exportCustomers").await.len(), 1);
}

#[tokio::test]
async fn whom_the_server_itself_has_let_in_is_noted() {
    let house = House::new();
    let shop = house.shop("ours").await;
    let new = NewAgent::new("Bob", "bob@ours.test", Role::Agent);
    let (bob, _) = house.login.create_agent(shop.created.client.id, new).await.unwrap();
    let (key, _) = house.login.create_api_key(shop.created.client.id, bob.id, "his").await.unwrap();
    let noted = entries(&shop, &format!("&agentId={}", bob.id)).await;
    let deeds: Vec<_> =
        noted.iter().map(|entry| (&entry["deed"], &entry["subjects"][0]["id"], &entry["credential"])).collect();
    let expected = [("createApiKey", key.to_string()), ("createAgent", bob.id.to_string())];
    let expected = expected.map(|(deed, id)| (json!(deed), json!(id), Value::Null));
    assert_eq!(deeds, expected.each_ref().map(|(deed, id, credential)| (deed, id, credential)));
}

#[tokio::test]
async fn who_only_answers_customers_does_not_see_it() {
    let house = House::new();
    let shop = house.shop("ours").await;
    let new = NewAgent::new("Bob", "bob@ours.test", Role::Agent);
    let (bob, _) = house.login.create_agent(shop.created.client.id, new).await.unwrap();
    let (_, key) = house.login.create_api_key(shop.created.client.id, bob.id, "his").await.unwrap();
    for path in [LIST.to_owned(), format!("{LIST}/export")] {
        let request = json_request(Method::GET, &path, &Value::Null);
        house.send(with_bearer(request, key.expose())).await.problem(StatusCode::FORBIDDEN, "forbidden");
    }
}
