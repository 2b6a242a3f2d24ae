use crate::{error, guard::Ration, problem::Problem};
use axum::body::{Body, Bytes};
use bytes::BytesMut;
use http::{header, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;

/// How long a body may take to arrive.
const ARRIVAL_MAX: Duration = Duration::from_secs(30);

/// Reads a body of up to `bytes_max` bytes. One that says to be longer is not read at all.
pub(crate) async fn read(parts: &Parts, body: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    let said = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|bytes| bytes > bytes_max) {
        return Err(error::too_large(bytes_max));
    }
    let ration = parts.extensions.get::<Ration>();
    let arrival = collect(Limited::new(body, bytes_max), ration, bytes_max);
    tokio::time::timeout(ARRIVAL_MAX, arrival).await.map_err(|_| error::too_slow())?
}

/// Collects what arrives, as long as there is memory for it.
async fn collect(mut body: Limited<Body>, ration: Option<&Ration>, bytes_max: usize) -> Result<Bytes, Problem> {
    let mut all = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|failure| match failure.is::<LengthLimitError>() {
            true => error::too_large(bytes_max),
            false => error::malformed("the body broke off"),
        })?;
        let Ok(chunk) = frame.into_data() else { continue };
        let room = ration.map_or(Ok(()), |ration| ration.take(chunk.len()));
        room.map_err(|_| error::overloaded("the bodies of other requests take all the memory there is for them"))?;
        all.extend_from_slice(&chunk);
    }
    Ok(all.freeze())
}
