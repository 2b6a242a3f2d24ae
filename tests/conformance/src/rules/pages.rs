//! Pages of a list meet: nothing is left out between two, and nothing comes twice.

use crate::{Fixture, shop::Shop};
use chat_core::{
    Changes, Conversation, ConversationFilter, ConversationQuery, Customer, DossierEntry, DossierKind, Message, Page,
    PageQuery, Timestamp,
};
use std::{fmt::Debug, time::Duration};

/// How many rows there are before the first page is read.
const ROWS: usize = 23;
/// How many rows a page has.
const LIMIT: usize = 5;

/// Asserts that pages read while rows were arriving are, put together, the rows that were there before.
fn assert_whole<T: PartialEq + Debug>(read: &[T], there: &[T]) {
    for (n, row) in there.iter().enumerate() {
        let times = read.iter().filter(|one| *one == row).count();
        assert_eq!(times, 1, "row {n} of the list came {times} times");
    }
    let order: Vec<_> = read.iter().filter(|row| there.contains(row)).collect();
    assert_eq!(order, there.iter().collect::<Vec<_>>(), "the rows came in another order");
}

fn assert_page<T>(page: &Page<T>) {
    assert!(!page.items.is_empty() && page.items.len() <= LIMIT, "a page of {LIMIT} has {} rows", page.items.len());
    assert!(page.next.is_none() || page.items.len() == LIMIT, "a page is not full and not the last one either");
}

/// Messages that arrive while somebody scrolls back change nothing on the pages that are still to come.
pub async fn pages_of_messages_meet_while_messages_arrive(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let mut there: Vec<Message> = Vec::new();
    for position in 1..=ROWS as i64 {
        there.insert(0, shop.insert(shop.new_message(&shop.conversation, position)).await);
    }
    let (mut read, mut position) = (Vec::new(), ROWS as i64);
    let mut query = Some(PageQuery::first(LIMIT));
    while let Some(page) = query {
        let page = shop.store.messages(shop.scope, shop.conversation.id, page).await.expect("a page is read");
        assert_page(&page);
        query = crate::shop::next(&page, LIMIT);
        read.extend(page.items);
        position += 1;
        shop.insert(shop.new_message(&shop.conversation, position)).await;
    }
    assert_whole(&read, &there);
}

/// Conversations that start, or come to the top, while somebody reads on change nothing about those that stay. Several of them
/// have the same time.
pub async fn pages_of_conversations_meet_while_conversations_start(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let start = |n: usize| {
        let last_message_at = Some(shop.env.now().plus(Duration::from_secs(60 + n as u64 / 4)));
        Conversation { last_message_at, customer_id: None, ..shop.new_conversation(&shop.customer) }
    };
    let mut there = Vec::new();
    for n in 0..ROWS {
        there.push(shop.insert(start(n)).await);
    }
    there.sort_by_key(|one| std::cmp::Reverse((one.last_message_at, one.id)));
    there.push(shop.conversation.clone());
    let (mut read, mut n) = (Vec::new(), ROWS);
    let everything = ConversationQuery::own(ConversationFilter::EVERYTHING, shop.env.now());
    let mut query = Some(PageQuery::first(LIMIT));
    while let Some(page) = query {
        let page = shop.store.conversations(shop.scope, &everything, page).await.expect("a page is read");
        assert_page(&page);
        query = crate::shop::next(&page, LIMIT);
        read.extend(page.items);
        n += 4;
        let started = shop.insert(start(n)).await;
        let spoken = Conversation { last_message_at: Some(Timestamp::from_millis(Timestamp::MAX_MILLIS)), ..started };
        shop.update(spoken).await;
    }
    assert_whole(&read, &there);
}

/// Customers who arrive while somebody reads on change nothing about those who are there. Several of them have the same time.
pub async fn pages_of_customers_meet_while_customers_arrive(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let arrive = |n: usize| {
        let created_at = shop.env.now().plus(Duration::from_secs(1 + n as u64 / 4));
        Customer { created_at, ..shop.new_customer() }
    };
    let mut there = vec![shop.customer.clone()];
    for n in 0..ROWS {
        there.push(shop.insert(arrive(n)).await);
    }
    there.sort_by_key(|one| std::cmp::Reverse((one.created_at, one.id)));
    let (mut read, mut n) = (Vec::new(), ROWS);
    let mut query = Some(PageQuery::first(LIMIT));
    while let Some(page) = query {
        let page = shop.store.customers(shop.scope, Some("grace"), page).await.expect("a page is read");
        assert_page(&page);
        query = crate::shop::next(&page, LIMIT);
        read.extend(page.items);
        n += 4;
        shop.insert(arrive(n)).await;
    }
    assert_whole(&read, &there);
}

/// Messages that arrive in one of several conversations while somebody reads their common thread change nothing about those that are
/// there. Several of them have the same time.
pub async fn pages_of_a_timeline_meet_while_messages_arrive(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = Conversation { customer_id: None, ..shop.new_conversation(&shop.customer) };
    let other = shop.insert(other).await;
    let say = |n: usize| {
        let conversation = if n.is_multiple_of(3) { &other } else { &shop.conversation };
        let created_at = shop.env.now().plus(Duration::from_secs(1 + n as u64 / 4));
        Message { created_at, ..shop.new_message(conversation, n as i64 + 1) }
    };
    let mut there = Vec::new();
    for n in 0..ROWS {
        there.push(shop.insert(say(n)).await);
    }
    there.sort_by_key(|one| std::cmp::Reverse((one.created_at, one.id)));
    let (mut read, mut n) = (Vec::new(), ROWS);
    let ids = [shop.conversation.id, other.id];
    let mut query = Some(PageQuery::first(LIMIT));
    while let Some(page) = query {
        let page = shop.store.timeline(shop.scope, &ids, page).await.expect("a page is read");
        assert_page(&page);
        query = crate::shop::next(&page, LIMIT);
        read.extend(page.items);
        n += 4;
        shop.insert(say(n)).await;
    }
    assert_whole(&read, &there);
}

/// Entries that are added to a dossier while somebody reads on change nothing about those that are there.
pub async fn pages_of_a_dossier_meet_while_entries_arrive(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let write = |n: usize| {
        let created_at = shop.env.now().plus(Duration::from_secs(1 + n as u64 / 4));
        DossierEntry { created_at, ..shop.new_entry(&shop.customer) }
    };
    for customer in [Some(shop.customer.id), None] {
        let mut there = shop
            .store
            .dossier(shop.scope, DossierKind::Note, None, PageQuery::first(200))
            .await
            .expect("it is read")
            .items;
        for n in 0..ROWS {
            there.push(shop.insert(write(n)).await);
        }
        there.sort_by_key(|one| std::cmp::Reverse((one.created_at, one.id)));
        let (mut read, mut n) = (Vec::new(), ROWS);
        let mut query = Some(PageQuery::first(LIMIT));
        while let Some(page) = query {
            let page = shop.store.dossier(shop.scope, DossierKind::Note, customer, page).await.expect("a page is read");
            assert_page(&page);
            query = crate::shop::next(&page, LIMIT);
            read.extend(page.items);
            n += 4;
            shop.insert(write(n)).await;
        }
        assert_whole(&read, &there);
    }
}

/// A page says that another follows when one does, and only then, also when the rows fill their last page.
pub async fn the_last_page_has_no_next(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let everything = ConversationQuery::own(ConversationFilter::EVERYTHING, shop.env.now());
    for rows in 1..=3 {
        shop.insert(shop.new_message(&shop.conversation, rows)).await;
        shop.insert(Conversation { customer_id: None, ..shop.new_conversation(&shop.customer) }).await;
        shop.insert(shop.new_customer()).await;
        let messages = |limit| shop.store.messages(shop.scope, shop.conversation.id, PageQuery::first(limit));
        let conversations = |limit| shop.store.conversations(shop.scope, &everything, PageQuery::first(limit));
        let customers = |limit| shop.store.customers(shop.scope, None, PageQuery::first(limit));
        for limit in 1..=5 {
            let follows = messages(limit).await.expect("a page is read").next.is_some();
            assert_eq!(follows, limit < rows as usize, "{rows} messages in pages of {limit}");
            // One conversation and one customer were there before.
            let follows = conversations(limit).await.expect("a page is read").next.is_some();
            assert_eq!(follows, limit < 1 + rows as usize, "{} conversations in pages of {limit}", rows + 1);
            let follows = customers(limit).await.expect("a page is read").next.is_some();
            assert_eq!(follows, limit < 1 + rows as usize, "{} customers in pages of {limit}", rows + 1);
        }
    }
    let empty = Shop::open(&fixture).await;
    let page = empty.store.messages(empty.scope, empty.conversation.id, PageQuery::first(5)).await.expect("it is read");
    assert_eq!(page, Page { items: vec![], next: None });
}

/// No page has more than was asked for, nor more than the limit of all pages, and each has at least one row of those that
/// are left.
pub async fn a_page_is_held_within_its_limits(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let rows = PageQuery::LIMIT_MAX as i64 + 3;
    let messages = (1..=rows).map(|position| shop.new_message(&shop.conversation, position));
    shop.commit(messages.fold(Changes::none(), Changes::insert)).await;
    for (wanted, given) in [(1, 1), (7, 7), (200, 200), (201, 200), (usize::MAX, 200), (0, 1)] {
        let page = {
            let query = PageQuery { limit: wanted, after: None };
            shop.store.messages(shop.scope, shop.conversation.id, query).await.expect("a page is read")
        };
        assert_eq!(page.items.len(), given, "a page of {wanted} was asked for");
        assert!(page.next.is_some());
    }
}
