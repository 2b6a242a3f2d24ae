use crate::{
    extract::{Query, Signed},
    problem::Problem,
    shapes::{AuditEntry, AuditEntryList, AuditQuery, ExportFormat, ExportParams, PageParams},
};
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use chat_core::{AuditFilter, Cursor, Desk, Page, PageQuery};
use futures_util::stream;
use http::header;

/// Lists what agents and API keys did, the latest first.
///
/// Every change is noted in the commit that makes it: who, what, to which records, from where and when; never a text or a secret. Soon
/// afterwards an entry is linked to the one before by its hash, so that whatever is changed or taken out can be seen.
#[utoipa::path(
    get,
    path = "/api/v1/audit",
    tag = "admin",
    operation_id = "listAuditEntries",
    params(AuditQuery, PageParams),
    responses(
        (status = 200, description = "The entries", body = AuditEntryList),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn list(
    Signed(desk): Signed,
    Query(query): Query<AuditQuery>,
    Query(page): Query<PageParams>,
) -> Result<axum::Json<AuditEntryList>, Problem> {
    Ok(axum::Json(desk.audit(&query.into(), page.query()?).await?.into()))
}

/// Gives all entries at once, the latest first; taking them away is noted among them.
#[utoipa::path(
    get,
    path = "/api/v1/audit/export",
    tag = "admin",
    operation_id = "exportAuditEntries",
    params(AuditQuery, ExportParams),
    responses(
        (
            status = 200,
            description = "The entries, one a line",
            content((String = "application/jsonl"), (String = "text/csv")),
        ),
        (status = 403, response = crate::openapi::Forbidden),
    ),
)]
pub(crate) async fn export(
    Signed(desk): Signed,
    Query(query): Query<AuditQuery>,
    Query(params): Query<ExportParams>,
) -> Result<Response, Problem> {
    let filter = AuditFilter::from(query);
    desk.note_audit_export().await?;
    // What cannot be read at all is told by a status; what breaks off later breaks the answer off.
    let first = desk.audit(&filter, PageQuery::first(PageQuery::LIMIT_MAX)).await?;
    let format = params.format.unwrap_or_default();
    let (kind, name) = match format {
        ExportFormat::Jsonl => ("application/jsonl", "attachment; filename=\"audit.jsonl\""),
        ExportFormat::Csv => ("text/csv; charset=utf-8; header=present", "attachment; filename=\"audit.csv\""),
    };
    let body = Body::from_stream(stream::try_unfold(Some(Next::First(first)), move |next| {
        let (desk, filter) = (desk.clone(), filter.clone());
        async move { part(&desk, &filter, next, format).await }
    }));
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], body).into_response())
}

/// What is still to be written.
enum Next {
    First(Page<chat_core::AuditEntry>),
    After(Cursor),
}

/// The next page, written down, and what follows it.
async fn part(
    desk: &Desk,
    filter: &AuditFilter,
    next: Option<Next>,
    format: ExportFormat,
) -> Result<Option<(Bytes, Option<Next>)>, chat_core::Error> {
    let (page, mut text) = match (next, format) {
        (None, _) => return Ok(None),
        (Some(Next::First(page)), ExportFormat::Csv) => (page, AuditEntry::CSV_HEAD.to_owned()),
        (Some(Next::First(page)), ExportFormat::Jsonl) => (page, String::new()),
        (Some(Next::After(place)), _) => {
            let query = PageQuery { limit: PageQuery::LIMIT_MAX, after: Some(place) };
            (desk.audit(filter, query).await?, String::new())
        }
    };
    for entry in page.items.into_iter().map(AuditEntry::from) {
        match format {
            ExportFormat::Csv => text.push_str(&entry.csv()),
            ExportFormat::Jsonl => {
                text.push_str(&serde_json::to_string(&entry).expect("strings and numbers are JSON"));
                text.push('\n');
            }
        }
    }
    Ok(Some((Bytes::from(text), page.next.map(Next::After))))
}
