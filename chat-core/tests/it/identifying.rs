use crate::street::{Street, new_widget};
use chat_core::{IdentityKind, NoVisit};
use serde_json::json;

#[tokio::test]
async fn an_identity_that_is_not_proven_is_told_apart_from_a_widget_that_is_not_there() {
    let street = Street::open().await;
    let other = Street { widget: new_widget(&street.office, json!({})).await, office: street.office };
    let proof = other.vouch("ann");
    let street = Street { widget: new_widget(&other.office, json!({})).await, office: other.office };
    for proof in [proof.as_str(), "", "ann"] {
        assert!(matches!(street.enter(None, Some(proof)).await, Err(NoVisit::NotIdentified)), "{proof}");
    }
}

#[tokio::test]
async fn an_identified_visitor_finds_its_conversations_on_every_device() {
    let street = Street::open().await;
    let (phone, laptop) = (
        street.come_in(None, Some(&street.vouch("ann"))).await,
        street.come_in(None, Some(&street.vouch("ann"))).await,
    );
    assert!(phone.opened.is_identified && phone.opened.visitor.is_none());
    assert_eq!(phone.visit.customer_id(), laptop.visit.customer_id(), "before anything was written");
    assert!(street.customers().await.is_empty());
    phone.says("p-1", "from the phone").await;
    laptop.says("l-1", "from the laptop").await;
    let later = street.come_in(None, Some(&street.vouch("ann"))).await;
    assert_eq!(later.texts().await, [["from the phone", "from the laptop"]]);
    let customer = street.customers().await.remove(0);
    assert_eq!(customer.name.as_deref(), Some("ann"));
    let (_, identities) = street.office.desk.customer(customer.id).await.unwrap();
    assert_eq!((identities.len(), identities[0].key.kind), (1, IdentityKind::External));
    assert!(street.office.conversation().await.context.unwrap().is_identified);
    assert!(street.come_in(None, Some(&street.vouch("bob"))).await.texts().await.is_empty());
}

#[tokio::test]
async fn users_of_two_websites_may_have_the_same_id() {
    let street = Street::open().await;
    street.come_in(None, Some(&street.vouch("1"))).await.says("a-1", "the shop's first user").await;
    let street = Street { widget: new_widget(&street.office, json!({})).await, office: street.office };
    assert!(street.come_in(None, Some(&street.vouch("1"))).await.texts().await.is_empty());
}

#[tokio::test]
async fn who_signs_in_keeps_what_it_wrote_before_and_needs_its_identity_from_then_on() {
    let street = Street::open().await;
    let before = street.stranger().await;
    before.says("a-1", "Hello?").await;
    let token = before.opened.visitor.as_deref();
    let ann = street.come_in(token, Some(&street.vouch("ann"))).await;
    assert_eq!(ann.visit.customer_id(), before.visit.customer_id());
    assert_eq!(ann.says("a-1", "Hello?").await.message.position, 1, "sent again, since the answer was lost");
    ann.says("a-2", "It is me.").await;
    assert_eq!(street.come_in(None, Some(&street.vouch("ann"))).await.texts().await, [["Hello?", "It is me."]]);

    let signed_out = street.come_in(token, None).await;
    assert_ne!(signed_out.visit.customer_id(), ann.visit.customer_id());
    assert!(signed_out.texts().await.is_empty());
    let bob = street.come_in(token, Some(&street.vouch("bob"))).await;
    assert_ne!(bob.visit.customer_id(), ann.visit.customer_id());
    assert!(bob.texts().await.is_empty(), "nobody gets what another one wrote");
}

#[tokio::test]
async fn who_turns_out_to_be_known_hands_over_what_it_wrote_as_a_stranger_once() {
    let street = Street::open().await;
    street.come_in(None, Some(&street.vouch("ann"))).await.says("a-1", "last week").await;
    street.office.clock.advance(std::time::Duration::from_secs(60));
    let stranger = street.stranger().await;
    stranger.says("s-1", "today").await;
    let token = stranger.opened.visitor.as_deref();

    let ann = street.come_in(token, Some(&street.vouch("ann"))).await;
    assert_eq!(ann.texts().await, [["today"], ["last week"]]);
    assert!(stranger.texts().await.is_empty());
    let conversation = ann.visit.conversations().await.unwrap()[0].conversation.id;
    let again = chat_core::VisitorDraft { conversation: Some(conversation), ..crate::street::draft("s-1", "today") };
    ann.visit.send(&again).await.unwrap();
    assert_eq!(ann.texts().await, [["today"], ["last week"]], "sent again, since the answer was lost");

    let head = ann.events(0).await.head;
    street.come_in(token, Some(&street.vouch("ann"))).await;
    assert_eq!(ann.events(0).await.head, head, "there is nothing left to hand over");
    street.come_in(token, Some(&street.vouch("bob"))).await;
    assert_eq!(ann.texts().await, [["today"], ["last week"]]);
}
