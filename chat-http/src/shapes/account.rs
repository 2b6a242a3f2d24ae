use super::{Failure, words};
use chat_core::{AccountId, AccountStatus, Cursor, Source, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A connected WhatsApp number. Its secrets can be written and never read.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WhatsAppAccount)]
pub(crate) struct Account {
    #[schema(value_type = String, format = Uuid)]
    id: AccountId,
    /// Meta's id of the number.
    phone_number_id: String,
    /// The id of the WhatsApp Business Account.
    business_account_id: String,
    /// The number as people write it.
    display_phone_number: Option<String>,
    #[schema(schema_with = words::account_status)]
    status: AccountStatus,
    /// Why it is paused, in words for the owner.
    pause_reason: Option<String>,
    /// When Meta is asked again whether a paused number works; null when its owner has paused it.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_check_at: Option<Timestamp>,
    /// Until when Meta takes nothing from it; null when it does.
    #[schema(value_type = Option<String>, format = DateTime)]
    throttled_until: Option<Timestamp>,
    /// How satisfied recipients are with what it sends, in Meta's word; null as long as it has not told.
    #[schema(example = "GREEN")]
    quality: Option<String>,
    /// How many customers it may begin to write to within a day, in Meta's word.
    #[schema(example = "TIER_2K")]
    messaging_limit: Option<String>,
    /// The name that customers see, or that was decided upon last.
    verified_name: Option<String>,
    /// What was decided about it.
    #[schema(example = "APPROVED")]
    name_status: Option<String>,
    /// What Meta has told its owner last.
    notice: Option<Failure>,
    /// When that was.
    #[schema(value_type = Option<String>, format = DateTime)]
    noticed_at: Option<Timestamp>,
    /// How many messages a second go out by it at most; null means 80.
    messages_per_second: Option<u32>,
    /// What its owner has limited that to.
    max_messages_per_second: Option<i64>,
    /// Whether customers are told when the team has read what they wrote, and shown that somebody is writing, which tells the same.
    sends_read_receipts: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// How often it was written: `If-Match` asks for it by this number in quotation marks.
    pub(crate) revision: i64,
}

impl From<chat_core::Account> for Account {
    fn from(record: chat_core::Account) -> Self {
        Self {
            messages_per_second: record.messages_per_second(),
            max_messages_per_second: record.throughput_cap,
            sends_read_receipts: record.sends_read_receipts,
            next_check_at: record.next_check_at.filter(|_| record.status == AccountStatus::Paused),
            throttled_until: record.throttled_until,
            quality: record.facts.quality,
            messaging_limit: record.facts.limit,
            verified_name: record.facts.name,
            name_status: record.facts.name_status,
            notice: record.facts.note.map(Failure::from),
            noticed_at: record.facts.noted_at,
            id: record.id,
            phone_number_id: record.address,
            business_account_id: record.business_id,
            display_phone_number: record.display_number,
            status: record.status,
            pause_reason: record.pause_reason,
            created_at: record.created_at,
            updated_at: record.updated_at,
            revision: record.revision,
        }
    }
}

/// Connected WhatsApp numbers, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WhatsAppAccountList)]
pub(crate) struct AccountList {
    items: Vec<Account>,
    /// Always null: the accounts fit on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl FromIterator<chat_core::Account> for AccountList {
    fn from_iter<I: IntoIterator<Item = chat_core::Account>>(records: I) -> Self {
        Self { items: records.into_iter().map(Account::from).collect(), next_cursor: None }
    }
}

/// What it takes to connect a WhatsApp number.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CreateWhatsAppAccount)]
pub(crate) struct NewAccount {
    /// Meta's id of the number, at most 64 bytes.
    #[schema(min_length = 1, max_length = 64, pattern = r"\S", example = "106540352242922")]
    phone_number_id: String,
    /// The id of the WhatsApp Business Account, at most 64 bytes.
    #[schema(min_length = 1, max_length = 64, pattern = r"\S", example = "102290129340398")]
    business_account_id: String,
    /// The number as people write it, at most 64 bytes; Meta is asked when it is missing.
    #[schema(min_length = 1, max_length = 64, pattern = r"\S", example = "+1 555 078 3881")]
    display_phone_number: Option<String>,
    /// A permanent access token of a system user.
    #[schema(write_only, min_length = 1, max_length = 1024, pattern = r"\S")]
    access_token: String,
    /// The app's secret, which Meta signs its calls with.
    #[schema(write_only, min_length = 1, max_length = 1024, pattern = r"\S")]
    app_secret: String,
    /// What Meta is to say when it checks the webhook's address.
    #[schema(write_only, min_length = 1, max_length = 1024, pattern = r"\S")]
    verify_token: String,
}

impl From<NewAccount> for chat_core::NewAccount {
    fn from(new: NewAccount) -> Self {
        Self {
            source: Source::WHATSAPP,
            address: new.phone_number_id,
            business_id: new.business_account_id,
            display_number: new.display_phone_number,
            access_token: new.access_token.into(),
            app_secret: new.app_secret.into(),
            verify_token: new.verify_token.into(),
        }
    }
}

/// What is to become different about a WhatsApp number; what is missing or null stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = UpdateWhatsAppAccount)]
pub(crate) struct AccountPatch {
    #[schema(min_length = 1, max_length = 64, pattern = r"\S")]
    display_phone_number: Option<String>,
    #[schema(write_only, min_length = 1, max_length = 1024, pattern = r"\S")]
    access_token: Option<String>,
    /// The secret before stays accepted until the next change.
    #[schema(write_only, min_length = 1, max_length = 1024, pattern = r"\S")]
    app_secret: Option<String>,
    #[schema(write_only, min_length = 1, max_length = 1024, pattern = r"\S")]
    verify_token: Option<String>,
    /// How many messages a second to send at most, up to 1,000; 0 leaves it to what Meta says.
    #[schema(minimum = 0, maximum = 1000)]
    max_messages_per_second: Option<i64>,
    /// Whether customers are told when the team has read what they wrote (blue ticks). Without it they are not shown either that
    /// somebody is writing: WhatsApp cannot tell the one without the other.
    sends_read_receipts: Option<bool>,
    #[schema(schema_with = words::maybe_settable_account_status)]
    status: Option<SettableStatus>,
}

/// What an owner may set an account to; taking it away is another request.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum SettableStatus {
    Active,
    Paused,
}

impl From<AccountPatch> for chat_core::AccountPatch {
    fn from(patch: AccountPatch) -> Self {
        let status = patch.status.map(|status| match status {
            SettableStatus::Active => AccountStatus::Active,
            SettableStatus::Paused => AccountStatus::Paused,
        });
        Self {
            display_number: patch.display_phone_number,
            access_token: patch.access_token.map(Into::into),
            app_secret: patch.app_secret.map(Into::into),
            verify_token: patch.verify_token.map(Into::into),
            throughput: None,
            throughput_cap: patch.max_messages_per_second,
            sends_read_receipts: patch.sends_read_receipts,
            status,
            pause_reason: None,
        }
    }
}
