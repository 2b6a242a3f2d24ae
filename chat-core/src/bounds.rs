//! What holds whatever the host's rule of access says.

use crate::{Access, Action, Actor, Subject};
use std::sync::Arc;

/// The host's rule within the bounds of the actor: an API key never does more than its scopes say.
#[derive(Debug)]
pub(crate) struct Bounded(pub(crate) Arc<dyn Access>);

impl Access for Bounded {
    fn may(&self, actor: &Actor, action: Action, subject: Subject<'_>) -> bool {
        actor.scopes.is_none_or(|scopes| scopes.has(action)) && self.0.may(actor, action, subject)
    }
}
