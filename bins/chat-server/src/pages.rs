use axum::{
    Router,
    http::{HeaderMap, HeaderName, HeaderValue},
    response::Redirect,
    routing::get,
};
use whatsapp_test_page::asset;

const TEST_PAGE: &str = "/test-client.html";
/// Where the dashboard is, relative to the front door.
const DASHBOARD: &str = "app/";

/// The front door, which leads to the dashboard, and the test page with the client that it loads.
pub(crate) fn router() -> Router {
    let front_door = Router::new().route("/", get(async || Redirect::temporary(DASHBOARD)));
    let paths = [TEST_PAGE, "/socket.io/socket.io.js"];
    let pages = paths.into_iter().fold(front_door, |router, path| router.route(path, get(async move || serve(path))));
    pages.method_not_allowed_fallback(chat_http::method_not_allowed)
}

fn serve(path: &str) -> (HeaderMap, &'static str) {
    let asset = asset(path).expect("every path that is routed has an asset");
    let headers = asset.headers().into_iter().map(|(name, value)| {
        let value = HeaderValue::try_from(value).expect("the asset's headers are ASCII");
        (HeaderName::from_static(name), value)
    });
    (headers.collect(), asset.body)
}
