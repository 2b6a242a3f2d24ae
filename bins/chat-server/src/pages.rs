use axum::{
    Router,
    http::{HeaderMap, HeaderName, HeaderValue},
    routing::get,
};
use whatsapp_test_page::asset;

/// The test page and the client that it loads.
pub(crate) fn router() -> Router {
    let paths = ["/test-client.html", "/socket.io/socket.io.js"];
    paths.into_iter().fold(Router::new(), |router, path| router.route(path, get(async move || serve(path))))
}

fn serve(path: &str) -> (HeaderMap, &'static str) {
    let asset = asset(path).expect("every path that is routed has an asset");
    let headers = asset.headers().into_iter().map(|(name, value)| {
        let value = HeaderValue::try_from(value).expect("the asset's headers are ASCII");
        (HeaderName::from_static(name), value)
    });
    (headers.collect(), asset.body)
}
