//! Files of customers are fetched, and checked on their way.

use crate::{
    outgoing::{account, channel},
    stage::{Stage, serve},
};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chat_core::{Channel, Incoming, Interrupted, NotFetched, RemoteFile};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

const BYTES: &[u8] = b"a file of a customer";

fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

async fn read(mut file: Box<dyn Incoming>) -> Result<Vec<u8>, Interrupted> {
    let mut bytes = Vec::new();
    while let Some(chunk) = file.chunk().await? {
        bytes.extend(chunk);
    }
    Ok(bytes)
}

fn fault(failed: Result<Box<dyn Incoming>, NotFetched>) -> (&'static str, String) {
    match failed.map(|_| ()) {
        Err(NotFetched::Later(fault)) => ("later", fault.code),
        Err(NotFetched::Never(fault)) => ("never", fault.code),
        Ok(()) => ("fetched", String::new()),
    }
}

#[tokio::test]
async fn a_file_of_a_customer_is_fetched_whole_with_the_token() {
    let stage = Stage::open().await;
    let kept = stage.emulator.keep_user_media(&stage.account.phone_number_id, "application/pdf", Some("a.pdf"), BYTES);
    let kept = kept.unwrap();
    let file = RemoteFile {
        reference: kept.id,
        name: Some("a.pdf".to_owned()),
        media_type: Some("application/pdf".to_owned()),
        hash: STANDARD.decode(kept.sha256).unwrap().try_into().ok(),
    };

    let fetched = channel(&stage.url).fetch(&account(&stage), &file).await.unwrap();

    assert_eq!(fetched.name(), "a.pdf");
    assert_eq!(read(fetched).await.unwrap(), BYTES);
}

#[tokio::test]
async fn a_file_that_is_not_there_any_more_is_never_had_and_an_outage_passes() {
    let stage = Stage::open().await;
    let gone = RemoteFile { reference: "4490709327384033".to_owned(), ..RemoteFile::default() };
    let fetch = async || fault(channel(&stage.url).fetch(&account(&stage), &gone).await);
    assert_eq!(fetch().await, ("never", "gone".to_owned()));
    stage.control("faults", json!({"kind": "badGateway"})).await;
    assert_eq!(fetch().await.0, "later");
    stage.control("faults", json!({"kind": "graph", "code": 190})).await;
    assert_eq!(fetch().await, ("later", "190".to_owned()));
}

#[tokio::test]
async fn a_file_that_is_other_than_it_was_said_to_be_breaks_off() {
    let stage = Stage::open().await;
    let kept = stage.emulator.keep_user_media(&stage.account.phone_number_id, "image/jpeg", None, BYTES).unwrap();
    let file = RemoteFile { reference: kept.id, hash: Some(hash(b"another")), ..RemoteFile::default() };

    let fetched = channel(&stage.url).fetch(&account(&stage), &file).await.unwrap();

    assert_eq!(read(fetched).await, Err(Interrupted::BrokenOff));
}

/// A Graph API of one file, which is where it is said to be.
#[derive(Clone)]
struct Provider {
    answer: Arc<dyn Fn(usize) -> Value + Send + Sync>,
    asked: Arc<AtomicUsize>,
}

async fn provider(answer: impl Fn(usize) -> Value + Send + Sync + 'static) -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let provider = Provider { answer: Arc::new(answer), asked: asked.clone() };
    let tell =
        async |State(provider): State<Provider>| Json((provider.answer)(provider.asked.fetch_add(1, Ordering::SeqCst)));
    (serve(Router::new().route("/v26.0/{id}", get(tell)).with_state(provider)).await, asked)
}

/// A host of files, which answers so and counts those who show a token.
async fn host(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> (String, Arc<AtomicUsize>) {
    let shown = Arc::new(AtomicUsize::new(0));
    let count = shown.clone();
    let serve_file = async move |headers: HeaderMap| {
        assert!(headers.contains_key(header::USER_AGENT));
        count.fetch_add(usize::from(headers.contains_key(header::AUTHORIZATION)), Ordering::SeqCst);
        answer()
    };
    (serve(Router::new().fallback(serve_file)).await, shown)
}

async fn fetch(url: &str) -> Result<Box<dyn Incoming>, NotFetched> {
    let stage = Stage::open().await;
    let file = RemoteFile { reference: "1".to_owned(), ..RemoteFile::default() };
    channel(url).fetch(&account(&stage), &file).await
}

#[tokio::test]
async fn sizes_and_hashes_are_taken_as_they_are_written() {
    let (files, _) = host(|| BYTES.into_response()).await;
    for (told, expected) in [
        (json!({"file_size": 20, "sha256": hex::encode(hash(BYTES))}), Ok(BYTES.to_vec())),
        (json!({"file_size": "20"}), Ok(BYTES.to_vec())),
        (json!({}), Ok(BYTES.to_vec())),
        (json!({"file_size": 19}), Err(Interrupted::BrokenOff)),
        (json!({"file_size": 21}), Err(Interrupted::BrokenOff)),
        (json!({"sha256": hex::encode(hash(b"x"))}), Err(Interrupted::BrokenOff)),
    ] {
        let (mut answer, at) = (told.clone(), files.clone());
        answer["url"] = json!(format!("{at}/file"));
        let (graph, _) = provider(move |_| answer.clone()).await;
        assert_eq!(read(fetch(&graph).await.unwrap()).await, expected, "{told}");
    }
    let (graph, _) = provider(move |_| json!({"url": format!("{files}/a"), "file_size": 200_000_000})).await;
    assert_eq!(fault(fetch(&graph).await), ("never", "too_large".to_owned()));
}

#[tokio::test]
async fn an_address_that_has_expired_is_asked_for_once_more() {
    let (files, _) = host(|| StatusCode::NOT_FOUND.into_response()).await;
    let (whole, _) = host(|| BYTES.into_response()).await;
    let (graph, asked) = provider(move |asked| json!({"url": if asked == 0 { &files } else { &whole }})).await;
    assert_eq!(read(fetch(&graph).await.unwrap()).await.unwrap(), BYTES);
    assert_eq!(asked.load(Ordering::SeqCst), 2);

    let (files, _) = host(|| StatusCode::NOT_FOUND.into_response()).await;
    let (graph, asked) = provider(move |_| json!({ "url": files })).await;
    assert_eq!(fault(fetch(&graph).await), ("later", "http_404".to_owned()));
    assert_eq!(asked.load(Ordering::SeqCst), 2, "asked no third time");
}

#[tokio::test]
async fn the_token_is_shown_where_meta_sends_us_and_nowhere_else() {
    let (end, shown_at_end) = host(|| BYTES.into_response()).await;
    let moved = move || (StatusCode::FOUND, [(header::LOCATION, format!("{end}/b"))]).into_response();
    let (files, shown) = host(moved).await;
    let (graph, _) = provider(move |_| json!({"url": format!("{files}/a")})).await;
    assert_eq!(read(fetch(&graph).await.unwrap()).await.unwrap(), BYTES);
    assert_eq!((shown.load(Ordering::SeqCst), shown_at_end.load(Ordering::SeqCst)), (1, 0));

    for url in ["https://example.com/a", "http://lookaside.fbsbx.com/a", "file:///etc/passwd", "http://10.0.0.1/a"] {
        let (graph, _) = provider(move |_| json!({ "url": url })).await;
        assert_eq!(fault(fetch(&graph).await), ("never", "elsewhere".to_owned()), "{url}");
    }
    let away = || (StatusCode::FOUND, [(header::LOCATION, "https://example.com/a")]).into_response();
    let (files, _) = host(away).await;
    let (graph, _) = provider(move |_| json!({ "url": files })).await;
    assert_eq!(fault(fetch(&graph).await), ("never", "elsewhere".to_owned()));
}
