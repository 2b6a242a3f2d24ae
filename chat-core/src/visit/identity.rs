//! Who a website says that its visitor is, and whether that can be believed.

use super::token::Identity;
use crate::{Customer, IdentityKey, IdentityKind, Timestamp, VisitorKey, VisitorKeyKind, Widget, text::clean};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use sha2::Sha256;
use std::time::Duration;

/// The longest that a JWT may be good for: whoever finds one in a log is late.
const LIFE_MAX: Duration = Duration::from_secs(24 * 3600);
/// How far the website's clock may be off.
const LEEWAY: Duration = Duration::from_secs(60);
/// The longest proof of an identity in bytes.
const PROOF_MAX: usize = 8192;

impl Identity {
    /// The longest id of a website's user in bytes.
    pub(crate) const SUBJECT_MAX: usize = 200;
    /// The longest e-mail address in bytes.
    const EMAIL_MAX: usize = 254;

    /// What finds the customer. Another widget may be on a website with other users of the same ids.
    pub(crate) fn key(&self, widget: &str) -> IdentityKey {
        IdentityKey::new(IdentityKind::External, format!("{widget}:{}", self.subject))
    }
}

/// Whether an identity is one that a website has given to a visitor of this widget.
pub(crate) fn is_given_by(widget: &str, key: &IdentityKey) -> bool {
    key.kind == IdentityKind::External && key.value.strip_prefix(widget).is_some_and(|rest| rest.starts_with(':'))
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: i64,
    nbf: Option<i64>,
    name: Option<String>,
    email: Option<String>,
}

/// Who the visitor is by a proof that one of the widget's keys confirms: a JWT, or for websites that come from elsewhere
/// `<user id>.<HMAC-SHA-256 of it in hexadecimal digits>`.
pub(super) fn proven(proof: &str, widget: &Widget, now: Timestamp) -> Option<Identity> {
    if proof.len() > PROOF_MAX {
        return None;
    }
    let identity = match jsonwebtoken::decode_header(proof) {
        Ok(header) => {
            let kind = match header.alg {
                Algorithm::HS256 => VisitorKeyKind::Hs256,
                Algorithm::EdDSA => VisitorKeyKind::EdDsa,
                _ => return None,
            };
            let is_meant = |key: &&VisitorKey| header.kid.as_ref().is_none_or(|kid| *kid == key.kid);
            keys(widget, kind).filter(is_meant).find_map(|key| by_jwt(proof, key, header.alg, widget, now))
        }
        Err(_) => keys(widget, VisitorKeyKind::Hmac).find_map(|key| by_hmac(proof, key)),
    };
    identity
        .filter(|it| (1..=Identity::SUBJECT_MAX).contains(&it.subject.len()) && !it.subject.contains(char::is_control))
}

fn keys(widget: &Widget, kind: VisitorKeyKind) -> impl Iterator<Item = &VisitorKey> {
    widget.visitor_keys.iter().filter(move |key| key.kind == kind)
}

fn by_jwt(proof: &str, key: &VisitorKey, algorithm: Algorithm, widget: &Widget, now: Timestamp) -> Option<Identity> {
    let secret = key.key.expose().as_bytes();
    let key = match key.kind {
        VisitorKeyKind::EdDsa => DecodingKey::from_ed_pem(secret).ok()?,
        VisitorKeyKind::Hs256 | VisitorKeyKind::Hmac => DecodingKey::from_secret(secret),
    };
    let mut validation = Validation::new(algorithm);
    // Time is compared with the module's own clock below.
    validation.validate_exp = false;
    validation.set_audience(&[&widget.public_key]);
    validation.set_required_spec_claims(&["exp", "sub", "aud"]);
    let Claims { sub, exp, nbf, name, email } = jsonwebtoken::decode(proof, &key, &validation).ok()?.claims;
    let moment = |seconds: i64| Timestamp::from_millis(seconds.saturating_mul(1000));
    let is_in_time = moment(exp) > now
        && moment(exp) <= now.plus(LIFE_MAX).plus(LEEWAY)
        && nbf.is_none_or(|nbf| moment(nbf) <= now.plus(LEEWAY));
    let text = |text: Option<String>, max| text.map(|text| clean(text.trim(), max)).filter(|text| !text.is_empty());
    is_in_time.then(|| Identity {
        subject: sub,
        name: text(name, Customer::NAME_MAX),
        email: text(email, Identity::EMAIL_MAX),
    })
}

fn by_hmac(proof: &str, key: &VisitorKey) -> Option<Identity> {
    let (subject, digits) = proof.rsplit_once('.')?;
    let mut given = [0; 32];
    hex::decode_to_slice(digits, &mut given).ok()?;
    let mac = Hmac::<Sha256>::new_from_slice(key.key.expose().as_bytes()).expect("HMAC takes keys of any length");
    // In constant time.
    mac.chain_update(subject).verify_slice(&given).ok()?;
    Some(Identity { subject: subject.to_owned(), name: None, email: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Env, Secret, WidgetKind, WidgetSettings, WidgetStatus};
    use jsonwebtoken::{EncodingKey, Header};
    use serde_json::{Value, json};

    const SECRET: &str = "the website's secret has 32 bytes or more";
    const OLD_SECRET: &str = "the secret before, which has 32 bytes too";
    const PRIVATE_PEM: &[u8] = b"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
    const PUBLIC_PEM: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
    // Computed with `printf u.42 | openssl dgst -sha256 -hmac "the website's secret has 32 bytes or more"`.
    const OF_U_42: &str = "9dcd1905c84967829148116c7897d6214d1bf01c85dd98a50293ca5bb37e0283";

    fn widget(env: &Env, keys: &[(&str, VisitorKeyKind, &str)]) -> Widget {
        let key = |(kid, kind, key): &(&str, VisitorKeyKind, &str)| VisitorKey {
            kid: (*kid).into(),
            kind: *kind,
            key: Secret::from(*key),
            created_at: env.now(),
        };
        Widget {
            id: env.id(),
            client_id: env.id(),
            public_key: "wk_1".into(),
            name: "Shop".into(),
            kind: WidgetKind::Floating,
            settings: WidgetSettings::default(),
            visitor_keys: keys.iter().map(key).collect(),
            ignored_origins: Vec::new(),
            status: WidgetStatus::Active,
            created_at: env.now(),
            updated_at: env.now(),
            revision: 1,
        }
    }

    fn claims(now: Timestamp) -> Value {
        json!({ "sub": "42", "aud": "wk_1", "exp": now.millis() / 1000 + 600, "name": " Ann ", "email": "ann@shop.test" })
    }

    fn hs256(claims: &Value, secret: &str, kid: Option<&str>) -> String {
        let header = Header { kid: kid.map(Into::into), ..Header::new(Algorithm::HS256) };
        jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
    }

    #[test]
    fn a_website_vouches_with_a_jwt_for_who_its_visitor_is() {
        let env = Env::default();
        let widget = widget(
            &env,
            &[
                ("old", VisitorKeyKind::Hs256, OLD_SECRET),
                ("new", VisitorKeyKind::Hs256, SECRET),
                ("ed", VisitorKeyKind::EdDsa, PUBLIC_PEM),
            ],
        );
        let claims = claims(env.now());
        let key = EncodingKey::from_ed_pem(PRIVATE_PEM).unwrap();
        let eddsa = jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &key).unwrap();
        let expected = Identity { subject: "42".into(), name: Some("Ann".into()), email: Some("ann@shop.test".into()) };
        for proof in [
            hs256(&claims, SECRET, Some("new")),
            hs256(&claims, OLD_SECRET, Some("old")),
            hs256(&claims, SECRET, None),
            eddsa,
        ] {
            assert_eq!(proven(&proof, &widget, env.now()), Some(expected.clone()), "{proof}");
        }
        assert_eq!(expected.key("wk_1"), IdentityKey::new(IdentityKind::External, "wk_1:42"));
    }

    #[test]
    fn a_proof_that_is_forged_foreign_old_or_good_for_too_long_proves_nothing() {
        let env = Env::default();
        let now = env.now();
        let widget = widget(&env, &[("new", VisitorKeyKind::Hs256, SECRET), ("ed", VisitorKeyKind::EdDsa, PUBLIC_PEM)]);
        let with = |name: &str, value: Value| {
            let mut claims = claims(now);
            claims[name] = value;
            hs256(&claims, SECRET, None)
        };
        let without = |name: &str| {
            let mut claims = claims(now);
            claims.as_object_mut().unwrap().remove(name);
            hs256(&claims, SECRET, None)
        };
        let second = now.millis() / 1000;
        for proof in [
            hs256(&claims(now), OLD_SECRET, None),
            hs256(&claims(now), SECRET, Some("old")),
            hs256(&claims(now), PUBLIC_PEM, None),
            hs256(&claims(now), PUBLIC_PEM, Some("ed")),
            with("aud", json!("wk_2")),
            with("exp", json!(second)),
            with("exp", json!(second + 25 * 3600)),
            with("nbf", json!(second + 120)),
            with("sub", json!("")),
            with("sub", json!(42)),
            with("sub", json!("a\nb")),
            with("sub", json!("x".repeat(Identity::SUBJECT_MAX + 1))),
            without("aud"),
            without("exp"),
            without("sub"),
            String::new(),
            "42".into(),
            "x".repeat(PROOF_MAX + 1),
        ] {
            assert_eq!(proven(&proof, &widget, now), None, "{proof}");
        }
        assert!(proven(&with("exp", json!(second + 24 * 3600)), &widget, now).is_some());
    }

    #[test]
    fn a_website_may_vouch_by_hmac_if_it_has_a_key_for_that() {
        let env = Env::default();
        let hmac = widget(&env, &[("legacy", VisitorKeyKind::Hmac, SECRET)]);
        let jwt = widget(&env, &[("new", VisitorKeyKind::Hs256, SECRET)]);
        let proof = format!("u.42.{OF_U_42}");
        assert_eq!(proven(&proof, &hmac, env.now()).unwrap().subject, "u.42");
        assert_eq!(proven(&proof, &jwt, env.now()), None);
        for forged in [format!("u.43.{OF_U_42}"), format!("u.42.{}", "0".repeat(64)), format!("u.42.{}", &OF_U_42[1..])]
        {
            assert_eq!(proven(&forged, &hmac, env.now()), None, "{forged}");
        }
        assert_eq!(proven(&hs256(&claims(env.now()), SECRET, None), &hmac, env.now()), None);
    }

    #[test]
    fn an_identity_is_one_widgets() {
        let key = |value: &str| IdentityKey::new(IdentityKind::External, value);
        assert!(is_given_by("wk_1", &key("wk_1:42")));
        assert!(!is_given_by("wk_1", &key("wk_11:42")) && !is_given_by("wk_1", &key("42")));
        assert!(!is_given_by("wk_1", &IdentityKey::new(IdentityKind::Visitor, "wk_1:42")));
    }
}
