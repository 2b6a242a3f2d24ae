//! What was kept before there was a search.

use crate::{
    databases::{Database, on_both},
    shop::Shop,
};
use chat_core::{Changes, Hit, Message, PageQuery, Placed, Search, SearchFilter, SearchQuery, Viewer};
use chat_storage::SeaStore;

/// What is found, in its order.
async fn placed(store: &SeaStore, shop: &Shop, text: &str) -> Vec<Placed> {
    let query = SearchQuery::new(text, None, SearchFilter::EVERYTHING).unwrap();
    let viewer = Viewer::nobody(shop.env.now());
    store.search(shop.scope(), &query, &viewer, PageQuery::default()).await.unwrap().items
}

/// The texts that are found, in their order.
async fn found(store: &SeaStore, shop: &Shop, wanted: &str) -> Vec<String> {
    let text = |it: Placed| match it.hit {
        Hit::Message(message, _) => message.external_id.unwrap().id,
        Hit::Customer(customer) => customer.name.unwrap(),
    };
    placed(store, shop, wanted).await.into_iter().map(text).collect()
}

on_both! {
    older_records_become_findable_step_by_step_and_come_after_the_newer_ones => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let mut word = String::new();
        for name in ["wamid.1", "wamid.2", "wamid.3"] {
            let (_, message, changes) = shop.first_message(name);
            shop.commit(&store, changes).await.unwrap();
            word = message.content.split(' ').next().unwrap().to_owned();
        }
        database.execute("DELETE FROM search_records").await;
        assert!(found(&store, &shop, &word).await.is_empty());
        let (_, _, changes) = shop.first_message("wamid.4");
        shop.commit(&store, changes).await.unwrap();
        assert_eq!(found(&store, &shop, &word).await, ["wamid.4"]);

        let mut steps = 0;
        while store.index(1).await.unwrap() > 0 {
            steps += 1;
            assert!(steps < 100, "it comes to an end");
        }
        assert!(steps > 4);
        assert_eq!(found(&store, &shop, &word).await, ["wamid.4", "wamid.3", "wamid.2", "wamid.1"]);
        assert_eq!(found(&store, &shop, "cleo").await.len(), 4);
        assert_eq!(store.index(1).await.unwrap(), 0);
    };

    words_that_an_older_version_made_are_made_anew_where_they_are => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        for name in ["wamid.1", "wamid.2"] {
            let (_, _, changes) = shop.first_message(name);
            shop.commit(&store, changes).await.unwrap();
        }
        while store.index(100).await.unwrap() > 0 {}
        let before = placed(&store, &shop, "leo").await;
        assert_eq!(before.len(), 2, "parts of a name are found");
        let (forget, begin) = match database {
            Database::Sqlite(_) => (
                "DELETE FROM search_words WHERE rowid IN (SELECT n FROM search_records WHERE kind = 'customer')",
                include_str!("../../migrations/sqlite/0093_parts_of_words.sql"),
            ),
            Database::Postgres { .. } => (
                "UPDATE search_records SET words = '' WHERE kind = 'customer'",
                include_str!("../../migrations/postgres/0093_parts_of_words.sql"),
            ),
        };
        database.execute(forget).await;
        assert!(placed(&store, &shop, "leo").await.is_empty());
        database.execute(begin).await;
        while store.index(1).await.unwrap() > 0 {}
        assert_eq!(placed(&store, &shop, "leo").await, before);
    };

    what_is_far_back_is_found_after_what_came_last => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let (conversation, _, changes) = shop.first_message("wamid.1");
        shop.commit(&store, changes).await.unwrap();
        // More than are looked at one by one in the first place.
        let says = |position: i64| if matches!(position, 2 | 4_200) { "a needle" } else { "hay" };
        let positions: Vec<i64> = (2..=4_200).collect();
        for some in positions.chunks(200) {
            let messages = some.iter().map(|&position| Message {
                content: says(position).into(),
                ..shop.message(&conversation, position, &format!("wamid.{position}"))
            });
            shop.commit(&store, messages.fold(Changes::none(), Changes::insert)).await.unwrap();
        }
        assert_eq!(found(&store, &shop, "needle").await, ["wamid.4200", "wamid.2"]);
        let query = SearchQuery::new("needle", None, SearchFilter::EVERYTHING).unwrap();
        let viewer = Viewer::nobody(shop.env.now());
        let first = store.search(shop.scope(), &query, &viewer, PageQuery::first(1)).await.unwrap();
        let second = PageQuery { after: first.next, limit: 1 };
        let second = store.search(shop.scope(), &query, &viewer, second).await.unwrap();
        assert_eq!((first.items.len(), second.items.len(), second.next), (1, 1, None));
        assert_ne!(first.items, second.items);
    };

    the_beginning_of_many_words_is_found_like_that_of_few => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let (conversation, _, changes) = shop.first_message("wamid.1");
        shop.commit(&store, changes).await.unwrap();
        let positions: Vec<i64> = (1000..2600).collect();
        for some in positions.chunks(200) {
            let messages = some.iter().map(|&position| Message {
                content: format!("before stem{position} behind"),
                ..shop.message(&conversation, position, &format!("{position}"))
            });
            shop.commit(&store, messages.fold(Changes::none(), Changes::insert)).await.unwrap();
        }
        let latest = |numbers: std::ops::Range<i64>| {
            numbers.rev().take(PageQuery::default().limit).map(|number| number.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found(&store, &shop, "stem").await, latest(1000..2600));
        assert_eq!(found(&store, &shop, "stem1").await, latest(1000..2000));
        assert_eq!(found(&store, &shop, "before stem20").await, latest(2000..2100));
        assert_eq!(found(&store, &shop, "stem209").await, latest(2090..2100));
        assert_eq!(found(&store, &shop, "stem9").await, latest(0..0));
    };
}
