//! The items of a call.

use chat_core::Addressed;

/// The items of a call so far. They are made before anybody knows whether the call is authentic.
#[derive(Default)]
pub(super) struct Items {
    list: Vec<Addressed>,
    raw_bytes: usize,
}

/// The call would become more than it may.
pub(super) struct TooMany;

impl Items {
    /// The most items of a call. Meta sends at most 1,000 updates, but more old messages than that in one part of a history: the
    /// shortest ones in three megabytes.
    const MAX: usize = 16_384;
    /// The most bytes of all items, each of which repeats what they share.
    const RAW_BYTES_MAX: usize = 16 * 1024 * 1024;

    pub(super) fn push(&mut self, item: Addressed) -> Result<(), TooMany> {
        self.raw_bytes += item.raw.len();
        // A single item is what it is: it could not be kept as less.
        if self.list.len() == Self::MAX || (self.raw_bytes > Self::RAW_BYTES_MAX && !self.list.is_empty()) {
            return Err(TooMany);
        }
        self.list.push(item);
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn into_list(self) -> Vec<Addressed> {
        self.list
    }
}
