//! What Meta does of its own accord, or sends by other ways than the Graph API.

use super::{Refused, body::Body};
use crate::emulator::{
    faults::plain,
    machine::Shared,
    world::{Quality, TemplateStatus, Tier},
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /_emu/codes`: the codes that numbers got to be verified with.
pub(crate) async fn codes(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(json!({"codes": shared.world().codes()}))
}

/// What becomes of a template; what is not there stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct TemplateChange {
    status: Option<TemplateStatus>,
    reason: Option<String>,
    quality: Option<Quality>,
    category: Option<String>,
}

/// `POST /_emu/template/{id}`: Meta reviews, pauses or moves a template, or its quality changes.
pub(crate) async fn template(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(change): Body<TemplateChange>,
) -> Result<Json<Value>, Refused> {
    shared.change(|world| {
        if !world.templates.by_id.contains_key(&id) {
            return Err(Refused::NotFound(format!("there is no template {id:?}")));
        }
        if let Some(category) = change.category {
            world.set_template_category(&id, &category);
        }
        if let Some(quality) = change.quality {
            world.set_template_quality(&id, quality);
        }
        if let Some(status) = change.status {
            world.set_template_status(&id, status, change.reason.as_deref());
        }
        Ok(Json(json!({"id": id})))
    })
}

/// How good a number is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct PhoneQuality {
    quality: Quality,
}

/// `POST /_emu/phone/{id}/quality`.
pub(crate) async fn phone_quality(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(PhoneQuality { quality }): Body<PhoneQuality>,
) -> Result<Json<Value>, Refused> {
    match shared.change(|world| world.set_phone_quality(&id, quality)) {
        true => Ok(Json(json!({"id": id, "quality": quality}))),
        false => Err(Refused::NotFound(format!("there is no phone number {id:?}"))),
    }
}

/// How many users a portfolio may write to first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Limit {
    limit: Tier,
}

/// `POST /_emu/business/{id}/limit`.
pub(crate) async fn limit(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(Limit { limit }): Body<Limit>,
) -> Result<Json<Value>, Refused> {
    match shared.change(|world| world.set_tier(&id, limit)) {
        true => Ok(Json(json!({"id": id, "limit": limit}))),
        false => Err(Refused::NotFound(format!("there is no business {id:?}"))),
    }
}

/// The portfolio above another one; `null` takes it away.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Parent {
    parent: Option<String>,
}

/// `POST /_emu/business/{id}/parent`: from then on webhooks name users by their id towards the parent as well.
pub(crate) async fn parent(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(Parent { parent }): Body<Parent>,
) -> Result<Json<Value>, Refused> {
    let mut world = shared.world();
    if !world.wabas.values().any(|waba| waba.business == id) {
        return Err(Refused::NotFound(format!("there is no business {id:?}")));
    }
    if parent.as_ref().is_some_and(|parent| parent.is_empty() || *parent == id) {
        return Err(Refused::Invalid("parent must be the id of another portfolio".to_owned()));
    }
    match &parent {
        Some(parent) => world.parents.insert(id.clone(), parent.clone()),
        None => world.parents.remove(&id),
    };
    Ok(Json(json!({"id": id, "parent": parent})))
}

/// To whom alone a number may write; `null` lifts that.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct AllowList {
    recipients: Option<Vec<String>>,
}

/// `POST /_emu/phone/{id}/allow_list`.
pub(crate) async fn allow_list(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Body(AllowList { recipients }): Body<AllowList>,
) -> Result<Json<Value>, Refused> {
    let mut world = shared.world();
    let phone = world.phones.get_mut(&id);
    let phone = phone.ok_or_else(|| Refused::NotFound(format!("there is no phone number {id:?}")))?;
    phone.allow_list = recipients.map(|recipients| recipients.iter().map(|written| plain(written)).collect());
    Ok(Json(json!({"id": id, "recipients": phone.allow_list})))
}

/// Which app a business signs up with, and for which of its accounts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct SignUp {
    app_id: String,
    business_account_id: String,
}

/// `POST /_emu/sign_up`: a business ends the sign-up in its browser, which gives the app a code to exchange.
pub(crate) async fn sign_up(
    State(shared): State<Arc<Shared>>,
    Body(SignUp { app_id, business_account_id }): Body<SignUp>,
) -> Result<Json<Value>, Refused> {
    let mut world = shared.world();
    if !world.apps.contains_key(&app_id) || !world.wabas.contains_key(&business_account_id) {
        return Err(Refused::NotFound("there is no such app or business account".to_owned()));
    }
    Ok(Json(json!({"code": world.issue_code(&app_id, &business_account_id)})))
}
