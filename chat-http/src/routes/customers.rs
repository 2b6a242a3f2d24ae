use super::conversations::listed;
use crate::{
    extract::{Id, Json, Query, Signed},
    problem::Problem,
    revisions::Tagged,
    shapes::{
        Blocking, ConversationList, Customer, CustomerDetail, CustomerList, CustomerPatch, CustomerQuery, HeldBackList,
        HeldBackQuery, PageParams,
    },
};
use chat_core::{CustomerId, Hearing};

/// Lists customers, the newest first. Those that were merged into others are not among them.
#[utoipa::path(
    get,
    path = "/api/v1/customers",
    tag = "customers",
    operation_id = "listCustomers",
    params(CustomerQuery),
    responses((status = 200, description = "A page of customers", body = CustomerList)),
)]
pub(crate) async fn list(
    Signed(desk): Signed,
    Query(query): Query<CustomerQuery>,
) -> Result<axum::Json<CustomerList>, Problem> {
    let page = query.page()?;
    Ok(axum::Json(desk.customers(query.q.as_deref(), page).await?.into()))
}

/// Shows one customer with everything that identifies it.
#[utoipa::path(
    get,
    path = "/api/v1/customers/{id}",
    tag = "customers",
    operation_id = "showCustomer",
    params(("id" = String, Path, format = Uuid, description = "The customer's id")),
    responses((status = 200, description = "The customer", body = CustomerDetail)),
)]
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<CustomerId>) -> Result<Tagged<CustomerDetail>, Problem> {
    let (customer, identities) = desk.customer(id).await?;
    Ok(Tagged(CustomerDetail::new(customer, identities)))
}

/// Corrects what is known of a customer.
#[utoipa::path(
    patch,
    path = "/api/v1/customers/{id}",
    tag = "customers",
    operation_id = "changeCustomer",
    params(("id" = String, Path, format = Uuid, description = "The customer's id")),
    request_body = CustomerPatch,
    responses(
        (status = 200, description = "The customer as it is now", body = Customer),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn change(
    Signed(desk): Signed,
    Id(id): Id<CustomerId>,
    Json(patch): Json<CustomerPatch>,
) -> Result<Tagged<Customer>, Problem> {
    Ok(Tagged(desk.change_customer(id, &patch.into()).await?.into()))
}

/// Lists the conversations of a customer over all channels, those with the latest message first.
#[utoipa::path(
    get,
    path = "/api/v1/customers/{id}/conversations",
    tag = "customers",
    operation_id = "listCustomerConversations",
    params(("id" = String, Path, format = Uuid, description = "The customer's id"), PageParams),
    responses((status = 200, description = "A page of conversations", body = ConversationList)),
)]
pub(crate) async fn conversations(
    Signed(desk): Signed,
    Id(id): Id<CustomerId>,
    Query(page): Query<PageParams>,
) -> Result<axum::Json<ConversationList>, Problem> {
    let page = desk.conversations_of(id, page.query()?).await?;
    listed(&desk, page).await
}

/// Keeps what a customer writes on a channel, or on all of them, out of the inbox.
///
/// Nobody is told of what it writes from then on: WhatsApp is answered as ever, a website shows no chat. It is kept for those who
/// manage customers.
#[utoipa::path(
    post,
    path = "/api/v1/customers/{id}/block",
    tag = "customers",
    operation_id = "blockCustomer",
    params(("id" = String, Path, format = Uuid, description = "The customer's id")),
    request_body = Blocking,
    responses(
        (status = 200, description = "The customer as it is now", body = Customer),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn block(
    Signed(desk): Signed,
    Id(id): Id<CustomerId>,
    Json(blocking): Json<Blocking>,
) -> Result<Tagged<Customer>, Problem> {
    Ok(Tagged(desk.block(id, blocking.source.as_ref(), Hearing::Blocked).await?.into()))
}

/// Hears a customer again on a channel, or on all of them.
///
/// Who is blocked on all channels at once is heard again on all of them at once.
#[utoipa::path(
    post,
    path = "/api/v1/customers/{id}/unblock",
    tag = "customers",
    operation_id = "unblockCustomer",
    params(("id" = String, Path, format = Uuid, description = "The customer's id")),
    request_body = Blocking,
    responses(
        (status = 200, description = "The customer as it is now", body = Customer),
        (status = 409, response = crate::openapi::Conflict),
    ),
)]
pub(crate) async fn unblock(
    Signed(desk): Signed,
    Id(id): Id<CustomerId>,
    Json(blocking): Json<Blocking>,
) -> Result<Tagged<Customer>, Problem> {
    Ok(Tagged(desk.block(id, blocking.source.as_ref(), Hearing::Heard).await?.into()))
}

/// Lists what blocked customers wrote, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/held-back-messages",
    tag = "customers",
    operation_id = "listHeldBackMessages",
    params(HeldBackQuery),
    responses(
        (status = 200, description = "A page of messages", body = HeldBackList),
        (status = 404, response = crate::openapi::NotFound),
    ),
)]
pub(crate) async fn held_back(
    Signed(desk): Signed,
    Query(query): Query<HeldBackQuery>,
) -> Result<axum::Json<HeldBackList>, Problem> {
    let page = query.page()?;
    Ok(axum::Json(desk.held_back(query.customer_id, page).await?.into()))
}
