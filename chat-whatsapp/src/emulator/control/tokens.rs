//! `POST /_emu/token`: what a token is for, and how long.

use super::{Refused, body::Body};
use crate::emulator::{
    machine::Shared,
    world::{Scope, Token},
};
use axum::{Json, extract::State};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};

/// A token, and what is true of it from now on: what is left out is as it was when the token was made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Change {
    access_token: String,
    scopes: Option<BTreeSet<Scope>>,
    /// Left out, it does not end.
    expires_in_ms: Option<u32>,
}

/// Changes a token.
pub(crate) async fn put(State(shared): State<Arc<Shared>>, Body(change): Body<Change>) -> Result<Json<Value>, Refused> {
    let mut world = shared.world();
    let expires_at = change.expires_in_ms.map(|ms| world.now() + TimeDelta::milliseconds(ms.into()));
    let token = world.tokens.get_mut(&change.access_token);
    let token = token.ok_or_else(|| Refused::NotFound("there is no such token".to_owned()))?;
    token.scopes = change.scopes.unwrap_or_else(Token::all_scopes);
    token.expires_at = expires_at;
    Ok(Json(json!({"scopes": token.scopes, "expiresAt": token.expires_at})))
}
