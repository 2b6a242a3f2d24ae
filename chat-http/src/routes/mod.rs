//! The routes: each takes what it needs from the request, asks the desk, and shapes the answer.

mod accounts;
mod agents;
mod api_keys;
mod attachments;
mod audit;
mod auth;
mod conversation_parts;
mod conversations;
mod customer_files;
mod customer_parts;
mod customers;
mod definitions;
mod domains;
mod drafts;
mod events;
mod figures;
mod health;
mod invitations;
mod jobs;
mod messages;
mod numbers;
mod oidc;
mod outgoing;
mod realtime;
mod search;
mod sign_in;
mod templates;
mod webhooks;
mod widgets;

pub(crate) use health::PartReport;

use crate::{
    api::ApiState,
    docs,
    guard::{self, Guard},
    once::once,
    revisions::unless_known,
};
use axum::{
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};
use chat_core::LocalLogin;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Every route with its description. Without a login of our own there is nothing to sign in at.
pub(crate) fn all(login: Option<&LocalLogin>, guard: Guard) -> OpenApiRouter<ApiState> {
    let by_address = || from_fn_with_state(guard.clone(), guard::by_address);
    let api = api(login).layer(from_fn(once)).layer(from_fn(unless_known)).layer(by_address());
    let webhooks = OpenApiRouter::default().routes(routes!(webhooks::handshake, webhooks::receive));
    let busy = api.merge(webhooks).layer(from_fn_with_state(guard.clone(), guard::in_flight));
    // Whoever asks whether the server is ready is answered however much there is to do.
    let ready = OpenApiRouter::default().routes(routes!(health::ready)).layer(by_address());
    busy.merge(ready).merge(at_rest())
}

/// What agents and their programs ask for.
fn api(login: Option<&LocalLogin>) -> OpenApiRouter<ApiState> {
    let routes = OpenApiRouter::default()
        .routes(routes!(auth::me))
        .routes(routes!(conversations::list, conversation_parts::start))
        .routes(routes!(conversations::show, conversations::change))
        .routes(routes!(conversations::mark_read))
        .routes(routes!(conversations::mark_unread))
        .routes(routes!(jobs::start))
        .routes(routes!(jobs::list))
        .routes(routes!(jobs::show, jobs::cancel))
        .routes(routes!(drafts::list))
        .routes(routes!(drafts::show, drafts::keep, drafts::discard))
        .routes(routes!(conversation_parts::merge))
        .routes(routes!(conversation_parts::transcript))
        .routes(routes!(messages::list, messages::post))
        .routes(routes!(messages::edit, messages::delete))
        .routes(routes!(messages::history))
        .routes(routes!(messages::retry))
        .routes(routes!(messages::discard))
        .routes(routes!(messages::deliveries))
        .routes(routes!(messages::react, messages::take_back_reaction))
        .routes(routes!(attachments::show))
        .merge(uploads())
        .routes(routes!(customers::list))
        .routes(routes!(customers::show, customers::change))
        .routes(routes!(customers::conversations))
        .routes(routes!(customers::block))
        .routes(routes!(customers::unblock))
        .routes(routes!(customers::held_back))
        .routes(routes!(customer_parts::add_identity))
        .routes(routes!(customer_parts::remove_identity))
        .routes(routes!(customer_parts::notes, customer_parts::note))
        .routes(routes!(customer_parts::remove_note))
        .routes(routes!(customer_parts::merge))
        .routes(routes!(customer_parts::merges))
        .routes(routes!(customer_parts::undo_merge))
        .routes(routes!(customer_files::export))
        .routes(routes!(customer_files::import))
        .routes(routes!(accounts::list, accounts::connect))
        .routes(routes!(accounts::show, accounts::change, accounts::disconnect))
        .routes(routes!(numbers::list, numbers::add))
        .routes(routes!(numbers::show, numbers::manage))
        .routes(routes!(numbers::settings))
        .routes(routes!(numbers::profile, numbers::change_profile))
        .routes(routes!(numbers::exchange_code))
        .routes(routes!(templates::list))
        .routes(routes!(templates::show, templates::change, templates::delete))
        .routes(routes!(templates::create))
        .routes(routes!(templates::sync))
        .routes(routes!(widgets::list, widgets::create))
        .routes(routes!(widgets::show, widgets::change, widgets::delete))
        .routes(routes!(widgets::embed))
        .routes(routes!(widgets::add_key))
        .routes(routes!(widgets::remove_key))
        .routes(routes!(figures::analytics))
        .routes(routes!(figures::blocked))
        .routes(routes!(figures::ignore))
        .routes(routes!(domains::list, domains::add))
        .routes(routes!(domains::show, domains::remove))
        .routes(routes!(domains::verify))
        .routes(routes!(domains::renew))
        .routes(routes!(domains::history))
        .merge(definitions::labels::routes())
        .merge(definitions::conversation_attributes::routes())
        .merge(definitions::customer_attributes::routes())
        .merge(definitions::canned_responses::routes())
        .merge(definitions::teams::routes())
        .routes(routes!(outgoing::list, outgoing::create))
        .routes(routes!(outgoing::show, outgoing::change, outgoing::delete))
        .routes(routes!(outgoing::verify))
        .routes(routes!(outgoing::rotate))
        .routes(routes!(outgoing::test))
        .routes(routes!(outgoing::replay))
        .routes(routes!(outgoing::resend))
        .routes(routes!(outgoing::calls))
        .merge(definitions::views::routes())
        .merge(definitions::macros::routes())
        .routes(routes!(conversations::responses))
        .routes(routes!(conversations::run_macro))
        .routes(routes!(conversations::view_counts))
        .routes(routes!(audit::list))
        .routes(routes!(audit::export))
        .routes(routes!(search::search))
        .merge(definitions::roles::routes())
        .routes(routes!(agents::list))
        .routes(routes!(agents::show, agents::change))
        .routes(routes!(agents::deactivate))
        .routes(routes!(agents::reactivate))
        .routes(routes!(agents::set_availability))
        .routes(routes!(events::list))
        .routes(routes!(realtime::show));
    if login.is_none() {
        return routes;
    }
    routes.merge(own_login())
}

/// What there is only where the login is our own.
fn own_login() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(auth::login))
        .routes(routes!(auth::logout))
        .routes(routes!(oidc::methods))
        .routes(routes!(oidc::begin))
        .routes(routes!(oidc::finish))
        .routes(routes!(invitations::list, invitations::invite))
        .routes(routes!(invitations::revoke))
        .routes(routes!(invitations::renew))
        .routes(routes!(invitations::accept))
        .routes(routes!(api_keys::list, api_keys::create))
        .routes(routes!(api_keys::revoke))
        .routes(routes!(sign_in::sessions, sign_in::end_others))
        .routes(routes!(sign_in::end_one))
        .routes(routes!(sign_in::change_password))
        .routes(routes!(sign_in::factor, sign_in::begin_factor))
        .routes(routes!(sign_in::confirm_factor))
        .routes(routes!(sign_in::renew_codes))
        .routes(routes!(sign_in::end_factor))
        .routes(routes!(sign_in::reset_factor))
}

/// What takes bodies of any size, which are kept as they come.
fn uploads() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(attachments::upload)).layer(DefaultBodyLimit::disable())
}

/// What costs nothing.
fn at_rest() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(health::live))
        .routes(routes!(docs::document))
        .routes(routes!(docs::page))
        .routes(routes!(docs::script))
        .routes(routes!(docs::style))
}
