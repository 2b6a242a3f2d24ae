//! What becomes of a wish.

mod interactive;

use crate::outgoing::compose;
use chat_core::{AttachedFile, Composed, ContentType, Dimensions, MediaType, Wish};
use serde_json::{Value, json};

pub(crate) fn file(name: &str, media_type: &str, size: i64) -> AttachedFile {
    AttachedFile {
        id: "0193f0a0-7c1e-7000-8000-000000000001".parse().unwrap(),
        name: name.to_owned(),
        media_type: MediaType::new(media_type),
        size,
        dimensions: None,
        has_thumbnail: false,
    }
}

fn sticker(size: i64, side: u32) -> AttachedFile {
    AttachedFile { dimensions: Some(Dimensions { width: side, height: side }), ..file("s.webp", "image/webp", size) }
}

fn composed(content: &str, files: &[AttachedFile]) -> Result<Vec<Composed>, Vec<(String, String)>> {
    wished(content, None, None, files)
}

fn wished(
    content: &str,
    content_type: Option<&str>,
    payload: Option<&Value>,
    files: &[AttachedFile],
) -> Result<Vec<Composed>, Vec<(String, String)>> {
    let content_type = content_type.map(ContentType::new);
    let wish = Wish { content, content_type: content_type.as_ref(), payload, template: None, name: None, files };
    compose(&wish).map_err(|faults| faults.into_iter().map(|it| (it.field.into_owned(), it.problem)).collect())
}

/// Type, text and number of files of each message.
fn outline(messages: &[Composed]) -> Vec<(&str, &str, usize)> {
    messages.iter().map(|it| (it.content_type.as_str(), it.content.as_str(), it.file_count)).collect()
}

/// The fields that are wrong.
fn fields(refused: Result<Vec<Composed>, Vec<(String, String)>>) -> Vec<String> {
    refused.expect_err("something is wrong").into_iter().map(|(field, _)| field).collect()
}

const JPEG: (&str, &str) = ("a.jpg", "image/jpeg");
const MIB: i64 = 1 << 20;
const KIB: i64 = 1 << 10;

#[test]
fn a_text_is_one_message_up_to_its_limit() {
    assert_eq!(outline(&composed("hello", &[]).unwrap()), [("text", "hello", 0)]);
    assert!(composed(&"ü".repeat(4_096), &[]).is_ok());
    assert_eq!(fields(composed(&"ü".repeat(4_097), &[])), ["content"]);
    assert_eq!(fields(composed(" \n", &[])), ["content"]);
}

#[test]
fn each_file_is_a_message_and_the_text_stands_below_the_first_where_it_can() {
    let (picture, pdf) = (file(JPEG.0, JPEG.1, 9), file("b.pdf", "application/pdf", 9));
    let sound = file("c.ogg", "audio/ogg", 9);

    let both = [picture.clone(), pdf.clone()];
    assert_eq!(outline(&composed("look", &both).unwrap()), [("image", "look", 1), ("document", "", 1)]);
    assert_eq!(outline(&composed("", &[pdf]).unwrap()), [("document", "", 1)]);
    let spoken = [sound, picture.clone()];
    assert_eq!(outline(&composed("hear", &spoken).unwrap()), [("text", "hear", 0), ("audio", "", 1), ("image", "", 1)]);
    let long = "ü".repeat(1_025);
    assert_eq!(
        outline(&composed(&long, std::slice::from_ref(&picture)).unwrap()),
        [("text", long.as_str(), 0), ("image", "", 1)]
    );
    let longest = "ü".repeat(1_024);
    assert_eq!(outline(&composed(&longest, &[picture]).unwrap()), [("image", longest.as_str(), 1)]);
}

#[test]
fn a_file_goes_out_as_what_it_is_up_to_the_limit_of_its_kind() {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    for (media_type, kind, max) in [
        ("image/jpeg", "image", 5 * MIB),
        ("image/png", "image", 5 * MIB),
        ("video/mp4", "video", 16 * MIB),
        ("video/3gpp", "video", 16 * MIB),
        ("audio/aac", "audio", 16 * MIB),
        ("audio/amr", "audio", 16 * MIB),
        ("audio/mpeg", "audio", 16 * MIB),
        ("audio/mp4", "audio", 16 * MIB),
        ("audio/ogg", "audio", 16 * MIB),
        ("text/plain", "document", 100 * MIB),
        ("application/pdf", "document", 100 * MIB),
        (word, "document", 100 * MIB),
    ] {
        let made = composed("", &[file("a", media_type, max)]).unwrap();
        assert_eq!(outline(&made), [(kind, "", 1)], "{media_type}");
        assert_eq!(fields(composed("", &[file("a", media_type, max + 1)])), ["attachmentIds"], "{media_type}");
    }
    assert_eq!(outline(&composed("", &[sticker(500 * KIB, 512)]).unwrap()), [("sticker", "", 1)]);
    assert_eq!(fields(composed("", &[sticker(500 * KIB + 1, 512)])), ["attachmentIds"]);
}

#[test]
fn a_file_that_is_not_taken_says_what_to_convert_it_to() {
    for (file, words) in [
        (sticker(9, 511), "convert it to JPEG or PNG"),
        (file("a.webp", "image/webp", 9), "convert it to JPEG or PNG"),
        (file("a.gif", "image/gif", 9), "convert it to JPEG or PNG"),
        (file("a.webm", "video/webm", 9), "convert it to MP4"),
        (file("a.wav", "audio/wav", 9), "convert it to MP3"),
        (file("a.zip", "application/zip", 9), "convert it to PDF"),
        (file("a.jpg", "image/jpeg", 6 * MIB), "up to 5 MB"),
    ] {
        let refused = composed("", std::slice::from_ref(&file)).unwrap_err();
        assert!(refused[0].1.contains(words) && refused[0].1.contains(&file.name), "{refused:?}");
    }
}

#[test]
fn ogg_can_be_a_voice_message() {
    let payload = json!({"audio": {"voice": true}});
    let made = wished("", Some("audio"), Some(&payload), &[file("a.ogg", "audio/ogg", 9)]).unwrap();
    assert_eq!((outline(&made), &made[0].payload), (vec![("audio", "", 1)], &Some(payload.clone())));
    let refused = wished("", Some("audio"), Some(&payload), &[file("a.mp3", "audio/mpeg", 9)]);
    assert_eq!(fields(refused), ["payload.audio.voice"]);
}

#[test]
fn the_content_type_has_to_be_what_is_there() {
    assert_eq!(fields(wished("", Some("image"), None, &[file("a.pdf", "application/pdf", 9)])), ["contentType"]);
    assert_eq!(fields(wished("a", Some("image"), None, &[])), ["contentType"]);
    assert_eq!(fields(wished("a", Some("reaction"), None, &[])), ["contentType"]);
    assert_eq!(fields(wished("a", Some("hologram"), None, &[])), ["contentType"]);
    assert_eq!(fields(wished("a", None, Some(&json!({})), &[])), ["contentType"]);
    assert_eq!(fields(wished("a", Some("template"), None, &[])), ["template"]);
}

#[test]
fn a_place_has_words_and_a_text_goes_before_it() {
    let payload = json!({"location": {"latitude": 37.46, "longitude": -122.21, "name": "Cafe", "address": "1 Road"}});
    let made = wished("Meet here", Some("location"), Some(&payload), &[]).unwrap();
    assert_eq!(outline(&made), [("text", "Meet here", 0), ("location", "Location: Cafe, 1 Road", 0)]);
    assert_eq!(made[1].payload, Some(payload));
    let bare = json!({"location": {"latitude": 1.5, "longitude": 2}});
    let made = wished("", Some("location"), Some(&bare), &[]).unwrap();
    assert_eq!(made[0].content, "Location: 1.5, 2");
    for (payload, field) in [
        (json!({"location": {"latitude": 91, "longitude": 0}}), "payload.location.latitude"),
        (json!({"location": {"latitude": 0, "longitude": -181}}), "payload.location.longitude"),
        (json!({"location": {"latitude": 0}}), "payload.location.longitude"),
        (json!({"location": {"latitude": 0, "longitude": 0, "zoom": 1}}), "payload.location.zoom"),
        (json!({"place": {}}), "payload.place"),
        (json!("here"), "payload"),
    ] {
        assert_eq!(fields(wished("", Some("location"), Some(&payload), &[]))[0], field, "{payload}");
    }
    let with_file = wished("", Some("location"), Some(&bare), &[file(JPEG.0, JPEG.1, 9)]);
    assert_eq!(fields(with_file), ["attachmentIds"]);
}

#[test]
fn cards_need_a_name_in_parts() {
    let card = json!({"name": {"formatted_name": "Ann Lee", "first_name": "Ann"}, "phones": [{"phone": "+1", "type": "CELL"}]});
    let payload = json!({"contacts": [card]});
    let made = wished("", Some("contacts"), Some(&payload), &[]).unwrap();
    assert_eq!(outline(&made), [("contacts", "Contact: Ann Lee (+1)", 0)]);
    assert_eq!(made[0].payload, Some(payload));
    for (contacts, field) in [
        (json!([]), "payload.contacts"),
        (json!([{}]), "payload.contacts[0].name"),
        (json!([{"name": {"formatted_name": "Ann"}}]), "payload.contacts[0].name"),
        (json!([{"name": {"formatted_name": "", "first_name": "A"}}]), "payload.contacts[0].name.formatted_name"),
        (
            json!([card, {"name": {"formatted_name": "A", "first_name": "A"}, "phones": [{}]}]),
            "payload.contacts[1].phones[0].phone",
        ),
        (json!([{"name": {"formatted_name": "A", "first_name": "A"}, "shoes": 1}]), "payload.contacts[0].shoes"),
        (json!(vec![card.clone(); 258]), "payload.contacts"),
    ] {
        let payload = json!({ "contacts": contacts });
        assert_eq!(fields(wished("", Some("contacts"), Some(&payload), &[]))[0], field);
    }
}
