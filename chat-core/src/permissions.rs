//! What somebody may do, as a set of actions.

use crate::{Action, Role};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A set of actions: what a role or an API key may do. Written as a list of their names, in the order of their definition.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Permissions(u64);

impl Permissions {
    /// Nothing at all.
    pub const NONE: Self = Self(0);

    /// These actions.
    pub fn of(actions: &[Action]) -> Self {
        Self(actions.iter().fold(0, |set, action| set | bit(*action)))
    }

    /// Every action.
    pub fn all() -> Self {
        Self::of(Action::ALL)
    }

    /// What the members of a team may do by their role alone: viewers see, agents answer customers as well, owners and admins do
    /// everything.
    pub fn of_role(role: Role) -> Self {
        match role {
            Role::Owner | Role::Admin => Self::all(),
            Role::Agent => Self::of(&[
                Action::Read,
                Action::Reply,
                Action::Upload,
                Action::ChangeConversation,
                Action::ChangeCustomer,
                Action::ReadAccounts,
                Action::ReadWidgets,
                Action::ManageOwnKeys,
            ]),
            Role::Viewer => Self::of(&[Action::Read, Action::ReadAccounts, Action::ReadWidgets, Action::ManageOwnKeys]),
        }
    }

    /// Whether an action is among them.
    pub fn has(self, action: Action) -> bool {
        self.0 & bit(action) != 0
    }

    /// Whether each of `others` is among them.
    pub fn covers(self, others: Self) -> bool {
        others.0 & !self.0 == 0
    }

    /// Those that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The actions, in the order of their definition.
    pub fn iter(self) -> impl Iterator<Item = Action> {
        Action::ALL.iter().copied().filter(move |action| self.has(*action))
    }
}

impl FromIterator<Action> for Permissions {
    fn from_iter<I: IntoIterator<Item = Action>>(actions: I) -> Self {
        Self(actions.into_iter().fold(0, |set, action| set | bit(action)))
    }
}

const fn bit(action: Action) -> u64 {
    1 << action as u32
}

impl std::fmt::Debug for Permissions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        words.iter().map(|word| word.parse::<Action>().map_err(D::Error::custom)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_written_as_a_list_of_names() {
        let set = Permissions::of(&[Action::Reply, Action::Read]);
        let text = serde_json::to_string(&set).unwrap();
        assert_eq!(text, r#"["conversations.read","conversations.reply"]"#);
        assert_eq!(serde_json::from_str::<Permissions>(&text).unwrap(), set);
        assert!(serde_json::from_str::<Permissions>(r#"["conversations.burn"]"#).is_err());
    }

    #[test]
    fn every_action_has_a_place_of_its_own() {
        assert_eq!(Permissions::all().iter().count(), Action::ALL.len());
        assert!(Action::ALL.iter().all(|action| Permissions::of(&[*action]).iter().eq([*action])));
        assert_eq!(Permissions::NONE.iter().count(), 0);
    }

    #[test]
    fn who_answers_customers_manages_nothing_and_who_views_answers_nobody() {
        let (agent, viewer) = (Permissions::of_role(Role::Agent), Permissions::of_role(Role::Viewer));
        assert!(Permissions::of_role(Role::Owner).covers(agent) && agent.covers(viewer) && !viewer.covers(agent));
        for action in [Action::ManageAccounts, Action::ManageWidgets, Action::ManageTeam, Action::ReadRealtime] {
            assert!(!agent.has(action), "{action}");
        }
        assert!(viewer.has(Action::Read) && !viewer.has(Action::Reply) && !viewer.has(Action::ChangeConversation));
        assert_eq!(agent.and(viewer), viewer);
    }
}
