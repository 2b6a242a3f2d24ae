use crate::shop::Shop;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

/// Sends bytes and reads the answer's head, while the connection stays open.
async fn exchange(address: std::net::SocketAddr, request: &str) -> String {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let mut chunk = [0; 1024];
    while !String::from_utf8_lossy(&answer).contains("}") {
        let read = timeout(Duration::from_secs(20), socket.read(&mut chunk)).await.expect("an answer comes").unwrap();
        assert_ne!(read, 0, "the connection ended before the answer did");
        answer.extend_from_slice(&chunk[..read]);
    }
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn the_api_is_served_over_a_real_connection_where_a_host_nests_it() {
    let shop = Shop::open().await;
    let app = axum::Router::new().nest("/chat", shop.house.router.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });

    let key = shop.key();
    let me = format!("GET /chat/api/v1/me HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer {key}\r\n\r\n");
    let answer = exchange(address, &me).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("\"role\":\"owner\""), "{answer}");

    let elsewhere = exchange(address, "GET /chat/nothing HTTP/1.1\r\nHost: shop\r\n\r\n").await;
    assert!(elsewhere.starts_with("HTTP/1.1 404 Not Found\r\n") && elsewhere.contains("\"not_found\""), "{elsewhere}");

    // Refused by what it says, before a byte of it was read.
    let huge = "POST /chat/webhooks/whatsapp HTTP/1.1\r\nHost: shop\r\nContent-Length: 99999999\r\n\r\n";
    let answer = exchange(address, huge).await;
    assert!(answer.starts_with("HTTP/1.1 413 Payload Too Large\r\n"), "{answer}");
    server.abort();
}
