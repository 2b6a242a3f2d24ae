//! What a request can be answered with when it cannot be done.

use crate::StoreError;

/// One field of the input that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// Its name on the wire, with dots for what lies inside another.
    pub field: &'static str,
    /// What is wrong and how to mend it.
    pub problem: String,
}

impl FieldError {
    /// Puts a field and its problem together.
    pub fn new(field: &'static str, problem: impl Into<String>) -> Self {
        Self { field, problem: problem.into() }
    }
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or is none of the asker's business: which of the two is never told.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The asker is known and not allowed to.
    #[error("you may not do that")]
    Forbidden,
    /// The input is wrong.
    #[error("the input is not valid")]
    Invalid(Vec<FieldError>),
    /// It cannot be done as things stand.
    #[error("{0}")]
    Conflict(&'static str),
    /// The store has failed or others were faster again and again; the same request may succeed later.
    #[error("the store is not available")]
    Unavailable(#[source] StoreError),
}

impl Error {
    /// A single wrong field.
    pub fn invalid(field: &'static str, problem: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, problem)])
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            // What the changes refer to is not there, or not the client's.
            StoreError::Foreign => Self::NotFound("record"),
            error => Self::Unavailable(error),
        }
    }
}

/// What most of the module's calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;
