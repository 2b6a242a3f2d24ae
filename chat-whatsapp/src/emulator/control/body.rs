//! What goes into and comes out of control calls.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// Why a control call was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The call makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// What the call speaks of does not exist.
    #[error("{0}")]
    NotFound(String),
    /// The call contradicts what is there.
    #[error("{0}")]
    Conflict(String),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
        };
        (status, Json(json!({"error": self.to_string()}))).into_response()
    }
}

/// A JSON body of any content type; an empty one counts as `{}`.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let bytes =
            Bytes::from_request(request, state).await.map_err(|rejection| Refused::Invalid(rejection.body_text()))?;
        let json = if bytes.is_empty() { b"{}" } else { bytes.as_ref() };
        let reason = |error| Refused::Invalid(format!("the body is not what this call takes: {error}"));
        // As a map first: serde would take an array for a struct as well.
        let object: Map<String, Value> = serde_json::from_slice(json).map_err(reason)?;
        serde_json::from_value(Value::Object(object)).map(Self).map_err(reason)
    }
}
