use crate::{Delivery, Env};
use std::{fmt, str::FromStr, sync::Arc};
use uuid::Uuid;

/// What one request is called: in its answer, in the log, and in what follows from it at a provider.
///
/// The host puts it into the request's extensions before everything that logs and answers. Whoever asks may give the name; it is
/// taken when it consists of letters, digits and `- _ . : / + = @` of ASCII, so that it can stand anywhere.
///
/// ```
/// use chat_core::{Env, RequestName};
///
/// let theirs: RequestName = "order-4711/2".parse().unwrap();
/// assert_eq!(theirs.as_str(), "order-4711/2");
/// assert!("two words".parse::<RequestName>().is_err());
/// assert_ne!(RequestName::new(&Env::default()), RequestName::new(&Env::default()));
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct RequestName(Arc<str>);

/// A text that cannot name a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected 1 to {} letters, digits and - _ . : / + = @", RequestName::LEN_MAX)]
pub struct NotRequestName;

impl RequestName {
    /// The longest name in bytes.
    pub const LEN_MAX: usize = Delivery::CORRELATION_MAX;

    /// A name that nothing else has.
    pub fn new(env: &Env) -> Self {
        Self(env.id::<Uuid>().to_string().into())
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RequestName {
    type Err = NotRequestName;

    fn from_str(text: &str) -> Result<Self, NotRequestName> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/+=@".contains(&byte);
        let is_name = (1..=Self::LEN_MAX).contains(&text.len()) && text.bytes().all(is_plain);
        if is_name { Ok(Self(text.into())) } else { Err(NotRequestName) }
    }
}

impl fmt::Display for RequestName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_stand_in_a_header_a_log_and_a_document() {
        let longest = "x".repeat(RequestName::LEN_MAX);
        for name in ["1", "0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f", "a_b.c:d/e+f=@", &longest] {
            assert_eq!(name.parse::<RequestName>().unwrap().as_str(), name);
        }
        let too_long = format!("{longest}x");
        for text in ["", " ", "a b", "a\nb", "a\"b", "<b>", "é", "{}", "a,b", &too_long] {
            assert_eq!(text.parse::<RequestName>(), Err(NotRequestName), "{text}");
        }
    }
}
