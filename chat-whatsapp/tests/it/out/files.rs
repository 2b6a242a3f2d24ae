//! Files go up before the messages that show them.

use super::{Order, attached, bodies, open};
use crate::outgoing::{account, channel, word};
use async_trait::async_trait;
use chat_core::{ByteStream, Channel, Media, MediaError, SentFile};
use serde_json::{Value, json};
use std::sync::Arc;

/// The uploads that the emulator took, the first one first.
async fn uploads(stage: &crate::stage::Stage) -> Vec<Value> {
    let requests = stage.report("requests").await["requests"].as_array().unwrap().clone();
    let is_upload = |request: &Value| request["path"].as_str().is_some_and(|path| path.ends_with("/media"));
    requests.into_iter().filter(is_upload).map(|request| request["parameters"].clone()).collect()
}

#[tokio::test]
async fn each_kind_of_file_goes_up_and_is_shown_by_its_id() {
    let stage = open().await;
    for (name, media_type, kind) in [
        ("a.jpg", "image/jpeg", "image"),
        ("a.mp4", "video/mp4", "video"),
        ("a.ogg", "audio/ogg", "audio"),
        ("Rechnung \"für\" Ann.pdf", "application/pdf", "document"),
    ] {
        let order = Order { files: vec![attached(name, media_type, vec![7; 100_000])], ..Order::default() };
        let outcome = order.send(&stage).await;
        assert_eq!(word(&outcome).0, "done", "{outcome:?}");
        let body = bodies(&stage).await.pop().unwrap();
        assert_eq!(body["type"], kind);
        assert!(body[kind]["id"].as_str().is_some_and(|id| !id.is_empty()), "{body}");
        assert_eq!(body[kind].get("filename").is_some(), kind == "document", "{body}");
        let upload = uploads(&stage).await.pop().unwrap();
        assert_eq!((&upload["type"], &upload["messaging_product"]), (&json!(media_type), &json!("whatsapp")));
        assert_eq!((&upload["file"]["bytes"], &upload["file"]["mimeType"]), (&json!(100_000), &json!(media_type)));
    }
    let named = bodies(&stage).await.pop().unwrap()["document"]["filename"].clone();
    assert_eq!(named, "Rechnung \"für\" Ann.pdf");
}

#[tokio::test]
async fn a_text_stands_below_the_first_of_several_files() {
    let stage = open().await;
    let files = vec![attached("a.jpg", "image/jpeg", "a"), attached("b.pdf", "application/pdf", "b")];

    Order { content: "Look", files, ..Order::default() }.send(&stage).await;

    let bodies = bodies(&stage).await;
    assert_eq!(bodies.len(), 2);
    assert_eq!((&bodies[0]["type"], &bodies[0]["image"]["caption"]), (&json!("image"), &json!("Look")));
    assert_eq!((&bodies[1]["type"], bodies[1]["document"].get("caption")), (&json!("document"), None));
}

#[tokio::test]
async fn a_recording_is_a_voice_message() {
    let stage = open().await;
    let order = Order {
        kind: Some("audio"),
        payload: Some(json!({"audio": {"voice": true}})),
        files: vec![attached("a.ogg", "audio/ogg", "a")],
        ..Order::default()
    };

    assert_eq!(word(&order.send(&stage).await).0, "done");

    assert_eq!(bodies(&stage).await[0]["audio"]["voice"], true);
}

#[tokio::test]
async fn an_upload_that_got_no_answer_is_tried_again_and_never_ambiguous() {
    let stage = open().await;
    let order = || Order { files: vec![attached("a.jpg", "image/jpeg", "a")], ..Order::default() };
    for kind in ["close", "acceptThenClose", "badGateway"] {
        stage.control("faults", json!({"kind": kind})).await;
        let outcome = order().send(&stage).await;
        assert_eq!(word(&outcome).0, "retry", "{kind}: {outcome:?}");
    }
    assert!(bodies(&stage).await.is_empty(), "no message went out");
    stage.control("faults", json!({"kind": "graph", "code": 131_053})).await;
    assert_eq!(word(&order().send(&stage).await), ("retry", "131053".to_owned()));
    stage.control("faults", json!({"kind": "graph", "code": 190})).await;
    assert_eq!(word(&order().send(&stage).await), ("pause", "190".to_owned()));
    assert_eq!(word(&order().send(&stage).await).0, "done");
}

/// A file whose bytes cannot be had.
#[derive(Debug)]
struct Lost(fn() -> MediaError);

#[async_trait]
impl Media for Lost {
    fn size(&self) -> u64 {
        1
    }

    async fn open(&self) -> Result<ByteStream, MediaError> {
        Err((self.0)())
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_not_sent_and_one_that_cannot_be_read_is_later() {
    let stage = open().await;
    let (whatsapp, account) = (channel(&stage.url), account(&stage));
    let order = Order { files: vec![attached("a.jpg", "image/jpeg", "a")], ..Order::default() };
    for (lost, expected) in [
        (Lost(|| MediaError::Absent), ("refused", "gone".to_owned())),
        (Lost(|| MediaError::backend("down")), ("retry", "unreadable".to_owned())),
    ] {
        let mut sending = order.sendings(&stage).remove(0);
        let facts = sending.files[0].facts.clone();
        sending.files = vec![SentFile { facts, media: Arc::new(lost) }];
        assert_eq!(word(&whatsapp.send(&account, &sending).await), expected);
    }
    let mut sending = order.sendings(&stage).remove(0);
    sending.files.clear();
    assert_eq!(word(&whatsapp.send(&account, &sending).await), ("refused", "gone".to_owned()));
}
