//! How a business connects.

use super::{invalid, not_done, text, unclear};
use crate::graph::{Failed, Graph, Request};
use chat_core::{Account, Fault, NotDone, Secret};
use serde_json::{Value, json};

/// What a business's own phone can be asked for, in this order: its address book, and what was said.
pub(super) const PAST: [&str; 2] = ["smb_app_state_sync", "history"];
/// The longest address of a webhook in characters.
const URL_MAX: usize = 200;
/// The longest of what a code is redeemed with, in characters.
const APP_MAX: usize = 64;
const SECRET_MAX: usize = 1024;
const CODE_MAX: usize = 4096;

/// The body that has the calls of a number made to an address, or to the usual one again.
pub(super) fn webhook(account: &Account, url: Option<&str>) -> Result<Value, NotDone> {
    let Some(url) = url else {
        return Ok(json!({"webhook_configuration": {"override_callback_uri": ""}}));
    };
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if !is_web || url.chars().count() > URL_MAX {
        return Err(invalid("url", "expected an address that begins with https:// and has at most 200 characters"));
    }
    Ok(json!({"webhook_configuration": {
        "override_callback_uri": url, "verify_token": account.verify_token.expose()}}))
}

/// The token for the code that a business got when it signed up. A code works once, and for about half a minute.
pub(super) async fn exchange(graph: &Graph, app_id: &str, app_secret: &Secret, code: &str) -> Result<Secret, NotDone> {
    for (field, given, max) in
        [("appId", app_id, APP_MAX), ("appSecret", app_secret.expose(), SECRET_MAX), ("code", code, CODE_MAX)]
    {
        if !(1..=max).contains(&given.chars().count()) {
            return Err(invalid(field, &format!("expected 1 to {max} characters")));
        }
    }
    let query = [("client_id", app_id), ("client_secret", app_secret.expose()), ("code", code)];
    let asked = graph.ask_as_nobody(Request::get(&["oauth", "access_token"]).with(&query)).await;
    let token = text(&asked.map_err(refused)?, "access_token");
    token.map(Secret::from).ok_or_else(|| unclear("WhatsApp gave no token for the code"))
}

/// Whether it is worth asking again. Here Meta's code for its own failures stands for a wrong secret as well, with a status that says
/// whose fault it is.
fn refused(failed: Failed) -> NotDone {
    match failed {
        Failed::Refused { failure, .. } if failure.code == Some(1) && failure.http_status < 500 => {
            NotDone::ByProvider(Fault::new(1, "the app's id or its secret is wrong"))
        }
        failed => not_done(failed),
    }
}
