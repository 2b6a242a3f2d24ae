//! The OpenAPI document: what the routes do not say themselves.

use crate::{api::ApiState, problem::Document as Problem};
use chat_core::LocalLogin;
use std::collections::BTreeSet;
use utoipa::{
    OpenApi, ToResponse,
    openapi::{
        Content, Ref, RefOr,
        path::{Operation, PathItem},
        schema::Schema,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Chat API",
        version = env!("CARGO_PKG_VERSION"),
        description = "Conversations with customers, as a client's agents see them.",
        license(name = "MIT OR Apache-2.0"),
    ),
    components(
        schemas(Problem),
        responses(
            BadRequest, Unauthenticated, Forbidden, NotFound, TooSlow, Conflict, Changed, Resync, TooLarge,
            UnsupportedMediaType, NoFiles, FileType, Invalid, TooMany, Internal, ProviderUnavailable, Unavailable,
        ),
    ),
    tags(
        (name = "auth", description = "Signing in and out"),
        (name = "conversations", description = "The inbox"),
        (name = "messages", description = "What is said"),
        (name = "attachments", description = "The files that go with it"),
        (name = "customers", description = "Who writes"),
        (name = "search", description = "Looking for what was said, and for who said it"),
        (name = "agents", description = "Who answers"),
        (name = "definitions", description = "Labels, attributes, canned responses, teams: what a client defines for its own work"),
        (name = "events", description = "The journal of everything that happens"),
        (name = "whatsapp", description = "Connected WhatsApp numbers"),
        (name = "widgets", description = "The chat boxes on the client's websites"),
        (name = "webhooks", description = "What Meta calls"),
        (name = "outgoing", description = "Webhooks of the client's own, which are told what happens"),
        (name = "admin", description = "For owners and admins"),
        (name = "health", description = "For whoever watches the server"),
        (name = "docs", description = "This document"),
    ),
)]
struct Document;

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(ToResponse)]
        #[response(content_type = "application/problem+json")]
        #[expect(dead_code, reason = "it stands for a response in the document")]
        pub(crate) struct $name(Problem);
    )*};
}

problems! {
    /// The body is not well-formed.
    BadRequest;
    /// The token is missing, not valid, or has expired.
    Unauthenticated;
    /// The token's holder may not do that.
    Forbidden;
    /// It does not exist, or belongs to somebody else.
    NotFound;
    /// The body did not arrive in time.
    TooSlow;
    /// It cannot be done as things stand.
    Conflict;
    /// The record is not what you have seen (`changed`): it does not stand at the revision of `If-Match`.
    Changed;
    /// The journal does not tell everything any more that came after that place, or the place is after its end. Load everything
    /// anew, and go on from `head`.
    Resync;
    /// The body is too large.
    TooLarge;
    /// The body is not said to be JSON.
    UnsupportedMediaType;
    /// The server keeps no files (`no_files`).
    NoFiles;
    /// The file is of a kind that is not taken (`file_type`), or the body is not multipart/form-data.
    FileType;
    /// The input does not fit; `errors` names the fields.
    Invalid;
    /// That was too much for now; `Retry-After` says when to try again.
    TooMany;
    /// Something went wrong on the server's side.
    Internal;
    /// A provider could not be asked (`provider_unavailable`); `Retry-After` says when to try again.
    ProviderUnavailable;
    /// The store is not available, or there is too much to do; `Retry-After` says when to try again.
    Unavailable;
}

/// How a caller says who it is: by a bearer token; where the login is our own, by the cookie that it sets as well.
fn add_schemes(document: &mut utoipa::openapi::OpenApi, login: Option<&LocalLogin>) {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A session token, an API key, or a JWT of the host"))
        .build();
    let about = "Set by signing in. What changes something has to come from a page of this server.";
    let cookie = ApiKey::Cookie(ApiKeyValue::with_description(crate::SESSION_COOKIE, about));
    let schemes = [("bearer", SecurityScheme::Http(bearer)), ("cookie", SecurityScheme::ApiKey(cookie))];
    let known = if login.is_some() { 2 } else { 1 };
    for (name, scheme) in schemes.into_iter().take(known) {
        document.components.get_or_insert_default().add_security_scheme(name, scheme);
        let requirement = SecurityRequirement::new(name, Vec::<String>::new());
        document.security.get_or_insert_default().push(requirement);
    }
}

/// What we send of which fields may be missing.
const HAS_OPTIONAL: [&str; 2] = ["Problem", "Attachment"];

/// Adds to the routes' own descriptions what is true of all of them.
pub(crate) fn describe(routes: OpenApiRouter<ApiState>, login: Option<&LocalLogin>) -> OpenApiRouter<ApiState> {
    let mut routes = OpenApiRouter::with_openapi(Document::openapi()).merge(routes);
    let document = routes.get_openapi_mut();
    add_schemes(document, login);
    let mut inputs = BTreeSet::new();
    for (path, item) in &mut document.paths.paths {
        for operation in operations(item) {
            add_problems(path, operation);
            inputs.extend(inputs_of(operation));
        }
    }
    let schemas = document.components.iter_mut().flat_map(|components| &mut components.schemas);
    for (name, schema) in schemas {
        // A field of an input may be missing when it can be null, and a problem names fields only when there are some.
        if let RefOr::T(schema) = schema
            && !inputs.contains(name)
            && !HAS_OPTIONAL.contains(&name.as_str())
        {
            require_all(schema);
        }
    }
    routes
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

fn add_problems(path: &str, operation: &mut Operation) {
    let has_body = operation.request_body.is_some();
    let takes_json = has_body && !path.starts_with("/webhooks/");
    let needs_token = operation.security.is_none();
    let is_static = path.starts_with("/api/docs") || path == "/healthz" || path.ends_with("/openapi.json");
    let possible = [
        ("400", "BadRequest", has_body),
        ("401", "Unauthenticated", needs_token || path.ends_with("/login")),
        ("403", "Forbidden", needs_token),
        ("404", "NotFound", path.contains('{')),
        ("408", "TooSlow", has_body),
        ("413", "TooLarge", has_body),
        ("415", "UnsupportedMediaType", takes_json),
        ("422", "Invalid", takes_json || operation.parameters.is_some() && !has_body),
        ("429", "TooMany", !is_static),
        ("500", "Internal", !is_static),
        ("503", "Unavailable", !is_static),
    ];
    for (status, name, _) in possible.into_iter().filter(|(_, _, is_possible)| *is_possible) {
        let problem = RefOr::Ref(Ref::from_response_name(name));
        operation.responses.responses.entry(status.to_owned()).or_insert(problem);
    }
}

/// The names of the shapes that are sent to us.
fn inputs_of(operation: &Operation) -> Vec<String> {
    let Some(RefOr::T(body)) = &operation.request_body else { return Vec::new() };
    let names = body.content.values().filter_map(|content| match content {
        RefOr::T(Content { schema: Some(RefOr::Ref(shape)), .. }) => shape.ref_location.rsplit('/').next(),
        _ => None,
    });
    names.map(str::to_owned).collect()
}

/// What we send has every field, even where its value is null.
fn require_all(schema: &mut Schema) {
    match schema {
        Schema::Object(object) => object.required = object.properties.keys().cloned().collect(),
        Schema::AllOf(all) => {
            for part in &mut all.items {
                if let RefOr::T(part) = part {
                    require_all(part);
                }
            }
        }
        _ => {}
    }
}
