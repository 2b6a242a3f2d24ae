//! Files are had by their address, and do no harm where they are shown.

use crate::samples::{encoded, picture};
use axum::{body::Body, response::Response};
use chat_conformance::files::Sent;
use chat_core::{
    AttachedFile, Chat, Desk, Env, FileLink, Files, LocalLogin, LocalPages, ManualClock, MemoryMedia, MemoryStore,
    NewAgent, NewWidget, OpenVisit, Role, SystemIds, Visit, VisitorDraft, WidgetKind,
};
use chat_media::Inspection;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use image::ImageFormat;
use std::time::Duration;
use tower::ServiceExt;

const PAGE: &str = "http://localhost:3001";

struct Shop {
    chat: Chat,
    clock: ManualClock,
    desk: Desk,
    visit: Visit,
}

impl Shop {
    async fn open() -> Self {
        let (store, clock) = (MemoryStore::default(), ManualClock::default());
        let login = LocalLogin::new(store.clone());
        let files = Files::new(MemoryMedia::default(), Inspection::default());
        let chat = Chat::builder(store, login.clone()).env(Env::new(clock.clone(), SystemIds)).files(files);
        let chat = chat.local_pages(LocalPages::Allowed).build();
        let created = login.create_client("Shop", NewAgent::new("Ann", "ann@shop.test", Role::Owner)).await.unwrap();
        let desk = chat.sign_in(created.api_key.expose()).await.unwrap();
        let settings = serde_json::from_value(serde_json::json!({ "allowLocalhost": true })).unwrap();
        let new = NewWidget { name: "Shop".into(), kind: WidgetKind::Floating, settings };
        let key = desk.create_widget(&new).await.unwrap().public_key;
        let boot = chat.boot(&key, PAGE, None).await.unwrap().boot;
        let open = OpenVisit { key: &key, boot: &boot, visitor: None, identity: None, caller: None };
        let token = chat.open_visit(open).await.unwrap().token;
        let visit = chat.visit(&token).await.unwrap();
        Self { chat, clock, desk, visit }
    }

    /// A file that the visitor has sent, and where it is had.
    async fn sent(&self, name: &str, bytes: &[u8]) -> (AttachedFile, FileLink) {
        let attachment = self.visit.upload(&mut Sent::new(name, bytes), None).await.unwrap();
        let draft = VisitorDraft {
            attachment_ids: vec![attachment.id],
            client_message_id: attachment.id.to_string(),
            ..VisitorDraft::default()
        };
        let message = self.visit.send(&draft).await.unwrap().message;
        let file = message.attachments[0].clone();
        let link = self.chat.links().of(&file, Some(message.conversation_id));
        (file, link)
    }

    async fn ask(&self, url: &str, headers: &[(&str, &str)]) -> Response {
        let request = headers.iter().fold(Request::get(url), |request, (name, value)| request.header(*name, *value));
        let router = chat_media::router(self.chat.clone());
        router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

async fn body(response: Response) -> Vec<u8> {
    response.into_body().collect().await.unwrap().to_bytes().to_vec()
}

#[tokio::test]
async fn a_picture_is_shown_and_a_document_is_saved() {
    let shop = Shop::open().await;
    let png = encoded(&picture(600, 300), ImageFormat::Png);
    let (_, link) = shop.sent("größe.png", &png).await;
    let response = shop.ask(&link.url, &[]).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "image/png");
    let named = "inline; filename=\"gr__e.png\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.png";
    assert_eq!(header(&response, "content-disposition"), named);
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    assert_eq!(header(&response, "content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(header(&response, "cross-origin-resource-policy"), "same-site");
    assert_eq!(header(&response, "accept-ranges"), "bytes");
    let seconds: u64 = header(&response, "cache-control").split(['=', ',']).nth(2).unwrap().parse().unwrap();
    assert!(header(&response, "cache-control").starts_with("private, max-age=") && seconds >= 3600);
    assert_eq!(header(&response, "content-length"), png.len().to_string());
    assert_eq!(body(response).await, png);

    let thumbnail = shop.ask(link.thumbnail_url.as_deref().unwrap(), &[]).await;
    assert_eq!(header(&thumbnail, "content-type"), "image/jpeg");
    assert!(image::load_from_memory(&body(thumbnail).await).is_ok());

    let (_, link) = shop.sent("a.csv", b"name;age\n").await;
    let response = shop.ask(&link.url, &[]).await;
    assert_eq!(header(&response, "content-type"), "text/csv; charset=utf-8");
    assert_eq!(header(&response, "content-disposition"), "attachment; filename=\"a.csv\"");
    assert_eq!(link.thumbnail_url, None);
}

#[tokio::test]
async fn part_of_a_file_is_had_and_what_is_known_is_not_sent_again() {
    let shop = Shop::open().await;
    let (_, link) = shop.sent("a.txt", b"0123456789").await;
    let whole = shop.ask(&link.url, &[]).await;
    let etag = header(&whole, "etag").to_owned();
    for (range, place, expected) in
        [("bytes=2-4", "bytes 2-4/10", "234"), ("bytes=7-", "bytes 7-9/10", "789"), ("bytes=-1", "bytes 9-9/10", "9")]
    {
        let part = shop.ask(&link.url, &[("range", range)]).await;
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(header(&part, "content-range"), place);
        assert_eq!(header(&part, "content-length"), expected.len().to_string());
        assert_eq!(body(part).await, expected.as_bytes());
    }
    let nothing = shop.ask(&link.url, &[("range", "bytes=10-")]).await;
    assert_eq!(nothing.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(header(&nothing, "content-range"), "bytes */10");
    let same = shop.ask(&link.url, &[("range", "bytes=0-0"), ("if-range", &etag)]).await;
    assert_eq!(same.status(), StatusCode::PARTIAL_CONTENT);
    let other = shop.ask(&link.url, &[("range", "bytes=0-0"), ("if-range", "\"another\"")]).await;
    assert_eq!(other.status(), StatusCode::OK);
    for known in [etag.as_str(), "*", &format!("\"x\", {etag}")] {
        let known = shop.ask(&link.url, &[("if-none-match", known)]).await;
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(header(&known, "etag"), etag);
        assert!(body(known).await.is_empty());
    }
}

#[tokio::test]
async fn an_address_opens_what_it_was_given_for_and_nothing_else() {
    let shop = Shop::open().await;
    let (file, link) = shop.sent("a.txt", b"one").await;
    let (other, _) = shop.sent("b.txt", b"two").await;
    let renamed = link.url.replace("a.txt", "evil.html");
    let response = shop.ask(&renamed, &[]).await;
    assert_eq!(header(&response, "content-type"), "text/plain; charset=utf-8");
    assert_eq!(header(&response, "content-disposition"), "attachment; filename=\"a.txt\"");
    let elsewhere = shop.chat.links().of(&file, None).url;
    let bare = link.url.split('?').next().unwrap().to_owned();
    for wrong in [
        link.url.replace(&file.id.to_string(), &other.id.to_string()),
        link.url.replace("e=", "v=thumbnail&e="),
        link.url.replace("e=", "v=other&e="),
        link.url.replace("e=1", "e=2"),
        format!("{}x", link.url),
        link.url.replace(&file.id.to_string(), "no-id"),
        format!("{bare}?e=99999999999&s="),
        elsewhere,
        bare,
    ] {
        let response = shop.ask(&wrong, &[]).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{wrong}");
        assert_eq!(header(&response, "cache-control"), "no-store");
        assert!(body(response).await.is_empty());
    }
    shop.clock.advance(Duration::from_secs(2 * 3600));
    assert_eq!(shop.ask(&link.url, &[]).await.status(), StatusCode::NOT_FOUND, "its time is over");
}

#[tokio::test]
async fn what_was_handed_in_is_seen_by_whoever_did_until_it_is_sent_or_forgotten() {
    let shop = Shop::open().await;
    let attachment = shop.desk.upload(&mut Sent::new("a.txt", b"words"), None).await.unwrap();
    let url = shop.chat.links().of(&attachment.facts(), attachment.conversation_id).url;
    assert_eq!(body(shop.ask(&url, &[]).await).await, b"words");
    shop.clock.advance(Duration::from_secs(24 * 3600));
    assert_eq!(shop.chat.forget_files_once().await.unwrap(), 1);
    let url = shop.chat.links().of(&attachment.facts(), None).url;
    assert_eq!(shop.ask(&url, &[]).await.status(), StatusCode::NOT_FOUND);
}
