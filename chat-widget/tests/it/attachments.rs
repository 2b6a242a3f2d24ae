//! Files that visitors send.

use crate::street::{Street, header, json_of};
use axum::{body::Body, response::Response};
use chat_core::{
    ConversationFilter, Holder, NewWidget, PageQuery, Quota, Visit, VisitorDraft, WidgetKind, WidgetPatch,
};
use http::{Request, StatusCode};
use serde_json::{Value, json};

/// A visitor with the token of its socket.
struct Visitor<'a> {
    street: &'a Street,
    token: String,
}

impl<'a> Visitor<'a> {
    async fn of(street: &'a Street) -> Self {
        let boot = street.booted().await;
        let session = json_of(street.session(json!({ "boot": boot["boot"] })).await).await;
        Self { street, token: session["token"].as_str().unwrap().to_owned() }
    }

    async fn visit(&self) -> Visit {
        self.street.chat.visit(&self.token).await.unwrap()
    }

    async fn upload(&self, name: &str, bytes: &[u8]) -> Response {
        self.upload_with(&self.street.widget.public_key, &[("sec-fetch-site", "same-origin")], &form(name, bytes)).await
    }

    async fn upload_with(&self, key: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let request = Request::post(format!("/w/{key}/attachments"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "multipart/form-data; boundary=border");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.street.send(request, Body::from(body.to_owned())).await
    }
}

fn form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("--border\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    [head.as_bytes(), bytes, b"\r\n--border--\r\n"].concat()
}

/// The code of an answer that has to have this status.
async fn code(response: Response, status: StatusCode) -> Value {
    assert_eq!(response.status(), status);
    assert_eq!(header(&response, "cache-control"), "no-store");
    let told = json_of(response).await;
    assert!(!told["message"].as_str().unwrap().is_empty());
    told["code"].clone()
}

#[tokio::test]
async fn a_visitor_hands_a_file_in_and_sends_it() {
    let street = Street::open().await;
    let visitor = Visitor::of(&street).await;
    let response = visitor.upload("parcel.png", b"picture of a parcel").await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let file = json_of(response).await;
    assert_eq!(
        file,
        json!({
            "id": file["id"], "name": "parcel.png", "contentType": "image/png", "kind": "image", "size": 19,
            "width": 640, "height": 480, "url": file["url"], "thumbnailUrl": file["thumbnailUrl"],
        })
    );
    let path = format!("/files/{}/parcel.png?", file["id"].as_str().unwrap());
    assert!(file["url"].as_str().unwrap().starts_with(&path), "{file}");
    let draft = VisitorDraft {
        attachment_ids: vec![file["id"].as_str().unwrap().parse().unwrap()],
        client_message_id: "a-1".into(),
        ..VisitorDraft::default()
    };
    let said = visitor.visit().await.send(&draft).await.unwrap();
    assert_eq!(said.message.attachments[0].name, "parcel.png");
    let page = street.desk.conversations(&ConversationFilter::default(), PageQuery::default()).await.unwrap();
    assert_eq!(page.items.len(), 1);
}

#[tokio::test]
async fn nobody_hands_files_in_but_a_visitor_in_our_own_frame() {
    let street = Street::open().await;
    let visitor = Visitor::of(&street).await;
    let body = form("a.txt", b"words");
    let settings = serde_json::from_value(json!({ "allowLocalhost": true })).unwrap();
    let other = NewWidget { name: "Other".into(), kind: WidgetKind::Floating, settings };
    let other = street.desk.create_widget(&other).await.unwrap().public_key;
    let own = street.widget.public_key.as_str();
    for (key, site) in
        [(own, "cross-site"), (own, "same-site"), (other.as_str(), "same-origin"), ("wk_nobody", "same-origin")]
    {
        let response = visitor.upload_with(key, &[("sec-fetch-site", site)], &body).await;
        assert_eq!(code(response, StatusCode::UNAUTHORIZED).await, "unauthorized", "{key} {site}");
    }
    for token in ["", "nonsense", street.token.as_str()] {
        let stranger = Visitor { street: &street, token: token.to_owned() };
        let response = stranger.upload("a.txt", b"words").await;
        assert_eq!(code(response, StatusCode::UNAUTHORIZED).await, "unauthorized", "{token}");
    }
    let without = Request::post(format!("/w/{own}/attachments"));
    assert_eq!(street.ask(without, "words").await.status(), StatusCode::UNAUTHORIZED);
    street.switch_off().await;
    assert_eq!(code(visitor.upload("a.txt", b"words").await, StatusCode::UNAUTHORIZED).await, "unauthorized");
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_said_as_on_the_socket() {
    let street = Street::open().await;
    let visitor = Visitor::of(&street).await;
    let size = usize::try_from(Street::FILE_BYTES_MAX).unwrap();
    assert_eq!(visitor.upload("a.txt", &vec![b'x'; size]).await.status(), StatusCode::CREATED);
    for large in [size + 1, 3 * size] {
        let response = visitor.upload("a.txt", &vec![b'x'; large]).await;
        assert_eq!(code(response, StatusCode::PAYLOAD_TOO_LARGE).await, "file_too_large");
    }
    let page = visitor.upload("a.html", b"<html>").await;
    assert_eq!(code(page, StatusCode::UNSUPPORTED_MEDIA_TYPE).await, "file_type");
    let half = &form("a.txt", b"half of it")[..80];
    let own = street.widget.public_key.as_str();
    assert_eq!(code(visitor.upload_with(own, &[], half).await, StatusCode::BAD_REQUEST).await, "broken_off");
    let other = b"--border\r\ncontent-disposition: form-data; name=\"other\"\r\n\r\nx\r\n--border--\r\n";
    assert_eq!(code(visitor.upload_with(own, &[], other).await, StatusCode::BAD_REQUEST).await, "invalid");

    let settings = serde_json::from_value(json!({ "fileUpload": false })).unwrap();
    let patch = WidgetPatch { settings, ..WidgetPatch::default() };
    street.desk.change_widget(street.widget.id, &patch).await.unwrap();
    assert_eq!(code(visitor.upload("a.txt", b"words").await, StatusCode::FORBIDDEN).await, "uploads_off");
    let session = json_of(street.session(json!({ "boot": street.booted().await["boot"] })).await).await;
    assert_eq!(session["uploads"], Value::Null);
}

#[tokio::test]
async fn a_visitor_who_hands_in_too_much_is_told_how_long_to_wait() {
    let street = Street::limited(Holder::Visitor, Quota::per_minute(1)).await;
    let visitor = Visitor::of(&street).await;
    assert_eq!(visitor.upload("a.txt", b"one").await.status(), StatusCode::CREATED);
    let refused = visitor.upload("a.txt", b"two").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = header(&refused, "retry-after").parse().unwrap();
    let told = json_of(refused).await;
    assert_eq!(told["code"], "rate_limited");
    let wait_ms = told["retryAfterMs"].as_u64().unwrap();
    assert!(wait_ms <= 60_000 && wait_ms.div_ceil(1000) == seconds, "{told}");
}

#[tokio::test]
async fn the_frame_may_show_what_was_sent() {
    let street = Street::open().await;
    let frame = street.booted().await["frame"].as_str().unwrap().to_owned();
    let response = street.ask(Request::get(format!("/{frame}")).header("sec-fetch-dest", "iframe"), "").await;
    let policy = header(&response, "content-security-policy");
    assert!(policy.contains("img-src 'self' data: blob:") && policy.contains("media-src 'self' blob:"), "{policy}");
}
