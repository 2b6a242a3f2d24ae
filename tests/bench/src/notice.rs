//! The event that is handed out when a part is measured alone.

use serde_json::{Value, json};

/// Its name.
pub const NAME: &str = "whatsappMessage";

/// The number of the first event, so that all are equally long.
pub const FIRST_SEQ: u64 = 100_001;

/// What the customer wrote.
pub const TEXT: &str = "Hello, is the blue one still there in size 42, could you ship soon?";

/// What WhatsApp calls it.
pub const WAMID: &str = "wamid.HBgNNDkxNTExMjM0NTY3OBUCABIYFjNFQjBDMEY1";

/// What an agent's browser hears of a WhatsApp message: with its packet 523 bytes while `seq` has six digits.
#[must_use]
pub fn payload(seq: u64) -> Value {
    json!({
        "conversationId": "0192f0c1-5a7e-7c3b-9d42-6f1e8a3b5c71",
        "customerId": "0192f0c1-5a7e-7c3b-9d42-6f1e8a3b5c72",
        "whatsappNumber": "+4915112345678",
        "whatsappMessageId": WAMID,
        "senderType": "customer",
        "messageType": "text",
        "content": TEXT,
        "status": "delivered",
        "isTemplate": false,
        "timestamp": "2026-01-31T12:34:56.789Z",
        "messageId": "0192f0c1-5a7e-7c3b-9d42-6f1e8a3b5c73",
        "seq": seq,
        "previousSeq": seq.saturating_sub(1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_event_has_the_size_it_says() {
        let packet = format!("42{}", json!([NAME, payload(FIRST_SEQ)]));

        assert_eq!(packet.len(), 523);
    }
}
