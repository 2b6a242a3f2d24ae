//! Bearer tokens, and the codes that are exchanged for them.

use super::World;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// A bearer token.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) app: String,
    pub(crate) wabas: BTreeSet<String>,
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

/// What a business gets at the end of the sign-up, to be exchanged for a token.
#[derive(Clone, Debug)]
pub(crate) struct SignupCode {
    pub(crate) app: String,
    pub(crate) wabas: BTreeSet<String>,
    pub(crate) expires_at: DateTime<Utc>,
}

impl World {
    /// How long a code of the sign-up can be exchanged.
    const CODE_VALID: TimeDelta = TimeDelta::seconds(30);

    /// Ends a sign-up for an app and gives the code, which can be exchanged once.
    pub(crate) fn issue_code(&mut self, app: &str, waba: &str) -> String {
        let code = format!("AQ{}", self.random.secret());
        let expires_at = self.now() + Self::CODE_VALID;
        let signup = SignupCode { app: app.to_owned(), wabas: [waba.to_owned()].into(), expires_at };
        self.signup_codes.insert(code.clone(), signup);
        code
    }

    /// Makes a token of an app for business accounts.
    pub(crate) fn issue_token(&mut self, app: &str, wabas: BTreeSet<String>) -> String {
        let token = match wabas.is_empty() {
            true => format!("{app}|{}", self.random.secret()),
            false => format!("EAA{}", self.random.secret()),
        };
        self.tokens.insert(token.clone(), Token { app: app.to_owned(), wabas, expires_at: None });
        token
    }
}
