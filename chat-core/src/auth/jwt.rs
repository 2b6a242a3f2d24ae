use crate::{Actor, AgentId, ClientId, CredentialId, Refusal, Role, SignIn, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, errors::ErrorKind};
use serde::Deserialize;
use std::fmt;

/// A key of the host, to check its agents' JWTs with.
///
/// A token has to carry `sub` (the agent's id), `clientId`, `role` (`owner`, `admin`, `agent` or `viewer`) and `exp`, and may carry
/// `name` and `nbf`. Both ids are UUIDs; the agent need not be known to this module.
#[derive(Clone)]
pub struct JwtKey {
    key: DecodingKey,
    validation: Validation,
}

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JwtKeyError {
    /// A shorter secret could be guessed.
    #[error("an HS256 secret needs at least 32 bytes")]
    TooShort,
    /// The text is no public key.
    #[error("expected an Ed25519 public key in PEM format")]
    NotAKey,
}

impl JwtKey {
    /// The shortest secret in bytes.
    pub const SECRET_MIN: usize = 32;

    /// A secret that the host signs with by HS256.
    ///
    /// # Errors
    /// When it is shorter than [`JwtKey::SECRET_MIN`].
    pub fn hs256(secret: &[u8]) -> Result<Self, JwtKeyError> {
        if secret.len() < Self::SECRET_MIN {
            return Err(JwtKeyError::TooShort);
        }
        Ok(Self::new(DecodingKey::from_secret(secret), Algorithm::HS256))
    }

    /// The public key, in PEM format, of the pair that the host signs with by EdDSA (Ed25519).
    ///
    /// # Errors
    /// When it is no such key.
    pub fn ed25519(pem: &str) -> Result<Self, JwtKeyError> {
        let key = DecodingKey::from_ed_pem(pem.as_bytes()).map_err(|_| JwtKeyError::NotAKey)?;
        Ok(Self::new(key, Algorithm::EdDSA))
    }

    fn new(key: DecodingKey, algorithm: Algorithm) -> Self {
        let mut validation = Validation::new(algorithm);
        validation.validate_aud = false;
        // Time is compared with the module's own clock below.
        validation.validate_exp = false;
        validation.set_required_spec_claims(&["exp", "sub"]);
        Self { key, validation }
    }

    pub(super) fn check(&self, token: &str, now: Timestamp) -> Result<SignIn, Refusal> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.key, &self.validation);
        let claims = claims.map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => Refusal::Expired,
            _ => Refusal::Invalid,
        })?;
        let Claims { sub, client_id, role, name, exp, nbf } = claims.claims;
        let expires_at = Timestamp::from_millis(exp.saturating_mul(1000));
        if expires_at <= now {
            return Err(Refusal::Expired);
        }
        if nbf.is_some_and(|nbf| Timestamp::from_millis(nbf.saturating_mul(1000)) > now) {
            return Err(Refusal::Invalid);
        }
        let name = name.unwrap_or_else(|| "Agent".into());
        Ok(SignIn {
            actor: Actor::new(client_id, sub, name, role),
            credential: CredentialId(format!("jwt:{sub}")),
            expires_at: Some(expires_at),
        })
    }
}

impl fmt::Debug for JwtKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JwtKey({:?})", self.validation.algorithms)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Claims {
    sub: AgentId,
    client_id: ClientId,
    role: Role,
    name: Option<String>,
    exp: i64,
    nbf: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Clock, Env, ManualClock, SystemIds};
    use jsonwebtoken::{EncodingKey, Header};
    use serde_json::{Value, json};

    const SECRET: &[u8] = b"a host's secret of at least 32 bytes";
    const PRIVATE_PEM: &[u8] = b"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
    const PUBLIC_PEM: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";

    fn claims(now: Timestamp) -> Value {
        let env = Env::default();
        json!({
            "sub": env.id::<AgentId>(),
            "clientId": env.id::<ClientId>(),
            "role": "admin",
            "name": "Ann",
            "exp": now.millis() / 1000 + 60,
        })
    }

    fn hs256(claims: &Value, secret: &[u8]) -> String {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &EncodingKey::from_secret(secret)).unwrap()
    }

    #[test]
    fn a_token_of_the_host_signs_its_agent_in() {
        let now = Env::default().now();
        let claims = claims(now);
        let sign_in = JwtKey::hs256(SECRET).unwrap().check(&hs256(&claims, SECRET), now).unwrap();
        assert_eq!(sign_in.actor.agent_id.to_string(), claims["sub"]);
        assert_eq!(sign_in.actor.client_id.to_string(), claims["clientId"]);
        assert_eq!((sign_in.actor.role, &*sign_in.actor.name), (Role::Admin, "Ann"));
        assert!(sign_in.expires_at.is_some());
    }

    #[test]
    fn an_ed25519_token_signs_in_and_is_not_taken_for_hs256() {
        let now = Env::default().now();
        let key = EncodingKey::from_ed_pem(PRIVATE_PEM).unwrap();
        let token = jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims(now), &key).unwrap();
        let public = JwtKey::ed25519(PUBLIC_PEM).unwrap();
        assert!(public.check(&token, now).is_ok());
        let confused = hs256(&claims(now), PUBLIC_PEM.as_bytes());
        assert!(matches!(public.check(&confused, now), Err(Refusal::Invalid)));
    }

    #[test]
    fn tokens_that_are_forged_expired_or_incomplete_are_refused() {
        let clock = ManualClock::default();
        let env = Env::new(clock.clone(), SystemIds);
        let key = JwtKey::hs256(SECRET).unwrap();
        let good = claims(clock.now());
        let forged = hs256(&good, b"another secret that has 32 bytes or more");
        assert!(matches!(key.check(&forged, env.now()), Err(Refusal::Invalid)));
        for missing in ["sub", "clientId", "role", "exp"] {
            let mut claims = good.clone();
            claims.as_object_mut().unwrap().remove(missing);
            assert!(matches!(key.check(&hs256(&claims, SECRET), env.now()), Err(Refusal::Invalid)), "{missing}");
        }
        let mut early = good.clone();
        early["nbf"] = (env.now().millis() / 1000 + 30).into();
        assert!(matches!(key.check(&hs256(&early, SECRET), env.now()), Err(Refusal::Invalid)), "not before its time");
        clock.advance(std::time::Duration::from_secs(61));
        assert!(matches!(key.check(&hs256(&good, SECRET), env.now()), Err(Refusal::Expired)));
    }

    #[test]
    fn a_secret_that_could_be_guessed_is_no_key() {
        assert!(JwtKey::hs256(b"short").is_err());
        assert!(JwtKey::ed25519("not a key").is_err());
    }
}
