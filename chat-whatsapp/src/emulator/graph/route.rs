//! Which file answers which request.

use super::{
    access, app, business, call::Call, errors::GraphError, media, phone, read, send, subscription, templates, waba,
};
use crate::emulator::{
    machine::Shared,
    world::{Object, World},
};
use axum::{
    Json,
    http::Method,
    response::{IntoResponse, Response},
};
use serde_json::Value;

/// The edges that have a third part.
const WITH_ITEMS: [&str; 2] = ["message_templates", "message_qrdls"];

/// The edges that Meta has and this emulator has not.
const NOT_EMULATED: [&str; 13] = [
    "flows",
    "migrate_flows",
    "assets",
    "publish",
    "deprecate",
    "groups",
    "calls",
    "call_permissions",
    "whatsapp_commerce_settings",
    "whatsapp_business_encryption",
    "product_catalogs",
    "signups",
    "migrate_message_templates",
];

type Answer = Result<Value, GraphError>;

/// Carries out a call. A send is accepted and fails later when `fail_later` says with which code.
pub(crate) async fn carry_out(shared: &Shared, call: &Call, fail_later: Option<i64>) -> Result<Response, GraphError> {
    if let ("whatsapp_business", "attachments") = (call.object.as_str(), call.edge.as_str()) {
        return Ok(media::fetch(&shared.world(), call));
    }
    match (&call.method, call.object.as_str(), call.edge.as_str()) {
        (&Method::GET | &Method::POST, "oauth", "access_token") => {
            return shared.change(|world| app::access_token(world, call)).map(json);
        }
        (&Method::GET, "debug_token", "") => return app::debug_token(&shared.world(), call).map(json),
        _ => {}
    }
    let (object, app) = call.target(&shared.world())?;
    if !call.item.is_empty() && !WITH_ITEMS.contains(&call.edge.as_str()) {
        return Err(unknown(call));
    }
    access::check(&mut shared.world(), call, object)?;
    let answer = match object {
        Object::App => of_app(shared, call).await,
        Object::Business => of_business(&shared.world(), call),
        Object::Media => of_media(shared, call),
        Object::Phone => of_phone(shared, call, &app, fail_later).await,
        Object::Template => of_template(shared, call),
        Object::Upload => of_upload(shared, call),
        Object::Waba => of_waba(shared, call, &app).await,
    };
    answer.map(json)
}

fn json(answer: Value) -> Response {
    Json(answer).into_response()
}

async fn of_app(shared: &Shared, call: &Call) -> Answer {
    match (&call.method, call.edge.as_str()) {
        (&Method::GET, "subscriptions") => app::subscriptions(&shared.world(), call),
        (&Method::POST, "subscriptions") => app::subscribe(shared, call).await,
        (&Method::DELETE, "subscriptions") => app::unsubscribe(&mut shared.world(), call),
        (&Method::POST, "uploads") => app::begin(&mut shared.world(), call),
        _ => Err(unknown(call)),
    }
}

fn of_upload(shared: &Shared, call: &Call) -> Answer {
    match (&call.method, call.edge.as_str()) {
        (&Method::GET, "") => app::offset(&shared.world(), call),
        (&Method::POST, "") => app::upload(&mut shared.world(), call),
        _ => Err(unknown(call)),
    }
}

fn of_business(world: &World, call: &Call) -> Answer {
    match (&call.method, call.edge.as_str()) {
        (&Method::GET, "owned_whatsapp_business_accounts") => business::owned(world, call),
        (&Method::GET, "client_whatsapp_business_accounts") => business::clients(world, call),
        _ => Err(unknown(call)),
    }
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
        (&Method::POST, "") => phone::change(shared, call, app).await,
        (&Method::GET, _) => read_phone(&shared.world(), call),
        _ => shared.change(|world| change_phone(world, call)),
    }
}

fn read_phone(world: &World, call: &Call) -> Answer {
    match call.edge.as_str() {
        "" => phone::get(world, call),
        "whatsapp_business_profile" => phone::profile(world, call),
        "settings" => phone::settings(world, call),
        "conversational_automation" => phone::automation(world, call),
        "message_qrdls" => phone::qr_codes(world, call),
        "block_users" => phone::blocked(world, call),
        "username" => phone::username(world, call),
        "username_suggestions" => phone::suggestions(world, call),
        _ => Err(unknown(call)),
    }
}

fn change_phone(world: &mut World, call: &Call) -> Answer {
    match (&call.method, call.edge.as_str()) {
        (&Method::POST, "media") => media::upload(world, call),
        (&Method::POST, "request_code") => phone::request_code(world, call),
        (&Method::POST, "verify_code") => phone::verify_code(world, call),
        (&Method::POST, "register") => phone::register(world, call),
        (&Method::POST, "deregister") => phone::deregister(world, call),
        (&Method::POST, "whatsapp_business_profile") => phone::set_profile(world, call),
        (&Method::POST, "settings") => phone::set_settings(world, call),
        (&Method::POST, "conversational_automation") => phone::automate(world, call),
        (&Method::POST, "message_qrdls") => phone::put_qr_code(world, call),
        (&Method::DELETE, "message_qrdls") => phone::delete_qr_code(world, call),
        (&Method::POST, "block_users") => phone::block(world, call),
        (&Method::DELETE, "block_users") => phone::unblock(world, call),
        (&Method::POST, "username") => phone::set_username(world, call),
        (&Method::DELETE, "username") => phone::delete_username(world, call),
        (&Method::POST, "smb_app_data") => phone::synchronise(world, call),
        (&Method::DELETE, "contact_book") => phone::forget_contact(world, call),
        _ => Err(unknown(call)),
    }
}

async fn of_waba(shared: &Shared, call: &Call, app: &str) -> Answer {
    match (&call.method, call.edge.as_str()) {
        (&Method::GET, "") => Ok(waba::get(&shared.world(), call)),
        (&Method::GET, "phone_numbers") => waba::phone_numbers(&shared.world(), call),
        (&Method::POST, "phone_numbers") => shared.change(|world| phone::create(world, call)),
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

/// What is not emulated does not exist, as Meta says of what one has no right to.
fn unknown(call: &Call) -> GraphError {
    match NOT_EMULATED.contains(&call.edge.as_str()) {
        true => call.no_object(),
        false => GraphError::unknown_path(&format!("/{}/{}", call.edge, call.item)),
    }
}
