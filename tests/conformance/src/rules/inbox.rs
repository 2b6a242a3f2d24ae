//! What arrives is put to what is known; what could not be understood is tried again.

use crate::{Fixture, shop::Shop};
use chat_core::{
    Arrival, ArrivalQuery, Conversation, ConversationStatus, CustomerIdentity, ExternalId, IdentityKey, IdentityKind,
    Message, ReceivedCall, ReceivedCallState, SenderType, Source, Timestamp,
};
use std::time::Duration;

fn wamid(id: &str) -> ExternalId {
    ExternalId { source: Source::WHATSAPP, id: id.into() }
}

fn phone(digits: &str) -> IdentityKey {
    IdentityKey::new(IdentityKind::WhatsappPhone, digits)
}

fn user(id: &str) -> IdentityKey {
    IdentityKey::new(IdentityKind::WhatsappUser, id)
}

impl Shop {
    async fn arrival(&self, external_id: &str, identities: &[IdentityKey], reply_to: Option<&str>) -> Arrival {
        let (external_id, reply_to) = (wamid(external_id), reply_to.map(wamid));
        let query = ArrivalQuery {
            account_id: self.account.id,
            external_id: &external_id,
            identities,
            reply_to: reply_to.as_ref(),
        };
        self.store.arrival(self.scope, query).await.expect("an arrival is looked up")
    }

    async fn learn(&self, customer: &chat_core::Customer, key: IdentityKey) -> CustomerIdentity {
        self.insert(CustomerIdentity { key, ..self.new_identity(customer) }).await
    }
}

/// Nothing is known about somebody who never wrote before.
pub async fn an_arrival_of_a_stranger_knows_nothing(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    shop.learn(&shop.customer, phone("491")).await;
    let nothing = Arrival::default();
    assert_eq!(shop.arrival("wamid.1", &[phone("492"), user("491")], Some("wamid.0")).await, nothing);
    assert_eq!(shop.arrival("wamid.1", &[], None).await, nothing);
}

/// One look tells whether a message came before, whom it comes from, where it goes and what it answers.
pub async fn an_arrival_knows_what_came_before(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let identity = shop.learn(&shop.customer, phone("491")).await;
    let asked = Message { external_id: Some(wamid("wamid.1")), ..shop.new_message(&shop.conversation, 1) };
    let asked = shop.insert(asked).await;
    let known = Message {
        external_id: Some(wamid("wamid.2")),
        sender_type: SenderType::Customer,
        ..shop.new_message(&shop.conversation, 2)
    };
    let known = shop.insert(known).await;
    let arrival = shop.arrival("wamid.2", &[phone("491")], Some("wamid.1")).await;
    let expected = Arrival {
        known: Some(known.clone()),
        identities: vec![identity],
        customer: Some(shop.customer.clone()),
        conversation: Some(shop.conversation.clone()),
        replied_to: Some(asked.id),
    };
    assert_eq!(arrival, expected);
    let without_customer = shop.arrival("wamid.2", &[phone("492")], None).await;
    assert_eq!(without_customer, Arrival { known: Some(known), ..Arrival::default() });
    let elsewhere = ExternalId { source: Source::WEBSITE, id: "wamid.2".into() };
    let query = ArrivalQuery { account_id: shop.account.id, external_id: &elsewhere, identities: &[], reply_to: None };
    let arrival = shop.store.arrival(shop.scope, query).await.expect("an arrival is looked up");
    assert_eq!(arrival, Arrival::default(), "another channel's name is another name");
}

/// Identities of several customers are all told; the customer is that of the first asked for that is known.
pub async fn an_arrival_belongs_to_the_first_known_identity(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = shop.insert(shop.new_customer()).await;
    let by_phone = shop.learn(&shop.customer, phone("491")).await;
    let by_user = shop.learn(&other, user("DE.1")).await;
    let also = shop.learn(&other, phone("499")).await;
    let unknown = || user("DE.0");
    let cases = [
        (vec![unknown(), phone("491"), user("DE.1")], &shop.customer, vec![&by_phone, &by_user]),
        (vec![user("DE.1"), phone("491")], &other, vec![&by_phone, &by_user]),
        (vec![phone("499"), unknown(), user("DE.1")], &other, vec![&also, &by_user]),
    ];
    for (asked, customer, known) in cases {
        let arrival = shop.arrival("wamid.1", &asked, None).await;
        assert_eq!(arrival.customer.as_ref(), Some(customer), "for {asked:?}");
        assert_eq!(arrival.identities.len(), known.len(), "for {asked:?}");
        assert!(known.iter().all(|one| arrival.identities.contains(one)), "for {asked:?}");
        let goes_to = (customer.id == shop.customer.id).then_some(shop.conversation.id);
        assert_eq!(arrival.conversation.map(|conversation| conversation.id), goes_to);
    }
}

/// The conversation is the customer's at that account, closed or not, unless it is archived.
pub async fn an_arrival_finds_only_the_live_conversation_of_its_account(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    shop.learn(&shop.customer, phone("491")).await;
    let account = shop.insert(shop.new_account()).await;
    let there = Conversation { account_id: Some(account.id), ..shop.new_conversation(&shop.customer) };
    shop.insert(there).await;
    let closed = Conversation { status: ConversationStatus::Closed, ..shop.conversation.clone() };
    let closed = shop.update(closed).await;
    let arrival = shop.arrival("wamid.1", &[phone("491")], None).await;
    assert_eq!(arrival.conversation, Some(closed.clone()));
    shop.update(Conversation { status: ConversationStatus::Archived, ..closed }).await;
    let arrival = shop.arrival("wamid.1", &[phone("491")], None).await;
    assert_eq!(arrival.conversation, None);
    assert_eq!(arrival.customer, Some(shop.customer.clone()));
}

/// Kept calls of all clients come when they are due, the longest due first, as many as are wanted.
pub async fn due_calls_come_longest_due_first(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let now = shops[0].env.now();
    let mut expected = Vec::new();
    for (n, waited) in [3, 1, 0, 2, 4].into_iter().enumerate() {
        let next_attempt_at = Timestamp::from_millis(now.millis() - waited);
        let call = ReceivedCall { next_attempt_at, ..shops[n % 2].new_call(&shops[n % 2].account) };
        expected.push(shops[n % 2].insert(call).await);
    }
    let later = ReceivedCall {
        next_attempt_at: now.plus(Duration::from_millis(1)),
        account_id: None,
        ..shops[0].new_call(&shops[0].account)
    };
    let later = shops[0].insert(later).await;
    expected.sort_by_key(|call| call.next_attempt_at);
    for limit in [0, 1, 3, 100] {
        let due = shops[0].store.due_calls(ReceivedCallState::Waiting, now, limit).await.expect("they are listed");
        assert_eq!(due, expected[..limit.min(5)]);
    }
    let due = shops[0]
        .store
        .due_calls(ReceivedCallState::Waiting, later.next_attempt_at, 100)
        .await
        .expect("they are listed");
    assert_eq!(due.last(), Some(&later));
}

/// A call that was understood or given up does not come again; one that was put off comes when it is due.
pub async fn settled_calls_are_not_due(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let waiting = shop.insert(shop.new_call(&shop.account)).await;
    for state in [ReceivedCallState::Done, ReceivedCallState::Dead] {
        let call = shop.insert(shop.new_call(&shop.account)).await;
        shop.update(ReceivedCall { state, ..call }).await;
    }
    let fetching = ReceivedCall { state: ReceivedCallState::Fetching, ..shop.new_call(&shop.account) };
    let fetching = shop.insert(fetching).await;
    let due = |moment| shop.store.due_calls(ReceivedCallState::Waiting, moment, 100);
    let fetched = shop.store.due_calls(ReceivedCallState::Fetching, now, 100).await.expect("they are listed");
    assert_eq!(fetched, [fetching], "each state is asked for by itself");
    assert_eq!(due(now).await.expect("they are listed"), std::slice::from_ref(&waiting));
    let later = now.plus(Duration::from_secs(60));
    let put_off = shop.update(ReceivedCall { attempts: 2, next_attempt_at: later, ..waiting }).await;
    assert!(due(now).await.expect("they are listed").is_empty());
    assert_eq!(due(later).await.expect("they are listed"), [put_off]);
}

/// What waits for a message is found by the message's name at its provider, due or not, first come first; what was settled, what
/// tells of another message, and what came by another channel is not.
pub async fn calls_about_a_message_are_found_until_they_are_settled(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    let about = |id: &str, received: u64| ReceivedCall {
        about: Some(id.into()),
        received_at: now.plus(Duration::from_millis(received)),
        next_attempt_at: now.plus(Duration::from_secs(3600)),
        ..shop.new_call(&shop.account)
    };
    let mut expected = Vec::new();
    for received in [3, 1, 2] {
        expected.push(shop.insert(about("wamid.1", received)).await);
    }
    shop.insert(about("wamid.2", 0)).await;
    shop.insert(ReceivedCall { source: Source::WEBSITE, ..about("wamid.1", 0) }).await;
    for state in [ReceivedCallState::Done, ReceivedCallState::Dead] {
        shop.insert(ReceivedCall { state, ..about("wamid.1", 0) }).await;
    }
    expected.sort_by_key(|call| call.received_at);
    let found = |limit| {
        let store = shop.store.clone();
        async move { store.calls_about(shop.scope, &wamid("wamid.1"), limit).await.expect("they are listed") }
    };
    for limit in [1, 2, 100] {
        assert_eq!(found(limit).await, expected[..limit.min(3)]);
    }
    let settled = expected.remove(1);
    shop.update(ReceivedCall { state: ReceivedCallState::Done, ..settled }).await;
    assert_eq!(found(100).await, expected);
}
