use super::body;
use crate::{error, problem::Problem};
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::header;

/// A body of CSV of up to `BYTES_MAX` bytes, as it came.
#[derive(Debug)]
pub(crate) struct Csv<const BYTES_MAX: usize>(pub(crate) Bytes);

impl<S: Send + Sync, const BYTES_MAX: usize> FromRequest<S> for Csv<BYTES_MAX> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let said = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !said.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/csv") {
            return Err(error::not_csv());
        }
        body::read(&parts, body, BYTES_MAX).await.map(Self)
    }
}
