//! Every name on the wire: events, rooms and codes, in one place.

use crate::engine::Refusal;
use chat_core::{Error, FieldError, FittingTemplate, InboxPart, Missed, RequestName, RoomName};
use serde::Serialize;
use serde_json::json;
use std::{borrow::Cow, error::Error as StdError, time::Duration};

/// The namespace of agents.
pub(crate) const AGENTS: &str = "/";

/// The namespace of website visitors.
pub(crate) const VISITORS: &str = "/visitor";

/// What clients emit.
pub(crate) mod asked {
    pub(crate) const JOIN_WHATSAPP_GENERAL: &str = "joinWhatsAppGeneral";
    pub(crate) const LEAVE_WHATSAPP_GENERAL: &str = "leaveWhatsAppGeneral";
    pub(crate) const JOIN_WHATSAPP_CUSTOMER: &str = "joinWhatsAppCustomer";
    pub(crate) const LEAVE_WHATSAPP_CUSTOMER: &str = "leaveWhatsAppCustomer";
    pub(crate) const JOIN_CONVERSATION: &str = "joinConversation";
    pub(crate) const LEAVE_CONVERSATION: &str = "leaveConversation";
    pub(crate) const JOIN_INBOX: &str = "joinInbox";
    pub(crate) const LEAVE_INBOX: &str = "leaveInbox";
    pub(crate) const SEND_MESSAGE: &str = "sendMessage";
    pub(crate) const MARK_READ: &str = "markRead";
    pub(crate) const TYPING: &str = "typing";
    pub(crate) const VIEWING: &str = "viewing";
    pub(crate) const SYNC: &str = "sync";
    pub(crate) const HISTORY: &str = "history";
    pub(crate) const OPENED: &str = "opened";
    pub(crate) const PAGE: &str = "page";
}

/// The event as it is counted: a client may call one whatever it likes.
pub(crate) fn counted(event: &str) -> &'static str {
    const KNOWN: [&str; 16] = [
        asked::JOIN_WHATSAPP_GENERAL,
        asked::LEAVE_WHATSAPP_GENERAL,
        asked::JOIN_WHATSAPP_CUSTOMER,
        asked::LEAVE_WHATSAPP_CUSTOMER,
        asked::JOIN_CONVERSATION,
        asked::LEAVE_CONVERSATION,
        asked::JOIN_INBOX,
        asked::LEAVE_INBOX,
        asked::SEND_MESSAGE,
        asked::MARK_READ,
        asked::TYPING,
        asked::VIEWING,
        asked::SYNC,
        asked::HISTORY,
        asked::OPENED,
        asked::PAGE,
    ];
    KNOWN.into_iter().find(|known| *known == event).unwrap_or("unknown")
}

/// What the server emits.
pub(crate) mod told {
    pub(crate) const CONNECTED: &str = "connected";
    pub(crate) const CLIENT_JOINED: &str = "clientJoined";
    pub(crate) const CLIENT_LEFT: &str = "clientLeft";
    pub(crate) const WHATSAPP_GENERAL_JOINED: &str = "whatsappGeneralJoined";
    pub(crate) const WHATSAPP_GENERAL_LEFT: &str = "whatsappGeneralLeft";
    pub(crate) const WHATSAPP_CUSTOMER_JOINED: &str = "whatsappCustomerJoined";
    pub(crate) const WHATSAPP_CUSTOMER_LEFT: &str = "whatsappCustomerLeft";
    pub(crate) const CONVERSATION_JOINED: &str = "conversationJoined";
    pub(crate) const CONVERSATION_LEFT: &str = "conversationLeft";
    pub(crate) const INBOX_JOINED: &str = "inboxJoined";
    pub(crate) const INBOX_LEFT: &str = "inboxLeft";
    pub(crate) const WHATSAPP_MESSAGE: &str = "whatsappMessage";
    pub(crate) const WHATSAPP_MESSAGE_STATUS: &str = "whatsappMessageStatus";
    pub(crate) const MESSAGE: &str = "message";
    pub(crate) const MESSAGE_EDITED: &str = "messageEdited";
    pub(crate) const MESSAGE_DELETED: &str = "messageDeleted";
    pub(crate) const MESSAGE_STATUS: &str = "messageStatus";
    pub(crate) const CONVERSATION: &str = "conversation";
    pub(crate) const CUSTOMER: &str = "customer";
    pub(crate) const ACCOUNT: &str = "account";
    pub(crate) const WIDGET: &str = "widget";
    pub(crate) const DOMAIN: &str = "domain";
    pub(crate) const DEFINITION: &str = "definition";
    pub(crate) const WEBHOOK: &str = "webhook";
    pub(crate) const AGENT: &str = "agent";
    pub(crate) const TYPING: &str = "typing";
    pub(crate) const VIEWING: &str = "viewing";
    pub(crate) const PRESENCE: &str = "presence";
    pub(crate) const RESYNC: &str = "resync";
    pub(crate) const SETTINGS: &str = "settings";
}

/// The name of a room as clients see it. Whose room it is follows from the sign-in and is not in it.
pub(crate) fn room(name: RoomName) -> String {
    match name {
        RoomName::Inbox => "inbox".to_owned(),
        RoomName::InboxPart(InboxPart::Account(account)) => format!("inbox:account:{account}"),
        RoomName::InboxPart(InboxPart::Widget(widget)) => format!("inbox:widget:{widget}"),
        RoomName::InboxPart(InboxPart::Team) => "inbox:team".to_owned(),
        RoomName::WhatsappGeneral => "whatsapp:general".to_owned(),
        RoomName::WhatsappPart(account) => format!("whatsapp:account:{account}"),
        RoomName::WhatsappCustomer(customer) => format!("whatsapp:customer:{customer}"),
        RoomName::Conversation(conversation) => format!("conversation:{conversation}"),
    }
}

/// What went wrong, as programs read it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) enum Code {
    /// The token is missing or not valid.
    Unauthorized,
    /// The token was valid once.
    Expired,
    /// There is no such namespace.
    InvalidNamespace,
    /// There is no such event.
    UnknownEvent,
    Invalid,
    NotFound,
    Forbidden,
    Conflict,
    /// Others have written or changed something meanwhile.
    Superseded,
    /// The customer can be written to by a template alone.
    WindowClosed,
    /// What was asked for is not told any more.
    Resync,
    RateLimited,
    TooManyRooms,
    Unavailable,
}

impl Code {
    /// Its name, on the wire and where it is counted.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::Expired => "expired",
            Self::InvalidNamespace => "invalid_namespace",
            Self::UnknownEvent => "unknown_event",
            Self::Invalid => "invalid",
            Self::NotFound => "not_found",
            Self::Forbidden => "forbidden",
            Self::Conflict => "conflict",
            Self::Superseded => "superseded",
            Self::WindowClosed => "window_closed",
            Self::Resync => "resync",
            Self::RateLimited => "rate_limited",
            Self::TooManyRooms => "too_many_rooms",
            Self::Unavailable => "unavailable",
        }
    }
}

/// The answer to an event that could not be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(crate) struct Failure {
    #[cfg_attr(test, ts(type = "false"))]
    ok: bool,
    pub(crate) code: Code,
    message: Box<str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    errors: Vec<WrongField>,
    /// What others have done since, the earliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    missed: Vec<Missed>,
    /// The templates that may be sent.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<FittingTemplate>>"))]
    templates: Box<[FittingTemplate]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    retry_after_ms: Option<u64>,
    /// What the request is called in the server's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    request_id: Option<Box<str>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
struct WrongField {
    field: Cow<'static, str>,
    problem: String,
}

impl Failure {
    pub(crate) fn new(code: Code, message: impl Into<Box<str>>) -> Self {
        Self {
            ok: false,
            code,
            message: message.into(),
            errors: Vec::new(),
            missed: Vec::new(),
            templates: Box::default(),
            retry_after_ms: None,
            request_id: None,
        }
    }

    /// A request of which one field does not fit.
    pub(crate) fn wrong(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::invalid(vec![WrongField { field: field.into().into(), problem: problem.into() }])
    }

    fn invalid(errors: Vec<WrongField>) -> Self {
        let list = errors.iter().map(|wrong| format!("{}: {}", wrong.field, wrong.problem));
        let message = list.collect::<Vec<_>>().join("; ");
        Self { errors, ..Self::new(Code::Invalid, message) }
    }

    /// Adds what the request is called that met it.
    pub(crate) fn of_request(self, name: &RequestName) -> Self {
        Self { request_id: Some(name.to_string().into()), ..self }
    }

    pub(crate) fn rate_limited(wait: Duration) -> Self {
        Self { retry_after_ms: Some(millis(wait)), ..Self::new(Code::RateLimited, TOO_MUCH) }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        let code = match error {
            Error::NotFound(_) => Code::NotFound,
            Error::Forbidden => Code::Forbidden,
            Error::Conflict(_) | Error::Changed { .. } | Error::IdentityTaken { .. } => Code::Conflict,
            Error::WindowClosed { templates, .. } => {
                let templates = templates.into();
                return Self { templates, ..Self::new(Code::WindowClosed, message) };
            }
            Error::Provider { is_down: false, .. } => Code::Conflict,
            Error::Provider { is_down: true, .. } => Code::Unavailable,
            Error::Superseded(missed) => return Self { missed, ..Self::new(Code::Superseded, message) },
            Error::Resync { .. } => Code::Resync,
            Error::Unavailable(source) => {
                tracing::error!(
                    error = &source as &dyn StdError,
                    cause = source.source(),
                    "an event was given up: the store is not available"
                );
                Code::Unavailable
            }
            Error::Invalid(fields) => {
                let wrong = |FieldError { field, problem }| WrongField { field, problem };
                return Self::invalid(fields.into_iter().map(wrong).collect());
            }
        };
        Self::new(code, message)
    }
}

const TOO_MUCH: &str = "that was too much for now, please wait a moment";

/// Whole milliseconds, after which the wait is over.
fn millis(wait: Duration) -> u64 {
    u64::try_from(wait.as_micros().div_ceil(1000)).unwrap_or(u64::MAX)
}

/// A socket that tries to sign in too often.
pub(crate) fn come_later(wait: Duration) -> Refusal {
    Refusal::new(TOO_MUCH).with_data(json!({ "code": Code::RateLimited, "retryAfterMs": millis(wait) }))
}

/// Why a socket is not let in, as `connect_error` tells it.
pub(crate) fn refusal(code: Code, message: &str) -> Refusal {
    Refusal::new(message).with_data(json!({ "code": code }))
}

/// The code of a refusal that [`refusal`] made.
pub(crate) fn code_of(refusal: &Refusal) -> &'static str {
    let code = refusal.data.as_ref().and_then(|data| data["code"].as_str());
    let known = [Code::Unauthorized, Code::Expired, Code::InvalidNamespace, Code::RateLimited, Code::Unavailable];
    known.into_iter().map(Code::as_str).find(|known| code == Some(known)).unwrap_or("other")
}
