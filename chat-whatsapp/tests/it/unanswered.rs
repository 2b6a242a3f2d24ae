//! Sends that are not answered as they should be: what surely was not taken is tried again, all else is ambiguous.

use crate::outgoing::{ANN, account_like, phone, sending, word};
use chat_core::{Channel, Outcome};
use chat_whatsapp::{Config, WhatsApp, emulator};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
};

/// How long the channel waits for what never comes.
const TIMEOUT: Duration = Duration::from_millis(500);

/// How a server treats a connection.
#[derive(Clone, Copy, Debug)]
enum Manner {
    CloseAtOnce,
    ReadTheHeadAndClose,
    ReadAllAndClose,
    ReadAllAndHang,
    ReadAllAndAnswer(&'static str),
    ReadAllAndHangAfter(&'static str),
    /// What it reads first is answered with nothing.
    ReadSomeAndClose,
    ReadSomeAndHang,
}

/// A server on loopback that counts the requests that reached it whole.
struct Rude {
    address: SocketAddr,
    read: Arc<AtomicUsize>,
}

impl Rude {
    async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let read = Arc::new(AtomicUsize::new(0));
        let count = read.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(treat(stream, manner, count.clone()));
            }
        });
        Self { address, read }
    }

    fn read(&self) -> usize {
        self.read.load(Ordering::SeqCst)
    }
}

async fn treat(mut stream: TcpStream, manner: Manner, count: Arc<AtomicUsize>) {
    match manner {
        Manner::CloseAtOnce => {}
        Manner::ReadSomeAndClose => drop(stream.read(&mut [0; 1_024]).await),
        Manner::ReadSomeAndHang => {
            drop(stream.read(&mut [0; 1_024]).await);
            std::future::pending().await
        }
        Manner::ReadTheHeadAndClose => drop(read_head(&mut stream).await),
        Manner::ReadAllAndClose => read_all(&mut stream, &count).await,
        Manner::ReadAllAndHang => {
            read_all(&mut stream, &count).await;
            std::future::pending().await
        }
        Manner::ReadAllAndAnswer(answer) => {
            read_all(&mut stream, &count).await;
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        Manner::ReadAllAndHangAfter(answer) => {
            read_all(&mut stream, &count).await;
            stream.write_all(answer.as_bytes()).await.unwrap();
            std::future::pending().await
        }
    }
}

/// Reads nothing beyond the head.
async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap().to_lowercase()
}

async fn read_all(stream: &mut TcpStream, count: &AtomicUsize) {
    let head = read_head(stream).await;
    assert!(head.contains("\r\ncontent-type: application/json\r\n"), "{head}");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("the length is told");
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).await.unwrap();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["text"]["body"], "hi");
    count.fetch_add(1, Ordering::SeqCst);
}

/// What becomes of a text that is sent to a base URL.
async fn outcome(url: &str) -> Outcome {
    let whatsapp = WhatsApp::new(Config::default().base_url(url).unwrap().timeout(TIMEOUT));
    whatsapp.send(&account_like(&emulator::Account::default()), &sending("hi", &[phone(ANN)])).await
}

#[tokio::test]
async fn a_server_that_is_not_there_took_nothing() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for url in [format!("http://{nobody}"), "http://no-such-host.invalid".to_owned()] {
        assert_eq!(word(&outcome(&url).await), ("retry", "unreachable".to_owned()), "{url}");
    }
}

#[tokio::test]
async fn a_server_that_cannot_be_connected_to_in_time_took_nothing() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    // One connection waits to be accepted, and there is no place for others: nobody answers them.
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let _waiting = TcpStream::connect(address).await.unwrap();

    assert_eq!(word(&outcome(&format!("http://{address}")).await), ("retry", "unreachable".to_owned()));
}

#[tokio::test]
async fn a_server_that_no_secret_was_agreed_with_took_nothing() {
    for manner in [Manner::ReadSomeAndClose, Manner::ReadSomeAndHang] {
        let rude = Rude::start(manner).await;
        let outcome = outcome(&format!("https://{}", rude.address)).await;
        assert_eq!(word(&outcome), ("retry", "unreachable".to_owned()), "{manner:?}");
    }
}

/// Which of both is seen first is chance: that the connection is gone, or that the request can be written.
#[tokio::test]
async fn a_connection_that_is_closed_at_once_leaves_a_doubt_unless_it_was_seen_in_time() {
    for _ in 0..20 {
        let rude = Rude::start(Manner::CloseAtOnce).await;
        let (what, code) = word(&outcome(&format!("http://{}", rude.address)).await);
        let expected = [("retry", "unreachable"), ("ambiguous", "unanswered")];
        assert!(expected.contains(&(what, code.as_str())), "{what} {code}");
    }
}

#[tokio::test]
async fn what_was_written_may_have_been_taken_however_it_ends() {
    let manners = [
        (Manner::ReadTheHeadAndClose, 0),
        (Manner::ReadAllAndClose, 1),
        (Manner::ReadAllAndHang, 1),
        (Manner::ReadAllAndAnswer("HTTP/1.1 200 OK\r\n"), 1),
        (Manner::ReadAllAndAnswer("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"messages\":"), 1),
        (Manner::ReadAllAndHangAfter("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"messages\":"), 1),
        (Manner::ReadAllAndAnswer("SSH-2.0-OpenSSH_10\r\n"), 1),
    ];
    for (manner, reached) in manners {
        let rude = Rude::start(manner).await;
        let outcome = outcome(&format!("http://{}", rude.address)).await;
        assert_eq!(word(&outcome), ("ambiguous", "unanswered".to_owned()), "{manner:?}");
        assert_eq!(rude.read(), reached, "{manner:?} is not repeated");
    }
}

#[tokio::test]
async fn a_server_error_leaves_a_doubt_unless_it_is_graphs_own() {
    let html = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 13\r\n\r\n<html></html>";
    let foreign = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 19\r\n\r\n{\"error\":\"upstream\"}";
    let torn = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 99\r\n\r\n{\"error\":{\"code\":131016";
    let graphs = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 25\r\n\r\n{\"error\":{\"code\":131016}}";
    let cases = [
        (html, "ambiguous", "http_500"),
        (foreign, "ambiguous", "http_502"),
        (torn, "ambiguous", "http_502"),
        (graphs, "retry", "131016"),
    ];
    for (answer, what, code) in cases {
        let rude = Rude::start(Manner::ReadAllAndAnswer(answer)).await;
        let outcome = outcome(&format!("http://{}", rude.address)).await;
        assert_eq!(word(&outcome), (what, code.to_owned()), "{answer}");
        assert_eq!(rude.read(), 1, "{answer}");
    }
}
