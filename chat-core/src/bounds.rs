//! What holds whatever the host's rule of access says.

use crate::{Access, Action, Actor, Error, Result, Subject};
use std::sync::Arc;

/// The host's rule within the bounds of the actor: an API key never does more than its scopes say, and what is out of reach is
/// nobody's to touch.
#[derive(Debug)]
pub(crate) struct Bounded(pub(crate) Arc<dyn Access>);

impl Access for Bounded {
    fn may(&self, actor: &Actor, action: Action, subject: Subject<'_>) -> bool {
        actor.scopes.is_none_or(|scopes| scopes.has(action))
            && !is_out_of_reach(actor, subject)
            && (actor.reach.is_all() || !concerns_everything(action))
            && self.0.may(actor, action, subject)
    }
}

/// Asks whether an actor may do something. What is out of its reach is not there for it.
pub(crate) fn ask(access: &dyn Access, actor: &Actor, action: Action, subject: Subject<'_>) -> Result<()> {
    if access.may(actor, action, subject) {
        return Ok(());
    }
    if is_out_of_reach(actor, subject) {
        return Err(Error::NotFound("conversation"));
    }
    Err(Error::Forbidden)
}

/// Whether an action cannot be done within a reach: it hands on what happens everywhere, or all that is known.
fn concerns_everything(action: Action) -> bool {
    matches!(action, Action::ManageWebhooks | Action::ManageCustomers)
}

fn is_out_of_reach(actor: &Actor, subject: Subject<'_>) -> bool {
    match subject {
        Subject::Conversation(conversation) => !actor.reach.covers(conversation),
        // Which conversations a customer has, the desk has to look up.
        Subject::Client | Subject::Customer(_) => false,
    }
}
