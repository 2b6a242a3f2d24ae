//! How much of a client's business somebody gets to see.

use crate::{AccountId, Conversation, ConversationFilter, InboxPart, WidgetId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which accounts and widgets somebody works with. What belongs to others is not there for it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Reach {
    /// All of them.
    #[default]
    All,
    /// Some of them.
    Some(Arc<Extent>),
}

/// The accounts and widgets that somebody works with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Extent {
    /// These accounts.
    pub accounts: Vec<AccountId>,
    /// These widgets.
    pub widgets: Vec<WidgetId>,
}

impl Extent {
    /// The parts of the inbox that are within it.
    pub(crate) fn inbox(&self) -> impl Iterator<Item = InboxPart> {
        let accounts = self.accounts.iter().copied().map(InboxPart::Account);
        let widgets = self.widgets.iter().copied().map(InboxPart::Widget);
        accounts.chain(widgets).chain([InboxPart::Team])
    }
}

impl Reach {
    /// These accounts and widgets; where neither is said, everything.
    pub fn of(accounts: Option<Vec<AccountId>>, widgets: Option<Vec<WidgetId>>) -> Self {
        match (accounts, widgets) {
            (None, None) => Self::All,
            (accounts, widgets) => Self::Some(Arc::new(Extent {
                accounts: accounts.unwrap_or_default(),
                widgets: widgets.unwrap_or_default(),
            })),
        }
    }

    /// The conversations within it that meet a filter.
    pub(crate) fn narrow(&self, filter: ConversationFilter) -> ConversationFilter {
        let Self::Some(extent) = self else { return filter };
        let own =
            [ConversationFilter::Account(extent.accounts.clone()), ConversationFilter::Widget(extent.widgets.clone())];
        filter.and(ConversationFilter::Any(own.into()))
    }

    /// Whether everything is within it.
    pub fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }

    /// Whether an account is within it.
    pub fn has_account(&self, id: AccountId) -> bool {
        match self {
            Self::All => true,
            Self::Some(extent) => extent.accounts.contains(&id),
        }
    }

    /// Whether a widget is within it.
    pub fn has_widget(&self, id: WidgetId) -> bool {
        match self {
            Self::All => true,
            Self::Some(extent) => extent.widgets.contains(&id),
        }
    }

    /// Whether a part of the inbox is within it.
    pub(crate) fn has_part(&self, part: InboxPart) -> bool {
        match part {
            InboxPart::Account(id) => self.has_account(id),
            InboxPart::Widget(id) => self.has_widget(id),
            InboxPart::Team => true,
        }
    }

    /// Whether a conversation is within it: by its account or its widget. One that has neither is seen by those who see all.
    pub fn covers(&self, conversation: &Conversation) -> bool {
        self.is_all()
            || conversation.account_id.is_some_and(|id| self.has_account(id))
            || conversation.widget_id.is_some_and(|id| self.has_widget(id))
    }

    /// Whether everything within `other` is within this.
    pub fn contains(&self, other: &Self) -> bool {
        let (own, other) = match (self, other) {
            (Self::All, _) => return true,
            (Self::Some(_), Self::All) => return false,
            (Self::Some(own), Self::Some(other)) => (own, other),
        };
        other.accounts.iter().all(|id| own.accounts.contains(id))
            && other.widgets.iter().all(|id| own.widgets.contains(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Env;

    #[test]
    fn a_reach_contains_what_is_no_wider() {
        let env = Env::default();
        let (one, two): (AccountId, AccountId) = (env.id(), env.id());
        let widget: WidgetId = env.id();
        let of = |accounts: &[AccountId]| Reach::of(Some(accounts.to_vec()), Some(vec![]));
        for (wide, narrow, is_within) in [
            (Reach::All, Reach::All, true),
            (Reach::All, of(&[one]), true),
            (of(&[one]), Reach::All, false),
            (of(&[one, two]), of(&[two]), true),
            (of(&[two]), of(&[one, two]), false),
            (of(&[one]), Reach::of(None, Some(vec![widget])), false),
        ] {
            assert_eq!(wide.contains(&narrow), is_within, "{wide:?} {narrow:?}");
        }
        assert!(Reach::of(None, None).is_all());
        assert!(of(&[one]).has_account(one) && !of(&[one]).has_account(two) && !of(&[one]).has_widget(widget));
    }
}
