//! All of a commit becomes true, or none of it.

use crate::{
    Fixture,
    records::{Revised, changed, kind},
    shop::Shop,
};
use chat_core::{Changes, Conversation, Record, Timestamp};
use std::time::Duration;

/// A commit that is refused for one record leaves nothing of the others, whatever kind it is and wherever it stands.
pub async fn a_commit_is_whole_or_nothing(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let mut stored = shop.one_of_each();
    for record in &stored {
        shop.commit(Changes::none().insert(record.clone())).await;
    }
    stored.push(shop.client.clone().into());
    for obstacle in &stored {
        let stale = obstacle.clone().revised(77);
        fails_in_the_middle(&shop, obstacle, |changes| changes.update(stale)).await;
        if !matches!(obstacle, Record::Client(_)) {
            fails_in_the_middle(&shop, obstacle, |changes| changes.insert(obstacle.clone())).await;
        }
    }
}

async fn fails_in_the_middle(shop: &Shop, obstacle: &Record, fail: impl FnOnce(Changes) -> Changes) {
    let name = kind(obstacle);
    let fresh = shop.one_of_each();
    let (first, second) = fresh.split_at(fresh.len() / 2);
    let before = shop.insert(shop.new_customer()).await;
    let after = shop.insert(shop.new_agent()).await;
    let head = shop.head().await;

    let mut changes = Changes::none().update(changed(before.clone().into(), &shop.env));
    changes = first.iter().cloned().fold(changes, Changes::insert);
    changes = fail(changes);
    changes = second.iter().cloned().fold(changes, Changes::insert);
    changes = changes.update(changed(after.clone().into(), &shop.env)).tell(None, shop.news());
    shop.conflicts(changes).await;

    for record in &fresh {
        let found = shop.stored(record).await;
        assert!(found.is_none(), "a refused {name} left the {} of its commit behind", kind(record));
    }
    for record in [Record::from(before), Record::from(after)] {
        assert_eq!(shop.stored(&record).await, Some(record.clone()), "a refused {name} left an update behind");
    }
    assert_eq!(shop.head().await, head, "a refused {name} left an event behind");
    // Whatever was left of unique keys would be in the way now.
    let again = fresh.into_iter().fold(Changes::none(), Changes::insert);
    shop.commit(again).await;
}

/// The events of a refused commit are in nobody's journal, and no conversation points at them.
pub async fn a_refused_commit_tells_nothing(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let told = || Changes::none().tell(shop.conversation.thread(), shop.news());
    shop.conflicts(told().insert(shop.agent.clone())).await;
    shop.is_foreign(told().insert(Shop::open(&fixture).await.new_agent())).await;
    assert!(shop.events().await.is_empty());
    assert_eq!(shop.conversation(shop.conversation.id).await.last_seq, 0);
    let notices = shop.commit(told()).await;
    assert_eq!((notices[0].seq, notices[0].previous_seq), (1, 0));
}

/// A commit that is refused does not give back the lane that it would have ended.
pub async fn a_refused_commit_keeps_the_claim(fixture: Fixture) {
    const LEASE: Duration = Duration::from_secs(60);
    let shop = Shop::open(&fixture).await;
    let now = shop.env.now();
    shop.order(&shop.conversation, 1, now).await;
    let claim = shop.claim(now, LEASE).await.remove(0);
    shop.conflicts(Changes::none().insert(shop.agent.clone()).end(claim.clone())).await;
    assert!(shop.claim(now, LEASE).await.is_empty(), "the lane was given back by a commit that was refused");
    shop.commit(Changes::none().end(claim)).await;
    assert_eq!(shop.claim(now, LEASE).await.len(), 1);
}

/// A commit of nothing succeeds and tells nothing.
pub async fn a_commit_of_nothing_is_taken(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    assert!(shop.commit(Changes::none()).await.is_empty());
    assert_eq!(shop.head().await, 0);
}

/// Within a commit a record may take the key that one before it gives up, and refer to one before it.
pub async fn later_writes_see_earlier_ones_of_the_same_commit(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let archived = Conversation {
        status: chat_core::ConversationStatus::Archived,
        updated_at: Timestamp::from_millis(1),
        ..shop.conversation.clone()
    };
    let next = shop.new_conversation(&shop.customer);
    let message = shop.new_message(&next, 1);
    let changes = Changes::none().update(archived).insert(next.clone()).insert(message.clone());
    let notices = shop.commit(changes.tell(next.thread(), shop.news())).await;
    assert_eq!(notices.len(), 1);
    let live = shop.store.live_conversation(shop.scope, shop.customer.id, shop.account.id).await.expect("it is read");
    assert_eq!(live.map(|live| (live.id, live.last_seq)), Some((next.id, 1)));
    assert_eq!(shop.message(message.id).await, message.revised(1));
}

/// A commit that holds a record twice is refused: which of the two was meant cannot be told.
pub async fn a_record_occurs_once_in_a_commit(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let customer = shop.new_customer();
    let renamed = changed(customer.clone().into(), &shop.env);
    shop.conflicts(Changes::none().insert(customer.clone()).insert(renamed.clone())).await;
    shop.conflicts(Changes::none().insert(customer.clone()).update(renamed.revised(1))).await;
    assert_eq!(shop.stored(&customer.into()).await, None);
    let twice = Changes::none().update(shop.customer.clone());
    shop.conflicts(twice.update(changed(shop.customer.clone().into(), &shop.env))).await;
    assert_eq!(shop.stored(&shop.customer.clone().into()).await, Some(shop.customer.clone().into()));
}
