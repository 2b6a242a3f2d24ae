use super::text_fault;
use crate::{ConversationPatch, Draft, FieldError, MessageKind};
use serde::{Deserialize, Serialize};

/// What is often done to a conversation in one go: something is said, and then something is changed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Macro {
    /// What is said, with places as a [`CannedResponse`](crate::CannedResponse) has them: at most [`Draft::CHARS_MAX`] characters.
    #[serde(default)]
    pub content: Option<String>,
    /// Whether that is a reply or a note.
    #[serde(default = "reply")]
    pub message_kind: MessageKind,
    /// What becomes different about the conversation.
    #[serde(default)]
    pub changes: ConversationPatch,
    /// Whether whoever runs it is to answer from then on.
    #[serde(default)]
    pub assign_to_me: bool,
    /// For how many minutes it is put off, at most [`Macro::SNOOZE_MAX`].
    #[serde(default)]
    pub snooze_minutes: Option<u32>,
}

fn reply() -> MessageKind {
    MessageKind::Reply
}

impl Macro {
    /// How long a conversation can be put off, in minutes.
    pub const SNOOZE_MAX: u32 = 366 * 24 * 60;

    pub(super) fn faults(&self) -> Vec<FieldError> {
        let mut wrong = Vec::new();
        if let Some(content) = &self.content {
            wrong.extend(text_fault("content", content, 4 * Draft::CHARS_MAX));
            if content.chars().count() > Draft::CHARS_MAX {
                wrong.push(FieldError::new("content", format!("at most {} characters, please", Draft::CHARS_MAX)));
            }
        }
        if self.snooze_minutes.is_some_and(|minutes| !(1..=Self::SNOOZE_MAX).contains(&minutes)) {
            wrong.push(FieldError::new("snoozeMinutes", format!("1 to {}, please", Self::SNOOZE_MAX)));
        }
        let does_nothing = self.content.is_none()
            && !self.assign_to_me
            && self.snooze_minutes.is_none()
            && self.changes == ConversationPatch::default();
        if does_nothing {
            wrong.push(FieldError::new("changes", "a macro has to do something"));
        }
        wrong
    }
}
