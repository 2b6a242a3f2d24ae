//! Customers by the file.

use crate::{
    extract::{Csv, Query, Signed},
    problem::Problem,
    shapes::{CustomerTable, ImportQuery, ImportReport, header_row, row},
};
use axum::{body::Body, response::IntoResponse};
use bytes::Bytes;
use chat_core::{Customer, CustomerIdentity, Desk, ImportMode, Page, PageQuery};
use futures_util::stream;
use http::header;

/// Gives all customers as CSV, the newest first, as they are read.
///
/// What a spreadsheet might take for a formula has an apostrophe before it; an import takes that off again.
#[utoipa::path(
    get,
    path = "/api/v1/customers/export",
    tag = "customers",
    operation_id = "exportCustomers",
    responses((status = 200, description = "The customers", body = String, content_type = "text/csv")),
)]
pub(crate) async fn export(Signed(desk): Signed) -> Result<impl IntoResponse, Problem> {
    let first = desk.export_customers(PageQuery::first(PageQuery::LIMIT_MAX)).await?;
    let begun = Export { desk, page: Some(first), has_header: false };
    let body = Body::from_stream(stream::try_unfold(begun, Export::next));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"customers.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, body))
}

/// A table on its way out. When the store fails half-way the body breaks off, which no client takes for its end.
struct Export {
    desk: Desk,
    /// What is written next; nothing when all is.
    page: Option<Page<(Customer, Vec<CustomerIdentity>)>>,
    has_header: bool,
}

impl Export {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, chat_core::Error> {
        let Some(page) = self.page.take() else { return Ok(None) };
        let mut text = if self.has_header { Vec::new() } else { header_row() };
        self.has_header = true;
        for (customer, identities) in &page.items {
            text.extend(row(customer, identities));
        }
        if let Some(after) = page.next {
            let next = PageQuery { limit: PageQuery::LIMIT_MAX, after: Some(after) };
            self.page = Some(self.desk.export_customers(next).await?);
        }
        Ok(Some((text.into(), self)))
    }
}

/// Takes customers in from CSV: those of whom an identity is known are brought up to date, the others are new.
///
/// The first row names the columns: `name`, `email`, `phone`, `language`, `whatsappPhone`, `externalId` and `attributes` (a JSON
/// object), of which one of `email`, `whatsappPhone` and `externalId` has to be there; `id` and `createdAt`, which an export has,
/// are passed over. An empty cell leaves what is known as it is. At most 10,000 rows and 5 MiB. Each row is taken in by itself; the
/// answer tells of the first 100 that were not.
#[utoipa::path(
    post,
    path = "/api/v1/customers/import",
    tag = "customers",
    operation_id = "importCustomers",
    params(ImportQuery),
    request_body(
        content = String,
        content_type = "text/csv",
        example = json!("email,name,externalId\ncleo@mail.example,Cleo,customer-17\n"),
    ),
    responses((status = 200, description = "What became of the rows", body = ImportReport)),
)]
pub(crate) async fn import(
    Signed(desk): Signed,
    Query(query): Query<ImportQuery>,
    Csv(bytes): Csv<{ CustomerTable::BYTES_MAX }>,
) -> Result<axum::Json<ImportReport>, Problem> {
    // Who may not is told so before anything else.
    desk.import_customers(Vec::new(), ImportMode::DryRun).await?;
    let table = CustomerTable::read(&bytes)?;
    let outcomes = desk.import_customers(table.rows(), query.mode()).await?;
    Ok(axum::Json(ImportReport::new(&query, table, outcomes)?))
}
