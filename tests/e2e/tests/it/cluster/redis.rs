//! Redis goes away and comes back.

use super::{CUSTOMER, Cluster, JOINED};
use reqwest::StatusCode;
use serde_json::json;

const AWAY: &str = "Redis does not answer";

#[tokio::test]
async fn redis_may_die_and_come_back_and_nothing_is_lost() {
    let mut cluster = Cluster::joined().await;
    let shop = cluster.stage.shop(1).await;
    let conversation = cluster.conversation(&shop).await;
    let sockets = [cluster.socket_at(0, &shop.api_key).await, cluster.socket_at(1, &shop.api_key).await];
    for socket in &sockets {
        socket.ask("joinWhatsAppGeneral", []).await;
        socket.ask("joinConversation", [json!(conversation)]).await;
    }
    cluster.redis.as_mut().unwrap().stop().await;
    for process in cluster.processes() {
        process.line("the server to notice", |line| line.contains(AWAY).then_some(())).await;
        let ready = cluster.stage.http.get(format!("{}/readyz", process.url())).send().await.unwrap();
        assert_eq!(ready.status(), StatusCode::OK, "it can be done without");
    }
    cluster.stage.customer_writes(&shop, CUSTOMER, "is anybody there?").await;
    // WhatsApp calls when it likes: nobody answers before it has.
    for socket in &sockets {
        assert_eq!(socket.next_event("whatsappMessage").await[0]["content"], "is anybody there?");
    }
    cluster.reply_at(0, &shop, &conversation, "one of us").await;
    cluster.reply_at(1, &shop, &conversation, "and another").await;
    for socket in &sockets {
        for text in ["one of us", "and another"] {
            assert_eq!(socket.next_event("whatsappMessage").await[0]["content"], text);
        }
    }
    let late = cluster.socket_at(1, &shop.api_key).await;
    late.next_event("connected").await;

    cluster.redis.as_mut().unwrap().start_again().await;
    for process in cluster.processes() {
        let is_joined_again = |text: &str| (text.matches(JOINED).count() == 2).then_some(());
        process.printed("the server to be joined again", is_joined_again).await;
    }
    let typing = json!({ "conversationId": conversation, "isTyping": true });
    assert_eq!(sockets[1].ask("typing", [typing]).await["ok"], true);
    assert_eq!(sockets[0].next_event("typing").await[0]["isTyping"], true);
    for process in cluster.processes() {
        assert_eq!(process.output().matches(AWAY).count(), 1, "{}", process.output());
    }
}
