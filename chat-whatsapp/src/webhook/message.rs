//! A message in our words, whichever way it went.

use super::{
    Reason,
    amendment::{self, Amended},
    party::Party,
};
use crate::{
    content::{Content, content_type},
    lenient::{cut, moment, object, text},
};
use chat_core::{
    ExternalId, ForeignMessage, Inbound, InboundAmendment, InboundMessage, InboundReaction, MessageStatus, Source,
};
use serde_json::Value;

/// The longest sign in bytes; a longer one is cut.
const EMOJI_MAX: usize = 64;

/// How a message came to be known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// The customer wrote it just now.
    Arrived,
    /// The team wrote it just now by other means than ours.
    Beside,
    /// It is old.
    Past {
        /// Whether the team wrote it.
        is_by_team: bool,
        /// How far it has come.
        status: Option<MessageStatus>,
    },
}

impl Way {
    /// Whether the team wrote it.
    pub(super) fn is_by_team(self) -> bool {
        match self {
            Self::Arrived => false,
            Self::Beside => true,
            Self::Past { is_by_team, .. } => is_by_team,
        }
    }

    /// Why a message cannot be used that does not name its customer.
    fn nameless(self) -> Reason {
        match self {
            Self::Arrived => "the message does not say who wrote it",
            Self::Beside => "the message does not say to whom it went",
            Self::Past { .. } => "the message does not say with whom it was exchanged",
        }
    }
}

/// Reads a message that was exchanged with `party`.
pub(super) fn read(message: &Value, party: Party, way: Way) -> Result<Inbound, Reason> {
    if !message.is_object() {
        return Err("the message is no object");
    }
    let id = external_id(message, "id").ok_or("the message has no usable id")?;
    if let Some(reaction) = reaction(message, &id, way) {
        return Ok(Inbound::Reaction(reaction));
    }
    if party.identities.is_empty() {
        return Err(way.nameless());
    }
    let kind = content_type(message);
    if let Some(Amended { target, change, content, reply_to }) = amendment::of(message, kind.as_str()) {
        let message = InboundMessage { reply_to, ..in_words(message, id, party, content) };
        let amendment = InboundAmendment { target, change, message, is_by_team: way.is_by_team() };
        return Ok(Inbound::Amendment(Box::new(amendment)));
    }
    let written = in_words(message, id, party, Content::of(message, message));
    let sent_at = written.sent_at;
    let is_written = !matches!(kind.as_str(), "system" | "request_welcome" | "reaction" | "edit" | "revoke");
    Ok(match way {
        Way::Arrived => Inbound::Message(Box::new(InboundMessage { opens_window: is_written, ..written })),
        Way::Beside => {
            foreign(InboundMessage { opens_window: false, ..written }, true, false, Some(MessageStatus::Sent))
        }
        // An old message opens what is long closed, unless nobody knows how old it is.
        Way::Past { is_by_team, status } => {
            let opens_window = is_written && !is_by_team && sent_at.is_some();
            foreign(InboundMessage { opens_window, ..written }, is_by_team, true, status)
        }
    })
}

fn in_words(message: &Value, external_id: ExternalId, party: Party, content: Content) -> InboundMessage {
    InboundMessage {
        external_id,
        identities: party.identities,
        profile_name: party.profile_name,
        username: party.username,
        number: party.number,
        sender_name: party.sender_name,
        content_type: content.content_type,
        content: content.words,
        payload: content.payload,
        files: content.files,
        reply_to: object(message, "context").and_then(|context| self::external_id(context, "id")),
        sent_at: moment(message, "timestamp"),
        opens_window: false,
    }
}

fn foreign(message: InboundMessage, is_by_team: bool, is_past: bool, status: Option<MessageStatus>) -> Inbound {
    Inbound::Foreign(Box::new(ForeignMessage { message, is_by_team, is_past, status }))
}

/// The sign that a message is, if it says which message it is an answer to. It was taken back if it is empty or missing.
fn reaction(message: &Value, id: &ExternalId, way: Way) -> Option<InboundReaction> {
    let sign = object(message, "reaction").filter(|_| content_type(message).as_str() == "reaction")?;
    let emoji = text(sign, "emoji");
    Some(InboundReaction {
        external_id: id.clone(),
        target: external_id(sign, "message_id")?,
        emoji: emoji.map(|emoji| cut(&emoji, EMOJI_MAX).to_owned()),
        at: moment(message, "timestamp"),
        is_by_team: way.is_by_team(),
    })
}

/// A field as WhatsApp's name of a message.
pub(super) fn external_id(value: &Value, key: &str) -> Option<ExternalId> {
    let id = text(value, key).filter(|id| id.len() <= ExternalId::LEN_MAX)?;
    Some(ExternalId { source: Source::WHATSAPP, id: id.into_owned() })
}
