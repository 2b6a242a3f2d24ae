//! Which file answers which request.

use super::{call::Call, errors::GraphError, media, phone, read, send, subscription, templates, waba};
use crate::emulator::{machine::Shared, world::Object};
use axum::{
    Json,
    http::Method,
    response::{IntoResponse, Response},
};
use serde_json::Value;

/// The edges that have a third part.
const WITH_ITEMS: [&str; 1] = ["message_templates"];

type Answer = Result<Value, GraphError>;

/// Carries out a call. A send is accepted and fails later when `fail_later` says with which code.
pub(crate) async fn carry_out(shared: &Shared, call: &Call, fail_later: Option<i64>) -> Result<Response, GraphError> {
    if let ("whatsapp_business", "attachments") = (call.object.as_str(), call.edge.as_str()) {
        return Ok(media::fetch(&shared.world(), call));
    }
    let (object, app) = call.target(&shared.world())?;
    if !call.item.is_empty() && !WITH_ITEMS.contains(&call.edge.as_str()) {
        return Err(unknown(call));
    }
    let answer = match object {
        Object::Media => of_media(shared, call),
        Object::Phone => of_phone(shared, call, &app, fail_later).await,
        Object::Template => of_template(shared, call),
        Object::Waba => of_waba(shared, call, &app).await,
    };
    answer.map(|answer| Json(answer).into_response())
}

fn of_media(shared: &Shared, call: &Call) -> Answer {
    match (&call.method, call.edge.as_str()) {
        (&Method::GET, "") => media::get(&shared.world(), call),
        (&Method::DELETE, "") => media::delete(&mut shared.world(), call),
        _ => Err(unknown(call)),
    }
}

async fn of_phone(shared: &Shared, call: &Call, app: &str, fail_later: Option<i64>) -> Answer {
    match (&call.method, call.edge.as_str()) {
        (&Method::POST, "messages") if call.parameters.contains_key("status") => {
            shared.change(|world| read::mark(world, call))
        }
        (&Method::POST, "messages" | "marketing_messages") => {
            shared.change(|world| send::accept(world, call, fail_later))
        }
        (&Method::POST, "media") => media::upload(&mut shared.world(), call),
        (&Method::GET, "") => phone::get(&shared.world(), call),
        (&Method::POST, "") => subscription::of_phone(shared, call, app).await,
        _ => Err(unknown(call)),
    }
}

async fn of_waba(shared: &Shared, call: &Call, app: &str) -> Answer {
    match (&call.method, call.edge.as_str()) {
        (&Method::GET, "") => waba::get(&shared.world(), call),
        (&Method::GET, "phone_numbers") => waba::phone_numbers(&shared.world(), call),
        (&Method::GET, "subscribed_apps") => Ok(subscription::list(&shared.world(), call)),
        (&Method::POST, "subscribed_apps") => subscription::subscribe(shared, call, app).await,
        (method, "message_templates") if !call.item.is_empty() => match (method, call.item.as_str()) {
            (&Method::POST, "archive" | "unarchive") => shared.change(|world| templates::archive(world, call)),
            _ => Err(unknown(call)),
        },
        (&Method::GET, "message_templates") => templates::list(&shared.world(), call),
        (&Method::POST, "message_templates") => shared.change(|world| templates::create(world, call)),
        (&Method::POST, "upsert_message_templates") => shared.change(|world| templates::upsert(world, call)),
        (&Method::DELETE, "message_templates") => shared.change(|world| templates::delete(world, call)),
        (&Method::DELETE, "subscribed_apps") => Ok(subscription::unsubscribe(&mut shared.world(), call, app)),
        _ => Err(unknown(call)),
    }
}

fn of_template(shared: &Shared, call: &Call) -> Answer {
    match (&call.method, call.edge.as_str()) {
        (&Method::GET, "") => templates::get(&shared.world(), call),
        (&Method::POST, "") => shared.change(|world| templates::edit(world, call)),
        (&Method::POST, "unpause") => shared.change(|world| templates::unpause(world, call)),
        _ => Err(unknown(call)),
    }
}

fn unknown(call: &Call) -> GraphError {
    GraphError::unknown_path(&format!("/{}/{}", call.edge, call.item))
}
