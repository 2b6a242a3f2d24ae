use crate::shop::{House, Shop};
use http::StatusCode;
use serde_json::{Value, json};

/// What was found, with brackets around what was looked for.
async fn found(shop: &Shop, query: &str) -> Vec<String> {
    let page = shop.get(&format!("/api/v1/search?{query}")).await.json(StatusCode::OK);
    let hits = page["items"].as_array().unwrap().iter().map(|hit| {
        let segments = hit["segments"].as_array().unwrap().iter();
        segments.map(|it| match it["isMatch"].as_bool().unwrap() {
            true => format!("[{}]", it["text"].as_str().unwrap()),
            false => it["text"].as_str().unwrap().to_owned(),
        })
    });
    hits.map(Iterator::collect).collect()
}

#[tokio::test]
async fn messages_and_customers_are_found_with_what_was_looked_for_marked() {
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    shop.hear("100", "491702", "wamid.2", "Is the <b>café</b> open?").await;
    let note = json!({ "content": "Opening hours?", "kind": "note" });
    shop.post(&format!("/api/v1/conversations/{conversation}/messages"), &note).await.json(StatusCode::CREATED);
    assert_eq!(found(&shop, "q=open").await, ["Is it [open]?", "Is the <b>café</b> [open]?", "[Opening] hours?"]);
    let latest = found(&shop, "q=open&order=latest").await;
    assert_eq!(latest, ["[Opening] hours?", "Is the <b>café</b> [open]?", "Is it [open]?"]);
    assert_eq!(found(&shop, "q=CAFE+b+").await, ["Is the <[b]>[café]</[b]> open?"]);
    assert_eq!(found(&shop, "q=cleo").await, ["[Cleo]", "[Cleo]"]);
    assert_eq!(found(&shop, "q=cleo&in=messages").await, Vec::<String>::new());
    let here = format!("q=open&conversationId={conversation}");
    assert_eq!(found(&shop, &here).await, ["Is it [open]?", "[Opening] hours?"]);
    shop.patch(&format!("/api/v1/conversations/{conversation}"), &json!({ "status": "closed" }))
        .await
        .json(StatusCode::OK);
    assert_eq!(found(&shop, "q=open&status=active").await, ["Is the <b>café</b> [open]?"]);
    let not_closed = format!("q=open&filter={}", r#"%7B%22not%22:%7B%22status%22:%5B%22closed%22%5D%7D%7D"#);
    assert_eq!(found(&shop, &not_closed).await, ["Is the <b>café</b> [open]?"]);
    assert_eq!(found(&shop, "q=open&status=active,closed&assigneeId=nobody").await.len(), 3);
    assert_eq!(found(&shop, "q=open&senderType=agent").await, ["[Opening] hours?"]);
    assert_eq!(found(&shop, "q=open&after=-1h").await.len(), 3);
    assert_eq!(found(&shop, "q=open&before=-1h").await, Vec::<String>::new());
    assert_eq!(shop.get("/api/v1/search?q=open&after=yesterday").await.wrong_fields(), ["after"]);
    for query in ["", "q=", "q=-", &format!("q={}", "x".repeat(257))] {
        assert_eq!(shop.get(&format!("/api/v1/search?{query}")).await.wrong_fields(), ["q"], "{query}");
    }
}

#[tokio::test]
async fn a_customer_is_found_by_part_of_a_name_and_a_message_says_whom_it_is_with() {
    let shop = Shop::open().await;
    shop.conversation().await;
    assert_eq!(found(&shop, "q=leo").await, ["[Cleo]"]);
    assert_eq!(found(&shop, "q=le").await, Vec::<String>::new());
    let page = shop.get("/api/v1/search?q=open").await.json(StatusCode::OK);
    let hit = &page["items"][0];
    assert_eq!((&hit["message"]["content"], &hit["customer"]["name"]), (&json!("Is it open?"), &json!("Cleo")));
}

#[tokio::test]
async fn pages_of_what_was_found_follow_each_other() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    for n in 1..=5 {
        shop.hear("100", "491701", &format!("wamid.{n}"), &format!("common word {n}")).await;
    }
    let texts = |page: &Value| {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|hit| hit["message"]["content"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for order in ["relevance", "latest"] {
        let query = format!("/api/v1/search?q=common&limit=3&order={order}");
        let first = shop.get(&query).await.json(StatusCode::OK);
        let second = shop.get(&format!("{query}&cursor={}", first["nextCursor"].as_str().unwrap())).await;
        let second = second.json(StatusCode::OK);
        assert_eq!(texts(&first), ["common word 5", "common word 4", "common word 3"]);
        assert_eq!(texts(&second), ["common word 2", "common word 1"]);
        assert_eq!(second["nextCursor"], Value::Null);
    }
}

#[tokio::test]
async fn nothing_of_another_client_is_found() {
    let house = House::new();
    let (ours, theirs) = (house.shop("ours").await, house.shop("theirs").await);
    theirs.conversation().await;
    assert_eq!(found(&theirs, "q=open").await.len(), 1);
    assert!(found(&ours, "q=open").await.is_empty() && found(&ours, "q=cleo").await.is_empty());
}
