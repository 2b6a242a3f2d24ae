//! The OpenID provider by which agents sign in.

use super::report::{Area, Finding};
use crate::settings::Settings;

const AREA: Area = Area::SignIn;

#[cfg(feature = "oidc")]
pub(super) async fn look(settings: &Settings) -> Vec<Finding> {
    use crate::problem::with_causes;
    use chat_core::IdentityProvider;
    let Some(provider) = &settings.oidc else { return vec![by_password_alone()] };
    let subject = provider.label();
    let finding = match provider.inspect().await {
        Ok(found) if found.keys == 0 || !found.is_signing_known => {
            let mend = "have the provider sign by RS256 or ES256, with keys that it publishes";
            Finding::failed(AREA, subject, "the provider answers, and signs in no way that counts here", mend)
        }
        Ok(found) => Finding::ok(AREA, subject, format!("the provider answers, and has {} keys", found.keys)),
        Err(error) => {
            let mend = "look at this machine's DNS, firewall and HTTPS_PROXY, or correct --oidc-issuer (CHAT_OIDC_ISSUER): it is what \
                        the provider calls itself in /.well-known/openid-configuration, letter by letter";
            Finding::failed(AREA, subject, with_causes(&error), mend)
        }
    };
    vec![finding]
}

#[cfg(not(feature = "oidc"))]
pub(super) async fn look(_: &Settings) -> Vec<Finding> {
    vec![by_password_alone()]
}

fn by_password_alone() -> Finding {
    Finding::ok(AREA, "identity provider", "not configured: agents sign in by password")
}
