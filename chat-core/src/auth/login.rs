use super::{
    JwtKey, password,
    token::{TokenKind, hash, new_token},
    totp,
};
use crate::{
    Actor, Agent, AgentId, ApiKey, AskedFrom, AuditEntry, Authenticator, Changes, ChatStore, CredentialId,
    DefinitionKind, Env, Record, Refusal, Secret, Session, SignIn, StoreError, TenantScope, Timestamp, USE_NOTED_EVERY,
    audit::By, commands::rights, meters::MeteredStore, text,
};
use async_trait::async_trait;
use std::{net::IpAddr, sync::Arc, time::Duration};

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
    from: AskedFrom,
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

/// What somebody signs in with, as far as it tells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Device {
    /// What the program calls itself; cut to [`Session::DEVICE_MAX`] bytes.
    pub name: Option<String>,
    /// Where it is.
    pub address: Option<IpAddr>,
}

/// Somebody whose password was right. It is not signed in before [`LocalLogin::finish`].
#[derive(Clone, Debug)]
pub struct Known(Agent);

impl Known {
    /// Who it is.
    pub fn agent(&self) -> &Agent {
        &self.0
    }

    /// Whether the password alone does not do.
    pub fn needs_code(&self) -> bool {
        self.0.second_factor.as_ref().is_some_and(|factor| factor.confirmed_at.is_some())
    }
}

/// Why somebody could not sign in or be added.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// No agent has this address and password; which of the two is wrong is never told.
    #[error("the e-mail address or the password is wrong")]
    Wrong,
    /// The password is right and does not do: the agent has a second factor.
    #[error("a code of the authenticator app, or a recovery code, is needed as well")]
    CodeNeeded,
    /// The code is none of the agent's, or was taken before.
    #[error("the code is wrong or was used before")]
    WrongCode,
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
    /// How often a write is tried that others were faster than.
    const ATTEMPTS_MAX: u32 = 20;

    /// Signs in the agents of a store.
    pub fn new(store: impl ChatStore) -> Self {
        Self {
            store: Arc::new(MeteredStore::new(Arc::new(store))),
            env: Env::default(),
            jwt: Vec::new(),
            from: AskedFrom::default(),
        }
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

    /// The same for somebody who asks from there, which is noted in the audit log with the sign-in, or that it failed.
    #[must_use]
    pub fn asked(&self, from: AskedFrom) -> Self {
        Self { from, ..self.clone() }
    }

    /// Starts a session for whoever has no second factor.
    ///
    /// # Errors
    /// [`LoginError::Wrong`] when there is no such agent or the password is another, [`LoginError::CodeNeeded`] when the password
    /// alone does not do; [`LoginError::Store`].
    pub async fn sign_in(&self, email: &str, password: &Secret) -> Result<SignedIn, LoginError> {
        let known = self.check_password(email, password).await?;
        self.finish(known, None, &Device::default()).await
    }

    /// The first step of signing in: whose address and password this is.
    ///
    /// # Errors
    /// [`LoginError::Wrong`] when there is no such agent or the password is another; [`LoginError::Store`].
    pub async fn check_password(&self, email: &str, password: &Secret) -> Result<Known, LoginError> {
        let agent = self.store.agent_by_email(&email.trim().to_lowercase()).await?;
        let hash = agent.as_ref().and_then(|agent| agent.password_hash.as_ref());
        let is_right = password::verify(password, hash).await;
        match agent {
            Some(agent) if is_right && agent.is_active() => Ok(Known(agent)),
            Some(agent) => {
                self.note_failure(agent).await?;
                Err(LoginError::Wrong)
            }
            None => Err(LoginError::Wrong),
        }
    }

    /// Notes in the audit log that somebody tried to sign in as an agent.
    pub(super) async fn note_failure(&self, agent: Agent) -> Result<(), LoginError> {
        // The agent's record was read from this client's team.
        let scope = TenantScope::assume(agent.client_id);
        let entry = self.entry(&actor(agent), AuditEntry::NOT_SIGNED_IN, None);
        self.store.commit(scope, Changes::none().insert(entry)).await?;
        Ok(())
    }

    /// The second step: takes the code where one is needed, which then works no more, and starts a session.
    ///
    /// # Errors
    /// [`LoginError::CodeNeeded`] without a code, [`LoginError::WrongCode`]; [`LoginError::Store`].
    pub async fn finish(&self, known: Known, code: Option<&Secret>, device: &Device) -> Result<SignedIn, LoginError> {
        if !known.needs_code() {
            return self.start_session_on(known.0, device).await;
        }
        let code = code.ok_or(LoginError::CodeNeeded)?;
        let agent = self.take_code(known.0, code).await?;
        self.start_session_on(agent, device).await
    }

    /// Starts a session for an agent who has proved who it is by other means.
    ///
    /// # Errors
    /// [`LoginError::Wrong`] for one who has left the team; [`LoginError::Store`].
    pub async fn start_session(&self, agent: Agent) -> Result<SignedIn, LoginError> {
        self.start_session_on(agent, &Device::default()).await
    }

    /// The same, and notes what it signed in with.
    ///
    /// # Errors
    /// Those of [`LocalLogin::start_session`].
    pub async fn start_session_on(&self, agent: Agent, device: &Device) -> Result<SignedIn, LoginError> {
        if !agent.is_active() {
            return Err(LoginError::Wrong);
        }
        let token = new_token(TokenKind::Session);
        let now = self.env.now();
        let session = Session {
            id: self.env.id(),
            client_id: agent.client_id,
            agent_id: agent.id,
            token_hash: hash(token.expose()),
            device: device.name.as_deref().map(|name| text::clean(name, Session::DEVICE_MAX)),
            address: device.address.map(|address| address.to_canonical().to_string()),
            created_at: now,
            used_at: now,
            expires_at: now.plus(Self::SESSION_TTL),
            revoked_at: None,
            revision: 0,
        };
        let expires_at = session.expires_at;
        // The agent's record was read from this client's team.
        let scope = TenantScope::assume(agent.client_id);
        self.make_way(scope, &agent, now).await?;
        let entry =
            self.entry(&actor(agent.clone()), AuditEntry::SIGNED_IN, Some(&CredentialId::of_session(session.id)));
        self.store.commit(scope, Changes::none().insert(session).insert(entry)).await?;
        Ok(SignedIn { token, expires_at, agent })
    }

    /// Ends the oldest sessions of an agent that has too many.
    async fn make_way(&self, scope: TenantScope, agent: &Agent, now: Timestamp) -> Result<(), LoginError> {
        let sessions = self.store.sessions(scope, agent.id, now, Session::READ_MAX).await?;
        for oldest in sessions.into_iter().skip(Session::COUNT_MAX) {
            let ended = Session { revoked_at: Some(now), ..oldest };
            match self.store.commit(scope, Changes::none().update(ended)).await {
                // Somebody else has used or ended it: the next sign-in looks again.
                Ok(_) | Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Ends the session of a token, and names the credential whose sockets have to go; nothing when it is no live session.
    ///
    /// # Errors
    /// [`LoginError::Store`].
    pub async fn sign_out(&self, token: &str) -> Result<Option<CredentialId>, LoginError> {
        for _ in 0..Self::ATTEMPTS_MAX {
            let session = self.store.session_by_hash(hash(token)).await?.filter(|it| it.revoked_at.is_none());
            let Some(session) = session else { return Ok(None) };
            let credential = CredentialId::of_session(session.id);
            // Whoever holds the token is in the session's client.
            let scope = TenantScope::assume(session.client_id);
            let agent = self.store.agent(scope, session.agent_id).await?;
            let ended = Session { revoked_at: Some(self.env.now()), ..session };
            let mut changes = Changes::none().update(ended);
            if let Some(agent) = agent {
                changes = changes.insert(self.entry(&actor(agent), AuditEntry::SIGNED_OUT, Some(&credential)));
            }
            match self.store.commit(scope, changes).await {
                Ok(_) => return Ok(Some(credential)),
                // Somebody else has ended it, or noted that it was used.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// The agent as it is after its code was taken. Who is slower than another with the same code finds it taken.
    async fn take_code(&self, mut agent: Agent, code: &Secret) -> Result<Agent, LoginError> {
        // The agent's record was read by its own address.
        let scope = TenantScope::assume(agent.client_id);
        for _ in 0..Self::ATTEMPTS_MAX {
            let Some(factor) = &agent.second_factor else { return Ok(agent) };
            let Some(taken) = totp::take(factor, code.expose(), self.env.now()) else {
                self.note_failure(agent).await?;
                return Err(LoginError::WrongCode);
            };
            let after = Agent { second_factor: Some(Box::new(taken)), ..agent.clone() };
            match self.store.commit(scope, Changes::none().update(after.clone())).await {
                Ok(_) => return Ok(after),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
            agent = self.store.agent(scope, agent.id).await?.ok_or(LoginError::Wrong)?;
        }
        Err(StoreError::Conflict.into())
    }

    /// What is noted in the audit log.
    pub(super) fn entry(&self, actor: &Actor, deed: &str, credential: Option<&CredentialId>) -> AuditEntry {
        By { actor, credential, from: Some(&self.from), terms: None }.entry(deed.to_owned(), Vec::new(), &self.env)
    }

    async fn by_session(&self, token: &str) -> Result<SignIn, Refusal> {
        let session = self.store.session_by_hash(hash(token)).await?.ok_or(Refusal::Invalid)?;
        if session.revoked_at.is_some() {
            return Err(Refusal::Invalid);
        }
        let now = self.env.now();
        if session.expires_at <= now {
            return Err(Refusal::Expired);
        }
        // The token's holder is in the session's client.
        let scope = TenantScope::assume(session.client_id);
        let actor = self.actor(scope, session.agent_id).await?;
        let (credential, expires_at) = (CredentialId::of_session(session.id), Some(session.expires_at));
        if is_worth_noting(Some(session.used_at), now) {
            self.note_use(scope, Session { used_at: now, ..session }).await;
        }
        Ok(SignIn { actor, credential, expires_at })
    }

    async fn by_api_key(&self, token: &str) -> Result<SignIn, Refusal> {
        let key = self.store.api_key_by_hash(hash(token)).await?.ok_or(Refusal::Invalid)?;
        if key.revoked_at.is_some() {
            return Err(Refusal::Invalid);
        }
        let now = self.env.now();
        if key.expires_at.is_some_and(|at| at <= now) {
            return Err(Refusal::Expired);
        }
        // The key's holder is in the key's client.
        let scope = TenantScope::assume(key.client_id);
        let actor = self.actor(scope, key.agent_id).await?;
        let (credential, expires_at, scopes) = (CredentialId::of_key(key.id), key.expires_at, key.scopes);
        if is_worth_noting(key.used_at, now) {
            self.note_use(scope, ApiKey { used_at: Some(now), ..key }).await;
        }
        Ok(SignIn { actor: Actor { scopes, ..actor }, credential, expires_at })
    }

    /// An agent with what it may do by a role of the client's own, unless it has left the team.
    async fn actor(&self, scope: TenantScope, id: AgentId) -> Result<Actor, Refusal> {
        let agent = self.store.agent(scope, id).await?.filter(Agent::is_active).ok_or(Refusal::Invalid)?;
        if agent.custom_role.is_none() {
            return Ok(actor(agent));
        }
        let roles = self.store.definitions(scope, DefinitionKind::Role).await?;
        let (permissions, reach) = rights(agent.role, agent.custom_role, &roles);
        Ok(Actor { granted: Some(permissions), reach, ..actor(agent) })
    }

    /// Nobody is kept out because this cannot be written down.
    async fn note_use(&self, scope: TenantScope, used: impl Into<Record>) {
        match self.store.commit(scope, Changes::none().update(used)).await {
            // Somebody else has noted it, or has taken it back.
            Ok(_) | Err(StoreError::Conflict) => {}
            Err(error) => tracing::warn!(%error, "it cannot be noted that a session or a key was used"),
        }
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
            Some(TokenKind::Invitation) => Err(Refusal::Invalid),
            None => self.by_jwt(token),
        }
    }
}

/// A member of the team, as its role has it.
pub(super) fn actor(agent: Agent) -> Actor {
    Actor::new(agent.client_id, agent.id, agent.name, agent.role)
}

fn is_worth_noting(used_at: Option<Timestamp>, now: Timestamp) -> bool {
    used_at.is_none_or(|at| at.plus(USE_NOTED_EVERY) <= now)
}
