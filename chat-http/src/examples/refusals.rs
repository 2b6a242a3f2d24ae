//! Every code that a request can be refused with, under the name of its response in the document, as it is really said.

use crate::{
    error::{self, malformed, not_found, not_now},
    problem::Problem,
};
use chat_core::{
    CallError, CallRefused, CustomerId, DefinitionId, Error, Fault, FittingTemplate, LoginError, MessageId, Missed,
    Refusal, Timestamp, UploadError,
};
use std::time::Duration;
use uuid::Uuid;

/// The codes by the response that they are told with.
pub(super) fn all() -> [(&'static str, Vec<Problem>); 17] {
    let wait = Duration::from_secs(30);
    [
        (
            "BadRequest",
            vec![
                malformed("the body is not JSON: line 1, column 12"),
                error::wrong_key(),
                CallError::Refused(CallRefused::Malformed).into(),
            ],
        ),
        (
            "Unauthenticated",
            vec![
                error::signed_out(),
                Refusal::Invalid.into(),
                Refusal::Expired.into(),
                LoginError::Wrong.into(),
                LoginError::CodeNeeded.into(),
                LoginError::WrongCode.into(),
                CallError::Refused(CallRefused::Unsigned).into(),
            ],
        ),
        (
            "Forbidden",
            vec![
                Error::Forbidden.into(),
                error::cross_site(),
                UploadError::Off.into(),
                error::handshake_refused(),
                CallError::Refused(CallRefused::Forged).into(),
            ],
        ),
        ("NotFound", vec![not_found("conversation")]),
        ("TooSlow", vec![error::too_slow()]),
        ("Conflict", conflicts()),
        ("Changed", vec![Error::Changed { revision: 8 }.into()]),
        ("Resync", vec![Error::Resync { head: 4711 }.into()]),
        ("TooLarge", vec![error::too_large(1_048_576), UploadError::TooLarge { bytes_max: 16 * 1_048_576 }.into()]),
        ("UnsupportedMediaType", vec![error::not_json()]),
        ("NoFiles", vec![error::no_files()]),
        ("FileType", vec![UploadError::Refused("programs are not taken".into()).into(), error::not_multipart()]),
        (
            "Invalid",
            vec![Problem::invalid("content", "write something"), error::key_reused(), UploadError::Infected.into()],
        ),
        ("TooMany", vec![error::rate_limited(wait)]),
        ("Internal", vec![error::internal()]),
        ("ProviderUnavailable", vec![refused(true)]),
        (
            "Unavailable",
            vec![
                not_now("the store is not available"),
                error::overloaded("the server has as much to do as it can take"),
                error::disk_full("the server's disk is full; nothing was changed"),
                error::stopping(),
            ],
        ),
    ]
}

/// What a provider did not do.
fn refused(is_down: bool) -> Problem {
    let fault = match is_down {
        true => Fault::new("unreachable", "WhatsApp could not be reached"),
        false => Fault::new(131_031, "The account was locked. Open the account's quality page at Meta."),
    };
    Error::Provider { fault, is_down }.into()
}

fn conflicts() -> Vec<Problem> {
    let id = Uuid::parse_str(super::values::ID).expect("the constant is an id");
    let missed = Missed {
        seq: 4711,
        kind: "messagePosted",
        at: Timestamp::from_millis(super::values::AT_MS),
        message_id: Some(MessageId::from_uuid(id)),
    };
    vec![
        Error::Conflict("the conversation is archived").into(),
        Error::Superseded(vec![missed]).into(),
        Error::WindowClosed {
            until: Some(Timestamp::from_millis(super::values::AT_MS)),
            templates: vec![FittingTemplate {
                id: DefinitionId::from_uuid(id),
                name: "order_update".into(),
                language: "en_US".into(),
                category: "UTILITY".into(),
            }],
        }
        .into(),
        refused(false),
        Error::IdentityTaken { customer: CustomerId::from_uuid(id) }.into(),
        error::no_session(),
        error::still_running(),
        error::answer_lost(),
    ]
}
