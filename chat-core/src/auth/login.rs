use super::{
    JwtKey, password,
    token::{TokenKind, hash, new_token},
};
use crate::{
    Actor, Agent, Authenticator, Changes, ChatStore, CredentialId, Env, Refusal, Secret, Session, SignIn, StoreError,
    TenantScope, Timestamp, meters::MeteredStore,
};
use async_trait::async_trait;
use std::{sync::Arc, time::Duration};

/// Signs in the agents that the store knows: by password for a session, by session token, by API key; and those of a host
/// by its JWTs when it has given a key.
///
/// ```
/// # use chat_core::{LocalLogin, MemoryStore, NewAgent, Role};
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let login = LocalLogin::new(MemoryStore::default());
/// let shop = login.create_client("Shop", NewAgent::new("Ann", "ann@shop.test", Role::Owner)).await.unwrap();
/// let session = login.sign_in("ann@shop.test", &shop.password).await.unwrap();
/// assert_eq!(session.agent.id, shop.owner.id);
/// # });
/// ```
#[derive(Clone, Debug)]
pub struct LocalLogin {
    pub(super) store: Arc<dyn ChatStore>,
    pub(super) env: Env,
    jwt: Vec<JwtKey>,
}

/// A new session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The bearer token: told this once and never again.
    pub token: Secret,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// Who signed in.
    pub agent: Agent,
}

/// Why somebody could not sign in or be added.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// No agent has this address and password; which of the two is wrong is never told.
    #[error("the e-mail address or the password is wrong")]
    Wrong,
    /// The address is taken.
    #[error("another agent has this e-mail address")]
    EmailTaken,
    /// A name, address or password breaks a rule.
    #[error("{0}")]
    Invalid(&'static str),
    /// There is no such client or agent.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The store has failed.
    #[error("the store is not available")]
    Store(#[from] StoreError),
}

impl LocalLogin {
    /// How long a session lasts.
    pub const SESSION_TTL: Duration = Duration::from_secs(14 * 24 * 3600);

    /// Signs in the agents of a store.
    pub fn new(store: impl ChatStore) -> Self {
        Self { store: Arc::new(MeteredStore::new(Arc::new(store))), env: Env::default(), jwt: Vec::new() }
    }

    /// Takes time and identifiers from elsewhere.
    #[must_use]
    pub fn env(mut self, env: Env) -> Self {
        self.env = env;
        self
    }

    /// Accepts JWTs that a host signs as well. Several keys may be given, for rotation.
    #[must_use]
    pub fn jwt(mut self, key: JwtKey) -> Self {
        self.jwt.push(key);
        self
    }

    /// Starts a session.
    ///
    /// # Errors
    /// [`LoginError::Wrong`] when there is no such agent or the password is another; [`LoginError::Store`].
    pub async fn sign_in(&self, email: &str, password: &Secret) -> Result<SignedIn, LoginError> {
        let agent = self.store.agent_by_email(&email.trim().to_lowercase()).await?;
        let hash = agent.as_ref().and_then(|agent| agent.password_hash.as_ref());
        let is_right = password::verify(password, hash).await;
        match agent {
            Some(agent) if is_right => self.start_session(agent).await,
            _ => Err(LoginError::Wrong),
        }
    }

    /// Starts a session for an agent who has proved who it is by other means.
    ///
    /// # Errors
    /// [`LoginError::Store`].
    pub async fn start_session(&self, agent: Agent) -> Result<SignedIn, LoginError> {
        let token = new_token(TokenKind::Session);
        let now = self.env.now();
        let session = Session {
            id: self.env.id(),
            client_id: agent.client_id,
            agent_id: agent.id,
            token_hash: hash(token.expose()),
            created_at: now,
            expires_at: now.plus(Self::SESSION_TTL),
            revoked_at: None,
            revision: 0,
        };
        let expires_at = session.expires_at;
        // The agent's record was read from this client's team.
        let scope = TenantScope::assume(agent.client_id);
        self.store.commit(scope, Changes::none().insert(session)).await?;
        Ok(SignedIn { token, expires_at, agent })
    }

    /// Ends the session of a token, and names the credential whose sockets have to go; nothing when it is no live session.
    ///
    /// # Errors
    /// [`LoginError::Store`].
    pub async fn sign_out(&self, token: &str) -> Result<Option<CredentialId>, LoginError> {
        let session = self.store.session_by_hash(hash(token)).await?.filter(|it| it.revoked_at.is_none());
        let Some(session) = session else { return Ok(None) };
        let credential = credential(&session);
        // Whoever holds the token is in the session's client.
        let scope = TenantScope::assume(session.client_id);
        let ended = Session { revoked_at: Some(self.env.now()), ..session };
        match self.store.commit(scope, Changes::none().update(ended)).await {
            // Whoever was faster can only have ended it.
            Ok(_) | Err(StoreError::Conflict) => Ok(Some(credential)),
            Err(error) => Err(error.into()),
        }
    }

    async fn by_session(&self, token: &str) -> Result<SignIn, Refusal> {
        let session = self.store.session_by_hash(hash(token)).await?.ok_or(Refusal::Invalid)?;
        if session.revoked_at.is_some() {
            return Err(Refusal::Invalid);
        }
        if session.expires_at <= self.env.now() {
            return Err(Refusal::Expired);
        }
        // The token's holder is in the session's client.
        let scope = TenantScope::assume(session.client_id);
        let agent = self.store.agent(scope, session.agent_id).await?.ok_or(Refusal::Invalid)?;
        Ok(SignIn { actor: actor(agent), credential: credential(&session), expires_at: Some(session.expires_at) })
    }

    async fn by_api_key(&self, token: &str) -> Result<SignIn, Refusal> {
        let key = self.store.api_key_by_hash(hash(token)).await?.ok_or(Refusal::Invalid)?;
        if key.revoked_at.is_some() {
            return Err(Refusal::Invalid);
        }
        // The key's holder is in the key's client.
        let scope = TenantScope::assume(key.client_id);
        let agent = self.store.agent(scope, key.agent_id).await?.ok_or(Refusal::Invalid)?;
        Ok(SignIn { actor: actor(agent), credential: CredentialId::of_key(key.id), expires_at: None })
    }

    fn by_jwt(&self, token: &str) -> Result<SignIn, Refusal> {
        let mut refusal = Refusal::Invalid;
        for key in &self.jwt {
            match key.check(token, self.env.now()) {
                Ok(sign_in) => return Ok(sign_in),
                Err(Refusal::Expired) => refusal = Refusal::Expired,
                Err(_) => {}
            }
        }
        Err(refusal)
    }
}

#[async_trait]
impl Authenticator for LocalLogin {
    async fn authenticate(&self, token: &str) -> Result<SignIn, Refusal> {
        match TokenKind::of(token) {
            Some(TokenKind::Session) => self.by_session(token).await,
            Some(TokenKind::ApiKey) => self.by_api_key(token).await,
            None => self.by_jwt(token),
        }
    }
}

fn actor(agent: Agent) -> Actor {
    Actor { client_id: agent.client_id, agent_id: agent.id, name: agent.name, role: agent.role }
}

fn credential(session: &Session) -> CredentialId {
    CredentialId(format!("session:{}", session.id))
}
