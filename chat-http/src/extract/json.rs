use super::{body, fields};
use crate::{error, problem::Problem};
use axum::extract::{FromRequest, Request};
use http::{HeaderMap, header};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

/// A JSON body of up to `BYTES_MAX` bytes, which are 1 MiB unless said otherwise.
#[derive(Debug)]
pub(crate) struct Json<T, const BYTES_MAX: usize = 1_048_576>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync, const BYTES_MAX: usize> FromRequest<S> for Json<T, BYTES_MAX> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        if !says_json(&parts.headers) {
            return Err(error::not_json());
        }
        let bytes = body::read(&parts, body, BYTES_MAX).await?;
        let text = std::str::from_utf8(&bytes).map_err(|_| error::malformed("the body is not UTF-8"))?;
        if !is_object(text) {
            serde_json::from_str::<IgnoredAny>(text).map_err(|failure| malformed(&failure))?;
            return Err(Problem::invalid("body", fields::OBJECT));
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        let value =
            serde_path_to_error::deserialize(&mut reader).map_err(|failure| match failure.inner().classify() {
                Category::Data => fields::wrong(&failure),
                // What stands where a word was expected counts as bad syntax with serde_json.
                Category::Syntax if serde_json::from_str::<IgnoredAny>(text).is_ok() => fields::wrong(&failure),
                Category::Syntax | Category::Eof | Category::Io => malformed(failure.inner()),
            })?;
        reader.end().map_err(|failure| malformed(&failure))?;
        Ok(Self(value))
    }
}

/// A derived reader would take an array for an object with its fields in order.
fn is_object(text: &str) -> bool {
    text.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{')
}

/// Tells where, and nothing of what stands there.
fn malformed(failure: &serde_json::Error) -> Problem {
    error::malformed(format!("the body is not JSON: line {}, column {}", failure.line(), failure.column()))
}

fn says_json(headers: &HeaderMap) -> bool {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media_type == "application/json" || (media_type.starts_with("application/") && media_type.ends_with("+json"))
}
