use axum::response::{IntoResponse, Response};
use chat_core::{FieldError, Seq};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was refused, as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// What the status stands for.
    #[schema(example = "Unprocessable Entity")]
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 422)]
    status: u16,
    /// What is wrong, for people.
    #[schema(example = "the input is not valid")]
    detail: String,
    /// What is wrong, for programs.
    #[schema(example = "invalid")]
    code: &'static str,
    /// The fields that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<WrongField>,
    /// With `resync`: the `seq` of the journal's last event, to go on from when everything has been loaded anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i64, required = false)]
    head: Option<Seq>,
    #[serde(skip)]
    header: Option<Box<(HeaderName, HeaderValue)>>,
}

/// One field that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrongField {
    /// Its name, with dots for what lies inside another.
    #[schema(example = "content")]
    field: String,
    /// What is wrong and how to mend it.
    #[schema(example = "write something")]
    problem: String,
}

impl Problem {
    pub(crate) const CONTENT_TYPE: &'static str = "application/problem+json";

    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            code,
            errors: Vec::new(),
            head: None,
            header: None,
        }
    }

    /// A single wrong field.
    pub(crate) fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        let mut invalid = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "the input is not valid");
        invalid.errors.push(WrongField { field: field.into(), problem: problem.into() });
        invalid
    }

    pub(crate) fn field_errors(errors: Vec<FieldError>) -> Self {
        let mut invalid = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "the input is not valid");
        invalid.errors =
            errors.into_iter().map(|it| WrongField { field: it.field.into_owned(), problem: it.problem }).collect();
        invalid
    }

    /// Adds where the journal ends.
    #[must_use]
    pub(crate) fn head(mut self, head: Seq) -> Self {
        self.head = Some(head);
        self
    }

    #[must_use]
    pub(crate) fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.header = Some(Box::new((name, value.into())));
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        let status = StatusCode::from_u16(self.status).expect("it was made from a status");
        let mut headers = HeaderMap::from_iter(self.header.take().map(|header| *header));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Self::CONTENT_TYPE));
        let body = serde_json::to_vec(&self).expect("strings and numbers are JSON");
        (status, headers, body).into_response()
    }
}
