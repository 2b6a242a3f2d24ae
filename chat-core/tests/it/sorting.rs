//! What an agent does to keep an inbox in order.

use crate::paper::Office;
use chat_core::{
    AttributeRule, AttributeType, Attributes, Audience, ConversationId, ConversationPatch, ConversationStatus,
    DefinitionBody, DefinitionId, Desk, Draft, Error, Event, Label, MessageKind, NewAgent, NewDefinition, Priority,
    Role, Roster,
};
use serde_json::json;
use std::time::Duration;

async fn defined(office: &Office, name: &str, body: DefinitionBody) -> DefinitionId {
    let new = NewDefinition { name: name.into(), audience: Audience::All, body };
    office.desk.define(&new).await.unwrap().id
}

async fn label(office: &Office, name: &str) -> DefinitionId {
    let label = Label { color: "#123456".parse().unwrap(), description: None };
    defined(office, name, DefinitionBody::Label(label)).await
}

/// A colleague at a desk of its own.
async fn colleague(office: &Office) -> Desk {
    let new = NewAgent::new("Bob", "bob@shop.test", Role::Agent);
    let (bob, _) = office.login.create_agent(office.scope().client_id(), new).await.unwrap();
    let (_, key) = office.login.create_api_key(office.scope().client_id(), bob.id, "bob's").await.unwrap();
    office.chat.sign_in(key.expose()).await.unwrap()
}

async fn written_to(office: &Office) -> ConversationId {
    office.customer_writes("in-1", "15550001", "hello").await;
    office.conversation().await.id
}

fn wrong_fields(error: Error) -> Vec<String> {
    let Error::Invalid(fields) = error else { panic!("{error:?}") };
    fields.into_iter().map(|wrong| wrong.field.into_owned()).collect()
}

#[tokio::test]
async fn a_conversation_is_labelled_and_the_label_may_go() {
    let office = Office::open().await;
    let id = written_to(&office).await;
    let (vip, late) = (label(&office, "vip").await, label(&office, "late").await);
    let add = ConversationPatch { add_labels: vec![late, vip, late], ..ConversationPatch::default() };
    assert_eq!(office.desk.change_conversation(id, &add).await.unwrap().labels, [vip, late]);
    let swap = ConversationPatch {
        labels: Some(vec![vip]),
        remove_labels: vec![vip],
        add_labels: vec![late],
        ..Default::default()
    };
    assert_eq!(office.desk.change_conversation(id, &swap).await.unwrap().labels, [late]);

    office.desk.undefine(chat_core::DefinitionKind::Label, late).await.unwrap();
    let raise = ConversationPatch { priority: Some(Priority::High), ..Default::default() };
    let changed = office.desk.change_conversation(id, &raise).await.unwrap();
    assert_eq!(changed.labels, [late], "what has it keeps it");
    let again = ConversationPatch { labels: Some(vec![late, vip]), ..Default::default() };
    assert_eq!(office.desk.change_conversation(id, &again).await.unwrap().labels.len(), 2);
    let gone = ConversationPatch { labels: Some(vec![]), ..Default::default() };
    office.desk.change_conversation(id, &gone).await.unwrap();
    let error = office.desk.change_conversation(id, &add).await.unwrap_err();
    assert_eq!(wrong_fields(error), ["labels"], "what is deleted is given to nobody any more");
}

#[tokio::test]
async fn attributes_fit_their_definitions_and_null_takes_one_away() {
    let office = Office::open().await;
    let id = written_to(&office).await;
    for (name, kind, options) in [
        ("order", AttributeType::Text, vec![]),
        ("count", AttributeType::Number, vec![]),
        ("paid", AttributeType::Boolean, vec![]),
        ("due", AttributeType::Date, vec![]),
        ("plan", AttributeType::Select, vec!["free".to_owned(), "pro".to_owned()]),
        ("page", AttributeType::Link, vec![]),
    ] {
        let rule = AttributeRule { title: name.into(), kind, options };
        defined(&office, name, DefinitionBody::ConversationAttribute(rule)).await;
    }
    let attributes = |value: serde_json::Value| {
        let attributes: Attributes = serde_json::from_value(value).unwrap();
        ConversationPatch { attributes, ..ConversationPatch::default() }
    };
    let right = json!({
        "order": "A-7", "count": 2.5, "paid": false, "due": "1999-12-31", "plan": "pro", "page": "https://shop.test/a",
    });
    let changed = office.desk.change_conversation(id, &attributes(right.clone())).await.unwrap();
    assert_eq!(json!(changed.attributes), right);
    let wrong = json!({
        "order": 7, "count": "2", "paid": "no", "due": "31.12.1999", "plan": "gold", "page": "javascript:alert(1)",
        "other": true,
    });
    let error = office.desk.change_conversation(id, &attributes(wrong)).await.unwrap_err();
    let fields = ["count", "due", "order", "other", "page", "paid", "plan"].map(|name| format!("attributes.{name}"));
    assert_eq!(wrong_fields(error), fields);
    let gone = json!({ "order": null, "other": null, "count": 3 });
    let changed = office.desk.change_conversation(id, &attributes(gone)).await.unwrap();
    assert_eq!((changed.attributes.get("order"), &changed.attributes["count"]), (None, &json!(3)));
}

#[tokio::test]
async fn a_conversation_that_was_put_off_comes_back_in_time_or_with_a_message() {
    let mut office = Office::open().await;
    let id = written_to(&office).await;
    let now = office.chat.env().now();
    let until = |seconds| ConversationPatch {
        snoozed_until: Some(Some(now.plus(Duration::from_secs(seconds)))),
        ..ConversationPatch::default()
    };
    let put_off = office.desk.change_conversation(id, &until(60)).await.unwrap();
    assert!(put_off.snoozed_until.is_some());
    assert_eq!(office.chat.wake_once().await.unwrap(), 0, "it is not time yet");
    office.customer_writes("in-2", "15550001", "are you there?").await;
    assert_eq!(office.conversation().await.snoozed_until, None, "the customer has written");

    office.desk.change_conversation(id, &until(60)).await.unwrap();
    office.clock.advance(Duration::from_secs(60));
    office.heard();
    assert_eq!(office.chat.wake_once().await.unwrap(), 1);
    assert_eq!(office.chat.wake_once().await.unwrap(), 0);
    let told = office.heard();
    assert!(matches!(&told[0].event, Event::ConversationChanged(woken) if woken.snoozed_until.is_none()));
    assert_eq!(office.conversation().await.snoozed_until, None);

    for seconds in [60, 60 + 367 * 24 * 60 * 60] {
        let error = office.desk.change_conversation(id, &until(seconds)).await.unwrap_err();
        assert_eq!(wrong_fields(error), ["snoozedUntil"], "{seconds}");
    }
    let close = ConversationPatch { status: Some(ConversationStatus::Closed), ..until(120) };
    assert_eq!(wrong_fields(office.desk.change_conversation(id, &close).await.unwrap_err()), ["snoozedUntil"]);
}

#[tokio::test]
async fn the_first_reply_and_the_end_are_kept_as_facts() {
    let office = Office::open().await;
    let id = written_to(&office).await;
    let note = Draft { kind: MessageKind::Note, ..Draft::text("who knows?") };
    office.desk.reply(id, &note).await.unwrap();
    assert_eq!(office.conversation().await.first_replied_at, None, "a note is no reply");
    office.clock.advance(Duration::from_secs(5));
    let first = office.desk.reply(id, &Draft::text("hi")).await.unwrap().created_at;
    office.clock.advance(Duration::from_secs(5));
    office.desk.reply(id, &Draft::text("still here")).await.unwrap();
    let close = ConversationPatch { status: Some(ConversationStatus::Closed), ..ConversationPatch::default() };
    let closed = office.desk.change_conversation(id, &close).await.unwrap();
    assert_eq!((closed.first_replied_at, closed.closed_at), (Some(first), Some(office.chat.env().now())));
    assert_eq!(closed.customer_position, 1);
    office.customer_writes("in-2", "15550001", "one more thing").await;
    let reopened = office.conversation().await;
    assert_eq!((reopened.first_replied_at, reopened.closed_at, reopened.customer_position), (Some(first), None, 7));
}

#[tokio::test]
async fn a_team_and_participants_have_to_be_there() {
    let office = Office::open().await;
    let id = written_to(&office).await;
    let bob = colleague(&office).await.actor().agent_id;
    let stranger = office.chat.env().id();
    let team =
        defined(&office, "Sales", DefinitionBody::Team(Roster { members: vec![bob], ..Roster::default() })).await;
    let patch = ConversationPatch {
        team_id: Some(Some(team.into())),
        add_participants: vec![bob, bob],
        ..ConversationPatch::default()
    };
    let changed = office.desk.change_conversation(id, &patch).await.unwrap();
    assert_eq!((changed.team_id, changed.participants), (Some(team.into()), vec![bob]));
    let wrong = ConversationPatch {
        assignee_id: Some(Some(stranger)),
        team_id: Some(Some(office.chat.env().id())),
        add_participants: vec![stranger],
        ..ConversationPatch::default()
    };
    let error = office.desk.change_conversation(id, &wrong).await.unwrap_err();
    assert_eq!(wrong_fields(error), ["assigneeId", "teamId", "addParticipants"]);
    let gone = ConversationPatch { remove_participants: vec![bob], team_id: Some(None), ..Default::default() };
    let changed = office.desk.change_conversation(id, &gone).await.unwrap();
    assert_eq!((changed.team_id, changed.participants), (None, vec![]));
}

#[tokio::test]
async fn each_agent_has_its_own_idea_of_what_is_unread() {
    let office = Office::open().await;
    let id = written_to(&office).await;
    let bob = colleague(&office).await;
    let is_unread = async |desk: &Desk| {
        let bookmark = desk.bookmarks(&[id]).await.unwrap().pop();
        Desk::is_unread(&desk.conversation(id).await.unwrap(), bookmark.as_ref())
    };
    assert!(is_unread(&office.desk).await && is_unread(&bob).await);
    office.desk.mark_read(id).await.unwrap();
    assert!(!is_unread(&office.desk).await && !is_unread(&bob).await, "whoever noted nothing goes by the team");
    bob.mark_unread(id).await.unwrap();
    assert!(!is_unread(&office.desk).await && is_unread(&bob).await);
    office.desk.reply(id, &Draft::text("hi")).await.unwrap();
    assert!(is_unread(&bob).await, "a colleague's reply is not what was marked");
    bob.mark_read(id).await.unwrap();
    assert!(!is_unread(&bob).await);
    office.customer_writes("in-2", "15550001", "thanks").await;
    assert!(is_unread(&office.desk).await && is_unread(&bob).await);
    bob.reply(id, &Draft::text("welcome")).await.unwrap();
    assert!(!is_unread(&office.desk).await && !is_unread(&bob).await);
}

#[tokio::test]
async fn what_was_begun_is_kept_for_its_author_until_it_is_sent() {
    let office = Office::open().await;
    let id = written_to(&office).await;
    let bob = colleague(&office).await;
    office.desk.keep_unsent(id, "we will", MessageKind::Reply).await.unwrap();
    office.clock.advance(Duration::from_secs(1));
    bob.keep_unsent(id, "ask Ann", MessageKind::Note).await.unwrap();
    office.desk.keep_unsent(id, "we will look", MessageKind::Reply).await.unwrap();
    let texts = async |desk: &Desk| {
        let unsent = desk.unsent().await.unwrap().into_iter().map(|it| it.unsent.unwrap());
        unsent.map(|it| (it.content, it.kind)).collect::<Vec<_>>()
    };
    assert_eq!(texts(&office.desk).await, [("we will look".to_owned(), MessageKind::Reply)]);
    assert_eq!(texts(&bob).await, [("ask Ann".to_owned(), MessageKind::Note)]);
    office.desk.reply(id, &Draft::text("we will look into it")).await.unwrap();
    assert_eq!(texts(&office.desk).await, []);
    assert_eq!(texts(&bob).await.len(), 1);
    bob.drop_unsent(id).await.unwrap();
    bob.drop_unsent(id).await.unwrap();
    assert_eq!(texts(&bob).await, []);
    let long = "x".repeat(Draft::CHARS_MAX + 1);
    assert_eq!(wrong_fields(bob.keep_unsent(id, &long, MessageKind::Reply).await.unwrap_err()), ["content"]);
}

#[tokio::test]
async fn a_reply_written_against_an_older_state_is_held_back() {
    let office = Office::open().await;
    let id = written_to(&office).await;
    let bob = colleague(&office).await;
    let seen = office.conversation().await.last_seq;
    let draft = |text: &str, seq| Draft { if_seq: Some(seq), ..Draft::text(text) };
    let first = bob.reply(id, &draft("I have it", seen)).await.unwrap();
    let held = office.desk.reply(id, &draft("so have I", seen)).await;
    let Err(Error::Superseded(missed)) = held else { panic!("{held:?}") };
    assert_eq!(
        missed.iter().map(|it| (it.kind, it.message_id)).collect::<Vec<_>>(),
        [("messagePosted", Some(first.id))]
    );
    assert_eq!(office.messages().await.len(), 2, "it was not posted");

    // A status is no news, nor is what one has written oneself.
    office.chat.deliver_once().await.unwrap();
    let seen = missed[0].seq;
    assert!(office.conversation().await.last_seq > seen);
    let sent = office.desk.reply(id, &draft("then I only add this", seen)).await.unwrap();
    office.desk.reply(id, &draft("and this", seen)).await.unwrap();
    let again = Draft { client_message_id: Some("c".into()), ..draft("once more", seen) };
    let once = office.desk.reply(id, &again).await.unwrap();
    bob.reply(id, &Draft::text("whatever you say")).await.unwrap();
    assert_eq!(office.desk.reply(id, &again).await.unwrap().id, once.id, "what was posted is not held back later");
    assert!(office.desk.reply(id, &Draft::text("unless it is forced")).await.is_ok());
    assert_ne!(sent.id, once.id);
}

#[tokio::test]
async fn of_two_replies_to_the_same_state_one_is_held_back() {
    let office = Office::open().await;
    let id = written_to(&office).await;
    let bob = colleague(&office).await;
    let if_seq = Some(office.conversation().await.last_seq);
    let draft = |text: &str| Draft { if_seq, ..Draft::text(text) };
    let (mine, his) = (draft("mine"), draft("his"));
    let (one, other) = tokio::join!(office.desk.reply(id, &mine), bob.reply(id, &his));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}
