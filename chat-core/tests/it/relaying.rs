use crate::paper::{Ear, Office};
use async_trait::async_trait;
use chat_core::{Chat, Draft, Env, Event, LocalLogin, Seq, Signal, Signals, Stop};
use std::time::Duration;
use tokio::{sync::broadcast, time::Instant};

#[tokio::test]
async fn every_event_is_heard_once_in_order_however_many_write_at_once() {
    let mut office = Office::open().await;
    let writers = (0..40).map(|n| {
        let office = &office;
        async move { office.customer_writes(&format!("in-{n}"), &format!("1555{:04}", n % 8), "hello").await }
    });
    futures_util::future::join_all(writers).await;
    let conversation = office.conversations().await.remove(0);
    office.desk.reply(conversation.id, &Draft::text("hi")).await.unwrap();
    office.chat.deliver_once().await.unwrap();

    let heard: Vec<Seq> = office.heard().iter().map(|notice| notice.seq).collect();
    let head = office.desk.events(0, 500).await.unwrap().head;
    assert_eq!(heard, (1..=head).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_another_process_committed_is_heard_too() {
    let mut office = Office::open().await;
    let elsewhere =
        Chat::builder(office.store.clone(), LocalLogin::new(office.store.clone())).env(Env::default()).build();
    office.customer_writes("in-1", "15550001", "hello").await;
    office.heard();

    let desk = elsewhere.sign_in(&office.token).await.unwrap();
    desk.reply(office.conversation().await.id, &Draft::text("from elsewhere")).await.unwrap();
    assert!(office.heard().is_empty());
    assert_eq!(office.chat.relay_once().await.unwrap(), 1);
    let heard = office.heard();
    assert!(matches!(&heard[0].event, Event::MessagePosted(message) if message.content == "from elsewhere"));
    assert_eq!(office.chat.relay_once().await.unwrap(), 0);
}

#[tokio::test]
async fn an_event_of_this_process_waits_for_the_ones_before_it() {
    let mut office = Office::open().await;
    let elsewhere = Chat::builder(office.store.clone(), LocalLogin::new(office.store.clone())).build();
    office.customer_writes("in-1", "15550001", "hello").await;
    let before = office.heard().last().unwrap().seq;
    let conversation = office.conversation().await.id;
    let desk = elsewhere.sign_in(&office.token).await.unwrap();
    desk.reply(conversation, &Draft::text("first, elsewhere")).await.unwrap();
    office.desk.reply(conversation, &Draft::text("second, here")).await.unwrap();

    assert!(office.heard().is_empty(), "the second is not heard before the first");
    office.chat.relay_once().await.unwrap();
    let heard: Vec<_> = office.heard().iter().map(|notice| notice.seq).collect();
    assert_eq!(heard, [before + 1, before + 2]);
}

/// Joins the processes of a test.
#[derive(Clone, Debug)]
struct Joined {
    all: Vec<broadcast::Sender<Signal>>,
    me: usize,
}

impl Joined {
    fn two() -> [Self; 2] {
        let all = vec![broadcast::Sender::new(64), broadcast::Sender::new(64)];
        [0, 1].map(|me| Self { all: all.clone(), me })
    }
}

#[async_trait]
impl Signals for Joined {
    fn send(&self, signal: Signal) {
        let is_for_others_only = matches!(signal, Signal::Committed { .. });
        for (process, heard) in self.all.iter().enumerate() {
            if process != self.me || !is_for_others_only {
                let _ = heard.send(signal.clone());
            }
        }
    }

    fn subscribe(&self) -> broadcast::Receiver<Signal> {
        self.all[self.me].subscribe()
    }

    async fn run(&self, stop: Stop) {
        stop.stopped().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_doorbell_brings_what_others_commit_at_once() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await.id;
    let [here, there] = Joined::two();
    let (ear, mut heard) = Ear::open();
    let login = LocalLogin::new(office.store.clone());
    let here = Chat::builder(office.store.clone(), login.clone()).signals(here).listener(ear).build();
    let there = Chat::builder(office.store.clone(), login).signals(there).build();
    let (desk_here, desk_there) =
        (here.sign_in(&office.token).await.unwrap(), there.sign_in(&office.token).await.unwrap());
    let (stop, running) = (Stop::default(), here.clone());
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { running.run_until(stop.stopped()).await }
    });
    // By now the first look at the journals is over, and the next one is far away.
    tokio::time::sleep(Duration::from_millis(100)).await;

    let before = Instant::now();
    desk_there.reply(conversation, &Draft::text("one")).await.unwrap();
    heard.recv().await.unwrap();
    assert_eq!(before.elapsed(), Duration::ZERO, "nothing but the bell made it look");

    desk_there.reply(conversation, &Draft::text("two")).await.unwrap();
    desk_here.reply(conversation, &Draft::text("three")).await.unwrap();
    let texts = [heard.recv().await.unwrap(), heard.recv().await.unwrap()].map(|notice| match &notice.event {
        Event::MessagePosted(message) => message.content.clone(),
        other => panic!("{other:?}"),
    });
    assert_eq!(texts, ["two", "three"]);
    assert_eq!(before.elapsed(), Duration::ZERO, "a gap is filled when its bell rings");
    stop.stop();
    running.await.unwrap();
}
