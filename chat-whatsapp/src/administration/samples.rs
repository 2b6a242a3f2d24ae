//! Files that the parts of a template show as examples.

use super::upload;
use crate::{graph::Graph, kinds::Kind, outgoing::Faults};
use chat_core::{Account, NotDone, SentFile};
use serde_json::{Value, json};

/// Where a header names a file of ours as its example.
const FILE: &str = "attachmentId";

/// Uploads the files that headers name as their examples, and gives the parts with Meta's names of them. When anything is wrong with
/// one of them, none is uploaded.
pub(super) async fn hand_in(
    graph: &Graph,
    account: &Account,
    components: &Value,
    samples: &[SentFile],
) -> Result<Value, NotDone> {
    let mut faults = Faults::default();
    let mut places = Vec::new();
    find(components, "components", "", samples, &mut places, &mut faults);
    faults.or(()).map_err(NotDone::Invalid)?;
    let mut handed_in = components.clone();
    for (pointer, sample) in places {
        let handle = upload::sample(graph, account, sample).await?;
        if let Some(header) = handed_in.pointer_mut(&pointer) {
            header["example"] = json!({ "header_handle": [handle] });
        }
    }
    Ok(handed_in)
}

/// Finds headers with files, within cards too, and says what is wrong with them. A part is called by a field for people and by a pointer.
fn find<'s>(
    part: &Value,
    field: &str,
    pointer: &str,
    samples: &'s [SentFile],
    places: &mut Vec<(String, &'s SentFile)>,
    faults: &mut Faults,
) {
    match part {
        Value::Array(parts) => {
            for (place, part) in parts.iter().enumerate() {
                find(part, &format!("{field}[{place}]"), &format!("{pointer}/{place}"), samples, places, faults);
            }
        }
        Value::Object(fields) => {
            if let Some(id) = part.get("example").and_then(|example| example.get(FILE)) {
                let field = format!("{field}.example.{FILE}");
                let sample = samples.iter().find(|sample| id.as_str() == Some(&sample.facts.id.to_string()));
                match checked(part, sample) {
                    Ok(sample) => places.push((pointer.to_owned(), sample)),
                    Err(problem) => faults.add(field, problem),
                }
            }
            for key in ["cards", "components"] {
                if let Some(part) = fields.get(key) {
                    find(part, &format!("{field}.{key}"), &format!("{pointer}/{key}"), samples, places, faults);
                }
            }
        }
        _ => {}
    }
}

/// The example of a header, if it can be one.
fn checked<'s>(header: &Value, sample: Option<&'s SentFile>) -> Result<&'s SentFile, &'static str> {
    let word = |key: &str| header.get(key).and_then(Value::as_str).unwrap_or_default().to_ascii_uppercase();
    let (kind, wanted) = match (word("type").as_str(), word("format").as_str()) {
        ("HEADER", "IMAGE") => (Kind::Image, "expected a JPEG or PNG of at most 5 MB"),
        ("HEADER", "VIDEO" | "GIF") => (Kind::Video, "expected an MP4 of at most 16 MB"),
        ("HEADER", "DOCUMENT") => (Kind::Document, "expected a PDF of at most 100 MB"),
        _ => return Err("only a header with a picture, a film or a document has a file as its example"),
    };
    let sample = sample.ok_or("expected a file that you have uploaded")?;
    let media_type = sample.facts.media_type.as_str();
    let is_right = upload::is_taken(media_type) && Kind::of_mime(media_type) == Some(kind);
    let fits = sample.media.size() <= kind.bytes_max() as u64;
    if is_right && fits { Ok(sample) } else { Err(wanted) }
}
