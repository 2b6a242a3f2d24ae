//! What the provider's webhook calls look like.

use chat_core::{
    Address, Addressed, CallRefused, ContentType, ExternalId, Fault, IdentityKey, IdentityKind, Inbound,
    InboundMessage, InboundReceipt, IncomingCall, MessageStatus, Source,
};
use serde::{Deserialize, Serialize};

/// One item of a call.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
pub(crate) struct Item {
    /// The address of the account it is meant for.
    pub(crate) to: String,
    /// The provider's name of the message it is about.
    pub(crate) name: String,
    pub(crate) says: Says,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
pub(crate) enum Says {
    /// A customer wrote.
    Letter { phone: String, text: String },
    /// A message came further.
    News { reference: Option<String>, status: MessageStatus },
}

impl Item {
    pub(crate) fn external(&self) -> ExternalId {
        ExternalId { source: Source::WHATSAPP, id: self.name.clone() }
    }

    fn inbound(&self) -> Inbound {
        match &self.says {
            Says::Letter { phone, text } => Inbound::Message(Box::new(InboundMessage {
                number: Some(format!("+{phone}")),
                ..InboundMessage::new(
                    self.external(),
                    vec![IdentityKey::new(IdentityKind::WhatsappPhone, phone)],
                    ContentType::TEXT,
                    text,
                )
            })),
            Says::News { reference, status } => Inbound::Receipt(InboundReceipt {
                external_id: self.external(),
                reference: reference.clone(),
                status: *status,
                at: None,
                error: (*status == MessageStatus::Failed).then(|| Fault::new(131_026, "undeliverable")),
                billable: None,
            }),
        }
    }
}

/// Writes items into a body.
pub(crate) fn write(items: &[Item]) -> String {
    serde_json::to_string(items).expect("items have no maps")
}

/// Reads the items of a body.
pub(crate) fn read(body: &[u8]) -> Option<Vec<Item>> {
    serde_json::from_slice(body).ok()
}

/// Reads a call in the words of the core.
pub(crate) fn receive(call: &IncomingCall) -> Result<Vec<Addressed>, CallRefused> {
    let items = read(&call.body).ok_or(CallRefused::Unreadable)?;
    let addressed = items.into_iter().map(|item| Addressed {
        to: Address::Account(item.to.clone()),
        inbound: item.inbound(),
        raw: write(std::slice::from_ref(&item)),
    });
    Ok(addressed.collect())
}
