use super::fields;
use crate::problem::Problem;
use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned},
};
use std::borrow::Cow;

/// The query of an URL. A parameter without a value counts as not given, one that is not known is passed over.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let has_value = |pair: &&str| pair.split_once('=').is_some_and(|(_, value)| !value.is_empty());
        let given = query.split('&').filter(has_value).collect::<Vec<_>>().join("&");
        let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(given.as_bytes()));
        serde_path_to_error::deserialize(reader).map(Self).map_err(|failure| fields::wrong(&failure))
    }
}

/// Reads how many records are wanted: of what is above every limit, no more than that is known.
pub(crate) fn how_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let text = <Cow<'de, str>>::deserialize(deserializer)?;
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| text.parse().unwrap_or(u32::MAX));
    number.map(Some).ok_or_else(|| de::Error::custom("expected a number of 1 or more"))
}

/// The longest search text in bytes.
const TEXT_MAX: usize = 256;

/// Reads a search text: at most 256 bytes without NUL.
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    if text.as_ref().is_some_and(|text| text.len() > TEXT_MAX || text.contains('\0')) {
        return Err(de::Error::custom(format!("expected at most {TEXT_MAX} bytes without NUL")));
    }
    Ok(text)
}
