//! A business's phone numbers, from their verification to their profile.

use super::{Quality, World};
use crate::emulator::{
    agenda::Task,
    limits::Bucket,
    setup::Throughput,
    webhook::{Source, Update},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A business's phone number.
pub(crate) struct Phone {
    pub(crate) waba: String,
    pub(crate) display: String,
    pub(crate) verified_name: String,
    /// Whether messages can be sent from it.
    pub(crate) registered: bool,
    /// When it was last registered.
    pub(crate) onboarded_at: Option<DateTime<Utc>>,
    pub(crate) registration: Registration,
    /// A name that the number is to have, with what Meta says of it.
    pub(crate) new_name: Option<NewName>,
    pub(crate) quality: Quality,
    /// Where an app wants this number's webhooks, by app.
    pub(crate) override_urls: BTreeMap<String, String>,
    pub(crate) level: Throughput,
    pub(crate) throughput: Bucket,
    /// The only numbers that it may write to, in digits, as with the test numbers of an app; `None` is no such limit.
    pub(crate) allow_list: Option<BTreeSet<String>>,
    /// What users see of the business.
    pub(crate) profile: Map<String, Value>,
    pub(crate) settings: Map<String, Value>,
    pub(crate) automation: Map<String, Value>,
    /// Texts that users get into their chat by a code, by that code.
    pub(crate) qr_codes: BTreeMap<String, QrCode>,
    pub(crate) username: Option<String>,
    /// The users whom the business blocks, by when it did.
    pub(crate) blocked: BTreeMap<u64, String>,
    /// What was synchronised of the business's own app, each once.
    pub(crate) synchronised: BTreeSet<String>,
}

/// How far a number has been verified and protected.
#[derive(Debug, Default)]
pub(crate) struct Registration {
    pub(crate) is_verified: bool,
    /// The code that was sent and not yet used.
    pub(crate) code: Option<String>,
    /// The PIN of two-step verification, if it is on.
    pub(crate) pin: Option<String>,
    /// When wrong PINs were given.
    pub(crate) wrong_pins: Vec<DateTime<Utc>>,
    /// When it was tried to register the number.
    pub(crate) attempts: Vec<DateTime<Utc>>,
}

/// A name that a number is to have.
#[derive(Clone, Debug)]
pub(crate) struct NewName {
    pub(crate) name: String,
    pub(crate) status: NameStatus,
}

/// What Meta says of a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum NameStatus {
    PendingReview,
    Approved,
    Declined,
}

/// A text that users get into their chat by a code.
#[derive(Clone, Debug)]
pub(crate) struct QrCode {
    /// Where it stands in lists.
    pub(crate) place: u64,
    pub(crate) text: String,
    /// `PNG` or `SVG`, if a picture was asked for.
    pub(crate) image: Option<String>,
}

impl Phone {
    /// A number that is neither verified nor registered.
    pub(crate) fn new(waba: &str, display: &str, verified_name: &str, level: Throughput, now: DateTime<Utc>) -> Self {
        Self {
            waba: waba.to_owned(),
            display: display.to_owned(),
            verified_name: verified_name.to_owned(),
            registered: false,
            onboarded_at: None,
            registration: Registration::default(),
            new_name: None,
            quality: Quality::Green,
            override_urls: BTreeMap::new(),
            level,
            throughput: Bucket::of_number(level, now),
            allow_list: None,
            profile: Map::new(),
            settings: Map::new(),
            automation: Map::new(),
            qr_codes: BTreeMap::new(),
            username: None,
            blocked: BTreeMap::new(),
            synchronised: BTreeSet::new(),
        }
    }

    /// The number in digits only.
    pub(crate) fn digits(&self) -> String {
        self.display.chars().filter(char::is_ascii_digit).collect()
    }

    /// Whether the business blocks the user.
    pub(crate) fn blocks(&self, user: &str) -> bool {
        self.blocked.values().any(|blocked| blocked == user)
    }
}

impl World {
    /// Reviews a name after a while.
    pub(crate) fn plan_name_review(&mut self, phone_id: &str) {
        let at = self.now() + TimeDelta::milliseconds(self.delays.review_ms.into());
        self.agenda.plan(at, Task::ReviewName { phone: phone_id.to_owned() });
    }

    /// Ends the review of a name: one with `reject` in it is declined, any other approved.
    pub(crate) fn review_name(&mut self, phone_id: &str) {
        let Some(phone) = self.phones.get_mut(phone_id) else {
            return;
        };
        let Some(new) = phone.new_name.as_mut().filter(|new| new.status == NameStatus::PendingReview) else {
            return;
        };
        let is_bad = new.name.to_ascii_lowercase().contains("reject");
        new.status = if is_bad { NameStatus::Declined } else { NameStatus::Approved };
        let value = json!({
            "requested_verified_name": new.name,
            "decision": if is_bad { "REJECTED" } else { "APPROVED" },
            "rejection_reason": is_bad.then_some("NAME_DISPLAY_NAME_DOES_NOT_FOLLOW_GUIDELINES"),
        });
        self.tell_of_phone(phone_id, "phone_number_name_update", value);
    }

    /// Gives a number a quality, of which the business hears. Gives whether it is there.
    pub(crate) fn set_phone_quality(&mut self, phone_id: &str, quality: Quality) -> bool {
        let Some(phone) = self.phones.get_mut(phone_id) else {
            return false;
        };
        phone.quality = quality;
        let event = if quality == Quality::Red { "FLAGGED" } else { "UNFLAGGED" };
        let tier = self.tier_of(phone_id);
        let value = json!({"event": event, "current_limit": tier, "max_daily_conversations_per_business": tier});
        self.tell_of_phone(phone_id, "phone_number_quality_update", value);
        true
    }

    /// Tells the business something of its number.
    pub(crate) fn tell_of_phone(&mut self, phone_id: &str, field: &'static str, mut value: Value) {
        let Some(phone) = self.phones.get(phone_id) else {
            return;
        };
        value["display_phone_number"] = json!(phone.digits());
        let update = Update::whole(Source::Waba(phone.waba.clone()), field, value);
        self.enqueue(vec![update]);
    }

    /// The codes that were sent to numbers to verify them and not yet used, by the id of the number.
    pub(crate) fn codes(&self) -> BTreeMap<&str, &str> {
        let codes = self.phones.iter();
        codes.filter_map(|(id, phone)| Some((id.as_str(), phone.registration.code.as_deref()?))).collect()
    }
}
