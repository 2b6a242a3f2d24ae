use crate::paper::Office;
use chat_core::{Chat, ChatBuilder, Draft, Env, Error, Journal, LocalLogin, Seq};
use std::time::Duration;

/// An office of another process on the same store, which forgets events as soon as it may.
fn forgetful(office: &Office) -> Chat {
    let env = Env::new(office.clock.clone(), chat_core::SystemIds);
    let builder = Chat::builder(office.store.clone(), LocalLogin::new(office.store.clone())).env(env);
    builder.journal_retention(Duration::ZERO).build()
}

#[tokio::test]
async fn events_are_kept_for_as_long_as_was_asked_and_an_hour_at_least() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let head = office.desk.events(0, 500).await.unwrap().head;
    let default = ChatBuilder::JOURNAL_RETENTION_DEFAULT;
    office.clock.advance(default);
    assert_eq!(office.chat.prune_once().await.unwrap(), 0, "the last moment still counts");
    office.customer_writes("in-2", "15550001", "still there?").await;
    office.clock.advance(Duration::from_millis(1));
    assert_eq!(office.chat.prune_once().await.unwrap(), usize::try_from(head).unwrap());
    assert_eq!(office.chat.prune_once().await.unwrap(), 0);
    let kept = office.desk.events(head, 500).await.unwrap();
    assert_eq!((kept.tail, kept.events.len()), (head + 1, 1));

    let forgetful = forgetful(&office);
    office.clock.advance(ChatBuilder::JOURNAL_RETENTION_MIN - Duration::from_millis(1));
    assert_eq!(forgetful.prune_once().await.unwrap(), 0);
    office.clock.advance(Duration::from_millis(2));
    assert_eq!(forgetful.prune_once().await.unwrap(), 1);
}

#[tokio::test]
async fn whoever_asks_for_what_was_forgotten_or_never_was_is_told_to_load_anew() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    office.clock.advance(2 * ChatBuilder::JOURNAL_RETENTION_MIN);
    office.customer_writes("in-2", "15550001", "hello again").await;
    let head = office.desk.events(0, 500).await.unwrap().head;
    forgetful(&office).prune_once().await.unwrap();

    for (after, is_told) in [(0, false), (head - 2, false), (head - 1, true), (head, true), (head + 1, false)] {
        match office.desk.events(after, 500).await {
            Ok(stretch) => {
                assert!(is_told && stretch.events.len() == usize::try_from(head - after).unwrap(), "{after}")
            }
            Err(Error::Resync { head: told }) => assert!(!is_told && told == head, "{after}"),
            Err(error) => panic!("{after}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_process_that_fell_behind_what_is_kept_says_so_and_goes_on() {
    let mut office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await.id;
    let heard = office.heard().last().unwrap().seq;
    let elsewhere = forgetful(&office);
    let desk = elsewhere.sign_in(&office.token).await.unwrap();
    desk.reply(conversation, &Draft::text("long ago")).await.unwrap();
    office.clock.advance(2 * ChatBuilder::JOURNAL_RETENTION_MIN);
    desk.reply(conversation, &Draft::text("just now")).await.unwrap();
    assert_eq!(elsewhere.prune_once().await.unwrap(), usize::try_from(heard + 1).unwrap());

    // The office's own event comes too early for what it has heard.
    office.desk.reply(conversation, &Draft::text("here and now")).await.unwrap();
    office.chat.relay_once().await.unwrap();
    assert_eq!(office.missed(), [heard + 1], "it is told what it misses");
    let then: Vec<Seq> = office.heard().iter().map(|notice| notice.seq).collect();
    assert_eq!(then, [heard + 2, heard + 3]);
    office.chat.relay_once().await.unwrap();
    assert!(office.missed().is_empty());
}

#[tokio::test]
async fn a_process_whose_journal_was_forgotten_as_a_whole_says_so_and_goes_on() {
    let mut office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await.id;
    let heard = office.heard().last().unwrap().seq;
    let elsewhere = forgetful(&office);
    let desk = elsewhere.sign_in(&office.token).await.unwrap();
    desk.reply(conversation, &Draft::text("long ago")).await.unwrap();
    office.clock.advance(2 * ChatBuilder::JOURNAL_RETENTION_MIN);
    elsewhere.prune_once().await.unwrap();
    office.chat.relay_once().await.unwrap();
    assert_eq!(office.missed(), [heard + 1]);
    desk.reply(conversation, &Draft::text("just now")).await.unwrap();
    assert_eq!(office.chat.relay_once().await.unwrap(), 1);
    assert_eq!(office.heard()[0].seq, heard + 2, "the journal counts on");
    assert_eq!(office.store.heads(&[office.scope()]).await.unwrap(), [heard + 2]);
}

#[tokio::test(start_paused = true)]
async fn what_is_old_is_forgotten_in_the_background() {
    let office = Office::open().await;
    for n in 0..1200 {
        office.customer_writes(&format!("in-{n}"), "15550001", "hello").await;
    }
    let head = office.desk.events(0, 1).await.unwrap().head;
    office.clock.advance(2 * ChatBuilder::JOURNAL_RETENTION_DEFAULT);
    let is_forgotten = async {
        while office.store.events_after(office.scope(), 0, 1).await.unwrap().tail <= head {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    office.chat.run_until(is_forgotten).await;
}
