use axum::{
    Json,
    response::{IntoResponse, Response},
};
use chat_core::{NoVisit, UploadError};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use std::{error::Error as StdError, time::Duration};

/// Why a file of a visitor is not taken: told to the frame as errors of the socket are.
#[derive(Debug)]
pub(crate) enum Objection {
    /// Nobody vouches for whoever sends it.
    Unauthorized,
    /// The body is none of which a file could be the first part.
    NotMultipart,
    /// The file.
    Upload(UploadError),
}

impl From<UploadError> for Objection {
    fn from(error: UploadError) -> Self {
        Self::Upload(error)
    }
}

impl From<NoVisit> for Objection {
    fn from(reason: NoVisit) -> Self {
        match reason {
            NoVisit::NotHere | NoVisit::NotIdentified => Self::Unauthorized,
            NoVisit::TooMany(wait) => UploadError::TooMany(wait).into(),
            NoVisit::Unavailable(error) => UploadError::from(error).into(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
}

impl Objection {
    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized"),
            Self::NotMultipart => (StatusCode::BAD_REQUEST, "invalid"),
            Self::Upload(error) => match error {
                UploadError::NoFiles | UploadError::Off => (StatusCode::FORBIDDEN, "uploads_off"),
                UploadError::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
                UploadError::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "file_too_large"),
                UploadError::Refused(_) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "file_type"),
                UploadError::Infected => (StatusCode::UNPROCESSABLE_ENTITY, "file_infected"),
                UploadError::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "rate_limited"),
                UploadError::BrokenOff => (StatusCode::BAD_REQUEST, "broken_off"),
                UploadError::TooSlow => (StatusCode::REQUEST_TIMEOUT, "too_slow"),
                UploadError::Busy | UploadError::Full | UploadError::Unavailable(_) => {
                    (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
                }
            },
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Unauthorized => "the token is not valid".to_owned(),
            Self::NotMultipart => "send the file as the first part, `file`, of multipart/form-data".to_owned(),
            Self::Upload(error) => error.to_string(),
        }
    }

    fn wait(&self) -> Option<Duration> {
        match self {
            Self::Upload(UploadError::TooMany(wait)) => Some(*wait),
            _ => None,
        }
    }
}

impl IntoResponse for Objection {
    fn into_response(self) -> Response {
        if let Self::Upload(UploadError::Unavailable(source)) = &self {
            let error: &(dyn StdError + 'static) = &**source;
            tracing::error!(
                error,
                cause = source.source(),
                "a visitor's file was refused: something it needs is not available"
            );
        }
        let (status, code) = self.status_and_code();
        let mut headers = HeaderMap::from_iter([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))]);
        // Rounded up: whoever comes back a moment too early has to wait again.
        let retry_after_ms = self.wait().map(|wait| u64::try_from(wait.as_micros().div_ceil(1000)).unwrap_or(u64::MAX));
        if let Some(wait_ms) = retry_after_ms {
            headers.insert(header::RETRY_AFTER, wait_ms.div_ceil(1000).into());
        }
        (status, headers, Json(Told { code, message: self.message(), retry_after_ms })).into_response()
    }
}
