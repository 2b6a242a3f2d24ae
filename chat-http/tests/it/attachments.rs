//! Files that agents hand in and send.

use crate::shop::{Answer, House, Shop, upload_request, with_bearer};
use axum::body::{Body, Bytes};
use chat_core::{
    AskedFile, FileLinks, FilePart, Holder, Limited, NewWidget, OpenVisit, Quota, Quotas, VisitorDraft, WidgetKind,
};
use chat_http::Api;
use futures_util::{StreamExt, stream};
use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use std::convert::Infallible;

const UPLOAD: &str = "/api/v1/attachments";

/// What an address leads to.
async fn had(shop: &Shop, url: &Value) -> Option<(String, u64)> {
    let (path, query) = url.as_str().unwrap().split_once('?').unwrap();
    let id = path.split('/').nth(2).unwrap().parse().unwrap();
    let field = |name: &str| query.split('&').find_map(|part| part.strip_prefix(name));
    let part = if field("v=") == Some(FileLinks::THUMBNAIL) { FilePart::Thumbnail } else { FilePart::Whole };
    let (expires, signature) = (field("e=").unwrap().parse().unwrap(), field("s=").unwrap());
    let file = shop.house.chat.file(&AskedFile { id, part, expires, signature }).await.ok()?;
    Some((file.media_type.to_string(), file.size))
}

fn messages(conversation: &str) -> String {
    format!("/api/v1/conversations/{conversation}/messages")
}

/// A conversation on the client's website, which its widget carries.
async fn on_website(shop: &Shop) -> String {
    let desk = shop.house.chat.sign_in(shop.key()).await.unwrap();
    let settings = serde_json::from_value(json!({ "allowLocalhost": true })).unwrap();
    let new = NewWidget { name: "Shop".into(), kind: WidgetKind::Floating, settings };
    let key = desk.create_widget(&new).await.unwrap().public_key;
    let boot = shop.house.chat.boot(&key, "http://localhost:3001", None).await.unwrap().boot;
    let open = OpenVisit { key: &key, boot: &boot, visitor: None, identity: None, caller: None };
    let token = shop.house.chat.open_visit(open).await.unwrap().token;
    let visit = shop.house.chat.visit(&token).await.unwrap();
    let draft = VisitorDraft { content: "Hello?".into(), client_message_id: "a-1".into(), ..VisitorDraft::default() };
    visit.send(&draft).await.unwrap().conversation.id.to_string()
}

#[tokio::test]
async fn a_file_is_handed_in_sent_and_told_with_addresses() {
    let shop = Shop::open().await;
    let picture = shop.upload("parcel.png", b"picture of a parcel").await.json(StatusCode::CREATED);
    assert_eq!(
        picture,
        json!({
            "id": picture["id"], "name": "parcel.png", "contentType": "image/png", "kind": "image", "size": 19,
            "width": 640, "height": 480, "url": picture["url"], "thumbnailUrl": picture["thumbnailUrl"],
        })
    );
    let path = format!("/files/{}/parcel.png?", picture["id"].as_str().unwrap());
    assert!(picture["url"].as_str().unwrap().starts_with(&path), "{picture}");
    assert_eq!(had(&shop, &picture["url"]).await, Some(("image/png".into(), 19)));
    assert_eq!(had(&shop, &picture["thumbnailUrl"]).await, Some(("image/png".into(), 13)));
    let text = shop.upload("order.txt", b"two chairs").await.json(StatusCode::CREATED);
    assert!(text.get("width").is_none() && text.get("thumbnailUrl").is_none(), "{text}");

    let conversation = on_website(&shop).await;
    let reply = json!({ "content": "", "attachmentIds": [picture["id"], text["id"]] });
    let sent = shop.post(&messages(&conversation), &reply).await.json(StatusCode::CREATED);
    assert_eq!(
        (&sent["content"], &sent["messageType"], &sent["attachmentType"]),
        (&json!(""), &json!("image"), &json!("image/png"))
    );
    assert_eq!(sent["attachmentUrl"], sent["attachments"][0]["url"]);
    assert_eq!(sent["attachments"][1]["id"], text["id"]);
    assert_eq!(had(&shop, &sent["attachments"][0]["url"]).await, Some(("image/png".into(), 19)));
    assert_eq!(had(&shop, &picture["url"]).await, None, "that it was not sent is over");

    let listed = shop.get(&messages(&conversation)).await.json(StatusCode::OK)["items"][0].clone();
    let events = shop.get("/api/v1/events?limit=500").await.json(StatusCode::OK);
    let told = events["events"].as_array().unwrap().last().unwrap()["data"].clone();
    let shown = shop.get(&format!("{UPLOAD}/{}", picture["id"].as_str().unwrap())).await.json(StatusCode::OK);
    for attachment in [&listed["attachments"][0], &told["attachments"][0], &shown] {
        assert_eq!(*attachment, sent["attachments"][0]);
    }
}

#[tokio::test]
async fn what_is_no_file_or_not_taken_is_said() {
    let shop = Shop::open().await;
    shop.upload("page.html", b"<html>").await.problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "file_type");
    let size = usize::try_from(House::FILE_BYTES_MAX).unwrap();
    shop.upload("a.txt", &vec![b'x'; size]).await.json(StatusCode::CREATED);
    shop.upload("a.txt", &vec![b'x'; size + 1]).await.problem(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large");
    let long = shop.upload("a.txt", &vec![b'x'; 2 * size]).await;
    long.problem(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large");

    let send = async |content_type: &str, body: &str| -> Answer {
        let request =
            Request::post(UPLOAD).header(header::CONTENT_TYPE, content_type).body(Body::from(body.to_owned()));
        shop.house.send(with_bearer(request.unwrap(), shop.key())).await
    };
    const FORM: &str = "multipart/form-data; boundary=b";
    for content_type in ["application/json", "text/plain", "multipart/form-data"] {
        send(content_type, "{}").await.problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type");
    }
    let other = "--b\r\ncontent-disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n";
    assert_eq!(send(FORM, other).await.wrong_fields(), ["file"]);
    assert_eq!(send(FORM, "--b--\r\n").await.wrong_fields(), ["file"]);
    let half = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhalf of it";
    send(FORM, half).await.problem(StatusCode::BAD_REQUEST, "malformed");
    send(FORM, "nonsense").await.problem(StatusCode::BAD_REQUEST, "malformed");
}

#[tokio::test]
async fn a_body_without_an_end_is_read_as_far_as_a_file_may_go() {
    let shop = Shop::open().await;
    let head = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
    let endless = stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 8192])));
    let body = stream::iter([Ok(Bytes::from(head))]).chain(endless);
    let request = Request::post(UPLOAD).header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    let request = request.body(Body::from_stream(body)).unwrap();
    let answer = shop.house.send(with_bearer(request, shop.key())).await;
    answer.problem(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large");
}

#[tokio::test]
async fn a_message_says_which_of_its_files_it_cannot_have() {
    let shop = Shop::open().await;
    let other = shop.house.shop("other").await;
    let conversation = on_website(&shop).await;
    let whatsapp = shop.conversation().await;
    let upload = async |shop: &Shop| shop.upload("a.txt", b"words").await.json(StatusCode::CREATED)["id"].clone();
    let (own, foreign) = (upload(&shop).await, upload(&other).await);
    for (conversation, files) in [
        (&conversation, json!([foreign])),
        (&conversation, json!([own, own])),
        (&conversation, json!(["0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f"])),
        (&conversation, json!(vec![own.clone(); 11])),
        (&whatsapp, json!([own])),
    ] {
        let answer = shop.post(&messages(conversation), &json!({ "content": "", "attachmentIds": files })).await;
        assert_eq!(answer.wrong_fields(), ["attachmentIds"], "{files}");
    }
    let none = shop.post(&messages(&conversation), &json!({ "content": "", "attachmentIds": [] })).await;
    assert_eq!(none.wrong_fields(), ["content"]);
    let reply = json!({ "content": "here", "attachmentIds": [own], "clientMessageId": "mine" });
    let first = shop.post(&messages(&conversation), &reply).await.json(StatusCode::CREATED);
    let again = shop.post(&messages(&conversation), &reply).await.json(StatusCode::CREATED);
    assert_eq!(again, first);
    let used = json!({ "content": "again", "attachmentIds": [own] });
    assert_eq!(shop.post(&messages(&conversation), &used).await.wrong_fields(), ["attachmentIds"]);
}

#[tokio::test]
async fn whoever_hands_in_too_much_is_told_to_wait() {
    let quotas = Quotas::none().with(Holder::ApiKey, Limited::Upload, Quota::per_minute(1));
    let shop = House::limited(quotas, |api, _| api).shop("shop").await;
    shop.upload("a.txt", b"one").await.json(StatusCode::CREATED);
    let refused = shop.upload("a.txt", b"two").await;
    assert_eq!(refused.headers[header::RETRY_AFTER], "60");
    refused.problem(StatusCode::TOO_MANY_REQUESTS, "rate_limited");
}

#[tokio::test]
async fn a_host_that_keeps_no_files_says_so() {
    let shop = Shop::open().await;
    let (store, login) = (shop.house.store.clone(), shop.house.login.clone());
    let bare = chat_core::Chat::builder(store, login).build();
    let house = House { router: Api::new(bare).router(), ..shop.house.clone() };
    let answer = house.send(with_bearer(upload_request("a.txt", b"words"), shop.key())).await;
    answer.problem(StatusCode::NOT_FOUND, "no_files");
}
