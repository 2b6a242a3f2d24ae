//! What browsers load.

use crate::street::{Street, header, text};
use axum::response::Response;
use http::{HeaderName, Request, StatusCode, header};

async fn get(path: &str, headers: &[(HeaderName, &str)]) -> Response {
    let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(name, *value));
    Street::open().await.ask(request, "").await
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
