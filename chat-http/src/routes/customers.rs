use crate::{
    extract::{Id, Query, Signed},
    problem::Problem,
    shapes::{CustomerDetail, CustomerList, CustomerQuery},
};
use chat_core::CustomerId;

/// Lists customers, the newest first.
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
pub(crate) async fn show(Signed(desk): Signed, Id(id): Id<CustomerId>) -> Result<axum::Json<CustomerDetail>, Problem> {
    let (customer, identities) = desk.customer(id).await?;
    Ok(axum::Json(CustomerDetail::new(customer, identities)))
}
