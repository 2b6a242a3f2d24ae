//! What a desk does with API keys.

use super::Desk;
use crate::{
    Action, ApiKey, ApiKeyId, CredentialId, Error, NewApiKey, Result, Secret, Subject,
    auth::token::{TokenKind, hash, new_token},
    commands::{CreateApiKey, RevokeApiKey},
};

impl Desk {
    /// The API keys that act as the actor, the oldest first; those of the whole team for whoever manages it. Expired ones are among
    /// them until they are taken back.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn api_keys(&self) -> Result<Vec<ApiKey>> {
        self.ask(Action::ManageOwnKeys, Subject::Client)?;
        let sees_all = self.ask(Action::ManageTeam, Subject::Client).is_ok();
        let keys = self.store().api_keys(self.scope()).await?;
        let is_seen = |key: &ApiKey| sees_all || key.agent_id == self.actor().agent_id;
        Ok(keys.into_iter().filter(is_seen).collect())
    }

    /// Makes an API key that acts as the actor, and tells its token: this once and never again.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the actor came in by an API key itself, which could so outlive its end;
    /// [`Error::Invalid`] with every field that is wrong, [`Error::Conflict`] when there are [`ApiKey::COUNT_MAX`] already,
    /// [`Error::NotFound`] for an agent of the host's; [`Error::Unavailable`].
    pub async fn create_api_key(&self, new: &NewApiKey) -> Result<(ApiKey, Secret)> {
        if self.sign_in.credential.api_key().is_some() {
            return Err(Error::Forbidden);
        }
        let token = new_token(TokenKind::ApiKey);
        let command = CreateApiKey { actor: self.actor(), new, token_hash: hash(token.expose()) };
        let key = self.execute(&command).await?;
        Ok((key, token))
    }

    /// Takes an API key back: one of the actor's own, or any for whoever manages the team. What came in by it goes.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a key that the actor does not get to see; [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn revoke_api_key(&self, id: ApiKeyId) -> Result<()> {
        let mut keys = self.store().api_keys(self.scope()).await?.into_iter();
        let key = keys.find(|key| key.id == id).ok_or(Error::NotFound("API key"))?;
        if key.agent_id == self.actor().agent_id {
            self.ask(Action::ManageOwnKeys, Subject::Client)?;
        } else {
            self.ask(Action::ManageTeam, Subject::Client).map_err(|_| Error::NotFound("API key"))?;
        }
        self.execute(&RevokeApiKey { key: id }).await?;
        self.tell_taken_back(CredentialId::of_key(id));
        Ok(())
    }
}
