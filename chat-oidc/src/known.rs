//! What a provider says of itself, remembered for a while.

use crate::http::Http;
use chat_core::{Env, IdentityFault, Timestamp};
use openidconnect::{
    IssuerUrl, JsonWebKeySet,
    core::{CoreJsonWebKeySet, CoreProviderMetadata},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// A provider's own description, with its keys.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) metadata: CoreProviderMetadata,
    described_at: Timestamp,
    keys_at: Timestamp,
}

/// Asks for descriptions and keys, and no more often than needed.
#[derive(Debug)]
pub(crate) struct Memory {
    issuer: IssuerUrl,
    http: Http,
    env: Env,
    // Held while the provider is asked, so that many who sign in at a time ask once.
    known: Mutex<Option<Arc<Known>>>,
}

impl Memory {
    /// How long a description is good.
    const DESCRIPTION_TTL: Duration = Duration::from_secs(3600);
    /// How long keys are good although another one is named. Whoever makes keys up does not have the provider asked all the time.
    const KEYS_TTL_MIN: Duration = Duration::from_secs(10);

    pub(crate) fn new(issuer: IssuerUrl, http: Http, env: Env) -> Self {
        Self { issuer, http, env, known: Mutex::default() }
    }

    /// The description, asked for when there is none or it is old.
    pub(crate) async fn known(&self) -> Result<Arc<Known>, IdentityFault> {
        let mut known = self.known.lock().await;
        let now = self.env.now();
        if let Some(known) = known.as_ref().filter(|known| now < known.described_at.plus(Self::DESCRIPTION_TTL)) {
            return Ok(known.clone());
        }
        let asked = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
        let metadata = asked.map_err(|error| IdentityFault::Unavailable(Box::new(error)))?;
        let fresh = Arc::new(Known { metadata, described_at: now, keys_at: now });
        *known = Some(fresh.clone());
        Ok(fresh)
    }

    /// The same with newer keys than `before` has; nothing when those are new enough.
    pub(crate) async fn renewed(&self, before: &Known) -> Result<Option<Arc<Known>>, IdentityFault> {
        let mut known = self.known.lock().await;
        let now = self.env.now();
        // Somebody else has asked meanwhile.
        if let Some(known) = known.as_ref().filter(|known| known.keys_at > before.keys_at) {
            return Ok(Some(known.clone()));
        }
        if now < before.keys_at.plus(Self::KEYS_TTL_MIN) {
            return Ok(None);
        }
        let keys: Result<CoreJsonWebKeySet, _> =
            JsonWebKeySet::fetch_async(before.metadata.jwks_uri(), &self.http).await;
        let keys = keys.map_err(|error| IdentityFault::Unavailable(Box::new(error)))?;
        let metadata = before.metadata.clone().set_jwks(keys);
        let fresh = Arc::new(Known { metadata, described_at: before.described_at, keys_at: now });
        *known = Some(fresh.clone());
        Ok(Some(fresh))
    }
}
