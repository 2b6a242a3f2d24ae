//! The assembled server sends agents to the identity provider that is set.

use crate::stage::Stage;
use axum::{Json, Router, routing::get};
use reqwest::{Client, StatusCode, header, redirect::Policy};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What a provider says of itself, and a key.
async fn provider() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it listens"));
    let description = json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    });
    // The example of RFC 7517.
    let keys = json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "use": "sig", "kid": "1",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    }] });
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(async move || Json(description)))
        .route("/keys", get(async move || Json(keys)));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn the_provider_that_is_set_is_where_agents_are_sent() {
    let issuer = provider().await;
    let stage = Stage::open_with(|launch| {
        launch
            .env("CHAT_OIDC_ISSUER", &issuer)
            .env("CHAT_OIDC_CLIENT_ID", "chat")
            .env("CHAT_OIDC_CLIENT_SECRET", "hunter2")
            .env("CHAT_OIDC_LABEL", "Sign in with Example")
    });
    let stage = stage.await;
    let http = Client::builder().no_proxy().redirect(Policy::none()).build().expect("a client can be built");
    let ways = http.get(format!("{}/api/v1/auth/methods", stage.server.url())).send().await.expect("an answer");
    let ways: Value = ways.json().await.expect("JSON");
    assert_eq!(ways["oidc"], json!({ "label": "Sign in with Example", "path": "/api/v1/auth/oidc" }));
    let away = http.get(format!("{}/api/v1/auth/oidc", stage.server.url())).send().await.expect("an answer");
    assert_eq!(away.status(), StatusCode::SEE_OTHER);
    let location = away.headers()[header::LOCATION].to_str().expect("ASCII");
    assert!(location.starts_with(&format!("{issuer}/authorize?response_type=code&client_id=chat&")), "{location}");
    let callback = format!("{}/api/v1/auth/oidc/callback", stage.server.url()).replace(':', "%3A").replace('/', "%2F");
    assert!(location.contains(&format!("redirect_uri={callback}")) && !location.contains("hunter2"), "{location}");
}
