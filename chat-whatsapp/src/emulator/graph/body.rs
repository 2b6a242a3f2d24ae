//! What the body of a request carries, however the caller wrote it.

use super::errors::GraphError;
use crate::emulator::world::File;
use axum::{
    body::Body,
    extract::{FromRequest as _, Multipart, Request},
    http::{HeaderMap, header},
};
use bytes::Bytes;
use serde_json::{Map, Value};

/// The largest part of a form that is not a file.
const PARAMETER_BYTES_MAX: usize = 1 << 20;

/// The parameters and the file of a body.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) parameters: Map<String, Value>,
    pub(crate) file: Option<File>,
}

impl Content {
    /// Reads a form with or without files if it says so, and JSON otherwise. An empty body has no parameters.
    pub(crate) async fn read(headers: &HeaderMap, body: Bytes) -> Result<Self, GraphError> {
        if body.is_empty() {
            return Ok(Self::default());
        }
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            return Self::multipart(kind, body).await;
        }
        let parameters = match kind.starts_with("application/x-www-form-urlencoded") {
            true => form(&body),
            false => match serde_json::from_slice(&body) {
                Ok(Value::Object(given)) => given,
                _ => return Err(GraphError::malformed("The body is not a JSON object")),
            },
        };
        Ok(Self { parameters, file: None })
    }

    async fn multipart(kind: &str, body: Bytes) -> Result<Self, GraphError> {
        let malformed = || GraphError::malformed("The body is not multipart/form-data");
        let mut request = Request::new(Body::from(body));
        request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().map_err(|_| malformed())?);
        // The whole body is there already, and its size was looked at then.
        axum::extract::DefaultBodyLimit::disable().apply(&mut request);
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| malformed())?;
        let mut content = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|_| malformed())? {
            let name = part.name().unwrap_or_default().to_owned();
            let filename = part.file_name().map(str::to_owned);
            let mime = part.content_type().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| malformed())?;
            if name == "file" {
                content.file = Some(File { mime: mime.unwrap_or_default(), filename, bytes });
            } else if bytes.len() <= PARAMETER_BYTES_MAX {
                let text = String::from_utf8(bytes.into()).map_err(|_| malformed())?;
                content.parameters.insert(name, structured(text));
            }
        }
        Ok(content)
    }
}

/// The parameters of a query or of a form.
pub(crate) fn form(encoded: &[u8]) -> Map<String, Value> {
    form_urlencoded::parse(encoded).map(|(name, value)| (name.into_owned(), structured(value.into_owned()))).collect()
}

/// The value of a parameter that is text: lists and objects are written in it as JSON.
fn structured(text: String) -> Value {
    match text.starts_with(['{', '[']) {
        true => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        false => Value::String(text),
    }
}
