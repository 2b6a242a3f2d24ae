//! A server on a port of its own, and raw clients that break rules on purpose.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use chat_transport_ws::engine::{
    Config, Connecting, Connection, Engine, Event, Handler, Message as Eio, MessageHandler, Origins, Reason, Refusal,
    Socket,
};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// A failed test ends after this long; no passing test waits for it.
pub(crate) const GUARD: Duration = Duration::from_secs(20);

/// What the official suites run with.
pub(crate) fn quick() -> Config {
    Config {
        ping_interval: Duration::from_millis(300),
        ping_timeout: Duration::from_millis(200),
        connect_timeout: Duration::from_millis(1000),
        payload_max: 1_000_000,
        origins: Origins::Any,
        ..Config::default()
    }
}

/// No heartbeat gets in the way.
pub(crate) fn calm() -> Config {
    Config { ping_interval: GUARD * 2, connect_timeout: GUARD * 2, ..quick() }
}

/// Says what happened to sockets, in order.
#[derive(Debug)]
pub(crate) enum Seen {
    Event(String),
    Gone(Reason),
}

/// What `socketio-echo` does, and notes for the test what happened.
#[derive(Debug)]
pub(crate) struct Echo {
    seen: mpsc::UnboundedSender<Seen>,
}

#[async_trait]
impl Handler for Echo {
    async fn connect(&self, connecting: Connecting) -> Result<(), Refusal> {
        if connecting.auth.0.get("refuse").is_some() {
            return Err(Refusal::new("no").with_data(serde_json::json!({ "code": "refused" })));
        }
        if !matches!(&*connecting.namespace, "/" | "/custom") {
            return Err(Refusal::new("Invalid namespace"));
        }
        connecting.socket.join("all").map_err(|_| Refusal::new("no room"))?;
        connecting.socket.emit_with("auth", &vec![connecting.auth.0].into());
        Ok(())
    }

    async fn event(&self, socket: &Socket, event: Event) {
        let _ = self.seen.send(Seen::Event(event.args.first().to_string()));
        match (event.name.as_str(), event.ack) {
            ("message", _) => socket.emit_with("message-back", &event.args),
            ("message-with-ack", Some(ack)) => ack.send(&event.args),
            ("panic", _) => panic!("as the test asked"),
            ("ask", _) => {
                let answer = socket.emit_with_ack("question", &event.args, GUARD).await;
                socket.emit_with("answered", &answer.unwrap_or_default());
            }
            ("leave", _) => socket.disconnect(),
            _ => {}
        }
    }

    async fn disconnect(&self, _: &Socket, reason: Reason) {
        let _ = self.seen.send(Seen::Gone(reason));
    }
}

#[async_trait]
impl MessageHandler for Echo {
    async fn message(&self, connection: &Connection, message: Eio) {
        connection.send(&message);
    }
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) engine: Engine,
    pub(crate) seen: mpsc::UnboundedReceiver<Seen>,
}

/// A TCP stream that the engine cannot recognise as one, such as one with TLS around it.
struct Wrapped(TcpStream);

impl AsyncRead for Wrapped {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wrapped {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

struct WrappingListener(TcpListener);

impl axum::serve::Listener for WrappingListener {
    type Io = Wrapped;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wrapped, SocketAddr) {
        let (tcp, address) = self.0.accept().await.unwrap();
        (Wrapped(tcp), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Server {
    pub(crate) async fn start(config: Config) -> Self {
        Self::start_on(config, |listener, app| async move { axum::serve(listener, app).await }).await
    }

    /// The same over streams that are not recognised as TCP.
    pub(crate) async fn start_wrapped(config: Config) -> Self {
        Self::start_on(config, |listener, app| async move { axum::serve(WrappingListener(listener), app).await }).await
    }

    async fn start_on<F>(config: Config, serve: impl FnOnce(TcpListener, Router) -> F) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let (seen, receiver) = mpsc::unbounded_channel();
        let echo = Arc::new(Echo { seen });
        let engine = Engine::new(config.clone(), echo.clone());
        let bare = Engine::bare(Config { path: "/engine.io/".to_owned(), ..config }, echo);
        let app = Router::new().layer(engine.layer()).layer(bare.layer());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, app));
        let runs = engine.clone();
        tokio::spawn(async move { tokio::join!(runs.run(), bare.run()) });
        Self { address, engine, seen: receiver }
    }

    pub(crate) async fn gone(&mut self) -> Reason {
        loop {
            match within(self.seen.recv()).await {
                Some(Seen::Gone(reason)) => return reason,
                Some(Seen::Event(_)) => {}
                None => panic!("the server is gone"),
            }
        }
    }

    /// Sends a request on a connection of its own, without waiting for its answer.
    pub(crate) async fn ask(&self, method: &str, target: &str, headers: &str, body: &str) -> Asked {
        let mut tcp = TcpStream::connect(self.address).await.unwrap();
        let length = body.len();
        let head = format!(
            "{method} {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n"
        );
        tcp.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        Asked(tcp)
    }

    pub(crate) async fn request(&self, method: &str, target: &str, headers: &str, body: &str) -> Reply {
        self.ask(method, target, headers, body).await.reply().await
    }

    pub(crate) async fn get(&self, target: &str) -> Reply {
        self.request("GET", target, "", "").await
    }

    pub(crate) async fn post(&self, target: &str, body: &str) -> Reply {
        self.request("POST", target, "", body).await
    }

    /// Opens a polling session and gives the target of its requests.
    pub(crate) async fn polling(&self, path: &str) -> String {
        let reply = self.get(&format!("{path}?EIO=4&transport=polling")).await;
        assert_eq!(reply.status, 200);
        let sid = json(&reply.body[1..])["sid"].as_str().unwrap().to_owned();
        format!("{path}?EIO=4&transport=polling&sid={sid}")
    }

    pub(crate) async fn try_websocket(&self, target: &str) -> Result<Client, tungstenite::Error> {
        let url = format!("ws://{}{target}", self.address);
        let (socket, _) = within(tokio_tungstenite::connect_async(url)).await?;
        Ok(Client(socket))
    }

    /// A WebSocket whose session is open.
    pub(crate) async fn websocket(&self, path: &str) -> Client {
        let mut client = self.try_websocket(&format!("{path}?EIO=4&transport=websocket")).await.unwrap();
        assert!(client.text().await.starts_with('0'));
        client
    }

    /// A WebSocket that is connected to the main namespace and has been greeted.
    pub(crate) async fn connected(&self) -> Client {
        let mut client = self.websocket("/socket.io/").await;
        client.send("40").await;
        assert!(client.text().await.starts_with("40{"));
        assert_eq!(client.text().await, "42[\"auth\",{}]");
        client
    }
}

/// A request that was sent.
pub(crate) struct Asked(TcpStream);

impl Asked {
    pub(crate) async fn reply(mut self) -> Reply {
        let mut bytes = Vec::new();
        within(self.0.read_to_end(&mut bytes)).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

pub(crate) struct Client(pub(crate) WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    pub(crate) async fn send(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    pub(crate) async fn send_binary(&mut self, bytes: &[u8]) {
        self.0.send(Message::binary(bytes.to_vec())).await.unwrap();
    }

    /// The next message, or `None` when the WebSocket is closed.
    pub(crate) async fn next(&mut self) -> Option<Message> {
        loop {
            match within(self.0.next()).await {
                None | Some(Err(_)) | Some(Ok(Message::Close(_))) => return None,
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(message)) => return Some(message),
            }
        }
    }

    pub(crate) async fn text(&mut self) -> String {
        match self.next().await {
            Some(Message::Text(text)) => text.as_str().to_owned(),
            other => panic!("expected a text, got {other:?}"),
        }
    }

    pub(crate) async fn binary(&mut self) -> Vec<u8> {
        match self.next().await {
            Some(Message::Binary(bytes)) => bytes.to_vec(),
            other => panic!("expected binary, got {other:?}"),
        }
    }

    /// Reads on until the WebSocket is closed.
    pub(crate) async fn closed(&mut self) {
        while self.next().await.is_some() {}
    }

    /// Reads on until the close frame and gives its code.
    pub(crate) async fn close_code(&mut self) -> Option<u16> {
        loop {
            match within(self.0.next()).await {
                None | Some(Err(_)) => return None,
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
            }
        }
    }

    /// The TCP stream below.
    pub(crate) fn tcp(&mut self) -> &mut TcpStream {
        match self.0.get_mut() {
            MaybeTlsStream::Plain(tcp) => tcp,
            _ => panic!("the tests use no TLS"),
        }
    }
}

pub(crate) async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(GUARD, work).await.expect("in time")
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
