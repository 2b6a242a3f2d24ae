//! The npm client itself: that the scenarios hear what it says.

use e2e::{Connect, NpmClient, Seen};
use serde_json::Value;
use tokio::net::TcpListener;

#[tokio::test]
async fn a_server_that_is_not_there_is_told_as_a_refusal() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);

    let client = NpmClient::open(Connect::to(url).option("reconnectionAttempts", 1)).await;

    assert_eq!(client.next_refusal().await, ("xhr poll error".to_owned(), Value::Null));
    client.wait_for("the end of trying", |seen| *seen == Seen::ReconnectFailed).await;
}

#[tokio::test]
async fn an_entry_is_taken_once_and_stays_in_view() {
    let connect = Connect::to("http://127.0.0.1:1").option("reconnectionAttempts", 2);
    let client = NpmClient::open(connect).await;

    client.next_refusal().await;
    client.next_refusal().await;
    client.next_refusal().await;
    client.wait_for("the end of trying", |seen| *seen == Seen::ReconnectFailed).await;

    let attempts = |seen: &[Seen]| {
        let tries = seen.iter().filter(|seen| matches!(seen, Seen::ReconnectAttempt { .. }));
        Some(tries.count()).filter(|&count| count == 2)
    };
    client.until("two attempts", attempts).await;
    let refusals = client.seen().into_iter().filter(|seen| matches!(seen, Seen::ConnectError { .. }));
    assert_eq!(refusals.count(), 3);
}
