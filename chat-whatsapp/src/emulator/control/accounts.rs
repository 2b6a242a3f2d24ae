//! `POST /_emu/accounts` and `POST /_emu/verify`: what is otherwise done in Meta's dashboard.

use super::{Refused, body::Body};
use crate::emulator::{graph, machine::Shared, setup::Account};
use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Adds an account, or changes the app, business account, number and token with its ids.
pub(crate) async fn put(
    State(shared): State<Arc<Shared>>,
    Body(account): Body<Account>,
) -> Result<Json<Value>, Refused> {
    let ids = [
        ("appId", &account.app_id),
        ("appSecret", &account.app_secret),
        ("accessToken", &account.access_token),
        ("businessId", &account.business_id),
        ("businessAccountId", &account.business_account_id),
        ("phoneNumberId", &account.phone_number_id),
    ];
    if let Some((name, _)) = ids.iter().find(|(_, value)| value.is_empty()) {
        return Err(Refused::Invalid(format!("{name} must not be empty")));
    }
    if account.business_account_id == account.phone_number_id {
        return Err(Refused::Invalid("businessAccountId and phoneNumberId must differ".to_owned()));
    }
    shared.world().add_account(&account);
    Ok(Json(json!({"phoneNumberId": account.phone_number_id})))
}

/// Which app's callback to verify.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Verify {
    app_id: Option<String>,
}

/// Makes the handshake with the callback of an app, or of every app that has one.
pub(crate) async fn verify(
    State(shared): State<Arc<Shared>>,
    Body(verify): Body<Verify>,
) -> Result<Json<Value>, Refused> {
    let callbacks: Vec<_> = {
        let world = shared.world();
        let wanted = |id: &String| verify.app_id.as_ref().is_none_or(|wanted| wanted == id);
        let apps = world.apps.iter().filter(|(id, _)| wanted(id));
        apps.filter_map(|(id, app)| Some((id.clone(), app.callback.clone()?))).collect()
    };
    if callbacks.is_empty() {
        return Err(Refused::NotFound("there is no such app with a callback".to_owned()));
    }
    for (app_id, callback) in &callbacks {
        graph::handshake(&shared, &callback.url, &callback.verify_token)
            .await
            .map_err(|refusal| Refused::Conflict(format!("app {app_id}: {}", refusal.message)))?;
    }
    Ok(Json(json!({"verified": callbacks.len()})))
}
