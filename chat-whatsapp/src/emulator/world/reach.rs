//! How many users a portfolio may write to before they write to it.

use super::World;
use crate::emulator::webhook::{Source, Update};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// A portfolio's messaging limit, by Meta's word for it.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) enum Tier {
    #[serde(rename = "TIER_250")]
    Lowest,
    #[default]
    #[serde(rename = "TIER_2K")]
    Low,
    #[serde(rename = "TIER_10K")]
    Middle,
    #[serde(rename = "TIER_100K")]
    High,
    #[serde(rename = "TIER_UNLIMITED")]
    Unlimited,
}

impl Tier {
    /// The most users in 24 hours.
    fn users_max(self) -> Option<usize> {
        match self {
            Self::Lowest => Some(250),
            Self::Low => Some(2_000),
            Self::Middle => Some(10_000),
            Self::High => Some(100_000),
            Self::Unlimited => None,
        }
    }
}

/// A portfolio's limit, and to whom it wrote first and when.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    pub(crate) tier: Tier,
    begun: BTreeMap<String, DateTime<Utc>>,
}

impl Reach {
    const WITHIN: TimeDelta = TimeDelta::hours(24);

    /// Takes note of a conversation that the business begins, if it is within the limit.
    fn begin(&mut self, recipient: &str, now: DateTime<Utc>) -> bool {
        let Some(max) = self.tier.users_max() else {
            return true;
        };
        self.begun.retain(|_, at| now - *at < Self::WITHIN);
        if !self.begun.contains_key(recipient) && self.begun.len() >= max {
            return false;
        }
        self.begun.entry(recipient.to_owned()).or_insert(now);
        true
    }
}

impl World {
    /// Whether the number may write to a recipient who did not write within 24 hours. If so, it counts.
    pub(crate) fn may_begin(&mut self, phone_id: &str, recipient: &str) -> bool {
        let now = self.now();
        let Some(business) = self.business_of(phone_id).map(str::to_owned) else {
            return true;
        };
        self.reach.entry(business).or_default().begin(recipient, now)
    }

    /// The limit of the portfolio that has the number.
    pub(crate) fn tier_of(&self, phone_id: &str) -> Tier {
        self.business_of(phone_id)
            .and_then(|business| self.reach.get(business))
            .map(|reach| reach.tier)
            .unwrap_or_default()
    }

    /// Gives a portfolio another limit, of which its accounts hear. Gives whether it is there.
    pub(crate) fn set_tier(&mut self, business: &str, tier: Tier) -> bool {
        let wabas = self.wabas.iter().filter(|(_, waba)| waba.business == business);
        let wabas: Vec<String> = wabas.map(|(id, _)| id.clone()).collect();
        if wabas.is_empty() {
            return false;
        }
        self.reach.entry(business.to_owned()).or_default().tier = tier;
        let limit = json!(tier.users_max().map_or(-1, |max| i64::try_from(max).unwrap_or(i64::MAX)));
        let value = json!({"max_daily_conversations_per_business": limit, "max_phone_numbers_per_business": 20});
        let updates = wabas
            .into_iter()
            .map(|waba| Update::whole(Source::Waba(waba), "business_capability_update", value.clone()))
            .collect();
        self.enqueue(updates);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_counts_once_a_day_and_the_limit_is_for_new_ones() {
        let start = DateTime::UNIX_EPOCH;
        let mut reach = Reach { tier: Tier::Lowest, ..Reach::default() };
        assert!((0..250).all(|user| reach.begin(&user.to_string(), start)));

        assert!(reach.begin("7", start));
        assert!(!reach.begin("new", start));
        assert!(reach.begin("new", start + Reach::WITHIN));
    }
}
