//! Who holds the lanes of the outbox when several processes work them.

use crate::paper::Office;
use chat_core::{Chat, Clock, Draft, Env, Message, MessageStatus, SystemIds, Timestamp};
use std::{sync::atomic::Ordering, time::Duration};
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep},
};

/// A clock that goes as the paused time of the runtime does.
#[derive(Clone, Copy, Debug)]
struct RuntimeClock(Instant);

impl Clock for RuntimeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000).plus(self.0.elapsed())
    }
}

/// An office with a conversation, and two processes that work its outbox.
struct House {
    office: Office,
    processes: [Chat; 2],
}

impl House {
    async fn open() -> Self {
        let office = Office::open().await;
        office.customer_writes("in-1", "15550001", "hello").await;
        let clock = RuntimeClock(Instant::now());
        let process = || {
            let builder = Chat::builder(office.store.clone(), office.login.clone()).channel(office.paper.clone());
            builder.env(Env::new(clock, SystemIds)).build()
        };
        Self { processes: [process(), process()], office }
    }

    fn run(&self, process: usize) -> JoinHandle<()> {
        let chat = self.processes[process].clone();
        tokio::spawn(async move { chat.run_until(std::future::pending()).await })
    }

    async fn reply(&self, text: &str) {
        let desk = self.processes[0].sign_in(&self.office.token).await.unwrap();
        desk.reply(self.office.conversation().await.id, &Draft::text(text)).await.unwrap();
    }

    /// The replies so far.
    async fn replies(&self) -> Vec<Message> {
        self.office.messages().await.split_off(1)
    }
}

#[tokio::test(start_paused = true)]
async fn a_sending_that_takes_long_keeps_its_lane() {
    let house = House::open().await;
    house.office.paper.slowness.store(60, Ordering::Relaxed);
    house.reply("one").await;
    house.reply("two").await;
    let running = [house.run(0), house.run(1)];
    sleep(Duration::from_secs(59)).await;
    assert_eq!(house.office.paper.texts(), ["one"], "nobody else has the lane");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(house.replies().await[0].status, MessageStatus::Sent);
    sleep(Duration::from_secs(61)).await;
    assert_eq!(house.office.paper.texts(), ["one", "two"]);
    assert_eq!(house.replies().await[1].status, MessageStatus::Sent);
    running.into_iter().for_each(|process| process.abort());
}

#[tokio::test(start_paused = true)]
async fn the_lanes_of_a_process_that_dies_are_taken_over_within_the_lease() {
    let house = House::open().await;
    house.office.paper.slowness.store(60, Ordering::Relaxed);
    house.reply("one").await;
    house.reply("two").await;
    let dying = house.run(0);
    sleep(Duration::from_secs(29)).await;
    assert_eq!(house.office.paper.texts(), ["one"]);
    dying.abort();
    let survivor = house.run(1);
    house.office.paper.slowness.store(0, Ordering::Relaxed);
    sleep(Duration::from_secs(16)).await;
    assert_eq!(house.office.paper.texts(), ["one", "two"], "the first is not repeated, the second not kept waiting");
    let replies = house.replies().await;
    assert_eq!(replies[0].error.as_ref().unwrap().code, "interrupted");
    assert_eq!((replies[0].status, replies[1].status), (MessageStatus::Queued, MessageStatus::Sent));
    survivor.abort();
}
