//! The gateway over real sockets: everything an agent's browser can do, and what it must not.

use std::time::Duration;

use chat_core::{
    AgentPatch, ChatBuilder, CredentialId, Directory, Listener, LocalLogin, NewAgent, Role, Signal, Signals,
};
use serde_json::{Value, json};

use crate::office::{Agent, COOKIE, Office};
use crate::support::within;

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

async fn refusal(office: &Office, connect: &str) -> Value {
    let mut agent = office.knock(connect).await;
    let text = agent.client.text().await;
    let json = text.find('{').map(|at| &text[at..]);
    assert!(text.starts_with("44"), "{text}");
    let error: Value = serde_json::from_str(json.unwrap()).unwrap();
    assert!(error["message"].is_string());
    error["data"]["code"].clone()
}

#[tokio::test]
async fn whoever_has_no_good_token_is_refused_with_a_code() {
    let office = Office::open().await;
    let cases = [
        ("40", "unauthorized"),
        ("40{}", "unauthorized"),
        ("40{\"token\":\"\"}", "unauthorized"),
        ("40{\"token\":5}", "unauthorized"),
        ("40{\"token\":\"wrong\"}", "unauthorized"),
        ("40/nowhere,{\"token\":\"wrong\"}", "invalid_namespace"),
    ];
    for (connect, code) in cases {
        assert_eq!(refusal(&office, connect).await, code, "{connect}");
    }
    let session = office.login.start_session(office.shop.owner.clone()).await.unwrap();
    office.clock.advance(LocalLogin::SESSION_TTL);
    let connect = format!("40{}", json!({ "token": session.token.expose() }));
    assert_eq!(refusal(&office, &connect).await, "expired");
}

#[tokio::test]
async fn the_sessions_cookie_signs_in_from_the_servers_own_pages_alone() {
    let office = Office::open().await;
    let session = office.login.start_session(office.shop.owner.clone()).await.unwrap();
    let (own, foreign) = (format!("http://{}", office.address), "https://evil.test");
    let good = format!("other=1; {COOKIE}={}", session.token.expose());
    for (origin, cookie, answer) in [
        (own.as_str(), good.as_str(), "40{"),
        (foreign, &good, "44{"),
        ("null", &good, "44{"),
        (&own, "session=wrong", "44{"),
        (&own, "session=", "44{"),
        (&own, "other=1", "44{"),
    ] {
        let mut agent = office.knock_with(&[("origin", origin), ("cookie", cookie)], "", "40").await;
        let text = agent.client.text().await;
        assert!(text.starts_with(answer), "{origin} with {cookie}: {text}");
    }
    // Programs name no origin, and no browser says of them that they are ours.
    let mut program = office.knock_with(&[("cookie", &good)], "", "40").await;
    assert!(program.client.text().await.starts_with("44{"));
}

#[tokio::test]
async fn an_agent_is_told_who_it_is_and_where_the_journal_stands() {
    let office = Office::open().await;
    let mut agent = office.agent(office.shop_token()).await;
    let connected = agent.event("connected").await;
    assert_eq!(connected["clientId"], json!(office.shop.client.id));
    assert_eq!(connected["agent"], json!({ "id": office.shop.owner.id, "name": "Ann", "role": "owner" }));
    assert_eq!(connected["present"], json!([office.shop.owner.id]));
    assert_eq!(connected["seq"], 1, "the account was connected");
    assert!(connected["socketId"].is_string());
}

/// An agent in the general room and, when there is a customer, in its room as well.
async fn watcher(office: &Office) -> Agent {
    let mut agent = office.agent(office.shop_token()).await;
    let answer = agent.ask("joinWhatsAppGeneral", &[]).await;
    assert_eq!(answer, json!({ "ok": true, "room": "whatsapp:general" }));
    assert_eq!(agent.event("whatsappGeneralJoined").await["room"], "whatsapp:general");
    agent
}

#[tokio::test]
async fn a_message_and_its_answer_are_seen_once_with_every_tick() {
    let office = Office::open().await;
    let mut agent = watcher(&office).await;
    office.customer_writes("in-1", "4915550100", "Hello?").await;
    let message = agent.event("whatsappMessage").await;
    let customer = message["customerId"].clone();
    let conversation = message["conversationId"].clone();
    let expected = json!({
        "conversationId": conversation, "customerId": customer, "whatsappNumber": "+4915550100",
        "whatsappMessageId": "in-1", "senderType": "customer", "messageType": "text", "content": "Hello?",
        "status": "delivered", "deliveredAt": "2026-01-01T00:00:00.000Z", "isTemplate": false,
        "timestamp": "2026-01-01T00:00:00.000Z", "seq": 3, "previousSeq": 2, "messageId": message["messageId"],
    });
    assert_eq!(message, expected, "the conversation was started by the event before");

    let answer = agent.ask("joinWhatsAppCustomer", std::slice::from_ref(&customer)).await;
    assert_eq!(answer["room"], format!("whatsapp:customer:{}", customer.as_str().unwrap()));
    assert_eq!(agent.event("whatsappCustomerJoined").await["customerId"], customer);

    let draft = json!({ "conversationId": conversation, "content": "We open at nine.", "clientMessageId": "c-1" });
    let sent = agent.ask("sendMessage", std::slice::from_ref(&draft)).await;
    assert_eq!((&sent["ok"], &sent["message"]["status"]), (&json!(true), &json!("queued")), "{sent}");
    let again = agent.ask("sendMessage", &[draft]).await;
    assert_eq!(again["message"]["id"], sent["message"]["id"], "twice is once");

    let reply = agent.event("whatsappMessage").await;
    assert_eq!(reply["senderType"], "agent");
    assert_eq!(reply["messageId"], sent["message"]["id"]);
    assert_eq!(reply["whatsappMessageId"], Value::Null);
    let tick = agent.event("whatsappMessageStatus").await;
    assert_eq!((&tick["status"], &tick["whatsappMessageId"]), (&json!("sent"), &json!("out-0")));
    for status in ["delivered", "read", "delivered"] {
        office.call(json!({ "account": "shop-number", "id": "out-0", "status": status })).await;
    }
    let mut previous = tick["seq"].clone();
    for status in ["delivered", "read"] {
        let tick = agent.event("whatsappMessageStatus").await;
        assert_eq!((&tick["status"], &tick["messageId"]), (&json!(status), &sent["message"]["id"]));
        assert_eq!(tick["previousSeq"], previous);
        previous = tick["seq"].clone();
    }
    let seen = agent.seen().await;
    assert!(!seen.iter().any(|name| name.starts_with("whatsappMessage")), "once per socket: {seen:?}");
}

#[tokio::test]
async fn the_inbox_and_the_conversation_hear_every_source() {
    let office = Office::open().await;
    office.customer_writes("in-1", "1", "first").await;
    let desk = office.desk(office.shop_token()).await;
    let conversation = desk.conversations(&Default::default(), Default::default()).await.unwrap().items[0].id;
    let mut inbox = office.agent(office.shop_token()).await;
    assert_eq!(inbox.ask("joinInbox", &[]).await, json!({ "ok": true, "room": "inbox" }));
    let mut both = office.agent(office.shop_token()).await;
    both.ask("joinInbox", &[]).await;
    let answer = both.ask("joinConversation", &[json!({ "conversationId": conversation })]).await;
    assert_eq!(answer["ok"], true);
    assert_eq!(both.event("conversationJoined").await["conversationId"], json!(conversation));
    office.customer_writes("in-2", "1", "second").await;
    both.ask("markRead", &[json!(conversation)]).await;
    for agent in [&mut inbox, &mut both] {
        let message = agent.event("message").await;
        assert_eq!((&message["content"], &message["source"]), (&json!("second"), &json!("whatsapp")));
        assert!(message["seq"].as_i64() > message["previousSeq"].as_i64());
        let changed = agent.event("conversation").await;
        assert_eq!((&changed["id"], &changed["unreadCount"]), (&json!(conversation), &json!(0)));
        let seen = agent.seen().await;
        assert!(!seen.contains(&"message".to_owned()) && !seen.contains(&"whatsappMessage".to_owned()), "{seen:?}");
    }
    assert_eq!(both.ask("leaveConversation", &[json!(conversation)]).await["ok"], true);
    both.event("conversationLeft").await;
}

#[tokio::test]
async fn a_note_stays_in_the_team() {
    let office = Office::open().await;
    let mut agent = watcher(&office).await;
    agent.ask("joinInbox", &[]).await;
    office.customer_writes("in-1", "1", "hi").await;
    let conversation = agent.event("whatsappMessage").await["conversationId"].clone();
    agent.event("message").await;
    let note = json!({ "conversationId": conversation, "content": "difficult", "kind": "note" });
    assert_eq!(agent.ask("sendMessage", &[note]).await["ok"], true);
    assert_eq!(agent.event("message").await["kind"], "note");
    assert!(!agent.seen().await.contains(&"whatsappMessage".to_owned()));
}

#[tokio::test]
async fn clients_neither_see_nor_reach_each_other() {
    let office = Office::open().await;
    let mut agent = watcher(&office).await;
    office.customer_writes("in-1", "1", "hi").await;
    let message = agent.event("whatsappMessage").await;
    let mut rival = office.agent(office.rival.api_key.expose()).await;
    rival.ask("joinWhatsAppGeneral", &[]).await;
    rival.ask("joinInbox", &[]).await;
    let (customer, conversation) = (&message["customerId"], &message["conversationId"]);
    let foreign = [
        ("joinWhatsAppCustomer", customer.clone()),
        ("joinConversation", conversation.clone()),
        ("markRead", conversation.clone()),
        ("typing", json!({ "conversationId": conversation, "isTyping": true })),
        ("sendMessage", json!({ "conversationId": conversation, "content": "mine now" })),
    ];
    for (event, argument) in foreign {
        let mut answer = rival.ask(event, std::slice::from_ref(&argument)).await;
        let mut unknown = rival.ask(event, &[replaced(&argument)]).await;
        let names = [&mut answer, &mut unknown].map(|answer| answer.as_object_mut().unwrap().remove("requestId"));
        assert!(names[0].is_some() && names[0] != names[1], "{names:?}");
        assert_eq!(answer["code"], "not_found", "{event}");
        assert_eq!(answer, unknown, "{event}: what is foreign looks like what is not there");
    }
    // Leaving what one is not in is no news about it.
    assert_eq!(rival.ask("leaveWhatsAppCustomer", std::slice::from_ref(customer)).await["ok"], true);
    rival.event("whatsappCustomerLeft").await;
    assert_eq!(rival.ask("sync", &[json!({ "after": 0 })]).await["events"].as_array().unwrap().len(), 1);
    office.customer_writes("in-2", "1", "again").await;
    agent.event("whatsappMessage").await;
    let seen = rival.seen().await;
    let own = ["connected", "clientJoined", "presence", "whatsappGeneralJoined", "inboxJoined"];
    assert!(seen.iter().all(|name| own.contains(&name.as_str())), "{seen:?}");
}

/// The same argument for something that nobody has.
fn replaced(argument: &Value) -> Value {
    match argument {
        Value::Object(fields) => {
            let mut fields = fields.clone();
            fields.insert("conversationId".to_owned(), json!(NOBODY));
            Value::Object(fields)
        }
        _ => json!(NOBODY),
    }
}

#[tokio::test]
async fn whatever_is_wrong_is_answered_and_never_costs_the_socket() {
    let office = Office::open().await;
    let mut agent = office.agent(office.shop_token()).await;
    let long = "x".repeat(5000);
    let message = |content: &str| json!({ "conversationId": NOBODY, "content": content });
    let cases = [
        ("joinWhatsAppCustomer", vec![], "invalid"),
        ("joinWhatsAppCustomer", vec![json!("abc")], "invalid"),
        ("joinWhatsAppCustomer", vec![json!({ "id": NOBODY })], "invalid"),
        ("joinWhatsAppCustomer", vec![json!(long)], "invalid"),
        ("joinWhatsAppCustomer", vec![json!(NOBODY)], "not_found"),
        ("joinConversation", vec![json!(7)], "invalid"),
        ("leaveConversation", vec![Value::Null], "invalid"),
        ("markRead", vec![json!([NOBODY])], "invalid"),
        ("markRead", vec![json!(NOBODY)], "not_found"),
        ("sendMessage", vec![], "invalid"),
        ("sendMessage", vec![json!("hello")], "invalid"),
        ("sendMessage", vec![message("")], "invalid"),
        ("sendMessage", vec![message(&long)], "invalid"),
        ("sendMessage", vec![json!({ "conversationId": NOBODY, "content": 7 })], "invalid"),
        ("sendMessage", vec![message("hello")], "not_found"),
        ("typing", vec![json!({ "conversationId": NOBODY })], "invalid"),
        ("sync", vec![json!({})], "invalid"),
        ("sync", vec![json!({ "after": -5 })], "invalid"),
        ("constructor", vec![], "unknown_event"),
        ("whatsappMessage", vec![json!({})], "unknown_event"),
    ];
    for (event, args, code) in cases {
        let answer = agent.ask(event, &args).await;
        assert_eq!((&answer["ok"], &answer["code"]), (&json!(false), &json!(code)), "{event} {args:?} {answer}");
        assert!(answer["message"].is_string());
        assert_eq!(answer["errors"][0]["field"].is_string(), code == "invalid", "{event} {args:?} {answer}");
        agent.emit(event, &args).await;
    }
    assert_eq!(agent.ask("joinInbox", &[]).await["ok"], true, "the socket is still there");
}

#[tokio::test]
async fn a_person_comes_and_goes_once_however_many_tabs_there_are() {
    let office = Office::open().await;
    let mut ann = office.agent(office.shop_token()).await;
    assert_eq!(ann.event("clientJoined").await["agentId"], json!(office.shop.owner.id));
    let new = NewAgent::new("Cid", "cid@shop.test", Role::Agent);
    let (cid, _) = office.login.create_agent(office.shop.client.id, new).await.unwrap();
    let token = office.login.start_session(cid.clone()).await.unwrap().token;
    let mut first = office.agent(token.expose()).await;
    let mut second = office.agent(token.expose()).await;
    second.event("connected").await;
    let joined = ann.event("clientJoined").await;
    assert_eq!(joined, json!({ "agentId": cid.id, "name": "Cid", "isPresent": true }));
    first.client.send("41").await;
    second.client.0.close(None).await.unwrap();
    let left = ann.event("clientLeft").await;
    assert_eq!(left, json!({ "agentId": cid.id, "name": "Cid", "isPresent": false }));
    let again = office.agent(token.expose()).await;
    assert_eq!(ann.event("clientJoined").await["agentId"], json!(cid.id));
    let seen = ann.seen().await;
    assert!(!seen.contains(&"clientJoined".to_owned()) && !seen.contains(&"clientLeft".to_owned()), "{seen:?}");
    drop(again);
}

#[tokio::test]
async fn typing_is_told_and_not_kept() {
    let office = Office::open().await;
    let mut agent = watcher(&office).await;
    office.customer_writes("in-1", "1", "hi").await;
    let conversation = agent.event("whatsappMessage").await["conversationId"].clone();
    let mut other = office.agent(office.shop_token()).await;
    other.ask("joinConversation", std::slice::from_ref(&conversation)).await;
    let typing = json!({ "conversationId": conversation, "isTyping": true });
    assert_eq!(agent.ask("typing", &[typing]).await, json!({ "ok": true }));
    let sender = json!({
        "conversationId": conversation, "senderType": "agent", "senderId": office.shop.owner.id, "isTyping": true,
    });
    assert_eq!(other.event("typing").await, sender);
    assert!(!agent.seen().await.contains(&"typing".to_owned()), "it is in none of the rooms");
}

#[tokio::test]
async fn a_client_catches_up_page_by_page_without_a_gap() {
    let office = Office::open().await;
    for number in 0..450 {
        office.customer_writes(&format!("in-{number}"), &format!("{}", number % 7), "hi").await;
    }
    let mut agent = office.agent(office.shop_token()).await;
    let head = agent.event("connected").await["seq"].as_i64().unwrap();
    let (mut after, mut seqs, mut pages) = (0, Vec::new(), 0);
    loop {
        let answer = agent.ask("sync", &[json!({ "after": after })]).await;
        assert_eq!((&answer["ok"], &answer["head"]), (&json!(true), &json!(head)));
        for event in answer["events"].as_array().unwrap() {
            for field in ["seq", "previousSeq", "type", "conversationId", "at", "data"] {
                assert!(event.get(field).is_some(), "{field} in {event}");
            }
            seqs.push(event["seq"].as_i64().unwrap());
        }
        pages += 1;
        after = *seqs.last().unwrap();
        if answer["more"] == false {
            break;
        }
    }
    assert_eq!(seqs, (1..=head).collect::<Vec<_>>());
    assert!(pages > 1);
    let answer = agent.ask("sync", &[json!({ "after": head })]).await;
    assert_eq!(answer, json!({ "ok": true, "events": [], "head": head, "more": false }));
    let answer = agent.ask("sync", &[json!({ "after": head + 10 })]).await;
    assert_eq!(answer, json!({ "ok": true, "events": [], "head": head, "more": false, "resync": true }));
    assert_eq!(agent.event("resync").await, json!({ "seq": head }), "a position that never was");
}

#[tokio::test]
async fn a_client_that_was_away_for_too_long_is_told_to_load_anew_and_goes_on_from_the_head() {
    let office = Office::open().await;
    office.customer_writes("in-1", "1", "long ago").await;
    office.clock.advance(ChatBuilder::JOURNAL_RETENTION_DEFAULT + Duration::from_millis(1));
    office.customer_writes("in-2", "1", "just now").await;
    office.chat.prune_once().await.unwrap();
    let mut agent = office.agent(office.shop_token()).await;
    let head = agent.event("connected").await["seq"].as_i64().unwrap();

    let answer = agent.ask("sync", &[json!({ "after": 1 })]).await;
    assert_eq!(answer, json!({ "ok": true, "events": [], "head": head, "more": false, "resync": true }));
    assert_eq!(agent.event("resync").await, json!({ "seq": head }));
    office.customer_writes("in-3", "1", "and now").await;
    let answer = agent.ask("sync", &[json!({ "after": head })]).await;
    assert_eq!(answer["events"][0]["data"]["content"], "and now");
    let answer = agent.ask("sync", &[json!({ "after": head - 1 })]).await;
    assert_eq!(answer["events"].as_array().unwrap().len(), 2, "from the tail on nothing is missing");
}

#[tokio::test]
async fn a_server_that_fell_behind_what_is_kept_tells_its_clients_sockets_to_load_anew() {
    let office = Office::open().await;
    let mut agent = office.agent(office.shop_token()).await;
    agent.event("connected").await;
    let mut rival = office.agent(office.rival.api_key.expose()).await;
    rival.event("connected").await;

    office.gateway.miss(office.shop.client.id, 40);
    assert_eq!(agent.event("resync").await, json!({ "seq": 40 }));
    assert!(!rival.seen().await.contains(&"resync".to_owned()), "it is none of another client's business");
}

#[tokio::test]
async fn a_page_of_large_events_is_shorter() {
    let office = Office::open().await;
    for number in 0..60 {
        office.customer_writes(&format!("in-{number}"), "1", &"é".repeat(8000)).await;
    }
    let mut agent = office.agent(office.shop_token()).await;
    let answer = agent.ask("sync", &[json!({ "after": 1 })]).await;
    let events = answer["events"].as_array().unwrap();
    assert!((2..60).contains(&events.len()), "{}", events.len());
    assert!(answer.to_string().len() < 300 * 1024);
    assert_eq!(answer["more"], true);
}

#[tokio::test]
async fn a_socket_s_requests_are_handled_in_order() {
    let office = Office::open().await;
    let mut agent = watcher(&office).await;
    office.customer_writes("in-1", "1", "hi").await;
    let conversation = agent.event("whatsappMessage").await["conversationId"].clone();
    for number in 0..100 {
        let draft = json!({ "conversationId": conversation, "content": number.to_string() });
        agent.emit("sendMessage", &[draft]).await;
    }
    for number in 0..100 {
        assert_eq!(agent.event("whatsappMessage").await["content"], number.to_string());
    }
}

async fn ended(agent: &mut Agent) {
    loop {
        if agent.client.text().await == "41" {
            return;
        }
    }
}

#[tokio::test]
async fn a_sign_out_ends_its_sockets_and_no_others() {
    let office = Office::open().await;
    let session = office.login.start_session(office.shop.owner.clone()).await.unwrap();
    let mut one = office.agent(session.token.expose()).await;
    let mut other = office.agent(office.shop_token()).await;
    one.event("connected").await;
    let credential = office.login.sign_out(session.token.expose()).await.unwrap().unwrap();
    let client_id = office.shop.client.id;
    let stranger = CredentialId("somebody else's".to_owned());
    office.signals.send(Signal::SignedOut { client_id, credential: stranger });
    office.signals.send(Signal::SignedOut { client_id: office.rival.client.id, credential: credential.clone() });
    assert_eq!(one.ask("joinInbox", &[]).await["ok"], true);
    office.signals.send(Signal::SignedOut { client_id, credential });
    ended(&mut one).await;
    assert_eq!(other.ask("joinInbox", &[]).await["ok"], true);
}

#[tokio::test]
async fn a_sign_out_while_a_socket_comes_in_is_not_missed() {
    let office = Office::open().await;
    let session = office.login.start_session(office.shop.owner.clone()).await.unwrap();
    let mut one = office.agent(session.token.expose()).await;
    one.event("connected").await;
    let (held, let_go) = office.door.hold_next();
    let mut late = office.knock(&format!("40{}", json!({ "token": session.token.expose() }))).await;
    within(held).await.unwrap();
    let credential = office.login.sign_out(session.token.expose()).await.unwrap().unwrap();
    office.signals.send(Signal::SignedOut { client_id: office.shop.client.id, credential });
    ended(&mut one).await;
    let_go.send(()).unwrap();
    let answer = late.client.text().await;
    assert!(answer.starts_with("44{") && answer.contains("unauthorized"), "{answer}");
}

#[tokio::test]
async fn the_sign_out_of_somebody_else_keeps_no_socket_out() {
    let office = Office::open().await;
    let session = office.login.start_session(office.shop.owner.clone()).await.unwrap();
    let mut one = office.agent(session.token.expose()).await;
    one.event("connected").await;
    let (held, let_go) = office.door.hold_next();
    let mut late = office.knock(&format!("40{}", json!({ "token": office.shop_token() }))).await;
    within(held).await.unwrap();
    let credential = office.login.sign_out(session.token.expose()).await.unwrap().unwrap();
    office.signals.send(Signal::SignedOut { client_id: office.shop.client.id, credential });
    ended(&mut one).await;
    let_go.send(()).unwrap();
    assert!(late.client.text().await.starts_with("40{"));
    late.event("connected").await;
}

#[tokio::test]
async fn a_sign_in_that_has_run_out_ends_its_sockets() {
    let office = Office::open().await;
    let session = office.login.start_session(office.shop.owner.clone()).await.unwrap();
    let mut one = office.agent(session.token.expose()).await;
    one.event("connected").await;
    office.clock.advance(LocalLogin::SESSION_TTL);
    ended(&mut one).await;
    let mut other = office.agent(office.shop_token()).await;
    assert_eq!(other.ask("joinInbox", &[]).await["ok"], true, "an API key does not run out");
}

#[tokio::test]
async fn a_token_that_was_taken_back_in_silence_is_found_out() {
    let office = Office::open().await;
    let session = office.login.start_session(office.shop.owner.clone()).await.unwrap();
    let mut one = office.agent(session.token.expose()).await;
    one.event("connected").await;
    office.login.sign_out(session.token.expose()).await.unwrap();
    assert!(!office.store.clients().await.unwrap().is_empty());
    for _ in 0..11 {
        office.clock.advance(Duration::from_secs(30));
    }
    ended(&mut one).await;
}

#[tokio::test]
async fn whoever_is_given_other_rights_comes_back_with_them_at_once() {
    let office = Office::open().await;
    let owner = office.desk(office.shop_token()).await;
    let new = NewAgent::new("Bob", "bob@shop.test", Role::Agent);
    let (bob, _) = office.login.create_agent(office.shop.client.id, new).await.unwrap();
    let token = office.login.start_session(bob.clone()).await.unwrap().token;
    let (mut one, mut other) = (office.agent(token.expose()).await, office.agent(office.shop_token()).await);
    let patch = AgentPatch { role: Some(Role::Viewer), ..AgentPatch::default() };
    owner.change_agent(bob.id, &patch).await.unwrap();
    within(one.client.closed()).await;
    let mut one = office.agent(token.expose()).await;
    assert_eq!(one.event("connected").await["agent"]["role"], "viewer");
    assert_eq!(other.ask("joinInbox", &[]).await["ok"], true);
}

#[tokio::test]
async fn whoever_leaves_the_team_is_gone_at_once() {
    let office = Office::open().await;
    let owner = office.desk(office.shop_token()).await;
    let new = NewAgent::new("Bob", "bob@shop.test", Role::Agent);
    let (bob, _) = office.login.create_agent(office.shop.client.id, new).await.unwrap();
    let token = office.login.start_session(bob.clone()).await.unwrap().token;
    let mut one = office.agent(token.expose()).await;
    one.event("connected").await;
    owner.deactivate_agent(bob.id).await.unwrap();
    ended(&mut one).await;
    assert_eq!(refusal(&office, &format!("40{}", json!({ "token": token.expose() }))).await, "unauthorized");
}

#[tokio::test]
async fn a_stopping_server_lets_everybody_go() {
    let office = Office::open().await;
    let mut agent = office.agent(office.shop_token()).await;
    agent.event("connected").await;
    office.stop.notify_one();
    assert_eq!(agent.client.close_code().await, Some(1001));
    within(office.running).await.unwrap();
    assert_eq!(office.gateway.connection_count(), 0);
    let present = office.chat.sign_in(office.shop.api_key.expose()).await.unwrap().present().await;
    assert!(present.is_empty(), "nobody is left behind");
}
