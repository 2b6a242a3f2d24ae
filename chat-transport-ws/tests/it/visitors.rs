//! Website visitors over real sockets: what their frames can do, and what reaches whom.

use chat_core::{
    AuthorizedDomain, Changes, Commit, ConversationId, DomainState, Draft, Hearing, Holder, MessageKind, NewWidget,
    OpenVisit, Quotas, Source, Widget, WidgetKind, WidgetPatch, WidgetStatus,
};
use serde_json::{Value, json};

use crate::office::{Agent, Office};
use crate::support::within;

const PAGE: &str = "http://localhost:5173";
const SPACE: &str = "/visitor,";

/// A client with a widget on its website.
pub(crate) struct Street {
    pub(crate) office: Office,
    widget: Widget,
}

impl Street {
    pub(crate) async fn open() -> Self {
        Self::of(Office::open().await).await
    }

    async fn of(office: Office) -> Self {
        let desk = office.desk(office.shop_token()).await;
        let settings = serde_json::from_value(json!({ "allowLocalhost": true })).unwrap();
        let new = NewWidget { name: "Website".into(), kind: WidgetKind::Floating, settings };
        let widget = desk.create_widget(&new).await.unwrap();
        Self { office, widget }
    }

    fn own_page(&self) -> String {
        format!("http://{}", self.office.address)
    }

    /// A token for a socket, and what finds its visitor again.
    pub(crate) async fn session(&self, visitor: Option<&str>) -> (String, String) {
        let (chat, key) = (&self.office.chat, &self.widget.public_key);
        let boot = chat.boot(key, PAGE, None).await.unwrap().boot;
        let open = OpenVisit { key, boot: &boot, visitor, identity: None, caller: None };
        let opened = chat.open_visit(open).await.unwrap();
        (opened.token, opened.visitor.unwrap())
    }

    async fn knock(&self, origin: Option<&str>, token: &str) -> Agent {
        let connect = format!("40/visitor,{}", json!({ "token": token }));
        self.office.knock_from(origin, SPACE, &connect).await
    }

    /// A visitor's socket that is let in, and what it was told first.
    pub(crate) async fn visitor(&self, visitor: Option<&str>) -> (Agent, Value, String) {
        let (token, visitor) = self.session(visitor).await;
        let mut socket = self.knock(Some(&self.own_page()), &token).await;
        assert!(socket.client.text().await.starts_with("40/visitor,{"));
        let connected = socket.event("connected").await;
        (socket, connected, visitor)
    }

    /// An agent of the shop who hears everything.
    pub(crate) async fn agent(&self) -> Agent {
        let mut agent = self.office.agent(self.office.shop_token()).await;
        agent.ask("joinInbox", &[]).await;
        agent
    }

    async fn reply(&self, conversation: &Value, draft: Draft) -> chat_core::Message {
        let id: ConversationId = conversation.as_str().unwrap().parse().unwrap();
        self.office.desk(self.office.shop_token()).await.reply(id, &draft).await.unwrap()
    }
}

pub(crate) fn draft(name: &str, text: &str) -> Value {
    json!({ "conversationId": null, "content": text, "clientMessageId": name, "answers": null, "attributes": {} })
}

async fn refused(mut socket: Agent) -> Value {
    let text = socket.client.text().await;
    let json = text.strip_prefix("44/visitor,").unwrap_or_else(|| panic!("{text}"));
    serde_json::from_str::<Value>(json).unwrap()
}

#[tokio::test]
async fn a_visitor_who_is_blocked_is_sent_away_and_the_team_is_told_of_the_customer() {
    let street = Street::open().await;
    let mut agent = street.agent().await;
    let (mut ann, _, _) = street.visitor(None).await;
    let said = ann.ask("sendMessage", &[draft("a-1", "Hello?")]).await;
    let heard = agent.event("message").await;
    assert_eq!(heard["conversationId"], said["message"]["conversationId"]);
    let customer = heard["customerId"].as_str().unwrap().parse().unwrap();
    let desk = street.office.desk(street.office.shop_token()).await;
    desk.block(customer, Some(&Source::WEBSITE), Hearing::Blocked).await.unwrap();
    let told = agent.event("customer").await;
    assert_eq!((&told["id"], &told["blocks"][0]["source"]), (&heard["customerId"], &json!("website")));
    is_ended(&mut ann).await;
}

#[tokio::test]
async fn only_the_servers_own_pages_open_sockets_and_only_with_a_visits_token() {
    let street = Street::open().await;
    let own = street.own_page();
    let boot = street.office.chat.boot(&street.widget.public_key, PAGE, None).await.unwrap();
    let (token, visitor) = street.session(None).await;
    let foreign = format!("{own}.evil.test");
    let mut answers = Vec::new();
    for (origin, token) in [
        (Some(PAGE), token.as_str()),
        (Some("https://evil.test"), &token),
        (Some(&foreign), &token),
        (Some("null"), &token),
        (None, &token),
        (Some(&own), &boot.boot),
        (Some(&own), &boot.frame),
        (Some(&own), &visitor),
        (Some(&own), street.office.shop_token()),
        (Some(&own), "x"),
    ] {
        answers.push(refused(street.knock(origin, token).await).await);
    }
    assert_eq!(answers[0]["data"]["code"], "unauthorized");
    answers.dedup();
    assert_eq!(answers.len(), 1, "they are all refused alike: {answers:?}");
    street.visitor(None).await;
    let connect = format!("40{}", json!({ "token": token }));
    let mut agent = street.office.knock_from(Some(&own), "", &connect).await;
    assert!(agent.client.text().await.starts_with("44"), "a visitor is no agent");
}

#[tokio::test]
async fn a_visitor_writes_an_agent_answers_and_both_see_it_with_every_tick() {
    let street = Street::open().await;
    let (mut ann, connected, _) = street.visitor(None).await;
    assert_eq!(connected, json!({ "seq": connected["seq"], "conversations": [], "isPresent": false }));
    let mut agent = street.agent().await;
    assert_eq!(ann.event("presence").await, json!({ "isPresent": true }));

    let sent = ann.ask("sendMessage", &[draft("a-1", "Hello?")]).await;
    let (message, conversation) = (&sent["message"], &sent["conversation"]["id"]);
    let expected = json!({
        "id": message["id"], "conversationId": conversation, "position": 1, "senderType": "customer",
        "senderName": null, "content": "Hello?", "contentType": "text", "attachments": [], "clientMessageId": "a-1",
        "status": "delivered", "createdAt": "2026-01-01T00:00:00.000Z",
    });
    assert_eq!(*message, expected);
    let listed = json!({
        "id": conversation, "status": "active", "unreadCount": 0, "lastMessage": "Hello?",
        "lastMessageAt": "2026-01-01T00:00:00.000Z", "lastSeq": sent["conversation"]["lastSeq"],
    });
    assert_eq!((&sent["ok"], &sent["conversation"]), (&json!(true), &listed));
    assert!(sent["visitor"].is_string());
    let again = ann.ask("sendMessage", &[draft("a-1", "Hello?")]).await;
    assert_eq!(again["message"], *message, "twice is once");
    let begun = ann.event("conversation").await;
    assert_eq!((&begun["id"], &begun["previousSeq"]), (conversation, &json!(0)));
    let own = ann.event("message").await;
    assert_eq!((&own["id"], &own["previousSeq"]), (&message["id"], &begun["seq"]));

    let heard = agent.event("message").await;
    assert_eq!((&heard["content"], &heard["source"]), (&json!("Hello?"), &json!("website")));
    let reply = json!({ "conversationId": conversation, "content": "Good morning!", "clientMessageId": "secret" });
    let answer = agent.ask("sendMessage", &[reply]).await;
    let seen = ann.event("messageStatus").await;
    assert_eq!((&seen["messageId"], &seen["status"]), (&message["id"], &json!("read")), "to answer is to read");
    assert_eq!(seen["previousSeq"], own["seq"]);
    let got = ann.event("message").await;
    assert_eq!((&got["content"], &got["senderName"]), (&json!("Good morning!"), &json!("Ann")));
    assert_eq!((&got["previousSeq"], &got["clientMessageId"]), (&seen["seq"], &Value::Null));
    assert_eq!(agent.event("messageStatus").await["status"], "read");
    let tick = agent.event("messageStatus").await;
    assert_eq!((&tick["messageId"], &tick["status"]), (&answer["message"]["id"], &json!("delivered")));
    assert_eq!(ann.ask("markRead", &[json!({ "conversationId": conversation })]).await, json!({ "ok": true }));
    let tick = agent.event("messageStatus").await;
    assert_eq!((&tick["messageId"], &tick["status"]), (&answer["message"]["id"], &json!("read")));
    for status in ["delivered", "read"] {
        let told = ann.event("messageStatus").await;
        let (seq, previous) = (&told["seq"], &told["previousSeq"]);
        let expected = json!({
            "messageId": answer["message"]["id"], "conversationId": conversation, "status": status, "seq": seq,
            "previousSeq": previous,
        });
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn typing_goes_both_ways_and_what_the_team_keeps_to_itself_stays_there() {
    let street = Street::open().await;
    let (mut ann, ..) = street.visitor(None).await;
    let mut agent = street.agent().await;
    let sent = ann.ask("sendMessage", &[draft("a-1", "Hello?")]).await;
    let conversation = sent["conversation"]["id"].clone();
    let typing = json!({ "conversationId": conversation, "isTyping": true });
    ann.ask("typing", std::slice::from_ref(&typing)).await;
    let heard = agent.event("typing").await;
    assert_eq!((&heard["senderType"], &heard["isTyping"]), (&json!("customer"), &json!(true)));
    agent.ask("typing", &[typing]).await;
    let expected = json!({ "conversationId": conversation, "name": "Ann", "isTyping": true });
    assert_eq!(ann.event("typing").await, expected);

    let last = ann.event("message").await["seq"].clone();
    street.reply(&conversation, Draft { kind: MessageKind::Note, ..Draft::text("a difficult one") }).await;
    let note = agent.event("message").await;
    assert_eq!(note["content"], "Hello?");
    assert_eq!(agent.event("message").await["content"], "a difficult one");
    street.reply(&conversation, Draft::text("Good morning!")).await;
    assert_eq!(ann.event("messageStatus").await["previousSeq"], last, "the note leaves no gap");
    assert_eq!(ann.event("message").await["content"], "Good morning!");
    let synced = ann.ask("sync", &[json!({ "after": 0 })]).await.to_string();
    let history = ann.ask("history", &[json!({ "conversationId": conversation, "cursor": null })]).await.to_string();
    for answer in [synced, history] {
        assert!(answer.contains("Good morning!") && !answer.contains("difficult"), "{answer}");
    }
    let seen = ann.seen().await;
    assert!(!seen.iter().any(|name| name == "message"), "{seen:?}");
}

#[tokio::test]
async fn a_visitor_who_was_away_catches_up_and_is_known_again() {
    let street = Street::open().await;
    let (mut ann, _, visitor) = street.visitor(None).await;
    let sent = ann.ask("sendMessage", &[draft("a-1", "Hello?")]).await;
    let conversation = sent["conversation"]["id"].clone();
    let last = ann.event("message").await["seq"].clone();
    drop(ann);
    while street.office.gateway.connection_count() > 0 {
        tokio::task::yield_now().await;
    }
    let answer = street.reply(&conversation, Draft::text("Good morning!")).await;

    let mut agent = street.agent().await;
    let (mut ann, connected, _) = street.visitor(Some(&visitor)).await;
    let listed = &connected["conversations"][0];
    assert_eq!((&listed["id"], &listed["unreadCount"]), (&conversation, &json!(1)));
    assert_eq!(listed["lastMessage"], "Good morning!");
    let tick = agent.event("messageStatus").await;
    assert_eq!((&tick["messageId"], &tick["status"]), (&json!(answer.id), &json!("delivered")));
    let missed = ann.ask("sync", &[json!({ "after": last })]).await;
    let kinds: Vec<_> = missed["events"].as_array().unwrap().iter().map(|event| event["type"].clone()).collect();
    assert_eq!(kinds, ["messageStatus", "message", "messageStatus"]);
    assert_eq!((&missed["more"], &missed["ok"]), (&json!(false), &json!(true)));
    assert_eq!(missed["events"][0]["previousSeq"], last);
    let future = ann.ask("sync", &[json!({ "after": 1_000_000 })]).await;
    let head = &missed["head"];
    assert_eq!(future, json!({ "ok": true, "events": [], "head": head, "more": false, "resync": true }));

    let (mut stranger, connected, _) = street.visitor(None).await;
    assert_eq!(connected["conversations"], json!([]));
    for (event, request) in [
        ("history", json!({ "conversationId": conversation, "cursor": null })),
        ("markRead", json!({ "conversationId": conversation })),
        ("typing", json!({ "conversationId": conversation, "isTyping": true })),
        ("sendMessage", json!({ "conversationId": conversation, "content": "x", "clientMessageId": "s" })),
    ] {
        assert_eq!(stranger.ask(event, &[request]).await["code"], "not_found", "{event}");
    }
    assert_eq!(stranger.ask("sync", &[json!({ "after": 0 })]).await["events"], json!([]));
    street.reply(&conversation, Draft::text("Still there?")).await;
    assert_eq!(ann.event("message").await["content"], "Still there?");
    assert_eq!(stranger.seen().await, Vec::<String>::new());
}

async fn is_ended(socket: &mut Agent) {
    loop {
        let text = socket.client.text().await;
        if text == "41/visitor," {
            return;
        }
        assert!(text.starts_with("42/visitor,"), "{text}");
    }
}

#[tokio::test]
async fn a_visit_ends_with_its_token_and_at_once_with_the_widget() {
    let street = Street::open().await;
    let (mut ann, _, visitor) = street.visitor(None).await;
    street.office.clock.advance(std::time::Duration::from_secs(600));
    is_ended(&mut ann).await;
    let (mut ann, ..) = street.visitor(Some(&visitor)).await;
    let desk = street.office.desk(street.office.shop_token()).await;
    let settings = serde_json::from_value(json!({ "sound": false })).unwrap();
    let patch = WidgetPatch { settings: Some(settings), ..WidgetPatch::default() };
    desk.change_widget(street.widget.id, &patch).await.unwrap();
    within(ann.event("settings")).await;
    let (token, _) = street.session(Some(&visitor)).await;
    let patch = WidgetPatch { status: Some(WidgetStatus::Inactive), ..WidgetPatch::default() };
    desk.change_widget(street.widget.id, &patch).await.unwrap();
    is_ended(&mut ann).await;
    assert_eq!(refused(street.knock(Some(&street.own_page()), &token).await).await["data"]["code"], "unauthorized");
}

#[tokio::test]
async fn a_visit_ends_where_the_proof_of_the_domain_is_gone_and_goes_on_elsewhere() {
    let street = Street::open().await;
    let (store, desk) = (&street.office.store, street.office.desk(street.office.shop_token()).await);
    desk.add_domain(street.widget.id, "shop.test").await.unwrap();
    let added = desk.domains(street.widget.id).await.unwrap().remove(0);
    let domain = added.id;
    let proven = AuthorizedDomain { state: DomainState::Verified, ..added };
    store.commit(desk.scope(), Changes::none().update(proven)).await.unwrap();
    let (mut local, ..) = street.visitor(None).await;
    let boot = street.office.chat.boot(&street.widget.public_key, "https://shop.test", None).await.unwrap().boot;
    let key = &street.widget.public_key;
    let open = OpenVisit { key, boot: &boot, visitor: None, identity: None, caller: None };
    let token = street.office.chat.open_visit(open).await.unwrap().token;
    let mut ann = street.knock(Some(&street.own_page()), &token).await;
    assert!(ann.client.text().await.starts_with("40/visitor,{"));
    desk.remove_domain(street.widget.id, domain).await.unwrap();
    is_ended(&mut ann).await;
    assert_eq!(local.seen().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_a_visitor_may_do_is_limited_for_itself_and_for_its_widget() {
    for holder in [Holder::Visitor, Holder::Widget] {
        let mut quotas = Quotas::default();
        quotas.read(holder, "write=2/h").unwrap();
        // A session is opened on the widget's account as well.
        let writes = if holder == Holder::Widget { 1 } else { 2 };
        let street = Street::of(Office::limited(quotas, 10).await).await;
        let (mut ann, ..) = street.visitor(None).await;
        for n in 0..writes {
            assert_eq!(ann.ask("sendMessage", &[draft(&n.to_string(), "Hello?")]).await["ok"], true);
        }
        let answer = ann.ask("sendMessage", &[draft("more", "Hello?")]).await;
        assert_eq!((&answer["ok"], &answer["code"]), (&json!(false), &json!("rate_limited")));
        assert!(answer["retryAfterMs"].as_u64().unwrap() > 0);
        assert_eq!(ann.ask("opened", &[json!({})]).await, json!({ "ok": true }));
    }
}

#[tokio::test]
async fn whoever_makes_up_visitors_is_limited_by_its_address_and_who_has_written_is_not() {
    let mut quotas = Quotas::default();
    quotas.read(Holder::Ip, "begin=1/h").unwrap();
    let street = Street::of(Office::limited(quotas, 10).await).await;
    let (mut ann, _, visitor) = street.visitor(None).await;
    for n in 0..3 {
        assert_eq!(ann.ask("sendMessage", &[draft(&n.to_string(), "Hello?")]).await["ok"], true);
    }
    let (mut bob, ..) = street.visitor(None).await;
    assert_eq!(bob.ask("sendMessage", &[draft("b-1", "Hello?")]).await["code"], "rate_limited");
    let (mut ann, ..) = street.visitor(Some(&visitor)).await;
    assert_eq!(ann.ask("sendMessage", &[draft("a-1", "It is me")]).await["ok"], true);
}

#[tokio::test]
async fn two_clients_visitors_hear_nothing_of_each_other() {
    let street = Street::open().await;
    let (mut ann, ..) = street.visitor(None).await;
    let rival = street.office.desk(street.office.rival.api_key.expose()).await;
    let settings = serde_json::from_value(json!({ "allowLocalhost": true })).unwrap();
    let new = NewWidget { name: "Rival".into(), kind: WidgetKind::Floating, settings };
    let widget = rival.create_widget(&new).await.unwrap();
    let mut inbox = street.office.agent(street.office.rival.api_key.expose()).await;
    inbox.ask("joinInbox", &[]).await;
    let street = Street { widget, ..street };
    let (mut bob, ..) = street.visitor(None).await;
    ann.ask("sendMessage", &[draft("a-1", "Hello?")]).await;
    ann.event("message").await;
    assert_eq!(bob.seen().await, Vec::<String>::new());
    let seen = inbox.seen().await;
    assert!(!seen.iter().any(|name| name == "message" || name == "conversation"), "{seen:?}");
}
