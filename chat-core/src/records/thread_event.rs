use crate::{
    AgentId, Conversation, ConversationId, ConversationStatus, CustomerId, DefinitionId, Priority, TeamId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// Something that happened to a conversation, as its thread tells the team: what a message of the kind
/// [`MessageKind::Event`](crate::MessageKind::Event) has as its payload.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ThreadEvent {
    /// Which agent did it; nobody when it followed from something else.
    pub agent_id: Option<AgentId>,
    /// What was done.
    #[serde(flatten)]
    pub deed: ThreadDeed,
}

/// What was done to a conversation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ThreadDeed {
    /// Somebody else is to answer, or nobody.
    Assigned {
        /// Who.
        assignee_id: Option<AgentId>,
    },
    /// Another team is to answer, or none.
    TeamAssigned {
        /// Which.
        team_id: Option<TeamId>,
    },
    /// It was finished.
    Closed,
    /// It goes on.
    Reopened,
    /// It was put away for good.
    Archived,
    /// It is out of sight for a while.
    Snoozed {
        /// Until when.
        until: Timestamp,
    },
    /// It is in sight again before its time.
    Woken,
    /// It is about something else.
    Renamed {
        /// What.
        subject: Option<String>,
    },
    /// It was labelled otherwise.
    Labelled {
        /// Labels that it got.
        added: Vec<DefinitionId>,
        /// Labels that it lost.
        removed: Vec<DefinitionId>,
    },
    /// Somebody should answer sooner, or has more time.
    Prioritised {
        /// How soon.
        priority: Priority,
    },
    /// It goes on in another conversation of the customer.
    MergedInto {
        /// Which.
        conversation_id: ConversationId,
    },
    /// Another conversation of the customer goes on here.
    MergedFrom {
        /// Which.
        conversation_id: ConversationId,
    },
    /// Its customer turned out to be another.
    CustomerMerged {
        /// Whose it was.
        from: CustomerId,
        /// Whose it is.
        into: CustomerId,
    },
}

impl ThreadDeed {
    /// What became of a conversation between two moments, as far as a thread tells it.
    pub(crate) fn between(before: &Conversation, after: &Conversation) -> Vec<Self> {
        use ConversationStatus::{Active, Archived, Closed};
        let mut deeds = Vec::new();
        if before.status != after.status {
            deeds.push(match after.status {
                Active => Self::Reopened,
                Closed => Self::Closed,
                Archived => Self::Archived,
            });
        }
        if before.assignee_id != after.assignee_id {
            deeds.push(Self::Assigned { assignee_id: after.assignee_id });
        }
        if before.team_id != after.team_id {
            deeds.push(Self::TeamAssigned { team_id: after.team_id });
        }
        match (before.snoozed_until, after.snoozed_until) {
            (before, Some(until)) if before != Some(until) => deeds.push(Self::Snoozed { until }),
            (Some(_), None) => deeds.push(Self::Woken),
            _ => {}
        }
        if before.labels != after.labels {
            let without = |these: &[DefinitionId], those: &[DefinitionId]| {
                these.iter().filter(|label| !those.contains(label)).copied().collect()
            };
            let added = without(&after.labels, &before.labels);
            deeds.push(Self::Labelled { added, removed: without(&before.labels, &after.labels) });
        }
        if before.priority != after.priority {
            deeds.push(Self::Prioritised { priority: after.priority });
        }
        if before.subject != after.subject {
            deeds.push(Self::Renamed { subject: after.subject.clone() });
        }
        deeds
    }

    /// The words that stand for it where its payload is not understood.
    pub(crate) fn words(&self) -> &'static str {
        match self {
            Self::Assigned { assignee_id: Some(_) } | Self::TeamAssigned { team_id: Some(_) } => "assigned",
            Self::Assigned { assignee_id: None } | Self::TeamAssigned { team_id: None } => "unassigned",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Archived => "archived",
            Self::Snoozed { .. } => "snoozed",
            Self::Woken => "woken",
            Self::Renamed { .. } => "renamed",
            Self::Labelled { .. } => "labelled",
            Self::Prioritised { .. } => "priority changed",
            Self::MergedInto { .. } => "merged into another conversation",
            Self::MergedFrom { .. } => "another conversation was merged into this one",
            Self::CustomerMerged { .. } => "the customer was merged with another",
        }
    }
}
