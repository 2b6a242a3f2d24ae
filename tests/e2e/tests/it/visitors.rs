//! Website visitors at the assembled server, with the client that their frames use: what the page and the frame ask for over HTTP,
//! and the socket.

use crate::{
    frame::{PAGE, Page, Session, draft},
    stage::{Shop, Stage},
};
use e2e::{Connect, Launch, NpmClient};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// A shop with a widget on its website.
pub(crate) struct Street {
    pub(crate) stage: Stage,
    pub(crate) shop: Shop,
    pub(crate) page: Page,
}

impl Street {
    pub(crate) async fn open() -> Self {
        Self::open_with(|launch| launch).await
    }

    pub(crate) async fn open_with(change: impl FnOnce(Launch) -> Launch) -> Self {
        let stage = Stage::open_with(|launch| change(launch.args(["--development"]))).await;
        let shop = stage.shop(1).await;
        let page = Page::of(&stage, &shop).await;
        Self { stage, shop, page }
    }

    pub(crate) async fn session(&self, visitor: Option<&str>) -> Session {
        self.page.session(&self.stage.url(), visitor).await
    }

    fn connect(&self, session: &Session, origin: &str) -> Connect {
        session.connect(&self.stage.url(), origin)
    }

    /// A visitor's socket, and what it was told first.
    pub(crate) async fn visitor(&self, session: &Session) -> (NpmClient, Value) {
        session.visitor(&self.stage.url()).await
    }

    pub(crate) async fn agent(&self) -> NpmClient {
        let agent = self.stage.socket(&self.shop).await;
        agent.ask("joinInbox", []).await;
        agent
    }
}

#[tokio::test]
async fn a_visitor_writes_an_agent_answers_and_the_visitor_has_it() {
    let street = Street::open().await;
    let agent = street.agent().await;
    let session = street.session(None).await;
    let (visitor, connected) = street.visitor(&session).await;
    assert_eq!((&connected["conversations"], &connected["isPresent"]), (&json!([]), &json!(true)));
    let sent = visitor.ask("sendMessage", [draft("a-1", "Hello?")]).await;
    assert_eq!(sent["ok"], true, "{sent}");
    let heard = agent.next_event("message").await.remove(0);
    assert_eq!((&heard["content"], &heard["source"]), (&json!("Hello?"), &json!("website")));
    let reply = json!({ "conversationId": heard["conversationId"], "content": "Good morning!" });
    let reply = agent.ask("sendMessage", [reply]).await;
    let is_answer = |message: &Value| message["content"] == "Good morning!";
    while !is_answer(&visitor.next_event("message").await[0]) {}
    visitor.ask("markRead", [json!({ "conversationId": heard["conversationId"] })]).await;
    let is_read = |tick: &Value| tick["messageId"] == reply["message"]["id"] && tick["status"] == "read";
    while !is_read(&agent.next_event("messageStatus").await[0]) {}

    let path = format!("/api/v1/conversations/{}", heard["conversationId"].as_str().expect("an id"));
    let conversation = street.stage.get(&street.shop, &path).await;
    assert_eq!((&conversation["source"], &conversation["accountId"]), (&json!("website"), &Value::Null));
}

#[tokio::test]
async fn a_token_is_no_use_to_a_page_of_another_origin() {
    let street = Street::open().await;
    for origin in ["https://shop.test", "http://localhost.evil.test", "null"] {
        assert_eq!(street.page.boot(&street.stage.url(), origin).await.0, StatusCode::FORBIDDEN, "{origin}");
    }
    let session = street.session(None).await;
    for origin in [PAGE, "https://evil.test"] {
        let socket = NpmClient::open(street.connect(&session, origin)).await;
        let (_, data) = socket.next_refusal().await;
        assert_eq!(data["code"], "unauthorized", "{origin}");
    }
    street.visitor(&session).await;
}

#[tokio::test]
async fn a_visitor_who_was_away_catches_up_and_others_see_nothing_of_it() {
    let street = Street::open().await;
    let session = street.session(None).await;
    let (visitor, _) = street.visitor(&session).await;
    let sent = visitor.ask("sendMessage", [draft("a-1", "Hello?")]).await;
    let conversation = sent["conversation"]["id"].clone();
    let last = visitor.next_event("message").await[0]["seq"].clone();
    visitor.disconnect().await;
    visitor.next_disconnect().await;
    let path = format!("/api/v1/conversations/{}/messages", conversation.as_str().expect("an id"));
    for text in ["one", "two", "three"] {
        let (status, _) = street.stage.ask(&street.shop, Method::POST, &path, Some(json!({ "content": text }))).await;
        assert_eq!(status, StatusCode::CREATED);
    }

    let (visitor, connected) = street.visitor(&street.session(Some(&session.visitor)).await).await;
    assert_eq!(connected["conversations"][0]["unreadCount"], 3);
    let missed = visitor.ask("sync", [json!({ "after": last })]).await;
    let events = missed["events"].as_array().expect("a list");
    let texts: Vec<_> =
        events.iter().filter(|event| event["type"] == "message").map(|it| &it["data"]["content"]).collect();
    assert_eq!(texts, ["one", "two", "three"]);

    let (stranger, connected) = street.visitor(&street.session(None).await).await;
    let rival = street.stage.shop(2).await;
    let rivals = Street { page: Page::of(&street.stage, &rival).await, shop: rival, stage: street.stage };
    let (abroad, elsewhere) = rivals.visitor(&rivals.session(None).await).await;
    assert_eq!((&connected["conversations"], &elsewhere["conversations"]), (&json!([]), &json!([])));
    for other in [stranger, abroad] {
        assert_eq!(other.ask("sync", [json!({ "after": 0 })]).await["events"], json!([]));
        let history = json!({ "conversationId": conversation, "cursor": null });
        assert_eq!(other.ask("history", [history]).await["code"], "not_found");
    }
    // A token of one widget finds nothing at another.
    let (abroad, _) = rivals.visitor(&rivals.session(Some(&session.visitor)).await).await;
    assert_eq!(abroad.ask("sync", [json!({ "after": 0 })]).await["events"], json!([]));
}

#[tokio::test]
async fn a_first_message_that_was_kept_by_a_killed_server_is_there_once() {
    let mut street = Street::open().await;
    let session = street.session(None).await;
    let (visitor, _) = street.visitor(&session).await;
    let agent = street.agent().await;
    visitor.emit("sendMessage", [draft("a-1", "Hello?")]).await;
    // It is committed. Whatever the server answers does not arrive: the frame that comes back knows only its session.
    let message = agent.next_event("message").await.remove(0);
    street.stage.server.kill().await;
    drop(visitor);
    street.stage.server.restart().await;

    let (visitor, connected) = street.visitor(&street.session(Some(&session.visitor)).await).await;
    assert_eq!(connected["conversations"][0]["id"], message["conversationId"]);
    let again = visitor.ask("sendMessage", [draft("a-1", "Hello?")]).await;
    assert_eq!(again["message"]["id"], message["id"], "{again}");
    let customers = street.stage.get(&street.shop, "/api/v1/customers").await;
    assert_eq!(customers["items"].as_array().expect("a list").len(), 1);
    let path = format!("/api/v1/conversations/{}/messages", message["conversationId"].as_str().expect("an id"));
    let messages = street.stage.get(&street.shop, &path).await;
    assert_eq!(messages["items"].as_array().expect("a list").len(), 1);
}
