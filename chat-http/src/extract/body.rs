use crate::{error, problem::Problem};
use axum::body::{Body, Bytes};
use http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;

/// How long a body may take to arrive.
const ARRIVAL_MAX: Duration = Duration::from_secs(30);

/// Reads a body of up to `bytes_max` bytes. One that says to be longer is not read at all.
pub(crate) async fn read(headers: &HeaderMap, body: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|bytes| bytes > bytes_max) {
        return Err(error::too_large(bytes_max));
    }
    match tokio::time::timeout(ARRIVAL_MAX, Limited::new(body, bytes_max).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(failure)) if failure.is::<LengthLimitError>() => Err(error::too_large(bytes_max)),
        Ok(Err(_)) => Err(error::malformed("the body broke off")),
        Err(_) => Err(error::too_slow()),
    }
}
