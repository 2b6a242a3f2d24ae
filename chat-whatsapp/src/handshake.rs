//! How Meta asks whether a webhook address is ours.

use chat_core::Secret;
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::{Choice, ConstantTimeEq};

/// Meta's question whether a webhook address is ours: `GET …?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…`.
///
/// The answer is 200 with the bare challenge as `text/plain`; a refusal is 400 or 403 without it.
///
/// ```
/// use chat_core::Secret;
/// use chat_whatsapp::{Handshake, HandshakeRefused};
///
/// let query = [("hub.mode", "subscribe"), ("hub.verify_token", "ours"), ("hub.challenge", "1158201444")];
/// let ours = Secret::from("ours");
/// assert_eq!(Handshake::parse(query)?.answer([&ours])?, "1158201444");
/// assert_eq!(Handshake::parse([("page", "1")]).err(), Some(HandshakeRefused::Malformed));
/// # Ok::<(), HandshakeRefused>(())
/// ```
#[derive(Clone)]
pub struct Handshake {
    token: String,
    challenge: String,
}

/// Why a handshake is not answered with its challenge.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HandshakeRefused {
    /// It is not such a question at all.
    #[error("this is not the handshake of a webhook")]
    Malformed,
    /// Its token is none of ours.
    #[error("the verify token does not match")]
    WrongToken,
}

impl Handshake {
    /// The longest challenge in bytes. Meta's are numbers of about ten digits.
    pub const CHALLENGE_MAX: usize = 256;

    /// Reads the decoded pairs of a query.
    ///
    /// # Errors
    /// [`HandshakeRefused::Malformed`] when a part is missing or twice there, the mode is another than `subscribe`, or the
    /// challenge is more than ASCII letters, digits, `-` and `_`, so that nobody can make us say what he likes.
    pub fn parse<'q>(query: impl IntoIterator<Item = (&'q str, &'q str)>) -> Result<Self, HandshakeRefused> {
        let (mut mode, mut token, mut challenge) = (None, None, None);
        for (key, value) in query {
            let part = match key {
                "hub.mode" => &mut mode,
                "hub.verify_token" => &mut token,
                "hub.challenge" => &mut challenge,
                _ => continue,
            };
            if part.replace(value).is_some() {
                return Err(HandshakeRefused::Malformed);
            }
        }
        let (Some("subscribe"), Some(token), Some(challenge)) = (mode, token, challenge) else {
            return Err(HandshakeRefused::Malformed);
        };
        let is_plain = (1..=Self::CHALLENGE_MAX).contains(&challenge.len())
            && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !is_plain {
            return Err(HandshakeRefused::Malformed);
        }
        Ok(Self { token: token.to_owned(), challenge: challenge.to_owned() })
    }

    /// The challenge, if one of our tokens was named; compared with all of them in constant time.
    ///
    /// # Errors
    /// [`HandshakeRefused::WrongToken`] otherwise, also when our token is empty.
    pub fn answer<'t>(self, ours: impl IntoIterator<Item = &'t Secret>) -> Result<String, HandshakeRefused> {
        // Hashes are of one length, so that not even the length of a token can be measured.
        let given = Sha256::digest(self.token.as_bytes());
        let matches = ours
            .into_iter()
            .filter(|token| !token.expose().is_empty())
            .fold(Choice::from(0), |matches, token| matches | Sha256::digest(token.expose().as_bytes()).ct_eq(&given));
        if bool::from(matches) { Ok(self.challenge) } else { Err(HandshakeRefused::WrongToken) }
    }
}

impl fmt::Debug for Handshake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handshake").field("challenge", &self.challenge).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: [(&str, &str); 3] =
        [("hub.mode", "subscribe"), ("hub.challenge", "1158201444"), ("hub.verify_token", "ours")];

    #[test]
    fn the_challenge_is_given_to_who_knows_one_of_our_tokens() {
        let tokens = [Secret::from("another"), Secret::from("ours")];

        assert_eq!(Handshake::parse(ASKED).unwrap().answer(&tokens), Ok("1158201444".to_owned()));
        assert_eq!(Handshake::parse(ASKED).unwrap().answer(&tokens[..1]), Err(HandshakeRefused::WrongToken));
        assert_eq!(Handshake::parse(ASKED).unwrap().answer([]), Err(HandshakeRefused::WrongToken));
    }

    #[test]
    fn an_empty_token_of_ours_opens_nothing() {
        let asked = [("hub.mode", "subscribe"), ("hub.challenge", "1"), ("hub.verify_token", "")];

        let answer = Handshake::parse(asked).unwrap().answer([&Secret::from("")]);

        assert_eq!(answer, Err(HandshakeRefused::WrongToken));
    }

    #[test]
    fn what_is_not_a_handshake_is_malformed() {
        let with = |index: usize, value| {
            let mut asked = ASKED;
            asked[index].1 = value;
            asked.to_vec()
        };
        let mut twice = ASKED.to_vec();
        twice.push(("hub.challenge", "2"));
        let cases = [
            vec![],
            ASKED[..2].to_vec(),
            ASKED[1..].to_vec(),
            with(0, "unsubscribe"),
            with(1, ""),
            with(1, "<script>"),
            twice,
        ];
        for query in cases {
            assert_eq!(Handshake::parse(query.clone()).err(), Some(HandshakeRefused::Malformed), "{query:?}");
        }
    }
}
