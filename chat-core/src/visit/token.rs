//! The tokens of visitors, and of who has yet to sign in: signed, and each good for one purpose alone.

use crate::{CustomerId, Secret, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{fmt, time::Duration};

/// What a token is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    Frame,
    Boot,
    Visit,
    Visitor,
    Preview,
    Errand,
}

/// What a token says. Its type tells what it is for and how long it is good.
pub(crate) trait Token: Serialize + DeserializeOwned {
    const PURPOSE: Purpose;
    const TTL: Duration;
}

/// Which page shows which widget.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Place {
    /// The widget's public key.
    #[serde(rename = "wid")]
    pub(super) widget: String,
    #[serde(rename = "org")]
    pub(super) origin: String,
    /// Whether an agent looks at it, on a page of the module's own.
    #[serde(rename = "pre", skip_serializing_if = "std::ops::Not::not", default)]
    pub(super) is_preview: bool,
}

/// Lets the page of an agent show a widget, wherever it may appear.
#[derive(Serialize, Deserialize)]
pub(crate) struct PreviewToken {
    /// The widget's public key.
    #[serde(rename = "wid")]
    pub(crate) widget: String,
}

impl Place {
    /// A widget on the page of a website.
    pub(super) fn on_page(key: &str, origin: &str) -> Self {
        Self { widget: key.to_owned(), origin: origin.to_owned(), is_preview: false }
    }
}

/// Opens the frame's document, which only pages of the origin can show.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct FrameToken(pub(super) Place);

/// Proves that a page of the origin asked.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct BootToken(pub(super) Place);

/// Opens a socket.
#[derive(Serialize, Deserialize)]
pub(super) struct VisitToken {
    #[serde(flatten)]
    pub(super) place: Place,
    #[serde(rename = "vid")]
    pub(super) customer: CustomerId,
    /// Who the website says it is.
    #[serde(rename = "idn", skip_serializing_if = "Option::is_none", default)]
    pub(super) identity: Option<Identity>,
}

/// Finds an anonymous visitor's conversations again.
#[derive(Serialize, Deserialize)]
pub(super) struct VisitorToken {
    #[serde(flatten)]
    pub(super) place: Place,
    #[serde(rename = "vid")]
    pub(super) customer: CustomerId,
}

/// Who a website says that its visitor is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// The website's own id of its user.
    #[serde(rename = "sub")]
    pub(crate) subject: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) email: Option<String>,
}

impl Token for FrameToken {
    const PURPOSE: Purpose = Purpose::Frame;
    const TTL: Duration = Duration::from_secs(300);
}

impl Token for BootToken {
    const PURPOSE: Purpose = Purpose::Boot;
    const TTL: Duration = Duration::from_secs(300);
}

impl Token for PreviewToken {
    const PURPOSE: Purpose = Purpose::Preview;
    const TTL: Duration = Duration::from_secs(3600);
}

impl Token for VisitToken {
    const PURPOSE: Purpose = Purpose::Visit;
    const TTL: Duration = Duration::from_secs(600);
}

impl Token for VisitorToken {
    const PURPOSE: Purpose = Purpose::Visitor;
    /// Given anew with every session, so that whoever comes back within a year is known.
    const TTL: Duration = Duration::from_secs(365 * 24 * 3600);
}

#[derive(Serialize, Deserialize)]
struct Signed<T> {
    #[serde(flatten)]
    token: T,
    /// In seconds since 1970.
    exp: i64,
}

/// Signs tokens and reads what was signed. Each purpose has keys of its own.
pub(crate) struct Tokens {
    /// What is signed with now, and what was before.
    present: Keys,
    former: Vec<Keys>,
}

struct Keys {
    frame: Key,
    boot: Key,
    visit: Key,
    visitor: Key,
    preview: Key,
    errand: Key,
}

struct Key {
    signing: EncodingKey,
    checking: DecodingKey,
}

impl Tokens {
    /// The longest token in bytes.
    const LEN_MAX: usize = 4096;

    /// Keys that follow from secrets, the present one first: whoever has it signs and reads the same tokens. Without any, nobody
    /// else does.
    pub(crate) fn new(secrets: &[Secret]) -> Self {
        let mut all = secrets.iter().map(Keys::of);
        Self { present: all.next().unwrap_or_else(|| Keys::of(&Secret::random())), former: all.collect() }
    }

    pub(crate) fn sign<T: Token>(&self, token: T, now: Timestamp) -> String {
        let exp = now.plus(T::TTL).millis() / 1000;
        let signed = Signed { token, exp };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &signed, &self.present.key(T::PURPOSE).signing)
            .expect("a token is JSON, and any bytes sign it")
    }

    /// What a token says and until when it holds, unless it is for something else, not of ours or too old.
    pub(crate) fn read<T: Token>(&self, text: &str, now: Timestamp) -> Option<(T, Timestamp)> {
        if text.len() > Self::LEN_MAX {
            return None;
        }
        let mut validation = Validation::new(Algorithm::HS256);
        // Time is compared with the module's own clock.
        validation.validate_exp = false;
        validation.validate_aud = false;
        let by =
            |keys: &Keys| jsonwebtoken::decode::<Signed<T>>(text, &keys.key(T::PURPOSE).checking, &validation).ok();
        let read = by(&self.present).or_else(|| self.former.iter().find_map(by))?;
        let expires_at = Timestamp::from_millis(read.claims.exp.saturating_mul(1000));
        (expires_at > now).then_some((read.claims.token, expires_at))
    }
}

impl Keys {
    fn of(secret: &Secret) -> Self {
        let key = |purpose: &str| {
            let key = secret.derived(&format!("visitor token: {purpose}"));
            Key { signing: EncodingKey::from_secret(&key), checking: DecodingKey::from_secret(&key) }
        };
        Self {
            frame: key("frame"),
            boot: key("boot"),
            visit: key("visit"),
            visitor: key("visitor"),
            preview: key("preview"),
            errand: key("errand"),
        }
    }

    fn key(&self, purpose: Purpose) -> &Key {
        match purpose {
            Purpose::Frame => &self.frame,
            Purpose::Boot => &self.boot,
            Purpose::Visit => &self.visit,
            Purpose::Visitor => &self.visitor,
            Purpose::Preview => &self.preview,
            Purpose::Errand => &self.errand,
        }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Env, ManualClock, SystemIds};

    fn place() -> Place {
        Place::on_page("wk_1", "https://shop.test")
    }

    fn visit(env: &Env) -> VisitToken {
        let identity = Identity { subject: "42".into(), name: Some("Ann".into()), email: None };
        VisitToken { place: place(), customer: env.id(), identity: Some(identity) }
    }

    #[test]
    fn a_token_comes_back_as_it_was_signed() {
        let env = Env::default();
        let tokens = Tokens::new(&[]);
        let signed = visit(&env);
        let text = tokens.sign(VisitToken { identity: signed.identity.clone(), place: place(), ..signed }, env.now());
        let (read, expires_at) = tokens.read::<VisitToken>(&text, env.now()).unwrap();
        assert_eq!((read.place, read.customer, read.identity), (place(), signed.customer, signed.identity));
        assert!(expires_at > env.now() && expires_at <= env.now().plus(VisitToken::TTL));
    }

    #[test]
    fn a_token_is_good_for_one_purpose_alone() {
        let env = Env::default();
        let now = env.now();
        let tokens = Tokens::new(&[]);
        let texts = [
            tokens.sign(FrameToken(place()), now),
            tokens.sign(BootToken(place()), now),
            tokens.sign(visit(&env), now),
            tokens.sign(VisitorToken { place: place(), customer: env.id() }, now),
        ];
        for (at, text) in texts.iter().enumerate() {
            let read = [
                tokens.read::<FrameToken>(text, now).is_some(),
                tokens.read::<BootToken>(text, now).is_some(),
                tokens.read::<VisitToken>(text, now).is_some(),
                tokens.read::<VisitorToken>(text, now).is_some(),
            ];
            let expected = [0, 1, 2, 3].map(|purpose| purpose == at);
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn a_token_is_good_for_a_while_and_for_whoever_has_the_secret() {
        let clock = ManualClock::default();
        let env = Env::new(clock.clone(), SystemIds);
        let of = |secrets: &[&str]| Tokens::new(&secrets.iter().copied().map(Secret::from).collect::<Vec<_>>());
        let tokens = of(&["secret"]);
        let text = tokens.sign(BootToken(place()), env.now());
        for (secrets, is_read) in [
            (&["secret"][..], true),
            (&["new", "secret"], true),
            (&["other"], false),
            (&["new", "other"], false),
            (&[], false),
        ] {
            assert_eq!(of(secrets).read::<BootToken>(&text, env.now()).is_some(), is_read, "{secrets:?}");
        }
        assert!(
            tokens.read::<BootToken>(&of(&["new", "secret"]).sign(BootToken(place()), env.now()), env.now()).is_none()
        );
        clock.advance(BootToken::TTL - Duration::from_millis(1));
        assert!(tokens.read::<BootToken>(&text, env.now()).is_some());
        clock.advance(Duration::from_millis(1));
        assert!(tokens.read::<BootToken>(&text, env.now()).is_none());
    }

    #[test]
    fn what_is_no_token_is_read_as_none() {
        let now = Env::default().now();
        let tokens = Tokens::new(&[]);
        let good = tokens.sign(BootToken(place()), now);
        let (head, rest) = good.split_once('.').unwrap();
        let (body, _) = rest.split_once('.').unwrap();
        // What is signed by "none" is {"alg":"none"}.
        let unsigned = format!("eyJhbGciOiJub25lIn0.{body}.");
        for text in ["", "x", &format!("{head}.{body}."), &unsigned, &good[1..], &"x".repeat(Tokens::LEN_MAX + 1)] {
            assert!(tokens.read::<BootToken>(text, now).is_none(), "{text}");
        }
    }
}
