use crate::{Action, Changes, ChatStore, Claim, Env, Result, TenantScope, executor::Command};
use async_trait::async_trait;
use std::hash::Hash;

/// Gives a lane back whose delivery was not begun.
#[derive(Debug)]
pub(crate) struct ReleaseLane<'a> {
    pub(crate) claim: &'a Claim,
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

    fn decide(&self, (): (), _scope: TenantScope, _env: &Env) -> Result<((), Changes)> {
        Ok(((), Changes::none().end(self.claim.clone())))
    }
}
