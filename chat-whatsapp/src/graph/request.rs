//! What is asked of the Graph API.

use reqwest::{Body, Method};
use serde_json::Value;

/// A request as far as it differs from others.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(super) method: Method,
    /// The object and, if it is meant, its edge.
    pub(super) path: &'a [&'a str],
    pub(super) query: &'a [(&'a str, &'a str)],
    pub(super) content: Content<'a>,
}

/// The body of a request.
#[derive(Debug)]
pub(crate) enum Content<'a> {
    /// There is none.
    Nothing,
    /// JSON.
    Json(&'a Value),
    /// A form of so many bytes.
    Form { media_type: String, length: u64, body: Body },
    /// The bytes of a file as they are, all of them in one piece.
    Piece { length: u64, body: Body },
}

impl Content<'_> {
    pub(super) fn is_something(&self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

impl<'a> Request<'a> {
    /// Asks what an object or an edge is.
    pub(crate) fn get(path: &'a [&'a str]) -> Self {
        Self { method: Method::GET, path, query: &[], content: Content::Nothing }
    }

    /// Has something done.
    pub(crate) fn post(path: &'a [&'a str], body: &'a Value) -> Self {
        Self::post_content(path, Content::Json(body))
    }

    /// Has something done with what is not JSON.
    pub(crate) fn post_content(path: &'a [&'a str], content: Content<'a>) -> Self {
        Self { method: Method::POST, path, query: &[], content }
    }

    /// Takes something away.
    pub(crate) fn delete(path: &'a [&'a str]) -> Self {
        Self { method: Method::DELETE, path, query: &[], content: Content::Nothing }
    }

    /// The same, with parameters in its query.
    pub(crate) fn with(self, query: &'a [(&'a str, &'a str)]) -> Self {
        Self { query, ..self }
    }
}
