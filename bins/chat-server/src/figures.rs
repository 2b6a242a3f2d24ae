//! What the server counts, as Prometheus reads it at `/metrics`.

use crate::{problem::Problem, process};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use chat_core::{Caller, Secret, Stop};
use metrics::{describe_gauge, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::{sync::OnceLock, time::Duration};
use subtle::ConstantTimeEq;

/// The figures of this process. Whatever is counted has to be built after [`Figures::of_process`] was called.
#[derive(Clone)]
pub(crate) struct Figures {
    recorder: PrometheusHandle,
}

impl Figures {
    /// How often what was recorded is put into its buckets when nobody asks.
    const UPKEEP: Duration = Duration::from_secs(5);
    const SECONDS: [f64; 14] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];
    const SIZES: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

    /// The figures, which are counted from the first call on. There is one recorder in a process.
    pub(crate) fn of_process() -> Self {
        static FIGURES: OnceLock<Figures> = OnceLock::new();
        FIGURES.get_or_init(Self::install).clone()
    }

    fn install() -> Self {
        let suffix = |suffix: &str| Matcher::Suffix(suffix.to_owned());
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(suffix("_seconds"), &Self::SECONDS)
            .and_then(|builder| builder.set_buckets_for_metric(suffix("_size"), &Self::SIZES))
            .expect("there are buckets");
        let recorder = builder.install_recorder().expect("nobody else installs a recorder in this program");
        process::describe();
        describe_gauge!("chat_build_info", "1, with the version of the server");
        gauge!("chat_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
        Self { recorder }
    }

    /// Keeps what is recorded small until `stop`.
    pub(crate) async fn run(&self, stop: &Stop) {
        while !stop.is_stopped() {
            self.recorder.run_upkeep();
            stop.sleep(Self::UPKEEP).await;
        }
    }

    /// Serves the figures at `/metrics`: to whoever has the token or, where there is none, to this machine alone.
    pub(crate) fn router(self, token: Option<Secret>) -> Router {
        let router = Router::new().route("/metrics", get(show)).with_state(Page { figures: self, token });
        router.method_not_allowed_fallback(chat_http::method_not_allowed)
    }

    fn text(&self) -> String {
        process::read();
        self.recorder.render()
    }
}

impl std::fmt::Debug for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Figures")
    }
}

#[derive(Clone)]
struct Page {
    figures: Figures,
    token: Option<Secret>,
}

async fn show(State(page): State<Page>, request: Request) -> Response {
    let caller = request.extensions().get::<Caller>().copied();
    match (&page.token, request.headers()) {
        (Some(token), headers) if !has_token(headers, token) => {
            let problem = chat_http::problem(StatusCode::UNAUTHORIZED, "unauthenticated", "the token is another");
            ([(header::WWW_AUTHENTICATE, "Bearer realm=\"metrics\"")], problem).into_response()
        }
        (None, headers) if !is_of_this_machine(caller, headers) => {
            chat_http::problem(StatusCode::NOT_FOUND, "not_found", "there is no such route")
        }
        _ => {
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], page.figures.text()).into_response()
        }
    }
}

fn has_token(headers: &HeaderMap, token: &Secret) -> bool {
    let value = headers.get(header::AUTHORIZATION).map_or(&[][..], |value| value.as_bytes());
    let Some((scheme, given)) = value.split_at_checked("bearer ".len()) else { return false };
    scheme.eq_ignore_ascii_case(b"bearer ") && bool::from(given.ct_eq(token.expose().as_bytes()))
}

/// Whether a request comes from this machine by the same reckoning as everything that is limited by address. A proxy on this machine
/// asks in the name of others and says so; what it says counts here even when it is not trusted.
fn is_of_this_machine(caller: Option<Caller>, headers: &HeaderMap) -> bool {
    const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
    let is_forwarded = FORWARDED.into_iter().any(|name| headers.contains_key(HeaderName::from_static(name)));
    !is_forwarded && caller.is_some_and(|Caller(address)| address.to_canonical().is_loopback())
}

/// A token that is worth the name.
pub(crate) fn check_token(token: String) -> Result<Secret, Problem> {
    const LEN_MIN: usize = 16;
    let is_plain = token.bytes().all(|byte| byte.is_ascii_graphic());
    if token.len() < LEN_MIN || !is_plain {
        let problem = "a token has at least 16 characters, all of them visible ASCII";
        return Err(Problem::setting("metrics-token", "CHAT_METRICS_TOKEN", problem));
    }
    Ok(token.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt;

    const TOKEN: &str = "a token of the metrics";

    async fn ask(token: Option<&str>, peer: Option<&str>, headers: &[(&'static str, &str)]) -> StatusCode {
        let router = Figures::of_process().router(token.map(Secret::from));
        let mut request = Request::get("/metrics").body(Body::empty()).unwrap();
        if let Some(peer) = peer {
            request.extensions_mut().insert(Caller(peer.parse().unwrap()));
        }
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let response = router.oneshot(request).await.unwrap();
        let (status, kind) = (response.status(), response.headers()[header::CONTENT_TYPE].clone());
        let text = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let has_figures = String::from_utf8_lossy(&text).contains("chat_build_info{version=");
        assert_eq!((has_figures, kind == "application/problem+json"), (status.is_success(), !status.is_success()));
        status
    }

    #[tokio::test]
    async fn without_a_token_this_machine_alone_is_answered() {
        for own in ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(ask(None, Some(own), &[]).await, StatusCode::OK, "{own}");
            for proxied in ["x-forwarded-for", "forwarded", "x-real-ip", "via"] {
                assert_eq!(ask(None, Some(own), &[(proxied, "127.0.0.1")]).await, StatusCode::NOT_FOUND, "{proxied}");
            }
        }
        for other in [Some("10.0.0.1"), Some("2001:db8::1"), None] {
            assert_eq!(ask(None, other, &[]).await, StatusCode::NOT_FOUND, "{other:?}");
        }
    }

    #[tokio::test]
    async fn with_a_token_nobody_else_is_answered() {
        let right = format!("Bearer {TOKEN}");
        for peer in [Some("127.0.0.1"), Some("10.0.0.1")] {
            assert_eq!(ask(Some(TOKEN), peer, &[("authorization", &right)]).await, StatusCode::OK);
            for wrong in ["", "Bearer", "Bearer ", "Bearer another token", TOKEN, &right[..right.len() - 1]] {
                let status = ask(Some(TOKEN), peer, &[("authorization", wrong)]).await;
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{wrong}");
            }
            assert_eq!(ask(Some(TOKEN), peer, &[]).await, StatusCode::UNAUTHORIZED);
        }
    }
}
