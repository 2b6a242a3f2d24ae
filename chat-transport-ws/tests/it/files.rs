//! Files over real sockets: what is told of them, and to whom under which address.

use crate::visitors::{Street, draft};
use chat_conformance::files::{Glance, Sent};
use chat_core::{AskedFile, FileLinks, FilePart};
use serde_json::{Value, json};

fn picture() -> Sent {
    Sent::new("parcel.png", &[Glance::PICTURE, b" of a parcel"].concat())
}

/// Whether an address leads to a file.
async fn is_had(street: &Street, url: &Value) -> bool {
    let (path, query) = url.as_str().unwrap().split_once('?').unwrap();
    let id = path.split('/').nth(2).unwrap().parse().unwrap();
    let field = |name: &str| query.split('&').find_map(|part| part.strip_prefix(name));
    let part = if field("v=") == Some(FileLinks::THUMBNAIL) { FilePart::Thumbnail } else { FilePart::Whole };
    let (expires, signature) = (field("e=").unwrap().parse().unwrap(), field("s=").unwrap());
    street.office.chat.file(&AskedFile { id, part, expires, signature }).await.is_ok()
}

async fn is_shown(street: &Street, attachment: &Value) {
    let expected = json!({
        "id": attachment["id"], "name": "parcel.png", "contentType": "image/png", "kind": "image", "size": 19,
        "width": 640, "height": 480, "url": attachment["url"], "thumbnailUrl": attachment["thumbnailUrl"],
    });
    assert_eq!(*attachment, expected);
    assert!(is_had(street, &attachment["url"]).await && is_had(street, &attachment["thumbnailUrl"]).await);
}

#[tokio::test]
async fn a_visitors_file_reaches_the_team_and_stays_in_the_history() {
    let street = Street::open().await;
    let (token, visitor) = street.session(None).await;
    let visit = street.office.chat.visit(&token).await.unwrap();
    let file = visit.upload(&mut picture(), None).await.unwrap();
    let (mut ann, connected, _) = street.visitor(Some(&visitor)).await;
    let mut agent = street.agent().await;
    let mut message = draft("a-1", "");
    message["attachmentIds"] = json!([file.id]);
    let sent = ann.ask("sendMessage", &[message]).await;
    assert_eq!((&sent["message"]["content"], &sent["message"]["contentType"]), (&json!(""), &json!("image")));
    assert_eq!(sent["conversation"]["lastMessage"], "parcel.png");
    is_shown(&street, &sent["message"]["attachments"][0]).await;

    let heard = agent.event("message").await;
    assert_eq!((&heard["messageType"], &heard["attachmentType"]), (&json!("image"), &json!("image/png")));
    assert_eq!(heard["attachmentUrl"], heard["attachments"][0]["url"]);
    is_shown(&street, &heard["attachments"][0]).await;

    let conversation = &sent["conversation"]["id"];
    let history = ann.ask("history", &[json!({ "conversationId": conversation, "cursor": null })]).await;
    is_shown(&street, &history["items"][0]["attachments"][0]).await;
    let synced = ann.ask("sync", &[json!({ "after": connected["seq"] })]).await;
    let told = synced["events"].as_array().unwrap().iter().find(|event| event["type"] == "message").unwrap();
    is_shown(&street, &told["data"]["attachments"][0]).await;
    let synced = agent.ask("sync", &[json!({ "after": 0 })]).await;
    let told = synced["events"].as_array().unwrap().iter().rfind(|event| event["type"] == "messagePosted").unwrap();
    is_shown(&street, &told["data"]["attachments"][0]).await;
    let (_, back, _) = street.visitor(Some(&visitor)).await;
    assert_eq!(back["conversations"][0]["lastMessage"], "parcel.png");
}

#[tokio::test]
async fn an_agents_file_reaches_the_visitor() {
    let street = Street::open().await;
    let (mut ann, ..) = street.visitor(None).await;
    let mut agent = street.agent().await;
    let conversation = ann.ask("sendMessage", &[draft("a-1", "Hello?")]).await["conversation"]["id"].clone();
    let desk = street.office.desk(street.office.shop_token()).await;
    let file = desk.upload(&mut picture(), None).await.unwrap();
    let reply = json!({ "conversationId": conversation, "content": "Here it is", "attachmentIds": [file.id] });
    let sent = agent.ask("sendMessage", std::slice::from_ref(&reply)).await;
    is_shown(&street, &sent["message"]["attachments"][0]).await;
    assert_eq!(sent["message"]["messageType"], "image");
    let own = ann.event("message").await;
    assert_eq!(own["content"], "Hello?");
    let heard = ann.event("message").await;
    assert_eq!((&heard["content"], &heard["contentType"]), (&json!("Here it is"), &json!("image")));
    is_shown(&street, &heard["attachments"][0]).await;
    let again = agent.ask("sendMessage", &[reply]).await;
    assert_eq!((&again["code"], &again["errors"][0]["field"]), (&json!("invalid"), &json!("attachmentIds")));
}
