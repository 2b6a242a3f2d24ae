//! How people come into a team, and what becomes of their work when they are not there.

use super::Chat;
use crate::{
    Agent, AgentId, Error, FieldError, NewAgent, Result, Secret, TenantScope,
    auth::{password, token::hash},
    commands::{AcceptInvitation, PlanRelief},
};

impl Chat {
    /// Takes the place in a team that an invitation keeps. The newcomer signs in with the invited address and this password.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a token that is unknown, used, taken back or over; [`Error::Invalid`] for a name or a password that
    /// breaks a rule; [`Error::Conflict`] when somebody signs in with the address already; [`Error::Unavailable`].
    pub async fn accept_invitation(&self, token: &Secret, name: &str, password: &Secret) -> Result<Agent> {
        let token_hash = hash(token.expose());
        let invitation = self.store().invitation_by_hash(token_hash).await?.ok_or(Error::NotFound("invitation"))?;
        let mut wrong = Vec::new();
        if name.trim().is_empty() || name.len() > Agent::NAME_MAX || name.contains('\0') {
            wrong.push(FieldError::new("name", format!("1 to {} bytes without NUL, please", Agent::NAME_MAX)));
        }
        if !password::is_fit(password.expose()) {
            let (min, max) = (NewAgent::PASSWORD_MIN, NewAgent::PASSWORD_MAX);
            wrong.push(FieldError::new("password", format!("{min} characters to {max} bytes, please")));
        }
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let password_hash = password::hash(password).await;
        // Whoever holds the token was asked into this client's team.
        let scope = TenantScope::assume(invitation.client_id);
        let command = AcceptInvitation { token_hash, name, password_hash: Some(&password_hash) };
        self.executor().execute(None, scope, &command).await
    }

    /// Gives the conversations of agents back to the queue who have left the team, or who have not been there for as long as
    /// the host wants; tells how many conversations those were. For tests: [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn relieve_once(&self) -> Result<usize> {
        self.upkeep().relieve(self.presence()).await
    }

    /// The same for one agent who has left.
    pub(crate) async fn relieve(&self, agent: &Agent) -> Result<usize> {
        self.upkeep().relieve_agent(agent).await
    }

    /// Notes that an agent has come or gone, where that matters for its conversations. Agents of the host's are left alone.
    pub(crate) async fn note_presence(&self, scope: TenantScope, agent: AgentId, is_present: bool) {
        let Some(after) = self.0.relieve_after else { return };
        let at = (!is_present).then(|| self.env().now().plus(after));
        match self.executor().execute(None, scope, &PlanRelief { agent, at }).await {
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => tracing::warn!(%error, agent.id = %agent, "it cannot be noted that an agent came or went"),
        }
    }
}
