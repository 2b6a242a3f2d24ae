use crate::{Action, Changes, ChatStore, Claim, Delivery, Env, Result, TenantScope, Timestamp, executor::Command};
use async_trait::async_trait;
use std::hash::Hash;

/// Gives a lane back whose delivery has to wait for its turn. It was not begun: that is neither a failure nor an attempt.
#[derive(Debug)]
pub(crate) struct Postpone<'a> {
    pub(crate) claim: &'a Claim,
    pub(crate) until: Timestamp,
}

#[async_trait]
impl Command for Postpone<'_> {
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
        let delivery = Delivery { next_attempt_at: self.until, updated_at: env.now(), ..self.claim.delivery.clone() };
        Ok(((), Changes::none().update(delivery).end(self.claim.clone())))
    }
}
