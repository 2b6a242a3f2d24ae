use crate::error;
use axum::response::{IntoResponse, Response};
use chat_core::{Error, IdentityFault, LoginError, StoreError};
use http::{HeaderValue, StatusCode, header};
use std::{error::Error as StdError, time::Duration};

/// Why a browser that went through an identity provider was not let in.
#[derive(Debug)]
pub(super) enum Refusal {
    ForeignReturn,
    NotBegun,
    OtherErrand,
    Denied,
    ProviderFailed,
    CodeRefused,
    Untrusted,
    NoEmail,
    WrongDomain,
    NoAgent,
    SeveralInvitations,
    TooMany(Duration),
    ProviderAway,
    StoreAway,
}

impl From<IdentityFault> for Refusal {
    fn from(fault: IdentityFault) -> Self {
        let log = |source: &(dyn StdError + 'static)| {
            tracing::warn!(error = source, cause = source.source(), "a sign-in was refused: {fault}");
        };
        match &fault {
            IdentityFault::Unavailable(source) => {
                log(&**source);
                Self::ProviderAway
            }
            IdentityFault::CodeRefused(source) => {
                log(&**source);
                Self::CodeRefused
            }
            IdentityFault::Untrusted(source) => {
                log(&**source);
                Self::Untrusted
            }
            IdentityFault::NoEmail => Self::NoEmail,
            IdentityFault::WrongDomain => Self::WrongDomain,
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(_) => Self::NoAgent,
            Error::Unavailable(source) => source.into(),
            // Nothing else is said of whom a provider vouches for.
            _ => Self::SeveralInvitations,
        }
    }
}

impl From<LoginError> for Refusal {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Store(source) => source.into(),
            // It has left the team while it signed in.
            _ => Self::NoAgent,
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(source: StoreError) -> Self {
        // Logs it, as everywhere.
        drop(error::unavailable(&source));
        Self::StoreAway
    }
}

impl Refusal {
    /// For programs.
    fn code(&self) -> &'static str {
        match self {
            Self::ForeignReturn => "foreign_return",
            Self::NotBegun => "sign_in_not_begun",
            Self::OtherErrand => "wrong_state",
            Self::Denied => "access_denied",
            Self::ProviderFailed => "provider_failed",
            Self::CodeRefused => "code_refused",
            Self::Untrusted => "untrusted_identity",
            Self::NoEmail => "no_verified_email",
            Self::WrongDomain => "wrong_domain",
            Self::NoAgent => "no_agent",
            Self::SeveralInvitations => "several_invitations",
            Self::TooMany(_) => "rate_limited",
            Self::ProviderAway => "provider_unavailable",
            Self::StoreAway => "unavailable",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::ForeignReturn => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotBegun | Self::OtherErrand => StatusCode::BAD_REQUEST,
            Self::Denied | Self::CodeRefused | Self::NoEmail | Self::WrongDomain | Self::NoAgent => {
                StatusCode::FORBIDDEN
            }
            Self::ProviderFailed | Self::Untrusted => StatusCode::BAD_GATEWAY,
            Self::SeveralInvitations => StatusCode::CONFLICT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::ProviderAway | Self::StoreAway => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What is wrong and how to mend it, for whoever wants to sign in.
    fn words(&self) -> &'static str {
        match self {
            Self::ForeignReturn => {
                "The link that brought you here leads to another website afterwards. Begin on the login page."
            }
            Self::NotBegun => {
                "This browser has not begun to sign in, or that is more than ten minutes ago, or it has been finished \
                 already. Cookies have to be allowed. Please begin again."
            }
            Self::OtherErrand => {
                "This belongs to another sign-in than the last one that this browser has begun. Please begin again."
            }
            Self::Denied => "The sign-in was called off, or you are not allowed to use this application.",
            Self::ProviderFailed => {
                "The identity provider reports an error. Please try again later, or ask your administrator."
            }
            Self::CodeRefused => "The identity provider does not know of this sign-in any more. Please begin again.",
            Self::Untrusted => {
                "The answer of the identity provider could not be verified, so nobody was signed in. Please ask your administrator."
            }
            Self::NoEmail => {
                "The identity provider does not vouch for your e-mail address. Verify it there first, or ask your administrator."
            }
            Self::WrongDomain => "E-mail addresses of your domain are not let in here. Use your work account.",
            Self::NoAgent => "Nobody in a team here has your e-mail address. Ask your team to invite you.",
            Self::SeveralInvitations => {
                "Your e-mail address was asked into more than one team. Use the link of the invitation that you want to accept."
            }
            Self::TooMany(_) => "That was too often for now. Please wait a little, and try again.",
            Self::ProviderAway => {
                "The identity provider does not answer, or not as expected. Please try again later, or ask your administrator."
            }
            Self::StoreAway => "Something that is needed is not available right now. Please try again later.",
        }
    }

    /// A page that says it, without a script.
    pub(super) fn page(self, again: &str) -> Response {
        let page = format!(
            "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <title>Not signed in</title>\n<h1>Not signed in</h1>\n<p>{}</p>\n<p><a href=\"{}\">Try again</a></p>\n\
             <p><small>Code: <code>{}</code></small></p>\n</html>\n",
            self.words(),
            escaped(again),
            self.code(),
        );
        let headers = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            ),
        ];
        let mut response = (self.status(), headers, page).into_response();
        if let Self::TooMany(wait) = self {
            let seconds = wait.as_millis().div_ceil(1000).clamp(1, 86_400) as u64;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The path is the host's, and nobody looked for quotes in it.
fn escaped(path: &str) -> String {
    path.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
