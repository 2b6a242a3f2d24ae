//! What a desk does with the team.

use super::Desk;
use crate::{
    Action, Agent, AgentId, AgentPatch, Availability, Error, Invitation, InvitationId, NewInvitation, Result, Secret,
    Subject,
    auth::token::{TokenKind, hash, new_token},
    commands::{ChangeAgent, ChangeInvitation, DeactivateAgent, Invite, ReactivateAgent, SetAvailability},
};

impl Desk {
    /// What the actor may do.
    pub fn permissions(&self) -> crate::Permissions {
        let may = |action: &Action| self.ask(*action, Subject::Client).is_ok();
        Action::ALL.iter().copied().filter(may).collect()
    }

    /// One member of the team.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn agent(&self, id: AgentId) -> Result<Agent> {
        self.ask(Action::Read, Subject::Client)?;
        self.store().agent(self.scope(), id).await?.ok_or(Error::NotFound("agent"))
    }

    /// Names an agent, or gives it another role. Nobody gives rights that it has not itself, and only owners make or change owners.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`]; [`Error::Conflict`] when the
    /// client would have no owner any more.
    pub async fn change_agent(&self, agent: AgentId, patch: &AgentPatch) -> Result<Agent> {
        let command = ChangeAgent { actor: self.actor(), agent, patch };
        self.execute(&command).await
    }

    /// Takes an agent out of the team: it signs in no longer, its sessions and API keys end, and its conversations go back to the
    /// queue, those of them that this cannot do at once by [`Chat::run_until`](crate::Chat::run_until).
    ///
    /// # Errors
    /// Those of [`Desk::change_agent`].
    pub async fn deactivate_agent(&self, agent: AgentId) -> Result<Agent> {
        let command = DeactivateAgent { actor: self.actor(), agent, now: self.chat.env().now() };
        let (agent, ended) = self.execute(&command).await?;
        ended.into_iter().for_each(|credential| self.tell_taken_back(credential));
        if let Err(error) = self.chat.relieve(&agent).await {
            tracing::warn!(%error, agent.id = %agent.id, "the conversations of an agent who has left go back later");
        }
        Ok(agent)
    }

    /// Takes an agent back into the team.
    ///
    /// # Errors
    /// Those of [`Desk::change_agent`].
    pub async fn reactivate_agent(&self, agent: AgentId) -> Result<Agent> {
        let command = ReactivateAgent { actor: self.actor(), agent };
        self.execute(&command).await
    }

    /// Says whether the actor takes conversations, and why not.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a reason that is too long or that goes with being online, [`Error::NotFound`] for an agent of the
    /// host's; [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn set_availability(&self, availability: Availability, reason: Option<&str>) -> Result<Agent> {
        self.ask(Action::Read, Subject::Client)?;
        let command = SetAvailability { agent: self.actor().agent_id, availability, reason };
        self.execute(&command).await
    }

    /// The invitations that were neither taken nor taken back, the oldest first. Those that are over are among them.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn invitations(&self) -> Result<Vec<Invitation>> {
        self.ask(Action::ManageTeam, Subject::Client)?;
        Ok(self.store().invitations(self.scope()).await?)
    }

    /// Asks somebody into the team for [`Invitation::TTL`], and tells the token that the newcomer needs: this once and never
    /// again. Whoever asks delivers it.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Forbidden`], also for rights that the actor has not itself; [`Error::Conflict`] when the address
    /// is in the team or was asked in, or there are [`Invitation::COUNT_MAX`] already; [`Error::Unavailable`].
    pub async fn invite(&self, new: &NewInvitation) -> Result<(Invitation, Secret)> {
        let token = new_token(TokenKind::Invitation);
        let command = Invite { actor: self.actor(), new, token_hash: hash(token.expose()) };
        let invitation = self.execute(&command).await?;
        Ok((invitation, token))
    }

    /// Gives an invitation another token and all of its time again. The old token works no more.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn renew_invitation(&self, invitation: InvitationId) -> Result<(Invitation, Secret)> {
        let token = new_token(TokenKind::Invitation);
        let token_hash = Some(hash(token.expose()));
        let command = ChangeInvitation { actor: self.actor(), invitation, token_hash };
        let invitation = self.execute(&command).await?;
        Ok((invitation, token))
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn revoke_invitation(&self, invitation: InvitationId) -> Result<()> {
        let command = ChangeInvitation { actor: self.actor(), invitation, token_hash: None };
        self.execute(&command).await.map(drop)
    }
}
