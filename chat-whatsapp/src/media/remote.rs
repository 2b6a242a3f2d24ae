//! A file while it comes in.

use async_trait::async_trait;
use bytes::Bytes;
use chat_core::{Incoming, Interrupted};
use reqwest::Response;
use sha2::{Digest, Sha256};

/// What a file was said to be.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Promise {
    /// How many bytes it has.
    pub(super) size: Option<u64>,
    /// What its bytes come to; each was told by somebody.
    pub(super) hashes: Vec<[u8; 32]>,
}

/// A file while it comes in. It breaks off where it is not what it was said to be.
#[derive(Debug)]
pub(super) struct Remote {
    name: String,
    response: Response,
    promise: Promise,
    read: u64,
    hash: Sha256,
}

impl Remote {
    pub(super) fn new(name: String, response: Response, promise: Promise) -> Self {
        Self { name, response, promise, read: 0, hash: Sha256::new() }
    }

    fn is_whole(&mut self) -> bool {
        let found: [u8; 32] = std::mem::take(&mut self.hash).finalize().into();
        self.promise.size.is_none_or(|size| size == self.read) && self.promise.hashes.iter().all(|hash| *hash == found)
    }
}

#[async_trait]
impl Incoming for Remote {
    fn name(&self) -> &str {
        &self.name
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, Interrupted> {
        match self.response.chunk().await {
            Ok(Some(bytes)) => {
                self.read += bytes.len() as u64;
                if self.promise.size.is_some_and(|size| self.read > size) {
                    return Err(Interrupted::BrokenOff);
                }
                self.hash.update(&bytes);
                Ok(Some(bytes))
            }
            Ok(None) if self.is_whole() => Ok(None),
            Ok(None) => Err(Interrupted::BrokenOff),
            Err(error) if error.is_timeout() => Err(Interrupted::TooSlow),
            Err(_) => Err(Interrupted::BrokenOff),
        }
    }
}
