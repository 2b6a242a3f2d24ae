use crate::{error, problem::Problem};
use axum::extract::{FromRequestParts, RawPathParams};
use chat_core::{CustomerId, DomainId, WidgetId};
use http::request::Parts;
use std::{convert::Infallible, str::FromStr};

/// The `{id}` in a path. What is no id names nothing, so it is answered like an id that does not exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id<T>(pub(crate) T);

/// The `{kid}` in a path: what a widget's key is called. Whether there is one is for the core to say.
#[derive(Clone, Debug)]
pub(crate) struct Kid(pub(crate) String);

/// The `{id}` of a customer and that of something of its own: the `{identityId}` of an identity, the `{entryId}` of what is kept
/// about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OfCustomer<T> {
    pub(crate) customer: CustomerId,
    pub(crate) id: T,
}

/// The `{id}` of a widget and the `{domainId}` of one of its domains.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DomainOf {
    pub(crate) widget: WidgetId,
    pub(crate) domain: DomainId,
}

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let named = param(parts, state, "id").await.and_then(|value| value.parse().ok());
        named.map(Self).ok_or_else(|| error::not_found(what::<T>()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for DomainOf {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Id(widget) = Id::from_request_parts(parts, state).await?;
        let named = param(parts, state, "domainId").await.and_then(|value| value.parse().ok());
        let domain = named.ok_or_else(|| error::not_found("domain"))?;
        Ok(Self { widget, domain })
    }
}

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for OfCustomer<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Id(customer) = Id::from_request_parts(parts, state).await?;
        let (name, what) = if what::<T>() == "identity" { ("identityId", "identity") } else { ("entryId", "note") };
        let named = param(parts, state, name).await.and_then(|value| value.parse().ok());
        Ok(Self { customer, id: named.ok_or_else(|| error::not_found(what))? })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Kid {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(param(parts, state, "kid").await.unwrap_or_default()))
    }
}

async fn param<S: Send + Sync>(parts: &mut Parts, state: &S, wanted: &str) -> Option<String> {
    let params = RawPathParams::from_request_parts(parts, state).await.ok()?;
    params.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
}

/// The word for what an id of this type names.
fn what<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    [
        ("ConversationId", "conversation"),
        ("MessageId", "message"),
        ("CustomerId", "customer"),
        ("IdentityId", "identity"),
        ("AccountId", "account"),
        ("AttachmentId", "attachment"),
        ("WebhookId", "webhook"),
        ("WidgetId", "widget"),
        ("DefinitionId", "definition"),
        ("JobId", "job"),
        ("AgentId", "agent"),
        ("SessionId", "session"),
        ("ApiKeyId", "API key"),
        ("InvitationId", "invitation"),
    ]
    .into_iter()
    .find_map(|(id, word)| name.ends_with(id).then_some(word))
    .unwrap_or("record")
}
