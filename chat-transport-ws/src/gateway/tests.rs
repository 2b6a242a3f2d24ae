//! The shapes on the wire, against the fixture files that the TypeScript client reads as well.

use super::{
    agents,
    fanout::{placed, status},
    rooms,
    shapes::{
        AccountView, AgentView, Connected, ConversationView, DefinitionView, DomainView, ExternalName, JournalEvent,
        MessageView, Person, Placed, Present, Resync, Typing, Viewing, WebhookView, WhatsAppMessage, WidgetView,
    },
    wire::{self, Code, Failure, refusal},
};
use chat_core::{
    AccountStatus, AgentId, AttachedFile, Availability, Chat, ContentType, Conversation, DefinitionKind, Dimensions,
    DomainState, Env, Error, Event, ExternalId, Fault, FileLinks, InboxPart, LocalLogin, ManualClock, MediaType,
    MemoryStore, Message, MessageStatus, Notice, Role, RoomName, Secret, SenderId, SenderType, Source, SystemIds,
    Thread, Timestamp, Unsettled, WebhookStatus, WidgetStatus,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::time::Duration;

/// Compares with `fixtures/<name>.json`.
pub(super) fn same(name: &str, shape: impl Serialize) {
    let path = format!("{}/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let shape = serde_json::to_value(shape).unwrap();
    let fixture = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{path} is missing"));
    let fixture: Value = serde_json::from_str(&fixture).unwrap();
    assert_eq!(shape, fixture, "{path}");
}

pub(super) fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(last: u8) -> T {
    format!("01890a5d-ac96-774b-bcce-b302099a80{last:02x}").parse().unwrap()
}

pub(super) const AT: Timestamp = Timestamp::from_millis(1_769_847_300_000);

pub(super) fn thread() -> Thread {
    Thread {
        conversation_id: id(1),
        customer_id: Some(id(2)),
        source: Source::WHATSAPP,
        account_id: Some(id(3)),
        widget_id: None,
        customer_number: Some("+49 1555 0100".into()),
    }
}

pub(super) fn notice(event: Event) -> Notice {
    Notice { client_id: id(9), seq: 12, previous_seq: 7, at: AT, thread: Some(thread()), event }
}

pub(super) fn inbound() -> Message {
    Message {
        position: 4,
        sender_id: Some(id(2)),
        sender_type: SenderType::Customer,
        content: "Is my order on its way?".into(),
        external_id: Some(ExternalId { source: Source::WHATSAPP, id: "wamid.IN".into() }),
        status: MessageStatus::Delivered,
        delivered_at: Some(AT),
        revision: 1,
        ..Message::new(id(3), id(9), id(1), AT)
    }
}

/// The addresses that a module gives whose secret and clock are always the same.
pub(super) fn links() -> FileLinks {
    let store = MemoryStore::default();
    let chat = Chat::builder(store.clone(), LocalLogin::new(store)).env(Env::new(ManualClock::default(), SystemIds));
    chat.visitor_secret(Secret::from("the secret of the fixtures")).build().links().clone()
}

/// The same message with a picture and a document.
pub(super) fn with_files(message: Message) -> Message {
    let picture = AttachedFile {
        id: id(20),
        name: "parcel at the door.jpg".into(),
        media_type: MediaType::of("image/jpeg"),
        size: 482_113,
        dimensions: Some(Dimensions { width: 1600, height: 1200 }),
        has_thumbnail: true,
    };
    let document = AttachedFile {
        id: id(21),
        name: "receipt.pdf".into(),
        media_type: MediaType::of("application/pdf"),
        size: 20_480,
        dimensions: None,
        has_thumbnail: false,
    };
    Message {
        content_type: ContentType::new("image"),
        content: String::new(),
        attachment_url: Some("/files/without-a-signature".into()),
        attachment_type: Some("image/jpeg".into()),
        attachments: vec![picture, document],
        ..message
    }
}

fn template() -> Message {
    Message {
        sender_id: Some(id(5)),
        sender_type: SenderType::Agent,
        payload: Some(json!({ "language": "en" })),
        template_name: Some("order_shipped".into()),
        external_id: None,
        client_message_id: Some("7f3c".into()),
        status: MessageStatus::Queued,
        delivered_at: None,
        ..inbound()
    }
}

fn failed() -> Notice {
    notice(Event::MessageStatusChanged {
        message_id: id(3),
        external_id: Some("wamid.OUT".into()),
        status: MessageStatus::Failed,
        at: AT,
        error: Some(Fault::new(131_026, "the message is undeliverable")),
        unsettled: None,
    })
}

fn doubtful() -> Notice {
    notice(Event::MessageStatusChanged {
        message_id: id(3),
        external_id: None,
        status: MessageStatus::Queued,
        at: AT,
        error: Some(Fault::new("unanswered", "WhatsApp did not answer in time")),
        unsettled: Some(Unsettled::NeedsDecision),
    })
}

pub(super) fn conversation() -> Conversation {
    Conversation {
        customer_id: Some(id(2)),
        account_id: Some(id(4)),
        customer_number: Some("+49 1555 0100".into()),
        assignee_id: Some(id(5)),
        unread_count: 1,
        message_count: 4,
        last_message_at: Some(AT),
        waiting_since: Some(AT),
        last_seq: 12,
        revision: 6,
        ..Conversation::new(id(1), id(9), &Source::WHATSAPP, AT)
    }
}

fn account() -> AccountView<'static> {
    AccountView { account_id: id(4), status: AccountStatus::Paused, reason: Some("the access token has expired (190)") }
}

#[test]
fn whatsapp_events_have_their_shape() {
    let (inbound, template, mut hidden) = (inbound(), template(), thread());
    let notice = notice(Event::MessagePosted(Box::new(inbound.clone())));
    same("whatsapp-message", WhatsAppMessage::new(&notice, &thread(), &inbound));
    hidden.customer_number = None;
    same("whatsapp-message-template", WhatsAppMessage::new(&notice, &hidden, &template));
    let name = ExternalName::at_whatsapp(Some("wamid.OUT"));
    same("whatsapp-message-status", status(&failed(), &thread(), name));
    let name = ExternalName::at_whatsapp(None);
    same("whatsapp-message-status-unsettled", status(&doubtful(), &thread(), name));
}

#[test]
fn events_of_every_source_have_their_shape() {
    let inbound = inbound();
    let notice = notice(Event::MessagePosted(Box::new(inbound.clone())));
    same("message", placed(&notice, MessageView::new(&inbound, &links())));
    let files = with_files(inbound);
    same("message-files", placed(&notice, MessageView::new(&files, &links())));
    same("message-status", status(&failed(), &thread(), ExternalName::anywhere(Some("wamid.OUT"))));
    same("conversation", Placed { thread: None, ..placed(&notice, ConversationView::new(&conversation(), 12)) });
    same("account", placed(&Notice { thread: None, ..notice.clone() }, account()));
    let widget = WidgetView { widget_id: id(6), status: WidgetStatus::Inactive };
    same("widget", placed(&Notice { thread: None, ..notice.clone() }, widget));
    let domain = DomainView { widget_id: id(6), domain_id: id(7), state: DomainState::Unverified };
    same("domain", placed(&Notice { thread: None, ..notice.clone() }, domain));
    let definition = DefinitionView { definition_id: id(8), kind: DefinitionKind::Label, is_deleted: true };
    same("definition", placed(&Notice { thread: None, ..notice.clone() }, definition));
    let reason = Some("it took nothing for 3 days");
    let webhook = WebhookView { webhook_id: id(8), status: WebhookStatus::Disabled, reason };
    same("webhook", placed(&Notice { thread: None, ..notice.clone() }, webhook));
    let availability_reason = Some("at lunch");
    let agent = AgentView { agent_id: id(5), availability: Availability::Away, availability_reason, is_active: true };
    same("agent", placed(&Notice { thread: None, ..notice }, agent));
}

#[test]
fn what_is_not_kept_has_its_shape() {
    let sender_id = SenderId::from(id::<AgentId>(5));
    same("viewing", Viewing { conversation_id: id(1), agent_id: id(5), name: "Ann", is_viewing: true });
    same("typing", Typing { conversation_id: id(1), sender_type: SenderType::Agent, sender_id, is_typing: true });
    same("presence", Present { agent_id: id(5), name: "Ann", is_present: true });
    same("resync", Resync { seq: 12 });
    let agent = Person { id: id(5), name: "Ann", role: Role::Agent };
    let socket_id = "GpmX2cUIR3mJZ0cJ9Jr1Hg".to_owned();
    same("connected", Connected { socket_id, client_id: id(9), agent, seq: 12, present: vec![id(5)] });
}

#[test]
fn answers_have_their_shape() {
    let events = [
        notice(Event::MessagePosted(Box::new(inbound()))),
        failed(),
        notice(Event::ConversationChanged(Box::new(conversation()))),
        Notice {
            thread: None,
            ..notice(Event::AccountChanged { account_id: id(4), status: AccountStatus::Active, reason: None })
        },
    ];
    let events: Vec<_> = events.iter().map(|notice| json!(JournalEvent::new(notice, &links()))).collect();
    same("answer-sync", agents::synced(&events, 40, 12));
    same("answer-resync", agents::resync(40));
    same("answer-joined", agents::joined(RoomName::WhatsappCustomer(id(2))));
    same("answer-sent", agents::sent(&template(), &links()));
    let invalid = Error::invalid("content", "write something");
    same("answer-invalid", Failure::from(invalid));
    same("answer-rate-limited", Failure::rate_limited(Duration::from_millis(70)));
    let refused = refusal(Code::Expired, "the token has expired");
    same("connect-error", json!({ "message": refused.message, "data": refused.data }));
}

#[test]
fn rooms_are_named_without_their_client_and_kept_apart_by_it() {
    let rooms = [
        RoomName::Inbox,
        RoomName::InboxPart(InboxPart::Account(id(3))),
        RoomName::InboxPart(InboxPart::Widget(id(4))),
        RoomName::InboxPart(InboxPart::Team),
        RoomName::WhatsappGeneral,
        RoomName::WhatsappPart(id(3)),
        RoomName::WhatsappCustomer(id(2)),
        RoomName::Conversation(id(1)),
    ];
    same("rooms", rooms.map(wire::room));
    let of = |client| rooms::of(chat_core::Room { client_id: id(client), name: RoomName::Inbox });
    assert_ne!(of(8), of(9));
}

#[test]
fn a_code_is_counted_under_the_name_it_has_on_the_wire() {
    let codes = [
        Code::Unauthorized,
        Code::Expired,
        Code::InvalidNamespace,
        Code::UnknownEvent,
        Code::Invalid,
        Code::NotFound,
        Code::Forbidden,
        Code::Conflict,
        Code::RateLimited,
        Code::TooManyRooms,
        Code::Unavailable,
    ];
    for code in codes {
        assert_eq!(json!(code), json!(code.as_str()));
    }
    assert_eq!(wire::code_of(&refusal(Code::Expired, "the token has expired")), "expired");
    assert_eq!(wire::code_of(&crate::engine::Refusal::new("no reason")), "other");
}

#[test]
fn what_clients_make_up_is_counted_as_unknown() {
    assert_eq!((wire::counted("sync"), wire::counted("sync ")), ("sync", "unknown"));
}
