use crate::{error, problem::Problem};
use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use std::str::FromStr;

/// The `{id}` in a path. What is no id names nothing, so it is answered like an id that does not exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id<T>(pub(crate) T);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state).await.ok();
        let named = params.iter().flatten().find(|(name, _)| *name == "id").and_then(|(_, value)| value.parse().ok());
        named.map(Self).ok_or_else(|| error::not_found(what::<T>()))
    }
}

/// The word for what an id of this type names.
fn what<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    [("ConversationId", "conversation"), ("MessageId", "message"), ("CustomerId", "customer"), ("AccountId", "account")]
        .into_iter()
        .find_map(|(id, word)| name.ends_with(id).then_some(word))
        .unwrap_or("record")
}
