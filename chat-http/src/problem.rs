use crate::routes::PartReport;
use axum::response::{IntoResponse, Response};
use chat_core::{CustomerId, FieldError, FittingTemplate, Missed, RequestName, Seq};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was refused. It is handed on by everything that can refuse, and so no larger than a pointer.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Problem(Box<Document>);

/// Why a request was refused, as RFC 9457 has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub(crate) struct Document {
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
    /// That the same request may succeed later, without a change; `Retry-After` says when.
    #[serde(skip_serializing_if = "is_false")]
    #[schema(required = false)]
    retryable: bool,
    /// With `resync`: the `seq` of the journal's last event, to go on from when everything has been loaded anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i64, required = false)]
    head: Option<Seq>,
    /// With `superseded`: what others have done since, the earliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, value_type = Vec<Object>)]
    missed: Vec<Missed>,
    /// With `window_closed`: the templates that may be sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, value_type = Vec<Object>)]
    templates: Vec<FittingTemplate>,
    /// With `provider_refused` and `provider_unavailable`: the provider's own code, or a word of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = String, example = "131031")]
    provider_code: Option<String>,
    /// With `identity_taken`: the customer that has the identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = Uuid, required = false)]
    customer_id: Option<CustomerId>,
    /// When the server is not ready: how each of its parts is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    parts: Vec<PartReport>,
    /// What the request is called, in the header `x-request-id` and in the server's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = String, example = "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f")]
    request_id: Option<String>,
    #[serde(skip)]
    header: Option<(HeaderName, HeaderValue)>,
}

/// One field that is wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
        Self(Box::new(Document {
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            code,
            errors: Vec::new(),
            retryable: false,
            head: None,
            missed: Vec::new(),
            templates: Vec::new(),
            provider_code: None,
            customer_id: None,
            parts: Vec::new(),
            request_id: None,
            header: None,
        }))
    }

    /// A single wrong field.
    pub(crate) fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        let mut invalid = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "the input is not valid");
        invalid.0.errors.push(WrongField { field: field.into(), problem: problem.into() });
        invalid
    }

    pub(crate) fn field_errors(errors: Vec<FieldError>) -> Self {
        let mut invalid = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "the input is not valid");
        invalid.0.errors =
            errors.into_iter().map(|it| WrongField { field: it.field.into_owned(), problem: it.problem }).collect();
        invalid
    }

    /// Adds where the journal ends.
    #[must_use]
    pub(crate) fn head(mut self, head: Seq) -> Self {
        self.0.head = Some(head);
        self
    }

    /// Adds what somebody has not seen yet.
    #[must_use]
    pub(crate) fn missed(mut self, events: Vec<Missed>) -> Self {
        self.0.missed = events;
        self
    }

    /// Adds the templates that may be sent.
    #[must_use]
    pub(crate) fn templates(mut self, templates: Vec<FittingTemplate>) -> Self {
        self.0.templates = templates;
        self
    }

    /// Adds what a provider calls the reason.
    #[must_use]
    pub(crate) fn provider_code(mut self, code: String) -> Self {
        self.0.provider_code = Some(code);
        self
    }

    /// Adds whose the identity is.
    #[must_use]
    pub(crate) fn customer(mut self, customer: CustomerId) -> Self {
        self.0.customer_id = Some(customer);
        self
    }

    /// Adds how the server's parts are.
    #[must_use]
    pub(crate) fn parts(mut self, parts: Vec<PartReport>) -> Self {
        self.0.parts = parts;
        self
    }

    /// Adds what the request is called that met it.
    #[must_use]
    pub(crate) fn of_request(mut self, name: &RequestName) -> Self {
        self.0.request_id = Some(name.to_string());
        self
    }

    /// The document.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers are JSON")
    }

    #[must_use]
    pub(crate) fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.0.retryable |= name == header::RETRY_AFTER;
        self.0.header = Some((name, value.into()));
        self
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields on by reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        let status = StatusCode::from_u16(self.0.status).expect("it was made from a status");
        let mut headers = HeaderMap::from_iter(self.0.header.take());
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Self::CONTENT_TYPE));
        let mut response = (status, headers, self.to_bytes()).into_response();
        // Whoever names requests writes the name into it.
        response.extensions_mut().insert(self);
        response
    }
}
