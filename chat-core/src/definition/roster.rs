use super::text_fault;
use crate::{AgentId, FieldError};
use serde::{Deserialize, Serialize};

/// Who is in a team, and what it is there for.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Roster {
    /// What it does, at most [`Roster::DESCRIPTION_MAX`] bytes.
    #[serde(default)]
    pub description: Option<String>,
    /// Who is in it, at most [`Roster::MEMBERS_MAX`].
    #[serde(default)]
    pub members: Vec<AgentId>,
    /// Whether a conversation that is assigned to it goes to the next of its members who is there and takes conversations.
    #[serde(default)]
    pub round_robin: bool,
    /// Whose turn it was last.
    #[serde(default)]
    pub last_turn: Option<AgentId>,
}

impl Roster {
    /// The longest description in bytes.
    pub const DESCRIPTION_MAX: usize = 512;
    /// The most members.
    pub const MEMBERS_MAX: usize = 500;

    /// Whose turn it is among those who are available: the first of them after whoever had it last, in the order of the members.
    pub(crate) fn next_turn(&self, is_available: impl Fn(AgentId) -> bool) -> Option<AgentId> {
        let last = self.members.iter().position(|member| Some(*member) == self.last_turn);
        let (before, after) = self.members.split_at(last.map_or(0, |at| at + 1));
        after.iter().chain(before).copied().find(|member| is_available(*member))
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Env;
    use std::collections::BTreeMap;

    #[test]
    fn turns_go_round_and_pass_over_whoever_is_not_available() {
        let env = Env::default();
        let members: Vec<AgentId> = (0..3).map(|_| env.id()).collect();
        let mut roster = Roster { description: None, members: members.clone(), round_robin: true, last_turn: None };
        let mut turns = Vec::new();
        for _ in 0..5 {
            roster.last_turn = roster.next_turn(|agent| agent != members[1]);
            turns.push(roster.last_turn.unwrap());
        }
        assert_eq!(turns, [members[0], members[2], members[0], members[2], members[0]]);
        assert_eq!(roster.next_turn(|_| false), None);
        roster.last_turn = Some(env.id());
        assert_eq!(roster.next_turn(|_| true), Some(members[0]), "whoever had the last turn has left");
    }

    #[test]
    fn nobody_has_two_turns_more_than_another() {
        let env = Env::default();
        let members: Vec<AgentId> = (0..4).map(|_| env.id()).collect();
        let mut roster = Roster { description: None, members, round_robin: true, last_turn: None };
        let mut counts = BTreeMap::<AgentId, u32>::new();
        for turn in 1..=41_u32 {
            roster.last_turn = roster.next_turn(|_| true);
            *counts.entry(roster.last_turn.unwrap()).or_default() += 1;
            assert!(counts.values().all(|count| count.abs_diff(turn / 4) <= 1), "{counts:?}");
        }
    }
}
