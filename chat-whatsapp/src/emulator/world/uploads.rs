//! Files that are uploaded in pieces, for templates and profiles.

use super::World;
use bytes::BytesMut;
use std::collections::{BTreeMap, BTreeSet};

/// A file that is being uploaded.
#[derive(Debug)]
pub(crate) struct UploadSession {
    pub(crate) app: String,
    pub(crate) length: usize,
    pub(crate) bytes: BytesMut,
}

/// Everything that is or was uploaded.
#[derive(Debug, Default)]
pub(crate) struct Uploads {
    /// By the id of the session.
    pub(crate) sessions: BTreeMap<String, UploadSession>,
    handles: BTreeSet<String>,
}

impl Uploads {
    /// How many files are being uploaded at once.
    pub(crate) const SESSIONS_MAX: usize = 1_000;

    /// Whether it stands for a file that was uploaded whole.
    pub(crate) fn is_handle(&self, handle: &str) -> bool {
        self.handles.contains(handle)
    }
}

impl World {
    /// Begins an upload and gives its id.
    pub(crate) fn begin_upload(&mut self, session: UploadSession) -> String {
        let id = format!("upload:{}", self.random.secret());
        if self.uploads.sessions.len() >= Uploads::SESSIONS_MAX {
            self.uploads.sessions.pop_first();
        }
        self.uploads.sessions.insert(id.clone(), session);
        id
    }

    /// Ends an upload and gives what stands for its file.
    pub(crate) fn end_upload(&mut self, id: &str) -> String {
        self.uploads.sessions.remove(id);
        let handle = format!("4::{}", self.random.secret());
        self.uploads.handles.insert(handle.clone());
        handle
    }
}
