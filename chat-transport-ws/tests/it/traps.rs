//! What goes wrong in other servers.

use std::time::Duration;

use chat_transport_ws::engine::{Args, Config, Frame, NoAnswer, Reason, Target};
use futures_util::SinkExt;
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Seen, Server, calm, within};

async fn events(server: &mut Server, count: usize) -> Vec<String> {
    let mut events = Vec::new();
    while events.len() < count {
        if let Some(Seen::Event(event)) = within(server.seen.recv()).await {
            events.push(event);
        }
    }
    events
}

fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|number| number.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_pipelined_events_are_handled_in_order() {
    let mut server = Server::start(calm()).await;
    let mut client = server.connected().await;
    for number in 0..5000 {
        client.0.feed(Message::text(format!("42[\"note\",{number}]"))).await.unwrap();
    }
    client.0.flush().await.unwrap();
    assert_eq!(events(&mut server, 5000).await, numbers(5000));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_events_sent_right_after_connect_are_all_handled() {
    let mut server = Server::start(calm()).await;
    let mut client = server.websocket("/socket.io/").await;
    client.0.feed(Message::text("40")).await.unwrap();
    for number in 0..1000 {
        client.0.feed(Message::text(format!("42[\"note\",{number}]"))).await.unwrap();
    }
    client.0.flush().await.unwrap();
    assert_eq!(events(&mut server, 1000).await, numbers(1000));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_sent_before_hanging_up_are_all_handled() {
    let mut server = Server::start(calm()).await;
    let mut client = server.connected().await;
    for number in 0..1000 {
        client.0.feed(Message::text(format!("42[\"note\",{number}]"))).await.unwrap();
    }
    client.0.close(None).await.unwrap();
    assert_eq!(events(&mut server, 1000).await, numbers(1000));
    assert_eq!(server.gone().await, Reason::TransportClose);
}

fn large() -> Frame {
    Frame::event("/", "large", &"x".repeat(100_000)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_stalls_is_disconnected_within_its_limit() {
    let limit = Duration::from_millis(300);
    let config = Config { write_timeout: limit, queue_bytes_max: 1 << 30, queue_packets_max: 1 << 20, ..calm() };
    let mut server = Server::start(config).await;
    let stalled = server.connected().await;
    let before = tokio::time::Instant::now();
    // More than the kernel buffers for a peer that never reads.
    for _ in 0..200 {
        server.engine.broadcast(&Target::rooms("/", &["all"]), &large());
    }
    assert_eq!(server.gone().await, Reason::Stalled);
    assert!(before.elapsed() >= limit);
    assert_eq!(server.engine.connection_count(), 0);
    drop(stalled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_disconnects_with_a_reason_and_never_skips() {
    let mut server = Server::start(Config { queue_packets_max: 8, ..calm() }).await;
    let mut slow = server.connected().await;
    let mut sent = 0;
    while server.engine.broadcast(&Target::rooms("/", &["all"]), &large()) > 0 {
        sent += 1;
        tokio::task::yield_now().await;
    }
    assert_eq!(server.gone().await, Reason::QueueFull);
    let mut received = 0;
    let code = loop {
        match futures_util::StreamExt::next(&mut slow.0).await {
            Some(Ok(Message::Close(frame))) => break frame.map(|frame| u16::from(frame.code)),
            Some(Ok(_)) => received += 1,
            None | Some(Err(_)) => panic!("a peer that reads again learns why"),
        }
    };
    assert_eq!(code, Some(1013));
    assert!(received < sent, "{received} of {sent}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_does_not_hold_up_the_others() {
    let config = Config { queue_packets_max: 10_000, queue_bytes_max: 1 << 30, ..calm() };
    let server = Server::start(config).await;
    let _slow = server.connected().await;
    let mut quick = server.connected().await;
    for _ in 0..200 {
        server.engine.broadcast(&Target::rooms("/", &["all"]), &large());
    }
    for _ in 0..200 {
        assert_eq!(quick.text().await.len(), "42[\"large\",\"\"]".len() + 100_000);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_gets_everything_once_and_in_the_same_order() {
    let server = Server::start(calm()).await;
    let mut clients = Vec::new();
    for _ in 0..20 {
        clients.push(server.connected().await);
    }
    for socket in server.engine.members("/", "all") {
        socket.join("other").unwrap();
    }
    for number in 0..500 {
        let frame = Frame::event("/", "number", &number).unwrap();
        let reached = server.engine.broadcast(&Target::rooms("/", &["all", "other"]), &frame);
        assert_eq!(reached, 20);
        if number % 50 == 0 {
            tokio::task::yield_now().await;
        }
    }
    for client in &mut clients {
        for number in 0..500 {
            assert_eq!(client.text().await, format!("42[\"number\",{number}]"));
        }
    }
}

#[tokio::test]
async fn a_broadcast_leaves_out_who_left_and_who_is_excepted() {
    let server = Server::start(calm()).await;
    let mut clients = Vec::new();
    for _ in 0..3 {
        clients.push(server.connected().await);
    }
    let sockets = server.engine.members("/", "all");
    assert!(sockets[1].leave("all") && !sockets[1].leave("all"));
    let frame = Frame::event("/", "news", &1).unwrap();
    assert_eq!(server.engine.broadcast(&Target::rooms("/", &["all"]).except(sockets[0].id()), &frame), 1);
    assert_eq!(clients[2].text().await, "42[\"news\",1]");
    assert_eq!(server.engine.broadcast(&Target::rooms("/custom", &["all"]), &frame), 0);
}

#[tokio::test]
async fn a_message_over_the_limit_is_refused_before_it_is_read() {
    let server = Server::start(calm()).await;
    let mut client = server.connected().await;
    // Only the header is sent: a server that waits for the body would not answer.
    let header = [0x81, 0xff, 0, 0, 0, 0, 0, 0x0f, 0x42, 0x41, 0, 0, 0, 0];
    tokio::io::AsyncWriteExt::write_all(client.tcp(), &header).await.unwrap();
    assert_eq!(client.close_code().await, Some(1009));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upgrade_loses_nothing_while_messages_flow() {
    let server = Server::start(Config { queue_packets_max: 10_000, ..calm() }).await;
    let session = server.polling("/socket.io/").await;
    assert_eq!(server.post(&session, "40").await.status, 200);
    let mut got = Vec::new();
    let polled = async |got: &mut Vec<String>| {
        let body = server.get(&session).await.body;
        got.extend(body.split('\u{1e}').filter(|packet| *packet != "6").map(str::to_owned));
    };
    while got.len() < 2 {
        polled(&mut got).await;
    }
    got.clear();
    let engine = server.engine.clone();
    let flow = tokio::spawn(async move {
        for number in 0..2000 {
            let frame = Frame::event("/", "number", &number).unwrap();
            engine.broadcast(&Target::rooms("/", &["all"]), &frame);
            tokio::task::yield_now().await;
        }
    });
    polled(&mut got).await;
    let mut client = server.try_websocket(&session.replace("polling", "websocket")).await.unwrap();
    client.send("2probe").await;
    polled(&mut got).await;
    assert_eq!(client.text().await, "3probe");
    client.send("5").await;
    while got.len() < 2000 {
        got.push(client.text().await);
    }
    let expected: Vec<_> = (0..2000).map(|number| format!("42[\"number\",{number}]")).collect();
    assert_eq!(got, expected);
    flow.await.unwrap();
}

#[tokio::test]
async fn more_connections_than_allowed_are_turned_away() {
    let server = Server::start(Config { connections_max: 2, ..calm() }).await;
    let first = server.polling("/socket.io/").await;
    let _second = server.connected().await;
    assert_eq!(server.get("/socket.io/?EIO=4&transport=polling").await.status, 503);
    assert!(server.try_websocket("/socket.io/?EIO=4&transport=websocket").await.is_err());
    assert_eq!(server.post(&first, "1").await.status, 200);
    server.polling("/socket.io/").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_is_not_bare_tcp_is_served_the_same() {
    let mut server = Server::start_wrapped(calm()).await;
    let mut client = server.connected().await;
    for number in 0..1000 {
        client.0.feed(Message::text(format!("42[\"message\",{number}]"))).await.unwrap();
    }
    client.0.flush().await.unwrap();
    for number in 0..1000 {
        assert_eq!(client.text().await, format!("42[\"message-back\",{number}]"));
    }
    assert_eq!(events(&mut server, 1000).await, numbers(1000));
    let large = format!("42[\"message-with-ack\",\"{}\"]", "x".repeat(500_000)).replace("42", "427");
    client.send(&large).await;
    assert_eq!(client.text().await.len(), "437[\"\"]".len() + 500_000);
    client.send("42[\"panic\"]").await;
    assert_eq!(client.close_code().await, Some(1011));
    assert_eq!(server.gone().await, Reason::ServerError);
    let session = server.polling("/socket.io/").await;
    let mut upgraded = server.try_websocket(&session.replace("polling", "websocket")).await.unwrap();
    upgraded.send("2probe").await;
    assert_eq!(upgraded.text().await, "3probe");
    upgraded.send("5").await;
    upgraded.send("40").await;
    assert!(upgraded.text().await.starts_with("40{"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stalled_stream_that_is_not_bare_tcp_is_disconnected_too() {
    let config = Config {
        write_timeout: Duration::from_millis(300),
        queue_bytes_max: 1 << 30,
        queue_packets_max: 1 << 20,
        ..calm()
    };
    let mut server = Server::start_wrapped(config).await;
    let stalled = server.connected().await;
    for _ in 0..200 {
        server.engine.broadcast(&Target::rooms("/", &["all"]), &large());
    }
    assert_eq!(server.gone().await, Reason::Stalled);
    drop(stalled);
}

#[tokio::test]
async fn a_socket_that_is_kept_after_its_end_has_no_effect() {
    for server in [Server::start_wrapped(calm()).await, Server::start(calm()).await] {
        let mut client = server.connected().await;
        let kept = server.engine.members("/", "all").remove(0);
        kept.hang_up(Reason::ServerShutdown);
        client.closed().await;
        kept.emit("late", &1).unwrap();
        kept.disconnect();
        assert!(!kept.is_connected());
        assert!(kept.join("all").is_err());
        assert!(kept.rooms().is_empty());
        let asked = kept.emit_with_ack("late", &Args::none(), Duration::from_secs(60)).await;
        assert_eq!(asked, Err(NoAnswer::Gone));
        assert_eq!(server.engine.connection_count(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_asks_faster_than_it_reads_is_slowed_down_and_not_closed() {
    let config = Config { queue_packets_max: 64, inbox_max: 16, ..calm() };
    let server = Server::start(config).await;
    let text = "x".repeat(2000);
    let mut client = server.connected().await;
    let asking = async {
        let session = server.polling("/socket.io/").await;
        let packets = (0..5000).map(|number| format!("42[\"message\",{number}]"));
        let body = std::iter::once("40".to_owned()).chain(packets).collect::<Vec<_>>().join("\u{1e}");
        let polling = async {
            let mut got = Vec::new();
            while got.len() < 5002 {
                let reply = server.get(&session).await;
                assert_eq!(reply.status, 200, "after {}", got.len());
                got.extend(reply.body.split('\u{1e}').map(str::to_owned));
            }
            got
        };
        let (posted, got) = tokio::join!(server.post(&session, &body), polling);
        assert_eq!(posted.status, 200);
        let expected: Vec<_> = (0..5000).map(|number| format!("42[\"message-back\",{number}]")).collect();
        assert_eq!(got[2..], expected);
    };
    asking.await;
    let (mut sink, mut stream) = futures_util::StreamExt::split(&mut client.0);
    let asking = async {
        for number in 0..5000 {
            sink.feed(Message::text(format!("42[\"message\",{number},\"{text}\"]"))).await.unwrap();
        }
        sink.flush().await.unwrap();
    };
    let reading = async {
        for number in 0..5000 {
            let message = futures_util::StreamExt::next(&mut stream).await.unwrap().unwrap();
            assert_eq!(message.to_text().unwrap(), format!("42[\"message-back\",{number},\"{text}\"]"));
        }
    };
    within(async { tokio::join!(asking, reading) }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upgrade_does_not_wait_for_answers_that_only_it_can_deliver() {
    let server = Server::start(Config { queue_packets_max: 64, inbox_max: 16, ..calm() }).await;
    let session = server.polling("/socket.io/").await;
    let packets = (0..1000).map(|number| format!("42[\"message\",{number}]"));
    let body = std::iter::once("40".to_owned()).chain(packets).collect::<Vec<_>>().join("\u{1e}");
    // Nobody polls: the body can be taken in no further than the queues reach.
    let post = server.ask("POST", &session, "", &body).await;
    let mut client = server.try_websocket(&session.replace("polling", "websocket")).await.unwrap();
    client.send("2probe").await;
    assert_eq!(client.text().await, "3probe");
    assert_eq!(post.reply().await.status, 200);
    client.send("5").await;
    assert!(client.text().await.starts_with("40{"));
    assert_eq!(client.text().await, "42[\"auth\",{}]");
    for number in 0..1000 {
        assert_eq!(client.text().await, format!("42[\"message-back\",{number}]"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upgrade_that_is_never_finished_lets_in_no_more_than_a_surplus() {
    let config = Config { queue_packets_max: 64, inbox_max: 16, payload_max: 100_000, ..calm() };
    let mut server = Server::start(config).await;
    let session = server.polling("/socket.io/").await;
    // Nobody polls: after these the handlers wait for somebody to take their answers.
    let packets = (0..40).map(|number| format!("42[\"message\",{number}]"));
    let body = std::iter::once("40".to_owned()).chain(packets).collect::<Vec<_>>().join("\u{1e}");
    assert_eq!(server.post(&session, &body).await.status, 200);
    let mut client = server.try_websocket(&session.replace("polling", "websocket")).await.unwrap();
    client.send("2probe").await;
    assert_eq!(client.text().await, "3probe");
    let body = format!("42[\"note\",\"{}\"]", "x".repeat(90_000));
    let mut taken = 0;
    while taken < 20 && server.post(&session, &body).await.status == 200 {
        taken += 1;
    }
    assert!((1..=3).contains(&taken), "{taken} bodies were taken in");
    client.closed().await;
    assert_eq!(server.engine.connection_count(), 0);
    assert_eq!(server.gone().await, Reason::QueueFull);
}
