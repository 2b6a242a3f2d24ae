use crate::{Secret, TokenHash};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// What a token of ours is for; its first letters tell, so that people can tell them apart too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TokenKind {
    Session,
    ApiKey,
    Invitation,
}

impl TokenKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Session => "cs_",
            Self::ApiKey => "ck_",
            Self::Invitation => "ci_",
        }
    }

    /// The kind of a token, unless it is none of ours.
    pub(crate) fn of(token: &str) -> Option<Self> {
        [Self::Session, Self::ApiKey, Self::Invitation].into_iter().find(|kind| token.starts_with(kind.prefix()))
    }
}

/// A new token with 256 random bits.
pub(crate) fn new_token(kind: TokenKind) -> Secret {
    let mut random = [0; 32];
    getrandom::fill(&mut random).expect("the operating system has random numbers");
    format!("{}{}", kind.prefix(), BASE64_URL_SAFE_NO_PAD.encode(random)).into()
}

/// What is stored in a token's stead. The token has 256 random bits, so one round of a fast hash is enough, and looking the
/// hash up tells nothing by its timing.
pub(crate) fn hash(token: &str) -> TokenHash {
    TokenHash(Sha256::digest(token).into())
}
