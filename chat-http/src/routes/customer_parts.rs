//! What a customer has: the identities that find it, and the notes of the team.

use crate::{
    error,
    extract::{Id, Json, OfCustomer, Query, Signed},
    problem::Problem,
    shapes::{CustomerNote, CustomerNoteList, Identity, NewCustomerNote, NewIdentity, PageParams},
};
use chat_core::{CustomerId, DossierEntryId, IdentityId};
use http::StatusCode;

/// Lets an identity find a customer from now on.
///
/// When it finds another one already, the answer is 409 with the code `identity_taken` and that customer's id in `customerId`.
#[utoipa::path(
    post,
    path = "/api/v1/customers/{id}/identities",
    tag = "customers",
    operation_id = "addCustomerIdentity",
    params(("id" = String, Path, format = Uuid, description = "The customer's id")),
    request_body = NewIdentity,
    responses(
        (status = 201, description = "The identity", body = Identity),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn add_identity(
    Signed(desk): Signed,
    Id(id): Id<CustomerId>,
    Json(new): Json<NewIdentity>,
) -> Result<(StatusCode, axum::Json<Identity>), Problem> {
    let identity = desk.add_identity(id, &new.into()).await?;
    Ok((StatusCode::CREATED, axum::Json(identity.into())))
}

/// Takes an identity away from a customer: whoever writes under it is somebody new.
#[utoipa::path(
    delete,
    path = "/api/v1/customers/{id}/identities/{identityId}",
    tag = "customers",
    operation_id = "removeCustomerIdentity",
    params(
        ("id" = String, Path, format = Uuid, description = "The customer's id"),
        ("identityId" = String, Path, format = Uuid, description = "The identity's id"),
    ),
    responses((status = 204, description = "It is taken away")),
)]
pub(crate) async fn remove_identity(Signed(desk): Signed, of: OfCustomer<IdentityId>) -> Result<StatusCode, Problem> {
    desk.remove_identity(of.customer, of.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists what agents have written down about a customer, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/customers/{id}/notes",
    tag = "customers",
    operation_id = "listCustomerNotes",
    params(("id" = String, Path, format = Uuid, description = "The customer's id"), PageParams),
    responses((status = 200, description = "A page of notes", body = CustomerNoteList)),
)]
pub(crate) async fn notes(
    Signed(desk): Signed,
    Id(id): Id<CustomerId>,
    Query(page): Query<PageParams>,
) -> Result<axum::Json<CustomerNoteList>, Problem> {
    Ok(axum::Json(desk.customer_notes(id, page.query()?).await?.into()))
}

/// Writes something down about a customer, for colleagues.
#[utoipa::path(
    post,
    path = "/api/v1/customers/{id}/notes",
    tag = "customers",
    operation_id = "noteCustomer",
    params(("id" = String, Path, format = Uuid, description = "The customer's id")),
    request_body = NewCustomerNote,
    responses(
        (status = 201, description = "The note", body = CustomerNote),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn note(
    Signed(desk): Signed,
    Id(id): Id<CustomerId>,
    Json(new): Json<NewCustomerNote>,
) -> Result<(StatusCode, axum::Json<CustomerNote>), Problem> {
    let entry = desk.note_customer(id, &new.text).await?;
    let note = CustomerNote::of(entry).ok_or_else(|| error::not_found("note"))?;
    Ok((StatusCode::CREATED, axum::Json(note)))
}

/// Takes a note away: one's own, or anybody's for owners and admins.
#[utoipa::path(
    delete,
    path = "/api/v1/customers/{id}/notes/{entryId}",
    tag = "customers",
    operation_id = "removeCustomerNote",
    params(
        ("id" = String, Path, format = Uuid, description = "The customer's id"),
        ("entryId" = String, Path, format = Uuid, description = "The note's id"),
    ),
    responses((status = 204, description = "It is taken away")),
)]
pub(crate) async fn remove_note(Signed(desk): Signed, of: OfCustomer<DossierEntryId>) -> Result<StatusCode, Problem> {
    desk.remove_customer_note(of.customer, of.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
