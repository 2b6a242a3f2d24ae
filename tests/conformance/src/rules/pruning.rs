//! What is old is forgotten from the journal's beginning, and whoever reads knows where it begins.

use super::journal::{seqs, told};
use crate::{
    Fixture,
    shop::{Shop, at_once},
};
use chat_core::{Changes, Seq, TenantScope, Timestamp};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

impl Shop {
    /// Tells `count` events in one commit, `at` milliseconds after the shop's time.
    async fn tell_at(&self, at: u64, count: usize) {
        let changes = told(self, Some(self.conversation.thread()), count);
        self.commit(Changes { at: self.at(at), ..changes }).await;
    }

    fn at(&self, millis: u64) -> Timestamp {
        self.env.now().plus(Duration::from_millis(millis))
    }

    /// Forgets events from before `millis` milliseconds after the shop's time.
    async fn prune(&self, millis: u64, limit: usize) -> usize {
        self.store.prune(self.scope, self.at(millis), limit).await.expect("old events are forgotten")
    }

    /// Where the journal begins and ends.
    async fn bounds(&self) -> (Seq, Seq) {
        let stretch = self.stretch(0, 1).await;
        (stretch.tail, stretch.head)
    }
}

/// The tail is the first event that is kept, the head the last there was, whatever a read asks for.
pub async fn a_pruned_journal_tells_where_it_begins(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    assert_eq!(shop.bounds().await, (1, 0), "nothing happened yet");
    shop.tell_at(0, 4).await;
    shop.tell_at(10, 3).await;
    assert_eq!(shop.bounds().await, (1, 7), "nothing was forgotten yet");
    assert_eq!(shop.prune(0, 100).await, 0, "what happened at that moment did not happen before it");
    assert_eq!(shop.bounds().await, (1, 7));
    assert_eq!(shop.prune(10, 100).await, 4);
    for (after, limit, expected) in [(0, 100, 5..8), (3, 1, 5..6), (4, 2, 5..7), (5, 100, 6..8), (7, 100, 8..8)] {
        let stretch = shop.stretch(after, limit).await;
        assert_eq!((stretch.tail, stretch.head), (5, 7), "after {after}");
        assert_eq!(seqs(&stretch.events), expected.collect::<Vec<_>>(), "after {after}");
    }
    assert_eq!(shop.prune(10, 100).await, 0, "it is done once");
    let unheard = TenantScope::assume(shop.env.id());
    assert_eq!(shop.store.prune(unheard, shop.at(99), 100).await.expect("there is nothing to forget"), 0);
    let stretch = shop.store.events_after(unheard, 0, 1).await.expect("there is nothing to read");
    assert_eq!((stretch.tail, stretch.head), (1, 0));
}

/// A read from a place before the tail says that something is missing; one from the place before it does not.
pub async fn a_read_that_begins_before_the_tail_says_so(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    for at in 0..6 {
        shop.tell_at(at, 1).await;
    }
    shop.prune(3, 100).await;
    for (after, is_whole) in [(0, false), (1, false), (2, false), (3, true), (5, true), (6, true), (7, false)] {
        let stretch = shop.stretch(after, 100).await;
        assert_eq!(stretch.follows(after), is_whole, "after {after} of {:?}", (stretch.tail, stretch.head));
        let is_next = stretch.events.first().is_none_or(|first| first.seq == after + 1);
        assert!(is_next || !is_whole, "what follows {after} is missing although nothing says so");
    }
}

/// No more is forgotten in one go than is wanted, the oldest first.
pub async fn no_more_is_forgotten_than_is_wanted(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    shop.tell_at(0, 10).await;
    for (limit, forgotten, tail) in [(0, 0, 1), (4, 4, 5), (1, 1, 6), (3, 3, 9), (100, 2, 11)] {
        assert_eq!(shop.prune(1, limit).await, forgotten, "at most {limit}");
        assert_eq!(shop.bounds().await, (tail, 10));
    }
}

/// What stands after an event that is kept is kept, even if a clock was behind when it happened.
pub async fn forgetting_ends_at_the_first_younger_event(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    for at in [0, 1, 20, 2, 3] {
        shop.tell_at(at, 1).await;
    }
    assert_eq!(shop.prune(10, 100).await, 2);
    assert_eq!(seqs(&shop.events().await), [3, 4, 5]);
    assert_eq!(shop.prune(21, 100).await, 3);
}

/// The journal goes on where it was, even when nothing of it is left, and so do the chains of its conversations.
pub async fn a_pruned_journal_counts_on(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    shop.tell_at(0, 3).await;
    assert_eq!(shop.prune(1, 100).await, 3);
    assert_eq!(shop.bounds().await, (4, 3), "nothing is left");
    assert_eq!(shop.head().await, 3);
    assert_eq!(shop.conversation(shop.conversation.id).await.last_seq, 3);
    let notices = shop.commit(told(&shop, Some(shop.conversation.thread()), 1).tell(None, shop.news())).await;
    let chain: Vec<_> = notices.iter().map(|notice| (notice.seq, notice.previous_seq)).collect();
    assert_eq!(chain, [(4, 3), (5, 4)]);
    assert_eq!(shop.stretch(3, 100).await.events, notices);
    assert_eq!((shop.bounds().await, shop.head().await), ((4, 5), 5));
}

/// One client's events are not forgotten with another's.
pub async fn each_tenant_is_pruned_alone(fixture: Fixture) {
    let (first, second) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    first.tell_at(0, 3).await;
    second.tell_at(0, 2).await;
    assert_eq!(first.prune(1, 100).await, 3);
    assert_eq!((first.bounds().await, second.bounds().await), ((4, 3), (1, 2)));
    assert_eq!(seqs(&second.events().await), [1, 2]);
}

/// However many forget, commit and read at the same moment, over two handles, whoever reads on has either everything that
/// follows or is told that it has not; and nothing young is ever gone.
pub async fn pruning_never_leaves_a_gap(fixture: Fixture) {
    const ROUNDS: u64 = 60;
    let shop = Arc::new(Shop::open(&fixture).await);
    shop.tell_at(0, 40).await;
    let is_over = Arc::new(AtomicBool::new(false));
    let writer = {
        let shop = Arc::clone(&shop);
        async move {
            for round in 1..=ROUNDS {
                shop.tell_at(round, 3).await;
            }
        }
    };
    let pruners = [shop.store.clone(), shop.second.clone()].map(|store| {
        let (shop, is_over) = (Arc::clone(&shop), Arc::clone(&is_over));
        async move {
            let mut forgotten = 0;
            while !is_over.load(Ordering::Acquire) {
                let head = store.heads(&[shop.scope]).await.expect("the heads are read")[0];
                let round = u64::try_from((head - 40) / 3).expect("forty were told at first");
                let pruned = store.prune(shop.scope, shop.at(round.saturating_sub(2)), 2).await;
                forgotten += pruned.expect("old events are forgotten");
                tokio::task::yield_now().await;
            }
            forgotten
        }
    });
    let readers = (0..4_usize).map(|n| {
        let (shop, is_over) = (Arc::clone(&shop), Arc::clone(&is_over));
        let store = if n % 2 == 0 { shop.store.clone() } else { shop.second.clone() };
        async move {
            let mut known: Seq = 0;
            while !is_over.load(Ordering::Acquire) {
                let stretch = store.events_after(shop.scope, known, 5).await.expect("the journal is read");
                let first = known.max(stretch.tail - 1) + 1;
                let places = (first..).take(stretch.events.len());
                assert!(
                    stretch.events.iter().map(|notice| notice.seq).eq(places),
                    "after {known} came {:?} of a journal from {} to {}",
                    seqs(&stretch.events),
                    stretch.tail,
                    stretch.head
                );
                let is_short = stretch.events.len() < 5 && first + (stretch.events.len() as Seq) <= stretch.head;
                assert!(!is_short, "a page is short although there is more");
                // Reading from a little before the tail meets the forgetting most often.
                known = (stretch.tail - 1).max(known - 3);
                tokio::task::yield_now().await;
            }
            0_usize
        }
    });
    let ends_all = {
        let is_over = Arc::clone(&is_over);
        async move {
            writer.await;
            is_over.store(true, Ordering::Release);
            0
        }
    };
    let mut tasks: Vec<futures_util::future::BoxFuture<'static, usize>> = vec![Box::pin(ends_all)];
    tasks.extend(pruners.into_iter().map(|task| Box::pin(task) as _));
    tasks.extend(readers.map(|task| Box::pin(task) as _));
    let forgotten: usize = at_once(tasks).await.into_iter().sum();
    let (tail, head) = shop.bounds().await;
    assert_eq!(head, 40 + 3 * ROUNDS as Seq);
    assert_eq!(tail, 1 + forgotten as Seq, "each event was forgotten once");
    assert_eq!(seqs(&shop.events().await), (tail..=head).collect::<Vec<_>>());
}
