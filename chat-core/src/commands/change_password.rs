use super::end_sessions::{Which, end};
use crate::{
    Action, Agent, AgentId, Changes, ChatStore, CredentialId, Env, Error, Result, Secret, Session, SessionId,
    TenantScope, Timestamp, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Puts another password in the place of the one that was checked, and ends every session but one: whoever had learned the old
/// password is out.
///
/// It takes no permission: the desk lets agents change their own.
#[derive(Debug)]
pub(crate) struct ChangePassword {
    pub(crate) agent: AgentId,
    /// The session that it is changed in.
    pub(crate) session: SessionId,
    /// The hash that the old password was checked against; nothing when there was none.
    pub(crate) checked: Option<Secret>,
    /// The hash of the new one.
    pub(crate) hash: Secret,
    pub(crate) now: Timestamp,
}

#[async_trait]
impl Command for ChangePassword {
    type State = (Agent, Vec<Session>);
    type Output = Vec<CredentialId>;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.agent
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<(Agent, Vec<Session>)> {
        let agent = store.agent(scope, self.agent).await?.ok_or(Error::NotFound("agent"))?;
        Ok((agent, store.sessions(scope, self.agent, self.now, Session::READ_MAX).await?))
    }

    fn decide(
        &self,
        (agent, sessions): (Agent, Vec<Session>),
        _: TenantScope,
        env: &Env,
    ) -> Result<(Vec<CredentialId>, Changes)> {
        if agent.password_hash != self.checked {
            return Err(Error::Conflict("the password was changed by somebody else just now"));
        }
        let changed = Agent { password_hash: Some(self.hash.clone()), ..agent };
        Ok(end(sessions, Which::AllBut(self.session), env, Changes::none().update(changed)))
    }
}
