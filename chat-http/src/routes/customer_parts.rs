//! What a customer has: the identities that find it, the notes of the team, and who else it turned out to be.

use crate::{
    error,
    extract::{Id, Json, OfCustomer, Query, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{
        Customer, CustomerMerge, CustomerMergeList, CustomerNote, CustomerNoteList, Identity, NewCustomerMerge,
        NewCustomerNote, NewIdentity, PageParams,
    },
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

/// Makes one customer of two: the one in the body goes up in the one of the path.
///
/// Identities, conversations, notes and held back messages move; what is not known of this customer is taken over. Where both have a
/// conversation at the same account, the one that moves is archived. It can be undone for 30 days.
#[utoipa::path(
    post,
    path = "/api/v1/customers/{id}/merge",
    tag = "customers",
    operation_id = "mergeCustomer",
    params(("id" = String, Path, format = Uuid, description = "The customer that stays")),
    request_body = NewCustomerMerge,
    responses(
        (status = 201, description = "What moved", body = CustomerMerge),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn merge(
    Signed(desk): Signed,
    Id(id): Id<CustomerId>,
    Json(new): Json<NewCustomerMerge>,
) -> Result<(StatusCode, axum::Json<CustomerMerge>), Problem> {
    let entry = desk.merge_customers(id, new.customer_id).await?;
    let merge = CustomerMerge::of(entry).ok_or_else(|| error::not_found("merge"))?;
    Ok((StatusCode::CREATED, axum::Json(merge)))
}

/// Lists the customers that turned out to be this one, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/customers/{id}/merges",
    tag = "customers",
    operation_id = "listCustomerMerges",
    params(("id" = String, Path, format = Uuid, description = "The customer's id"), PageParams),
    responses((status = 200, description = "A page of merges", body = CustomerMergeList)),
)]
pub(crate) async fn merges(
    Signed(desk): Signed,
    Id(id): Id<CustomerId>,
    Query(page): Query<PageParams>,
) -> Result<axum::Json<CustomerMergeList>, Problem> {
    Ok(axum::Json(desk.merges(id, page.query()?).await?.into()))
}

/// Makes two customers of one again, and answers with the one that had been merged.
///
/// What moved by the merge moves back, as far as it is still where it was moved to; what came since stays.
#[utoipa::path(
    post,
    path = "/api/v1/customers/{id}/merges/{entryId}/undo",
    tag = "customers",
    operation_id = "undoCustomerMerge",
    params(
        ("id" = String, Path, format = Uuid, description = "The customer's id"),
        ("entryId" = String, Path, format = Uuid, description = "The merge's id"),
    ),
    responses(
        (status = 200, description = "The customer that is its own again", body = Customer),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn undo_merge(
    Signed(desk): Signed,
    of: OfCustomer<DossierEntryId>,
) -> Result<Tagged<Customer>, Problem> {
    Ok(Tagged(desk.undo_merge(of.customer, of.id).await?.into()))
}
