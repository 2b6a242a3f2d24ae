//! An event of the journal, as far as it is compared.

use serde_json::Value;

/// What an event says, whether it was read from the journal or heard live.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Entry {
    pub(crate) seq: i64,
    /// The event before it in the same conversation.
    pub(crate) previous: i64,
    pub(crate) kind: String,
    /// The id of the message, conversation or account that it is about.
    pub(crate) subject: String,
    /// The status that it tells.
    pub(crate) status: String,
}

impl Entry {
    /// An event as the journal gives it, over REST or by `sync`.
    pub(crate) fn of_journal(event: &Value) -> Option<Self> {
        let kind = event["type"].as_str()?;
        let data = &event["data"];
        let subject = match kind {
            "messagePosted" | "conversationChanged" => &data["id"],
            "messageStatusChanged" => &data["messageId"],
            "accountChanged" => &data["accountId"],
            _ => return None,
        };
        Self::new(event, kind, subject, &data["status"])
    }

    /// An event as it is emitted to the inbox. Nothing for one that is not of the journal.
    pub(crate) fn of_inbox(name: &str, payload: &Value) -> Option<Self> {
        let (kind, subject) = match name {
            "message" => ("messagePosted", &payload["id"]),
            "messageStatus" => ("messageStatusChanged", &payload["messageId"]),
            "conversation" => ("conversationChanged", &payload["id"]),
            "account" => ("accountChanged", &payload["accountId"]),
            _ => return None,
        };
        Self::new(payload, kind, subject, &payload["status"])
    }

    fn new(placed: &Value, kind: &str, subject: &Value, status: &Value) -> Option<Self> {
        Some(Self {
            seq: placed["seq"].as_i64()?,
            previous: placed["previousSeq"].as_i64()?,
            kind: kind.to_owned(),
            subject: subject.as_str()?.to_owned(),
            status: status.as_str()?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_heard_and_what_is_read_are_the_same() {
        let read = json!({ "seq": 3, "previousSeq": 1, "type": "messageStatusChanged", "conversationId": "c",
            "data": { "messageId": "m", "status": "sent" } });
        let heard = json!({ "seq": 3, "previousSeq": 1, "conversationId": "c", "messageId": "m", "status": "sent" });

        let entry = Entry::of_journal(&read).unwrap();

        assert_eq!(Entry::of_inbox("messageStatus", &heard), Some(entry));
        assert_eq!(Entry::of_inbox("typing", &heard), None);
    }
}
