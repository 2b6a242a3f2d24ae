use super::*;
use axum::routing::{get, post};
use hyper::StatusCode;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::mpsc,
};

fn rules(connections_max: usize, connections_per_ip_max: usize) -> DoorRules {
    DoorRules { connections_max, connections_per_ip_max, proxies: TrustedProxies::none() }
}

/// A server on a port of its own, while it lives.
struct House {
    address: SocketAddr,
    stop: Stop,
    served: tokio::task::JoinHandle<()>,
}

impl House {
    async fn open(rules: DoorRules, router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), Stop::default());
        let served = tokio::spawn(serve(listener, router, rules, stop.clone()));
        Self { address, stop, served }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

fn hello() -> Router {
    Router::new().route("/", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }))
}

/// Asks over a connection that stays open.
async fn ask(stream: &mut TcpStream) -> String {
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut answer = vec![0; 4096];
    let count = stream.read(&mut answer).await.unwrap();
    String::from_utf8(answer[..count].to_vec()).unwrap()
}

/// Everything until the server hangs up.
async fn rest(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    // A connection that is reset has been hung up on as well.
    let _ = stream.read_to_string(&mut text).await;
    text
}

#[tokio::test]
async fn a_request_knows_its_peer_and_small_answers_are_sent_at_once() {
    let house = House::open(rules(10, 10), hello()).await;
    let mut stream = house.connect().await;
    let answer = ask(&mut stream).await;
    assert!(answer.ends_with(&stream.local_addr().unwrap().to_string()), "{answer}");

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (_client, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
    let (accepted, _) = accepted.unwrap();
    set_up(&accepted);
    assert!(accepted.nodelay().unwrap());
    assert_eq!(socket2::SockRef::from(&accepted).tcp_user_timeout().unwrap(), Some(DoorRules::UNREAD_MAX));
}

#[tokio::test]
async fn an_address_with_too_many_connections_is_hung_up_on_until_one_ends() {
    let house = House::open(rules(10, 2), hello()).await;
    let (mut first, mut second) = (house.connect().await, house.connect().await);
    assert!(ask(&mut first).await.starts_with("HTTP/1.1 200"));
    assert!(ask(&mut second).await.starts_with("HTTP/1.1 200"));
    assert_eq!(rest(&mut house.connect().await).await, "");
    first.shutdown().await.unwrap();
    assert_eq!(rest(&mut first).await, "");
    assert!(ask(&mut house.connect().await).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_full_house_tells_whoever_comes_to_come_again() {
    let house = House::open(rules(1, 10), hello()).await;
    let mut first = house.connect().await;
    assert!(ask(&mut first).await.starts_with("HTTP/1.1 200"));
    let told = rest(&mut house.connect().await).await;
    assert!(told.starts_with("HTTP/1.1 503") && told.contains("retry-after: 2"), "{told}");
}

#[tokio::test]
async fn a_proxy_holds_as_many_connections_as_it_likes() {
    let house = House::open(DoorRules { proxies: TrustedProxies::default(), ..rules(10, 1) }, hello()).await;
    let mut streams = [house.connect().await, house.connect().await, house.connect().await];
    for stream in &mut streams {
        assert!(ask(stream).await.starts_with("HTTP/1.1 200"));
    }
}

#[tokio::test]
async fn a_head_that_trickles_is_not_waited_for() {
    let house = House::open(rules(10, 10), hello()).await;
    let mut stream = house.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
    // From here on time passes by itself whenever everybody waits.
    tokio::time::pause();
    let start = tokio::time::Instant::now();
    let trickle = async {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if stream.write_all(b"x").await.is_err() || stream.try_read(&mut [0; 1024]).is_ok() {
                return start.elapsed();
            }
        }
    };
    let took = trickle.await;
    assert!((DoorRules::HEAD_MAX..DoorRules::HEAD_MAX * 3).contains(&took), "{took:?}");
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_ended() {
    let house = House::open(rules(1, 10), hello()).await;
    let mut silent = house.connect().await;
    let told = rest(&mut house.connect().await).await;
    assert!(told.starts_with("HTTP/1.1 503"), "{told}");
    tokio::time::pause();
    assert_eq!(rest(&mut silent).await, "");
    tokio::time::resume();
    assert!(ask(&mut house.connect().await).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_head_beyond_all_measure_is_refused() {
    let house = House::open(rules(10, 10), hello()).await;
    let mut stream = house.connect().await;
    let _ = stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx-long: ").await;
    let _ = stream.write_all(&vec![b'x'; 2 * DoorRules::BUFFER_MAX]).await;
    let told = rest(&mut stream).await;
    assert!(told.is_empty() || told.starts_with("HTTP/1.1 431"), "{told}");
}

#[tokio::test]
async fn what_is_under_way_is_answered_before_the_end() {
    let (begun, mut has_begun) = mpsc::channel(1);
    let (finish, finished) = tokio::sync::watch::channel(false);
    let slow = move || {
        let (begun, mut finished) = (begun.clone(), finished.clone());
        async move {
            begun.send(()).await.unwrap();
            finished.wait_for(|is_finished| *is_finished).await.unwrap();
            "done"
        }
    };
    let house = House::open(rules(10, 10), Router::new().route("/", get(slow))).await;
    let mut busy = house.connect().await;
    let mut idle = house.connect().await;
    busy.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    has_begun.recv().await.unwrap();
    house.stop.stop();
    assert_eq!(rest(&mut idle).await, "");
    assert!(TcpStream::connect(house.address).await.is_err());
    finish.send_replace(true);
    let answer = rest(&mut busy).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"), "{answer}");
    house.served.await.unwrap();
}

fn refusing() -> Router {
    Router::new().route("/", post(|| async { StatusCode::PAYLOAD_TOO_LARGE }))
}

#[tokio::test]
async fn whoever_is_refused_may_finish_and_is_told() {
    let house = House::open(rules(10, 10), refusing()).await;
    let mut stream = house.connect().await;
    let body = vec![b'x'; 20_000_000];
    let head = format!("POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body).await.unwrap();
    let told = rest(&mut stream).await;
    assert!(told.starts_with("HTTP/1.1 413"), "{told}");
}

#[tokio::test]
async fn whoever_is_refused_and_never_ends_is_hung_up_on() {
    let house = House::open(rules(10, 10), refusing()).await;
    let mut stream = house.connect().await;
    stream.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 20000000\r\n\r\nx").await.unwrap();
    tokio::time::pause();
    let told = rest(&mut stream).await;
    assert!(told.starts_with("HTTP/1.1 413"), "{told}");
}

#[tokio::test]
async fn whoever_waits_to_be_let_send_is_refused_at_once() {
    let house = House::open(rules(10, 10), refusing()).await;
    let mut stream = house.connect().await;
    let head = b"POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 20000000\r\n\r\n";
    stream.write_all(head).await.unwrap();
    let told = rest(&mut stream).await;
    assert!(told.starts_with("HTTP/1.1 413"), "{told}");
}
