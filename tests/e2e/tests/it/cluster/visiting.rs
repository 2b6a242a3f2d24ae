//! A visitor of a website is at one process, the team at the other.

use super::Cluster;
use crate::frame::{Page, draft};
use e2e::NpmClient;
use serde_json::{Value, json};

/// Waits for a message with this text.
async fn hears(socket: &NpmClient, text: &str) -> Value {
    loop {
        let message = socket.next_event("message").await.remove(0);
        if message["content"] == text {
            return message;
        }
    }
}

/// Waits until whoever sits at a socket is told that the others type, or that they stopped.
async fn hears_typing(socket: &NpmClient, is_typing: bool) {
    while socket.next_event("typing").await[0]["isTyping"] != is_typing {}
}

async fn a_visitor_and_an_agent_talk(cluster: &mut Cluster, are_joined: bool) {
    let shop = cluster.stage.shop(1).await;
    let page = Page::of(&cluster.stage, &shop).await;
    let agent = cluster.socket_at(1, &shop.api_key).await;
    agent.ask("joinInbox", []).await;
    let [here, there] = cluster.processes().map(e2e::Server::url);
    let session = page.session(&here, None).await;
    let (visitor, connected) = session.visitor(&here).await;
    if are_joined {
        assert_eq!(connected["isPresent"], true, "{connected}");
    }

    assert_eq!(visitor.ask("sendMessage", [draft("v-1", "Hello?")]).await["ok"], true);
    let conversation = hears(&agent, "Hello?").await["conversationId"].clone();
    agent.ask("joinConversation", [conversation.clone()]).await;
    if are_joined {
        for (who, whom) in [(&visitor, &agent), (&agent, &visitor)] {
            who.ask("typing", [json!({ "conversationId": conversation, "isTyping": true })]).await;
            hears_typing(whom, true).await;
        }
    }
    let reply = json!({ "conversationId": conversation, "content": "Good morning!" });
    let reply = agent.ask("sendMessage", [reply]).await["message"].clone();
    hears(&visitor, "Good morning!").await;
    visitor.ask("markRead", [json!({ "conversationId": conversation })]).await;
    let is_read = |tick: &Value| tick["messageId"] == reply["id"] && tick["status"] == "read";
    while !is_read(&agent.next_event("messageStatus").await[0]) {}

    // The visitor's process dies; what is said meanwhile is there when the frame comes back, elsewhere.
    cluster.stage.server.kill().await;
    visitor.next_disconnect().await;
    visitor.disconnect().await;
    cluster.reply_at(1, &shop, conversation.as_str().unwrap(), "Are you still there?").await;
    let (visitor, connected) = page.session(&there, Some(&session.visitor)).await.visitor(&there).await;
    let listed = &connected["conversations"][0];
    assert_eq!((&listed["id"], &listed["unreadCount"]), (&conversation, &json!(1)), "{connected}");
    // Nobody knows whether the message before it was answered: it is said again, and stands once.
    let again = visitor.ask("sendMessage", [draft("v-1", "Hello?")]).await;
    assert_eq!(again["ok"], true, "{again}");
    let history = visitor.ask("history", [json!({ "conversationId": conversation, "cursor": null })]).await;
    let items = history["items"].as_array().unwrap_or_else(|| panic!("{history}"));
    let texts: Vec<_> = items.iter().map(|message| &message["content"]).collect();
    assert_eq!(texts, ["Are you still there?", "Good morning!", "Hello?"]);
}

#[tokio::test]
async fn a_visitor_and_an_agent_at_two_processes_talk_by_redis() {
    a_visitor_and_an_agent_talk(&mut Cluster::joined().await, true).await;
}

#[tokio::test]
async fn a_visitor_and_an_agent_at_two_processes_talk_by_looking() {
    a_visitor_and_an_agent_talk(&mut Cluster::apart().await, false).await;
}
