//! What requests are called.

use crate::problem::Problem;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    middleware::{self, Next},
    response::Response,
};
use chat_core::{Env, RequestName};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives every request to these routes its name: the one in `x-request-id`, if it can be one, or else a new one. The answer tells it
/// in the same header, a problem document as `requestId` as well.
///
/// [`Api::router`](crate::Api::router) names its own. A host that serves more than these routes names all of them, the gateway's
/// included, around everything that logs.
pub fn named(router: Router, env: &Env) -> Router {
    router.layer(middleware::from_fn_with_state(env.clone(), name))
}

async fn name(State(env): State<Env>, mut request: Request, next: Next) -> Response {
    if request.extensions().get::<RequestName>().is_some() {
        // Whoever named it tells it.
        return next.run(request).await;
    }
    let name = given(request.headers()).unwrap_or_else(|| RequestName::new(&env));
    let method = request.method().clone();
    request.extensions_mut().insert(name.clone());
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(name.as_str()) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => named_problem(response, problem, &name, &method),
        None => response,
    }
}

fn given(headers: &HeaderMap) -> Option<RequestName> {
    headers.get(X_REQUEST_ID)?.to_str().ok()?.trim().parse().ok()
}

/// Writes a problem anew, with the name of the request that met it.
fn named_problem(mut response: Response, problem: Problem, name: &RequestName, method: &Method) -> Response {
    response.headers_mut().remove(header::CONTENT_LENGTH);
    if method != Method::HEAD {
        *response.body_mut() = Body::from(problem.of_request(name).to_bytes());
    }
    response
}
