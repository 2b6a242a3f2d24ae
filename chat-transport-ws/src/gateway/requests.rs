//! What clients ask for, checked at the edge.

use super::{
    fields::{Typing, Viewing, after, id, object},
    wire::{Code, Failure, asked},
};
use crate::engine::Args;
use chat_core::{
    AttachmentId, ContentType, ConversationId, CustomerId, DefinitionId, Draft, Mention, MessageId, MessageKind,
    RoomName, Seq, TemplateDraft,
};
use serde::Deserialize;
use serde_json::Value;

/// A request of a client.
#[derive(Debug, PartialEq)]
pub(crate) enum Request {
    Join(RoomName),
    Leave(RoomName),
    SendMessage { conversation: ConversationId, draft: Box<Draft> },
    MarkRead(ConversationId),
    Typing { conversation: ConversationId, is_typing: bool },
    Viewing { conversation: ConversationId, is_viewing: bool },
    Sync { after: Seq },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields = nullable))]
pub(super) struct SendMessage {
    conversation_id: ConversationId,
    #[serde(default)]
    content: String,
    client_message_id: Option<String>,
    kind: Option<Written>,
    reply_to: Option<MessageId>,
    attachment_ids: Option<Vec<AttachmentId>>,
    if_seq: Option<Seq>,
    mentions: Option<Vec<Mention>>,
    content_type: Option<String>,
    payload: Option<Value>,
    template: Option<UsedTemplate>,
}

/// A template and what goes into it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
struct UsedTemplate {
    id: DefinitionId,
    #[serde(default)]
    parameters: Value,
}

/// What an agent can write.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
enum Written {
    Reply,
    Note,
}

impl From<Written> for MessageKind {
    fn from(written: Written) -> Self {
        match written {
            Written::Reply => Self::Reply,
            Written::Note => Self::Note,
        }
    }
}

impl Request {
    /// Reads an event.
    pub(crate) fn parse(event: &str, args: &Args) -> Result<Self, Failure> {
        let customer = || id::<CustomerId>(args.first(), "customerId").map(RoomName::WhatsappCustomer);
        let conversation = || id::<ConversationId>(args.first(), "conversationId");
        Ok(match event {
            asked::JOIN_WHATSAPP_GENERAL => Self::Join(RoomName::WhatsappGeneral),
            asked::LEAVE_WHATSAPP_GENERAL => Self::Leave(RoomName::WhatsappGeneral),
            asked::JOIN_WHATSAPP_CUSTOMER => Self::Join(customer()?),
            asked::LEAVE_WHATSAPP_CUSTOMER => Self::Leave(customer()?),
            asked::JOIN_CONVERSATION => Self::Join(RoomName::Conversation(conversation()?)),
            asked::LEAVE_CONVERSATION => Self::Leave(RoomName::Conversation(conversation()?)),
            asked::JOIN_INBOX => Self::Join(RoomName::Inbox),
            asked::LEAVE_INBOX => Self::Leave(RoomName::Inbox),
            asked::SEND_MESSAGE => {
                let asked: SendMessage = object(args.first())?;
                let draft = Box::new(Draft {
                    content: asked.content,
                    kind: asked.kind.map_or(MessageKind::Reply, MessageKind::from),
                    client_message_id: asked.client_message_id,
                    reply_to: asked.reply_to,
                    attachment_ids: asked.attachment_ids.unwrap_or_default(),
                    if_seq: asked.if_seq,
                    mentions: asked.mentions.unwrap_or_default(),
                    content_type: asked.content_type.map(|word| ContentType::new(&word)),
                    payload: asked.payload,
                    template: asked.template.map(|asked| TemplateDraft { id: asked.id, parameters: asked.parameters }),
                });
                Self::SendMessage { conversation: asked.conversation_id, draft }
            }
            asked::MARK_READ => Self::MarkRead(conversation()?),
            asked::TYPING => {
                let Typing { conversation_id, is_typing } = object(args.first())?;
                Self::Typing { conversation: conversation_id, is_typing }
            }
            asked::VIEWING => {
                let Viewing { conversation_id, is_viewing } = object(args.first())?;
                Self::Viewing { conversation: conversation_id, is_viewing }
            }
            asked::SYNC => Self::Sync { after: after(args.first())? },
            _ => return Err(Failure::new(Code::UnknownEvent, "there is no such event")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{super::wire::told, *};
    use serde_json::json;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn parse(event: &str, args: Value) -> Result<Request, Failure> {
        let Value::Array(values) = args else { panic!("arguments are a list") };
        Request::parse(event, &values.into())
    }

    #[test]
    fn ids_come_bare_or_in_an_object() {
        let customer = RoomName::WhatsappCustomer(ID.parse().unwrap());
        assert_eq!(parse(asked::JOIN_WHATSAPP_CUSTOMER, json!([ID])), Ok(Request::Join(customer)));
        assert_eq!(parse(asked::LEAVE_WHATSAPP_CUSTOMER, json!([{ "customerId": ID }])), Ok(Request::Leave(customer)));
        let conversation = RoomName::Conversation(ID.parse().unwrap());
        assert_eq!(parse(asked::JOIN_CONVERSATION, json!([ID])), Ok(Request::Join(conversation)));
        assert_eq!(parse(asked::LEAVE_CONVERSATION, json!([ID, "more"])), Ok(Request::Leave(conversation)));
        assert_eq!(
            parse(asked::MARK_READ, json!([{ "conversationId": ID }])),
            Ok(Request::MarkRead(ID.parse().unwrap()))
        );
        assert_eq!(parse(asked::JOIN_INBOX, json!([])), Ok(Request::Join(RoomName::Inbox)));
        assert_eq!(parse(asked::LEAVE_INBOX, json!([])), Ok(Request::Leave(RoomName::Inbox)));
        assert_eq!(parse(asked::LEAVE_WHATSAPP_GENERAL, json!([])), Ok(Request::Leave(RoomName::WhatsappGeneral)));
        assert_eq!(parse(asked::JOIN_WHATSAPP_GENERAL, json!([null])), Ok(Request::Join(RoomName::WhatsappGeneral)));
    }

    #[test]
    fn a_message_may_say_more_than_its_text() {
        let request = parse(
            asked::SEND_MESSAGE,
            json!([{
                "conversationId": ID, "content": "hi", "kind": "note", "replyTo": ID, "clientMessageId": "c",
                "attachmentIds": [ID], "ifSeq": 7,
            }]),
        );
        let draft = Draft {
            kind: MessageKind::Note,
            reply_to: Some(ID.parse().unwrap()),
            client_message_id: Some("c".into()),
            attachment_ids: vec![ID.parse().unwrap()],
            if_seq: Some(7),
            ..Draft::text("hi")
        };
        assert_eq!(request, Ok(Request::SendMessage { conversation: ID.parse().unwrap(), draft: Box::new(draft) }));
    }

    #[test]
    fn whatever_is_wrong_is_said() {
        let cases = [
            (asked::JOIN_CONVERSATION, json!([])),
            (asked::JOIN_CONVERSATION, json!([null])),
            (asked::JOIN_CONVERSATION, json!([5])),
            (asked::JOIN_CONVERSATION, json!(["abc"])),
            (asked::JOIN_CONVERSATION, json!([{ "customerId": ID }])),
            (asked::JOIN_CONVERSATION, json!([{ "conversationId": 5 }])),
            (asked::JOIN_CONVERSATION, json!([{ "conversationId": ID, "more": 1 }])),
            (asked::JOIN_WHATSAPP_CUSTOMER, json!([[ID]])),
            (asked::MARK_READ, json!([true])),
            (asked::SEND_MESSAGE, json!([])),
            (asked::SEND_MESSAGE, json!(["hi"])),
            (asked::SEND_MESSAGE, json!([[ID, "hi"]])),
            (asked::SEND_MESSAGE, json!([{ "content": "hi" }])),
            (asked::SEND_MESSAGE, json!([{ "conversationId": ID, "template": { "name": "hello" } }])),
            (asked::SEND_MESSAGE, json!([{ "conversationId": ID, "content": 5 }])),
            (asked::SEND_MESSAGE, json!([{ "conversationId": ID, "content": "hi", "kind": "shout" }])),
            (asked::SEND_MESSAGE, json!([{ "conversationId": ID, "content": { "_placeholder": true, "num": 0 } }])),
            (asked::SEND_MESSAGE, json!([{ "conversationId": ID, "content": "hi", "attachmentIds": ["x"] }])),
            (asked::TYPING, json!([{ "conversationId": ID, "isTyping": true, "more": 1 }])),
            (asked::TYPING, json!([{ "conversationId": ID }])),
            (asked::TYPING, json!([{ "conversationId": ID, "isTyping": "yes" }])),
            (asked::VIEWING, json!([{ "conversationId": ID, "isTyping": true }])),
            (asked::SYNC, json!([])),
            (asked::SYNC, json!([{ "after": 1, "limit": 5 }])),
            (asked::SYNC, json!([{ "after": -1 }])),
            (asked::SYNC, json!([{ "after": "1" }])),
            (asked::SYNC, json!([{ "after": 1.5 }])),
            (asked::SYNC, json!([{ "after": 1e300 }])),
        ];
        for (event, args) in cases {
            let failure = parse(event, args.clone()).unwrap_err();
            assert_eq!(failure.code, Code::Invalid, "{event} {args}");
            assert!(json!(failure)["errors"][0]["field"].is_string(), "{event} {args}");
        }
        let unknown = parse(told::WHATSAPP_MESSAGE, json!([])).unwrap_err();
        assert_eq!(unknown.code, Code::UnknownEvent);
    }
}
