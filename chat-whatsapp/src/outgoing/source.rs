//! Where a file within a message comes from.

use super::faults::Faults;
use crate::kinds::Kind;
use chat_core::AttachedFile;
use serde::{Deserialize, Serialize};

/// Where a file within a message comes from: exactly one of the three.
///
/// ```json
/// {"file": 0}
/// {"link": "https://example.com/picture.jpg"}
/// {"id": "4490709327384033"}
/// ```
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MediaSource {
    /// Which of the attached files it is, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<usize>,
    /// Where Meta is to fetch it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// What Meta calls it when it was uploaded before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What a document is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
}

impl MediaSource {
    /// The first of the attached files.
    pub(crate) fn first_file() -> Self {
        Self { file: Some(0), ..Self::default() }
    }

    /// Says what is wrong with it where a file of this kind is to be; counts what it uses of the attached files.
    pub(crate) fn check(&self, field: &str, kind: Kind, files: &mut Files<'_>, faults: &mut Faults) {
        match (self.file, &self.link, &self.id) {
            (Some(number), None, None) => files.take(field, number, kind, faults),
            (None, Some(link), None) => faults.url(&format!("{field}.link"), link),
            (None, None, Some(id)) => faults.words(&format!("{field}.id"), id, 128),
            _ => faults.add(field, "expected one of file, link and id"),
        }
        if self.filename.is_some() && kind != Kind::Document {
            faults.add(format!("{field}.filename"), "only a document has a name");
        }
    }
}

/// The files that are attached to a message which shows some of them within it.
#[derive(Debug)]
pub(crate) struct Files<'a> {
    all: &'a [AttachedFile],
    taken: Vec<bool>,
}

impl<'a> Files<'a> {
    pub(crate) fn new(all: &'a [AttachedFile]) -> Self {
        Self { all, taken: vec![false; all.len()] }
    }

    /// The source of a file for which none was given, when one file alone was attached.
    pub(crate) fn only(&self) -> Option<MediaSource> {
        (self.all.len() == 1).then(MediaSource::first_file)
    }

    fn take(&mut self, field: &str, number: usize, kind: Kind, faults: &mut Faults) {
        let Some(file) = self.all.get(number) else {
            return faults.add(format!("{field}.file"), "there is no attached file of this number; they count from 0");
        };
        self.taken[number] = true;
        match super::files::kind(file) {
            Ok(found) if found == kind => {}
            Ok(_) => {
                faults.add(format!("{field}.file"), format!("\"{}\" is not of the kind {}", file.name, kind.name()))
            }
            Err(problem) => faults.add(format!("{field}.file"), problem),
        }
    }

    /// How many go with the message. All of them have to be shown by it.
    pub(crate) fn count(self, faults: &mut Faults) -> usize {
        if self.taken.contains(&false) {
            faults.add("attachmentIds", "the message has no place for this file; send it by itself");
        }
        self.all.len()
    }
}
