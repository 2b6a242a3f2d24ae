use crate::{
    Action, AgentId, Changes, ChatStore, CredentialId, Env, Error, Result, Session, SessionId, TenantScope, Timestamp,
    executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Which of an agent's sessions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Which {
    /// This one.
    One(SessionId),
    /// Every one but this.
    AllBut(SessionId),
}

/// Ends sessions of an agent, and tells the credentials whose sockets have to go.
///
/// It takes no permission: the desk lets agents end their own.
#[derive(Debug)]
pub(crate) struct EndSessions {
    pub(crate) agent: AgentId,
    pub(crate) which: Which,
    /// What is over by now does not have to be ended.
    pub(crate) now: Timestamp,
}

#[async_trait]
impl Command for EndSessions {
    type State = Vec<Session>;
    type Output = Vec<CredentialId>;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.agent
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Vec<Session>> {
        Ok(store.sessions(scope, self.agent, self.now, Session::READ_MAX).await?)
    }

    fn decide(&self, sessions: Vec<Session>, _: TenantScope, env: &Env) -> Result<(Vec<CredentialId>, Changes)> {
        let (ended, changes) = end(sessions, self.which, env, Changes::none());
        if matches!(self.which, Which::One(_)) && ended.is_empty() {
            return Err(Error::NotFound("session"));
        }
        Ok((ended, changes))
    }
}

/// Adds the end of all these sessions to what is changed otherwise.
pub(super) fn end_all(sessions: Vec<Session>, env: &Env, changes: Changes) -> (Vec<CredentialId>, Changes) {
    let credentials = sessions.iter().map(|session| CredentialId::of_session(session.id)).collect();
    let revoked = |session| Session { revoked_at: Some(env.now()), ..session };
    (credentials, sessions.into_iter().map(revoked).fold(changes, Changes::update))
}

/// Adds the end of some of these sessions.
pub(super) fn end(sessions: Vec<Session>, which: Which, env: &Env, changes: Changes) -> (Vec<CredentialId>, Changes) {
    let is_meant = |session: &Session| match which {
        Which::One(id) => session.id == id,
        Which::AllBut(id) => session.id != id,
    };
    end_all(sessions.into_iter().filter(is_meant).collect(), env, changes)
}
