//! Stands in for an OpenID provider: everybody who comes is signed in as one and the same person.

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use chat_core::{Env, Secret};
use chat_oidc::OidcOptions;
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::net::TcpListener;

type Pairs = HashMap<String, String>;

/// A key of the provider's.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) kid: &'static str,
    pub(crate) algorithm: Algorithm,
    pub(crate) signing: EncodingKey,
}

impl Key {
    pub(crate) fn es256(kid: &'static str) -> Self {
        let pair = rcgen::KeyPair::generate().unwrap();
        let signing = EncodingKey::from_ec_pem(pair.serialize_pem().as_bytes()).unwrap();
        Self { kid, algorithm: Algorithm::ES256, signing }
    }

    pub(crate) fn rs256(kid: &'static str) -> Self {
        let signing = EncodingKey::from_rsa_pem(include_bytes!("rsa.pem")).unwrap();
        Self { kid, algorithm: Algorithm::RS256, signing }
    }

    fn published(&self) -> Value {
        let mut jwk = serde_json::to_value(Jwk::from_encoding_key(&self.signing, self.algorithm).unwrap()).unwrap();
        jwk["kid"] = json!(self.kid);
        jwk["use"] = json!("sig");
        jwk
    }
}

/// What a code stands for.
struct Issued {
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

/// How the provider behaves.
pub(crate) struct Conduct {
    /// The keys that it tells of.
    pub(crate) published: Vec<Key>,
    /// What it signs with.
    pub(crate) key: Key,
    /// What its tokens say besides, or in place of, what they have to; null leaves a claim out.
    pub(crate) claims: Value,
    /// What it tells of the person on request.
    pub(crate) user_info: Option<Value>,
    /// A token in place of the one that it would sign.
    pub(crate) token: Option<String>,
    /// Why it signs nobody in.
    pub(crate) error: Option<&'static str>,
    /// Whether it wants the client's secret in the body.
    pub(crate) takes_post_alone: bool,
    /// What it calls itself, when that is not where it is.
    pub(crate) issuer: Option<String>,
    /// How often it was asked for each path.
    pub(crate) asked: HashMap<&'static str, usize>,
    codes: HashMap<String, Issued>,
}

#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) url: String,
    env: Env,
    conduct: Arc<Mutex<Conduct>>,
}

impl Provider {
    pub(crate) const CLIENT: &str = "chat";
    pub(crate) const SECRET: &str = "what only the two of them know";

    /// One that signs everybody in as Ann.
    pub(crate) async fn open(env: Env) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let key = Key::es256("first");
        let conduct = Conduct {
            published: vec![key.clone()],
            key,
            claims: json!({ "email": "ann@shop.test", "email_verified": true, "name": "Ann of the provider" }),
            user_info: None,
            token: None,
            error: None,
            takes_post_alone: false,
            issuer: None,
            asked: HashMap::new(),
            codes: HashMap::new(),
        };
        let provider = Self { url, env, conduct: Arc::new(Mutex::new(conduct)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/userinfo", get(user_info))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    pub(crate) fn conduct(&self) -> MutexGuard<'_, Conduct> {
        self.conduct.lock().unwrap()
    }

    /// Changes what its tokens say.
    pub(crate) fn say(&self, claim: &str, value: Value) {
        self.conduct().claims[claim] = value;
    }

    pub(crate) fn asked(&self, path: &str) -> usize {
        self.conduct().asked.get(path).copied().unwrap_or_default()
    }

    pub(crate) fn options(&self) -> OidcOptions {
        OidcOptions::new(&self.url, Self::CLIENT, Secret::from(Self::SECRET)).unwrap().env(self.env.clone())
    }

    fn note(&self, path: &'static str) {
        *self.conduct().asked.entry(path).or_default() += 1;
    }

    /// What the tokens say that it gives now.
    fn claims(&self, nonce: &str) -> Value {
        let now = self.env.now().millis() / 1000;
        let mut claims = json!({
            "iss": self.url,
            "aud": Self::CLIENT,
            "sub": "ann-1",
            "nonce": nonce,
            "iat": now,
            "exp": now + 300,
        });
        for (name, value) in self.conduct().claims.as_object().unwrap() {
            match value {
                Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
                value => claims[name] = value.clone(),
            }
        }
        claims
    }

    fn signed(&self, nonce: &str) -> String {
        let claims = self.claims(nonce);
        let conduct = self.conduct();
        if let Some(token) = &conduct.token {
            return token.clone();
        }
        let mut header = Header::new(conduct.key.algorithm);
        header.kid = Some(conduct.key.kid.to_owned());
        jsonwebtoken::encode(&header, &claims, &conduct.key.signing).unwrap()
    }
}

async fn describe(State(provider): State<Provider>) -> Json<Value> {
    provider.note("description");
    let (url, conduct) = (&provider.url, provider.conduct());
    let method = if conduct.takes_post_alone { "client_secret_post" } else { "client_secret_basic" };
    let mut description = json!({
        "issuer": conduct.issuer.as_ref().unwrap_or(url),
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "token_endpoint_auth_methods_supported": [method],
    });
    if conduct.user_info.is_some() {
        description["userinfo_endpoint"] = json!(format!("{url}/userinfo"));
    }
    Json(description)
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    provider.note("keys");
    let keys: Vec<_> = provider.conduct().published.iter().map(Key::published).collect();
    Json(json!({ "keys": keys }))
}

/// Signs the person in, or not, and sends the browser back.
async fn authorize(State(provider): State<Provider>, Query(asked): Query<Pairs>) -> Redirect {
    assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", Provider::CLIENT));
    assert_eq!((asked["scope"].as_str(), asked["code_challenge_method"].as_str()), ("openid email profile", "S256"));
    let (state, redirect_uri) = (&asked["state"], &asked["redirect_uri"]);
    let mut conduct = provider.conduct();
    let told = match conduct.error {
        Some(error) => ("error", error.to_owned()),
        None => {
            let code = format!("code-{}", conduct.codes.len());
            let issued = Issued {
                nonce: asked["nonce"].clone(),
                challenge: asked["code_challenge"].clone(),
                redirect_uri: redirect_uri.clone(),
            };
            conduct.codes.insert(code.clone(), issued);
            ("code", code)
        }
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(told.0, &told.1).append_pair("state", state);
    Redirect::to(&format!("{redirect_uri}?{}", query.finish()))
}

async fn token(State(provider): State<Provider>, headers: HeaderMap, Form(asked): Form<Pairs>) -> Response {
    let refuse = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let in_body = asked.get("client_secret").map(String::as_str) == Some(Provider::SECRET);
    let is_client = if provider.conduct().takes_post_alone { in_body } else { in_head(&headers) };
    if !is_client {
        return refuse("invalid_client");
    }
    // No code is taken twice.
    let Some(issued) = provider.conduct().codes.remove(&asked["code"]) else { return refuse("invalid_grant") };
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&asked["code_verifier"]));
    if challenge != issued.challenge || asked["redirect_uri"] != issued.redirect_uri {
        return refuse("invalid_grant");
    }
    let id_token = provider.signed(&issued.nonce);
    let tokens =
        json!({ "access_token": "for-user-info", "token_type": "Bearer", "expires_in": 300, "id_token": id_token });
    Json(tokens).into_response()
}

/// Whether the client's name and secret stand where HTTP has them, as forms are written.
fn in_head(headers: &HeaderMap) -> bool {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let expected = format!("{}:{}", encoded(Provider::CLIENT), encoded(Provider::SECRET));
    let told = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    told == Some(&format!("Basic {}", BASE64_STANDARD.encode(expected)))
}

async fn user_info(State(provider): State<Provider>, headers: HeaderMap) -> Json<Value> {
    provider.note("user info");
    assert_eq!(headers[header::AUTHORIZATION], "Bearer for-user-info");
    Json(provider.conduct().user_info.clone().unwrap())
}
