use crate::FieldError;
use crate::{AccountId, Permissions, Reach, WidgetId};
use serde::{Deserialize, Serialize};

/// What the members of a team who have a role of the client's own may do, and which accounts and widgets they work with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleRule {
    /// What they may do.
    pub permissions: Permissions,
    /// The accounts that they work with, at most [`RoleRule::REACH_MAX`]. Where neither these nor the widgets are said, they work
    /// with everything.
    #[serde(default)]
    pub accounts: Option<Vec<AccountId>>,
    /// The widgets that they work with, at most [`RoleRule::REACH_MAX`].
    #[serde(default)]
    pub widgets: Option<Vec<WidgetId>>,
}

impl RoleRule {
    /// The most accounts, and the most widgets, that a role can name.
    pub const REACH_MAX: usize = 200;

    /// Which accounts and widgets they work with.
    pub fn reach(&self) -> Reach {
        Reach::of(self.accounts.clone(), self.widgets.clone())
    }

    pub(super) fn faults(&self) -> Vec<FieldError> {
        let counts =
            [("accounts", self.accounts.as_ref().map(Vec::len)), ("widgets", self.widgets.as_ref().map(Vec::len))];
        let too_many = |(field, count): (&'static str, Option<usize>)| {
            let problem = || FieldError::new(field, format!("at most {} of them, please", Self::REACH_MAX));
            count.is_some_and(|count| count > Self::REACH_MAX).then(problem)
        };
        counts.into_iter().filter_map(too_many).collect()
    }
}
