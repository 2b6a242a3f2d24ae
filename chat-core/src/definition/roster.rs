use super::text_fault;
use crate::{AgentId, FieldError};
use serde::{Deserialize, Serialize};

/// Who is in a team, and what it is there for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Roster {
    /// What it does, at most [`Roster::DESCRIPTION_MAX`] bytes.
    #[serde(default)]
    pub description: Option<String>,
    /// Who is in it, at most [`Roster::MEMBERS_MAX`].
    #[serde(default)]
    pub members: Vec<AgentId>,
}

impl Roster {
    /// The longest description in bytes.
    pub const DESCRIPTION_MAX: usize = 512;
    /// The most members.
    pub const MEMBERS_MAX: usize = 500;

    pub(super) fn faults(&self) -> Vec<FieldError> {
        let description = self.description.as_deref();
        let mut wrong: Vec<_> =
            description.and_then(|text| text_fault("description", text, Self::DESCRIPTION_MAX)).into_iter().collect();
        if self.members.len() > Self::MEMBERS_MAX {
            wrong.push(FieldError::new("members", format!("at most {} members, please", Self::MEMBERS_MAX)));
        }
        wrong
    }
}
