use crate::{error, problem::Problem};
use axum::body::{Body, Bytes};
use http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

/// Reads a body of up to `bytes_max` bytes. One that says to be longer is not read at all.
pub(crate) async fn read(headers: &HeaderMap, body: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|bytes| bytes > bytes_max) {
        return Err(error::too_large(bytes_max));
    }
    match Limited::new(body, bytes_max).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(failure) if failure.is::<LengthLimitError>() => Err(error::too_large(bytes_max)),
        Err(_) => Err(error::malformed("the body broke off")),
    }
}
