//! What the emulator tells, in our words.

use crate::{
    incoming::whatsapp,
    stage::{Stage, Webhook},
};
use chat_core::{AccountChange, AmendmentKind, Channel, Inbound, IncomingCall, MessageStatus, TemplateChange};
use serde_json::{Value, json};

const ANN: &str = "+16505551234";

/// The only item of a webhook.
fn read(webhook: &Webhook) -> Inbound {
    let call = IncomingCall { headers: Vec::new(), body: webhook.body.clone() };
    let mut items = whatsapp().receive(&call).unwrap();
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0).inbound
}

/// A stage whose next webhook is read.
struct Listening(Stage);

impl Listening {
    async fn open() -> Self {
        let stage = Stage::open().await;
        stage.control("users", json!({"id": "ann", "name": "Ann", "phone": ANN, "username": "ann.lee"})).await;
        Self(stage)
    }

    /// What comes of something that is done in the emulator.
    async fn after(&mut self, path: &str, body: Value) -> Inbound {
        let done = self.0.control(path, body).await;
        assert_eq!(done.status, 200, "{path}: {}", done.json);
        read(&self.0.receiver.next().await)
    }
}

#[tokio::test]
async fn what_a_customer_does_is_understood() {
    let mut stage = Listening::open().await;
    let Inbound::Message(text) = stage.after("inbound", json!({"user": "ann", "text": "hello"})).await else {
        panic!("a text is a message");
    };
    assert_eq!((text.profile_name.as_deref(), text.username.as_deref()), (Some("Ann"), Some("ann.lee")));
    let wamid = text.external_id.id;

    let edit = stage.after("user/ann/edit", json!({"messageId": wamid, "text": "hello!"})).await;
    let revoke = stage.after("user/ann/revoke", json!({"messageId": wamid})).await;
    let place = json!({"latitude": 38.7, "longitude": -9.1});
    let location = stage.after("inbound", json!({"user": "ann", "message": {"location": place}})).await;
    let moved = stage.after("user/ann/change_number", json!({"phone": "+1 650 555 0000"})).await;

    let Inbound::Amendment(edit) = edit else { panic!("{edit:?}") };
    assert_eq!((edit.change, edit.target.id.as_str()), (AmendmentKind::Edited, wamid.as_str()));
    assert_eq!(edit.message.content, "hello!");
    let Inbound::Amendment(revoke) = revoke else { panic!("{revoke:?}") };
    assert_eq!((revoke.change, revoke.is_by_team), (AmendmentKind::TakenBack, false));
    let Inbound::Message(location) = location else { panic!("{location:?}") };
    assert_eq!(location.payload.unwrap()["location"], place);
    let Inbound::Message(moved) = moved else { panic!("{moved:?}") };
    assert!(!moved.opens_window);
    assert!(moved.identities.iter().any(|key| key.value == "16505550000"), "{:?}", moved.identities);
}

#[tokio::test]
async fn what_the_team_does_on_its_phone_and_has_said_before_is_understood() {
    let mut stage = Listening::open().await;

    let echo = stage.after("echo", json!({"user": "ann", "text": "from the phone"})).await;
    let history = stage.after("history", json!({})).await;
    let declined = stage.after("history", json!({"declined": true})).await;
    let contact = stage.after("state_sync", json!({})).await;

    let Inbound::Foreign(echo) = echo else { panic!("{echo:?}") };
    assert!(echo.is_by_team && !echo.is_past);
    assert_eq!(echo.message.content, "from the phone");
    let Inbound::Foreign(past) = history else { panic!("{history:?}") };
    assert!(past.is_by_team && past.is_past);
    assert_eq!(past.message.external_id, echo.message.external_id);
    let is_known = past.message.identities.iter().all(|key| echo.message.identities.contains(key));
    assert!(is_known && !past.message.identities.is_empty(), "{:?}", past.message.identities);
    assert!(matches!(past.status, Some(MessageStatus::Sent | MessageStatus::Delivered)), "{:?}", past.status);
    assert!(matches!(declined, Inbound::Account(news) if matches!(news.change, AccountChange::Noted(_))));
    assert!(matches!(contact, Inbound::Contact(contact) if contact.name.as_deref() == Some("Ann")));
}

#[tokio::test]
async fn what_concerns_the_account_is_understood() {
    let mut stage = Listening::open().await;
    let (waba, number) = (stage.0.account.business_account_id.clone(), "15550783881");

    let no = stage.after("user/ann/opt_out", json!({})).await;
    let yes = stage.after("user/ann/opt_in", json!({})).await;
    let update = stage.after(&format!("account/{waba}/update"), json!({"event": "ACCOUNT_RESTRICTION"})).await;
    let flagged = json!({"display_phone_number": number, "event": "FLAGGED"});
    let quality = stage.after("webhook", json!({"field": "phone_number_quality_update", "value": flagged})).await;
    let approved = json!({"event": "APPROVED", "message_template_id": 7, "message_template_name": "order"});
    let template = stage.after("webhook", json!({"field": "message_template_status_update", "value": approved})).await;

    assert!(matches!(no, Inbound::Consent(consent) if !consent.wants_marketing && !consent.identities.is_empty()));
    assert!(matches!(yes, Inbound::Consent(consent) if consent.wants_marketing));
    assert!(matches!(update, Inbound::Account(news) if matches!(news.change, AccountChange::Stopped(_))));
    assert!(matches!(quality, Inbound::Account(news) if news.number.as_deref() == Some("+15550783881")));
    let Inbound::Template(template) = template else { panic!("{template:?}") };
    assert_eq!(template.change, TemplateChange::Status { status: "APPROVED".to_owned(), reason: None });
}
