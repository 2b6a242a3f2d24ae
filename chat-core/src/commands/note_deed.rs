use crate::{Action, AuditEntry, Changes, ChatStore, Env, Result, TenantScope, executor::Command};
use async_trait::async_trait;
use std::hash::Hash;

/// Notes that an actor takes a copy of many records away, or has something done at a provider: that changes nothing here and is to be
/// seen all the same.
#[derive(Debug)]
pub(crate) struct NoteDeed {
    pub(crate) entry: AuditEntry,
}

#[async_trait]
impl Command for NoteDeed {
    type State = ();
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.entry.id
    }

    async fn load(&self, _store: &dyn ChatStore, _scope: TenantScope) -> Result<()> {
        Ok(())
    }

    fn decide(&self, (): (), _scope: TenantScope, _env: &Env) -> Result<((), Changes)> {
        Ok(((), Changes::none().insert(self.entry.clone())))
    }
}
