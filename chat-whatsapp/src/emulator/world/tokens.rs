//! Bearer tokens, and the codes that are exchanged for them.

use super::World;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A bearer token.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) app: String,
    pub(crate) wabas: BTreeSet<String>,
    pub(crate) scopes: BTreeSet<Scope>,
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

/// What a token may be used for, by Meta's word for it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub(crate) enum Scope {
    /// Accounts, numbers and templates.
    #[serde(rename = "whatsapp_business_management")]
    Management,
    /// Messages and files.
    #[serde(rename = "whatsapp_business_messaging")]
    Messaging,
}

impl Token {
    /// A token that does not end: for everything about business accounts, or of the app itself without any.
    pub(crate) fn new(app: &str, wabas: BTreeSet<String>) -> Self {
        let scopes = if wabas.is_empty() { [].into() } else { Self::all_scopes() };
        Self { app: app.to_owned(), wabas, scopes, expires_at: None }
    }

    /// What a token is for unless somebody says otherwise.
    pub(crate) fn all_scopes() -> BTreeSet<Scope> {
        [Scope::Management, Scope::Messaging].into()
    }
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
        self.tokens.insert(token.clone(), Token::new(app, wabas));
        token
    }
}
