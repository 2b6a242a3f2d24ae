use super::{
    LocalLogin, LoginError,
    login::actor,
    password,
    token::{TokenKind, hash, new_token},
};
use crate::{
    Agent, AgentId, ApiKey, ApiKeyId, AuditEntry, Availability, Changes, Client, ClientId, Role, Secret, StoreError,
    TenantScope, audit::subjects,
};

/// Somebody to be added to a team.
#[derive(Clone, Debug)]
pub struct NewAgent {
    /// What colleagues and customers call it.
    pub name: String,
    /// Where it signs in.
    pub email: String,
    /// What it may do.
    pub role: Role,
    /// Its password, at least [`NewAgent::PASSWORD_MIN`] characters; one is made up when there is none.
    pub password: Option<Secret>,
}

impl NewAgent {
    /// The shortest password in characters.
    pub const PASSWORD_MIN: usize = 10;
    /// The longest password in bytes.
    pub const PASSWORD_MAX: usize = 256;

    /// Somebody whose password is made up.
    pub fn new(name: impl Into<String>, email: impl Into<String>, role: Role) -> Self {
        Self { name: name.into(), email: email.into(), role, password: None }
    }

    /// Whether a text can be an e-mail address.
    pub(crate) fn is_address(email: &str) -> bool {
        let (local, domain) = email.split_once('@').unwrap_or_default();
        !local.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && email.len() <= Agent::EMAIL_MAX
            && !email.contains(|c: char| c.is_whitespace() || c.is_control())
    }

    fn check(&self) -> Result<(), LoginError> {
        if !Self::is_address(&self.email) {
            return Err(LoginError::Invalid("expected an e-mail address such as ann@shop.example"));
        }
        if self.name.trim().is_empty() || self.name.len() > Agent::NAME_MAX || self.name.contains('\0') {
            return Err(LoginError::Invalid("a name has 1 to 256 bytes"));
        }
        if self.password.as_ref().is_some_and(|password| !password::is_fit(password.expose())) {
            return Err(LoginError::Invalid("a password has at least 10 characters and at most 256 bytes"));
        }
        Ok(())
    }
}

/// A new client with its owner. The password and the key are told this once and never again.
#[derive(Clone, Debug)]
pub struct Created {
    /// The client.
    pub client: Client,
    /// Its owner.
    pub owner: Agent,
    /// What the owner signs in with.
    pub password: Secret,
    /// A key that acts as the owner.
    pub api_key: Secret,
}

impl LocalLogin {
    /// Creates a client with its owner, whatever role `owner` names, and an API key of the owner's.
    ///
    /// # Errors
    /// [`LoginError::Invalid`], [`LoginError::EmailTaken`], [`LoginError::Store`].
    pub async fn create_client(&self, name: &str, owner: NewAgent) -> Result<Created, LoginError> {
        owner.check()?;
        if name.trim().is_empty() || name.len() > Client::NAME_MAX || name.contains('\0') {
            return Err(LoginError::Invalid("a client's name has 1 to 256 bytes"));
        }
        let client = Client { id: self.env.id(), name: name.to_owned(), created_at: self.env.now(), revision: 0 };
        let (owner, password) = self.agent(client.id, NewAgent { role: Role::Owner, ..owner }).await;
        let (key, api_key) = self.api_key(&owner, "first key");
        let changes = Changes::none().insert(client.clone()).insert(owner.clone()).insert(key);
        self.insert(TenantScope::from(&client), self.noted("createClient", &owner, changes)).await?;
        Ok(Created { client, owner, password, api_key })
    }

    /// Adds somebody to a client's team, and tells the password.
    ///
    /// # Errors
    /// [`LoginError::Invalid`], [`LoginError::EmailTaken`], [`LoginError::NotFound`], [`LoginError::Store`].
    pub async fn create_agent(&self, client: ClientId, new: NewAgent) -> Result<(Agent, Secret), LoginError> {
        new.check()?;
        let client = self.client(client).await?;
        let (agent, password) = self.agent(client.id, new).await;
        let changes = self.noted("createAgent", &agent, Changes::none().insert(agent.clone()));
        self.insert(TenantScope::from(&client), changes).await?;
        Ok((agent, password))
    }

    /// Makes an API key that acts as an agent, and tells it.
    ///
    /// # Errors
    /// [`LoginError::NotFound`], [`LoginError::Invalid`], [`LoginError::Store`].
    pub async fn create_api_key(
        &self,
        client: ClientId,
        agent: AgentId,
        name: &str,
    ) -> Result<(ApiKeyId, Secret), LoginError> {
        if name.trim().is_empty() || name.len() > ApiKey::NAME_MAX || name.contains('\0') {
            return Err(LoginError::Invalid("a key's name has 1 to 256 bytes"));
        }
        let scope = TenantScope::from(&self.client(client).await?);
        let agent = self.store.agent(scope, agent).await?.ok_or(LoginError::NotFound("agent"))?;
        let (key, token) = self.api_key(&agent, name);
        let id = key.id;
        self.insert(scope, self.noted("createApiKey", &agent, Changes::none().insert(key))).await?;
        Ok((id, token))
    }

    async fn client(&self, id: ClientId) -> Result<Client, LoginError> {
        let clients = self.store.clients().await?;
        clients.into_iter().find(|client| client.id == id).ok_or(LoginError::NotFound("client"))
    }

    async fn agent(&self, client_id: ClientId, new: NewAgent) -> (Agent, Secret) {
        let password = new.password.unwrap_or_else(|| password::random_password().into());
        let agent = Agent {
            id: self.env.id(),
            client_id,
            name: new.name,
            email: new.email.to_lowercase(),
            role: new.role,
            custom_role: None,
            availability: Availability::default(),
            availability_reason: None,
            relieve_at: None,
            deactivated_at: None,
            password_hash: Some(password::hash(&password).await),
            second_factor: None,
            created_at: self.env.now(),
            revision: 0,
        };
        (agent, password)
    }

    fn api_key(&self, agent: &Agent, name: &str) -> (ApiKey, Secret) {
        let token = new_token(TokenKind::ApiKey);
        let key = ApiKey {
            id: self.env.id(),
            client_id: agent.client_id,
            agent_id: agent.id,
            name: name.to_owned(),
            token_hash: hash(token.expose()),
            scopes: None,
            created_at: self.env.now(),
            used_at: None,
            expires_at: None,
            revoked_at: None,
            revision: 0,
        };
        (key, token)
    }

    /// The changes with a note for the audit log. Whoever runs the server is no agent: it stands under the one that it is about.
    fn noted(&self, deed: &str, agent: &Agent, changes: Changes) -> Changes {
        let entry = AuditEntry { subjects: subjects(&changes), ..self.entry(&actor(agent.clone()), deed, None) };
        changes.insert(entry)
    }

    /// The only unique key that people choose is the e-mail address.
    async fn insert(&self, scope: TenantScope, changes: Changes) -> Result<(), LoginError> {
        match self.store.commit(scope, changes).await {
            Ok(_) => Ok(()),
            Err(StoreError::Conflict) => Err(LoginError::EmailTaken),
            Err(error) => Err(error.into()),
        }
    }
}
