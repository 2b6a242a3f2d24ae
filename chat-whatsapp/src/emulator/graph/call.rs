//! A Graph request, taken apart.

use super::{
    body::{self, Content},
    errors::GraphError,
};
use crate::{
    emulator::world::{File, Object, Token, World},
    signature::sign,
};
use axum::http::{HeaderMap, Method, header, request::Parts};
use bytes::Bytes;
use serde_json::{Map, Value, json};

/// A request with its path and parameters, wherever the caller put them.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// The first part of the path after the version.
    pub(crate) object: String,
    /// The second part, empty for the object itself.
    pub(crate) edge: String,
    /// The third part, empty for most.
    pub(crate) item: String,
    token: Option<String>,
    /// The host that the request named.
    host: Option<String>,
    pub(crate) parameters: Map<String, Value>,
    pub(crate) file: Option<File>,
    /// The body of a piece of an upload.
    pub(crate) raw: Bytes,
}

impl Call {
    /// Takes a request apart. Parameters of the body go before those of the query, and a token of the query before
    /// that of the header.
    pub(crate) async fn parse(parts: &Parts, body: Bytes) -> Result<Self, GraphError> {
        let path = parts.uri.path();
        let mut steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
        if steps.first().is_some_and(|step| is_version(step)) {
            steps.remove(0);
        }
        let (object, edge, item) = match steps[..] {
            [object] => (object, "", ""),
            [object, edge] => (object, edge, ""),
            [object, edge, item] => (object, edge, item),
            _ => return Err(GraphError::unknown_path(path)),
        };
        let is_piece = object.starts_with("upload:");
        let content = match is_piece {
            true => Content::default(),
            false => Content::read(&parts.headers, body.clone()).await?,
        };
        let mut parameters = body::form(parts.uri.query().unwrap_or_default().as_bytes());
        parameters.extend(content.parameters);
        if let Some(offset) = parts.headers.get("file_offset").and_then(|offset| offset.to_str().ok()) {
            parameters.insert("file_offset".to_owned(), json!(offset));
        }
        let given = parameters.remove("access_token");
        let given = given.and_then(|token| token.as_str().map(str::to_owned));
        Ok(Self {
            method: parts.method.clone(),
            object: object.to_owned(),
            edge: edge.to_owned(),
            item: item.to_owned(),
            token: given.or_else(|| bearer(&parts.headers)),
            host: host(parts),
            parameters,
            file: content.file,
            raw: if is_piece { body } else { Bytes::new() },
        })
    }

    /// What is remembered of the call: everything but the token, and of a file only what it is.
    pub(crate) fn noted(&self) -> Value {
        let mut noted = self.parameters.clone();
        if let Some(file) = &self.file {
            let file = json!({"filename": file.filename, "mimeType": file.mime, "bytes": file.bytes.len()});
            noted.insert("file".to_owned(), file);
        }
        Value::Object(noted)
    }

    /// The emulator's address as this caller reaches it.
    pub(crate) fn base_url(&self, world: &World) -> String {
        match (&world.public_url, &self.host) {
            (Some(url), _) => url.trim_end_matches('/').to_owned(),
            (None, Some(host)) => format!("http://{host}"),
            (None, None) => String::new(),
        }
    }

    /// A parameter as text; numbers are taken as well. Empty and null count as absent.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.parameters.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The token, if it is one and has not expired.
    pub(crate) fn token<'a>(&self, world: &'a World) -> Result<&'a Token, GraphError> {
        let token =
            self.token.as_ref().and_then(|token| world.tokens.get(token)).ok_or_else(|| GraphError::bad_token(None))?;
        if token.expires_at.is_some_and(|at| at <= world.now()) {
            return Err(GraphError::bad_token(Some(463)));
        }
        match self.text("appsecret_proof") {
            Some(proof) if self.proof(world, token) != Some(proof.clone()) => Err(GraphError::bad_proof()),
            _ => Ok(token),
        }
    }

    /// What proves that who has the token knows the app's secret.
    fn proof(&self, world: &World, token: &Token) -> Option<String> {
        let app = world.apps.get(&token.app)?;
        Some(hex::encode(sign(&app.secret, self.token.as_ref()?.as_bytes())))
    }

    /// What the call is about, and the app that calls, if its token may use the object.
    pub(crate) fn target(&self, world: &World) -> Result<(Object, String), GraphError> {
        let token = self.token(world)?;
        let object = world.object(&self.object).filter(|object| world.may_use(token, *object, &self.object));
        object.map(|object| (object, token.app.clone())).ok_or_else(|| self.no_object())
    }

    /// The refusal of a call about something that does not exist or is not the caller's.
    pub(crate) fn no_object(&self) -> GraphError {
        GraphError::no_object(self.method.as_str(), &self.object)
    }

    /// Keeps of an object's fields those asked for, or the given ones when nothing was asked. `id` is always there.
    pub(crate) fn fields(&self, all: Map<String, Value>, default: &[&str]) -> Value {
        let asked = self.text("fields");
        let wanted = |name: &str| match &asked {
            // What is asked of a field's own fields, like `a{b}` or `a.format(b)`, does not count.
            Some(fields) => fields.split(',').any(|field| field.trim().split(['{', '.']).next() == Some(name)),
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

fn host(parts: &Parts) -> Option<String> {
    let named = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    named.or_else(|| parts.uri.authority().map(ToString::to_string))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    async fn parse_as(content_type: &str, path: &str, body: &str) -> Result<Call, GraphError> {
        let request = Request::post(path).header(header::CONTENT_TYPE, content_type).body(()).unwrap();
        Call::parse(&request.into_parts().0, Bytes::copy_from_slice(body.as_bytes())).await
    }

    async fn parse(path: &str, body: &str) -> Result<Call, GraphError> {
        parse_as("application/json", path, body).await
    }

    #[tokio::test]
    async fn the_version_and_a_trailing_slash_are_optional() {
        for path in ["/123/messages", "/v26.0/123/messages", "/v9.1/123/messages/"] {
            let call = parse(path, "").await.unwrap();
            assert_eq!((call.object.as_str(), call.edge.as_str()), ("123", "messages"), "{path}");
        }
        assert!(parse("/", "").await.is_err());
        assert!(parse("/1/2/3/4", "").await.is_err());
    }

    #[tokio::test]
    async fn parameters_come_from_query_or_body_and_the_token_is_not_one_of_them() {
        let call = parse("/1/messages?type=text&to=1&access_token=t", r#"{"to": 2}"#).await.unwrap();

        assert_eq!(call.text("type").as_deref(), Some("text"));
        assert_eq!(call.text("to").as_deref(), Some("2"));
        assert_eq!(call.token.as_deref(), Some("t"));
        assert!(!call.parameters.contains_key("access_token"));
    }

    #[tokio::test]
    async fn a_form_is_read_and_what_is_json_in_it_as_well() {
        let call =
            parse_as("application/x-www-form-urlencoded", "/1", "pin=123456&ids=%5B1%5D&note=%5B").await.unwrap();

        assert_eq!(call.text("pin").as_deref(), Some("123456"));
        assert_eq!(call.parameters["ids"], json!([1]));
        assert_eq!(call.parameters["note"], "[");
    }

    #[tokio::test]
    async fn a_multipart_form_has_parameters_and_a_file() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ntext/plain\r\n\
            --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
            Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";

        let call = parse_as("multipart/form-data; boundary=b", "/1/media", body).await.unwrap();

        assert_eq!(call.text("type").as_deref(), Some("text/plain"));
        let file = call.file.unwrap();
        assert_eq!((file.filename.as_deref(), file.mime.as_str()), (Some("a.txt"), "text/plain"));
        assert_eq!(file.bytes, "hello");
        assert!(parse_as("multipart/form-data; boundary=c", "/1/media", body).await.is_err());
    }

    #[tokio::test]
    async fn a_body_that_is_not_an_object_is_refused() {
        assert_eq!(parse("/1/messages", "[1]").await.unwrap_err().code, 100);
        assert_eq!(parse("/1/messages", "{").await.unwrap_err().code, 100);
    }
}
