use crate::{endpoint::Endpoint, house::House};
use std::time::Duration;

#[tokio::test]
async fn two_processes_tell_each_event_once_and_in_order() {
    let (house, endpoint) = (House::new().await, Endpoint::start().await);
    house.subscribe(&endpoint).await;
    let other = house.another();
    let before = endpoint.seqs().len();
    house.happen(20).await;
    let (one, two) = tokio::join!(house.chat.call_webhooks_once(), other.call_webhooks_once());
    let calls = one.unwrap() + two.unwrap() + house.chat.call_webhooks_once().await.unwrap();
    assert_eq!(calls, 20);
    assert_eq!(endpoint.seqs()[before..], (3..=22).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_process_that_dies_in_the_middle_is_succeeded_and_nothing_is_lost() {
    let (house, endpoint) = (House::new().await, Endpoint::start().await);
    house.subscribe(&endpoint).await;
    let before = endpoint.seqs().len();
    house.happen(4).await;
    // The first call is heard and never answered: the process dies meanwhile.
    endpoint.came().await;
    endpoint.hold();
    tokio::select! {
        _ = house.chat.call_webhooks_once() => panic!("nothing was answered"),
        () = async { while endpoint.seqs().len() == before { endpoint.came().await } } => {}
    }
    endpoint.go_on();
    let successor = house.another();
    assert_eq!(successor.call_webhooks_once().await.unwrap(), 0, "the turn of the dead has not run out");
    house.clock.advance(Duration::from_secs(60));
    assert_eq!(successor.call_webhooks_once().await.unwrap(), 4);
    assert_eq!(endpoint.seqs()[before..], [3, 3, 4, 5, 6]);
    let heard = endpoint.heard();
    let names: Vec<_> = heard[heard.len() - 5..].iter().map(|heard| heard.header("webhook-id")).collect();
    assert_eq!(names[0], names[1], "whoever hears it twice can tell by its name");
}

#[tokio::test]
async fn whoever_was_thought_dead_changes_nothing_any_more() {
    let (house, endpoint) = (House::new().await, Endpoint::start().await);
    let (id, _) = house.subscribe(&endpoint).await;
    let before = endpoint.seqs().len();
    house.happen(2).await;
    endpoint.came().await;
    endpoint.hold();
    let slow = async {
        while endpoint.seqs().len() == before {
            endpoint.came().await;
        }
        house.clock.advance(Duration::from_secs(60));
        endpoint.go_on();
        house.another().call_webhooks_once().await.unwrap()
    };
    let (first, second) = tokio::join!(house.chat.call_webhooks_once(), slow);
    let made = first.unwrap() + second;
    let webhook = house.desk().await.webhook(id).await.unwrap();
    assert_eq!((webhook.cursor, webhook.failures), (4, 0));
    let told = &endpoint.seqs()[before..];
    assert_eq!(made, told.len());
    assert_eq!(told.last(), Some(&4));
    assert!(told.iter().filter(|seq| **seq == 4).count() >= 1 && told[0] == 3, "{told:?}");
}
