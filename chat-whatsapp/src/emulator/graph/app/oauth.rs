//! `/oauth/access_token` and `/debug_token`.

use crate::emulator::{
    graph::{call::Call, errors::GraphError},
    world::World,
};
use serde_json::{Value, json};

/// Meta's subcodes of a code that was used, and of one that is too old.
const USED: i64 = 36_009;
const EXPIRED: i64 = 36_007;

/// Gives a token: of the app itself, or for a code of the sign-up, which is good once.
pub(crate) fn access_token(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let required =
        |name: &str| call.text(name).ok_or_else(|| GraphError::oauth(&format!("Missing {name} parameter."), None));
    let app_id = required("client_id")?;
    let secret = required("client_secret")?;
    if world.apps.get(&app_id).is_none_or(|app| app.secret != secret) {
        return Err(GraphError { code: 1, ..GraphError::oauth("Error validating client secret.", None) });
    }
    if call.text("grant_type").as_deref() == Some("client_credentials") {
        return Ok(json!({"access_token": world.issue_token(&app_id, [].into()), "token_type": "bearer"}));
    }
    let code = required("code")?;
    let used = || GraphError::oauth("This authorization code has been used.", Some(USED));
    let signup = world.signup_codes.remove(&code).filter(|signup| signup.app == app_id).ok_or_else(used)?;
    if signup.expires_at <= world.now() {
        return Err(GraphError::oauth("This authorization code has expired.", Some(EXPIRED)));
    }
    Ok(json!({"access_token": world.issue_token(&app_id, signup.wabas), "token_type": "bearer"}))
}

/// Tells what a token is good for.
pub(crate) fn debug_token(world: &World, call: &Call) -> Result<Value, GraphError> {
    let asking = call.token(world)?;
    let input =
        call.text("input_token").ok_or_else(|| GraphError::malformed("The parameter input_token is required."))?;
    let known = world.tokens.get(&input).filter(|token| token.app == asking.app);
    let Some(token) = known else {
        return Ok(json!({"data": {"is_valid": false, "scopes": [],
            "error": {"code": 190, "message": "Invalid OAuth access token."}}}));
    };
    let is_of_app = token.wabas.is_empty();
    let scopes = &token.scopes;
    let granular: Vec<Value> = scopes.iter().map(|scope| json!({"scope": scope, "target_ids": token.wabas})).collect();
    Ok(json!({"data": {
        "app_id": token.app,
        "type": if is_of_app { "APP" } else { "SYSTEM_USER" },
        "application": "Emulated app",
        "is_valid": token.expires_at.is_none_or(|at| at > world.now()),
        "expires_at": token.expires_at.map_or(0, |at| at.timestamp()),
        "scopes": scopes,
        "granular_scopes": granular,
    }}))
}
