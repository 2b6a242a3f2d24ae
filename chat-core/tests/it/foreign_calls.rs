//! A client's provider tells, rightly signed, of what is another client's: every kind of item with every name that it can hold.

use crate::paper::{Office, external};
use chat_core::{
    AccountChange, AccountNews, Address, Addressed, AmendmentKind, CallError, CallRefused, Draft, ForeignMessage,
    IdentityKey, IdentityKind, Inbound, InboundAmendment, InboundConsent, InboundContact, InboundMessage,
    InboundReaction, InboundReceipt, Journal, MessageStatus, TemplateChange, TemplateNews,
};
use std::time::Duration;

/// The other client's names at the provider, and what was given to it for reference.
struct Names {
    number: String,
    business: String,
    heard: String,
    sent: String,
    reference: String,
    phone: &'static str,
}

/// Items of every kind about what is theirs. An item of a new kind has to be added here before this compiles.
fn items(office: &Office, kind: &Inbound, names: &Names) -> Vec<Addressed> {
    match kind {
        Inbound::Message(_) => {
            let Inbound::Message(message) = office.text("own-1", names.phone, "hello").inbound else {
                panic!("a text is a message")
            };
            let answering = |id: &str| InboundMessage {
                external_id: external(&format!("own-answer-to-{id}")),
                reply_to: Some(external(id)),
                ..(*message).clone()
            };
            let named = InboundMessage { external_id: external(&names.heard), ..(*message).clone() };
            let all = [(*message).clone(), named, answering(&names.heard), answering(&names.sent)];
            all.into_iter().map(|it| office.item(Inbound::Message(Box::new(it)))).collect()
        }
        Inbound::Receipt(_) => {
            let receipt = |id: &str, reference: Option<&str>, status| {
                let reference = reference.map(str::to_owned);
                let external_id = external(id);
                office.item(Inbound::Receipt(InboundReceipt {
                    external_id,
                    reference,
                    status,
                    at: None,
                    error: None,
                    billable: None,
                }))
            };
            vec![
                receipt(&names.sent, None, MessageStatus::Read),
                receipt(&names.sent, Some(&names.reference), MessageStatus::Delivered),
                receipt("unheard-of", Some(&names.reference), MessageStatus::Failed),
                receipt(&names.heard, None, MessageStatus::Read),
            ]
        }
        Inbound::Reaction(reaction) => {
            let to = |id: &String| InboundReaction { target: external(id), ..reaction.clone() };
            [&names.heard, &names.sent].map(|id| office.item(Inbound::Reaction(to(id)))).into()
        }
        Inbound::Amendment(amendment) => {
            let of = |id: &String| InboundAmendment { target: external(id), ..(**amendment).clone() };
            [&names.heard, &names.sent].map(|id| office.item(Inbound::Amendment(Box::new(of(id))))).into()
        }
        Inbound::Foreign(foreign) => {
            let named = |id: &String| {
                let message = InboundMessage { external_id: external(id), ..foreign.message.clone() };
                Inbound::Foreign(Box::new(ForeignMessage { message, ..(**foreign).clone() }))
            };
            [&names.heard, &names.sent].map(|id| office.item(named(id))).into()
        }
        Inbound::Consent(_) | Inbound::Contact(_) => vec![office.item(kind.clone())],
        Inbound::Account(news) => {
            vec![office.item(Inbound::Account(AccountNews { number: Some(names.number.clone()), ..news.clone() }))]
        }
        Inbound::Template(news) => {
            vec![office.item(Inbound::Template(TemplateNews { reference: names.reference.clone(), ..news.clone() }))]
        }
        Inbound::NotUnderstood(what) => vec![office.item(Inbound::NotUnderstood(format!("{what} {}", names.sent)))],
        Inbound::Ignored => vec![office.item(Inbound::Ignored)],
    }
}

/// An item of each kind.
fn kinds(office: &Office, names: &Names) -> [Inbound; 11] {
    let identities = vec![IdentityKey::new(IdentityKind::WhatsappPhone, names.phone)];
    let Inbound::Message(message) = office.text("kind", names.phone, "kind").inbound else {
        panic!("a text is a message")
    };
    let reaction = InboundReaction {
        external_id: external("reaction"),
        target: external("kind"),
        emoji: Some("👍".into()),
        at: None,
        is_by_team: false,
    };
    let amendment = InboundAmendment {
        target: external("kind"),
        change: AmendmentKind::Edited,
        message: (*message).clone(),
        is_by_team: false,
    };
    let foreign = ForeignMessage { message: (*message).clone(), is_by_team: true, is_past: false, status: None };
    let status = TemplateChange::Status { status: "PAUSED".into(), reason: None };
    [
        Inbound::Message(message),
        Inbound::Reaction(reaction),
        Inbound::Amendment(Box::new(amendment)),
        Inbound::Foreign(Box::new(foreign)),
        Inbound::Consent(InboundConsent { identities: identities.clone(), wants_marketing: false, at: None }),
        Inbound::Contact(InboundContact { identities, name: Some("Theirs".into()) }),
        Inbound::Account(AccountNews { number: None, change: AccountChange::Quality("RED".into()) }),
        Inbound::Template(TemplateNews {
            reference: "1".into(),
            name: "hello".into(),
            language: "en".into(),
            change: status,
        }),
        office.receipt("kind", MessageStatus::Sent, 0, None).inbound,
        Inbound::NotUnderstood("news of".into()),
        Inbound::Ignored,
    ]
}

/// Everything that the other client would see of it.
async fn state(office: &Office) -> String {
    let head = office.store.heads(&[office.scope()]).await.unwrap();
    format!("{head:?} {:?} {:?}", office.conversations().await, office.messages().await)
}

#[tokio::test]
async fn what_is_anothers_is_neither_found_nor_changed() {
    let mine = Office::open().await;
    let other = Office::open_at(mine.store.clone(), "number-2").await;
    other.customer_writes("theirs-1", "15550001", "hello").await;
    other.desk.reply(other.conversation().await.id, &Draft::text("hi")).await.unwrap();
    other.chat.deliver_once().await.unwrap();
    let sent = other.messages().await.into_iter().find_map(|it| it.external_id.filter(|id| id.id.starts_with("out-")));
    let names = Names {
        number: other.account.address.clone(),
        business: "a business of theirs".into(),
        heard: "theirs-1".into(),
        sent: sent.expect("the reply was sent").id,
        reference: other.paper.last_reference(),
        phone: "15550001",
    };
    let before = state(&other).await;

    for kind in kinds(&mine, &names) {
        for item in items(&mine, &kind, &names) {
            // At one's own number it is one's own, whatever name it bears.
            mine.call(vec![item.clone()]).await.unwrap();
            // At the other's number the signature does not speak for it.
            let there = mine.item_for(Address::Account(names.number.clone()), item.inbound.clone());
            let answer = mine.call(vec![there]).await;
            assert!(matches!(answer, Err(CallError::Refused(CallRefused::Forged))), "{kind:?}: {answer:?}");
            let there = mine.item_for(Address::Business(names.business.clone()), item.inbound);
            let _ = mine.call(vec![there]).await;
            assert_eq!(state(&other).await, before, "{kind:?}");
        }
    }
    mine.clock.advance(Duration::from_secs(600));
    mine.chat.retry_calls_once().await.unwrap();
    assert_eq!(state(&other).await, before, "nor when what was kept is taken up again");

    let messages = mine.messages().await;
    assert_eq!(messages.len(), 5, "{messages:?}");
    let is_own = |id| messages.iter().any(|it| it.id == id);
    assert!(messages.iter().all(|it| it.client_id == mine.scope().client_id() && it.reply_to.is_none_or(is_own)));
    let theirs = other.conversation().await.customer_id;
    let phone = IdentityKey::new(IdentityKind::WhatsappPhone, names.phone);
    let own = mine.conversation().await.customer_id;
    assert_ne!(own, theirs, "the same number is another customer here");
    let (_, identities) = mine.desk.customer(own.unwrap()).await.unwrap();
    assert_eq!(identities.into_iter().map(|it| it.key).collect::<Vec<_>>(), [phone]);
}
