use crate::{
    Action, Actor, Agent, ApiKey, ApiKeyId, Changes, ChatStore, Env, Error, FieldError, Permissions, Result,
    TenantScope, Timestamp, TokenHash, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What it takes to make an API key.
#[derive(Clone, PartialEq, Debug)]
pub struct NewApiKey {
    /// What people call it.
    pub name: String,
    /// What it may do at most, never more than its agent; nothing when it may do whatever its agent may.
    pub scopes: Option<Permissions>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

impl NewApiKey {
    /// What is wrong with it.
    fn faults(&self, now: Timestamp) -> Vec<FieldError> {
        let mut wrong = Vec::new();
        if self.name.trim().is_empty() || self.name.len() > ApiKey::NAME_MAX || self.name.contains('\0') {
            wrong.push(FieldError::new("name", format!("1 to {} bytes without NUL, please", ApiKey::NAME_MAX)));
        }
        if self.scopes == Some(Permissions::NONE) {
            wrong.push(FieldError::new("scopes", "name at least one, or none at all for all that you may do"));
        }
        if self.expires_at.is_some_and(|at| at <= now) {
            wrong.push(FieldError::new("expiresAt", "that is over already"));
        }
        wrong
    }
}

/// Makes an API key that acts as the actor.
#[derive(Debug)]
pub(crate) struct CreateApiKey<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) new: &'a NewApiKey,
    pub(crate) token_hash: TokenHash,
}

#[async_trait]
impl Command for CreateApiKey<'_> {
    type State = (Option<Agent>, Vec<ApiKey>);
    type Output = ApiKey;
    const ACTION: Option<Action> = Some(Action::ManageOwnKeys);

    fn lane(&self) -> impl Hash + Send {
        self.actor.agent_id
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        Ok((store.agent(scope, self.actor.agent_id).await?, store.api_keys(scope).await?))
    }

    fn decide(&self, (agent, keys): Self::State, scope: TenantScope, env: &Env) -> Result<(ApiKey, Changes)> {
        // Agents of a host are not ours to give keys to.
        let agent = agent.ok_or(Error::NotFound("agent"))?;
        let now = env.now();
        let wrong = self.new.faults(now);
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        if keys.iter().filter(|key| key.agent_id == agent.id).count() >= ApiKey::COUNT_MAX {
            return Err(Error::Conflict("you have 50 keys already; take one back first"));
        }
        let key = ApiKey {
            id: env.id(),
            client_id: scope.client_id(),
            agent_id: agent.id,
            name: self.new.name.trim().to_owned(),
            token_hash: self.token_hash,
            scopes: self.new.scopes,
            created_at: now,
            used_at: None,
            expires_at: self.new.expires_at,
            revoked_at: None,
            revision: 0,
        };
        Ok((key.clone(), Changes::none().insert(key)))
    }
}

/// Takes an API key back.
///
/// What it takes depends on whose key it is, so that the desk asks.
#[derive(Debug)]
pub(crate) struct RevokeApiKey {
    pub(crate) key: ApiKeyId,
}

#[async_trait]
impl Command for RevokeApiKey {
    type State = ApiKey;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.key
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<ApiKey> {
        let mut keys = store.api_keys(scope).await?.into_iter();
        keys.find(|key| key.id == self.key).ok_or(Error::NotFound("API key"))
    }

    fn decide(&self, key: ApiKey, _: TenantScope, env: &Env) -> Result<((), Changes)> {
        Ok(((), Changes::none().update(ApiKey { revoked_at: Some(env.now()), ..key })))
    }
}
