//! The closed sets of words, as the OpenAPI document tells them.

use chat_core::{AccountStatus, ConversationStatus, IdentityKind, MessageKind, MessageStatus, Role, SenderType};
use utoipa::openapi::{Object, ObjectBuilder, Type};

fn words(all: impl IntoIterator<Item = &'static str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(all)).build()
}

macro_rules! schemas {
    ($($name:ident: $words:ty;)*) => {$(
        pub(crate) fn $name() -> Object {
            words(<$words>::ALL.iter().map(|word| word.as_str()))
        }
    )*};
}

schemas! {
    account_status: AccountStatus;
    conversation_status: ConversationStatus;
    identity_kind: IdentityKind;
    message_kind: MessageKind;
    message_status: MessageStatus;
    role: Role;
    sender_type: SenderType;
}

/// What an owner may set an account to.
pub(crate) fn settable_account_status() -> Object {
    words([AccountStatus::Active.as_str(), AccountStatus::Paused.as_str()])
}
