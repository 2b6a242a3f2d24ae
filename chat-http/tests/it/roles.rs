//! Roles of the client's own, and how far they reach.

use crate::{shop::Shop, team::Member};
use chat_core::{Notice, RoomName, Ticket};
use http::{Method, StatusCode};
use serde_json::{Value, json};

const ROLES: &str = "/api/v1/roles";

impl Shop {
    async fn role(&self, role: &Value) -> Value {
        self.post(ROLES, role).await.json(StatusCode::CREATED)["id"].clone()
    }

    async fn hire_as(&self, name: &str, role: &Value) -> Member {
        self.hire(name, json!({ "role": "agent", "customRoleId": role })).await
    }

    async fn seen_by(&self, member: &Member, path: &str, field: &str) -> Vec<Value> {
        let list = self.house.get_by(&member.token, path).await.json(StatusCode::OK);
        list["items"].as_array().unwrap().iter().map(|item| item[field].clone()).collect()
    }
}

#[tokio::test]
async fn a_role_of_ones_own_counts_in_place_of_the_usual_one() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let role = shop.role(&json!({ "name": "Widgets", "permissions": ["widgets.manage", "widgets.read"] })).await;
    let bob = shop.hire_as("Bob", &role).await;
    let me = shop.house.get_by(&bob.token, "/api/v1/me").await.json(StatusCode::OK);
    assert_eq!(me["permissions"], json!(["widgets.read", "widgets.manage"]));
    let new = json!({ "name": "Another", "type": "popup" });
    shop.house.ask_by(&bob.token, Method::POST, "/api/v1/widgets", &new).await.json(StatusCode::CREATED);
    let path = format!("/api/v1/conversations/{conversation}");
    shop.house.get_by(&bob.token, &path).await.problem(StatusCode::FORBIDDEN, "forbidden");

    let agent = format!("/api/v1/agents/{}", bob.id);
    shop.patch(&agent, &json!({ "customRoleId": null })).await.json(StatusCode::OK);
    shop.house.get_by(&bob.token, &path).await.json(StatusCode::OK);
    shop.house
        .ask_by(&bob.token, Method::POST, "/api/v1/widgets", &new)
        .await
        .problem(StatusCode::FORBIDDEN, "forbidden");
}

#[tokio::test]
async fn nobody_gives_rights_that_it_has_not_itself() {
    let shop = Shop::open().await;
    let permissions = json!(["conversations.read", "team.manage"]);
    let lead = shop.role(&json!({ "name": "Lead", "permissions": permissions })).await;
    let all = shop.role(&json!({ "name": "All", "permissions": ["conversations.read", "accounts.manage"] })).await;
    let bob = shop.hire_as("Bob", &lead).await;
    let cid = shop.hire("Cid", json!({ "role": "viewer" })).await;
    let ask = async |method, path: &str, body: &Value| shop.house.ask_by(&bob.token, method, path, body).await;
    let me = format!("/api/v1/agents/{}", bob.id);
    for (method, path, body) in [
        (Method::PATCH, me.clone(), json!({ "role": "admin", "customRoleId": null })),
        (Method::PATCH, me, json!({ "customRoleId": all })),
        (Method::POST, ROLES.to_owned(), json!({ "name": "Mine", "permissions": ["accounts.manage"] })),
        (
            Method::PUT,
            format!("{ROLES}/{}", lead.as_str().unwrap()),
            json!({ "name": "Lead", "permissions": ["accounts.manage"] }),
        ),
        (Method::POST, "/api/v1/invitations".into(), json!({ "email": "eve@shop.test", "role": "agent" })),
        // Cid may see the accounts, which Bob may not.
        (Method::POST, format!("/api/v1/agents/{}/deactivate", cid.id), Value::Null),
    ] {
        ask(method, &path, &body).await.problem(StatusCode::FORBIDDEN, "forbidden");
    }
    let own = json!({ "name": "Readers", "permissions": ["conversations.read"] });
    ask(Method::POST, ROLES, &own).await.json(StatusCode::CREATED);
}

#[tokio::test]
async fn a_role_that_somebody_has_is_not_deleted_and_one_that_is_not_there_is_not_given() {
    let shop = Shop::open().await;
    let role = shop.role(&json!({ "name": "Readers", "permissions": ["conversations.read"] })).await;
    let bob = shop.hire_as("Bob", &role).await;
    let path = format!("{ROLES}/{}", role.as_str().unwrap());
    shop.delete(&path).await.problem(StatusCode::CONFLICT, "conflict");
    let agent = format!("/api/v1/agents/{}", bob.id);
    shop.patch(&agent, &json!({ "customRoleId": null })).await.json(StatusCode::OK);
    shop.delete(&path).await.json(StatusCode::NO_CONTENT);
    let gone = shop.patch(&agent, &json!({ "customRoleId": role })).await;
    assert_eq!(gone.wrong_fields(), ["customRoleId"]);
    let owner = format!("/api/v1/agents/{}", shop.created.owner.id);
    let other = shop.role(&json!({ "name": "Others", "permissions": ["conversations.read"] })).await;
    assert_eq!(shop.patch(&owner, &json!({ "customRoleId": other })).await.wrong_fields(), ["customRoleId"]);
}

#[tokio::test]
async fn what_is_out_of_reach_is_not_there() {
    let shop = Shop::open().await;
    let (own, other) = (shop.connect("100").await, shop.connect("200").await);
    let (seen, hidden) =
        (shop.hear("100", "491701", "wamid.1", "Hello?").await, shop.hear("200", "491702", "wamid.2", "Hello?").await);
    let widget = shop.widget().await;
    let permissions = chat_core::Permissions::all();
    let role = json!({ "name": "North", "permissions": permissions, "accounts": [own], "widgets": [] });
    let bob = shop.hire_as("Bob", &shop.role(&role).await).await;

    assert_eq!(shop.seen_by(&bob, "/api/v1/conversations", "id").await, [json!(seen)]);
    assert_eq!(shop.seen_by(&bob, "/api/v1/conversations?q=49170", "id").await, [json!(seen)]);
    assert_eq!(shop.seen_by(&bob, "/api/v1/whatsapp/accounts", "id").await, [json!(own)]);
    assert_eq!(shop.seen_by(&bob, "/api/v1/widgets", "id").await, [] as [Value; 0]);
    let customer = async |conversation: &str| {
        let path = format!("/api/v1/conversations/{conversation}");
        shop.get(&path).await.json(StatusCode::OK)["customerId"].clone()
    };
    let (known, unknown) = (customer(&seen).await, customer(&hidden).await);
    assert_eq!(shop.seen_by(&bob, "/api/v1/customers", "id").await, [known]);
    let messages = shop.get(&format!("/api/v1/conversations/{hidden}/messages")).await.json(StatusCode::OK);
    let message = messages["items"][0]["id"].as_str().unwrap();
    let unknown = unknown.as_str().unwrap();
    for (method, path, body) in [
        (Method::GET, format!("/api/v1/conversations/{hidden}"), Value::Null),
        (Method::GET, format!("/api/v1/conversations/{hidden}/messages"), Value::Null),
        (Method::POST, format!("/api/v1/conversations/{hidden}/messages"), json!({ "content": "Yes" })),
        (Method::PATCH, format!("/api/v1/conversations/{hidden}"), json!({ "status": "closed" })),
        (Method::POST, format!("/api/v1/conversations/{hidden}/read"), Value::Null),
        (Method::GET, format!("/api/v1/messages/{message}/deliveries"), Value::Null),
        (Method::GET, format!("/api/v1/customers/{unknown}"), Value::Null),
        (Method::GET, format!("/api/v1/whatsapp/accounts/{other}"), Value::Null),
        (Method::PATCH, format!("/api/v1/whatsapp/accounts/{other}"), json!({ "status": "paused" })),
        (Method::DELETE, format!("/api/v1/whatsapp/accounts/{other}"), Value::Null),
        (Method::GET, format!("/api/v1/widgets/{widget}"), Value::Null),
        (Method::PATCH, format!("/api/v1/widgets/{widget}"), json!({ "name": "Mine" })),
        (Method::POST, format!("/api/v1/widgets/{widget}/domains"), json!({ "domain": "shop.test" })),
    ] {
        let answer = shop.house.ask_by(&bob.token, method, &path, &body).await;
        answer.problem(StatusCode::NOT_FOUND, "not_found");
    }
    let reply = format!("/api/v1/conversations/{seen}/messages");
    shop.house.ask_by(&bob.token, Method::POST, &reply, &json!({ "content": "Yes" })).await.json(StatusCode::CREATED);
}

#[tokio::test]
async fn what_is_out_of_reach_is_neither_told_afterwards_nor_heard_at_once() {
    let shop = Shop::open().await;
    let own = shop.connect("100").await;
    shop.connect("200").await;
    let (seen, hidden) =
        (shop.hear("100", "491701", "wamid.1", "Hello?").await, shop.hear("200", "491702", "wamid.2", "Hello?").await);
    let role = json!({ "name": "North", "permissions": ["conversations.read"], "accounts": [own], "widgets": [] });
    let bob = shop.hire_as("Bob", &shop.role(&role).await).await;
    for number in 0..5 {
        shop.hear("200", "491702", &format!("wamid.more.{number}"), "Hello?").await;
    }
    shop.hear("100", "491701", "wamid.last", "Hello?").await;

    // Page by page, as a client reads that catches up.
    let (mut after, mut told) = (0, Vec::new());
    loop {
        let page = shop.house.get_by(&bob.token, &format!("/api/v1/events?after={after}&limit=2")).await;
        let page = page.json(StatusCode::OK);
        let Some(last) = page["events"].as_array().unwrap().last() else { break };
        after = last["seq"].as_i64().unwrap();
        told.extend(page["events"].as_array().unwrap().iter().map(|event| event["conversationId"].clone()));
    }
    assert!(told.iter().filter(|id| **id == json!(seen)).count() >= 3, "{told:?}");
    assert!(!told.contains(&json!(hidden)));
    let desk = shop.house.chat.sign_in(&bob.token).await.unwrap();
    let all = shop.house.chat.sign_in(shop.key()).await.unwrap().events(0, 1000).await.unwrap().events;
    let own = desk.events(0, 1000).await.unwrap().events;
    assert!(own.len() < all.len(), "{} of {}", own.len(), all.len());
    let inbox = desk.ticket(RoomName::Inbox).await.unwrap();
    let heard_in = |ticket: &Ticket, notice: &Notice| notice.rooms().iter().any(|room| ticket.rooms().contains(room));
    let heard: Vec<_> = all.iter().filter(|notice| heard_in(&inbox, notice)).cloned().collect();
    assert_eq!(heard, own, "the inbox tells at once what can be asked for afterwards");
    let whatsapp = desk.ticket(RoomName::WhatsappGeneral).await.unwrap();
    let mut heard = all.iter().filter(|notice| heard_in(&whatsapp, notice));
    assert!(heard.clone().count() >= 2 && heard.all(|notice| own.contains(notice)));
    assert!(desk.ticket(RoomName::Conversation(seen.parse().unwrap())).await.is_ok());
    assert!(desk.ticket(RoomName::Conversation(hidden.parse().unwrap())).await.is_err());
}
