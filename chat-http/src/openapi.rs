//! The OpenAPI document: what the routes do not say themselves.

use crate::{api::ApiState, extract::SessionCookie, problem::Problem};
use utoipa::{
    Modify, OpenApi, ToResponse,
    openapi::{
        Ref, RefOr,
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
        responses(BadRequest, Unauthenticated, Forbidden, NotFound, Conflict, TooLarge, UnsupportedMediaType, Invalid, Internal, Unavailable),
    ),
    tags(
        (name = "auth", description = "Signing in and out"),
        (name = "conversations", description = "The inbox"),
        (name = "messages", description = "What is said"),
        (name = "customers", description = "Who writes"),
        (name = "agents", description = "Who answers"),
        (name = "events", description = "The journal of everything that happens"),
        (name = "whatsapp", description = "Connected WhatsApp numbers"),
        (name = "webhooks", description = "What Meta calls"),
        (name = "health", description = "For whoever watches the server"),
        (name = "docs", description = "This document"),
    ),
    modifiers(&Schemes),
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
    /// It cannot be done as things stand.
    Conflict;
    /// The body is too large.
    TooLarge;
    /// The body is not said to be JSON.
    UnsupportedMediaType;
    /// The input does not fit; `errors` names the fields.
    Invalid;
    /// Something went wrong on the server's side.
    Internal;
    /// The store is not available; `Retry-After` says when to try again.
    Unavailable;
}

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A session token, an API key, or a JWT of the host"))
            .build();
        let cookie =
            ApiKeyValue::with_description(SessionCookie::NAME, "Set by signing in; changes need the same origin");
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        document.security =
            Some(["bearer", "cookie"].map(|scheme| SecurityRequirement::new(scheme, Vec::<String>::new())).into());
    }
}

/// Adds to the routes' own descriptions what is true of all of them.
pub(crate) fn describe(routes: OpenApiRouter<ApiState>) -> OpenApiRouter<ApiState> {
    let mut routes = OpenApiRouter::with_openapi(Document::openapi()).merge(routes);
    let document = routes.get_openapi_mut();
    for (path, item) in &mut document.paths.paths {
        for operation in operations(item) {
            add_problems(path, operation);
        }
    }
    let schemas = document.components.iter_mut().flat_map(|components| &mut components.schemas);
    for (name, schema) in schemas {
        if let RefOr::T(schema) = schema
            && !is_input(name)
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
        ("413", "TooLarge", has_body),
        ("415", "UnsupportedMediaType", takes_json),
        ("422", "Invalid", takes_json || operation.parameters.is_some() && !has_body),
        ("500", "Internal", !is_static),
        ("503", "Unavailable", !is_static),
    ];
    for (status, name, _) in possible.into_iter().filter(|(_, _, is_possible)| *is_possible) {
        let problem = RefOr::Ref(Ref::from_response_name(name));
        operation.responses.responses.entry(status.to_owned()).or_insert(problem);
    }
}

/// Whether a shape is sent to us: then a field may be missing that can be null.
fn is_input(name: &str) -> bool {
    matches!(
        name,
        "ConversationPatch"
            | "CreateWhatsAppAccount"
            | "Credentials"
            | "NewMessage"
            | "Problem"
            | "UpdateWhatsAppAccount"
    )
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
