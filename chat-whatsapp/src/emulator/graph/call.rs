//! A Graph request, taken apart.

use super::errors::GraphError;
use crate::emulator::world::World;
use axum::{
    extract::Query,
    http::{HeaderMap, Method, Uri, header},
};
use serde_json::{Map, Value};

/// A request with its path and parameters, wherever the caller put them.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// The first part of the path after the version.
    pub(crate) object: String,
    /// The second part, empty for the object itself.
    pub(crate) edge: String,
    token: Option<String>,
    pub(crate) parameters: Map<String, Value>,
}

impl Call {
    /// Takes a request apart. Parameters of the body go before those of the query.
    pub(crate) fn parse(method: Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<Self, GraphError> {
        let mut parts: Vec<&str> = uri.path().split('/').filter(|part| !part.is_empty()).collect();
        if parts.first().is_some_and(|part| is_version(part)) {
            parts.remove(0);
        }
        let (object, edge) = match parts[..] {
            [object] => (object.to_owned(), String::new()),
            [object, edge] => (object.to_owned(), edge.to_owned()),
            _ => return Err(GraphError::unknown_path(uri.path())),
        };
        let Query(query) = Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|_| GraphError::malformed("Invalid query string"))?;
        let mut parameters: Map<String, Value> =
            query.into_iter().map(|(name, value)| (name, Value::String(value))).collect();
        if !body.is_empty() {
            match serde_json::from_slice(body) {
                Ok(Value::Object(given)) => parameters.extend(given),
                _ => return Err(GraphError::malformed("The body is not a JSON object")),
            }
        }
        let in_query = parameters.remove("access_token");
        let token = bearer(headers).or(in_query.and_then(|token| token.as_str().map(str::to_owned)));
        Ok(Self { method, object, edge, token, parameters })
    }

    /// A parameter as text; numbers are taken as well. Empty and null count as absent.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.parameters.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The app whose token this is, if the token may use the business account.
    pub(crate) fn app(&self, world: &World) -> Result<String, GraphError> {
        let token =
            self.token.as_ref().and_then(|token| world.tokens.get(token)).ok_or_else(|| GraphError::bad_token(None))?;
        if token.expires_at.is_some_and(|at| at <= world.now()) {
            return Err(GraphError::bad_token(Some(463)));
        }
        match world.object(&self.object) {
            Some((_, waba)) if token.wabas.contains(waba) => Ok(token.app.clone()),
            _ => Err(GraphError::no_object(self.method.as_str(), &self.object)),
        }
    }

    /// Keeps of an object's fields those asked for, or the given ones when nothing was asked. `id` is always there.
    pub(crate) fn fields(&self, all: Map<String, Value>, default: &[&str]) -> Value {
        let asked = self.text("fields");
        let wanted = |name: &str| match &asked {
            Some(fields) => fields.split(',').any(|field| field.trim() == name),
            None => default.contains(&name),
        };
        all.into_iter().filter(|(name, _)| name == "id" || wanted(name)).collect()
    }
}

fn is_version(part: &str) -> bool {
    let Some((major, minor)) = part.strip_prefix('v').and_then(|rest| rest.split_once('.')) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(major) && digits(minor)
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth");
    known.then(|| token.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(path: &str, body: &str) -> Result<Call, GraphError> {
        Call::parse(Method::POST, &path.parse().unwrap(), &HeaderMap::new(), body.as_bytes())
    }

    #[test]
    fn the_version_and_a_trailing_slash_are_optional() {
        for path in ["/123/messages", "/v26.0/123/messages", "/v9.1/123/messages/"] {
            let call = parse(path, "").unwrap();
            assert_eq!((call.object.as_str(), call.edge.as_str()), ("123", "messages"), "{path}");
        }
        assert!(parse("/", "").is_err());
        assert!(parse("/1/2/3", "").is_err());
    }

    #[test]
    fn parameters_come_from_query_or_body_and_the_token_is_not_one_of_them() {
        let call = parse("/1/messages?type=text&to=1&access_token=t", r#"{"to": 2}"#).unwrap();

        assert_eq!(call.text("type").as_deref(), Some("text"));
        assert_eq!(call.text("to").as_deref(), Some("2"));
        assert_eq!(call.token.as_deref(), Some("t"));
        assert!(!call.parameters.contains_key("access_token"));
    }

    #[test]
    fn a_body_that_is_not_an_object_is_refused() {
        assert_eq!(parse("/1/messages", "[1]").unwrap_err().code, 100);
        assert_eq!(parse("/1/messages", "{").unwrap_err().code, 100);
    }
}
