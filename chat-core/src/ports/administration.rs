//! What can be managed at a provider: templates, numbers, profiles.

use super::SentFile;
use crate::{Account, Fault, FieldError, Secret, Template};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Why a provider did not do what it was asked to.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum NotDone {
    /// What was asked is wrong by itself; the provider was not asked.
    #[error("what was asked for is not valid")]
    Invalid(Vec<FieldError>),
    /// The provider has refused it, for the reason given in words for whoever asked, with what to do about it.
    #[error("{}", .0.message)]
    ByProvider(Fault),
    /// The provider cannot be asked now.
    #[error("{}", .0.message)]
    Unavailable(Fault),
}

/// A template as its provider has it.
#[derive(Clone, PartialEq, Debug)]
pub struct TemplateFacts {
    /// Its name.
    pub name: String,
    /// Everything else.
    pub template: Template,
}

/// A template that is to be made.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewTemplate {
    /// Its name.
    pub name: String,
    /// Its language, as the provider writes it: `en_US`.
    pub language: String,
    /// What it is for, in the provider's word.
    pub category: String,
    /// Whether what goes into it has names or places, in the provider's word.
    #[serde(default)]
    pub parameter_format: Option<String>,
    /// Its parts, in the provider's shape; where the provider wants the name of an example that it was given,
    /// `{"attachmentId": "…"}` may stand for a file of ours.
    pub components: Value,
}

impl NewTemplate {
    /// The most files that its parts may name.
    pub const SAMPLES_MAX: usize = 10;
}

/// How a code reaches whoever holds a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodeMethod {
    /// As a text message.
    Sms,
    /// By a call.
    Voice,
}

/// A number that is to be added to a business.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewNumber {
    /// The code of its country, digits alone.
    pub country_code: String,
    /// The rest of it, digits alone.
    pub number: String,
    /// The name that customers are to see.
    pub name: String,
}

/// A number as its provider has it. Words are the provider's.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NumberFacts {
    /// What the provider calls it.
    pub address: String,
    /// The number as people write it.
    pub display_number: Option<String>,
    /// The name that customers see.
    pub name: Option<String>,
    /// Whether that name was agreed to.
    pub name_status: Option<String>,
    /// Whether it is connected.
    pub status: Option<String>,
    /// How satisfied recipients are.
    pub quality: Option<String>,
    /// Whether its holder has proven that it is theirs.
    pub verification: Option<String>,
    /// How many customers it may begin to write to within a day.
    pub limit: Option<String>,
    /// How fast it may send.
    pub throughput: Option<String>,
    /// Whether a PIN protects it.
    pub has_pin: Option<bool>,
    /// Whether it can send, and what is in the way, each in words.
    #[serde(default)]
    pub health: Vec<String>,
}

/// How a business presents itself to its customers. What is left out stays as it is when it is changed.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Profile {
    /// A line about it.
    pub about: Option<String>,
    /// Where it is.
    pub address: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// Where it gets e-mail.
    pub email: Option<String>,
    /// Its pages.
    pub websites: Option<Vec<String>>,
    /// What it works in, in the provider's word.
    pub vertical: Option<String>,
    /// Where its picture is to be had; nobody sets this.
    pub picture_url: Option<String>,
}

/// What can be managed at a provider. Everything is asked with an account's credentials; a number of its business is named by its
/// address.
#[async_trait]
pub trait Administration: Send + Sync {
    /// All templates of the account's business.
    async fn templates(&self, account: &Account) -> Result<Vec<TemplateFacts>, NotDone>;
    /// Hands in the files that the parts of a template name as examples, and gives those parts with the provider's names of them.
    async fn hand_in_samples(
        &self,
        account: &Account,
        components: &Value,
        samples: &[SentFile],
    ) -> Result<Value, NotDone>;
    /// Hands a template in. It may be sent when the provider has approved it.
    async fn create_template(&self, account: &Account, template: &NewTemplate) -> Result<TemplateFacts, NotDone>;
    /// Changes the parts of a template, or what it is for.
    async fn change_template(&self, account: &Account, name: &str, template: &Template) -> Result<(), NotDone>;
    /// Takes a template away, in its one language.
    async fn delete_template(&self, account: &Account, name: &str, template: &Template) -> Result<(), NotDone>;

    /// The numbers of the account's business.
    async fn numbers(&self, account: &Account) -> Result<Vec<NumberFacts>, NotDone>;
    /// One of them, with its health.
    async fn number(&self, account: &Account, address: &str) -> Result<NumberFacts, NotDone>;
    /// Adds a number and gives its address.
    async fn add_number(&self, account: &Account, number: &NewNumber) -> Result<String, NotDone>;
    /// Has a code sent to whoever holds a number, in a language like `en_US`.
    async fn request_code(
        &self,
        account: &Account,
        address: &str,
        method: CodeMethod,
        language: &str,
    ) -> Result<(), NotDone>;
    /// Proves by that code that the number is theirs.
    async fn verify_code(&self, account: &Account, address: &str, code: &str) -> Result<(), NotDone>;
    /// Registers a number with a PIN of six digits, which protects it from then on.
    async fn register(&self, account: &Account, address: &str, pin: &str) -> Result<(), NotDone>;
    /// Takes a number out of service.
    async fn deregister(&self, account: &Account, address: &str) -> Result<(), NotDone>;
    /// Changes the PIN.
    async fn set_pin(&self, account: &Account, address: &str, pin: &str) -> Result<(), NotDone>;
    /// Asks for another name that customers see.
    async fn set_name(&self, account: &Account, address: &str, name: &str) -> Result<(), NotDone>;

    /// How the business presents itself by a number.
    async fn profile(&self, account: &Account, address: &str) -> Result<Profile, NotDone>;
    /// Changes that.
    async fn set_profile(
        &self,
        account: &Account,
        address: &str,
        profile: &Profile,
        picture: Option<&SentFile>,
    ) -> Result<(), NotDone>;
    /// The settings of a number, in the provider's shape.
    async fn settings(&self, account: &Account, address: &str) -> Result<Value, NotDone>;
    /// Changes them.
    async fn set_settings(&self, account: &Account, address: &str, settings: &Value) -> Result<(), NotDone>;
    /// Has the calls of a number made to another address, or to the usual one again.
    async fn set_webhook(&self, account: &Account, address: &str, url: Option<&str>) -> Result<(), NotDone>;
    /// Has what a business's own phone knows sent to us: its address book, and what was said before.
    async fn ask_for_past(&self, account: &Account) -> Result<(), NotDone>;
    /// Redeems the code that a business got when it signed up, for a token.
    async fn exchange_code(&self, app_id: &str, app_secret: &Secret, code: &str) -> Result<Secret, NotDone>;
}
