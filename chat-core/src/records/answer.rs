use crate::{ClientId, KeptAnswerId, Revision, Secret, Timestamp, text_enum::text_enum};
use std::{fmt, time::Duration};

text_enum! {
    /// How far a request has come that is answered once.
    pub enum AnswerState {
        /// It has changed nothing yet.
        Begun = "begun",
        /// It has changed something, which is not undone; its answer is not kept yet, and may never be.
        Committed = "committed",
        /// It was answered, and the answer is kept.
        Answered = "answered",
    }
}

/// What a request was answered that carried a key of the caller's, so that the same request under the same key is answered the same
/// and changes nothing again.
#[derive(Clone, PartialEq)]
pub struct KeptAnswer {
    /// Its name in references.
    pub id: KeptAnswerId,
    /// Whose it is.
    pub client_id: ClientId,
    /// Who asked: an agent or an API key. Others may use the same key for something else.
    pub caller: String,
    /// What the caller calls the request, at most [`KeptAnswer::KEY_MAX`] bytes.
    pub key: String,
    /// The SHA-256 of what was asked. A body may be short and secret, so that its hash is one too.
    pub request: Secret,
    /// How far it has come.
    pub state: AnswerState,
    /// What was answered, at most [`KeptAnswer::ANSWER_MAX`] bytes. It may hold what is shown once.
    pub answer: Option<Secret>,
    /// Until when whoever works on it is taken to be alive.
    pub held_until: Timestamp,
    /// How often somebody has taken it up: whoever did so earlier changes nothing any more.
    pub turn: i64,
    /// When it was asked first.
    pub created_at: Timestamp,
    /// When it is forgotten.
    pub expires_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl KeptAnswer {
    /// The longest key in bytes.
    pub const KEY_MAX: usize = 255;
    /// The longest answer in bytes.
    pub const ANSWER_MAX: usize = 1_048_576;
    /// How long an answer is kept.
    pub const KEPT: Duration = Duration::from_secs(24 * 60 * 60);
    /// How long a request may take before others take it up.
    pub const HELD: Duration = Duration::from_secs(60);
}

impl fmt::Debug for KeptAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, state, turn, revision, .. } = self;
        write!(f, "KeptAnswer({id}, {state}, turn {turn}, revision {revision})")
    }
}
