//! What the official suite of Socket.IO v5 checks, over the echo server, and what browsers ask.

use chat_transport_ws::engine::{Config, Origins, Reason};

use crate::support::{Client, Server, calm, json, quick};

async fn greeted(client: &mut Client, connect: &str, connected: &str, auth: &str) {
    client.send(connect).await;
    let reply = client.text().await;
    let handshake = json(reply.strip_prefix(connected).unwrap());
    assert_eq!(handshake.as_object().unwrap().len(), 1);
    assert!(handshake["sid"].is_string());
    assert_eq!(client.text().await, auth);
}

#[tokio::test]
async fn a_client_connects_with_and_without_a_payload() {
    let server = Server::start(calm()).await;
    let cases = [
        ("40", "40", "42[\"auth\",{}]"),
        ("40{\"token\":\"123\"}", "40", "42[\"auth\",{\"token\":\"123\"}]"),
        ("40/custom,", "40/custom,", "42/custom,[\"auth\",{}]"),
        ("40/custom", "40/custom,", "42/custom,[\"auth\",{}]"),
        ("40/custom,{\"token\":\"abc\"}", "40/custom,", "42/custom,[\"auth\",{\"token\":\"abc\"}]"),
    ];
    for (connect, connected, auth) in cases {
        let mut client = server.websocket("/socket.io/").await;
        greeted(&mut client, connect, connected, auth).await;
    }
}

#[tokio::test]
async fn the_public_id_is_not_the_secret_one() {
    let server = Server::start(calm()).await;
    let mut client = server.try_websocket("/socket.io/?EIO=4&transport=websocket").await.unwrap();
    let secret = json(&client.text().await[1..])["sid"].clone();
    client.send("40").await;
    let public = json(&client.text().await[2..])["sid"].clone();
    assert_ne!(public, secret);
    let public = public.as_str().unwrap();
    let reply = server.get(&format!("/socket.io/?EIO=4&transport=polling&sid={public}")).await;
    assert_eq!(json(&reply.body)["code"], 1, "the public id opens nothing");
}

#[tokio::test]
async fn a_namespace_can_be_refused_with_data() {
    let server = Server::start(calm()).await;
    let mut client = server.websocket("/socket.io/").await;
    client.send("40/random").await;
    assert_eq!(client.text().await, "44/random,{\"message\":\"Invalid namespace\"}");
    client.send("40{\"refuse\":true}").await;
    assert_eq!(json(&client.text().await[2..]), serde_json::json!({"message":"no","data":{"code":"refused"}}));
    client.send("42[\"message\"]").await;
    greeted(&mut client, "40", "40", "42[\"auth\",{}]").await;
}

#[tokio::test]
async fn what_is_malformed_closes_the_connection() {
    let server = Server::start(calm()).await;
    let before = ["4abc", "40[]", "42[\"message\"]", "43[]", "41", "4"];
    for packet in before {
        let mut client = server.websocket("/socket.io/").await;
        client.send(packet).await;
        client.closed().await;
    }
    let after = [
        "4abc",
        "42{}",
        "42[",
        "42[\"",
        "42abc[\"message-with-ack\",1]",
        "42",
        "40",
        "44{}",
        "42[\"connect\"]",
        "42/unknown,[\"message\"]",
        "599-[\"message\"]",
        "451-[\"a\",{\"_placeholder\":true,\"num\":3}]",
    ];
    for packet in after {
        let mut client = server.connected().await;
        client.send(packet).await;
        assert_eq!(client.close_code().await, Some(1002), "{packet}");
    }
    let mut client = server.connected().await;
    client.send_binary(&[1]).await;
    client.closed().await;
    let mut client = server.connected().await;
    client.send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]").await;
    client.send("42[\"message\"]").await;
    client.closed().await;
}

#[tokio::test]
async fn whoever_joins_no_namespace_is_closed() {
    let server = Server::start(Config { connect_timeout: std::time::Duration::from_millis(50), ..calm() }).await;
    server.websocket("/socket.io/").await.closed().await;
    let session = server.polling("/socket.io/").await;
    assert_eq!(server.get(&session).await.body, "1");
}

#[tokio::test]
async fn leaving_a_namespace_keeps_the_connection() {
    let mut server = Server::start(quick()).await;
    let mut client = server.connected().await;
    client.send("41").await;
    assert_eq!(server.gone().await, Reason::ClientDisconnect);
    assert_eq!(client.text().await, "2");

    let mut client = server.connected().await;
    greeted(&mut client, "40/custom", "40/custom,", "42/custom,[\"auth\",{}]").await;
    client.send("41/custom").await;
    client.send("42[\"message\",\"message to main namespace\"]").await;
    assert_eq!(client.text().await, "42[\"message-back\",\"message to main namespace\"]");
}

#[tokio::test]
async fn events_and_acks_come_back_as_they_were() {
    let server = Server::start(calm()).await;
    let mut client = server.connected().await;
    client.send("42[\"message\",1,\"2\",{\"3\":[true]}]").await;
    assert_eq!(client.text().await, "42[\"message-back\",1,\"2\",{\"3\":[true]}]");
    client.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]").await;
    assert_eq!(client.text().await, "43456[1,\"2\",{\"3\":[false]}]");
}

#[tokio::test]
async fn binary_comes_back_as_it_was() {
    let server = Server::start(calm()).await;
    let mut client = server.connected().await;
    let holes = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}";
    client.send(&format!("452-[\"message\",{holes}]")).await;
    client.send_binary(&[1, 2, 3]).await;
    client.send_binary(&[4, 5, 6]).await;
    assert_eq!(client.text().await, format!("452-[\"message-back\",{holes}]"));
    assert_eq!(client.binary().await, [1, 2, 3]);
    assert_eq!(client.binary().await, [4, 5, 6]);
    client.send(&format!("452-789[\"message-with-ack\",{holes}]")).await;
    client.send_binary(&[1, 2, 3]).await;
    client.send_binary(&[4, 5, 6]).await;
    assert_eq!(client.text().await, format!("462-789[{holes}]"));
    assert_eq!(client.binary().await, [1, 2, 3]);
    assert_eq!(client.binary().await, [4, 5, 6]);
}

#[tokio::test]
async fn all_of_it_works_over_polling() {
    let server = Server::start(calm()).await;
    let session = server.polling("/socket.io/").await;
    let body =
        "40\u{1e}451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u{1e}bAQID\u{1e}427[\"message-with-ack\",1]";
    assert_eq!(server.post(&session, body).await.status, 200);
    let mut got = Vec::new();
    while got.len() < 5 {
        got.extend(server.get(&session).await.body.split('\u{1e}').map(str::to_owned));
    }
    assert!(got[0].starts_with("40{\"sid\""));
    let rest = ["42[\"auth\",{}]", "451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]", "bAQID", "437[1]"];
    assert_eq!(got[1..], rest);
}

#[tokio::test]
async fn the_server_can_ask_and_wait_for_the_answer() {
    let server = Server::start(calm()).await;
    let mut client = server.connected().await;
    client.send("42[\"ask\",\"?\"]").await;
    assert_eq!(client.text().await, "421[\"question\",\"?\"]");
    client.send("431[\"!\",2]").await;
    assert_eq!(client.text().await, "42[\"answered\",\"!\",2]");
}

#[tokio::test]
async fn the_server_can_end_a_socket_and_the_client_is_told() {
    let mut server = Server::start(calm()).await;
    let mut client = server.connected().await;
    client.send("42[\"message\",1]").await;
    client.send("42[\"leave\"]").await;
    assert_eq!(client.text().await, "42[\"message-back\",1]");
    assert_eq!(client.text().await, "41");
    assert_eq!(server.gone().await, Reason::ServerDisconnect);
    client.send("42[\"message\"]").await;
    greeted(&mut client, "40", "40", "42[\"auth\",{}]").await;
}

#[tokio::test]
async fn a_handler_that_panics_costs_its_connection_only() {
    let mut server = Server::start(calm()).await;
    let mut other = server.connected().await;
    let mut client = server.connected().await;
    client.send("42[\"panic\"]").await;
    assert_eq!(client.close_code().await, Some(1011));
    assert_eq!(server.gone().await, Reason::ServerError);
    other.send("42[\"message\"]").await;
    assert_eq!(other.text().await, "42[\"message-back\"]");
}

#[tokio::test]
async fn a_stopping_server_delivers_what_is_queued_and_says_goodbye() {
    use std::sync::Arc;
    let stop = Arc::new(tokio::sync::Notify::new());
    let mut server = Server::start(calm()).await;
    let mut client = server.connected().await;
    // The test's server drives `run`; a second driver only adds the stop.
    let (engine, stopped) = (server.engine.clone(), stop.clone());
    let running = tokio::spawn(async move { engine.run_until(stopped.notified()).await });
    let frame = chat_transport_ws::engine::Frame::event("/", "last", &"words").unwrap();
    server.engine.broadcast(&chat_transport_ws::engine::Target::rooms("/", &["all"]), &frame);
    stop.notify_one();
    assert_eq!(client.text().await, "42[\"last\",\"words\"]");
    assert_eq!(client.close_code().await, Some(1001));
    assert_eq!(server.gone().await, Reason::ServerShutdown);
    running.await.unwrap();
    assert_eq!(server.get("/socket.io/?EIO=4&transport=polling").await.status, 503);
}

#[tokio::test]
async fn a_stopping_server_sends_its_sockets_away_one_by_one_and_lets_nobody_in() {
    use chat_transport_ws::engine::{Frame, Target};
    let hour = std::time::Duration::from_secs(3600);
    let mut server = Server::start(Config { parting_window: hour, parting_pause_max: hour, ..calm() }).await;
    let mut clients = [server.connected().await, server.connected().await, server.connected().await];
    let engine = server.engine.clone();
    tokio::spawn(async move { engine.run_until(std::future::ready(())).await });
    assert_eq!(server.gone().await, Reason::ServerShutdown);

    let (everybody, frame) = (Target::rooms("/", &["all"]), Frame::event("/", "still", &"there").unwrap());
    assert_eq!(server.engine.broadcast(&everybody, &frame), 2, "the others have half an hour left");
    let mut still_there = 0;
    for client in &mut clients {
        still_there += usize::from(client.next().await.is_some());
    }
    assert_eq!(still_there, 2);
    let refused = server.get("/socket.io/?EIO=4&transport=polling").await;
    assert_eq!((refused.status, &*refused.body), (503, "the server is stopping"));
    assert!(server.try_websocket("/socket.io/?EIO=4&transport=websocket").await.is_err());
}

#[tokio::test]
async fn pages_of_any_origin_may_poll_when_the_host_says_so() {
    let server = Server::start(calm()).await;
    let origin = "origin: https://a.example\r\n";
    let reply = server.request("GET", "/socket.io/?EIO=4&transport=polling", origin, "").await;
    assert!(reply.head.contains("access-control-allow-origin: *"));
    let asks = format!("{origin}access-control-request-method: POST\r\n");
    let reply = server.request("OPTIONS", "/socket.io/?EIO=4&transport=polling", &asks, "").await;
    assert_eq!(reply.status, 204);
    assert!(reply.head.contains("access-control-allow-methods: get, post"));
}

#[tokio::test]
async fn only_pages_of_listed_origins_may_connect() {
    let origins = Origins::List(vec!["https://a.example".to_owned()]);
    let server = Server::start(Config { origins, ..calm() }).await;
    let open = "/socket.io/?EIO=4&transport=polling";
    let listed = server.request("GET", open, "origin: https://a.example\r\n", "").await;
    assert_eq!(listed.status, 200);
    assert!(listed.head.contains("access-control-allow-origin: https://a.example"));
    assert!(listed.head.contains("vary: origin"));
    assert_eq!(server.get(open).await.status, 200, "no browser, no origin");
    for method in ["GET", "OPTIONS"] {
        let foreign = server.request(method, open, "origin: https://b.example\r\n", "").await;
        assert_eq!((foreign.status, &json(&foreign.body)["code"]), (403, &serde_json::json!(4)));
    }
    let upgrade = "upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    let target = "/socket.io/?EIO=4&transport=websocket";
    let foreign = server.request("GET", target, &format!("origin: https://b.example\r\n{upgrade}"), "").await;
    assert_eq!(foreign.status, 403);
}
