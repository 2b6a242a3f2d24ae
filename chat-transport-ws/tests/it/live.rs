//! Who is connected, as administrators and whoever watches the server are told.

use chat_core::{PageQuery, Role, Transport};
use serde_json::json;

use crate::office::Office;

#[tokio::test]
async fn an_administrator_sees_the_sockets_of_its_own_team() {
    let office = Office::open().await;
    let desk = office.desk(office.shop_token()).await;
    assert_eq!(desk.live(PageQuery::default()).unwrap().sockets, 0);
    let mut first = office.agent(office.shop_token()).await;
    let socket_id = first.event("connected").await["socketId"].as_str().unwrap().to_owned();
    office.clock.advance(std::time::Duration::from_secs(1));
    let mut second = office.agent(office.shop_token()).await;
    let _theirs = office.agent(office.rival.api_key.expose()).await;
    first.ask("joinWhatsAppGeneral", &[]).await;
    first.ask("joinInbox", &[]).await;
    second.ask("joinInbox", &[]).await;

    let live = desk.live(PageQuery::default()).unwrap();
    assert_eq!((live.sockets, live.agents, live.rooms, live.page.next), (2, 1, 2, None));
    let [earlier, later] = &live.page.items[..] else { panic!("{live:?}") };
    assert_eq!((&earlier.id, &*earlier.agent_name, earlier.role), (&socket_id, "Ann", Role::Owner));
    assert_eq!(earlier.rooms, ["inbox", "whatsapp:general"]);
    assert_eq!(later.rooms, ["inbox"]);
    assert_eq!((earlier.transport, earlier.queued_packets), (Transport::WebSocket, 0));
    assert!(earlier.since < later.since && earlier.queued_packets_max > 0 && earlier.queued_bytes_max > 0);

    let page = desk.live(PageQuery::first(1)).unwrap().page;
    assert_eq!(page.items[0].id, socket_id);
    let rest = desk.live(PageQuery { limit: 1, after: page.next }).unwrap().page;
    assert_eq!((&rest.items[0].id, rest.next), (&later.id, None));
    let rival = office.desk(office.rival.api_key.expose()).await;
    assert_eq!(rival.live(PageQuery::default()).unwrap().sockets, 1);
}

#[tokio::test]
async fn whoever_leaves_is_no_longer_seen() {
    let office = Office::open().await;
    let desk = office.desk(office.shop_token()).await;
    let mut witness = office.agent(office.shop_token()).await;
    let leaving = office.agent(office.shop_token()).await;
    assert_eq!(desk.live(PageQuery::default()).unwrap().sockets, 2);
    let mut leaving = leaving.client;
    leaving.send("41").await;
    // What comes back is answered after the goodbye was heard.
    leaving.send("40{\"token\":\"none\"}").await;
    while !leaving.text().await.starts_with("44") {}
    assert_eq!(desk.live(PageQuery::default()).unwrap().sockets, 1);
    assert_eq!(witness.ask("joinInbox", &[]).await, json!({ "ok": true, "room": "inbox" }));
}
