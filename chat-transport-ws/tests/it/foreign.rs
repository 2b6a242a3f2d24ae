//! Every command of a socket with every kind of id, of a client that is not the asker's, and of another visitor: it is answered as if
//! there were no such thing, and nobody over there is told or changed.

use crate::{
    office::{Agent, Office},
    visitors::{Street, draft},
};
use chat_conformance::files::{Glance, Sent};
use chat_core::{NewWidget, OpenVisit, WidgetKind};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An id that nobody has.
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// A command with an id in one place; `{}` is the id, `{own}` the asker's own conversation.
struct Step {
    command: &'static str,
    /// Whose record the id names, in the words of [`Theirs`].
    kind: &'static str,
    request: Value,
    /// Leaving what one is not in is done, whatever it is.
    is_done: bool,
}

fn step(command: &'static str, kind: &'static str, request: Value) -> Step {
    Step { command, kind, request, is_done: command.starts_with("leave") }
}

/// What agents can ask for by an id.
fn agents_steps() -> Vec<Step> {
    let message = |field: &str, value: Value| {
        let mut message = json!({ "conversationId": "{own}", "content": "hello", "kind": "note" });
        message[field] = value;
        message
    };
    vec![
        step("joinWhatsAppCustomer", "customer", json!("{}")),
        step("leaveWhatsAppCustomer", "customer", json!("{}")),
        step("joinConversation", "conversation", json!("{}")),
        step("leaveConversation", "conversation", json!("{}")),
        step("sendMessage", "conversation", message("conversationId", json!("{}"))),
        step("sendMessage", "message", message("replyTo", json!("{}"))),
        step("sendMessage", "attachment", message("attachmentIds", json!(["{}"]))),
        step("sendMessage", "agent", message("mentions", json!([{ "type": "agent", "id": "{}" }]))),
        step("markRead", "conversation", json!("{}")),
        step("typing", "conversation", json!({ "conversationId": "{}", "isTyping": true })),
        step("viewing", "conversation", json!({ "conversationId": "{}", "isViewing": true })),
    ]
}

/// What visitors can ask for by an id.
fn visitors_steps() -> Vec<Step> {
    let message = |field: &str, value: Value| {
        let mut message = json!({ "conversationId": "{own}", "content": "hello", "clientMessageId": "v" });
        message[field] = value;
        message
    };
    vec![
        step("sendMessage", "conversation", message("conversationId", json!("{}"))),
        step("sendMessage", "attachment", message("attachmentIds", json!(["{}"]))),
        step("history", "conversation", json!({ "conversationId": "{}", "cursor": null })),
        step("markRead", "conversation", json!({ "conversationId": "{}" })),
        step("typing", "conversation", json!({ "conversationId": "{}", "isTyping": true })),
    ]
}

/// The commands that name nothing: whoever asks is given what is its own.
const AGENTS_OWN: [&str; 5] = ["joinWhatsAppGeneral", "leaveWhatsAppGeneral", "joinInbox", "leaveInbox", "sync"];
const VISITORS_OWN: [&str; 3] = ["sync", "opened", "page"];

/// The names of all commands, from the one file that holds them.
fn commands() -> BTreeSet<String> {
    let wire = include_str!("../../src/gateway/wire.rs");
    let (_, asked) = wire.split_once("mod asked {").expect("the commands are in a module of their own");
    let (asked, _) = asked.split_once("\n}").expect("which ends");
    let names = asked.lines().filter_map(|line| line.split('"').nth(1)).map(str::to_owned);
    let names: BTreeSet<String> = names.collect();
    assert_eq!(names.len(), asked.matches("const ").count(), "each has a name of its own");
    names
}

/// The fields of requests that hold ids, from the files that read them.
fn id_fields(source: &str) -> BTreeSet<&str> {
    let (source, _) = source.split_once("#[cfg(test)]").unwrap_or((source, ""));
    let fields = source.lines().filter_map(|line| line.trim().trim_end_matches(',').split_once(": "));
    let is_id = |kind: &str| kind.contains("Id>") || kind.ends_with("Id") || kind.contains("Mention");
    fields
        .filter(|(name, kind)| !name.contains(' ') && !kind.contains('.') && is_id(kind))
        .map(|(name, _)| name)
        .collect()
}

/// Somebody's records.
struct Theirs {
    customer: String,
    conversation: String,
    message: String,
    attachment: String,
    agent: String,
}

impl Theirs {
    fn id(&self, kind: &str) -> &str {
        match kind {
            "customer" => &self.customer,
            "conversation" => &self.conversation,
            "message" => &self.message,
            "attachment" => &self.attachment,
            "agent" => &self.agent,
            other => panic!("say which record {other} is"),
        }
    }
}

/// The request of a step about a record, and its answer with the id taken out.
async fn ask(socket: &mut Agent, step: &Step, own: &str, id: &str) -> Value {
    let request = step.request.to_string().replace("{}", id).replace("{own}", own);
    let answer = socket.ask(step.command, &[serde_json::from_str(&request).unwrap()]).await;
    let answer: Value = serde_json::from_str(&answer.to_string().replace(id, "ID")).unwrap();
    without_name(answer)
}

/// Each request has another name.
fn without_name(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("requestId");
    }
    answer
}

async fn walk(socket: &mut Agent, steps: &[Step], own: &str, theirs: &Theirs) {
    for step in steps {
        let unknown = ask(socket, step, own, NOBODY).await;
        let foreign = ask(socket, step, own, theirs.id(step.kind)).await;
        let what = format!("{} with the id of a {}", step.command, step.kind);
        assert_eq!(foreign["ok"], json!(step.is_done), "{what}: {foreign}");
        assert_eq!(foreign, unknown, "{what}");
    }
    let told = socket.seen().await;
    let is_joined = |name: &String| name.ends_with("Joined");
    assert!(!told.iter().any(is_joined), "{told:?}");
}

/// The rival's journal, and what its conversation and its customer are.
async fn state(office: &Office, theirs: &Theirs) -> Value {
    let desk = office.desk(office.rival.api_key.expose()).await;
    let events = desk.events(0, 1000).await.unwrap().events;
    let conversation = desk.conversation(theirs.conversation.parse().unwrap()).await.unwrap();
    let told: Vec<String> = events.iter().map(|notice| format!("{} {:?}", notice.seq, notice.event)).collect();
    json!([told, format!("{conversation:?}"), format!("{:?}", desk.present().await)])
}

/// A visitor of the rival's website, and the widget's key.
async fn rivals_visitor(street: &Street) -> (Agent, String) {
    let office = &street.office;
    let desk = office.desk(office.rival.api_key.expose()).await;
    let settings = serde_json::from_value(json!({ "allowLocalhost": true })).unwrap();
    let new = NewWidget { name: "Website".into(), kind: WidgetKind::Floating, settings };
    let key = desk.create_widget(&new).await.unwrap().public_key;
    let boot = office.chat.boot(&key, "http://localhost:5173", None).await.unwrap().boot;
    let open = OpenVisit { key: &key, boot: &boot, visitor: None, identity: None, caller: None };
    let token = office.chat.open_visit(open).await.unwrap().token;
    let connect = format!("40/visitor,{}", json!({ "token": token }));
    let page = format!("http://{}", office.address);
    let mut socket = office.knock_from(Some(&page), "/visitor,", &connect).await;
    assert!(socket.client.text().await.starts_with("40/visitor,{"));
    socket.event("connected").await;
    (socket, token)
}

fn file() -> Sent {
    Sent::new("parcel.png", &[Glance::PICTURE, b" of a parcel"].concat())
}

/// An agent of the rival that hears everything there is.
async fn listening(office: &Office, theirs: &Theirs) -> Agent {
    let mut agent = office.agent(office.rival.api_key.expose()).await;
    for (event, id) in [
        ("joinInbox", None),
        ("joinWhatsAppGeneral", None),
        ("joinWhatsAppCustomer", Some(&theirs.customer)),
        ("joinConversation", Some(&theirs.conversation)),
    ] {
        let args: Vec<Value> = id.into_iter().map(|id| json!(id)).collect();
        assert_eq!(agent.ask(event, &args).await["ok"], true, "{event}");
    }
    agent.seen().await;
    agent
}

#[test]
fn every_command_of_both_namespaces_is_walked_and_every_field_with_an_id() {
    let names = |steps: Vec<Step>, own: &[&str]| -> BTreeSet<String> {
        steps.into_iter().map(|step| step.command).chain(own.iter().copied()).map(str::to_owned).collect()
    };
    let agents = names(agents_steps(), &AGENTS_OWN);
    let visitors = names(visitors_steps(), &VISITORS_OWN);
    assert_eq!(agents.union(&visitors).cloned().collect::<BTreeSet<_>>(), commands());

    let fields = |steps: Vec<Step>| steps.iter().map(|step| step.request.to_string()).collect::<String>();
    let shared = id_fields(include_str!("../../src/gateway/fields.rs"));
    for (source, walked) in [
        (include_str!("../../src/gateway/requests.rs"), fields(agents_steps())),
        (include_str!("../../src/gateway/visitor_requests.rs"), fields(visitors_steps())),
    ] {
        let known = id_fields(source);
        assert!(known.contains("conversation_id") && known.contains("attachment_ids"), "{known:?}");
        for field in known.union(&shared) {
            let mut words = field.split('_');
            let first = words.next().unwrap().to_owned();
            let name = words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..]);
            assert!(
                walked.contains(&format!("\"{name}\":\"{{}}\"")) || walked.contains(&format!("\"{name}\":[")),
                "{name}"
            );
        }
    }
}

#[tokio::test]
async fn a_command_is_known_in_its_own_namespace_alone() {
    let street = Street::open().await;
    let mut agent = street.agent().await;
    let (mut visitor, ..) = street.visitor(None).await;
    let walked = |steps: Vec<Step>, own: &[&str], name: &str| {
        own.contains(&name) || steps.iter().any(|step| step.command == name)
    };
    for name in commands() {
        let is_agents = agent.ask(&name, &[json!(null)]).await["code"] != "unknown_event";
        assert_eq!(is_agents, walked(agents_steps(), &AGENTS_OWN, &name), "{name}");
        let is_visitors = visitor.ask(&name, &[json!(null)]).await["code"] != "unknown_event";
        assert_eq!(is_visitors, walked(visitors_steps(), &VISITORS_OWN, &name), "{name}");
    }
}

#[tokio::test]
async fn what_is_another_clients_is_not_there_and_nobody_over_there_hears_of_it() {
    let street = Street::open().await;
    let office = &street.office;
    // The rival has a customer on WhatsApp, and a visitor on its website with a file.
    office.call(json!({ "account": "rival-number", "id": "theirs-1", "from": "4915550111", "text": "Hi" })).await;
    let rival = office.desk(office.rival.api_key.expose()).await;
    let attachment = rival.upload(&mut file(), None).await.unwrap().id.to_string();
    let (mut rivals_visitor, token) = rivals_visitor(&street).await;
    let said = rivals_visitor.ask("sendMessage", &[draft("r-1", "Hello there")]).await;
    let visit = office.chat.visit(&token).await.unwrap();
    let visits_file = visit.upload(&mut file(), None).await.unwrap().id.to_string();
    let events = rival.events(0, 1000).await.unwrap().events;
    let thread = events.iter().find_map(|notice| notice.thread.clone()).unwrap();
    let message = events.iter().find_map(|notice| match &notice.event {
        chat_core::Event::MessagePosted(message) => Some(message.id.to_string()),
        _ => None,
    });
    let theirs = Theirs {
        customer: thread.customer_id.unwrap().to_string(),
        conversation: thread.conversation_id.to_string(),
        message: message.unwrap(),
        attachment,
        agent: office.rival.owner.id.to_string(),
    };
    let visited = Theirs {
        customer: visit.customer_id().to_string(),
        conversation: said["conversation"]["id"].as_str().unwrap().to_owned(),
        message: said["message"]["id"].as_str().unwrap().to_owned(),
        attachment: visits_file,
        agent: theirs.agent.clone(),
    };
    // Somebody of the shop's own writes as well, and another visitor of the same website.
    let (mut ann, ..) = street.visitor(None).await;
    let own = ann.ask("sendMessage", &[draft("a-1", "Hello?")]).await["conversation"]["id"].clone();
    let own = own.as_str().unwrap().to_owned();
    let (token, _) = street.session(None).await;
    let (mut ben, ..) = street.visitor(None).await;
    let said = ben.ask("sendMessage", &[draft("b-1", "Is anybody there?")]).await;
    let bens = office.chat.visit(&token).await.unwrap().upload(&mut file(), None).await.unwrap();
    let bens = Theirs {
        customer: String::new(),
        conversation: said["conversation"]["id"].as_str().unwrap().to_owned(),
        message: said["message"]["id"].as_str().unwrap().to_owned(),
        attachment: bens.id.to_string(),
        agent: String::new(),
    };
    let mut agent = street.agent().await;
    for name in AGENTS_OWN.iter().filter(|name| name.starts_with("join")) {
        agent.ask(name, &[]).await;
    }
    let mut listener = listening(office, &theirs).await;
    agent.seen().await;
    ann.seen().await;
    ben.seen().await;
    rivals_visitor.seen().await;
    let before = (state(office, &theirs).await, state(office, &visited).await);

    for foreign in [&theirs, &visited] {
        walk(&mut agent, &agents_steps(), &own, foreign).await;
        walk(&mut ann, &visitors_steps(), &own, foreign).await;
    }
    walk(&mut ann, &visitors_steps(), &own, &bens).await;

    assert_eq!((state(office, &theirs).await, state(office, &visited).await), before, "nothing has changed over there");
    assert_eq!(listener.seen().await, Vec::<String>::new(), "nobody was told");
    assert_eq!(rivals_visitor.seen().await, Vec::<String>::new());
    assert_eq!(ben.seen().await, Vec::<String>::new());

    // And what happens over there is heard there alone.
    office
        .call(json!({ "account": "rival-number", "id": "theirs-2", "from": "4915550111", "text": "Still there?" }))
        .await;
    let id = json!({ "conversationId": visited.conversation, "isTyping": true });
    assert_eq!(listener.ask("typing", &[id]).await["ok"], true);
    assert_eq!(rivals_visitor.ask("sendMessage", &[draft("r-2", "Me again")]).await["ok"], true);
    listener.event("whatsappMessage").await;
    rivals_visitor.event("typing").await;
    assert_eq!(agent.seen().await, Vec::<String>::new());
    assert_eq!(ann.seen().await, Vec::<String>::new());
    let sync = agent.ask("sync", &[json!({ "after": 0 })]).await.to_string();
    let visitors_sync = ann.ask("sync", &[json!({ "after": 0 })]).await.to_string();
    for id in [&theirs.customer, &theirs.conversation, &theirs.message, &visited.conversation, &visited.message] {
        assert!(!sync.contains(id) && !visitors_sync.contains(id), "{id}");
    }
}
