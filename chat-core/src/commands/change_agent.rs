use super::{
    end_sessions::end_all,
    team::{check_custom, check_role, check_target},
};
use crate::{
    Action, Actor, Agent, AgentId, ApiKey, Changes, ChatStore, CredentialId, Definition, DefinitionId, DefinitionKind,
    Env, Error, Event, Result, Role, Session, TenantScope, Timestamp, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What is to become different about an agent; what is `None` stays as it is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AgentPatch {
    /// What colleagues and customers call it.
    pub name: Option<String>,
    /// What it may do.
    pub role: Option<Role>,
    /// The role of the client's own that counts in place of `role`, or none.
    pub custom_role: Option<Option<DefinitionId>>,
}

/// The team, as far as it matters who may change it.
#[derive(Debug)]
pub(crate) struct TeamState {
    agents: Vec<Agent>,
    roles: Vec<Definition>,
}

impl TeamState {
    async fn load(store: &dyn ChatStore, scope: TenantScope) -> Result<Self> {
        let roles = store.definitions(scope, DefinitionKind::Role).await?;
        Ok(Self { agents: store.agents(scope).await?, roles })
    }

    fn agent(&self, id: AgentId) -> Result<Agent> {
        self.agents.iter().find(|it| it.id == id).cloned().ok_or(Error::NotFound("agent"))
    }

    /// Another owner, who is written along when one goes: of two owners who depose each other one loses the race.
    fn other_owner(&self, than: AgentId) -> Result<Agent> {
        let owners = self.agents.iter().filter(|it| it.role == Role::Owner && it.is_active());
        owners.clone().find(|it| it.id != than).cloned().ok_or(Error::Conflict("a client needs an owner"))
    }
}

/// Names an agent, or gives it another role.
#[derive(Debug)]
pub(crate) struct ChangeAgent<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) agent: AgentId,
    pub(crate) patch: &'a AgentPatch,
}

#[async_trait]
impl Command for ChangeAgent<'_> {
    type State = TeamState;
    type Output = Agent;
    const ACTION: Option<Action> = Some(Action::ManageTeam);

    fn lane(&self) -> impl Hash + Send {
        "the team"
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<TeamState> {
        TeamState::load(store, scope).await
    }

    fn decide(&self, team: TeamState, _: TenantScope, _: &Env) -> Result<(Agent, Changes)> {
        let before = team.agent(self.agent)?;
        check_target(self.actor, &before, &team.roles)?;
        let mut after = before.clone();
        if let Some(name) = &self.patch.name {
            if name.trim().is_empty() || name.len() > Agent::NAME_MAX || name.contains('\0') {
                let problem = format!("1 to {} bytes without NUL, please", Agent::NAME_MAX);
                return Err(Error::invalid("name", problem));
            }
            name.trim().clone_into(&mut after.name);
        }
        after.role = self.patch.role.unwrap_or(after.role);
        after.custom_role = self.patch.custom_role.unwrap_or(after.custom_role);
        check_custom(after.role, after.custom_role, &team.roles)?;
        check_role(self.actor, after.role, after.custom_role, &team.roles)?;
        if after == before {
            return Ok((before, Changes::none()));
        }
        let mut changes = Changes::none().tell(None, changed(&after)).update(after.clone());
        if before.role == Role::Owner && after.role != Role::Owner {
            changes = changes.update(team.other_owner(before.id)?);
        }
        Ok((after, changes))
    }
}

/// Takes an agent out of the team: its sessions and keys end, and its conversations go back to the queue.
#[derive(Debug)]
pub(crate) struct DeactivateAgent<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) agent: AgentId,
    pub(crate) now: Timestamp,
}

#[async_trait]
impl Command for DeactivateAgent<'_> {
    type State = (TeamState, Vec<Session>, Vec<ApiKey>);
    type Output = (Agent, Vec<CredentialId>);
    const ACTION: Option<Action> = Some(Action::ManageTeam);

    fn lane(&self) -> impl Hash + Send {
        "the team"
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        let sessions = store.sessions(scope, self.agent, self.now, Session::READ_MAX).await?;
        Ok((TeamState::load(store, scope).await?, sessions, store.api_keys(scope).await?))
    }

    fn decide(
        &self,
        (team, sessions, keys): Self::State,
        _: TenantScope,
        env: &Env,
    ) -> Result<(Self::Output, Changes)> {
        let before = team.agent(self.agent)?;
        check_target(self.actor, &before, &team.roles)?;
        if !before.is_active() {
            return Ok(((before, Vec::new()), Changes::none()));
        }
        let now = env.now();
        let after = Agent { deactivated_at: Some(now), relieve_at: Some(now), ..before.clone() };
        let mut changes = Changes::none().tell(None, changed(&after)).update(after.clone());
        if before.role == Role::Owner {
            changes = changes.update(team.other_owner(before.id)?);
        }
        let own: Vec<_> = keys.into_iter().filter(|key| key.agent_id == before.id).collect();
        let (mut credentials, changes) = end_all(sessions, env, changes);
        credentials.extend(own.iter().map(|key| CredentialId::of_key(key.id)));
        let revoked = |key| ApiKey { revoked_at: Some(now), ..key };
        Ok(((after, credentials), own.into_iter().map(revoked).fold(changes, Changes::update)))
    }
}

/// Takes an agent back into the team. It signs in as before; its keys stay ended.
#[derive(Debug)]
pub(crate) struct ReactivateAgent<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) agent: AgentId,
}

#[async_trait]
impl Command for ReactivateAgent<'_> {
    type State = TeamState;
    type Output = Agent;
    const ACTION: Option<Action> = Some(Action::ManageTeam);

    fn lane(&self) -> impl Hash + Send {
        "the team"
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<TeamState> {
        TeamState::load(store, scope).await
    }

    fn decide(&self, team: TeamState, _: TenantScope, _: &Env) -> Result<(Agent, Changes)> {
        let before = team.agent(self.agent)?;
        check_target(self.actor, &before, &team.roles)?;
        if before.is_active() {
            return Ok((before, Changes::none()));
        }
        let after = Agent { deactivated_at: None, relieve_at: None, ..before };
        Ok((after.clone(), Changes::none().tell(None, changed(&after)).update(after)))
    }
}

/// The event that tells how an agent stands.
pub(super) fn changed(agent: &Agent) -> Event {
    Event::AgentChanged {
        agent_id: agent.id,
        availability: agent.availability,
        reason: agent.availability_reason.clone(),
        is_active: agent.is_active(),
    }
}
