//! At which revision a record is: what an answer says of it (`ETag`), and what a request may ask of it (`If-Match`,
//! `If-None-Match`).

use crate::shapes;
use axum::{
    body::Body,
    extract::{MatchedPath, RawPathParams, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chat_core::{Desk, Revision};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde::Serialize;
use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
};
use uuid::Uuid;

/// A shape that tells the revision of the record that it shows.
pub(crate) trait Revised {
    fn revision(&self) -> Revision;
}

macro_rules! revised {
    ($($shape:ident)*) => {$(
        impl Revised for shapes::$shape {
            fn revision(&self) -> Revision {
                self.revision
            }
        }
    )*};
}

revised! {
    Account AttributeDefinition CannedResponse Conversation Customer Domain Job Label Macro Message Role Team Template View Webhook
    Widget
}

impl Revised for shapes::Colleague {
    fn revision(&self) -> Revision {
        self.agent().revision
    }
}

impl Revised for shapes::CustomerDetail {
    fn revision(&self) -> Revision {
        self.customer().revision
    }
}

/// One record as JSON, with an `ETag`: the record's revision, and what tells the rest of the answer from others, since an answer
/// may tell more than its record.
#[derive(Debug)]
pub(crate) struct Tagged<T>(pub(crate) T);

impl<T: Revised + Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.0).expect("shapes are JSON");
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let tag = format!("\"{}.{:016x}\"", self.0.revision(), hasher.finish());
        let tag = HeaderValue::try_from(tag).expect("digits are ASCII");
        let json = HeaderValue::from_static("application/json");
        ([(header::CONTENT_TYPE, json), (header::ETAG, tag)], body).into_response()
    }
}

/// Answers with 304 where a client has what it asks for.
pub(crate) async fn unless_known(request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect::<Vec<_>>();
    let mut response = next.run(request).await;
    if !is_read || known.is_empty() || response.status() != StatusCode::OK {
        return response;
    }
    let Some(now) = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()) else { return response };
    if tags(&known).any(|tag| tag == "*" || tag.trim_start_matches("W/") == now) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = Body::empty();
    }
    response
}

/// The desk for a request that may ask for a revision of the record that it changes.
pub(crate) fn expecting(desk: Desk, method: &Method, headers: &HeaderMap, record: Option<Uuid>) -> Desk {
    let is_change = matches!(*method, Method::PATCH | Method::PUT | Method::DELETE);
    let given: Vec<HeaderValue> = headers.get_all(header::IF_MATCH).iter().cloned().collect();
    match record {
        // `*` asks that there is one: whoever changes what is not there is told so anyway.
        Some(record) if is_change && !given.is_empty() && tags(&given).all(|tag| tag != "*") => {
            desk.expecting(record, tags(&given).filter_map(revision).collect::<BTreeSet<_>>())
        }
        _ => desk,
    }
}

/// The revision in a tag: all of a tag that a client has put together from a `revision`, the beginning of one of ours. A weak tag
/// promises too little.
fn revision(tag: &str) -> Option<Revision> {
    let tag = tag.strip_prefix('"')?.strip_suffix('"')?;
    tag.split('.').next()?.parse().ok()
}

/// The tags in a header; ours have no commas.
fn tags(values: &[HeaderValue]) -> impl Iterator<Item = &str> {
    values.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim)
}

/// The record that a path is about: the id that it ends with, or whoever asks where that changes itself.
pub(crate) fn record_of(desk: &Desk, path: Option<&MatchedPath>, params: &RawPathParams) -> Option<Uuid> {
    let path = path?.as_str();
    if path.ends_with("/me/availability") {
        return Some(desk.actor().agent_id.uuid());
    }
    let name = path.rsplit('/').next()?.strip_prefix('{')?.strip_suffix('}')?;
    params.iter().find(|(param, _)| *param == name).and_then(|(_, id)| id.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_read_from_a_tag_and_from_a_number_in_quotation_marks() {
        let values = [HeaderValue::from_static("\"7.00ff\", \"8\""), HeaderValue::from_static("W/\"9\", 10, \"x\"")];
        assert_eq!(tags(&values).filter_map(revision).collect::<Vec<_>>(), [7, 8]);
    }
}
