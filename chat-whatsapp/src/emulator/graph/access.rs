//! Who may make a call, and how often.

use super::{call::Call, errors::GraphError};
use crate::emulator::world::{Asker, Object, Scope, Token, World};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

/// The edges of a number that are about messages, which the limit of the management API does not count.
const MESSAGING: [&str; 3] = ["messages", "marketing_messages", "media"];

/// Refuses a call that the token is not for, and one that is too much for this hour.
pub(crate) fn check(world: &mut World, call: &Call, object: Object) -> Result<(), GraphError> {
    let scope = scope(object, &call.edge);
    if scope.is_some_and(|scope| !call.token(world).is_ok_and(|token| token.scopes.contains(&scope))) {
        return Err(GraphError::of(403, 10));
    }
    let is_counted = world.rules.rate_limits && scope == Some(Scope::Management);
    match asker(world, call).filter(|asker| is_counted && asker.waba.is_some()) {
        Some(asker) if !world.count_call(&asker) => Err(GraphError::of(400, 80_007)),
        _ => Ok(()),
    }
}

/// What a token must be for.
fn scope(object: Object, edge: &str) -> Option<Scope> {
    match object {
        Object::App | Object::Upload => None,
        Object::Media => Some(Scope::Messaging),
        Object::Phone if MESSAGING.contains(&edge) => Some(Scope::Messaging),
        Object::Business | Object::Phone | Object::Template | Object::Waba => Some(Scope::Management),
    }
}

/// Who makes a call, if it has a token that is good.
pub(crate) fn asker(world: &World, call: &Call) -> Option<Asker> {
    let token = call.token(world).ok()?;
    Some(Asker { app: token.app.clone(), waba: waba(world, call, token) })
}

/// The business account that a call is about.
fn waba(world: &World, call: &Call, token: &Token) -> Option<String> {
    let id = &call.object;
    let waba = match world.object(id)? {
        Object::Waba => id,
        Object::Phone => &world.phones.get(id)?.waba,
        Object::Template => &world.templates.by_id.get(id)?.waba,
        Object::Media => &world.phones.get(&world.media(id)?.phone)?.waba,
        Object::App | Object::Business | Object::Upload => return None,
    };
    token.wabas.contains(waba).then(|| waba.clone())
}

/// Tells an app how much it has used of what it may: percent of the hour's calls, and how many minutes it has to wait.
pub(crate) fn tell_usage(world: &mut World, asker: &Asker, headers: &mut HeaderMap) {
    let mut tell = |name: &'static str, usage: &Value| {
        // An id that a test made up need not fit into a header.
        if let Ok(usage) = HeaderValue::try_from(usage.to_string()) {
            headers.insert(HeaderName::from_static(name), usage);
        }
    };
    let percent = world.share_of_app(&asker.app).percent;
    tell("x-app-usage", &json!({"call_count": percent, "total_cputime": 0, "total_time": 0}));
    if let Some(waba) = &asker.waba {
        let share = world.share_of(asker);
        let usage = json!({"type": "whatsapp", "call_count": share.percent, "total_cputime": 0, "total_time": 0,
            "estimated_time_to_regain_access": share.wait_minutes});
        tell("x-business-use-case-usage", &json!({waba: [usage]}));
    }
}
