//! The tables as SeaORM sees them, and how a row becomes a record and a record a row.
//!
//! A row that is to be written carries the revision that is expected of the stored one, 0 when there must be none.
#![allow(unreachable_pub, reason = "the derives write `pub` items into these private modules")]

pub(crate) mod account;
pub(crate) mod agent;
pub(crate) mod api_key;
pub(crate) mod attachment;
pub(crate) mod attempt;
pub(crate) mod audit_entry;
pub(crate) mod blob;
pub(crate) mod bookmark;
pub(crate) mod client;
pub(crate) mod conversation;
pub(crate) mod customer;
pub(crate) mod definition;
pub(crate) mod delivery;
pub(crate) mod domain;
pub(crate) mod domain_step;
pub(crate) mod dossier;
pub(crate) mod identity;
pub(crate) mod invitation;
pub(crate) mod job;
pub(crate) mod journal;
pub(crate) mod kept_answer;
pub(crate) mod message;
pub(crate) mod received_call;
pub(crate) mod session;
pub(crate) mod webhook;
pub(crate) mod webhook_call;
pub(crate) mod widget;
pub(crate) mod widget_counter;

use chat_core::{ContentHash, Fault, MediaType, Source, StoreError, Thumbnail, Timestamp, TokenHash};
use serde::de::DeserializeOwned;
use std::str::FromStr;
use uuid::Uuid;

/// A stored value that this version cannot read.
#[derive(Debug, thiserror::Error)]
#[error("the column {column} holds something that this version does not know")]
pub struct Unreadable {
    pub column: &'static str,
}

impl From<Unreadable> for StoreError {
    fn from(error: Unreadable) -> Self {
        Self::backend(error)
    }
}

/// One of the words of a closed set.
pub(crate) fn word<T: FromStr>(column: &'static str, text: &str) -> Result<T, Unreadable> {
    text.parse().map_err(|_| Unreadable { column })
}

pub(crate) fn source(column: &'static str, text: &str) -> Result<Source, Unreadable> {
    Source::new(text).ok_or(Unreadable { column })
}

pub(crate) fn token_hash(bytes: &[u8]) -> Result<TokenHash, Unreadable> {
    bytes.try_into().map(TokenHash).map_err(|_| Unreadable { column: "token_hash" })
}

pub(crate) fn content_hash(column: &'static str, bytes: &[u8]) -> Result<ContentHash, Unreadable> {
    bytes.try_into().map(ContentHash).map_err(|_| Unreadable { column })
}

pub(crate) fn time(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

pub(crate) fn maybe_time(millis: Option<i64>) -> Option<Timestamp> {
    millis.map(Timestamp::from_millis)
}

pub(crate) fn maybe_millis(time: Option<Timestamp>) -> Option<i64> {
    time.map(Timestamp::millis)
}

/// A fault from its two columns.
pub(crate) fn fault(code: Option<String>, message: Option<String>) -> Option<Fault> {
    code.map(|code| Fault { code, message: message.unwrap_or_default() })
}

/// The two columns of a fault.
pub(crate) fn fault_columns(fault: Option<Fault>) -> (Option<String>, Option<String>) {
    fault.map(|Fault { code, message }| (code, message)).unzip()
}

/// A small picture from its two columns.
pub(crate) fn thumbnail(media_type: Option<String>, size: Option<i64>) -> Option<Thumbnail> {
    media_type.zip(size).map(|(media_type, size)| Thumbnail { media_type: MediaType::new(&media_type), size })
}

/// The two columns of a small picture.
pub(crate) fn thumbnail_columns(thumbnail: Option<Thumbnail>) -> (Option<String>, Option<i64>) {
    thumbnail.map(|Thumbnail { media_type, size }| (media_type.to_string(), size)).unzip()
}

/// Ids as a JSON list of hexadecimal digits, which SQLite can read as bytes and PostgreSQL as ids.
pub(crate) fn ids(ids: impl Iterator<Item = Uuid>) -> String {
    serde_json::json!(ids.map(|id| id.simple().to_string()).collect::<Vec<_>>()).to_string()
}

/// What a column of JSON holds. Whatever was written is read again, however deep it goes: the limit on depth is kept where texts
/// come in.
pub(crate) fn json<T: DeserializeOwned>(column: &'static str, text: &str) -> Result<T, Unreadable> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.disable_recursion_limit();
    T::deserialize(&mut deserializer).map_err(|_| Unreadable { column })
}

/// Reads every row as a record.
pub(crate) fn records<M, R>(rows: Vec<M>) -> Result<Vec<R>, StoreError>
where
    R: TryFrom<M, Error = Unreadable>,
{
    rows.into_iter().map(|row| R::try_from(row).map_err(StoreError::from)).collect()
}

/// Reads a row, if there is one, as a record.
pub(crate) fn record<M, R>(row: Option<M>) -> Result<Option<R>, StoreError>
where
    R: TryFrom<M, Error = Unreadable>,
{
    Ok(row.map(R::try_from).transpose()?)
}
