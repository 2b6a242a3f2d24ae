//! What becomes of claims when a worker ends.

use crate::{
    Account, Chat, Claim, Clock, ContentType, ConversationFilter, Conversations, DeliveryAction, DeliveryState, Desk,
    Draft, Env, ExternalId, IdentityKey, IdentityKind, InboundMessage, LocalLogin, ManualClock, MemoryStore, MessageId,
    MessageStatus, NewAccount, NewAgent, Outbox, Outcome, PageQuery, Role, Source, SystemIds,
    commands::{ReceiveMessage, RecordOutcome},
};
use std::time::Duration;
use tokio::time::Instant;

const LEASE: Duration = Duration::from_secs(60);

/// An office without a channel, so that nothing is ever sent, with one reply to deliver.
struct Office {
    chat: Chat,
    store: MemoryStore,
    clock: ManualClock,
    desk: Desk,
}

impl Office {
    async fn with_a_reply() -> Self {
        let (store, clock) = (MemoryStore::default(), ManualClock::default());
        let env = Env::new(clock.clone(), SystemIds);
        let login = LocalLogin::new(store.clone()).env(env.clone());
        let chat = Chat::builder(store.clone(), login.clone()).env(env).build();
        let owner = NewAgent::new("Ann", "ann@shop.test", Role::Owner);
        let created = login.create_client("Shop", owner).await.unwrap();
        let desk = chat.sign_in(created.api_key.expose()).await.unwrap();
        let account = desk.connect_account(&new_account()).await.unwrap();
        receive(&chat, &desk, &account).await;
        let conversations = desk.conversations(&ConversationFilter::default(), PageQuery::default()).await.unwrap();
        desk.reply(conversations.items[0].id, &Draft::text("hi")).await.unwrap();
        Self { chat, store, clock, desk }
    }

    async fn state(&self, message: MessageId) -> DeliveryState {
        self.store.deliveries_of(self.desk.scope(), message).await.unwrap()[0].state
    }

    async fn claim(&self) -> Vec<Claim> {
        self.store.claim(self.clock.now(), LEASE, 10).await.unwrap()
    }
}

fn message_of(claim: &Claim) -> MessageId {
    let DeliveryAction::Send { message_id } = claim.delivery.action else { panic!("it sends a message") };
    message_id
}

fn new_account() -> NewAccount {
    NewAccount {
        source: Source::WHATSAPP,
        address: "number-1".into(),
        business_id: "business-1".into(),
        display_number: None,
        access_token: "access".into(),
        app_secret: "secret".into(),
        verify_token: "verify".into(),
    }
}

async fn receive(chat: &Chat, desk: &Desk, account: &Account) {
    let external_id = ExternalId { source: Source::WHATSAPP, id: "in-1".into() };
    let identities = vec![IdentityKey::new(IdentityKind::WhatsappPhone, "15550001")];
    let message = InboundMessage::new(external_id, identities, ContentType::TEXT, "hello");
    let command = ReceiveMessage::new(account, &message, "");
    chat.executor().execute(None, desk.scope(), &command).await.unwrap();
}

#[tokio::test]
async fn a_lane_that_was_not_begun_is_given_back_at_once() {
    let office = Office::with_a_reply().await;
    let claimed = office.claim().await.remove(0);
    assert!(office.claim().await.is_empty(), "it is held");
    office.chat.worker().give_back(claimed.clone(), Instant::now() + LEASE).await;
    let again = office.claim().await.remove(0);
    assert_eq!((again.delivery, again.was_abandoned), (claimed.delivery, false));
}

#[tokio::test]
async fn a_lane_that_was_abandoned_is_not_given_back_as_if_nothing_had_happened() {
    let office = Office::with_a_reply().await;
    office.claim().await;
    office.clock.advance(LEASE);
    let abandoned = office.claim().await.remove(0);
    assert!(abandoned.was_abandoned);
    let message = message_of(&abandoned);
    office.chat.worker().give_back(abandoned, Instant::now() + LEASE).await;
    assert_eq!(office.state(message).await, DeliveryState::Unsettled, "it is not as if nobody had begun it");
}

#[tokio::test]
async fn who_has_lost_a_lane_still_testifies_that_the_message_was_sent() {
    let office = Office::with_a_reply().await;
    let lost = office.claim().await.remove(0);
    office.clock.advance(LEASE);
    let taken_over = office.claim().await.remove(0);
    let message = message_of(&lost);
    office.chat.worker().deliver(taken_over, Instant::now() + LEASE).await;
    assert_eq!(office.state(message).await, DeliveryState::Unsettled);

    let external = ExternalId { source: Source::WHATSAPP, id: "out-1".into() };
    let command = RecordOutcome {
        claim: &lost,
        outcome: &Outcome::Done(Some(external.clone())),
        started_at: Some(office.chat.env().now()),
        unsettled_after: Chat::UNSETTLED_AFTER,
        recipient: None,
    };
    office.chat.worker().record(&command).await;
    assert_eq!(office.state(message).await, DeliveryState::Done);
    let message = office.store.message(office.desk.scope(), message).await.unwrap().unwrap();
    assert_eq!((message.status, message.external_id, message.error), (MessageStatus::Sent, Some(external), None));
}
