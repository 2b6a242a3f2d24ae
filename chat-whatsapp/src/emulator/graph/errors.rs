//! Graph's error answers.

use crate::emulator::faults::Failure;
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Map, json};

/// A refusal in Graph's envelope.
#[derive(Debug)]
pub(crate) struct GraphError {
    pub(crate) http_status: u16,
    pub(crate) code: i64,
    pub(crate) subcode: Option<i64>,
    pub(crate) kind: &'static str,
    pub(crate) message: String,
    pub(crate) details: Option<String>,
    pub(crate) is_transient: bool,
    /// What a person may be shown.
    pub(crate) for_user: Option<String>,
}

impl GraphError {
    /// A refusal with one of WhatsApp's codes.
    pub(crate) fn of(http_status: u16, code: i64) -> Self {
        let failure = Failure::new(code);
        Self {
            http_status,
            code,
            subcode: None,
            kind: "OAuthException",
            message: format!("(#{code}) {}", failure.title),
            details: Some(failure.details),
            is_transient: false,
            for_user: None,
        }
    }

    /// A parameter that is missing.
    pub(crate) fn missing(name: &str) -> Self {
        Self {
            message: "(#131008) Required parameter is missing".to_owned(),
            details: Some(format!("Parameter '{name}' is required.")),
            ..Self::of(400, 131_008)
        }
    }

    /// A parameter whose value is not acceptable.
    pub(crate) fn invalid(details: impl Into<String>) -> Self {
        Self {
            message: "(#131009) Parameter value is not valid".to_owned(),
            details: Some(details.into()),
            ..Self::of(400, 131_009)
        }
    }

    /// A request that is malformed altogether.
    pub(crate) fn malformed(message: &str) -> Self {
        Self { message: format!("(#100) {message}"), details: None, ..Self::of(400, 100) }
    }

    /// A template that does not keep to the rules, with Meta's subcode for which.
    pub(crate) fn template(subcode: i64, for_user: &str) -> Self {
        let message = "Invalid parameter".to_owned();
        let for_user = Some(for_user.to_owned());
        Self { subcode: Some(subcode), message, details: None, for_user, ..Self::of(400, 100) }
    }

    /// A refusal of what is asked with an app's secret or a code.
    pub(crate) fn oauth(message: &str, subcode: Option<i64>) -> Self {
        Self { message: message.to_owned(), subcode, details: None, ..Self::of(400, 100) }
    }

    /// A token that is missing, unknown or expired.
    pub(crate) fn bad_token(subcode: Option<i64>) -> Self {
        let message = match subcode {
            Some(_) => "Error validating access token: Session has expired",
            None => "Invalid OAuth access token - Cannot parse access token",
        };
        Self { subcode, message: message.to_owned(), details: None, ..Self::of(401, 190) }
    }

    /// A proof that its sender knows the app's secret, and which is wrong.
    pub(crate) fn bad_proof() -> Self {
        let message = "Invalid appsecret_proof provided in the API argument".to_owned();
        Self { kind: "GraphMethodException", message, details: None, ..Self::of(400, 100) }
    }

    /// An object that does not exist or that the token may not use; which of the two is not told.
    pub(crate) fn no_object(method: &str, id: &str) -> Self {
        Self {
            subcode: Some(33),
            kind: "GraphMethodException",
            message: format!(
                "Unsupported {} request. Object with ID '{id}' does not exist or is not permitted",
                method.to_lowercase()
            ),
            details: None,
            ..Self::of(400, 100)
        }
    }

    /// A path that leads nowhere.
    pub(crate) fn unknown_path(path: &str) -> Self {
        let message = format!("Unknown path components: {path}");
        Self { message, details: None, ..Self::of(400, 2_500) }
    }

    /// A webhook receiver that did not answer the handshake as it should.
    pub(crate) fn unverified_callback(reason: &str) -> Self {
        let message = format!("(#2200) Callback verification failed: {reason}");
        Self { message, details: None, ..Self::of(400, 2_200) }
    }

    pub(crate) fn into_response(self, trace_id: &str) -> Response {
        let mut error = Map::new();
        error.insert("message".to_owned(), json!(self.message));
        error.insert("type".to_owned(), json!(self.kind));
        error.insert("code".to_owned(), json!(self.code));
        if let Some(subcode) = self.subcode {
            error.insert("error_subcode".to_owned(), json!(subcode));
        }
        if let Some(details) = self.details {
            let data = json!({"messaging_product": "whatsapp", "details": details});
            error.insert("error_data".to_owned(), data);
        }
        if let Some(text) = self.for_user {
            error.insert("error_user_title".to_owned(), json!("The request cannot be carried out"));
            error.insert("error_user_msg".to_owned(), json!(text));
        }
        if self.is_transient {
            error.insert("is_transient".to_owned(), json!(true));
        }
        error.insert("fbtrace_id".to_owned(), json!(trace_id));
        let status = StatusCode::from_u16(self.http_status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(json!({"error": error}))).into_response()
    }
}
