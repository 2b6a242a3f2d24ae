//! A bucket passes the suite: one of a stand-in that speaks as much of S3 as is asked for, or of the server that
//! `CHAT_TEST_S3_URL` names, with a bucket called `files`.

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use chat_core::{BlobId, Env, MediaError, MediaKey, MediaStore};
use chat_media::{Bucket, ObjectMedia};
use http::{Method, StatusCode, header};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};
use tokio::net::TcpListener;

/// What a bucket of the stand-in holds.
#[derive(Debug, Default)]
struct Held {
    objects: HashMap<String, Bytes>,
    /// What is sent in pieces, by the name of its sending, until all of it is there.
    sendings: HashMap<String, BTreeMap<u32, Bytes>>,
    begun: usize,
}

type Stand = Arc<Mutex<Held>>;

/// Serves a bucket on a port of its own.
async fn serve(stand: Stand) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(stand);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

async fn answer(State(stand): State<Stand>, request: Request) -> Response {
    let is_signed = request
        .headers()
        .get(header::AUTHORIZATION)
        .is_some_and(|it| it.to_str().unwrap().starts_with("AWS4-HMAC-SHA256 Credential=id/"));
    if !is_signed {
        return StatusCode::FORBIDDEN.into_response();
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let query: HashMap<String, String> = parts.uri.query().unwrap_or_default().split('&').map(pair).collect();
    let (path, mut held) = (parts.uri.path().to_owned(), stand.lock().unwrap());
    match (parts.method, query.get("uploadId")) {
        (Method::GET, _) => {
            let range = parts.headers.get(header::RANGE).map(|range| range.to_str().unwrap().to_owned());
            held.objects.get(&path).map_or_else(|| StatusCode::NOT_FOUND.into_response(), |bytes| part(bytes, range))
        }
        (Method::POST, None) => {
            held.begun += 1;
            let id = format!("sending-{}", held.begun);
            let told =
                format!("<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
            held.sendings.insert(id, BTreeMap::new());
            told.into_response()
        }
        (Method::PUT, Some(id)) => {
            held.sendings.get_mut(id).unwrap().insert(query["partNumber"].parse().unwrap(), body);
            [(header::ETAG, "\"a part\"")].into_response()
        }
        (Method::POST, Some(id)) => {
            let pieces = held.sendings.remove(id).unwrap();
            let whole = pieces.into_values().collect::<Vec<_>>().concat();
            held.objects.insert(path, whole.into());
            "<CompleteMultipartUploadResult><ETag>\"whole\"</ETag></CompleteMultipartUploadResult>".into_response()
        }
        (Method::DELETE, Some(id)) => {
            held.sendings.remove(id);
            StatusCode::NO_CONTENT.into_response()
        }
        (Method::PUT, None) => {
            held.objects.insert(path, body);
            [(header::ETAG, "\"whole\"")].into_response()
        }
        (Method::DELETE, None) => {
            held.objects.remove(&path);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

fn pair(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    (name.to_owned(), value.to_owned())
}

fn part(bytes: &Bytes, range: Option<String>) -> Response {
    let response = Response::builder()
        .header(header::ETAG, "\"whole\"")
        .header(header::LAST_MODIFIED, "Wed, 01 Jan 2025 00:00:00 GMT");
    let Some(range) = range else {
        return response.body(Body::from(bytes.clone())).unwrap();
    };
    let (start, last) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
    let (start, last): (usize, usize) = (start.parse().unwrap(), last.parse().unwrap());
    let end = bytes.len().min(last + 1);
    let response = response
        .status(StatusCode::PARTIAL_CONTENT)
        .header(header::CONTENT_RANGE, format!("bytes {start}-{}/{}", end - 1, bytes.len()));
    response.body(Body::from(bytes.slice(start..end))).unwrap()
}

/// A part of a bucket where nothing is yet.
fn bucket(url: &str) -> Bucket {
    let id: BlobId = Env::default().id();
    Bucket {
        name: "files".to_owned(),
        prefix: format!("tests/{id}"),
        region: Some("eu-central-1".to_owned()),
        endpoint: Some(url.to_owned()),
        key: Some(("id".to_owned(), "secret".into())),
    }
}

async fn empty_bucket() -> [Arc<dyn MediaStore>; 2] {
    let url = match std::env::var("CHAT_TEST_S3_URL") {
        Ok(url) => url,
        Err(_) => serve(Stand::default()).await,
    };
    let bucket = bucket(&url);
    [(); 2].map(|()| -> Arc<dyn MediaStore> { Arc::new(ObjectMedia::in_bucket(&bucket).unwrap()) })
}

chat_conformance::media_suite!(empty_bucket());

fn key() -> MediaKey {
    let env = Env::default();
    let hash = chat_core::ContentHash([0xab; 32]);
    MediaKey { client_id: env.id(), blob_id: env.id(), hash, part: chat_core::FilePart::Whole }
}

#[tokio::test]
async fn everything_in_a_bucket_is_below_the_prefix() {
    let stand = Stand::default();
    let bucket = bucket(&serve(stand.clone()).await);
    let (media, key) = (ObjectMedia::in_bucket(&bucket).unwrap(), key());
    media.keep(&key, &Bytes::from_static(b"words")).await.unwrap();
    let held: Vec<String> = stand.lock().unwrap().objects.keys().cloned().collect();
    assert_eq!(held, [format!("/files/{}/{key}", bucket.prefix)]);
}

#[tokio::test]
async fn a_bucket_is_tried_out_and_left_as_it_was() {
    let stand = Stand::default();
    let url = serve(stand.clone()).await;
    ObjectMedia::in_bucket(&bucket(&url)).unwrap().try_out().await.unwrap();
    assert!(stand.lock().unwrap().objects.is_empty());
    let stranger = Bucket { key: Some(("nobody".to_owned(), "secret".into())), ..bucket(&url) };
    ObjectMedia::in_bucket(&stranger).unwrap().try_out().await.unwrap_err();
}

#[tokio::test]
async fn a_bucket_that_is_away_is_no_bucket_without_the_file() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let media = ObjectMedia::in_bucket(&bucket(&url)).unwrap();
    assert!(matches!(media.fetch(&key(), 0..1).await, Err(MediaError::Backend(_))));
    media.keep(&key(), &Bytes::from_static(b"words")).await.unwrap_err();
    media.forget(&key()).await.unwrap_err();
}
