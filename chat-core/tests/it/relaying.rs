use crate::paper::Office;
use chat_core::{Chat, Draft, Env, Event, LocalLogin, Seq};

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
