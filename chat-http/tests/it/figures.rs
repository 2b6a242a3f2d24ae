use crate::shop::Shop;
use chat_core::{Counter, Origin, WidgetId, Widgets};
use http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

/// A widget's path; its pages were loaded twice a day, and embedded once elsewhere.
async fn busy(shop: &Shop) -> String {
    let id = shop.widget().await;
    let chat = &shop.house.chat;
    let scope = chat.sign_in(shop.key()).await.unwrap().scope();
    let widget = shop.house.store.widget(scope, id.parse::<WidgetId>().unwrap()).await.unwrap().unwrap();
    for _ in 0..3 {
        chat.count(&widget, Counter::Load, None);
        chat.count(&widget, Counter::Load, None);
        chat.count(&widget, Counter::Blocked, Some(&Origin::parse("https://other.test").unwrap()));
        shop.house.clock.advance(Duration::from_secs(24 * 3600));
    }
    chat.keep_counts_once().await.unwrap();
    format!("/api/v1/widgets/{id}")
}

#[tokio::test]
async fn figures_come_day_by_day_with_their_sums() {
    let shop = Shop::open().await;
    let path = busy(&shop).await;
    let figures = shop.get(&format!("{path}/analytics?from=2026-01-02&to=2026-01-04")).await.json(StatusCode::OK);
    let day = |day: &str, loads, blocked| json!({ "day": day, "loads": loads, "opens": 0, "conversations": 0, "messages": 0, "blocked": blocked });
    let days = [day("2026-01-02", 2, 1), day("2026-01-03", 2, 1), day("2026-01-04", 0, 0)];
    let totals = json!({ "loads": 4, "opens": 0, "conversations": 0, "messages": 0, "blocked": 2 });
    assert_eq!(figures, json!({ "from": "2026-01-02", "to": "2026-01-04", "days": days, "totals": totals }));
    let usual = shop.get(&format!("{path}/analytics")).await.json(StatusCode::OK);
    assert_eq!((&usual["from"], &usual["to"]), (&json!("2025-12-06"), &json!("2026-01-04")));
    assert_eq!((usual["days"].as_array().unwrap().len(), &usual["totals"]["loads"]), (30, &json!(6)));
}

#[tokio::test]
async fn a_span_that_makes_no_sense_is_refused() {
    let shop = Shop::open().await;
    let path = format!("/api/v1/widgets/{}/analytics", shop.widget().await);
    for (query, field) in [
        ("from=2026-01-02&to=2026-01-01", "to"),
        ("from=2026-01-01&to=2026-04-03", "from"),
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
    ] {
        assert_eq!(shop.get(&format!("{path}?{query}")).await.wrong_fields(), [field], "{query}");
    }
    shop.get(&format!("{path}?from=2026-01-01&to=2026-04-02")).await.json(StatusCode::OK);
}

#[tokio::test]
async fn blocked_websites_are_told_and_ignored() {
    let shop = Shop::open().await;
    let path = busy(&shop).await;
    let list = format!("{path}/blocked-origins");
    let blocked = |ignored| {
        let item = json!({
            "origin": "https://other.test", "count": 3, "firstSeen": "2026-01-01", "lastSeen": "2026-01-03", "ignored": ignored,
        });
        json!({ "items": [item], "nextCursor": null })
    };
    assert_eq!(shop.get(&list).await.json(StatusCode::OK), blocked(false));
    let ignore = format!("{list}/ignore");
    let judge = async |body: Value| shop.post(&ignore, &body).await.json(StatusCode::NO_CONTENT);
    judge(json!({ "origin": "https://other.test" })).await;
    assert_eq!(shop.get(&list).await.json(StatusCode::OK), blocked(true));
    judge(json!({ "origin": "https://other.test", "ignored": false })).await;
    assert_eq!(shop.get(&list).await.json(StatusCode::OK), blocked(false));
    let wrong = shop.post(&ignore, &json!({ "origin": "other.test" })).await;
    assert_eq!(wrong.wrong_fields(), ["origin"]);
    shop.post(&format!("{path}/domains"), &json!({ "domain": "other.test" })).await.json(StatusCode::CREATED);
    assert_eq!(shop.get(&list).await.json(StatusCode::OK)["items"], json!([]));
}
