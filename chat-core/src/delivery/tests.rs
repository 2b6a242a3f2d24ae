//! What becomes of claims when a worker ends.

use crate::{
    Account, Chat, Clock, ContentType, ConversationFilter, DeliveryState, Desk, Draft, Env, ExternalId, IdentityKey,
    IdentityKind, InboundMessage, LocalLogin, ManualClock, MemoryStore, NewAccount, NewAgent, Outbox, PageQuery, Role,
    Source, SystemIds, commands::ReceiveMessage,
};
use std::time::Duration;

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

    async fn claim(&self) -> Vec<crate::Claim> {
        self.store.claim(self.clock.now(), LEASE, 10).await.unwrap()
    }
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
    let message = InboundMessage {
        external_id: ExternalId { source: Source::WHATSAPP, id: "in-1".into() },
        identities: vec![IdentityKey::new(IdentityKind::WhatsappPhone, "15550001")],
        profile_name: None,
        number: None,
        content_type: ContentType::TEXT,
        content: "hello".into(),
        payload: None,
        reply_to: None,
        sent_at: None,
    };
    let command = ReceiveMessage { account, message: &message };
    chat.executor().execute(None, desk.scope(), &command).await.unwrap();
}

#[tokio::test]
async fn a_lane_that_was_not_begun_is_given_back_at_once() {
    let office = Office::with_a_reply().await;
    let claimed = office.claim().await.remove(0);
    assert!(office.claim().await.is_empty(), "it is held");
    office.chat.worker().give_back(claimed.clone()).await;
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
    let crate::DeliveryAction::Send { message_id } = abandoned.delivery.action else { panic!("it sends a message") };
    office.chat.worker().give_back(abandoned).await;
    office.clock.advance(LEASE);
    let after = office.store.deliveries_of(office.desk.scope(), message_id).await.unwrap();
    assert_ne!((after[0].state, after[0].attempts), (DeliveryState::Pending, 0), "it is as if nobody had begun it");
}
