use crate::paper::Office;
use chat_core::{Chat, LocalLogin, LocalPresence, LocalSignals, PRESENCE_TTL, Signal, Signals};

#[tokio::test]
async fn who_is_gone_without_a_goodbye_is_told_once() {
    let office = Office::open().await;
    let (signals, login) = (LocalSignals::default(), LocalLogin::new(office.store.clone()));
    let builder = Chat::builder(office.store.clone(), login).signals(signals.clone());
    let chat = builder.presence(LocalPresence::default()).env(office.chat.env().clone()).build();
    let desk = chat.sign_in(&office.token).await.unwrap();
    let mut heard = signals.subscribe();
    let told = |is_present| {
        let actor = desk.actor().clone();
        Signal::PresenceChanged { client_id: actor.client_id, agent_id: actor.agent_id, name: actor.name, is_present }
    };

    desk.arrive("tab").await;
    assert_eq!(heard.try_recv().unwrap(), told(true));
    assert_eq!(chat.tell_lapsed_once().await, 0);
    office.clock.advance(PRESENCE_TTL);
    assert_eq!(chat.tell_lapsed_once().await, 1);
    assert_eq!(heard.try_recv().unwrap(), told(false));
    assert_eq!(chat.tell_lapsed_once().await, 0);
    desk.leave("tab").await;
    assert!(heard.try_recv().is_err(), "the team knows already");
}
