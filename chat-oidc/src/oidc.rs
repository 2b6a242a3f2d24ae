use crate::{
    OidcOptions,
    http::Http,
    known::{Known, Memory},
    options::is_loopback,
};
use async_trait::async_trait;
use chat_core::{Departure, Errand, Identified, IdentityFault, IdentityProvider, Secret};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, TokenResponse,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdTokenClaims,
        CoreIdTokenVerifier, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreTokenResponse, CoreUserInfoClaims,
    },
};
use std::{error::Error, fmt, sync::Arc};
use url::Url;

/// An OpenID provider, as [`OidcOptions`] has it.
#[derive(Clone, Debug)]
pub struct Oidc(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    options: OidcOptions,
    http: Http,
    memory: Memory,
}

/// What a provider says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inspection {
    /// How many keys it signs with.
    pub keys: usize,
    /// Whether it signs in a way that is taken here.
    pub is_signing_known: bool,
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

impl Oidc {
    /// What may be signed with: keys of the provider, and nothing that both sides share.
    const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
        CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
        CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
        CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        CoreJwsSigningAlgorithm::RsaSsaPssSha384,
        CoreJwsSigningAlgorithm::RsaSsaPssSha512,
        CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        CoreJwsSigningAlgorithm::EcdsaP384Sha384,
        CoreJwsSigningAlgorithm::EdDsa,
    ];
    /// By how much the provider's clock may be behind.
    const LEEWAY: TimeDelta = TimeDelta::seconds(30);

    pub(crate) fn new(options: OidcOptions) -> Self {
        let http = Http::new(is_loopback(options.issuer.url()));
        let memory = Memory::new(options.issuer.clone(), http.clone(), options.env.clone());
        Self(Arc::new(Parts { options, http, memory }))
    }

    /// Asks the provider what it says of itself.
    ///
    /// # Errors
    /// [`IdentityFault::Unavailable`] when it does not answer, or not as the provider that was named.
    pub async fn inspect(&self) -> Result<Inspection, IdentityFault> {
        let known = self.0.memory.known().await?;
        let signs_with = known.metadata.id_token_signing_alg_values_supported();
        Ok(Inspection {
            keys: known.metadata.jwks().keys().len(),
            is_signing_known: signs_with.iter().any(|algorithm| Self::ALGORITHMS.contains(algorithm)),
        })
    }

    fn client(&self, metadata: &CoreProviderMetadata, callback: &Url) -> Client {
        let OidcOptions { client_id, client_secret, .. } = &self.0.options;
        let secret = ClientSecret::new(client_secret.expose().to_owned());
        let client =
            CoreClient::from_provider_metadata(metadata.clone(), ClientId::new(client_id.clone()), Some(secret))
                .set_redirect_uri(RedirectUrl::from_url(callback.clone()));
        if takes_secret_in_body_alone(metadata) { client.set_auth_type(AuthType::RequestBody) } else { client }
    }

    /// What the provider tells for a code.
    async fn redeem(
        &self,
        client: &Client,
        errand: &Errand,
        code: &Secret,
    ) -> Result<CoreTokenResponse, IdentityFault> {
        let request = client.exchange_code(AuthorizationCode::new(code.expose().to_owned())).map_err(unavailable)?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(errand.verifier.expose().to_owned()));
        request.request_async(&self.0.http).await.map_err(|error| match &error {
            RequestTokenError::ServerResponse(answer) if *answer.error() == CoreErrorResponseType::InvalidGrant => {
                IdentityFault::CodeRefused(Box::new(error))
            }
            _ => unavailable(error),
        })
    }

    /// The claims of an answer that hold. Keys that are not known are asked for.
    async fn claims<'t>(
        &self,
        known: &Known,
        callback: &Url,
        errand: &Errand,
        tokens: &'t CoreTokenResponse,
    ) -> Result<&'t CoreIdTokenClaims, IdentityFault> {
        let token = tokens.id_token().ok_or_else(|| untrusted(Missing))?;
        let nonce = Nonce::new(errand.nonce.expose().to_owned());
        let by = |known: &Known| {
            let client = self.client(&known.metadata, callback);
            token.claims(&self.verifier(&client), &nonce)
        };
        match by(known) {
            Ok(claims) => Ok(claims),
            Err(error) if is_of_unknown_key(&error) => match self.0.memory.renewed(known).await? {
                Some(renewed) => by(&renewed).map_err(untrusted),
                None => Err(untrusted(error)),
            },
            Err(error) => Err(untrusted(error)),
        }
    }

    fn verifier<'c>(&self, client: &'c Client) -> CoreIdTokenVerifier<'c> {
        let now =
            DateTime::from_timestamp_millis(self.0.options.env.now().millis()).unwrap_or(DateTime::<Utc>::MAX_UTC);
        client.id_token_verifier().set_allowed_algs(Self::ALGORITHMS).set_time_fn(move || now - Self::LEEWAY)
    }

    /// The address, if the provider has made sure of it. Some tell it on request only.
    async fn identified(
        &self,
        client: &Client,
        tokens: &CoreTokenResponse,
        claims: &CoreIdTokenClaims,
    ) -> Result<Identified, IdentityFault> {
        let name = claims.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        if let Some(email) = claims.email() {
            return self.vouched(email, claims.email_verified(), name);
        }
        if client.user_info_url().is_none() {
            return Err(IdentityFault::NoEmail);
        }
        let request = client.user_info(tokens.access_token().clone(), Some(claims.subject().clone()));
        let told = request.map_err(unavailable)?.request_async(&self.0.http).await;
        let told: CoreUserInfoClaims = told.map_err(unavailable)?;
        let told_name = told.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        let email = told.email().ok_or(IdentityFault::NoEmail)?;
        self.vouched(email, told.email_verified(), name.or(told_name))
    }

    fn vouched(
        &self,
        email: &str,
        is_verified: Option<bool>,
        name: Option<String>,
    ) -> Result<Identified, IdentityFault> {
        if is_verified != Some(true) {
            return Err(IdentityFault::NoEmail);
        }
        let (_, domain) = email.rsplit_once('@').ok_or(IdentityFault::NoEmail)?;
        let domains = &self.0.options.domains;
        if !domains.is_empty() && !domains.iter().any(|it| it.eq_ignore_ascii_case(domain)) {
            return Err(IdentityFault::WrongDomain);
        }
        Ok(Identified { email: email.to_owned(), name })
    }
}

#[async_trait]
impl IdentityProvider for Oidc {
    fn label(&self) -> &str {
        &self.0.options.label
    }

    async fn begin(&self, callback: &Url) -> Result<Departure, IdentityFault> {
        let known = self.0.memory.known().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = self.client(&known.metadata, callback);
        let (url, state, nonce) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let errand = Errand {
            state: state.into_secret().into(),
            nonce: nonce.secret().as_str().into(),
            verifier: verifier.into_secret().into(),
        };
        Ok(Departure { url, errand })
    }

    async fn identify(&self, errand: &Errand, callback: &Url, code: &Secret) -> Result<Identified, IdentityFault> {
        let known = self.0.memory.known().await?;
        let client = self.client(&known.metadata, callback);
        let tokens = self.redeem(&client, errand, code).await?;
        let claims = self.claims(&known, callback, errand, &tokens).await?;
        self.identified(&client, &tokens, claims).await
    }
}

/// An answer without what it was asked for.
#[derive(Debug)]
struct Missing;

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no id_token in the answer")
    }
}

impl Error for Missing {}

fn unavailable(error: impl Error + Send + Sync + 'static) -> IdentityFault {
    IdentityFault::Unavailable(Box::new(error))
}

fn untrusted(error: impl Error + Send + Sync + 'static) -> IdentityFault {
    IdentityFault::Untrusted(Box::new(error))
}

fn is_of_unknown_key(error: &ClaimsVerificationError) -> bool {
    matches!(error, ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey))
}

/// Whether the provider does not take the secret as it is sent unless it says otherwise.
fn takes_secret_in_body_alone(metadata: &CoreProviderMetadata) -> bool {
    let methods = metadata.token_endpoint_auth_methods_supported();
    methods.is_some_and(|methods| {
        methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
    })
}
