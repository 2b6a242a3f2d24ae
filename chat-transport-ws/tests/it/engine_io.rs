//! What the official suite of Engine.IO v4 checks, over the echo server.

use chat_transport_ws::engine::Reason;
use serde_json::json;

use crate::support::{Server, calm, json, quick, within};

const WEBSOCKET: &str = "/engine.io/?EIO=4&transport=websocket";

#[tokio::test]
async fn a_polling_session_opens_with_the_settings_of_the_server() {
    let server = Server::start(quick()).await;
    for path in ["/engine.io/", "/engine.io", "/socket.io/", "/socket.io"] {
        let reply = server.get(&format!("{path}?EIO=4&transport=polling")).await;
        assert_eq!(reply.status, 200);
        let mut value = json(reply.body.strip_prefix('0').unwrap());
        assert!(value["sid"].take().is_string());
        let expected = json!({
            "sid": null, "upgrades": ["websocket"], "pingInterval": 300, "pingTimeout": 200, "maxPayload": 1_000_000,
        });
        assert_eq!(value, expected);
    }
}

#[tokio::test]
async fn a_websocket_session_opens_without_upgrades() {
    let server = Server::start(quick()).await;
    let mut client = server.try_websocket(WEBSOCKET).await.unwrap();
    let mut value = json(client.text().await.strip_prefix('0').unwrap());
    assert!(value["sid"].take().is_string());
    let expected =
        json!({ "sid": null, "upgrades": [], "pingInterval": 300, "pingTimeout": 200, "maxPayload": 1_000_000 });
    assert_eq!(value, expected);
}

#[tokio::test]
async fn a_wrong_request_is_answered_with_the_code_of_the_protocol() {
    let server = Server::start(calm()).await;
    let unknown = "AAAAAAAAAAAAAAAAAAAAAA";
    let cases = [
        ("GET", "transport=polling".to_owned(), 5),
        ("GET", "EIO=abc&transport=polling".to_owned(), 5),
        ("GET", "EIO=3&transport=polling".to_owned(), 5),
        ("GET", "EIO=4".to_owned(), 0),
        ("GET", "EIO=4&transport=abc".to_owned(), 0),
        ("POST", "EIO=4&transport=polling".to_owned(), 2),
        ("PUT", "EIO=4&transport=polling".to_owned(), 2),
        ("GET", "EIO=4&transport=websocket".to_owned(), 3),
        ("GET", "EIO=4&transport=polling&sid=abc".to_owned(), 1),
        ("GET", format!("EIO=4&transport=polling&sid={unknown}"), 1),
        ("POST", format!("EIO=4&transport=polling&sid={unknown}"), 1),
    ];
    for (method, query, code) in cases {
        let reply = server.request(method, &format!("/engine.io/?{query}"), "", "").await;
        assert_eq!((reply.status, &json(&reply.body)["code"]), (400, &json!(code)), "{method} {query}");
    }
    for query in ["transport=websocket", "EIO=abc&transport=websocket", "EIO=4", "EIO=4&transport=abc"] {
        assert!(server.try_websocket(&format!("/engine.io/?{query}")).await.is_err(), "{query}");
    }
    assert!(server.try_websocket(&format!("{WEBSOCKET}&sid={unknown}")).await.is_err());
    let own = server.polling("/engine.io/").await;
    let reply = server.request("PUT", &own, "", "").await;
    assert_eq!((reply.status, &json(&reply.body)["code"]), (400, &json!(3)));
}

#[tokio::test]
async fn a_session_of_one_engine_is_unknown_to_another() {
    let server = Server::start(calm()).await;
    let foreign = server.polling("/engine.io/").await.replace("/engine.io/", "/socket.io/");
    assert_eq!(json(&server.get(&foreign).await.body)["code"], 1);
}

#[tokio::test]
async fn polling_echoes_text_and_binary_in_order() {
    let server = Server::start(calm()).await;
    for payload in ["4hello", "4test1\u{1e}4test2\u{1e}4test3", "4hello\u{1e}bAQIDBA==", "4é\u{1e}4"] {
        let session = server.polling("/engine.io/").await;
        let reply = server.post(&session, payload).await;
        assert_eq!((reply.status, reply.body.as_str()), (200, "ok"));
        let mut echoed = server.get(&session).await.body;
        while echoed.len() < payload.len() {
            echoed.push('\u{1e}');
            echoed.push_str(&server.get(&session).await.body);
        }
        assert_eq!(echoed, payload);
    }
}

#[tokio::test]
async fn a_malformed_payload_closes_a_polling_session() {
    let server = Server::start(calm()).await;
    for payload in ["abc", "", "4a\u{1e}", "b!", "2", "0{}", "7"] {
        let session = server.polling("/engine.io/").await;
        assert_eq!(server.post(&session, payload).await.status, 400, "{payload:?}");
        assert_eq!(server.get(&session).await.status, 400, "{payload:?}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_closes_a_polling_session() {
    let server = Server::start(calm()).await;
    let session = server.polling("/engine.io/").await;
    let body = format!("4{}", "x".repeat(1_000_000));
    assert_eq!(server.post(&session, &body).await.status, 413);
    assert_eq!(server.get(&session).await.status, 400);
    let session = server.polling("/engine.io/").await;
    assert_eq!(server.post(&session, &body[..1_000_000]).await.status, 200, "the limit itself is fine");
}

#[tokio::test]
async fn a_second_poll_closes_the_session() {
    let server = Server::start(calm()).await;
    let session = server.polling("/engine.io/").await;
    let first = server.ask("GET", &session, "", "").await;
    let second = server.get(&session).await;
    let first = first.reply().await;
    assert_eq!((first.status, first.body.as_str()), (200, "1"));
    assert_eq!(second.status, 400);
    assert_eq!(server.get(&session).await.status, 400);
}

#[tokio::test]
async fn a_poll_that_is_given_up_closes_the_session() {
    let mut server = Server::start(calm()).await;
    let session = server.polling("/socket.io/").await;
    assert_eq!(server.post(&session, "40").await.status, 200);
    let mut greetings = 0;
    while greetings < 2 {
        greetings += server.get(&session).await.body.split('\u{1e}').count();
    }
    drop(server.ask("GET", &session, "", "").await);
    assert_eq!(server.gone().await, Reason::TransportError);
    assert_eq!(server.get(&session).await.status, 400);
}

#[tokio::test]
async fn a_websocket_echoes_text_and_binary() {
    let server = Server::start(calm()).await;
    let mut client = server.websocket("/engine.io/").await;
    client.send("4hello").await;
    assert_eq!(client.text().await, "4hello");
    client.send_binary(&[1, 2, 3, 4]).await;
    assert_eq!(client.binary().await, [1, 2, 3, 4]);
    client.send("bAQIDBA==").await;
    assert_eq!(client.binary().await, [1, 2, 3, 4], "a client that was told to use base64");
    let large = format!("4{}", "é".repeat(400_000));
    client.send(&large).await;
    assert_eq!(client.text().await, large);
}

#[tokio::test]
async fn a_malformed_packet_closes_a_websocket() {
    let server = Server::start(calm()).await;
    for packet in ["abc", "", "2", "5", "1x"] {
        let mut client = server.websocket("/engine.io/").await;
        client.send(packet).await;
        client.closed().await;
    }
}

#[tokio::test]
async fn the_server_pings_and_the_client_answers() {
    let server = Server::start(quick()).await;
    let session = server.polling("/engine.io/").await;
    for _ in 0..3 {
        let reply = server.get(&session).await;
        assert_eq!((reply.status, reply.body.as_str()), (200, "2"));
        assert_eq!(server.post(&session, "3").await.status, 200);
    }
    let mut client = server.websocket("/engine.io/").await;
    for _ in 0..3 {
        assert_eq!(client.text().await, "2");
        client.send("3").await;
    }
}

#[tokio::test]
async fn a_client_that_does_not_answer_a_ping_is_closed() {
    let server = Server::start(quick()).await;
    let session = server.polling("/engine.io/").await;
    assert_eq!(server.get(&session).await.body, "2");
    assert_eq!(server.get(&session).await.body, "1");
    assert_eq!(server.get(&session).await.status, 400);
    server.websocket("/engine.io/").await.closed().await;
}

#[tokio::test]
async fn a_close_packet_ends_the_session_and_its_waiting_poll() {
    let server = Server::start(calm()).await;
    let session = server.polling("/engine.io/").await;
    let poll = server.ask("GET", &session, "", "").await;
    let post = server.post(&session, "1").await;
    let poll = poll.reply().await;
    assert_eq!((poll.status, poll.body.as_str()), (200, "6"));
    assert_eq!((post.status, post.body.as_str()), (200, "ok"));
    assert_eq!(server.get(&session).await.status, 400);
    let mut client = server.websocket("/engine.io/").await;
    client.send("1").await;
    client.closed().await;
}

#[tokio::test]
async fn an_upgrade_moves_the_session() {
    let server = Server::start(calm()).await;
    let session = server.polling("/engine.io/").await;
    let target = session.replace("polling", "websocket");
    let mut client = server.try_websocket(&target).await.unwrap();
    client.send("2probe").await;
    assert_eq!(client.text().await, "3probe");
    assert_eq!(server.get(&session).await.body, "6", "a poll is sent away");
    client.send("5").await;
    client.send("4hello").await;
    assert_eq!(client.text().await, "4hello");
    for method in ["GET", "POST"] {
        let reply = server.request(method, &session, "", "").await;
        assert_eq!((reply.status, &json(&reply.body)["code"]), (400, &json!(3)));
    }
    let mut second = server.try_websocket(&target).await.unwrap();
    second.closed().await;
    client.send("4again").await;
    assert_eq!(client.text().await, "4again", "the first WebSocket is not harmed");
}

#[tokio::test]
async fn a_waiting_poll_is_sent_away_when_the_probe_comes() {
    let server = Server::start(calm()).await;
    let session = server.polling("/engine.io/").await;
    let mut client = server.try_websocket(&session.replace("polling", "websocket")).await.unwrap();
    let poll = server.ask("GET", &session, "", "").await;
    client.send("2probe").await;
    assert_eq!(poll.reply().await.body, "6");
    assert_eq!(client.text().await, "3probe");
}

#[tokio::test]
async fn a_probe_that_fails_leaves_polling_alone() {
    let server = Server::start(calm()).await;
    let session = server.polling("/engine.io/").await;
    let target = session.replace("polling", "websocket");
    for probe in ["abc", "5", "2", "4hello"] {
        let mut client = server.try_websocket(&target).await.unwrap();
        client.send(probe).await;
        client.closed().await;
    }
    drop(server.try_websocket(&target).await.unwrap());
    assert_eq!(server.post(&session, "4hello").await.status, 200);
    assert_eq!(server.get(&session).await.body, "4hello");
}

#[tokio::test]
async fn a_probe_that_takes_too_long_is_dropped() {
    let config = chat_transport_ws::engine::Config { upgrade_timeout: std::time::Duration::from_millis(50), ..calm() };
    let server = Server::start(config).await;
    let session = server.polling("/engine.io/").await;
    let mut client = server.try_websocket(&session.replace("polling", "websocket")).await.unwrap();
    client.closed().await;
    assert_eq!(server.post(&session, "4hello").await.status, 200);
    assert_eq!(within(server.get(&session)).await.body, "4hello");
}
