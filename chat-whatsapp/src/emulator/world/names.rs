//! By what a business knows a user: phone number, business-scoped ids, identity key.

use super::{User, World};
use crate::signature::sign;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;

/// By what a number knows a user.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// In digits; `None` when the business may not see it.
    pub(crate) phone: Option<String>,
    pub(crate) bsuid: Option<String>,
    /// The id towards the portfolio's parent, if it has one.
    pub(crate) parent: Option<String>,
    /// If the number wants to know of changed identities.
    pub(crate) identity_key: Option<String>,
}

impl World {
    /// By what the number knows the user. Ids are given on first need.
    pub(crate) fn names(&mut self, phone_id: &str, user: &User) -> Names {
        let business = self.business_of(phone_id).map(str::to_owned);
        let parent = business.as_ref().and_then(|business| self.parents.get(business)).cloned();
        Names {
            phone: self.visible_phone(phone_id, user),
            bsuid: business.and_then(|business| self.bsuid(&user.id, &business)),
            parent: parent.and_then(|parent| self.bsuid(&user.id, &parent)),
            identity_key: self.checks_identities(phone_id).then(|| user.identity_key()),
        }
    }

    /// The user's id towards the portfolio; given on first need.
    pub(crate) fn bsuid(&mut self, user_id: &str, business: &str) -> Option<String> {
        let kind = if self.parents.values().any(|parent| parent == business) { "ENT." } else { "" };
        let user = self.users.get_mut(user_id)?;
        let random = &mut self.random;
        let bsuid = user.bsuids.entry(business.to_owned()).or_insert_with(|| format!("US.{kind}{}", random.digits(20)));
        Some(bsuid.clone())
    }

    /// The user's phone number, if the business may see it: it is not hidden, or the business used it within 30 days.
    pub(crate) fn visible_phone(&self, phone_id: &str, user: &User) -> Option<String> {
        let used = self
            .pairs
            .get(&(phone_id.to_owned(), user.id.clone()))
            .and_then(|pair| pair.phone_used_at)
            .is_some_and(|at| self.now() - at < TimeDelta::days(30));
        match user.hide_phone && !used {
            true => None,
            false => user.phone.clone(),
        }
    }

    /// Whether the number is told of users whose identity has changed.
    pub(crate) fn checks_identities(&self, phone_id: &str) -> bool {
        let settings = self.phones.get(phone_id).map(|phone| &phone.settings);
        settings
            .and_then(|settings| settings.get("user_identity_change"))
            .is_some_and(|wanted| wanted["enable_identity_key_check"] == true)
    }

    /// The user with this phone number, in any of the ways in which it can be dialled.
    pub(crate) fn user_by_phone(&self, digits: &str) -> Option<&User> {
        let has = |digits: &str| self.users.values().find(|user| user.phone.as_deref() == Some(digits));
        has(digits).or_else(|| has(&respelled(digits)?))
    }

    pub(crate) fn user_by_bsuid(&self, business: &str, bsuid: &str) -> Option<&User> {
        self.users.values().find(|user| user.bsuids.get(business).is_some_and(|own| own == bsuid))
    }
}

impl User {
    /// What changes when the user has WhatsApp on another device.
    pub(crate) fn identity_key(&self) -> String {
        STANDARD.encode(&sign("identity", format!("{} {}", self.id, self.identity_changes).as_bytes())[..9])
    }
}

/// The other way in which a number of a country with two can be dialled: with or without the digit that mobile numbers
/// of Brazil, Mexico and Argentina have after the code of their area or country.
fn respelled(digits: &str) -> Option<String> {
    const MARKED: [(&str, usize, &str); 3] = [("55", 4, "9"), ("52", 2, "1"), ("54", 2, "9")];
    let (_, at, mark) = MARKED.into_iter().find(|(country, ..)| digits.starts_with(country))?;
    let (before, after) = digits.split_at_checked(at)?;
    match (digits.len(), after.strip_prefix(mark)) {
        (12, _) => Some(format!("{before}{mark}{after}")),
        (13, Some(rest)) => Some(format!("{before}{rest}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_two_spellings_has_the_other_one() {
        for (long, short) in
            [("5511987654321", "551187654321"), ("5215512345678", "525512345678"), ("5491123456789", "541123456789")]
        {
            assert_eq!(respelled(long).as_deref(), Some(short));
            assert_eq!(respelled(short).as_deref(), Some(long));
        }
        assert_eq!(respelled("16505551234"), None);
        assert_eq!(respelled("55"), None);
    }
}
