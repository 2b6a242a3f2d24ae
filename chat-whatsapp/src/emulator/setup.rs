//! What an emulator starts with.

use super::control::users::UserChange;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Everything an emulator holds when it starts and again after a reset.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The connected numbers, each with its app, business account and token.
    pub accounts: Vec<Account>,
    /// The WhatsApp users who exist from the start.
    pub users: Vec<UserChange>,
    /// The seed of every made-up identifier and of chaos.
    pub seed: u64,
    /// How long the steps of a sent message take.
    pub delays: Delays,
    /// How webhooks are disturbed.
    pub chaos: Chaos,
    /// Which of Meta's rules hold.
    pub rules: Rules,
    /// Where the URLs of files point, like `https://emulator.example`; `None` is the host that the request names.
    pub public_url: Option<String>,
}

impl Setup {
    /// A setup with one account, no users and calm delivery.
    pub fn new(account: Account) -> Self {
        Self {
            accounts: vec![account],
            users: Vec::new(),
            seed: 1,
            delays: Delays::default(),
            chaos: Chaos::default(),
            rules: Rules::default(),
            public_url: None,
        }
    }

    /// Adds an account. It may share the app, the portfolio or the business account of an earlier one by its id.
    #[must_use]
    pub fn account(mut self, account: Account) -> Self {
        self.accounts.push(account);
        self
    }

    /// Adds a WhatsApp user.
    #[must_use]
    pub fn user(mut self, user: UserChange) -> Self {
        self.users.push(user);
        self
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self::new(Account::default())
    }
}

/// One phone number with all that belongs to it: its app, portfolio, business account (WABA) and access token.
///
/// The default has made-up ids, a token and secrets that are the same everywhere, and no callback.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Account {
    /// The Meta app that is called back and whose secret signs.
    pub app_id: String,
    /// The app's secret.
    pub app_secret: String,
    /// Where the app's webhooks go. Not verified at the start, because the receiver may not be running yet.
    pub callback: Option<Callback>,
    /// The token that may use the business account.
    pub access_token: String,
    /// The business portfolio: users have one business-scoped id for each.
    pub business_id: String,
    /// The business account (WABA) that owns the number.
    pub business_account_id: String,
    /// The number's id.
    pub phone_number_id: String,
    /// The number as people write it.
    pub display_phone_number: String,
    /// The business's name as users see it.
    pub verified_name: String,
    /// How many messages the number takes.
    pub throughput: Throughput,
    /// Whether the app already gets the business account's webhooks, or `POST /{waba}/subscribed_apps` must come first.
    pub subscribed: bool,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            app_id: "1200000000000001".to_owned(),
            app_secret: "emulated-app-secret".to_owned(),
            callback: None,
            access_token: "emulated-access-token".to_owned(),
            business_id: "3400000000000001".to_owned(),
            business_account_id: "102290129340398".to_owned(),
            phone_number_id: "106540352242922".to_owned(),
            display_phone_number: "+1 555-078-3881".to_owned(),
            verified_name: "Lucky Shrub".to_owned(),
            throughput: Throughput::Standard,
            subscribed: true,
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("app_id", &self.app_id)
            .field("business_account_id", &self.business_account_id)
            .field("phone_number_id", &self.phone_number_id)
            .finish_non_exhaustive()
    }
}

/// How many messages a second a number takes, by Meta's name for it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Throughput {
    /// 80.
    Standard,
    /// 1,000.
    High,
}

/// Where an app's webhooks go, and the token that the receiver expects in the handshake.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Callback {
    /// The receiver's URL.
    pub url: String,
    /// What the handshake sends as `hub.verify_token`.
    pub verify_token: String,
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback").field("url", &self.url).finish_non_exhaustive()
    }
}

/// How long after the previous step a sent message takes the next one, in milliseconds of the emulator's clock.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delays {
    /// From accepted to `sent` or `failed`.
    pub sent_ms: u32,
    /// From `sent` to `delivered`, if the user's phone is online.
    pub delivered_ms: u32,
    /// From `delivered` to `read`, if the user has read receipts on; `None` leaves reading to `/_emu/user/{id}/read`.
    pub read_ms: Option<u32>,
    /// From a template, or a name that a number is to have, to the end of its review.
    pub review_ms: u32,
}

impl Default for Delays {
    fn default() -> Self {
        Self { sent_ms: 50, delivered_ms: 150, read_ms: Some(1_000), review_ms: 1_000 }
    }
}

/// How webhooks are disturbed on their way.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Chaos {
    /// The probability that a webhook is posted twice.
    pub duplicate: f64,
    /// The probability that an update is held back for up to [`Chaos::HOLD_MAX_MS`], so that later ones overtake it.
    pub reorder: f64,
    /// How long updates are gathered into one webhook; 0 posts each by itself.
    pub batch_ms: u32,
    /// The probability that a webhook is lost: it is noted and never posted.
    pub drop: f64,
    /// Whether the answer to a send waits until the message's first status was posted.
    pub status_before_response: bool,
}

impl Chaos {
    /// The longest time a reordered update is held back.
    pub const HOLD_MAX_MS: u32 = 2_000;
    /// The most updates that one webhook carries.
    pub const BATCH_MAX: usize = 1_000;
}

/// Which of Meta's rules hold, where Meta itself is not of one mind or a test wants them out of the way.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rules {
    /// What happens to a free-form message outside the customer service window.
    pub closed_window: ClosedWindow,
    /// Whether the throughput limits per number and per pair hold.
    pub rate_limits: bool,
    /// Whether webhook bodies write what is not ASCII as `\uXXXX`.
    pub escape_unicode: bool,
    /// What a `failed` status says of the recipient.
    pub failed_contacts: FailedContacts,
    /// What happens to a message whose `to` is a business-scoped user id.
    pub user_id_in_to: UserIdInTo,
    /// The Graph version whose webhooks the apps get.
    pub webhook_version: WebhookVersion,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            closed_window: ClosedWindow::FailsLater,
            rate_limits: true,
            escape_unicode: true,
            failed_contacts: FailedContacts::Always,
            user_id_in_to: UserIdInTo::Refused,
            webhook_version: WebhookVersion::V24,
        }
    }
}

/// What happens to a free-form message more than 24 hours after the user last wrote.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ClosedWindow {
    /// It is accepted, and a `failed` status with code 131047 follows.
    FailsLater,
    /// The send is refused with code 131047.
    Refused,
    /// The window never closes.
    Ignored,
}

/// What the `contacts` of a `failed` status are, on which documents and observations differ.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum FailedContacts {
    /// As with every other status.
    Always,
    /// None.
    Documented,
    /// Only the `wa_id`.
    Observed,
}

/// What happens to a message whose `to` is a business-scoped user id, on which reports differ.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum UserIdInTo {
    /// The send is refused with code 131009.
    Refused,
    /// It is accepted, and nothing more is ever heard of it.
    Dropped,
}

/// The version of webhooks.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum WebhookVersion {
    /// Up to v23: statuses name a `conversation`.
    V23,
    /// From v24 on.
    V24,
}
