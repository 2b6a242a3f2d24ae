use crate::{
    error,
    extract::{DomainOf, Id, Json, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{Check, Domain, DomainHistory, DomainList, NewDomain},
};
use chat_core::{Limited, WidgetId};
use http::StatusCode;

/// Lists the domains of a widget, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/widgets/{id}/domains",
    tag = "widgets",
    operation_id = "listWidgetDomains",
    params(("id" = String, Path, format = Uuid, description = "The widget's id")),
    responses((status = 200, description = "The domains", body = DomainList)),
)]
pub(crate) async fn list(Signed(desk): Signed, Id(id): Id<WidgetId>) -> Result<axum::Json<DomainList>, Problem> {
    Ok(axum::Json(desk.domains(id).await?.into()))
}

/// Adds a domain to a widget.
///
/// The widget appears there once the domain is proven: by the TXT record or, unless it is a wildcard, by the file that the answer
/// names.
#[utoipa::path(
    post,
    path = "/api/v1/widgets/{id}/domains",
    tag = "widgets",
    operation_id = "addWidgetDomain",
    params(("id" = String, Path, format = Uuid, description = "The widget's id")),
    request_body = NewDomain,
    responses(
        (status = 201, description = "The domain, and what proves it", body = Domain),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn add(
    Signed(desk): Signed,
    Id(id): Id<WidgetId>,
    Json(new): Json<NewDomain>,
) -> Result<(StatusCode, Tagged<Domain>), Problem> {
    let domain = desk.add_domain(id, &new.domain).await?;
    Ok((StatusCode::CREATED, Tagged(domain.into())))
}

/// Shows one domain of a widget.
#[utoipa::path(
    get,
    path = "/api/v1/widgets/{id}/domains/{domainId}",
    tag = "widgets",
    operation_id = "showWidgetDomain",
    params(
        ("id" = String, Path, format = Uuid, description = "The widget's id"),
        ("domainId" = String, Path, format = Uuid, description = "The domain's id"),
    ),
    responses((status = 200, description = "The domain, and what proves it", body = Domain)),
)]
pub(crate) async fn show(Signed(desk): Signed, of: DomainOf) -> Result<Tagged<Domain>, Problem> {
    Ok(Tagged(desk.domain(of.widget, of.domain).await?.into()))
}

/// Looks for the proof of a domain at once, and tells what was seen.
///
/// The proof is looked for by itself as well: soon after the domain was added, and daily once it was found.
#[utoipa::path(
    post,
    path = "/api/v1/widgets/{id}/domains/{domainId}/verify",
    tag = "widgets",
    operation_id = "verifyWidgetDomain",
    params(
        ("id" = String, Path, format = Uuid, description = "The widget's id"),
        ("domainId" = String, Path, format = Uuid, description = "The domain's id"),
    ),
    responses(
        (status = 200, description = "The domain as it stands now, and what was seen", body = Check),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn verify(Signed(desk): Signed, of: DomainOf) -> Result<axum::Json<Check>, Problem> {
    desk.allow(Limited::Check).await.map_err(error::rate_limited)?;
    Ok(axum::Json(desk.check_domain(of.widget, of.domain).await?.into()))
}

/// Gives a domain that is not proven another token to prove it with.
#[utoipa::path(
    post,
    path = "/api/v1/widgets/{id}/domains/{domainId}/renew",
    tag = "widgets",
    operation_id = "renewWidgetDomain",
    params(
        ("id" = String, Path, format = Uuid, description = "The widget's id"),
        ("domainId" = String, Path, format = Uuid, description = "The domain's id"),
    ),
    responses(
        (status = 200, description = "The domain, and what proves it now", body = Domain),
        (status = 403, response = crate::openapi::Forbidden),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn renew(Signed(desk): Signed, of: DomainOf) -> Result<Tagged<Domain>, Problem> {
    Ok(Tagged(desk.renew_domain(of.widget, of.domain).await?.into()))
}

/// Takes a domain away from a widget: it does not appear there any more.
#[utoipa::path(
    delete,
    path = "/api/v1/widgets/{id}/domains/{domainId}",
    tag = "widgets",
    operation_id = "removeWidgetDomain",
    params(
        ("id" = String, Path, format = Uuid, description = "The widget's id"),
        ("domainId" = String, Path, format = Uuid, description = "The domain's id"),
    ),
    responses(
        (status = 204, description = "It is removed"),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn remove(Signed(desk): Signed, of: DomainOf) -> Result<StatusCode, Problem> {
    desk.remove_domain(of.widget, of.domain).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells what happened to a domain, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/widgets/{id}/domains/{domainId}/history",
    tag = "widgets",
    operation_id = "showWidgetDomainHistory",
    params(
        ("id" = String, Path, format = Uuid, description = "The widget's id"),
        ("domainId" = String, Path, format = Uuid, description = "The domain's id"),
    ),
    responses((status = 200, description = "The last 200 steps", body = DomainHistory)),
)]
pub(crate) async fn history(Signed(desk): Signed, of: DomainOf) -> Result<axum::Json<DomainHistory>, Problem> {
    Ok(axum::Json(desk.domain_history(of.widget, of.domain).await?.into()))
}
