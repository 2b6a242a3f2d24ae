//! The way in: from the page to the frame to the session.

use crate::street::{PAGE, Street, header, json_of, text};
use axum::response::Response;
use chat_core::{Counter, Day};
use http::{Request, StatusCode};
use serde_json::{Value, json};

#[tokio::test]
async fn a_page_that_may_show_the_widget_is_told_so_and_nobody_else_can_read_it() {
    let street = Street::open().await;
    let response = street.boot(&street.widget.public_key, PAGE).await;

    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "access-control-allow-origin"), PAGE);
    assert_eq!(header(&response, "access-control-allow-credentials"), "");
    assert_eq!(header(&response, "vary"), "origin, accept-language");
    assert_eq!(header(&response, "cache-control"), "no-store");
    let text = text(response).await;
    assert!(text.len() <= 2048, "{} bytes", text.len());
    let boot: Value = serde_json::from_str(&text).unwrap();
    assert!(boot["frame"].as_str().unwrap().starts_with(&format!("w/{}?b=", street.widget.public_key)));
}

/// The parts of an answer that could tell something.
async fn whole(response: Response) -> (StatusCode, Vec<(String, String)>, String) {
    let status = response.status();
    let headers = response.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    (status, headers, text(response).await)
}

#[tokio::test]
async fn whoever_may_not_show_the_widget_learns_nothing_from_the_refusal() {
    let street = Street::open().await;
    let key = &street.widget.public_key;
    let foreign = whole(street.boot(key, "https://evil.test").await).await;
    let unknown = whole(street.boot("wk_nobody", PAGE).await).await;
    let sandboxed = whole(street.boot(key, "null").await).await;
    let without = whole(street.ask(Request::post(format!("/w/{key}/boot")), "{}").await).await;
    street.switch_off().await;
    let inactive = whole(street.boot(key, PAGE).await).await;

    assert_eq!((foreign.0, foreign.2.as_str()), (StatusCode::FORBIDDEN, ""));
    for other in [unknown, sandboxed, without, inactive] {
        assert_eq!(other, foreign);
    }
    // The loader on the page has to be able to read that it is refused.
    assert!(foreign.1.contains(&("access-control-allow-origin".into(), "*".into())));
}

#[tokio::test]
async fn a_page_that_proves_itself_again_counts_as_no_further_load() {
    let street = Street::open().await;
    for is_first in [true, false, false] {
        let request = Request::post(format!("/w/{}/boot", street.widget.public_key)).header("origin", PAGE);
        let response = street.ask(request, json!({ "lang": "en", "isFirst": is_first })).await;
        assert_eq!(response.status(), StatusCode::OK);
    }
    street.chat.keep_counts_once().await.unwrap();

    let today = Day::of(street.chat.env().now());
    let figures = street.desk.widget_figures(street.widget.id, today, today).await.unwrap();
    let loads: i64 = figures.iter().filter(|it| it.counter == Counter::Load).map(|it| it.count).sum();
    assert_eq!(loads, 1);
}

#[tokio::test]
async fn only_the_page_that_asked_may_show_the_frame() {
    let street = Street::open().await;
    let frame = format!("/{}", street.booted().await["frame"].as_str().unwrap());
    let response = street
        .ask(Request::get(&frame).header("sec-fetch-dest", "iframe").header("referer", format!("{PAGE}/")), "")
        .await;

    assert_eq!(response.status(), StatusCode::OK);
    let policy = header(&response, "content-security-policy");
    assert!(policy.contains(&format!("frame-ancestors {PAGE};")), "{policy}");
    assert!(policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(header(&response, "x-frame-options"), "DENY");
    assert_eq!(header(&response, "cross-origin-embedder-policy"), "require-corp");
    assert_eq!(header(&response, "cross-origin-resource-policy"), "cross-origin");
    assert_eq!(header(&response, "cache-control"), "no-store");
    let html = text(response).await;
    assert!(html.contains(&format!(
        "data-key=\"{}\" data-origin=\"{PAGE}\" data-socket=\"/socket.io/\"",
        street.widget.public_key
    )));

    let refused = |request| async { street.ask(request, "").await };
    for (why, request) in [
        ("as a page of its own", Request::get(&frame).header("sec-fetch-dest", "document")),
        ("as an object", Request::get(&frame).header("sec-fetch-dest", "object")),
        ("from another page", Request::get(&frame).header("referer", "https://evil.test/")),
        ("with another key", Request::get(frame.replace("wk_", "wk_x"))),
        ("with a changed ticket", Request::get(format!("{frame}x"))),
        ("without a ticket", Request::get(format!("/w/{}", street.widget.public_key))),
    ] {
        let response = refused(request).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{why}");
        assert!(header(&response, "content-security-policy").contains("frame-ancestors 'none'"), "{why}");
        assert_eq!(header(&response, "x-frame-options"), "DENY", "{why}");
        assert_eq!(text(response).await, "", "{why}");
    }
    street.switch_off().await;
    assert_eq!(refused(Request::get(&frame)).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_frame_is_let_in_with_the_proof_of_its_page_and_for_no_other_purpose() {
    let street = Street::open().await;
    let boot = street.booted().await;
    let response =
        street.session(json!({ "boot": boot["boot"], "visitor": null, "identity": null, "lang": "de" })).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "access-control-allow-origin"), "");
    let session = json_of(response).await;
    assert_eq!(session["expiresIn"], 600);
    assert_eq!(session["isIdentified"], false);
    assert_eq!(session["lang"], "de");

    let ticket = boot["frame"].as_str().unwrap().split_once("?b=").unwrap().1;
    for (why, proof) in
        [("the frame's ticket", json!(ticket)), ("a socket's token", session["token"].clone()), ("nothing", json!(""))]
    {
        let response = street.session(json!({ "boot": proof })).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{why}");
    }
    let key = &street.widget.public_key;
    let from_elsewhere = Request::post(format!("/w/{key}/session")).header("content-type", "application/json");
    let from_elsewhere = from_elsewhere.header("sec-fetch-site", "cross-site");
    assert_eq!(street.ask(from_elsewhere, json!({ "boot": boot["boot"] })).await.status(), StatusCode::FORBIDDEN);
    let plain = Request::post(format!("/w/{key}/session")).header("content-type", "text/plain");
    assert_eq!(street.ask(plain, json!({ "boot": boot["boot"] })).await.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    street.switch_off().await;
    assert_eq!(street.session(json!({ "boot": boot["boot"] })).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_identity_that_is_not_proven_is_told_apart() {
    let street = Street::open().await;
    let boot = street.booted().await;
    let response = street.session(json!({ "boot": boot["boot"], "identity": "not.a.proof" })).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn no_page_can_have_the_server_read_a_large_body() {
    let street = Street::open().await;
    let request = Request::post(format!("/w/{}/boot", street.widget.public_key)).header("origin", PAGE);
    assert_eq!(street.ask(request, "x".repeat(20_000)).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
}
