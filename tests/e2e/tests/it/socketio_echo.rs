//! The engine alone with the npm client, over every transport setting.

use e2e::{Connect, Launch, NpmClient, Seen, Server, binary};
use serde_json::{Value, json};

const POLLING: &[&str] = &["polling"];
const WEBSOCKET: &[&str] = &["websocket"];
const UPGRADE: &[&str] = &["polling", "websocket"];

/// How many events are sent without waiting for any: far more than a socket's queue holds.
const PIPELINED: u64 = 5_000;

async fn echo() -> Server {
    Server::start(Launch::socketio_echo()).await
}

fn to(server: &Server, transports: &[&str]) -> Connect {
    Connect::to(server.url()).transports(transports)
}

/// Everything the echo promises, on one connection.
async fn converse(client: &NpmClient) {
    assert_eq!(client.next_event("auth").await, [json!({ "token": "abc", "n": 1 })]);

    let args = [json!(1), json!("zwei ✓"), json!({ "three": [null, true, 4.5] }), json!([])];
    client.emit("message", args.clone()).await;
    assert_eq!(client.next_event("message-back").await, args);

    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let mixed = [json!({ "file": binary(&bytes), "name": "a" }), binary(b""), json!("end")];
    client.emit("message", mixed.clone()).await;
    assert_eq!(client.next_event("message-back").await, mixed);

    client.emit("message", []).await;
    assert_eq!(client.next_event("message-back").await, Vec::<Value>::new());

    let asked = [json!(1), binary(&[1, 2, 3]), json!({ "b": "c" })];
    assert_eq!(client.emit_ack("message-with-ack", asked.clone()).await, asked);
}

async fn transport_is(client: &NpmClient, expected: &str) {
    let used = |seen: &Seen| matches!(seen, Seen::Transport { transport } if transport == expected);
    client.wait_for(&format!("the transport {expected}"), used).await;
}

async fn converse_over(transports: &[&str]) -> (Server, NpmClient) {
    let server = echo().await;
    let auth = json!({ "token": "abc", "n": 1 });
    let client = NpmClient::connect(to(&server, transports).auth(auth)).await;
    transport_is(&client, transports[0]).await;
    converse(&client).await;
    (server, client)
}

#[tokio::test]
async fn long_polling_carries_everything() {
    let (_server, client) = converse_over(POLLING).await;

    let upgraded = Seen::Transport { transport: "websocket".to_owned() };
    assert!(!client.seen().contains(&upgraded));
}

#[tokio::test]
async fn websocket_carries_everything() {
    converse_over(WEBSOCKET).await;
}

#[tokio::test]
async fn an_upgraded_connection_carries_everything() {
    let (_server, client) = converse_over(UPGRADE).await;

    transport_is(&client, "websocket").await;
    client.emit("message", [json!("after the upgrade")]).await;
    assert_eq!(client.next_event("message-back").await, [json!("after the upgrade")]);
}

async fn pipelined_events_come_back_in_order(transports: &[&str]) {
    let server = echo().await;
    let client = NpmClient::connect(to(&server, transports)).await;

    client.burst("message", PIPELINED).await;

    numbers_come_back(&client, PIPELINED).await;
}

async fn numbers_come_back(client: &NpmClient, count: u64) {
    let all_back = |seen: &[Seen]| {
        let back: Vec<u64> = seen.iter().filter_map(number_of).collect();
        (back.len() as u64 >= count).then_some(back)
    };
    let numbers = client.until("all events to come back", all_back).await;
    assert!(numbers.into_iter().eq(0..count), "the events came back in another order");
}

fn number_of(seen: &Seen) -> Option<u64> {
    match seen {
        Seen::Event { event, args, .. } if event == "message-back" => args[0].as_u64(),
        _ => None,
    }
}

#[tokio::test]
async fn pipelined_events_keep_their_order_over_polling() {
    pipelined_events_come_back_in_order(POLLING).await;
}

#[tokio::test]
async fn pipelined_events_keep_their_order_over_websocket() {
    pipelined_events_come_back_in_order(WEBSOCKET).await;
}

#[tokio::test]
async fn pipelined_events_keep_their_order_across_the_upgrade() {
    pipelined_events_come_back_in_order(UPGRADE).await;
}

#[tokio::test]
async fn events_sent_with_the_connect_are_not_lost() {
    let server = echo().await;
    for transports in [POLLING, WEBSOCKET, UPGRADE] {
        let client = NpmClient::open(to(&server, transports)).await;

        client.burst("message", PIPELINED).await;

        numbers_come_back(&client, PIPELINED).await;
    }
}

#[tokio::test]
async fn another_namespace_shares_the_connection() {
    let server = echo().await;
    let main = NpmClient::connect(to(&server, UPGRADE)).await;
    assert_eq!(main.next_event("auth").await, [json!({})]);

    let custom = to(&server, UPGRADE).namespace("/custom").auth(json!({ "who": "me" }));
    let custom = main.open_beside(custom).await;
    let custom_id = custom.connected().await;
    assert_eq!(custom.next_event("auth").await, [json!({ "who": "me" })]);

    let main_ids = main.seen().into_iter().filter_map(|seen| match seen {
        Seen::Connect { socket_id } => Some(socket_id),
        _ => None,
    });
    assert!(main_ids.into_iter().all(|id| id != custom_id), "each namespace has an id of its own");

    custom.disconnect().await;
    assert_eq!(custom.next_disconnect().await, "io client disconnect");
    main.emit("message", [json!("still here")]).await;
    assert_eq!(main.next_event("message-back").await, [json!("still here")]);
}

#[tokio::test]
async fn an_unknown_namespace_is_refused() {
    let server = echo().await;

    let client = NpmClient::open(to(&server, WEBSOCKET).namespace("/nothing")).await;

    assert_eq!(client.next_refusal().await.0, "Invalid namespace");
}

async fn a_lost_connection_is_taken_up_again(transports: &[&str]) {
    let mut server = echo().await;
    let client = NpmClient::connect(to(&server, transports).auth(json!({ "n": 1 }))).await;
    client.next_event("auth").await;

    client.drop_connection().await;
    assert_eq!(client.next_disconnect().await, "forced close");
    client.connected().await;
    assert_eq!(client.next_event("auth").await, [json!({ "n": 1 })]);

    server.restart().await;
    let reason = client.next_disconnect().await;
    assert!(["transport close", "transport error"].contains(&reason.as_str()), "{reason}");
    client.connected().await;
    assert_eq!(client.next_event("auth").await, [json!({ "n": 1 })]);
    assert_eq!(client.emit_ack("message-with-ack", [json!("again")]).await, [json!("again")]);
}

#[tokio::test]
async fn a_polling_client_comes_back() {
    a_lost_connection_is_taken_up_again(POLLING).await;
}

#[tokio::test]
async fn a_websocket_client_comes_back() {
    a_lost_connection_is_taken_up_again(WEBSOCKET).await;
}

#[tokio::test]
async fn heartbeats_keep_an_idle_connection() {
    let quick = ["--ping-interval-ms", "100", "--ping-timeout-ms", "1000"];
    let server = Server::start(Launch::socketio_echo().args(quick)).await;
    for transports in [POLLING, WEBSOCKET] {
        let client = NpmClient::connect(to(&server, transports)).await;

        for _ in 0..15 {
            client.wait_for("a ping", |seen| *seen == Seen::Ping).await;
        }

        assert_eq!(client.emit_ack("message-with-ack", [json!(1)]).await, [json!(1)]);
        let lost = |seen: &Seen| matches!(seen, Seen::Disconnect { .. });
        assert!(!client.seen().iter().any(lost), "the connection was lost while idle");
    }
}

#[tokio::test]
async fn a_message_over_the_limit_ends_the_connection() {
    let limit = ["--max-payload", "2000"];
    let server = Server::start(Launch::socketio_echo().args(limit)).await;
    for transports in [POLLING, WEBSOCKET] {
        let once = to(&server, transports).option("reconnection", false);
        let client = NpmClient::connect(once).await;
        client.emit("message", [json!("x".repeat(1_000))]).await;
        client.next_event("message-back").await;

        client.emit("message", [json!("x".repeat(3_000))]).await;

        client.next_disconnect().await;
        let echoed = client.seen().iter().filter(|seen| seen.is_event("message-back")).count();
        assert_eq!(echoed, 1);
    }
}
