use super::team::has_rights;
use crate::{
    Access, Action, Actor, Agent, Audience, Changes, ChatStore, Definition, DefinitionBody, DefinitionId,
    DefinitionKind, Env, Error, Event, FieldError, Result, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What it takes to define something, or to define it anew.
#[derive(Clone, PartialEq, Debug)]
pub struct NewDefinition {
    /// What people call it.
    pub name: String,
    /// Who gets to see it.
    pub audience: Audience,
    /// What it consists of.
    pub body: DefinitionBody,
}

impl NewDefinition {
    fn check(&self) -> Result<()> {
        let name = self.name.trim();
        let mut wrong = self.body.faults(name);
        let is_named = (1..=Definition::NAME_MAX).contains(&name.len()) && !name.contains(char::is_control);
        if !is_named {
            let problem = format!("1 to {} bytes without control characters, please", Definition::NAME_MAX);
            wrong.push(FieldError::new("name", problem));
        }
        if self.audience != Audience::All && !is_shareable(self.body.kind()) {
            wrong.push(FieldError::new("audience", "this is for everybody: `all`, please"));
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }

    fn put_into(&self, definition: &mut Definition, env: &Env) {
        definition.name = self.name.trim().to_owned();
        definition.audience = self.audience;
        let last_turn = match &definition.body {
            DefinitionBody::Team(roster) => roster.last_turn,
            _ => None,
        };
        definition.body = self.body.clone();
        // Whose turn it is, is for those who take turns to say.
        if let DefinitionBody::Team(roster) = &mut definition.body {
            roster.last_turn = last_turn;
        }
        definition.updated_at = env.now();
    }
}

/// Whether a definition of the kind may be for some of the team only.
fn is_shareable(kind: DefinitionKind) -> bool {
    match kind {
        DefinitionKind::CannedResponse | DefinitionKind::Macro | DefinitionKind::View => true,
        DefinitionKind::Label
        | DefinitionKind::ConversationAttribute
        | DefinitionKind::CustomerAttribute
        | DefinitionKind::Role
        | DefinitionKind::Team
        | DefinitionKind::Template => false,
    }
}

/// Whether an actor gets to see a definition, given the client's teams.
pub(crate) fn is_seen(actor: &Actor, definition: &Definition, teams: &[Definition]) -> bool {
    match definition.audience {
        Audience::All => true,
        Audience::Agent(agent) => agent == actor.agent_id,
        Audience::Team(team) => is_member(actor, teams, team),
    }
}

fn is_member(actor: &Actor, teams: &[Definition], team: crate::TeamId) -> bool {
    let team = teams.iter().find(|it| it.id.uuid() == team.uuid());
    team.is_some_and(|team| match &team.body {
        DefinitionBody::Team(roster) => roster.members.contains(&actor.agent_id),
        _ => false,
    })
}

/// What somebody must be allowed to do to change a definition with this audience.
fn action(actor: &Actor, kind: DefinitionKind, audience: Audience) -> Action {
    match (kind, audience) {
        (DefinitionKind::Team | DefinitionKind::Role, _) => Action::ManageTeam,
        (_, Audience::Agent(agent)) if agent == actor.agent_id => Action::Reply,
        _ => Action::ManageDefinitions,
    }
}

/// Defines something.
#[derive(Debug)]
pub(crate) struct Define<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) access: &'a dyn Access,
    pub(crate) new: &'a NewDefinition,
}

#[async_trait]
impl Command for Define<'_> {
    type State = Vec<Definition>;
    type Output = Definition;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.new.body.kind()
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        allow(self.access, self.actor, self.new.body.kind(), self.new.audience)?;
        self.new.check()?;
        check_given(self.actor, &self.new.body)?;
        check_audience(store, scope, self.actor, self.access, self.new.audience).await?;
        Ok(store.definitions(scope, self.new.body.kind()).await?)
    }

    fn decide(&self, known: Self::State, scope: TenantScope, env: &Env) -> Result<(Definition, Changes)> {
        if known.len() >= Definition::COUNT_MAX {
            return Err(Error::Conflict("there are 1,000 of these already; delete one first"));
        }
        let now = env.now();
        let mut definition = Definition {
            id: env.id(),
            client_id: scope.client_id(),
            name: String::new(),
            audience: self.new.audience,
            body: self.new.body.clone(),
            deleted_at: None,
            created_at: now,
            updated_at: now,
            revision: 0,
        };
        self.new.put_into(&mut definition, env);
        check_name(&definition, &known)?;
        let changes = Changes::none().tell(None, changed(&definition)).insert(definition.clone());
        Ok((stored(definition), changes))
    }
}

/// Defines something anew, or deletes it.
#[derive(Debug)]
pub(crate) struct Redefine<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) access: &'a dyn Access,
    pub(crate) id: DefinitionId,
    pub(crate) kind: DefinitionKind,
    /// What it is to be; nothing deletes it.
    pub(crate) new: Option<&'a NewDefinition>,
}

#[async_trait]
impl Command for Redefine<'_> {
    type State = (Definition, Vec<Definition>);
    type Output = Definition;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.kind
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        let known = store.definitions(scope, self.kind).await?;
        let before = known.iter().find(|it| it.id == self.id).cloned().ok_or(Error::NotFound("definition"))?;
        let teams = store.definitions(scope, DefinitionKind::Team).await?;
        if !is_seen(self.actor, &before, &teams) {
            return Err(Error::NotFound("definition"));
        }
        allow(self.access, self.actor, self.kind, before.audience)?;
        check_given(self.actor, &before.body)?;
        if self.kind == DefinitionKind::Role && self.new.is_none() {
            let has_it = |agent: &Agent| agent.custom_role == Some(self.id);
            if store.agents(scope).await?.iter().any(has_it) {
                return Err(Error::Conflict("some of the team have this role; give them another first"));
            }
        }
        if let Some(new) = self.new {
            allow(self.access, self.actor, self.kind, new.audience)?;
            new.check()?;
            check_given(self.actor, &new.body)?;
            check_audience(store, scope, self.actor, self.access, new.audience).await?;
        }
        Ok((before, known))
    }

    fn decide(&self, state: Self::State, _scope: TenantScope, env: &Env) -> Result<(Definition, Changes)> {
        let (before, known) = state;
        let mut after = before.clone();
        match self.new {
            None => after.deleted_at = Some(env.now()),
            Some(new) => new.put_into(&mut after, env),
        }
        check_name(&after, &known)?;
        let is_same = Definition { updated_at: before.updated_at, ..after.clone() } == before;
        if is_same {
            return Ok((before, Changes::none()));
        }
        after.updated_at = env.now();
        let changes = Changes::none().tell(None, changed(&after)).update(after.clone());
        Ok((stored(after), changes))
    }
}

fn allow(access: &dyn Access, actor: &Actor, kind: DefinitionKind, audience: Audience) -> Result<()> {
    let may = access.may(actor, action(actor, kind, audience), crate::Subject::Client);
    if may { Ok(()) } else { Err(Error::Forbidden) }
}

/// Nobody makes or changes a role that has rights which it has not itself.
fn check_given(actor: &Actor, body: &DefinitionBody) -> Result<()> {
    match body {
        DefinitionBody::Role(rule) if !has_rights(actor, (rule.permissions, rule.reach())) => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

/// Whoever shares something with somebody has to be allowed to, and somebody has to be there.
async fn check_audience(
    store: &dyn ChatStore,
    scope: TenantScope,
    actor: &Actor,
    access: &dyn Access,
    audience: Audience,
) -> Result<()> {
    match audience {
        Audience::All => Ok(()),
        Audience::Agent(agent) if agent == actor.agent_id => Ok(()),
        Audience::Agent(_) => Err(Error::invalid("audience", "only your own id can stand there")),
        Audience::Team(team) => {
            let teams = store.definitions(scope, DefinitionKind::Team).await?;
            let is_there = teams.iter().any(|it| it.id.uuid() == team.uuid());
            let may = is_there
                && (is_member(actor, &teams, team)
                    || access.may(actor, Action::ManageDefinitions, crate::Subject::Client));
            if may { Ok(()) } else { Err(Error::invalid("audience", "there is no such team")) }
        }
    }
}

fn check_name(definition: &Definition, known: &[Definition]) -> Result<()> {
    let key = definition.key();
    let is_taken = key.is_some() && known.iter().any(|it| it.id != definition.id && it.key() == key);
    if is_taken { Err(Error::Conflict("this name is taken")) } else { Ok(()) }
}

/// The definition as it is once the store has counted the write.
fn stored(definition: Definition) -> Definition {
    Definition { revision: definition.revision + 1, ..definition }
}

/// The event that tells of a definition that was made, changed or deleted.
pub(super) fn changed(definition: &Definition) -> Event {
    Event::DefinitionChanged {
        definition_id: definition.id,
        kind: definition.body.kind(),
        is_deleted: definition.deleted_at.is_some(),
    }
}
