//! The closed sets of words, as the OpenAPI document tells them.

use chat_core::{AccountStatus, ConversationStatus, IdentityKind, MessageKind, MessageStatus, Role, SenderType};
use utoipa::openapi::{Object, ObjectBuilder, Type};

fn words(all: impl IntoIterator<Item = &'static str>, about: &str) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(all)).description(Some(about)).build()
}

macro_rules! schemas {
    ($($name:ident: $words:ty = $about:literal;)*) => {$(
        pub(crate) fn $name() -> Object {
            words(<$words>::ALL.iter().map(|word| word.as_str()), $about)
        }
    )*};
}

schemas! {
    account_status: AccountStatus = "A paused account receives; what is to be sent waits.";
    conversation_status: ConversationStatus = "`closed` until the customer writes again, `archived` for good.";
    identity_kind: IdentityKind = "What kind of identity it is.";
    message_kind: MessageKind = "`reply` is seen by both sides, `note` by the team alone.";
    message_status: MessageStatus = "It only climbs: `queued`, `sent`, `delivered`, `read`; `failed` ends it.";
    role: Role = "Agents answer customers; owners and admins manage accounts as well.";
    sender_type: SenderType = "Who wrote it.";
}

/// What an owner may set an account to.
pub(crate) fn settable_account_status() -> Object {
    words([AccountStatus::Active.as_str(), AccountStatus::Paused.as_str()], "`paused` holds back, `active` resumes.")
}
