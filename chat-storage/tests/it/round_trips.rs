use crate::{
    databases::{Database, is_backend, on_both},
    shop::Shop,
};
use chat_core::{
    Accounts, ArrivalQuery, Changes, ConversationFilter, ConversationQuery, Conversations, Customers, Directory, Event,
    ExternalId, IdentityKey, IdentityKind, Inbox, Journal, MessageStatus, Outbox, PageQuery, Source, StoreError,
};
use chat_storage::SeaStore;
use std::time::Duration;

on_both! {
    what_a_customer_writes_is_found_again => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let (conversation, message, changes) = shop.first_message("wamid.1");

        let notices = shop.commit(&store, changes).await.unwrap();
        assert_eq!((notices[0].seq, notices[0].previous_seq), (1, 0));
        assert_eq!(store.events_after(shop.scope(), 0, 10).await.unwrap().events, notices);
        assert_eq!(store.heads(&[shop.scope()]).await.unwrap(), [1]);

        let kept = store.conversation(shop.scope(), conversation.id).await.unwrap().unwrap();
        assert_eq!((kept.revision, kept.last_seq), (1, 1));
        let written = store.message(shop.scope(), message.id).await.unwrap().unwrap();
        assert_eq!(written, chat_core::Message { revision: 1, ..message.clone() });
        let page = store.messages(shop.scope(), conversation.id, PageQuery::default()).await.unwrap();
        assert_eq!(page.items, std::slice::from_ref(&written));

        let external = ExternalId { source: Source::WHATSAPP, id: "wamid.1".into() };
        let identities: Vec<_> = ["other-1", "other-2", "other-3", "other-4", "wamid.1"]
            .map(|value| IdentityKey::new(IdentityKind::WhatsappPhone, value))
            .into();
        let query = ArrivalQuery {
            account_id: shop.account.id,
            external_id: &external,
            identities: &identities,
            reply_to: Some(&external),
        };
        let arrival = store.arrival(shop.scope(), query).await.unwrap();
        assert_eq!(arrival.known, Some(written));
        assert_eq!(arrival.replied_to, Some(message.id));
        assert_eq!(arrival.identities.len(), 1);
        assert_eq!(arrival.customer.map(|customer| customer.id), conversation.customer_id);
        assert_eq!(arrival.conversation.map(|conversation| conversation.id), Some(conversation.id));
    };

    a_receipt_tells_of_its_conversation_without_writing_it => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let (conversation, message, changes) = shop.first_message("wamid.1");
        shop.commit(&store, changes).await.unwrap();

        let mut read = store.message(shop.scope(), message.id).await.unwrap().unwrap();
        read.status = MessageStatus::Read;
        let event = Event::MessageStatusChanged {
            message_id: message.id,
            external_id: None,
            status: MessageStatus::Read,
            at: shop.env.now(),
            error: None,
            unsettled: None,
        };
        let changes = Changes::none().update(read.clone()).tell(conversation.thread(), event);
        let notices = shop.commit(&store, changes.clone()).await.unwrap();
        assert_eq!((notices[0].seq, notices[0].previous_seq), (2, 1));
        let kept = store.conversation(shop.scope(), conversation.id).await.unwrap().unwrap();
        assert_eq!((kept.revision, kept.last_seq), (1, 2));
        assert!(matches!(shop.commit(&store, changes).await, Err(StoreError::Conflict)));
        assert_eq!(store.heads(&[shop.scope()]).await.unwrap(), [2]);
    };

    a_lane_is_claimed_once_and_given_back => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let (_, message, changes) = shop.first_message("wamid.1");
        let delivery = shop.delivery(&message);
        shop.commit(&store, changes.insert(delivery.clone())).await.unwrap();

        let now = delivery.next_attempt_at;
        let lease = Duration::from_secs(30);
        let claims = store.claim(now, lease, 10).await.unwrap();
        assert_eq!(claims.len(), 1);
        assert_eq!(claims[0].delivery.id, delivery.id);
        assert!(store.claim(now, lease, 10).await.unwrap().is_empty());

        let mut done = claims[0].delivery.clone();
        done.state = chat_core::DeliveryState::Done;
        let changes = Changes::none().update(done).end(claims[0].clone());
        shop.commit(&store, changes.clone()).await.unwrap();
        assert!(matches!(shop.commit(&store, changes).await, Err(StoreError::Conflict)));
        assert!(store.claim(now.plus(lease), lease, 10).await.unwrap().is_empty());
        assert_eq!(store.deliveries_of(shop.scope(), message.id).await.unwrap().len(), 1);
    };

    lists_are_searched_and_paged => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        for at in 0..5 {
            let (_, _, changes) = shop.first_message(&format!("100%_{at}"));
            shop.commit(&store, changes).await.unwrap();
        }
        let filter = ConversationQuery::own(ConversationFilter::Text("cLEO".into()), shop.env.now());
        let mut query = PageQuery::first(2);
        let mut seen = Vec::new();
        loop {
            let page = store.conversations(shop.scope(), &filter, query).await.unwrap();
            seen.extend(page.items.iter().map(|conversation| conversation.id));
            let Some(next) = page.next else { break };
            query.after = Some(next);
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 5);
        let found = async |text| store.customers(shop.scope(), Some(text), PageQuery::default()).await.unwrap().items.len();
        assert_eq!(found("100%_3").await, 1);
        assert_eq!(found("0%").await, 5);
        assert_eq!(found("1%0").await, 0);
        let first = store.customers(shop.scope(), None, PageQuery::first(3)).await.unwrap();
        let after = PageQuery { after: first.next, ..PageQuery::first(3) };
        let second = store.customers(shop.scope(), None, after).await.unwrap();
        assert_eq!((first.items.len(), second.items.len(), second.next), (3, 2, None));
        assert!(second.items.iter().all(|customer| !first.items.contains(customer)));
    };

    accounts_are_found_by_their_address => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let account = chat_core::Account { revision: 1, ..shop.account.clone() };
        let at = store.account_at(&Source::WHATSAPP, &account.address).await.unwrap();
        assert_eq!(at.as_ref(), Some(&account));
        assert_eq!(store.accounts(shop.scope()).await.unwrap(), std::slice::from_ref(&account));
        assert_eq!(store.accounts_of_business(&Source::WHATSAPP, "business").await.unwrap(), std::slice::from_ref(&account));
        assert_eq!(store.accounts_of_source(&Source::WHATSAPP, 1).await.unwrap(), std::slice::from_ref(&account));
        assert_eq!(store.account(shop.scope(), account.id).await.unwrap(), Some(account));
        let agent = store.agent_by_email(&shop.agent.email).await.unwrap().unwrap();
        assert_eq!(agent.id, shop.agent.id);
    };

    a_closed_store_says_that_it_has_failed => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        store.close().await;
        let (_, _, changes) = shop.first_message("wamid.1");
        assert!(shop.commit(&store, changes).await.is_err_and(|error| is_backend(&error)));
        assert!(store.clients().await.is_err_and(|error| is_backend(&error)));
    };
}

#[tokio::test]
async fn an_address_that_means_nothing_is_refused() {
    for url in ["mysql://db", "chat.db", "sqlite::memory:", "postgres://user@host:port/db"] {
        assert!(SeaStore::connect(url).await.is_err_and(|error| is_backend(&error)), "{url}");
    }
}
