//! What agents do about how they sign in themselves. It takes no permission, but a session: a program that holds an API key does
//! not get to change whose it is.

use super::Desk;
use crate::{
    Agent, AgentId, CredentialId, Error, NewAgent, Result, SecondFactor, Secret, Session, SessionId, Signal,
    auth::{password, totp},
    commands::{ChangePassword, ChangeSecondFactor, EndSessions, FactorStep, ResetSecondFactor, Which},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// A session of whoever asks.
#[derive(Clone, PartialEq, Debug)]
pub struct OwnSession {
    /// The session.
    pub session: Session,
    /// Whether it is the one that is asked in.
    pub is_current: bool,
}

/// A second factor that an app is to learn: told this once and never again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enrolment {
    /// What the app makes its codes of, in base 32.
    pub secret: Secret,
    /// The same as an `otpauth:` address, which apps read off a picture.
    pub uri: Secret,
}

impl Desk {
    /// The actor's sessions that are neither over nor ended, the latest first, at most [`Session::READ_MAX`].
    ///
    /// # Errors
    /// [`Error::Forbidden`] without a session of the module's own login; [`Error::Unavailable`].
    pub async fn own_sessions(&self) -> Result<Vec<OwnSession>> {
        let current = self.own_session()?;
        let now = self.chat.env().now();
        let sessions = self.store().sessions(self.scope(), self.actor().agent_id, now, Session::READ_MAX).await?;
        let own = |session: Session| OwnSession { is_current: session.id == current, session };
        Ok(sessions.into_iter().map(own).collect())
    }

    /// Ends one of the actor's sessions. Sockets that came in by it go.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] without a session of the module's own login; [`Error::Unavailable`].
    pub async fn end_own_session(&self, id: SessionId) -> Result<()> {
        self.own_session()?;
        self.end_sessions(Which::One(id)).await
    }

    /// Ends every session of the actor's but the one that is asked in.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without a session of the module's own login; [`Error::Unavailable`].
    pub async fn end_other_sessions(&self) -> Result<()> {
        self.end_sessions(Which::AllBut(self.own_session()?)).await
    }

    /// Changes the actor's password, and ends every other session of the actor's. Whoever has none yet, since an identity provider
    /// vouches for them, gives no old one.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the old password is wrong or the new one has fewer than [`NewAgent::PASSWORD_MIN`] characters or
    /// more than [`NewAgent::PASSWORD_MAX`] bytes; [`Error::Forbidden`] without a session of the module's own login;
    /// [`Error::Conflict`], [`Error::Unavailable`].
    pub async fn change_password(&self, old: Option<&Secret>, new: &Secret) -> Result<()> {
        let session = self.own_session()?;
        if !password::is_fit(new.expose()) {
            let (min, max) = (NewAgent::PASSWORD_MIN, NewAgent::PASSWORD_MAX);
            return Err(Error::invalid("newPassword", format!("{min} characters to {max} bytes, please")));
        }
        let agent = self.own_record().await?;
        let checked = match (&agent.password_hash, old) {
            (None, None) => None,
            (None, Some(_)) => return Err(Error::invalid("currentPassword", "there is none yet: leave it out")),
            (Some(_), None) => return Err(Error::invalid("currentPassword", "it is required")),
            (Some(_), Some(old)) => Some(self.check_password(&agent, old, "currentPassword").await?),
        };
        let hash = password::hash(new).await;
        let (agent, now) = (agent.id, self.chat.env().now());
        let command = ChangePassword { agent, session, checked, hash, now };
        let ended = self.execute(&command).await?;
        ended.into_iter().for_each(|credential| self.tell_taken_back(credential));
        Ok(())
    }

    /// The actor's second factor, once it was confirmed.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without a session of the module's own login; [`Error::Unavailable`].
    pub async fn second_factor(&self) -> Result<Option<SecondFactor>> {
        self.own_session()?;
        let factor = self.own_record().await?.second_factor;
        Ok(factor.filter(|factor| factor.confirmed_at.is_some()).map(|factor| *factor))
    }

    /// Makes a secret for an authenticator app, which shows it under the name `issuer`. It counts once it is confirmed; one that
    /// was never confirmed makes way.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the password is wrong, [`Error::Conflict`] when there is a second factor already;
    /// [`Error::Forbidden`] without a session of the module's own login; [`Error::Unavailable`].
    pub async fn begin_second_factor(&self, password: &Secret, issuer: &str) -> Result<Enrolment> {
        self.own_session()?;
        let agent = self.own_record().await?;
        self.check_password(&agent, password, "password").await?;
        let secret = totp::new_secret();
        self.step(FactorStep::Begin(secret.clone())).await?;
        let written = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let (issuer, email) = (written(issuer), written(&agent.email));
        let uri = format!("otpauth://totp/{issuer}:{email}?secret={}&issuer={issuer}", secret.expose());
        Ok(Enrolment { secret, uri: uri.into() })
    }

    /// Has the second factor count, when the app shows the right code, and tells the recovery codes: this once and never again.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the code is wrong, [`Error::Conflict`] when there is nothing to confirm;
    /// [`Error::Forbidden`] without a session of the module's own login; [`Error::Unavailable`].
    pub async fn confirm_second_factor(&self, code: &Secret) -> Result<Vec<Secret>> {
        self.own_session()?;
        let codes = totp::new_recovery_codes();
        let recovery = totp::hashes(&codes);
        self.step(FactorStep::Confirm { code: code.clone(), recovery }).await?;
        Ok(codes)
    }

    /// Puts new recovery codes in the place of those that are left, and tells them: this once and never again.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the code is wrong, [`Error::Conflict`] when there is no second factor;
    /// [`Error::Forbidden`] without a session of the module's own login; [`Error::Unavailable`].
    pub async fn renew_recovery_codes(&self, code: &Secret) -> Result<Vec<Secret>> {
        self.own_session()?;
        let codes = totp::new_recovery_codes();
        let recovery = totp::hashes(&codes);
        self.step(FactorStep::Renew { code: code.clone(), recovery }).await?;
        Ok(codes)
    }

    /// Ends the second factor: the password alone does again.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the password or the code is wrong, [`Error::Conflict`] when there is no second factor;
    /// [`Error::Forbidden`] without a session of the module's own login; [`Error::Unavailable`].
    pub async fn end_second_factor(&self, password: &Secret, code: &Secret) -> Result<()> {
        self.own_session()?;
        let agent = self.own_record().await?;
        self.check_password(&agent, password, "password").await?;
        self.step(FactorStep::End { code: code.clone() }).await
    }

    /// Takes a colleague's second factor away, who has lost the app and the recovery codes.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], also for an admin who resets an owner's; [`Error::Unavailable`].
    pub async fn reset_second_factor(&self, agent: AgentId) -> Result<()> {
        let command = ResetSecondFactor { actor: self.actor(), agent };
        self.execute(&command).await
    }

    /// The session that the actor came in by.
    fn own_session(&self) -> Result<SessionId> {
        self.sign_in.credential.session().ok_or(Error::Forbidden)
    }

    async fn own_record(&self) -> Result<Agent> {
        self.store().agent(self.scope(), self.actor().agent_id).await?.ok_or(Error::NotFound("agent"))
    }

    /// The hash that a password was found to be right by.
    async fn check_password(&self, agent: &Agent, password: &Secret, field: &'static str) -> Result<Secret> {
        let is_right = password::verify(password, agent.password_hash.as_ref()).await;
        let hash = agent.password_hash.clone().filter(|_| is_right);
        hash.ok_or_else(|| Error::invalid(field, "it is wrong"))
    }

    async fn step(&self, step: FactorStep) -> Result<()> {
        let command = ChangeSecondFactor { agent: self.actor().agent_id, step };
        self.execute(&command).await
    }

    async fn end_sessions(&self, which: Which) -> Result<()> {
        let command = EndSessions { agent: self.actor().agent_id, which, now: self.chat.env().now() };
        let ended = self.execute(&command).await?;
        ended.into_iter().for_each(|credential| self.tell_taken_back(credential));
        Ok(())
    }

    /// Tells every process that a credential was taken back, so that sockets which came in by it go.
    pub(super) fn tell_taken_back(&self, credential: CredentialId) {
        self.chat.signals().send(Signal::SignedOut { client_id: self.actor().client_id, credential });
    }
}
