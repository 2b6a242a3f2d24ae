//! Leaving the rooms that everybody of a team may be in.

use serde_json::json;

use crate::office::Office;

#[tokio::test]
async fn whoever_left_the_general_room_hears_no_customer_until_it_comes_back() {
    let office = Office::open().await;
    let mut agent = office.agent(office.shop_token()).await;
    agent.ask("joinWhatsAppGeneral", &[]).await;
    let answer = agent.ask("leaveWhatsAppGeneral", &[]).await;
    assert_eq!(answer, json!({ "ok": true, "room": "whatsapp:general" }));
    assert_eq!(agent.event("whatsappGeneralLeft").await, json!({ "room": "whatsapp:general" }));
    let mut witness = office.agent(office.shop_token()).await;
    witness.ask("joinWhatsAppGeneral", &[]).await;
    office.customer_writes("in-1", "1", "first").await;
    assert_eq!(witness.event("whatsappMessage").await["content"], "first");
    assert!(!agent.seen().await.contains(&"whatsappMessage".to_owned()));

    agent.ask("joinWhatsAppGeneral", &[]).await;
    office.customer_writes("in-2", "1", "second").await;
    assert_eq!(agent.event("whatsappMessage").await["content"], "second");
}

#[tokio::test]
async fn whoever_left_the_inbox_hears_no_message_until_it_comes_back() {
    let office = Office::open().await;
    let mut agent = office.agent(office.shop_token()).await;
    agent.ask("joinInbox", &[]).await;
    assert_eq!(agent.ask("leaveInbox", &[]).await, json!({ "ok": true, "room": "inbox" }));
    assert_eq!(agent.event("inboxLeft").await, json!({ "room": "inbox" }));
    let mut witness = office.agent(office.shop_token()).await;
    witness.ask("joinInbox", &[]).await;
    office.customer_writes("in-1", "1", "first").await;
    assert_eq!(witness.event("message").await["content"], "first");
    assert!(!agent.seen().await.contains(&"message".to_owned()));

    agent.ask("joinInbox", &[]).await;
    office.customer_writes("in-2", "1", "second").await;
    assert_eq!(agent.event("message").await["content"], "second");
}
