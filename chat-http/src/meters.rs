//! What the API counts: requests by route, method and how they ended.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{Method, StatusCode};
use metrics::{Gauge, SharedString, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use std::{sync::Arc, time::Instant};

const REQUESTS: &str = "chat_http_requests_total";
const SECONDS: &str = "chat_http_request_seconds";
const UNDER_WAY: &str = "chat_http_requests_under_way";

/// Tells the recorder of the process what the figures mean.
pub(crate) fn describe() {
    describe_counter!(
        REQUESTS,
        "Requests, by route, method and class of the status; gone when the client hung up first"
    );
    describe_histogram!(SECONDS, "How long a request took until its answer began, by route and method");
    describe_gauge!(UNDER_WAY, "Requests that are not answered yet");
}

/// Counts a request and how long it took.
pub(crate) async fn measure(request: Request, next: Next) -> Response {
    let mut measured = Measured::begin(&request);
    let response = next.run(request).await;
    measured.status = Some(response.status());
    response
}

/// A request that is under way; it is counted when it ends, also when it is cut off.
struct Measured {
    begun: Instant,
    method: &'static str,
    /// The pattern of the route, never the path: that names records.
    route: Route,
    status: Option<StatusCode>,
    under_way: Gauge,
}

enum Route {
    Known(MatchedPath),
    Unknown,
}

impl Route {
    fn label(&self) -> SharedString {
        match self {
            Self::Known(path) => SharedString::from(Arc::<str>::from(path.as_str())),
            Self::Unknown => SharedString::const_str("none"),
        }
    }
}

impl Measured {
    fn begin(request: &Request) -> Self {
        let under_way = gauge!(UNDER_WAY);
        under_way.increment(1.0);
        let route = request.extensions().get::<MatchedPath>().cloned();
        Self {
            begun: Instant::now(),
            method: label_of(request.method()),
            route: route.map_or(Route::Unknown, Route::Known),
            status: None,
            under_way,
        }
    }
}

impl Drop for Measured {
    fn drop(&mut self) {
        self.under_way.decrement(1.0);
        let (route, status) = (self.route.label(), self.status.map_or("gone", class_of));
        counter!(REQUESTS, "method" => self.method, "route" => route.clone(), "status" => status).increment(1);
        histogram!(SECONDS, "method" => self.method, "route" => route).record(self.begun.elapsed());
    }
}

/// A method is whatever a client writes: those that no route has count together.
fn label_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn class_of(status: StatusCode) -> &'static str {
    match status.as_u16() {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}
