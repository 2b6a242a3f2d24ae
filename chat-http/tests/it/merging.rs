//! Two who turn out to be one: customers, and conversations of one customer.

use crate::shop::Shop;
use http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

/// The path of the customer that writes from a number, and its conversation.
async fn customer(shop: &Shop, number: &str, message: &str) -> (String, String) {
    let conversation = shop.hear("100", number, message, "Hello").await;
    let shown = shop.get(&format!("/api/v1/conversations/{conversation}")).await.json(StatusCode::OK);
    (format!("/api/v1/customers/{}", shown["customerId"].as_str().unwrap()), conversation)
}

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

async fn texts(shop: &Shop, conversation: &str) -> Vec<String> {
    let path = format!("/api/v1/conversations/{conversation}/messages?limit=2");
    let (mut texts, mut next) = (Vec::new(), Some(path.clone()));
    while let Some(page) = next {
        let page = shop.get(&page).await.json(StatusCode::OK);
        texts.extend(page["items"].as_array().unwrap().iter().map(|it| it["content"].as_str().unwrap().to_owned()));
        next = page["nextCursor"].as_str().map(|cursor| format!("{path}&cursor={cursor}"));
    }
    texts
}

#[tokio::test]
async fn a_merged_customer_goes_on_as_the_other_and_comes_back_with_exactly_what_was_its_own() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    let (ann, first) = customer(&shop, "491701", "wamid.1").await;
    let (bea, second) = customer(&shop, "491702", "wamid.2").await;
    shop.patch(&ann, &json!({ "email": null, "name": "Ann" })).await.json(StatusCode::OK);
    shop.patch(&bea, &json!({ "email": "bea@mail.test" })).await.json(StatusCode::OK);
    shop.post(&format!("{bea}/notes"), &json!({ "text": "Pays late." })).await.json(StatusCode::CREATED);

    let asked = json!({ "customerId": id_of(&bea) });
    let merge = shop.post(&format!("{ann}/merge"), &asked).await.json(StatusCode::CREATED);
    assert_eq!(
        (&merge["identities"], &merge["entries"], &merge["takenOver"]),
        (&json!(1), &json!(1), &json!(["email"]))
    );
    // Both have a conversation at the same account: the one that moved is archived, and that is told.
    assert_eq!(merge["archivedConversationIds"], json!([second]));
    shop.post(&format!("{ann}/merge"), &asked).await.problem(StatusCode::CONFLICT, "conflict");
    let kept = shop.get(&ann).await.json(StatusCode::OK);
    assert_eq!((&kept["email"], &kept["name"]), (&json!("bea@mail.test"), &json!("Ann")));
    assert_eq!(kept["identities"].as_array().unwrap().len(), 2);
    assert_eq!(shop.get(&bea).await.json(StatusCode::OK)["mergedInto"], id_of(&ann));
    assert_eq!(shop.get("/api/v1/customers").await.json(StatusCode::OK)["items"].as_array().unwrap().len(), 1);
    let moved = shop.get(&format!("{ann}/conversations")).await.json(StatusCode::OK);
    assert_eq!(moved["items"].as_array().unwrap().len(), 2);
    assert_eq!(shop.get(&format!("{ann}/notes")).await.json(StatusCode::OK)["items"][0]["text"], "Pays late.");
    // Whoever writes from the other number is this customer now, in the conversation that there is.
    shop.hear("100", "491702", "wamid.3", "Me again").await;
    assert_eq!(texts(&shop, &first).await[0], "Me again");

    shop.patch(&ann, &json!({ "email": "ann@mail.test" })).await.json(StatusCode::OK);
    let undo = format!("{ann}/merges/{}/undo", merge["id"].as_str().unwrap());
    let back = shop.post(&undo, &json!({})).await.json(StatusCode::OK);
    assert_eq!((&back["id"], &back["mergedInto"]), (&json!(id_of(&bea)), &Value::Null));
    shop.post(&undo, &json!({})).await.problem(StatusCode::CONFLICT, "conflict");
    assert_eq!(shop.get(&ann).await.json(StatusCode::OK)["email"], "ann@mail.test", "it was changed since");
    let own = shop.get(&format!("{bea}/conversations")).await.json(StatusCode::OK);
    assert_eq!((&own["items"][0]["id"], &own["items"][0]["status"]), (&json!(second), &json!("active")));
    assert_eq!(shop.get(&format!("{bea}/notes")).await.json(StatusCode::OK)["items"].as_array().unwrap().len(), 1);
    assert_eq!(shop.get(&bea).await.json(StatusCode::OK)["identities"].as_array().unwrap().len(), 1);
    assert!(texts(&shop, &first).await.contains(&"Me again".to_owned()), "what came since stays");
    assert_eq!(
        shop.get(&format!("{ann}/merges")).await.json(StatusCode::OK)["items"][0]["undoneAt"],
        back["updatedAt"]
    );
}

#[tokio::test]
async fn a_merge_is_undone_for_thirty_days_and_the_latest_first() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    let (ann, _) = customer(&shop, "491701", "wamid.1").await;
    let (bea, _) = customer(&shop, "491702", "wamid.2").await;
    let (cleo, _) = customer(&shop, "491703", "wamid.3").await;
    let merge = async |into: &str, from: &str| {
        let asked = json!({ "customerId": id_of(from) });
        let merge = shop.post(&format!("{into}/merge"), &asked).await.json(StatusCode::CREATED);
        format!("{into}/merges/{}/undo", merge["id"].as_str().unwrap())
    };
    let first = merge(&bea, &cleo).await;
    let second = merge(&ann, &bea).await;
    shop.post(&first, &json!({})).await.problem(StatusCode::CONFLICT, "conflict");
    shop.post(&second, &json!({})).await.json(StatusCode::OK);
    shop.house.clock.advance(Duration::from_secs(30 * 24 * 3600));
    shop.post(&first, &json!({})).await.problem(StatusCode::CONFLICT, "conflict");
    assert_eq!(
        shop.post(&format!("{ann}/merge"), &json!({ "customerId": id_of(&ann) })).await.wrong_fields(),
        ["customerId"]
    );
}

#[tokio::test]
async fn merged_conversations_are_read_as_one_thread() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    let first = shop.hear("100", "491701", "wamid.1", "one").await;
    shop.patch(&format!("/api/v1/conversations/{first}"), &json!({ "status": "archived" })).await.json(StatusCode::OK);
    shop.house.clock.advance(Duration::from_secs(60));
    let second = shop.hear("100", "491701", "wamid.2", "two").await;
    assert_ne!(first, second);
    shop.house.clock.advance(Duration::from_secs(60));
    let note = json!({ "content": "three", "kind": "note" });
    shop.post(&format!("/api/v1/conversations/{second}/messages"), &note).await.json(StatusCode::CREATED);

    let path = format!("/api/v1/conversations/{second}");
    let merged = shop.post(&format!("{path}/merge"), &json!({ "conversationId": first })).await.json(StatusCode::OK);
    assert_eq!((&merged["merged"], &merged["unreadCount"]), (&json!([first]), &json!(2)));
    let gone = shop.get(&format!("/api/v1/conversations/{first}")).await.json(StatusCode::OK);
    assert_eq!((&gone["mergedInto"], &gone["status"]), (&json!(second), &json!("archived")));
    let said: Vec<_> = texts(&shop, &second).await.into_iter().filter(|text| text.len() < 6).rev().collect();
    assert_eq!(said, ["one", "two", "three"]);
    assert_eq!(texts(&shop, &first).await.last().unwrap(), "one");
    for (into, from) in [(&second, &first), (&second, &second)] {
        let asked = json!({ "conversationId": from });
        let again = shop.post(&format!("/api/v1/conversations/{into}/merge"), &asked).await;
        again.problem(StatusCode::CONFLICT, "conflict");
    }
    assert_eq!(merged["lastMessage"]["content"], "three");
    assert_eq!(gone["lastMessage"]["content"], "one");
    let other = shop.hear("100", "491702", "wamid.3", "Somebody else").await;
    let foreign = shop.post(&format!("{path}/merge"), &json!({ "conversationId": other })).await;
    foreign.problem(StatusCode::CONFLICT, "conflict");
}

#[tokio::test]
async fn an_agent_begins_a_conversation_once() {
    let shop = Shop::open().await;
    let account = shop.connect("100").await;
    let new = json!({
        "identity": { "kind": "whatsapp_phone", "value": "+49 1701" },
        "source": "whatsapp",
        "subject": "Your order",
        "message": { "content": "It is on its way.", "clientMessageId": "m-1" },
    });
    let started = shop.post("/api/v1/conversations", &new).await.json(StatusCode::CREATED);
    let conversation = &started["conversation"];
    assert_eq!((&conversation["accountId"], &conversation["subject"]), (&json!(account), &json!("Your order")));
    assert_eq!((&conversation["customerNumber"], &started["message"]["status"]), (&json!("+491701"), &json!("queued")));
    let again = shop.post("/api/v1/conversations", &new).await.json(StatusCode::OK);
    assert_eq!((&again["message"]["id"], &again["isNew"]), (&started["message"]["id"], &json!(false)));
    assert_eq!(shop.get("/api/v1/customers").await.json(StatusCode::OK)["items"].as_array().unwrap().len(), 1);
    shop.house.chat.deliver_once().await.unwrap();
    // The customer's answer comes into the same conversation.
    let answered = shop.hear("100", "491701", "wamid.9", "Thanks").await;
    assert_eq!(answered, conversation["id"].as_str().unwrap());
    let goes_on = json!({ "customerId": conversation["customerId"], "source": "whatsapp" });
    let goes_on = shop.post("/api/v1/conversations", &goes_on).await.json(StatusCode::OK);
    assert_eq!((&goes_on["conversation"]["id"], &goes_on["message"]), (&conversation["id"], &Value::Null));

    let wrong = json!({ "customerId": conversation["customerId"], "source": "website" });
    assert_eq!(shop.post("/api/v1/conversations", &wrong).await.wrong_fields(), ["widgetId"]);
    assert_eq!(
        shop.post("/api/v1/conversations", &json!({ "source": "whatsapp" })).await.wrong_fields(),
        ["customerId"]
    );
    let nobody = json!({ "customerId": shop.created.owner.id, "source": "whatsapp" });
    shop.post("/api/v1/conversations", &nobody).await.problem(StatusCode::NOT_FOUND, "not_found");
    let widget = shop.widget().await;
    let visit = json!({ "customerId": conversation["customerId"], "source": "website", "widgetId": widget });
    let visit = shop.post("/api/v1/conversations", &visit).await.json(StatusCode::CREATED);
    assert_eq!((&visit["conversation"]["widgetId"], &visit["isNew"]), (&json!(widget), &json!(true)));
}

#[tokio::test]
async fn after_a_merge_each_conversation_answers_the_number_that_it_is_with() {
    let shop = Shop::open().await;
    shop.connect("100").await;
    let (ann, first) = customer(&shop, "491701", "wamid.1").await;
    let (bea, _) = customer(&shop, "491702", "wamid.2").await;
    shop.post(&format!("{ann}/merge"), &json!({ "customerId": id_of(&bea) })).await.json(StatusCode::CREATED);
    let reply = format!("/api/v1/conversations/{first}/messages");
    shop.post(&reply, &json!({ "content": "Hello Ann" })).await.json(StatusCode::CREATED);
    shop.house.chat.deliver_once().await.unwrap();
    assert_eq!(shop.house.sent_to(), ["491701"]);
}
