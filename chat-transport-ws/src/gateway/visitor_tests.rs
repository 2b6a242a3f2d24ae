//! The shapes that visitors' frames are told, against the fixture files that their TypeScript reads as well.

use super::{
    tests::{AT, conversation, id, inbound, links, notice, same, thread, with_files},
    visitor_shapes::{Connected, ConversationView, Happened, MessageView, Placed, Presence, Told, Typing},
    visitors,
};
use chat_core::{
    Conversation, Cursor, Event, Fault, Message, MessageStatus, Notice, Page, Said, SenderType, Source, Thread,
    VisitContext, VisitedConversation,
};
use serde_json::json;

fn own() -> Message {
    Message { external_id: None, client_message_id: Some("7f3c".into()), ..inbound() }
}

fn answer() -> Message {
    Message {
        id: id(4),
        position: 6,
        sender_id: Some(id(5)),
        sender_name: Some("Ann".into()),
        sender_type: SenderType::Agent,
        content: "It is with the courier.".into(),
        client_message_id: Some("what the agent's program calls it".into()),
        status: MessageStatus::Sent,
        error: Some(Fault::new("x", "what is nobody's business")),
        ..own()
    }
}

/// A conversation of which the team knows more than its visitor may.
fn website() -> Conversation {
    let context = VisitContext { email: Some("carla@shop.test".into()), ..VisitContext::default() };
    Conversation {
        source: Source::WEBSITE,
        account_id: None,
        widget_id: Some(id(6)),
        subject: Some("difficult".into()),
        context: Some(Box::new(context)),
        ..conversation()
    }
}

fn told(event: Event) -> Notice {
    let thread = Thread { source: Source::WEBSITE, customer_number: None, ..thread() };
    Notice { thread: Some(thread), ..notice(event) }
}

fn events() -> [Notice; 3] {
    let status = Event::MessageStatusChanged {
        message_id: id(4),
        external_id: None,
        status: MessageStatus::Read,
        at: AT,
        error: None,
        unsettled: None,
    };
    let conversation = Event::ConversationChanged(Box::new(website()));
    [Event::MessagePosted(Box::new(answer())), status, conversation].map(told)
}

fn placed(notice: &Notice) -> Placed<'_> {
    Placed { told: Told::of(notice, &links()).unwrap(), seq: notice.seq, previous_seq: notice.previous_seq }
}

#[test]
fn events_have_their_shape_and_say_nothing_that_is_the_teams_alone() {
    let [message, status, conversation] = events();
    same("visitor-message", placed(&message));
    let files = told(Event::MessagePosted(Box::new(with_files(answer()))));
    same("visitor-message-files", placed(&files));
    same("visitor-message-status", placed(&status));
    same("visitor-conversation", placed(&conversation));
    same("visitor-typing", Typing { conversation_id: id(1), name: Some("Ann"), is_typing: true });
    same("visitor-presence", Presence { is_present: true });
    let everything = events().iter().map(|notice| json!(placed(notice)).to_string()).collect::<String>();
    for secret in ["difficult", "carla", "program", "business", "assignee", "unread"] {
        assert!(!everything.contains(secret), "{secret}");
    }
}

#[test]
fn what_a_frame_is_told_first_has_its_shape() {
    let listed = [
        VisitedConversation { conversation: website(), last_message: Some(answer()), unread_count: 1, has_news: true },
        VisitedConversation {
            conversation: website(),
            last_message: Some(with_files(answer())),
            unread_count: 1,
            has_news: true,
        },
        VisitedConversation { conversation: website(), last_message: None, unread_count: 0, has_news: false },
    ];
    let conversations = listed.iter().map(ConversationView::from).collect();
    same("visitor-connected", Connected { seq: 12, conversations, is_present: true });
}

#[test]
fn answers_have_their_shape() {
    let said = Said { message: own(), conversation: website() };
    same("visitor-answer-sent", visitors::sent(&said, MessageView::new(&said.message, &links()), Some("a token")));
    let next = Some(Cursor { key: 4, id: id::<chat_core::MessageId>(3).uuid() });
    same("visitor-answer-history", visitors::history(&Page { items: vec![answer(), own()], next }, &links()));
    let events: Vec<_> = events().iter().map(|notice| json!(Happened::new(notice, &links()).unwrap())).collect();
    same("visitor-answer-sync", visitors::synced(&events, 40, true));
    same("visitor-answer-resync", visitors::resync(40));
    assert_eq!(json!(MessageView::new(&own(), &links()))["clientMessageId"], "7f3c");
}
