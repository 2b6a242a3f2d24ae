//! Signing in by the word of an identity provider.

use super::{LocalLogin, LoginError};
use crate::{
    Agent, Chat, Errand, Error, Identified, Result, Secret, TenantScope,
    commands::AcceptInvitation,
    text,
    visit::{Purpose, Token},
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a browser keeps while its owner is at the identity provider.
#[derive(Serialize, Deserialize)]
struct ErrandToken {
    #[serde(rename = "sta")]
    state: String,
    #[serde(rename = "non")]
    nonce: String,
    #[serde(rename = "ver")]
    verifier: String,
    /// Where it goes afterwards.
    #[serde(rename = "ret")]
    return_to: String,
}

impl Token for ErrandToken {
    const PURPOSE: Purpose = Purpose::Errand;
    const TTL: Duration = Chat::ERRAND_TTL;
}

impl Chat {
    /// How long somebody may take to sign in at an identity provider.
    pub const ERRAND_TTL: Duration = Duration::from_secs(600);

    /// Signs an errand, and where the browser wants to be afterwards, for the browser to keep. Every process that has the same
    /// [`ChatBuilder::visitor_secret`](crate::ChatBuilder::visitor_secret) reads it.
    pub fn keep_errand(&self, errand: &Errand, return_to: &str) -> Secret {
        let token = ErrandToken {
            state: errand.state.expose().to_owned(),
            nonce: errand.nonce.expose().to_owned(),
            verifier: errand.verifier.expose().to_owned(),
            return_to: return_to.to_owned(),
        };
        self.tokens().sign(token, self.env().now()).into()
    }

    /// The errand that a browser has kept, and where it wants to be; nothing when it is not ours or [`Chat::ERRAND_TTL`] is over.
    pub fn kept_errand(&self, kept: &str) -> Option<(Errand, String)> {
        let (token, _) = self.tokens().read::<ErrandToken>(kept, self.env().now())?;
        let errand = Errand { state: token.state.into(), nonce: token.nonce.into(), verifier: token.verifier.into() };
        Some((errand, token.return_to))
    }

    /// Takes the place in a team that is kept for somebody whom an identity provider vouches for. The newcomer has no password.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody has asked the address in; [`Error::Conflict`] when several clients have, or somebody signs in
    /// with the address already; [`Error::Unavailable`].
    pub async fn accept_vouched(&self, who: &Identified) -> Result<Agent> {
        let open = self.store().open_invitations(&email_of(who), self.env().now(), 2).await?;
        let invitation = match open.as_slice() {
            [] => return Err(Error::NotFound("invitation")),
            [invitation] => invitation,
            _ => {
                return Err(Error::Conflict(
                    "several teams have asked this address in; accept one invitation by its token",
                ));
            }
        };
        let name = name_of(who);
        // The provider vouches for whom this client has asked into its team.
        let scope = TenantScope::assume(invitation.client_id);
        let command = AcceptInvitation { token_hash: invitation.token_hash, name: &name, password_hash: None };
        self.executor().execute(None, scope, &command).await
    }
}

impl LocalLogin {
    /// The agent whom an identity provider vouches for, if anybody signs in with its address. The provider's word stands for
    /// the password and the second factor: start a session by [`LocalLogin::start_session_on`].
    ///
    /// # Errors
    /// [`LoginError::Wrong`] for one who has left the team, which is noted in the audit log; [`LoginError::Store`].
    pub async fn vouched(&self, who: &Identified) -> Result<Option<Agent>, LoginError> {
        let Some(agent) = self.store.agent_by_email(&email_of(who)).await? else { return Ok(None) };
        if !agent.is_active() {
            self.note_failure(agent).await?;
            return Err(LoginError::Wrong);
        }
        Ok(Some(agent))
    }
}

/// As agents have it. Letters beyond ASCII are left alone: that some of them become others in lower case must make nobody
/// somebody else.
fn email_of(who: &Identified) -> String {
    who.email.trim().to_ascii_lowercase()
}

/// What the newcomer is called: as the provider has it, or the first part of the address.
fn name_of(who: &Identified) -> String {
    let told = who.name.as_deref().map_or_else(String::new, |name| text::clean(name.trim(), Agent::NAME_MAX));
    if told.is_empty() { who.email.split('@').next().unwrap_or_default().to_owned() } else { told }
}
