use crate::paper::Office;
use chat_core::{CallError, Draft, Error};

#[tokio::test(start_paused = true)]
async fn the_background_survives_a_store_that_fails_and_goes_on_when_it_is_back() {
    let mut office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await;
    office.desk.reply(conversation.id, &Draft::text("hi")).await.unwrap();
    office.heard();
    office.store.fail(true);
    let refused = office.call(vec![office.text("in-2", "15550001", "lost?")]).await;
    assert!(matches!(refused, Err(CallError::Unavailable(_))), "the provider has to call again");
    assert!(matches!(office.desk.reply(conversation.id, &Draft::text("no")).await, Err(Error::Unavailable(_))));

    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let background = office.chat.run_until(async { drop(stopped.await) });
    let story = async {
        tokio::time::sleep(std::time::Duration::from_secs(60)).await;
        office.store.fail(false);
        let sent = office.heard.recv().await.unwrap();
        stop.send(()).unwrap();
        sent
    };
    let ((), sent) = tokio::join!(background, story);
    assert_eq!(sent.event.name(), "messageStatusChanged");
    assert_eq!(office.paper.texts(), ["hi"]);
}
