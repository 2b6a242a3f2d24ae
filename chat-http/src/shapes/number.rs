use super::words;
use chat_core::{AttachmentId, CodeMethod, Cursor, NumberDeed, NumberFacts};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A number as Meta has it. Words are Meta's.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WhatsAppNumber)]
pub(crate) struct Number {
    phone_number_id: String,
    /// The number as people write it.
    display_phone_number: Option<String>,
    /// The name that customers see.
    verified_name: Option<String>,
    /// What was decided about that name.
    name_status: Option<String>,
    /// Whether it is connected.
    #[schema(example = "CONNECTED")]
    status: Option<String>,
    /// How satisfied recipients are.
    #[schema(example = "GREEN")]
    quality: Option<String>,
    /// Whether its holder has proven that it is theirs.
    #[schema(example = "VERIFIED")]
    verification: Option<String>,
    /// How many customers it may begin to write to within a day.
    #[schema(example = "TIER_2K")]
    messaging_limit: Option<String>,
    /// How fast it may send.
    #[schema(example = "STANDARD")]
    throughput: Option<String>,
    /// Whether a PIN protects it.
    has_pin: Option<bool>,
    /// What is in the way of sending, each in words; nothing when all is well, or where it was not asked for.
    health: Vec<String>,
}

impl From<NumberFacts> for Number {
    fn from(facts: NumberFacts) -> Self {
        Self {
            phone_number_id: facts.address,
            display_phone_number: facts.display_number,
            verified_name: facts.name,
            name_status: facts.name_status,
            status: facts.status,
            quality: facts.quality,
            verification: facts.verification,
            messaging_limit: facts.limit,
            throughput: facts.throughput,
            has_pin: facts.has_pin,
            health: facts.health,
        }
    }
}

/// The numbers of a business.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WhatsAppNumberList)]
pub(crate) struct NumberList {
    items: Vec<Number>,
    /// Always null: they come on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl FromIterator<NumberFacts> for NumberList {
    fn from_iter<I: IntoIterator<Item = NumberFacts>>(numbers: I) -> Self {
        Self { items: numbers.into_iter().map(Number::from).collect(), next_cursor: None }
    }
}

/// A number that is to be added to a business.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = AddWhatsAppNumber)]
pub(crate) struct NewNumber {
    /// The code of its country.
    #[schema(pattern = "^[0-9]{1,3}$", example = "49")]
    country_code: String,
    /// The rest of it.
    #[schema(pattern = "^[0-9]{4,14}$", example = "30901820")]
    number: String,
    /// The name that customers are to see.
    #[schema(min_length = 3, max_length = 128, pattern = r"\S", example = "Shop")]
    name: String,
}

impl From<NewNumber> for chat_core::NewNumber {
    fn from(NewNumber { country_code, number, name }: NewNumber) -> Self {
        Self { country_code, number, name }
    }
}

/// The id of a number that was added.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AddedWhatsAppNumber)]
pub(crate) struct AddedNumber {
    /// Meta's id of it, to connect it with when it is registered.
    pub(crate) phone_number_id: String,
}

/// Something that is to be done with a number at Meta.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ManageWhatsAppNumber)]
pub(crate) struct NumberRequest {
    /// Which number of the account's business; the account's own when it is left out.
    #[schema(max_length = 64)]
    pub(crate) phone_number_id: Option<String>,
    /// What.
    #[serde(flatten)]
    deed: Deed,
}

/// What is to be done.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[schema(as = WhatsAppNumberAction)]
enum Deed {
    /// Have a code sent to whoever holds the number.
    RequestCode {
        #[schema(schema_with = words::code_method)]
        method: CodeMethod,
        /// In which language.
        #[schema(example = "en_US")]
        language: String,
    },
    /// Prove by the code that the number is theirs.
    VerifyCode {
        /// Its six digits, with hyphens or spaces or without.
        #[schema(pattern = "^[ -]*([0-9][ -]*){6}$", example = "123456")]
        code: String,
    },
    /// Register it with a PIN of six digits, which protects it from then on.
    Register {
        #[schema(write_only, pattern = "^[0-9]{6}$", example = "212834")]
        pin: String,
    },
    /// Take it out of service.
    Deregister {},
    /// Change its PIN.
    SetPin {
        #[schema(write_only, pattern = "^[0-9]{6}$", example = "212834")]
        pin: String,
    },
    /// Ask for another name that customers see.
    SetName {
        #[schema(min_length = 3, max_length = 128, pattern = r"\S", example = "Shop")]
        name: String,
    },
    /// Have its webhooks sent to another address, or to the usual one again.
    SetWebhook {
        #[schema(max_length = 200, pattern = "^https?://", example = "https://chat.example/webhooks/whatsapp")]
        url: Option<String>,
    },
    /// Change its settings, as Meta has them.
    SetSettings {
        #[schema(value_type = Object)]
        settings: Value,
    },
    /// Have what the business's own phone knows sent to us: its address book, and what was said before. Once, within a day of connecting.
    ImportHistory {},
}

impl NumberRequest {
    pub(crate) fn deed(self) -> NumberDeed {
        match self.deed {
            Deed::RequestCode { method, language } => NumberDeed::RequestCode { method, language },
            Deed::VerifyCode { code } => NumberDeed::VerifyCode { code },
            Deed::Register { pin } => NumberDeed::Register { pin: pin.into() },
            Deed::Deregister {} => NumberDeed::Deregister,
            Deed::SetPin { pin } => NumberDeed::SetPin { pin: pin.into() },
            Deed::SetName { name } => NumberDeed::SetName { name },
            Deed::SetWebhook { url } => NumberDeed::SetWebhook { url },
            Deed::SetSettings { settings } => NumberDeed::SetSettings { settings },
            Deed::ImportHistory {} => NumberDeed::AskForPast,
        }
    }
}

/// How a business presents itself to its customers on WhatsApp.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WhatsAppProfile)]
pub(crate) struct Profile {
    about: Option<String>,
    address: Option<String>,
    description: Option<String>,
    email: Option<String>,
    websites: Vec<String>,
    /// What it works in, in Meta's word.
    #[schema(example = "RETAIL")]
    vertical: Option<String>,
    picture_url: Option<String>,
}

impl From<chat_core::Profile> for Profile {
    fn from(profile: chat_core::Profile) -> Self {
        let chat_core::Profile { about, address, description, email, websites, vertical, picture_url } = profile;
        let websites = websites.unwrap_or_default();
        Self { about, address, description, email, websites, vertical, picture_url }
    }
}

/// How a business wants to present itself; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = UpdateWhatsAppProfile)]
pub(crate) struct ProfilePatch {
    #[schema(min_length = 1, max_length = 139)]
    about: Option<String>,
    #[schema(max_length = 256)]
    address: Option<String>,
    #[schema(max_length = 512)]
    description: Option<String>,
    #[schema(max_length = 128)]
    email: Option<String>,
    #[schema(schema_with = words::websites)]
    websites: Option<Vec<String>>,
    #[schema(example = "RETAIL")]
    vertical: Option<String>,
    /// A picture in JPEG or PNG that you have uploaded (`POST /api/v1/attachments`).
    #[schema(value_type = Option<String>, format = Uuid)]
    picture_id: Option<AttachmentId>,
}

impl ProfilePatch {
    pub(crate) fn into_parts(self) -> (chat_core::Profile, Option<AttachmentId>) {
        let Self { about, address, description, email, websites, vertical, picture_id } = self;
        let picture_url = None;
        (chat_core::Profile { about, address, description, email, websites, vertical, picture_url }, picture_id)
    }
}

/// What a business got when it signed up at Meta.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = WhatsAppSignUpCode)]
pub(crate) struct SignUpCode {
    /// The id of the Meta app.
    #[schema(min_length = 1, max_length = 64)]
    pub(crate) app_id: String,
    /// Its secret.
    #[schema(write_only, min_length = 1, max_length = 1024)]
    pub(crate) app_secret: String,
    /// The code, which works once and for about half a minute.
    #[schema(write_only, min_length = 1, max_length = 4096)]
    pub(crate) code: String,
}

/// The token that a code was redeemed for: shown once.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WhatsAppToken)]
pub(crate) struct SignUpToken {
    pub(crate) access_token: String,
}
