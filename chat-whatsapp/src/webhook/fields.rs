//! Which field of a change is read in which way.

use super::{
    Reason, account,
    change::Change,
    consent,
    contacts::Contacts,
    history,
    items::{Items, TooMany},
    messages, sync, template,
};
use chat_core::Inbound;
use serde_json::Value;

/// Makes the items of one entry of a list.
pub(super) type ReadEntry = for<'v> fn(&Change<'v>, &Contacts<'v>, &'v Value, &mut Items) -> Result<(), TooMany>;

/// How a change is read.
#[derive(Clone, Copy)]
pub(super) enum Plan {
    /// List by list of its value.
    Lists(&'static [(&'static str, ReadEntry)]),
    /// As one item.
    Whole(fn(&Change<'_>) -> Result<Inbound, Reason>),
    /// Not at all, for this reason.
    Unread(Reason),
}

/// How a change of this field is read. One that names no field is taken for news of messages.
pub(super) fn plan(field: Option<&Value>) -> Plan {
    let field = match field {
        None | Some(Value::Null) => "messages",
        Some(Value::String(field)) => field.as_str(),
        Some(_) => return Plan::Unread("its field is no word"),
    };
    match field {
        "messages" => Plan::Lists(&[
            ("messages", messages::arrived),
            ("statuses", messages::status),
            ("user_id_update", sync::user_id),
            ("errors", messages::error),
        ]),
        "smb_message_echoes" | "message_echoes" => {
            Plan::Lists(&[("message_echoes", messages::echo), ("errors", messages::error)])
        }
        "history" => {
            Plan::Lists(&[("history", history::chunk), ("messages", history::late_file), ("errors", messages::error)])
        }
        "smb_app_state_sync" => Plan::Lists(&[("state_sync", sync::contact), ("errors", messages::error)]),
        "user_preferences" => Plan::Lists(&[("user_preferences", consent::preference), ("errors", messages::error)]),
        "user_id_update" => Plan::Lists(&[("user_id_update", sync::user_id), ("errors", messages::error)]),
        "account_update" => Plan::Whole(account::update),
        "account_review_update" => Plan::Whole(account::review),
        "account_alerts" => Plan::Whole(account::alert),
        "account_settings_update" => Plan::Whole(account::settings),
        "business_capability_update" => Plan::Whole(account::capability),
        "business_username_update" | "business_username_updates" => Plan::Whole(account::username),
        "phone_number_quality_update" => Plan::Whole(account::quality),
        "phone_number_name_update" => Plan::Whole(account::name),
        "security" => Plan::Whole(account::security),
        "message_template_status_update" => Plan::Whole(template::status),
        "message_template_quality_update" => Plan::Whole(template::quality),
        "message_template_components_update" => Plan::Whole(template::wording),
        "template_category_update" | "template_correct_category_detection" => Plan::Whole(template::category),
        "calls" => Plan::Unread("calls are not taken yet"),
        "flows" => Plan::Unread("news of forms have no use yet"),
        "group_lifecycle_update" | "group_participants_update" | "group_settings_update" | "group_status_update" => {
            Plan::Unread("news of groups have no use yet")
        }
        "messaging_handovers" | "standby" => Plan::Unread("conversations are not shared with other apps yet"),
        "automatic_events" | "tracking_events" => Plan::Unread("news of what customers do elsewhere have no use yet"),
        "payment_configuration_update" => Plan::Unread("payments have no use yet"),
        "partner_solutions" => Plan::Unread("news for partners have no use yet"),
        _ => Plan::Unread("its field has no use yet"),
    }
}
