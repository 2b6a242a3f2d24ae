use crate::shop::{Answer, Shop, json_request, with_bearer};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// What a colleague of the shop's key is answered.
async fn as_agent(shop: &Shop, token: &str, method: Method, path: &str, body: &Value) -> Answer {
    shop.house.send(with_bearer(json_request(method, path, body), token)).await
}

#[tokio::test]
async fn a_label_is_made_changed_and_deleted_and_each_is_told() {
    let shop = Shop::open().await;
    let new = json!({ "name": " urgent ", "color": "#F00BA4", "description": "At once" });
    let made = shop.post("/api/v1/labels", &new).await.json(StatusCode::CREATED);
    assert_eq!(
        (&made["name"], &made["color"], &made["audience"]),
        (&json!("urgent"), &json!("#f00ba4"), &json!("all"))
    );
    let path = format!("/api/v1/labels/{}", made["id"].as_str().unwrap());
    assert_eq!(shop.get(&path).await.json(StatusCode::OK), made);
    let next = json!({ "name": "at once", "color": "#000000" });
    let changed = shop.put(&path, &next).await.json(StatusCode::OK);
    assert_eq!(
        (&changed["name"], &changed["description"], &changed["revision"]),
        (&json!("at once"), &json!(null), &json!(2))
    );
    assert_eq!(shop.put(&path, &next).await.json(StatusCode::OK), changed, "nothing asked, nothing done");
    shop.delete(&path).await.json(StatusCode::NO_CONTENT);
    shop.get(&path).await.problem(StatusCode::NOT_FOUND, "not_found");
    assert_eq!(shop.get("/api/v1/labels").await.json(StatusCode::OK), json!({ "items": [], "nextCursor": null }));
    let events = shop.get("/api/v1/events").await.json(StatusCode::OK);
    let told: Vec<&Value> = events["events"].as_array().unwrap().iter().map(|event| &event["data"]).collect();
    let told_of = |is_deleted| json!({ "definitionId": made["id"], "kind": "label", "isDeleted": is_deleted });
    assert_eq!(told, [&told_of(false), &told_of(false), &told_of(true)]);
}

#[tokio::test]
async fn a_name_is_taken_once_whatever_its_case() {
    let shop = Shop::open().await;
    let label = |name: &str| json!({ "name": name, "color": "#123456" });
    shop.post("/api/v1/labels", &label("VIP")).await.json(StatusCode::CREATED);
    shop.post("/api/v1/labels", &label("vip")).await.problem(StatusCode::CONFLICT, "conflict");
    let other = shop.post("/api/v1/labels", &label("other")).await.json(StatusCode::CREATED);
    let path = format!("/api/v1/labels/{}", other["id"].as_str().unwrap());
    shop.put(&path, &label("Vip")).await.problem(StatusCode::CONFLICT, "conflict");
    shop.put(&path, &label("OTHER")).await.json(StatusCode::OK);
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_definition_is_told_by_its_field() {
    let shop = Shop::open().await;
    let table = [
        ("labels", json!({ "name": "", "color": "#123456", "description": " " }), vec!["description", "name"]),
        ("labels", json!({ "name": "x", "color": "red" }), vec!["color"]),
        ("labels", json!({ "name": "x", "color": "#123456", "size": 3 }), vec!["size"]),
        ("labels", json!({ "name": "x", "color": "#123456", "audience": "me" }), vec!["audience"]),
        ("labels", json!({ "name": "x", "color": "#123456", "audience": "nobody" }), vec!["audience"]),
        ("canned-responses", json!({ "name": "two words", "content": "" }), vec!["name", "content"]),
        ("conversation-attributes", json!({ "name": "Order", "title": "x", "type": "text" }), vec!["name"]),
        (
            "conversation-attributes",
            json!({ "name": "order", "title": "", "type": "select" }),
            vec!["title", "options"],
        ),
        (
            "customer-attributes",
            json!({ "name": "a", "title": "x", "type": "text", "options": ["b"] }),
            vec!["options"],
        ),
    ];
    for (path, body, fields) in table {
        assert_eq!(shop.post(&format!("/api/v1/{path}"), &body).await.wrong_fields(), fields, "{body}");
    }
}

#[tokio::test]
async fn an_agent_keeps_responses_for_itself_and_sees_those_of_its_teams() {
    let shop = Shop::open().await;
    let (token, agent) = (shop.key().to_owned(), shop.colleague("Bob").await);
    let own = json!({ "name": "hi", "content": "Hi {{customer.name|there}}!", "audience": "me" });
    let path = "/api/v1/canned-responses";
    let made = as_agent(&shop, &agent, Method::POST, path, &own).await.json(StatusCode::CREATED);
    assert!(made["audience"].as_str().unwrap().starts_with("agent:"));
    shop.post(path, &own).await.json(StatusCode::CREATED);
    let names = async |token: &str| {
        let list = as_agent(&shop, token, Method::GET, path, &Value::Null).await.json(StatusCode::OK);
        let items = list["items"].as_array().unwrap().clone();
        items.into_iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((names(&token).await, names(&agent).await), (vec!["hi".to_owned()], vec!["hi".to_owned()]));
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    shop.get(&one).await.problem(StatusCode::NOT_FOUND, "not_found");
    shop.delete(&one).await.problem(StatusCode::NOT_FOUND, "not_found");
    for body in [json!({ "name": "all", "content": "x" }), json!({ "name": "label", "color": "#123456" })] {
        let path = if body["color"].is_null() { path } else { "/api/v1/labels" };
        let refused = as_agent(&shop, &agent, Method::POST, path, &body).await;
        refused.problem(StatusCode::FORBIDDEN, "forbidden");
    }

    let me = as_agent(&shop, &agent, Method::GET, "/api/v1/me", &Value::Null).await.json(StatusCode::OK);
    let team = json!({ "name": "Sales", "members": [me["id"]] });
    let team = shop.post("/api/v1/teams", &team).await.json(StatusCode::CREATED);
    let audience = format!("team:{}", team["id"].as_str().unwrap());
    shop.post(path, &json!({ "name": "offer", "content": "Ten percent off", "audience": audience }))
        .await
        .json(StatusCode::CREATED);
    assert_eq!(names(&agent).await, ["hi", "offer"]);
    assert_eq!(names(&token).await, ["hi"], "whoever is not in the team does not see what is the team's");
    let unknown = json!({ "name": "x", "content": "y", "audience": "team:0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f" });
    assert_eq!(shop.post(path, &unknown).await.wrong_fields(), ["audience"]);
}
