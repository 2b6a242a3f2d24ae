//! The way of a Graph request: taken apart, harmed if a fault says so, carried out, noted.

use super::{access, call::Call, errors::GraphError, route};
use crate::emulator::{
    faults::{self, Aim, Harm},
    kinds::Kind,
    machine::Shared,
    world::Request,
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request as HttpRequest, State},
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use futures_util::stream;
use serde_json::Value;
use std::{io, sync::Arc, time::Duration};

/// The largest request body that is read: a file of the largest kind, and what a form has around it.
const BODY_MAX: usize = Kind::BYTES_MAX + (1 << 20);
/// How long a request that hangs on purpose is kept open, unless a reset or the end comes first.
const HANG_MAX: Duration = Duration::from_secs(120);

/// Answers a Graph request.
pub(crate) async fn serve(State(shared): State<Arc<Shared>>, request: HttpRequest) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_MAX).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let path = parts.uri.path().to_owned();
    let version = version(&path);
    let parsed = Call::parse(&parts, body).await;
    let (number, trace_id, asker) = {
        let mut world = shared.world();
        let parameters = match &parsed {
            Ok(call) => call.noted(),
            Err(_) => Value::Null,
        };
        let (at, method) = (world.now(), parts.method.to_string());
        let request = Request { at, method, path, parameters, status: None };
        let asker = parsed.as_ref().ok().and_then(|call| access::asker(&world, call));
        (world.requests.push(request).0, world.random.trace_id(), asker)
    };
    let Some(mut response) = answer(&shared, parsed, &trace_id).await else {
        return closed();
    };
    let mut world = shared.world();
    if let Some(request) = world.requests.get_mut(number) {
        request.status = Some(response.status().as_u16());
    }
    let trace = HeaderValue::try_from(trace_id).expect("a trace id is of URL-safe characters");
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("facebook-api-version"), HeaderValue::from_static(version));
    headers.insert(HeaderName::from_static("x-fb-trace-id"), trace);
    if let Some(asker) = asker {
        access::tell_usage(&mut world, &asker, headers);
    }
    response
}

/// The version that answers: the one that is asked for if it lives, the oldest for one that does so no more, and the
/// newest when none is named.
fn version(path: &str) -> &'static str {
    const LIVING: [&str; 6] = ["v21.0", "v22.0", "v23.0", "v24.0", "v25.0", "v26.0"];
    let [oldest, .., newest] = LIVING;
    let asked = path.split('/').find(|step| !step.is_empty()).and_then(|step| step.strip_prefix('v'));
    let Some(major) = asked.and_then(|asked| asked.split_once('.')?.0.parse::<u32>().ok()) else {
        return newest;
    };
    let living = LIVING.into_iter().find(|version| *version == format!("v{major}.0"));
    living.unwrap_or(if major < 21 { oldest } else { newest })
}

/// The answer to a request, or `None` when its connection is to be closed without one.
async fn answer(shared: &Arc<Shared>, parsed: Result<Call, GraphError>, trace_id: &str) -> Option<Response> {
    let call = match parsed {
        Ok(call) => call,
        Err(refusal) => return Some(refusal.into_response(trace_id)),
    };
    let harm = take_harm(shared, &call);
    match harm {
        Some(Harm::Graph { code, http_status, subcode, is_transient }) => {
            let refusal = GraphError { subcode, is_transient, ..GraphError::of(http_status, code) };
            return Some(refusal.into_response(trace_id));
        }
        Some(Harm::BadGateway) => {
            return Some((StatusCode::BAD_GATEWAY, "<html>Bad Gateway</html>").into_response());
        }
        Some(Harm::Hang) => {
            hang(shared).await;
            return None;
        }
        Some(Harm::Close) => return None,
        _ => {}
    }
    let fail_later = match harm {
        Some(Harm::FailLater { code }) => Some(code),
        _ => None,
    };
    let answered = match route::carry_out(shared, &call, fail_later).await {
        Ok(answer) => answer,
        Err(refusal) => refusal.into_response(trace_id),
    };
    match harm {
        Some(Harm::AcceptThenHang) => {
            hang(shared).await;
            None
        }
        Some(Harm::AcceptThenClose) => None,
        Some(Harm::Slow { ms }) => {
            tokio::select! {
                () = shared.passed(TimeDelta::milliseconds(ms.into())) => Some(answered),
                () = shared.until_released() => None,
            }
        }
        Some(Harm::SlowBody { ms }) => Some(late(shared.clone(), answered, TimeDelta::milliseconds(ms.into()))),
        _ => Some(answered),
    }
}

fn take_harm(shared: &Shared, call: &Call) -> Option<Harm> {
    let recipient = call.text("to").or_else(|| call.text("recipient"));
    let aim = Aim { object: &call.object, route: &call.edge, recipient: recipient.as_deref() };
    let mut world = shared.world();
    let world = &mut *world;
    faults::take(&mut world.faults, &aim, &mut world.random)
}

async fn hang(shared: &Shared) {
    tokio::select! {
        () = shared.until_released() => {}
        () = tokio::time::sleep(HANG_MAX) => {}
    }
}

/// The answer with a body that comes after its head, when `after` has passed.
fn late(shared: Arc<Shared>, answered: Response, after: TimeDelta) -> Response {
    let (head, body) = answered.into_parts();
    let late = async move {
        tokio::select! {
            () = shared.passed(after) => to_bytes(body, BODY_MAX).await.map_err(io::Error::other),
            () = shared.until_released() => Err(io::Error::other("let go")),
        }
    };
    Response::from_parts(head, Body::from_stream(stream::once(late)))
}

/// A response that makes the server close the connection before anything of it was sent.
fn closed() -> Response {
    let broken = Err::<&[u8], _>(io::Error::other("closed on purpose"));
    Response::new(Body::from_stream(stream::iter([broken])))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_dead_version_is_served_as_the_oldest_that_lives() {
        assert_eq!(version("/v23.0/1/messages"), "v23.0");
        assert_eq!(version("/v16.0/1"), "v21.0");
        assert_eq!(version("/v27.0/1"), "v26.0");
        assert_eq!(version("/1/messages"), "v26.0");
    }
}
