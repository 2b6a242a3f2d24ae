use serde::Serialize;
use utoipa::ToSchema;

/// In which ways agents sign in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignInWays {
    /// Whether by e-mail address and password.
    password: bool,
    /// The identity provider that vouches for them, where there is one.
    oidc: Option<OidcWay>,
}

/// A button of a login page.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OidcWay {
    /// What it says.
    #[schema(example = "Sign in with Example")]
    label: String,
    /// Where it leads, on this server; `?returnTo=` may be added.
    #[schema(example = "/api/v1/auth/oidc")]
    path: String,
}

impl SignInWays {
    pub(crate) fn new(provider: Option<(&str, String)>) -> Self {
        let oidc = provider.map(|(label, path)| OidcWay { label: label.to_owned(), path });
        Self { password: true, oidc }
    }
}
