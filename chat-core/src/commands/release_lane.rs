use crate::{Action, Changes, ChatStore, Claim, Delivery, Env, Result, TenantScope, Timestamp, executor::Command};
use async_trait::async_trait;
use std::hash::Hash;

/// Gives a lane back whose delivery was not begun: that is neither a failure nor an attempt.
#[derive(Debug)]
pub(crate) struct ReleaseLane<'a> {
    pub(crate) claim: &'a Claim,
    /// When the delivery's turn comes, if not at once.
    pub(crate) until: Option<Timestamp>,
}

#[async_trait]
impl Command for ReleaseLane<'_> {
    type State = ();
    type Output = ();
    const ACTION: Option<Action> = None;
    const ATTEMPTS_MAX: u32 = 1;

    fn lane(&self) -> impl Hash + Send {
        self.claim.conversation_id
    }

    async fn load(&self, _store: &dyn ChatStore, _scope: TenantScope) -> Result<()> {
        Ok(())
    }

    fn decide(&self, (): (), _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let mut changes = Changes::none().end(self.claim.clone());
        if let Some(until) = self.until {
            let delivery = self.claim.delivery.clone();
            changes = changes.update(Delivery { next_attempt_at: until, updated_at: env.now(), ..delivery });
        }
        Ok(((), changes))
    }
}
