use crate::shop::Shop;
use http::{Method, StatusCode};
use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use std::collections::BTreeMap;

#[tokio::test]
async fn requests_are_counted_by_route_and_never_by_path() {
    let recorder: &'static DebuggingRecorder = Box::leak(Box::default());
    let _counts_here = metrics::set_default_local_recorder(recorder);
    let shop = Shop::open().await;
    let conversation = shop.conversation().await;
    let path = format!("/api/v1/conversations/{conversation}");
    recorder.snapshotter().snapshot();
    shop.get(&path).await.json(StatusCode::OK);
    shop.get("/api/v1/conversations/none").await;
    shop.get("/nothing/of/ours").await;
    shop.ask(Method::from_bytes(b"BREW").unwrap(), &path, None).await;

    let mut counts = BTreeMap::new();
    for (key, _, _, value) in recorder.snapshotter().snapshot().into_vec() {
        let labels: Vec<_> = key.key().labels().map(|label| label.value().to_owned()).collect();
        let (name, text) = (key.key().name(), labels.join(" "));
        assert!(!text.contains(&conversation), "{name} {text}");
        if let (DebugValue::Counter(count @ 1..), "chat_http_requests_total") = (&value, name) {
            counts.insert(text, *count);
        }
        if name == "chat_http_requests_under_way" {
            assert_eq!(value, DebugValue::Gauge(0.0.into()));
        }
    }
    let route = "/api/v1/conversations/{id}";
    let expected = [
        (format!("GET {route} 2xx"), 1),
        (format!("GET {route} 4xx"), 1),
        ("GET none 4xx".to_owned(), 1),
        (format!("other {route} 4xx"), 1),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
}
