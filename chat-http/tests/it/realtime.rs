use crate::shop::{House, with_bearer};
use axum::body::Body;
use chat_core::{NewAgent, Role};
use http::{Request, StatusCode};
use serde_json::json;

const PATH: &str = "/api/v1/admin/realtime";

#[tokio::test]
async fn an_owner_sees_who_of_its_own_team_is_connected_page_by_page() {
    let house = House::new();
    let (ours, theirs) = (house.shop("ours").await, house.shop("theirs").await);
    let first = ours.get(&format!("{PATH}?limit=1")).await.json(StatusCode::OK);
    assert_eq!(first["totals"], json!({ "sockets": 2, "agents": 1, "rooms": 1 }));
    assert_eq!(first["processId"], house.chat.process_id().to_string());
    let client = ours.created.client.id;
    let socket = json!({
        "socketId": format!("socket 1 of {client}"),
        "agent": { "id": client, "name": "Ann", "role": "owner" },
        "since": "1970-01-01T00:00:00.001Z",
        "transport": "websocket",
        "rooms": ["inbox"],
        "queue": { "packets": 1, "packetsMax": 1024, "bytes": 523, "bytesMax": 4_194_304 },
    });
    assert_eq!(first["items"], json!([socket]));
    let cursor = first["nextCursor"].as_str().unwrap();
    let second = ours.get(&format!("{PATH}?limit=1&cursor={cursor}")).await.json(StatusCode::OK);
    assert_eq!(second["items"][0]["socketId"], format!("socket 2 of {client}"));
    assert_eq!(second["nextCursor"], json!(null));
    let others = theirs.get(PATH).await.text;
    assert!(!others.contains(&client.to_string()) && others.contains(&theirs.created.client.id.to_string()));
}

#[tokio::test]
async fn an_agent_is_not_told_who_is_connected() {
    let house = House::new();
    let shop = house.shop("shop").await;
    for (name, role, status) in [("bob", Role::Agent, StatusCode::FORBIDDEN), ("cleo", Role::Admin, StatusCode::OK)] {
        let new = NewAgent::new(name, format!("{name}@shop.test"), role);
        let (agent, _) = house.login.create_agent(shop.created.client.id, new).await.unwrap();
        let session = house.login.start_session(agent).await.unwrap();
        let request = Request::get(PATH).body(Body::empty()).unwrap();
        assert_eq!(house.send(with_bearer(request, session.token.expose())).await.status, status, "{name}");
    }
}
