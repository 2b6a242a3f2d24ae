//! What a provider tells besides messages and receipts, and what it takes besides texts.

use crate::paper::{Office, external};
use chat_conformance::files::Glance;
use chat_core::{
    AccountChange, AccountNews, AccountPatch, AccountStatus, Address, AmendmentKind, Audience, Changes, Commit,
    ContentType, Conversation, ConversationStatus, CustomerPatch, Definition, DefinitionBody, DefinitionKind, Draft,
    Error, Event, Fault, ForeignMessage, IdentityKey, IdentityKind, Inbound, InboundAmendment, InboundConsent,
    InboundContact, InboundMessage, InboundReaction, Message, MessageKind, MessageStatus, NotFetched, RemoteFile,
    SenderType, Template, TemplateChange, TemplateDraft, TemplateNews, Timestamp,
};
use serde_json::json;
use std::{sync::atomic::Ordering, time::Duration};

const PHONE: &str = "15550001";
const DAY: u64 = 24 * 3600;

fn identities() -> Vec<IdentityKey> {
    vec![IdentityKey::new(IdentityKind::WhatsappPhone, PHONE)]
}

fn words(id: &str, text: &str) -> InboundMessage {
    InboundMessage::new(external(id), identities(), ContentType::TEXT, text)
}

fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp::from_millis(seconds * 1_000))
}

fn reaction(target: &str, emoji: &str, seconds: i64) -> Inbound {
    let emoji = (!emoji.is_empty()).then(|| emoji.to_owned());
    let (external_id, target) = (external(&format!("{target}-{seconds}")), external(target));
    Inbound::Reaction(InboundReaction { external_id, target, emoji, at: at(seconds), is_by_team: false })
}

fn amendment(target: &str, change: AmendmentKind, text: &str, seconds: i64) -> Inbound {
    let message = InboundMessage { sent_at: at(seconds), ..words(&format!("{target}-{seconds}"), text) };
    let (target, is_by_team) = (external(target), false);
    Inbound::Amendment(Box::new(InboundAmendment { target, change, message, is_by_team }))
}

fn picture(id: &str) -> Inbound {
    let file = RemoteFile { reference: "media-1".into(), name: Some("parcel.png".into()), ..RemoteFile::default() };
    let message = InboundMessage { content_type: ContentType::new("image"), files: vec![file], ..words(id, "Image") };
    Inbound::Message(Box::new(message))
}

async fn take(office: &Office, items: impl IntoIterator<Item = Inbound>) {
    for inbound in items {
        office.call(vec![office.item(inbound)]).await.unwrap();
    }
}

/// What there is to see of the messages.
async fn seen(office: &Office) -> Vec<(String, Vec<String>, bool, bool)> {
    let messages = office.messages().await.into_iter();
    let told = |message: Message| {
        let reactions = message.reactions.into_iter().map(|it| it.emoji).filter(|it| !it.is_empty()).collect();
        (message.content, reactions, message.edited_at.is_some(), message.deleted_at.is_some())
    };
    messages.map(told).collect()
}

#[tokio::test]
async fn a_picture_is_there_as_soon_as_it_was_fetched() {
    let mut office = Office::open().await;
    let bytes = [Glance::PICTURE, b" of a parcel"].concat();
    office.paper.fetches.lock().unwrap().extend([Err(NotFetched::Later(Fault::new("busy", "not now"))), Ok(bytes)]);
    take(&office, [picture("in-1")]).await;
    assert!(office.messages().await[0].attachments.is_empty(), "the message does not wait for it");

    assert_eq!(office.chat.fetch_files_once().await.unwrap(), 0, "it cannot be had yet");
    assert_eq!(office.chat.fetch_files_once().await.unwrap(), 0, "and is not asked for at once again");
    office.clock.advance(Duration::from_secs(60));
    office.heard();
    assert_eq!(office.chat.fetch_files_once().await.unwrap(), 1);

    let message = office.messages().await.remove(0);
    assert_eq!((message.attachments.len(), message.attachments[0].name.as_str()), (1, "parcel.png"));
    assert_eq!((message.edited_at, message.error), (None, None));
    let told = office.heard();
    assert!(matches!(&told[0].event, Event::MessageEdited(told) if told.attachments == message.attachments));
    assert_eq!(office.chat.fetch_files_once().await.unwrap(), 0, "there is nothing left to fetch");
}

#[tokio::test]
async fn a_picture_that_cannot_be_had_says_why() {
    let office = Office::open().await;
    take(&office, [picture("in-1"), picture("in-1")]).await;
    office.chat.fetch_files_once().await.unwrap();
    let message = office.messages().await.remove(0);
    assert_eq!(message.error.map(|fault| fault.message).as_deref(), Some("the file is gone"));
    assert_eq!(message.status, MessageStatus::Delivered);
    office.clock.advance(Duration::from_secs(DAY));
    office.paper.fetches.lock().unwrap().push_back(Ok(Glance::PICTURE.to_vec()));
    assert_eq!(office.chat.fetch_files_once().await.unwrap(), 0, "it was given up");
}

#[tokio::test]
async fn news_of_a_message_end_alike_in_whichever_order_and_however_often_they_come() {
    let news = || {
        [
            Inbound::Message(Box::new(InboundMessage { sent_at: at(1), ..words("in-1", "Helo") })),
            reaction("in-1", "👍", 2),
            amendment("in-1", AmendmentKind::Edited, "Hello", 3),
            reaction("in-1", "", 4),
            reaction("in-1", "❤️", 5),
        ]
    };
    let mut ends = Vec::new();
    for rotation in 0..news().len() {
        let office = Office::open().await;
        let mut items = news().to_vec();
        items.rotate_left(rotation);
        take(&office, items.iter().chain(&items).cloned()).await;
        for _ in 0..3 {
            office.clock.advance(Duration::from_secs(600));
            office.chat.retry_calls_once().await.unwrap();
        }
        ends.push(seen(&office).await);
    }
    assert_eq!(ends[0], [("Hello".into(), vec!["❤️".into()], true, false)]);
    assert!(ends.iter().all(|end| *end == ends[0]), "{ends:?}");
}

#[tokio::test]
async fn what_was_taken_back_says_nothing_even_when_it_comes_afterwards() {
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0]] {
        let office = Office::open().await;
        let news = [
            Inbound::Message(Box::new(InboundMessage { sent_at: at(1), ..words("in-1", "my password") })),
            amendment("in-1", AmendmentKind::TakenBack, "taken back", 3),
            amendment("in-1", AmendmentKind::Edited, "my other password", 2),
        ];
        take(&office, order.map(|place| news[place].clone())).await;
        assert_eq!(seen(&office).await[0].0, "", "{order:?}");
        assert!(seen(&office).await[0].3, "{order:?}");
    }
}

#[tokio::test]
async fn what_the_team_writes_on_its_phone_is_in_the_thread_and_sent_by_nobody() {
    let office = Office::open().await;
    office.customer_writes("in-1", PHONE, "Are you open?").await;
    let foreign = ForeignMessage {
        message: words("echo-1", "We are."),
        is_by_team: true,
        is_past: false,
        status: Some(MessageStatus::Sent),
    };
    take(&office, [Inbound::Foreign(Box::new(foreign.clone())), Inbound::Foreign(Box::new(foreign))]).await;

    let messages = office.messages().await;
    assert_eq!(messages.len(), 2);
    assert_eq!((messages[1].sender_type, messages[1].sender_id), (SenderType::Agent, None));
    let conversation = office.conversation().await;
    assert_eq!((conversation.unread_count, conversation.waiting_since), (0, None));
    assert_eq!(office.chat.deliver_once().await.unwrap(), 0);
    take(&office, [office.receipt("echo-1", MessageStatus::Read, 9_000, None).inbound]).await;
    assert_eq!(office.messages().await[1].status, MessageStatus::Read);
}

#[tokio::test]
async fn what_was_said_before_is_put_away_for_reading() {
    let mut office = Office::open().await;
    office.customer_writes("in-1", PHONE, "It is me again").await;
    office.heard();
    let past = |id: &str, is_by_team, seconds| {
        let message = InboundMessage { sent_at: at(seconds), ..words(id, id) };
        Inbound::Foreign(Box::new(ForeignMessage { message, is_by_team, is_past: true, status: None }))
    };
    take(&office, [past("old-1", false, 10), past("old-2", true, 20), past("old-1", false, 10)]).await;

    assert!(office.heard().is_empty(), "it is no news");
    let all = office.conversations().await;
    let old: Vec<&Conversation> = all.iter().filter(|it| it.is_past).collect();
    assert_eq!((all.len(), old.len()), (2, 1));
    assert_eq!((old[0].status, old[0].message_count, old[0].unread_count), (ConversationStatus::Archived, 2, 0));
    office.customer_writes("in-2", PHONE, "Hello?").await;
    assert_eq!(office.conversations().await.len(), 2, "what comes now goes on where it was");
}

#[tokio::test]
async fn a_customer_is_answered_freely_for_a_day_and_by_a_template_afterwards() {
    let office = Office::open().await;
    office.paper.window.store(DAY, Ordering::Relaxed);
    office.customer_writes("in-1", PHONE, "hello").await;
    let conversation = office.conversation().await;
    assert_eq!(conversation.reply_until, Some(office.chat.env().now().plus(Duration::from_secs(DAY))));
    office.desk.reply(conversation.id, &Draft::text("good morning")).await.unwrap();

    office.clock.advance(Duration::from_secs(DAY));
    let late = office.desk.reply(conversation.id, &Draft::text("good evening")).await;
    assert!(matches!(&late, Err(Error::WindowClosed { templates, .. }) if templates.is_empty()), "{late:?}");
    let note = Draft { kind: MessageKind::Note, ..Draft::text("too late") };
    office.desk.reply(conversation.id, &note).await.unwrap();

    take(&office, [reaction("in-1", "👍", 9), Inbound::Message(Box::new(words("in-2", "still there?")))]).await;
    office.desk.reply(conversation.id, &Draft::text("good evening")).await.unwrap();
}

#[tokio::test]
async fn a_draft_goes_out_in_as_many_messages_as_its_channel_makes_of_it() {
    let office = Office::open().await;
    office.customer_writes("in-1", PHONE, "hello").await;
    let conversation = office.conversation().await.id;
    let draft = Draft { client_message_id: Some("a".into()), ..Draft::text("|one|two|three") };
    let first = office.desk.reply(conversation, &draft).await.unwrap();
    let again = office.desk.reply(conversation, &draft).await.unwrap();
    assert_eq!((first.content.as_str(), first.id), ("one", again.id));
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.paper.texts(), ["one", "two", "three"]);
    assert_eq!(office.messages().await.len(), 4);
}

#[tokio::test]
async fn an_agents_sign_is_told_to_the_provider_as_it_is_by_then() {
    let office = Office::open().await;
    office.customer_writes("in-1", PHONE, "thank you").await;
    let message = office.messages().await.remove(0).id;
    assert!(matches!(office.desk.react(message, Some("very good")).await, Err(Error::Invalid(_))));
    office.desk.react(message, Some("👍")).await.unwrap();
    office.desk.react(message, Some("👍")).await.unwrap();
    office.desk.react(message, Some("❤️")).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    office.desk.react(message, None).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    let told = office.paper.reactions.lock().unwrap().clone();
    assert_eq!(told.last(), Some(&("in-1".to_owned(), None)));
    assert!(told[..told.len() - 1].iter().all(|(_, sign)| sign.as_deref() == Some("❤️")), "{told:?}");
}

#[tokio::test]
async fn a_name_that_the_team_gave_stays() {
    let office = Office::open().await;
    office.customer_writes("in-1", PHONE, "hello").await;
    let called = |name: &str, id: &str| {
        let message = InboundMessage { profile_name: Some(name.into()), ..words(id, "hello") };
        Inbound::Message(Box::new(message))
    };
    let id = office.conversation().await.customer_id.unwrap();
    let name = async || office.desk.customer(id).await.unwrap().0.name.unwrap();
    take(&office, [called("Carla B.", "in-2")]).await;
    assert_eq!(name().await, "Carla B.");
    let patch = CustomerPatch { name: Some(Some("Mrs Brown".into())), ..CustomerPatch::default() };
    office.desk.change_customer(id, &patch).await.unwrap();
    let contact = InboundContact { identities: identities(), name: Some("Brown".into()) };
    take(&office, [called("CB", "in-3"), Inbound::Contact(contact)]).await;
    assert_eq!(name().await, "Mrs Brown");
}

#[tokio::test]
async fn whoever_wants_no_advertising_gets_none() {
    let office = Office::open().await;
    office.customer_writes("in-1", PHONE, "hello").await;
    let consent =
        |wants_marketing| Inbound::Consent(InboundConsent { identities: identities(), wants_marketing, at: at(7) });
    take(&office, [consent(false)]).await;
    let id = office.conversation().await.customer_id.unwrap();
    assert_eq!(office.desk.customer(id).await.unwrap().0.no_marketing_since, at(7));
    take(&office, [consent(true)]).await;
    assert_eq!(office.desk.customer(id).await.unwrap().0.no_marketing_since, None);
}

#[tokio::test]
async fn an_account_that_its_provider_stops_is_paused_and_tried_when_it_may_work() {
    let office = Office::open().await;
    let news = |change| Inbound::Account(AccountNews { number: None, change });
    take(&office, [news(AccountChange::Quality("YELLOW".into()))]).await;
    let account = async || office.desk.account(office.account.id).await.unwrap();
    assert_eq!(account().await.facts.quality.as_deref(), Some("YELLOW"));
    take(&office, [news(AccountChange::Stopped(Fault::new("banned", "The account was banned")))]).await;
    assert_eq!(account().await.status, AccountStatus::Paused);
    take(&office, [news(AccountChange::MayWork)]).await;
    assert_eq!(office.chat.check_accounts_once().await.unwrap(), 1);
    assert_eq!(account().await.status, AccountStatus::Active);
}

#[tokio::test]
async fn news_of_a_template_that_nobody_knows_yet_waits_for_it() {
    let office = Office::open().await;
    let news = TemplateNews {
        reference: "1".into(),
        name: "hello".into(),
        language: "en".into(),
        change: TemplateChange::Status { status: "APPROVED".into(), reason: None },
    };
    take(&office, [Inbound::Template(news)]).await;
    assert_eq!(office.desk.definitions(DefinitionKind::Template).await.unwrap(), []);
    office.clock.advance(Duration::from_secs(60));
    assert_eq!(office.chat.retry_calls_once().await.unwrap(), 0);
    let draft = TemplateDraft { id: office.chat.env().id(), parameters: json!({}) };
    office.customer_writes("in-1", PHONE, "hello").await;
    let draft = Draft { template: Some(draft), ..Draft::text("") };
    let refused = office.desk.reply(office.conversation().await.id, &draft).await;
    assert!(matches!(&refused, Err(Error::Invalid(fields)) if fields[0].field == "template"), "{refused:?}");
}

#[tokio::test]
async fn a_customer_is_shown_that_somebody_writes_once_in_a_while() {
    let office = Office::open().await;
    office.customer_writes("in-1", PHONE, "hello").await;
    let conversation = office.conversation().await.id;
    for is_typing in [true, true, false, true] {
        office.desk.typing(conversation, is_typing).await.unwrap();
    }
    assert_eq!(office.chat.show_typing_once().await, 1);
    office.clock.advance(Duration::from_secs(30));
    office.desk.typing(conversation, true).await.unwrap();
    assert_eq!(office.chat.show_typing_once().await, 1);
    assert_eq!(*office.paper.typing.lock().unwrap(), ["in-1", "in-1"]);
}

#[tokio::test]
async fn a_customer_is_not_told_that_it_was_read_when_its_account_is_not_to() {
    let office = Office::open().await;
    let sends = async |sends| {
        let patch = AccountPatch { sends_read_receipts: Some(sends), ..AccountPatch::default() };
        assert_eq!(office.desk.change_account(office.account.id, &patch).await.unwrap().sends_read_receipts, sends);
    };
    office.customer_writes("in-1", PHONE, "hello").await;
    let conversation = office.conversation().await.id;

    sends(false).await;
    assert_eq!(office.desk.mark_read(conversation).await.unwrap().unread_count, 0);
    office.desk.typing(conversation, true).await.unwrap();
    office.chat.show_typing_once().await;
    assert_eq!(office.chat.deliver_once().await.unwrap(), 0);
    assert!(office.paper.read.lock().unwrap().is_empty());
    assert!(office.paper.typing.lock().unwrap().is_empty(), "which would tell the same");

    sends(true).await;
    office.customer_writes("in-2", PHONE, "anybody?").await;
    office.desk.mark_read(conversation).await.unwrap();
    assert_eq!(office.chat.deliver_once().await.unwrap(), 1);
    assert_eq!(*office.paper.read.lock().unwrap(), ["in-2"]);
}

#[tokio::test]
async fn what_waits_for_a_business_is_taken_up_like_what_waits_for_a_number() {
    let office = Office::open().await;
    let news = TemplateNews {
        reference: "1".into(),
        name: "hello".into(),
        language: "en".into(),
        change: TemplateChange::Status { status: "APPROVED".into(), reason: None },
    };
    let to = Address::Business(office.account.business_id.clone());
    office.call(vec![office.item_for(to, Inbound::Template(news))]).await.unwrap();

    let template = Template {
        business_id: office.account.business_id.clone(),
        reference: "1".into(),
        language: "en".into(),
        category: "UTILITY".into(),
        status: "PENDING".into(),
        quality: None,
        reason: None,
        parameter_format: None,
        components: json!([]),
    };
    let now = office.chat.env().now();
    let definition = Definition {
        id: office.chat.env().id(),
        client_id: office.scope().client_id(),
        name: "hello".into(),
        audience: Audience::All,
        body: DefinitionBody::Template(template),
        deleted_at: None,
        created_at: now,
        updated_at: now,
        revision: 0,
    };
    office.store.commit(office.scope(), Changes::none().insert(definition)).await.unwrap();
    office.clock.advance(Duration::from_secs(60));
    assert_eq!(office.chat.retry_calls_once().await.unwrap(), 1);
    let known = office.desk.definitions(DefinitionKind::Template).await.unwrap();
    assert_eq!(known[0].template().map(|template| template.status.as_str()), Some("APPROVED"));
}
