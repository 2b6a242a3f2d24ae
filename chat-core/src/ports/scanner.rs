use crate::Media;
use async_trait::async_trait;
use std::{error::Error as StdError, fmt};

/// What a scanner says of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It knows of nothing bad in it.
    Clean,
    /// It has found what it calls by this name.
    Infected(String),
}

/// A scanner that cannot be asked, or gave no answer that could be used.
#[derive(Debug, thiserror::Error)]
#[error("the scanner for viruses is not available")]
pub struct ScanFailed(#[source] pub Box<dyn StdError + Send + Sync>);

impl ScanFailed {
    /// Wraps whatever went wrong.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

/// Looks for viruses in what is about to be kept.
#[async_trait]
pub trait Scanner: fmt::Debug + Send + Sync + 'static {
    /// Looks through a file.
    async fn scan(&self, media: &dyn Media) -> Result<Verdict, ScanFailed>;
}
