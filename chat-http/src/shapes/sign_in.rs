use chat_core::{Cursor, Enrolment, OwnSession, SecondFactor, Secret, SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A session of whoever asks.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OwnSession)]
pub(crate) struct Own {
    #[schema(value_type = String, format = Uuid)]
    id: SessionId,
    /// Whether it is the one that is asked in.
    is_current: bool,
    /// What the program called itself that signed in.
    device: Option<String>,
    /// From where it signed in.
    address: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// To within ten minutes.
    #[schema(value_type = String, format = DateTime)]
    last_used_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl From<OwnSession> for Own {
    fn from(OwnSession { session, is_current }: OwnSession) -> Self {
        let chat_core::Session { id, device, address, created_at, used_at, expires_at, .. } = session;
        Self { id, is_current, device, address, created_at, last_used_at: used_at, expires_at }
    }
}

/// The sessions of whoever asks, the latest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionList {
    items: Vec<Own>,
    /// Always null: an agent's sessions fit on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<OwnSession>> for SessionList {
    fn from(sessions: Vec<OwnSession>) -> Self {
        Self { items: sessions.into_iter().map(Own::from).collect(), next_cursor: None }
    }
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// Required unless there is none yet: whoever has always signed in by an identity provider has no password.
    #[schema(format = Password, max_length = 256)]
    pub(crate) current_password: Option<String>,
    /// At least ten characters.
    #[schema(format = Password, min_length = 10, max_length = 256)]
    pub(crate) new_password: String,
}

/// The password of whoever asks, to make sure that it is nobody else at the same screen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordCheck {
    #[schema(format = Password, max_length = 256)]
    pub(crate) password: String,
}

/// A code of the authenticator app, or a recovery code where that is said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeCheck {
    #[schema(max_length = 64, example = "287082")]
    pub(crate) code: String,
}

/// Both of what an agent signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FullCheck {
    #[schema(format = Password, max_length = 256)]
    pub(crate) password: String,
    /// A code of the authenticator app, or a recovery code.
    #[schema(max_length = 64, example = "287082")]
    pub(crate) code: String,
}

/// Whether a code is asked for at sign-in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Factor {
    is_enabled: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    enabled_at: Option<Timestamp>,
    /// How many recovery codes were not used yet.
    recovery_codes_left: usize,
}

impl From<Option<SecondFactor>> for Factor {
    fn from(factor: Option<SecondFactor>) -> Self {
        Self {
            is_enabled: factor.is_some(),
            enabled_at: factor.as_ref().and_then(|factor| factor.confirmed_at),
            recovery_codes_left: factor.map_or(0, |factor| factor.recovery.len()),
        }
    }
}

/// What an authenticator app has to learn: told this once and never again.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewFactor {
    /// In base 32, to be typed in.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// The same for a picture that the app reads (QR code).
    #[schema(example = "otpauth://totp/Chat:ann%40shop.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Chat")]
    uri: String,
}

impl From<Enrolment> for NewFactor {
    fn from(Enrolment { secret, uri }: Enrolment) -> Self {
        Self { secret: secret.expose().to_owned(), uri: uri.expose().to_owned() }
    }
}

/// What signs in once each when the app is lost: told this once and never again.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecoveryCodes {
    recovery_codes: Vec<String>,
}

impl From<Vec<Secret>> for RecoveryCodes {
    fn from(codes: Vec<Secret>) -> Self {
        Self { recovery_codes: codes.iter().map(|code| code.expose().to_owned()).collect() }
    }
}
