use super::{
    change_agent::changed,
    team::{check_custom, check_role},
};
use crate::{
    Action, Actor, Agent, Availability, Changes, ChatStore, Definition, DefinitionId, DefinitionKind, Env, Error,
    Invitation, InvitationId, NewAgent, Result, Role, Secret, TenantScope, TokenHash, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Whom somebody asks into the team.
#[derive(Clone, PartialEq, Debug)]
pub struct NewInvitation {
    /// Where the newcomer will sign in.
    pub email: String,
    /// What it will be allowed.
    pub role: Role,
    /// The role of the client's own that counts in place of `role`.
    pub custom_role: Option<DefinitionId>,
}

#[derive(Debug)]
pub(crate) struct InviteState {
    agents: Vec<Agent>,
    invitations: Vec<Invitation>,
    roles: Vec<Definition>,
}

/// Keeps a place in the team for somebody.
#[derive(Debug)]
pub(crate) struct Invite<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) new: &'a NewInvitation,
    pub(crate) token_hash: TokenHash,
}

#[async_trait]
impl Command for Invite<'_> {
    type State = InviteState;
    type Output = Invitation;
    const ACTION: Option<Action> = Some(Action::ManageTeam);

    fn lane(&self) -> impl Hash + Send {
        "the team"
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<InviteState> {
        let roles = store.definitions(scope, DefinitionKind::Role).await?;
        Ok(InviteState { agents: store.agents(scope).await?, invitations: store.invitations(scope).await?, roles })
    }

    fn decide(&self, state: InviteState, scope: TenantScope, env: &Env) -> Result<(Invitation, Changes)> {
        let NewInvitation { email, role, custom_role } = self.new;
        let email = email.trim().to_lowercase();
        if !NewAgent::is_address(&email) {
            return Err(Error::invalid("email", "expected an e-mail address such as ann@shop.example"));
        }
        check_custom(*role, *custom_role, &state.roles)?;
        check_role(self.actor, *role, *custom_role, &state.roles)?;
        // Whether other clients know the address is none of the asker's business.
        if state.agents.iter().any(|agent| agent.email == email) {
            return Err(Error::Conflict("somebody in your team has this address"));
        }
        if state.invitations.iter().any(|it| it.email == email) {
            return Err(Error::Conflict("somebody with this address was asked in already; send that invitation again"));
        }
        if state.invitations.len() >= Invitation::COUNT_MAX {
            return Err(Error::Conflict("there are 200 invitations already; take one back first"));
        }
        let now = env.now();
        let invitation = Invitation {
            id: env.id(),
            client_id: scope.client_id(),
            email,
            role: *role,
            custom_role: *custom_role,
            token_hash: self.token_hash,
            invited_by: self.actor.agent_id,
            created_at: now,
            expires_at: now.plus(Invitation::TTL),
            ended_at: None,
            revision: 0,
        };
        Ok((invitation.clone(), Changes::none().insert(invitation)))
    }
}

/// Gives an invitation another token and all of its time again, or takes it back.
#[derive(Debug)]
pub(crate) struct ChangeInvitation<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) invitation: InvitationId,
    /// The new token; nothing takes the invitation back.
    pub(crate) token_hash: Option<TokenHash>,
}

#[async_trait]
impl Command for ChangeInvitation<'_> {
    type State = (Invitation, Vec<Definition>);
    type Output = Invitation;
    const ACTION: Option<Action> = Some(Action::ManageTeam);

    fn lane(&self) -> impl Hash + Send {
        "the team"
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        let mut waiting = store.invitations(scope).await?.into_iter();
        let invitation = waiting.find(|it| it.id == self.invitation).ok_or(Error::NotFound("invitation"))?;
        Ok((invitation, store.definitions(scope, DefinitionKind::Role).await?))
    }

    fn decide(&self, (before, roles): Self::State, _: TenantScope, env: &Env) -> Result<(Invitation, Changes)> {
        check_role(self.actor, before.role, before.custom_role, &roles)?;
        let now = env.now();
        let after = match self.token_hash {
            Some(token_hash) => Invitation { token_hash, expires_at: now.plus(Invitation::TTL), ..before },
            None => Invitation { ended_at: Some(now), ..before },
        };
        Ok((after.clone(), Changes::none().update(after)))
    }
}

/// Takes the place in the team that was kept.
///
/// It takes no permission: whoever holds the token, or has the address, was asked in.
#[derive(Debug)]
pub(crate) struct AcceptInvitation<'a> {
    pub(crate) token_hash: TokenHash,
    pub(crate) name: &'a str,
    /// Nothing for whom an identity provider vouches for.
    pub(crate) password_hash: Option<&'a Secret>,
}

#[async_trait]
impl Command for AcceptInvitation<'_> {
    type State = (Invitation, Option<Agent>);
    type Output = Agent;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        "the team"
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        let found = store.invitation_by_hash(self.token_hash).await?;
        let invitation = found.filter(|it| it.client_id == scope.client_id()).ok_or(Error::NotFound("invitation"))?;
        let holder = store.agent_by_email(&invitation.email).await?;
        Ok((invitation, holder))
    }

    fn decide(&self, (invitation, holder): Self::State, _: TenantScope, env: &Env) -> Result<(Agent, Changes)> {
        let now = env.now();
        if invitation.ended_at.is_some() || invitation.expires_at <= now {
            return Err(Error::NotFound("invitation"));
        }
        if holder.is_some() {
            return Err(Error::Conflict("somebody signs in with this address already"));
        }
        let agent = Agent {
            id: env.id(),
            client_id: invitation.client_id,
            name: self.name.trim().to_owned(),
            email: invitation.email.clone(),
            role: invitation.role,
            custom_role: invitation.custom_role,
            availability: Availability::default(),
            availability_reason: None,
            relieve_at: None,
            deactivated_at: None,
            password_hash: self.password_hash.cloned(),
            second_factor: None,
            created_at: now,
            revision: 0,
        };
        let taken = Invitation { ended_at: Some(now), ..invitation };
        Ok((agent.clone(), Changes::none().tell(None, changed(&agent)).update(taken).insert(agent)))
    }
}
