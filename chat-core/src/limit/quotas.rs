use super::{Holder, LimitKey, Limited, Quota, QuotaError};
use std::{collections::BTreeMap, time::Duration};

/// How much each may do of what: the quotas that a host has set, over defaults that a busy team does not notice.
///
/// ```
/// # use chat_core::{Holder, Quotas};
/// let mut quotas = Quotas::default();
/// quotas.read(Holder::Agent, "read=50/s:200, write=off")?;
/// quotas.read(Holder::Email, "3/m")?;
/// # Ok::<(), chat_core::QuotasError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quotas(BTreeMap<(Holder, Limited), Quota>);

/// A text that says nothing about the quotas of a holder.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum QuotasError {
    /// One of the quotas is none.
    #[error("{0}, or off; several as read=50/s:200,write=off")]
    Quota(#[from] QuotaError),
    /// It names what is not limited for this holder.
    #[error("what is limited here is {0}")]
    Unknown(String),
}

impl Default for Quotas {
    fn default() -> Self {
        let mut quotas = Self::none();
        for (holder, per_second) in [
            (Holder::Ip, &[(Limited::Read, 500, 5000), (Limited::Write, 500, 5000), (Limited::Call, 50, 500)][..]),
            (Holder::Ip, &[(Limited::Connection, 100, 3000)]),
            (Holder::Agent, &[(Limited::Read, 100, 2000), (Limited::Write, 50, 2000)]),
            (Holder::Agent, &[(Limited::Event, 50, 2000), (Limited::RoomChange, 20, 500)]),
            (Holder::ApiKey, &[(Limited::Read, 200, 3000), (Limited::Write, 200, 3000)]),
            (Holder::ApiKey, &[(Limited::Event, 200, 3000), (Limited::RoomChange, 100, 3000)]),
            (Holder::Visitor, &[(Limited::Read, 10, 100), (Limited::Write, 5, 50), (Limited::Event, 10, 100)]),
            (
                Holder::Widget,
                &[(Limited::Read, 2000, 20_000), (Limited::Write, 500, 10_000), (Limited::Event, 2000, 20_000)],
            ),
            (Holder::Account, &[(Limited::Call, 5000, 20_000)]),
            (Holder::Client, &[(Limited::Read, 2000, 10_000), (Limited::Write, 1000, 10_000)]),
            (Holder::Client, &[(Limited::Event, 2000, 10_000)]),
        ] {
            for (what, count, burst) in per_second {
                quotas = quotas.with(holder, *what, Quota::per_second(*count).at_once(*burst));
            }
        }
        let uploads = [
            (Holder::Ip, 120, 200),
            (Holder::Agent, 120, 200),
            (Holder::ApiKey, 300, 600),
            (Holder::Visitor, 20, 30),
            (Holder::Widget, 600, 1000),
            (Holder::Client, 1200, 2000),
        ];
        for (holder, count, burst) in uploads {
            quotas = quotas.with(holder, Limited::Upload, Quota::per_minute(count).at_once(burst));
        }
        let logins = |count, burst| Quota::per_minute(count).at_once(burst);
        let quotas = quotas.with(Holder::Agent, Limited::Code, Quota::new(10, Duration::from_secs(360)));
        // Whoever guesses from elsewhere uses up an allowance of its own first, so that nobody is locked out by a stranger.
        let quotas = quotas.with(Holder::EmailIp, Limited::Login, logins(5, 10));
        let quotas = quotas.with(Holder::Client, Limited::Check, Quota::per_minute(10).at_once(20));
        let quotas = quotas.with(Holder::Ip, Limited::Begin, Quota::per_minute(60).at_once(200));
        quotas.with(Holder::Ip, Limited::Login, logins(30, 60)).with(Holder::Email, Limited::Login, logins(60, 200))
    }
}

impl Quotas {
    /// Nothing is limited.
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Sets one.
    #[must_use]
    pub fn with(mut self, holder: Holder, what: Limited, quota: Quota) -> Self {
        self.0.insert((holder, what), quota);
        self
    }

    /// The quota of a key; nothing when it is not limited.
    pub fn of(&self, key: &LimitKey) -> Option<Quota> {
        self.0.get(&(key.whom.holder(), key.what)).copied()
    }

    /// Sets what a text says: one quota for everything that is limited for `holder`, or `what=quota` with commas between; `off`
    /// in place of a quota lifts it.
    ///
    /// # Errors
    /// When the text says nothing of that kind; then nothing is set.
    pub fn read(&mut self, holder: Holder, text: &str) -> Result<(), QuotasError> {
        let mut set = Vec::new();
        for part in text.split(',') {
            let (whats, quota) = match part.split_once('=') {
                Some((name, quota)) => (named(holder, name.trim())?, quota.trim()),
                None => (holder.limited(), part.trim()),
            };
            let quota = if quota == "off" { None } else { Some(quota.parse()?) };
            set.extend(whats.iter().map(|what| ((holder, *what), quota)));
        }
        for (key, quota) in set {
            match quota {
                Some(quota) => self.0.insert(key, quota),
                None => self.0.remove(&key),
            };
        }
        Ok(())
    }
}

fn named(holder: Holder, name: &str) -> Result<&'static [Limited], QuotasError> {
    let all = holder.limited();
    let at = all.iter().position(|what| what.as_str() == name);
    let names = || all.iter().map(|what| what.as_str()).collect::<Vec<_>>().join(", ");
    at.map(|at| &all[at..=at]).ok_or_else(|| QuotasError::Unknown(names()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AgentId, Env, Whom};

    fn of(quotas: &Quotas, what: Limited) -> Option<String> {
        let agent = Whom::Agent(Env::default().id::<AgentId>());
        quotas.of(&LimitKey::new(what, agent)).map(|quota| quota.to_string())
    }

    #[test]
    fn a_quota_may_be_set_for_one_thing_or_for_all() {
        let mut quotas = Quotas::default();
        quotas.read(Holder::Agent, "read=7/s, write=off").unwrap();
        assert_eq!(of(&quotas, Limited::Read).as_deref(), Some("7/s"));
        assert_eq!(of(&quotas, Limited::Write), None);
        assert!(of(&quotas, Limited::Event).is_some());
        quotas.read(Holder::Agent, "5/s:9").unwrap();
        for what in Holder::Agent.limited() {
            assert_eq!(of(&quotas, *what).as_deref(), Some("5/s:9"));
        }
        quotas.read(Holder::Agent, "off").unwrap();
        assert!(Holder::Agent.limited().iter().all(|what| of(&quotas, *what).is_none()));
    }

    #[test]
    fn a_text_that_is_wrong_in_part_sets_nothing() {
        let mut quotas = Quotas::default();
        let wrong = quotas.read(Holder::Email, "login=1/m,read=5/s").unwrap_err();
        assert_eq!(wrong.to_string(), "what is limited here is login");
        assert!(
            quotas.read(Holder::Email, "login=1/m,login=often").unwrap_err().to_string().starts_with("expected a rate")
        );
        assert!(quotas.read(Holder::Email, "").is_err());
        assert_eq!(quotas, Quotas::default());
    }

    #[test]
    fn everything_that_can_be_limited_is_unless_it_is_lifted() {
        let quotas = Quotas::default();
        for holder in Holder::ALL {
            for what in holder.limited() {
                assert!(quotas.0.contains_key(&(holder, *what)), "{holder:?} {what:?}");
            }
        }
        assert_eq!(quotas.0.len(), Holder::ALL.iter().map(|holder| holder.limited().len()).sum::<usize>());
    }
}
