//! What a request can be answered with when it cannot be done.

use crate::{CustomerId, DefinitionId, Event, Fault, MessageId, Notice, Revision, Seq, StoreError, Timestamp};
use serde::Serialize;
use std::borrow::Cow;

/// One field of the input that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// Its name on the wire, with dots for what lies inside another.
    pub field: Cow<'static, str>,
    /// What is wrong and how to mend it.
    pub problem: String,
}

impl FieldError {
    /// What is said where an object is missing.
    pub const OBJECT: &'static str = "expected an object";

    /// Puts a field and its problem together.
    pub fn new(field: impl Into<Cow<'static, str>>, problem: impl Into<String>) -> Self {
        Self { field: field.into(), problem: problem.into() }
    }

    /// What serde says of a field, in our words and without the value that it repeats, which may be a secret.
    ///
    /// `path` is where it found the fault, as `serde_path_to_error` writes it. Without a name in the path or the message, the
    /// field is `body`.
    pub fn told(path: &str, message: &str) -> Self {
        let parent = if path == "." { "" } else { path };
        for (start, problem) in [
            ("missing field `", "is missing"),
            ("unknown field `", "is not known here"),
            ("duplicate field `", "is given twice"),
        ] {
            if let Some(rest) = message.strip_prefix(start) {
                let name = rest.split('`').next().unwrap_or_default();
                return Self::new(inside(parent, name), problem);
            }
        }
        let field = if parent.is_empty() { "body" } else { parent };
        Self::new(field.to_owned(), expectation(message))
    }
}

fn inside(parent: &str, name: &str) -> String {
    let is_there_already = parent.is_empty() || parent == name || parent.ends_with(&format!(".{name}"));
    if is_there_already && !parent.is_empty() {
        return parent.to_owned();
    }
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// What would have fitted. Whatever serde says before that repeats the value.
fn expectation(message: &str) -> String {
    const ID: &str = "expected an id such as 0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f";
    let message = message.split(" at line ").next().unwrap_or_default();
    match message.rfind("expected ") {
        _ if message == "expected value" => "expected a word".to_owned(),
        _ if message.starts_with("UUID parsing failed") => ID.to_owned(),
        _ if message.contains("expected a formatted UUID string") => ID.to_owned(),
        // The type's name is ours alone.
        Some(at) if message[at..].starts_with("expected struct ") => FieldError::OBJECT.to_owned(),
        Some(at) => message[at..].to_owned(),
        None if message.contains("digit") || message.contains("number") => "expected a number".to_owned(),
        None => message.to_owned(),
    }
}

/// An event that somebody has not seen who was writing meanwhile.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Missed {
    /// Its place in the journal.
    pub seq: Seq,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// When.
    pub at: Timestamp,
    /// The message that was posted, if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub message_id: Option<MessageId>,
}

impl From<&Notice> for Missed {
    fn from(notice: &Notice) -> Self {
        let message_id = match &notice.event {
            Event::MessagePosted(message) => Some(message.id),
            _ => None,
        };
        Self { seq: notice.seq, kind: notice.event.name(), at: notice.at, message_id }
    }
}

/// A template that a customer can be written to by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FittingTemplate {
    /// Which.
    pub id: DefinitionId,
    /// What it is called.
    pub name: String,
    /// Its language, as the provider writes it.
    pub language: String,
    /// What it is for, in the provider's word.
    pub category: String,
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
    /// Others have written to the conversation or changed it since the asker looked: these events, the earliest first.
    #[error("others have written or changed something since; read it, and send it again if it still holds")]
    Superseded(Vec<Missed>),
    /// The customer has not written for so long that it can be written to by a template alone.
    #[error("the customer has not written for too long; send one of the templates, or wait until it writes")]
    WindowClosed {
        /// When that began; nothing when the customer has never written.
        until: Option<Timestamp>,
        /// The templates that may be sent, in the order of their names.
        templates: Vec<FittingTemplate>,
    },
    /// A provider did not do what it was asked to, for the reason that it gave.
    #[error("{}", .fault.message)]
    Provider {
        /// What it said, with what to do about it.
        fault: Fault,
        /// Whether it could not be asked, so that the same may be done later.
        is_down: bool,
    },
    /// It is not what the asker has seen: somebody was faster. See [`Desk::expecting`](crate::Desk::expecting).
    #[error("it has changed since you read it and is at revision {revision} now; read it again")]
    Changed {
        /// What it is at now.
        revision: Revision,
    },
    /// An identity is another customer's.
    #[error("another customer has this identity; merge the two, or take it away there first")]
    IdentityTaken {
        /// Whose it is.
        customer: CustomerId,
    },
    /// What happened after a place in the journal cannot be told any more: it is too long ago, or the place is of another
    /// journal. The asker has to load everything anew and goes on from the head.
    #[error(
        "the journal does not tell any more what came after that place; load everything anew and go on from its head"
    )]
    Resync {
        /// The position of the journal's last event.
        head: Seq,
    },
    /// The store has failed or others were faster again and again; the same request may succeed later.
    #[error("the store is not available")]
    Unavailable(#[source] StoreError),
}

impl Error {
    /// A single wrong field.
    pub fn invalid(field: impl Into<Cow<'static, str>>, problem: impl Into<String>) -> Self {
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
