use async_trait::async_trait;
use chat_core::{
    Account, AccountCheck, Address, Addressed, CallRefused, Channel, ContentType, ExternalId, Fault, IdentityKey,
    IdentityKind, Inbound, InboundMessage, IncomingCall, Outcome, Pace, Sending, Source,
};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};
use subtle::ConstantTimeEq;

/// The source of conversations by SMS.
pub(crate) fn source() -> Source {
    Source::new("sms").expect("it is a short lower-case word")
}

/// An SMS gateway. This one keeps what it transmits in memory; a real one would hold an HTTP client.
#[derive(Clone, Debug, Default)]
pub(crate) struct SmsGateway {
    transmitted: Arc<Mutex<Vec<String>>>,
}

#[derive(Deserialize, Serialize)]
struct Call {
    number: String,
    texts: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Text {
    id: String,
    from: String,
    body: String,
}

impl SmsGateway {
    pub(crate) fn transmitted(&self) -> Vec<String> {
        self.transmitted.lock().expect("no holder of the lock panics").clone()
    }

    fn transmit(&self, to: &str, text: &str) {
        self.transmitted.lock().expect("no holder of the lock panics").push(format!("to {to}: {text}"));
    }
}

#[async_trait]
impl Channel for SmsGateway {
    fn source(&self) -> Source {
        source()
    }

    fn handshake(&self, _query: &[(String, String)], _account: &Account) -> Option<String> {
        // The gateway never asks.
        None
    }

    fn receive(&self, call: &IncomingCall) -> Result<Vec<Addressed>, CallRefused> {
        let call: Call = serde_json::from_slice(&call.body).map_err(|_| CallRefused::Unreadable)?;
        let items = call.texts.into_iter().map(|text| {
            let alone = Call { number: call.number.clone(), texts: vec![text.clone()] };
            Addressed {
                to: Address::Account(call.number.clone()),
                raw: serde_json::to_string(&alone).expect("JSON that was read can be written"),
                inbound: serde_json::from_value(text).map_or_else(
                    |_| Inbound::NotUnderstood("a text without id, sender or body".into()),
                    |text: Text| Inbound::Message(Box::new(text.into())),
                ),
            }
        });
        Ok(items.collect())
    }

    fn authenticate(&self, call: &IncomingCall, account: &Account) -> Result<(), CallRefused> {
        let key = call.header("x-gateway-key").ok_or(CallRefused::Unsigned)?;
        let is_right: bool = key.as_bytes().ct_eq(account.app_secret.expose().as_bytes()).into();
        if is_right { Ok(()) } else { Err(CallRefused::Forged) }
    }

    fn pace(&self, _account: &Account) -> Pace {
        Pace::default()
    }

    fn carries_files(&self) -> bool {
        false
    }

    async fn send(&self, _account: &Account, sending: &Sending) -> Outcome {
        let Some(phone) = sending.to.iter().find(|key| key.kind == IdentityKind::External) else {
            return Outcome::Refused(Fault::new("no_phone", "the customer has no phone number"));
        };
        self.transmit(&phone.value, &sending.message.content);
        Outcome::Done(Some(external(&sending.reference)))
    }

    async fn mark_read(&self, _account: &Account, _external_id: &str) -> Outcome {
        // There is no such thing with SMS, so it is done already.
        Outcome::Done(None)
    }

    async fn check(&self, _account: &Account) -> AccountCheck {
        AccountCheck::Fine { display_number: None, throughput: None }
    }
}

impl From<Text> for InboundMessage {
    fn from(text: Text) -> Self {
        let identities = vec![IdentityKey::new(IdentityKind::External, text.from.clone())];
        Self { number: Some(text.from), ..Self::new(external(&text.id), identities, ContentType::TEXT, text.body) }
    }
}

fn external(id: &str) -> ExternalId {
    ExternalId { source: source(), id: id.to_owned() }
}
