//! What visitors' frames ask for, checked at the edge.

use super::{
    fields::{Typing, after, id, object},
    wire::{Code, Failure, asked},
};
use crate::engine::Args;
use chat_core::{AttachmentId, ConversationId, Cursor, PageQuery, PageTold, Seq, VisitorDraft};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A request of a visitor.
#[derive(Debug, PartialEq)]
pub(crate) enum Request {
    SendMessage(VisitorDraft),
    History { conversation: ConversationId, page: PageQuery },
    Sync { after: Seq },
    MarkRead(ConversationId),
    Typing { conversation: ConversationId, is_typing: bool },
    Opened,
    Page(Option<PageTold>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SendMessage {
    conversation_id: Option<ConversationId>,
    content: String,
    client_message_id: String,
    attachment_ids: Option<Vec<AttachmentId>>,
    answers: Option<Map<String, Value>>,
    attributes: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct History {
    conversation_id: ConversationId,
    cursor: Option<Cursor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    page: Option<Told>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Told {
    url: String,
    title: String,
    referrer: String,
    language: Option<String>,
    time_zone: Option<String>,
}

impl Request {
    /// The largest request in bytes of JSON.
    pub(crate) const BYTES_MAX: usize = 64 * 1024;

    /// Reads an event.
    pub(crate) fn parse(event: &str, args: &Args) -> Result<Self, Failure> {
        let request = args.first();
        if request.to_string().len() > Self::BYTES_MAX {
            return Err(Failure::wrong("request", format!("at most {} bytes, please", Self::BYTES_MAX)));
        }
        Ok(match event {
            asked::SEND_MESSAGE => {
                let asked: SendMessage = object(request)?;
                Self::SendMessage(VisitorDraft {
                    conversation: asked.conversation_id,
                    content: asked.content,
                    attachment_ids: asked.attachment_ids.unwrap_or_default(),
                    client_message_id: asked.client_message_id,
                    answers: asked.answers.unwrap_or_default(),
                    attributes: asked.attributes.unwrap_or_default(),
                })
            }
            asked::HISTORY => {
                let History { conversation_id, cursor } = object(request)?;
                Self::History {
                    conversation: conversation_id,
                    page: PageQuery { after: cursor, ..PageQuery::default() },
                }
            }
            asked::SYNC => Self::Sync { after: after(request)? },
            asked::MARK_READ => Self::MarkRead(id(request, "conversationId")?),
            asked::TYPING => {
                let Typing { conversation_id, is_typing } = object(request)?;
                Self::Typing { conversation: conversation_id, is_typing }
            }
            asked::OPENED => Self::Opened,
            asked::PAGE => {
                let Page { page } = object(request)?;
                Self::Page(page.map(|Told { url, title, referrer, language, time_zone }| PageTold {
                    url,
                    title,
                    referrer,
                    language,
                    time_zone,
                }))
            }
            _ => return Err(Failure::new(Code::UnknownEvent, "there is no such event")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn parse(event: &str, request: Value) -> Result<Request, Failure> {
        Request::parse(event, &vec![request].into())
    }

    #[test]
    fn what_the_frame_sends_is_understood() {
        let conversation: ConversationId = ID.parse().unwrap();
        let first = json!({
            "conversationId": null, "content": "hi", "clientMessageId": "c", "answers": { "name": "Ann" },
            "attributes": {},
        });
        let draft = VisitorDraft {
            content: "hi".into(),
            client_message_id: "c".into(),
            answers: json!({ "name": "Ann" }).as_object().unwrap().clone(),
            ..VisitorDraft::default()
        };
        assert_eq!(parse(asked::SEND_MESSAGE, first), Ok(Request::SendMessage(draft)));
        let files = json!({ "content": "", "clientMessageId": "c", "attachmentIds": [ID] });
        let attachment_ids = vec![ID.parse().unwrap()];
        let draft = VisitorDraft { client_message_id: "c".into(), attachment_ids, ..VisitorDraft::default() };
        assert_eq!(parse(asked::SEND_MESSAGE, files), Ok(Request::SendMessage(draft)));
        let cursor: Cursor = format!("7.{}", ID.replace('-', "")).parse().unwrap();
        let page = PageQuery { after: Some(cursor), ..PageQuery::default() };
        let history = json!({ "conversationId": ID, "cursor": cursor });
        assert_eq!(parse(asked::HISTORY, history), Ok(Request::History { conversation, page }));
        let history = json!({ "conversationId": ID, "cursor": null });
        assert_eq!(parse(asked::HISTORY, history), Ok(Request::History { conversation, page: PageQuery::default() }));
        assert_eq!(parse(asked::MARK_READ, json!({ "conversationId": ID })), Ok(Request::MarkRead(conversation)));
        assert_eq!(parse(asked::OPENED, json!({})), Ok(Request::Opened));
        assert_eq!(parse(asked::PAGE, json!({ "page": null })), Ok(Request::Page(None)));
        let page = json!({ "page": { "url": "https://a.test/", "title": "A", "referrer": "" } });
        let told = PageTold { url: "https://a.test/".into(), title: "A".into(), ..PageTold::default() };
        assert_eq!(parse(asked::PAGE, page), Ok(Request::Page(Some(told))));
    }

    #[test]
    fn what_is_wrong_or_too_large_is_refused() {
        let large = json!({ "content": "x".repeat(Request::BYTES_MAX), "clientMessageId": "c" });
        for (event, request) in [
            (asked::SEND_MESSAGE, json!({ "content": "hi" })),
            (asked::SEND_MESSAGE, json!({ "clientMessageId": "c" })),
            (asked::SEND_MESSAGE, json!({ "content": "hi", "clientMessageId": "c", "kind": "note" })),
            (asked::SEND_MESSAGE, json!({ "content": "hi", "clientMessageId": "c", "answers": [] })),
            (asked::SEND_MESSAGE, json!({ "content": "hi", "clientMessageId": "c", "attachmentIds": [5] })),
            (asked::SEND_MESSAGE, large),
            (asked::HISTORY, json!({ "conversationId": "x" })),
            (asked::HISTORY, json!({ "conversationId": ID, "cursor": "x" })),
            (asked::SYNC, json!({ "after": -1 })),
            (asked::TYPING, json!({ "conversationId": ID })),
            (asked::PAGE, json!({ "page": "https://a.test/" })),
            (asked::MARK_READ, json!(null)),
        ] {
            assert_eq!(parse(event, request.clone()).unwrap_err().code, Code::Invalid, "{event}");
        }
        for event in [asked::JOIN_INBOX, asked::JOIN_CONVERSATION, "connected", ""] {
            assert_eq!(parse(event, json!({})).unwrap_err().code, Code::UnknownEvent);
        }
    }
}
