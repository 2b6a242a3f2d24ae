//! What browsers load, through the front door.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use axum::{body::Body, response::Response};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

async fn get(path: &str, headers: &[(header::HeaderName, &str)]) -> Response {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    chat_widget::router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

#[tokio::test]
async fn every_page_may_load_the_loader_and_has_the_newest_within_minutes() {
    let response = get("/w.js", &[]).await;

    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header(&response, "cache-control"), "public, max-age=300, stale-while-revalidate=86400");
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
    assert_eq!(header(&response, "cross-origin-resource-policy"), "cross-origin");
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    assert_eq!(header(&response, "vary"), "accept-encoding");
    assert!(text(response).await.contains("ChatWidget"));
}

#[tokio::test]
async fn a_browser_that_has_it_is_told_so() {
    let first = get("/w.js", &[(header::ACCEPT_ENCODING, "br")]).await;
    let etag = header(&first, "etag").to_owned();
    assert_eq!(header(&first, "content-encoding"), "br");

    let second = get("/w.js", &[(header::IF_NONE_MATCH, &etag)]).await;
    assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(text(second).await, "");
    let other = get("/w.js", &[(header::IF_NONE_MATCH, "\"other\"")]).await;
    assert_eq!(other.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_is_named_by_its_content_may_be_kept_for_ever() {
    let etag = header(&get("/w.js", &[]).await, "etag").trim_matches('"').to_owned();
    let pinned = get(&format!("/w.{etag}.js"), &[]).await;

    assert_eq!(header(&pinned, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(get("/w.0123456789abcdef.js", &[]).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_part_that_another_version_asks_for_is_given_and_not_kept() {
    let part = get("/w/assets/0123456789abcdef/app.js", &[]).await;

    assert_eq!((part.status(), header(&part, "cache-control")), (StatusCode::OK, "no-store"));
    for nothing in ["/w/assets/1/nothing.js", "/w/assets/1/words.json", "/w/assets/1/..%2fw.js", "/w/assets/1/"] {
        assert_eq!(get(nothing, &[]).await.status(), StatusCode::NOT_FOUND, "{nothing}");
    }
}
