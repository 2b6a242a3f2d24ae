//! Commits that wait at the same moment.

use crate::{
    databases::{Database, on_both},
    shop::Shop,
};
use chat_core::{Commit, Conversations, Journal, MessageId, StoreError};
use chat_storage::SeaStore;
use futures_util::future::{join_all, poll_immediate};
use std::{future::Future, pin::pin, sync::Arc, task::Poll};

/// Whether a message and its event are both there or both not; the event's place when they are.
async fn is_whole(store: &SeaStore, shop: &Shop, message: MessageId) -> bool {
    let is_kept = store.message(shop.scope(), message).await.unwrap().is_some();
    let events = store.events_after(shop.scope(), 0, 100_000).await.unwrap().events;
    let told = events
        .iter()
        .filter(|notice| matches!(&notice.event, chat_core::Event::MessagePosted(posted) if posted.id == message));
    match told.count() {
        0 => !is_kept,
        1 => is_kept,
        _ => false,
    }
}

async fn has_no_gap(store: &SeaStore, shop: &Shop) {
    let events = store.events_after(shop.scope(), 0, 100_000).await.unwrap().events;
    let seqs: Vec<i64> = events.iter().map(|notice| notice.seq).collect();
    assert_eq!(seqs, (1..=events.len() as i64).collect::<Vec<_>>());
}

on_both! {
    of_64_at_once_many_share_a_transaction => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let before = store.transactions();
        let commits = (0..64).map(|at| {
            let (_, _, changes) = shop.first_message(&format!("wamid.{at}"));
            shop.commit(&store, changes)
        });
        for outcome in join_all(commits).await {
            outcome.unwrap();
        }
        let transactions = store.transactions() - before;
        assert!(transactions <= 4, "64 commits made {transactions} transactions");
        has_no_gap(&store, &shop).await;
    };

    only_the_guilty_member_fails => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let other = Shop::open(&store).await;
        let (_, taken, first) = shop.first_message("wamid.taken");
        shop.commit(&store, first).await.unwrap();

        let (_, _, fine) = shop.first_message("wamid.fine");
        let (_, _, again) = shop.first_message("wamid.taken");
        let (_, _, also_fine) = shop.first_message("wamid.also-fine");
        let (_, reply, foreign) = shop.first_message("wamid.foreign");
        let (theirs, their_message, their_changes) = other.first_message("wamid.theirs");
        other.commit(&store, their_changes).await.unwrap();
        let mut foreign = foreign;
        let last = foreign.writes.last_mut().unwrap();
        last.record = chat_core::Message { reply_to: Some(their_message.id), ..reply }.into();

        let all = join_all([fine, again, foreign, also_fine].map(|changes| shop.commit(&store, changes))).await;
        assert!(all[0].is_ok() && all[3].is_ok());
        assert!(matches!(all[1], Err(StoreError::Conflict)), "{:?}", all[1]);
        assert!(matches!(all[2], Err(StoreError::Foreign)), "{:?}", all[2]);
        assert_eq!(store.heads(&[shop.scope()]).await.unwrap(), [3]);
        has_no_gap(&store, &shop).await;
        assert!(store.message(shop.scope(), taken.id).await.unwrap().is_some());
        assert!(store.conversation(shop.scope(), theirs.id).await.unwrap().is_none());
    };

    those_who_write_the_same_record_come_one_after_another => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let (conversation, _, changes) = shop.first_message("wamid.1");
        shop.commit(&store, changes).await.unwrap();
        let read = store.conversation(shop.scope(), conversation.id).await.unwrap().unwrap();
        let commits = (0..8).map(|_| shop.commit(&store, chat_core::Changes::none().update(read.clone())));
        let outcomes = join_all(commits).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(StoreError::Conflict))));
        let stored = store.conversation(shop.scope(), conversation.id).await.unwrap().unwrap();
        assert_eq!(stored.revision, read.revision + 1);
    };

    who_gives_up_strands_nobody => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        for polls in 0..40 {
            // The first drives; it gives up after so many polls, while the others wait.
            let (_, first, changes) = shop.first_message(&format!("first.{polls}"));
            let driver = store.commit(shop.scope(), changes);
            let others = (0..3).map(|at| {
                let (_, _, changes) = shop.first_message(&format!("other.{polls}.{at}"));
                shop.commit(&store, changes)
            });
            let mut others = Box::pin(join_all(others));
            {
                let mut driver = pin!(driver);
                let mut is_done = poll_immediate(&mut driver).await.is_some();
                assert!(poll_immediate(&mut others).await.is_none());
                let mut left = polls;
                while !is_done && left > 0 {
                    // Woken when the database has answered: one step further.
                    is_done = std::future::poll_fn(|cx| {
                        let outcome = driver.as_mut().poll(cx);
                        left -= 1;
                        if outcome.is_ready() || left == 0 { Poll::Ready(outcome.is_ready()) } else { Poll::Pending }
                    })
                    .await;
                }
            }
            for outcome in others.await {
                outcome.unwrap();
            }
            assert!(is_whole(&store, &shop, first.id).await, "after {polls} polls");
        }
        has_no_gap(&store, &shop).await;
    };

    who_gives_up_alone_is_whole_or_not_there => async |database: Database| {
        let store = database.store().await;
        let shop = Shop::open(&store).await;
        let (mut kept, mut given_up) = (0, 0);
        for polls in 0..40 {
            let (_, message, changes) = shop.first_message(&format!("wamid.{polls}"));
            {
                let mut commit = Box::pin(store.commit(shop.scope(), changes));
                let mut left = polls;
                // Who never begins is given up for certain; the others are as the database's threads happen to be.
                std::future::poll_fn(|cx| {
                    if left == 0 {
                        return Poll::Ready(());
                    }
                    left -= 1;
                    let outcome = commit.as_mut().poll(cx);
                    if outcome.is_ready() || left == 0 { Poll::Ready(()) } else { Poll::Pending }
                })
                .await;
            }
            // Whatever was under way is over when the next commit is.
            let (_, _, next) = shop.first_message(&format!("next.{polls}"));
            shop.commit(&store, next).await.unwrap();
            assert!(is_whole(&store, &shop, message.id).await, "after {polls} polls");
            match store.message(shop.scope(), message.id).await.unwrap() {
                Some(_) => kept += 1,
                None => given_up += 1,
            }
        }
        assert!(kept > 0 && given_up > 0, "{kept} were kept and {given_up} given up");
        has_no_gap(&store, &shop).await;
    };

    tasks_that_are_aborted_leave_nothing_half_done => async |database: Database| {
        let store = database.store().await;
        let shop = Arc::new(Shop::open(&store).await);
        let mut messages = Vec::new();
        for round in 0..30 {
            let mut tasks = Vec::new();
            for at in 0..8 {
                let (_, message, changes) = shop.first_message(&format!("wamid.{round}.{at}"));
                messages.push(message.id);
                let (store, shop) = (store.clone(), shop.clone());
                tasks.push(tokio::spawn(async move { shop.commit(&store, changes).await }));
            }
            // Some of them at another point of their way in each round.
            for _ in 0..round * 3 {
                tokio::task::yield_now().await;
            }
            for task in tasks.iter().step_by(2) {
                task.abort();
            }
            for task in tasks {
                match task.await {
                    Ok(outcome) => drop(outcome.unwrap()),
                    Err(error) => assert!(error.is_cancelled()),
                }
            }
        }
        for message in messages {
            assert!(is_whole(&store, &shop, message).await);
        }
        has_no_gap(&store, &shop).await;
    };
}
