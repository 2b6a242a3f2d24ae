//! Every event has its place, and whoever misses one can tell.

use crate::{
    Fixture, records,
    shop::{Shop, at_once},
};
use chat_core::{Changes, Client, Conversation, Event, Notice, Seq, TenantScope, Thread, Timestamp};
use futures_util::future::join_all;
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

pub(super) fn seqs(notices: &[Notice]) -> Vec<Seq> {
    notices.iter().map(|notice| notice.seq).collect()
}

pub(super) fn told(shop: &Shop, thread: Option<Thread>, count: usize) -> Changes {
    (0..count).fold(Changes::none(), |changes, _| changes.tell(thread.clone(), shop.news()))
}

/// The first event of a client stands at 1, and each after the one before.
pub async fn a_journal_counts_from_one_without_gaps(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    assert_eq!(shop.head().await, 0, "a journal without events has its head at 0");
    let mut returned = Vec::new();
    for count in [1, 3, 0, 2] {
        returned.extend(shop.commit(told(&shop, None, count)).await);
        // A commit that is refused in between uses no place up.
        shop.conflicts(told(&shop, None, 2).insert(shop.agent.clone())).await;
    }
    assert_eq!(seqs(&returned), [1, 2, 3, 4, 5, 6]);
    assert_eq!(shop.head().await, 6);
    assert_eq!(shop.events().await, returned, "what a commit returns is what the journal has");
}

/// The journal gives back what was told, in the order it was told in, with the commit's time.
pub async fn events_come_back_as_they_were_told(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let at = shop.env.now().plus(Duration::from_millis(1_234));
    let events = [
        (Some(shop.conversation.thread()), Event::MessagePosted(Box::new(shop.new_message(&shop.conversation, 1)))),
        (None, shop.news()),
        (Some(shop.conversation.thread()), Event::ConversationChanged(Box::new(shop.conversation.clone()))),
    ];
    let changes = events
        .iter()
        .cloned()
        .fold(Changes { at, ..Changes::none() }, |changes, (thread, event)| changes.tell(thread, event));
    shop.commit(changes).await;
    let read = shop.events().await;
    assert!(read.iter().all(|notice| notice.client_id == shop.client.id && notice.at == at));
    let read: Vec<_> = read.into_iter().map(|notice| (notice.thread, notice.event)).collect();
    assert_eq!(read, events);
}

/// Events are read from any place on, as many as are wanted.
pub async fn events_come_in_pages(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let all = shop.commit(told(&shop, None, 25)).await;
    let mut read: Vec<Notice> = Vec::new();
    loop {
        let after = read.last().map_or(0, |notice| notice.seq);
        let page = shop.stretch(after, 10).await.events;
        assert!(page.len() <= 10, "{} events came although 10 were wanted", page.len());
        if page.is_empty() {
            break;
        }
        read.extend(page);
    }
    assert_eq!(read, all);
    for after in [25, 26, i64::MAX] {
        let page = shop.stretch(after, 10).await.events;
        assert!(page.is_empty(), "there is nothing after the head");
    }
}

/// The heads come one for each scope, in the order asked for, 0 where nothing ever happened.
pub async fn heads_come_in_the_order_of_the_scopes(fixture: Fixture) {
    let (first, second, third) = (Shop::open(&fixture).await, Shop::open(&fixture).await, Shop::open(&fixture).await);
    first.commit(told(&first, None, 1)).await;
    third.commit(told(&third, None, 3)).await;
    let unheard = TenantScope::assume(first.env.id());
    let heads = |scopes: Vec<TenantScope>| {
        let store = first.store.clone();
        async move { store.heads(&scopes).await.expect("the heads are read") }
    };
    assert_eq!(heads(vec![third.scope, unheard, first.scope, second.scope]).await, [3, 0, 1, 0]);
    assert_eq!(heads(vec![first.scope, third.scope, first.scope]).await, [1, 3, 1]);
    assert!(heads(vec![]).await.is_empty());
}

/// What one client's journal counts has nothing to do with another's.
pub async fn each_tenant_has_a_journal_of_its_own(fixture: Fixture) {
    let (first, second) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    for _ in 0..3 {
        first.commit(told(&first, None, 1)).await;
        second.commit(told(&second, Some(second.conversation.thread()), 2)).await;
    }
    assert_eq!(seqs(&first.events().await), [1, 2, 3]);
    assert_eq!(seqs(&second.events().await), [1, 2, 3, 4, 5, 6]);
}

/// `previous_seq` is the event before in the same conversation; without a conversation, the event before in the journal.
pub async fn previous_seq_chains_the_events_of_a_conversation(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = shop.insert(shop.new_conversation(&shop.insert(shop.new_customer()).await)).await;
    let (one, two) = (Some(shop.conversation.thread()), Some(other.thread()));
    let changes = [&one, &one, &two, &None, &one, &None, &two]
        .into_iter()
        .fold(Changes::none(), |changes, thread| changes.tell(thread.clone(), shop.news()));
    let mut notices = shop.commit(changes).await;
    notices.extend(shop.commit(told(&shop, two, 1)).await);
    notices.extend(shop.commit(told(&shop, one, 1)).await);
    let chain: Vec<_> = notices.iter().map(|notice| (notice.seq, notice.previous_seq)).collect();
    assert_eq!(chain, [(1, 0), (2, 1), (3, 0), (4, 3), (5, 2), (6, 5), (7, 3), (8, 7), (9, 5)]);
    assert_eq!(shop.events().await, notices);
    assert_eq!(shop.conversation(shop.conversation.id).await.last_seq, 9);
    assert_eq!(shop.conversation(other.id).await.last_seq, 8);
}

/// `last_seq` follows the journal alone: what a command writes there is not looked at, and telling an event of a conversation
/// is not a change that others lose a race against.
pub async fn last_seq_is_the_stores_to_know(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let customer = shop.insert(shop.new_customer()).await;
    let boastful = Conversation { last_seq: 99, ..shop.new_conversation(&customer) };
    let read = shop.insert(boastful).await;
    assert_eq!(shop.conversation(read.id).await.last_seq, 0);
    shop.commit(told(&shop, Some(read.thread()), 2)).await;
    let notices = shop.commit(told(&shop, Some(read.thread()), 1).update(read.clone())).await;
    assert_eq!((notices[0].seq, notices[0].previous_seq), (3, 2));
    let now = shop.conversation(read.id).await;
    assert_eq!((now.last_seq, now.revision), (3, 2));
    shop.update(Conversation { last_seq: 0, ..now }).await;
    assert_eq!(shop.conversation(read.id).await.last_seq, 3);
}

/// However many commit at the same moment, over two handles, the journal has neither gap nor repetition, a commit's
/// events stand together, and whoever reads along never sees a later event before an earlier one.
pub async fn a_journal_is_gapless_and_in_order_under_concurrent_commits(fixture: Fixture) {
    const TASKS: usize = 16;
    const ROUNDS: usize = 12;
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let total = (0..TASKS).map(|n| ROUNDS * (1 + n % 3)).sum::<usize>();
    let is_over = Arc::new(AtomicBool::new(false));
    let tails = shops.iter().map(|shop| {
        let (store, scope, is_over) = (shop.second.clone(), shop.scope, Arc::clone(&is_over));
        tokio::spawn(async move {
            let mut read: Vec<Notice> = Vec::new();
            loop {
                let is_over = is_over.load(Ordering::Acquire);
                let after = read.last().map_or(0, |notice| notice.seq);
                let page = store.events_after(scope, after, 7).await.expect("the journal is read").events;
                if page.is_empty() && is_over {
                    break;
                }
                let places = (after + 1..).take(page.len());
                assert!(page.iter().map(|notice| notice.seq).eq(places), "an event was passed over or came again");
                read.extend(page);
                tokio::task::yield_now().await;
            }
            read
        })
    });
    let tails: Vec<_> = tails.collect();
    let writers = shops.iter().flat_map(|shop| {
        (0..TASKS).map(move |n| {
            let store = if n % 2 == 0 { shop.store.clone() } else { shop.second.clone() };
            let commits: Vec<_> = (0..ROUNDS).map(|_| told(shop, None, 1 + n % 3)).collect();
            let scope = shop.scope;
            async move {
                let mut returned = Vec::new();
                for changes in commits {
                    returned.push(store.commit(scope, changes).await.expect("events alone lose no race"));
                }
                returned
            }
        })
    });
    let returned: Vec<Vec<Notice>> = at_once(writers).await.into_iter().flatten().collect();
    is_over.store(true, Ordering::Release);
    for notices in &returned {
        assert!(notices.windows(2).all(|pair| pair[1].seq == pair[0].seq + 1), "a commit's events were torn apart");
    }
    for (shop, tail) in shops.iter().zip(join_all(tails).await) {
        let mut committed: Vec<_> = returned.iter().flatten().filter(|n| n.client_id == shop.client.id).collect();
        committed.sort_by_key(|notice| notice.seq);
        let read = tail.expect("the journal is read to its end");
        assert_eq!(seqs(&read), (1..=total as Seq).collect::<Vec<_>>(), "the journal has a gap or a repetition");
        assert!(committed.into_iter().eq(&read), "what was returned is not what was read along");
        assert_eq!(shop.events().await, read, "an event came into a place that was already read");
        assert_eq!(shop.head().await, total as Seq);
    }
}

/// The chain of a conversation holds also when many tell of it at the same moment.
pub async fn previous_seq_chains_under_concurrent_commits(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = shop.insert(shop.new_conversation(&shop.insert(shop.new_customer()).await)).await;
    let threads = [Some(shop.conversation.thread()), Some(other.thread()), None];
    let writers = (0..24).map(|n| {
        let store = if n % 2 == 0 { shop.store.clone() } else { shop.second.clone() };
        let changes = told(&shop, threads[n % 3].clone(), 1).tell(threads[(n + 1) % 3].clone(), shop.news());
        let scope = shop.scope;
        async move { store.commit(scope, changes).await.expect("events alone lose no race") }
    });
    at_once(writers).await;
    let mut last = HashMap::new();
    for notice in shop.events().await {
        let expected = match &notice.thread {
            Some(thread) => last.insert(thread.conversation_id, notice.seq).unwrap_or(0),
            None => notice.seq - 1,
        };
        assert_eq!(notice.previous_seq, expected, "the chain is broken at {}", notice.seq);
    }
    for conversation in [&shop.conversation, &other] {
        assert_eq!(shop.conversation(conversation.id).await.last_seq, last[&conversation.id]);
    }
}

/// A client's first events come with the client itself.
pub async fn a_first_commit_may_tell(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let client = Client { id: shop.env.id(), created_at: Timestamp::from_millis(0), ..shop.client.clone() };
    let agent = records::agent(&shop.env, client.id);
    let scope = TenantScope::from(&client);
    let changes = told(&shop, None, 2).insert(client).insert(agent);
    let notices = shop.store.commit(scope, changes).await.expect("the client comes with it");
    assert_eq!(seqs(&notices), [1, 2]);
}
