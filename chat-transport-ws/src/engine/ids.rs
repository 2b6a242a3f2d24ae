//! Identifiers that nobody can guess.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The public id of a socket, unrelated to the secret id of its connection.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SocketId(u128);

/// The id of a connection. Whoever knows it can act as its client, so it is told to its client alone.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub(crate) struct Sid(u128);

impl SocketId {
    pub(crate) fn random() -> Self {
        Self(random())
    }
}

impl fmt::Display for SocketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0.to_be_bytes()))
    }
}

impl fmt::Debug for SocketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Sid {
    pub(crate) fn random() -> Self {
        Self(random())
    }

    pub(crate) fn to_text(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.to_be_bytes())
    }
}

/// Never says the id.
impl fmt::Debug for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sid(…)")
    }
}

/// What was given is no id of a connection.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct NotASid;

impl FromStr for Sid {
    type Err = NotASid;

    fn from_str(text: &str) -> Result<Self, NotASid> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotASid)?;
        bytes.try_into().map(|bytes| Self(u128::from_be_bytes(bytes))).map_err(|_| NotASid)
    }
}

fn random() -> u128 {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    u128::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sid_is_read_back_and_nothing_else_is() {
        let sid = Sid::random();
        assert_eq!(sid.to_text().parse(), Ok(sid));
        for text in ["", "abc", "é", "AAAAAAAAAAAAAAAAAAAAAAA", "=AAAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(text.parse::<Sid>(), Err(NotASid));
        }
    }
}
