use crate::{
    paper::Office,
    street::{OTHER_PAGE, PAGE, Street, Visitor, draft, names, new_widget},
};
use chat_core::{
    Changes, Clock, Commit, ConversationPatch, ConversationStatus, Counter, Day, DossierBody, Draft, Error, Hearing,
    IdentityKind, Message, MessageKind, MessageStatus, NoVisit, OpenVisit, PageQuery, PageTold, Source, VisitContext,
    VisitorDraft, WidgetPatch, WidgetStatus,
};
use serde_json::json;
use std::time::Duration;

const WHILE: Duration = Duration::from_secs(300);

fn is_not_here<T>(answer: Result<T, NoVisit>) -> bool {
    matches!(answer, Err(NoVisit::NotHere))
}

#[tokio::test]
async fn a_page_that_may_not_show_the_widget_is_answered_like_one_that_names_none() {
    let street = Street::open().await;
    let (chat, key) = (&street.office.chat, &street.widget.public_key);
    for origin in [PAGE, OTHER_PAGE] {
        assert_eq!(chat.boot(key, origin, None).await.unwrap().origin.to_string(), origin);
    }
    for origin in ["https://shop.test", "https://localhost:5173", "null", "", "http://localhost:5173/", "x"] {
        assert!(is_not_here(chat.boot(key, origin, None).await), "{origin}");
    }
    for key in ["wk_unknown", "", &"x".repeat(10_000)] {
        assert!(is_not_here(chat.boot(key, PAGE, None).await), "{key}");
    }
}

#[tokio::test]
async fn each_token_opens_what_it_is_for_and_nothing_else() {
    let street = Street::open().await;
    let (chat, key) = (&street.office.chat, street.widget.public_key.as_str());
    let boot = street.boot().await;
    let framed = chat.framed(key, &boot.frame).await.unwrap();
    assert_eq!((framed.widget.id, framed.origin.to_string()), (street.widget.id, PAGE.to_owned()));
    let opened = street.enter(None, None).await.unwrap();
    let visit = chat.visit(&opened.token).await.unwrap();
    assert_eq!((visit.widget_id(), visit.origin()), (street.widget.id, &boot.origin));

    let visitor = opened.visitor.as_deref().unwrap();
    let other = new_widget(&street.office, json!({})).await.public_key;
    let open = |key, boot| chat.open_visit(OpenVisit { key, boot, visitor: None, identity: None, caller: None });
    for wrong in [&boot.boot, &opened.token, visitor, "", "x"] {
        assert!(is_not_here(chat.framed(key, wrong).await), "{wrong} as a frame's ticket");
    }
    for wrong in [&boot.frame, &opened.token, visitor, "", "x"] {
        assert!(is_not_here(open(key, wrong).await), "{wrong} as a boot token");
    }
    for wrong in [&boot.frame, &boot.boot, visitor, street.office.token.as_str(), "", "x"] {
        assert!(is_not_here(chat.visit(wrong).await), "{wrong} as a socket's token");
    }
    assert!(is_not_here(chat.framed(&other, &boot.frame).await) && is_not_here(open(&other, &boot.boot).await));
    assert!(
        is_not_here(street.office.another_process().visit(&opened.token).await),
        "it was signed by another process"
    );
}

#[tokio::test]
async fn tokens_end_with_their_time_and_with_the_widget() {
    let street = Street::open().await;
    let (chat, key) = (&street.office.chat, street.widget.public_key.as_str());
    let (boot, opened) = (street.boot().await, street.enter(None, None).await.unwrap());
    let open = || chat.open_visit(OpenVisit { key, boot: &boot.boot, visitor: None, identity: None, caller: None });
    street.office.clock.advance(WHILE);
    assert!(is_not_here(open().await) && is_not_here(chat.framed(key, &boot.frame).await));
    assert!(chat.visit(&opened.token).await.is_ok());
    street.office.clock.advance(opened.expires_in - WHILE);
    assert!(is_not_here(chat.visit(&opened.token).await));

    let (boot, opened) = (street.boot().await, street.enter(None, None).await.unwrap());
    let patch = WidgetPatch { status: Some(WidgetStatus::Inactive), ..WidgetPatch::default() };
    street.office.desk.change_widget(street.widget.id, &patch).await.unwrap();
    let open = || chat.open_visit(OpenVisit { key, boot: &boot.boot, visitor: None, identity: None, caller: None });
    assert!(is_not_here(chat.boot(key, PAGE, None).await) && is_not_here(chat.framed(key, &boot.frame).await));
    assert!(is_not_here(open().await) && is_not_here(chat.visit(&opened.token).await));
}

#[tokio::test]
async fn nothing_is_written_before_the_first_message_and_then_everything_at_once() {
    let mut street = Street::open().await;
    street.office.heard();
    let ann = street.stranger().await;
    ann.visit.show_page(None).await.unwrap();
    assert_eq!(ann.texts().await, Vec::<Vec<String>>::new());
    assert!(street.customers().await.is_empty() && street.office.heard().is_empty());

    let said = ann.says("a-1", "Hello?").await;
    let heard: Vec<_> = street.office.heard().iter().map(|notice| (**notice).clone()).collect();
    assert_eq!(names(&heard), ["conversationChanged", "messagePosted"]);
    assert_eq!(said.message.status, MessageStatus::Delivered);
    let conversation = street.office.conversation().await;
    assert_eq!((&conversation.source, conversation.widget_id), (&Source::WEBSITE, Some(street.widget.id)));
    assert_eq!((conversation.account_id, conversation.unread_count), (None, 1));
    let (customer, identities) = street.office.desk.customer(ann.visit.customer_id()).await.unwrap();
    assert_eq!((conversation.customer_id, identities.len()), (Some(customer.id), 1));
    assert_eq!(identities[0].key.kind, IdentityKind::Visitor);
    assert_eq!(ann.texts().await, [["Hello?"]]);
}

#[tokio::test]
async fn a_blocked_visitor_is_refused_like_any_other_and_what_it_says_is_held_back() {
    let mut street = Street::open().await;
    let ann = street.stranger().await;
    ann.says("a-1", "Hello?").await;
    let customer = ann.visit.customer_id();
    let website = Source::WEBSITE;
    street.office.desk.block(customer, Some(&website), Hearing::Blocked).await.unwrap();
    street.office.heard();
    for _ in 0..2 {
        assert!(matches!(ann.visit.send(&draft("a-2", "Buy now!")).await, Err(Error::NotFound(_))));
    }
    assert!(street.office.heard().is_empty(), "nobody is told");
    let held = street.office.desk.held_back(Some(customer), PageQuery::default()).await.unwrap().items;
    assert_eq!(held.len(), 1);
    assert!(matches!(&held[0].body, DossierBody::HeldBack(message) if message.content == "Buy now!"));
    assert_eq!(street.office.conversation().await.message_count, 1);
    assert!(is_not_here(street.office.chat.visit(&ann.opened.token).await));
    assert!(is_not_here(street.enter(ann.opened.visitor.as_deref(), None).await));

    street.office.desk.block(customer, Some(&website), Hearing::Heard).await.unwrap();
    let again = street.come_in(ann.opened.visitor.as_deref(), None).await;
    again.says("a-3", "Sorry").await;
    assert_eq!(again.texts().await, [["Hello?", "Sorry"]]);
}

#[tokio::test]
async fn a_message_that_is_sent_again_is_there_once_also_after_the_answer_was_lost() {
    let street = Street::open().await;
    let ann = street.stranger().await;
    let hello = draft("a-1", "Hello?");
    let said = futures_util::future::try_join_all((0..32).map(|_| ann.visit.send(&hello))).await.unwrap();
    assert!(said.iter().all(|it| it.message.id == said[0].message.id));
    // The frame knows nothing but what its session gave it; another process answers.
    let again = street.come_in(ann.opened.visitor.as_deref(), None).await;
    let repeated = again.visit.send(&VisitorDraft { content: "something else".into(), ..hello }).await.unwrap();
    assert_eq!((repeated.message.id, &*repeated.message.content), (said[0].message.id, "Hello?"));
    assert_eq!(again.texts().await, [["Hello?"]]);
    assert_eq!(street.customers().await.len(), 1);
}

#[tokio::test]
async fn drafts_that_break_a_limit_are_refused_with_the_field() {
    let street = Street::open().await;
    let ann = street.stranger().await;
    for (draft, field) in [
        (draft("a", " \n"), "content"),
        (draft("a", &"x".repeat(Draft::CHARS_MAX + 1)), "content"),
        (draft("a", "a\0b"), "content"),
        (draft("", "a"), "clientMessageId"),
        (draft(&"x".repeat(Message::CLIENT_ID_MAX + 1), "a"), "clientMessageId"),
    ] {
        match ann.visit.send(&draft).await {
            Err(Error::Invalid(fields)) => assert_eq!(fields[0].field, field),
            other => panic!("{draft:?} was answered with {other:?}"),
        }
    }
    assert!(street.customers().await.is_empty());
}

#[tokio::test]
async fn an_answer_gets_its_ticks_as_the_visitor_gets_and_reads_it() {
    let street = Street::open().await;
    let ann = street.stranger().await;
    let conversation = ann.says("a-1", "Hello?").await.conversation.id;
    let desk = &street.office.desk;
    let answer = desk.reply(conversation, &Draft::text("We open at nine.")).await.unwrap();
    assert_eq!((answer.status, answer.sender_name.as_deref()), (MessageStatus::Sent, Some("Ann")));
    assert_eq!(street.office.chat.deliver_once().await.unwrap(), 0, "there is nothing to deliver");
    let listed = ann.visit.conversations().await.unwrap().remove(0);
    assert_eq!((listed.unread_count, listed.has_news), (1, true));
    assert_eq!(listed.last_message.unwrap().content, "We open at nine.");

    let status = async || street.office.messages().await.remove(1).status;
    ann.visit.received(conversation, Some(answer.id)).await.unwrap();
    assert_eq!(status().await, MessageStatus::Delivered);
    let listed = ann.visit.conversations().await.unwrap().remove(0);
    assert_eq!((listed.unread_count, listed.has_news), (1, false));
    ann.visit.mark_read(conversation).await.unwrap();
    assert_eq!(status().await, MessageStatus::Read);
    assert_eq!(ann.visit.conversations().await.unwrap()[0].unread_count, 0);

    let head = ann.events(0).await.head;
    ann.visit.received(conversation, None).await.unwrap();
    ann.visit.mark_read(conversation).await.unwrap();
    assert_eq!(ann.events(0).await.head, head, "a status only climbs, and is told once");
}

#[tokio::test]
async fn a_visitor_sees_when_the_team_has_read_what_it_wrote() {
    let street = Street::open().await;
    let ann = street.stranger().await;
    let conversation = ann.says("a-1", "Hello?").await.conversation.id;
    ann.says("a-2", "Is anybody there?").await;
    let desk = &street.office.desk;
    let statuses = async || {
        let messages = street.office.messages().await;
        messages.iter().map(|message| (message.status, message.read_at.is_some())).collect::<Vec<_>>()
    };
    let note = Draft { kind: MessageKind::Note, ..Draft::text("let me see") };
    desk.reply(conversation, &note).await.unwrap();
    assert_eq!(statuses().await[..2], [(MessageStatus::Delivered, false); 2], "a note is no answer");
    desk.mark_read(conversation).await.unwrap();
    assert_eq!(statuses().await[..2], [(MessageStatus::Read, true); 2]);
    let head = ann.events(0).await.head;
    ann.says("a-3", "Thank you").await;
    desk.reply(conversation, &Draft::text("You are welcome")).await.unwrap();
    let seen = ann.events(head).await.events;
    assert_eq!(names(&seen), ["messagePosted", "messageStatusChanged", "messagePosted"], "to answer is to read");
    let own = street.office.messages().await.remove(0);
    ann.visit.mark_read(conversation).await.unwrap();
    assert_eq!(street.office.messages().await.remove(0), own, "its own are none of the visitor's to read");
}

#[tokio::test]
async fn what_the_team_says_to_itself_is_never_seen() {
    let street = Street::open().await;
    let ann = street.stranger().await;
    let conversation = ann.says("a-1", "Hello?").await.conversation.id;
    let desk = &street.office.desk;
    for n in 0..120 {
        let note = Draft { kind: MessageKind::Note, ..Draft::text(format!("note {n}")) };
        desk.reply(conversation, &note).await.unwrap();
    }
    desk.reply(conversation, &Draft::text("Good morning!")).await.unwrap();
    let seen = ann.events(0).await.events;
    assert_eq!(names(&seen), ["conversationChanged", "messagePosted", "messageStatusChanged", "messagePosted"]);
    assert_eq!(seen[2].previous_seq, seen[1].seq, "the notes leave no gap");
    assert!(seen[2].seq > seen[1].seq + 120);

    let note = Draft { kind: MessageKind::Note, ..Draft::text("one more") };
    for _ in 0..60 {
        desk.reply(conversation, &note).await.unwrap();
    }
    assert_eq!(ann.texts().await, [["Good morning!"]], "a page");
    let first = ann.visit.history(conversation, PageQuery::default()).await.unwrap();
    let second = PageQuery { after: first.next, ..PageQuery::default() };
    let second = ann.visit.history(conversation, second).await.unwrap();
    assert_eq!((second.items.len(), &*second.items[0].content, second.next), (1, "Hello?", None));
    assert_eq!(ann.events(seen[3].seq).await.events, []);
}

#[tokio::test]
async fn others_conversations_are_not_there() {
    let street = Street::open().await;
    let rival = Street::of(Office::open_at(street.office.store.clone(), "number-2").await).await;
    let other_widget = new_widget(&street.office, json!({})).await;
    let ann = street.stranger().await;
    let conversation = ann.says("a-1", "Hello?").await.conversation.id;
    street.office.customer_writes("in-1", "15550001", "on WhatsApp").await;
    let whatsapp = street.office.conversations().await.into_iter().find(|it| it.id != conversation).unwrap().id;

    let elsewhere = Street { office: street.office, widget: other_widget };
    let strangers = [elsewhere.stranger().await, rival.stranger().await];
    // What belongs to the same customer at another widget is not there either.
    let street = Street { widget: ann.opened.widget.clone(), ..elsewhere };
    let bob = street.stranger().await;
    bob.says("b-1", "Good evening").await;
    for (id, visitor) in strangers.iter().chain([&bob]).map(|visitor| (conversation, visitor)).chain([(whatsapp, &ann)])
    {
        let into = VisitorDraft { conversation: Some(id), ..draft("x", "let me in") };
        let answers = [
            visitor.visit.history(id, PageQuery::default()).await.err(),
            visitor.visit.send(&into).await.err(),
            visitor.visit.mark_read(id).await.err(),
            visitor.visit.received(id, None).await.err(),
            visitor.visit.typing(id, true).await.err(),
        ];
        for answer in answers {
            assert!(matches!(answer, Some(Error::NotFound(_))), "{answer:?}");
        }
        let own = visitor.visit.events(0).await.unwrap().events;
        assert!(own.iter().all(|it| it.thread.as_ref().unwrap().customer_id == Some(visitor.visit.customer_id())));
    }
    assert_eq!(ann.texts().await, [["Hello?"]]);
    assert_eq!(bob.texts().await, [["Good evening"]]);
    for visitor in &strangers {
        assert!(visitor.texts().await.is_empty());
    }
}

async fn set_status(street: &Street, visitor: &Visitor, status: ConversationStatus) {
    let conversation = visitor.visit.conversations().await.unwrap()[0].conversation.id;
    let patch = ConversationPatch { status: Some(status), ..ConversationPatch::default() };
    street.office.desk.change_conversation(conversation, &patch).await.unwrap();
}

#[tokio::test]
async fn a_conversation_may_be_reopened_or_followed_by_another() {
    let street = Street::open().await;
    let ann = street.stranger().await;
    let first = ann.says("a-1", "one").await.conversation.id;
    assert_eq!(ann.says("a-2", "two").await.conversation.id, first, "the active one goes on");
    set_status(&street, &ann, ConversationStatus::Closed).await;
    let into_first = |name: &str, text: &str| VisitorDraft { conversation: Some(first), ..draft(name, text) };
    let reopened = ann.visit.send(&into_first("a-3", "three")).await.unwrap().conversation;
    assert_eq!((reopened.id, reopened.status), (first, ConversationStatus::Active));

    set_status(&street, &ann, ConversationStatus::Closed).await;
    street.office.clock.advance(WHILE);
    let second = ann.says("a-4", "four").await.conversation.id;
    assert_ne!(second, first, "whoever begins anew leaves the closed one closed");
    assert_eq!(ann.texts().await, [vec!["four"], vec!["one", "two", "three"]]);
    set_status(&street, &ann, ConversationStatus::Archived).await;
    let third = VisitorDraft { conversation: Some(second), ..draft("a-5", "five") };
    let third = ann.visit.send(&third).await.unwrap().conversation;
    assert!(third.id != second && third.id != first);
    assert_eq!(ann.texts().await.len(), 3, "all can still be read");
    assert_eq!(street.customers().await.len(), 1);
}

#[tokio::test]
async fn a_visitor_who_begins_twice_at_once_begins_one_conversation() {
    let street = Street::open().await;
    let ann = street.stranger().await;
    ann.says("a-0", "before").await;
    set_status(&street, &ann, ConversationStatus::Archived).await;
    let drafts: Vec<_> = (1..=16).map(|n| draft(&format!("a-{n}"), "now")).collect();
    let said = futures_util::future::try_join_all(drafts.iter().map(|draft| ann.visit.send(draft))).await.unwrap();
    assert!(said.iter().all(|it| it.conversation.id == said[0].conversation.id));
    assert_eq!(ann.texts().await[0].len(), 16);
}

#[tokio::test]
async fn whoever_was_away_hears_what_happened_to_its_own_conversations() {
    let street = Street::open().await;
    let (ann, bob) = (street.stranger().await, street.stranger().await);
    let conversation = ann.says("a-1", "Hello?").await.conversation.id;
    let last = ann.events(0).await.head;
    for n in 0..50 {
        bob.says(&format!("b-{n}"), "me too").await;
    }
    assert_eq!(ann.events(last).await.events, []);
    street.office.desk.reply(conversation, &Draft::text("Good morning!")).await.unwrap();
    ann.visit.received(conversation, None).await.unwrap();
    let missed = ann.events(last).await;
    assert_eq!(names(&missed.events), ["messageStatusChanged", "messagePosted", "messageStatusChanged"]);
    assert!(!missed.has_more && missed.events[0].previous_seq == last);
    assert!(matches!(ann.visit.events(missed.head + 1).await, Err(Error::Resync { head }) if head == missed.head));
}

#[tokio::test]
async fn whoever_was_away_for_too_long_is_told_to_load_everything_anew() {
    let street = Street::open().await;
    let ann = street.stranger().await;
    let conversation = ann.says("a-1", "Hello?").await.conversation.id;
    let last = ann.events(0).await.head;
    street.office.desk.reply(conversation, &Draft::text("Good morning!")).await.unwrap();
    let news = || street.office.conversations();
    let thread = news().await[0].thread();
    let (store, scope) = (&street.office.store, street.office.scope());
    for _ in 0..2100 {
        let event = chat_core::Event::ConversationChanged(Box::new(street.office.conversation().await));
        let elsewhere = chat_core::Thread { source: Source::WHATSAPP, ..thread.clone() };
        store.commit(scope, Changes::none().tell(elsewhere, event)).await.unwrap();
    }
    assert!(matches!(ann.visit.events(last - 1).await, Err(Error::Resync { .. })), "too much would be looked through");

    street.office.clock.advance(Duration::from_secs(40 * 24 * 3600));
    street.office.chat.prune_once().await.unwrap();
    assert!(matches!(ann.visit.events(last - 1).await, Err(Error::Resync { .. })), "it is forgotten");
}

#[tokio::test]
async fn the_team_knows_where_a_visitor_is_while_it_consents() {
    let street = Street::open().await;
    let ann = street.stranger().await;
    let page = |path: &str| PageTold {
        url: format!("{PAGE}{path}?secret=1#here"),
        title: "Shoes".into(),
        referrer: "https://search.test/?q=shoes".into(),
        language: Some("de".into()),
        time_zone: Some("Europe/Berlin".into()),
    };
    ann.visit.show_page(Some(&page("/shoes"))).await.unwrap();
    assert!(street.customers().await.is_empty());
    ann.says("a-1", "Hello?").await;
    let seen = async || street.office.conversation().await.context.and_then(|context| context.page);
    let first = seen().await.unwrap();
    assert_eq!((first.url, first.referrer), (format!("{PAGE}/shoes"), Some("https://search.test/".into())));
    assert_eq!((first.language.as_deref(), first.time_zone.as_deref()), (Some("de"), Some("Europe/Berlin")));
    ann.visit.show_page(Some(&page("/cart"))).await.unwrap();
    assert_eq!(seen().await.unwrap().url, format!("{PAGE}/cart"));
    let head = ann.events(0).await.head;
    ann.visit.show_page(Some(&page("/cart"))).await.unwrap();
    assert_eq!(ann.events(0).await.head, head, "nothing is new");
    ann.visit.show_page(None).await.unwrap();
    assert_eq!(seen().await, None);
    ann.says("a-2", "Are you there?").await;
    assert_eq!(seen().await, None);
}

#[tokio::test]
async fn the_team_sees_the_way_that_a_visitor_took_until_it_takes_that_back() {
    let street = Street::open().await;
    let ann = street.stranger().await;
    let page =
        |path: &str, title: &str| PageTold { url: format!("{PAGE}{path}"), title: title.into(), ..PageTold::default() };
    ann.visit.show_page(Some(&page("/shoes", "Shoes"))).await.unwrap();
    ann.says("a-1", "Hello?").await;
    let came = street.office.clock.now();
    street.office.clock.advance(Duration::from_secs(60));
    for (path, title) in [("/cart", "Cart"), ("/cart", "Cart (1)"), ("/shoes", "Shoes")] {
        ann.visit.show_page(Some(&page(path, title))).await.unwrap();
    }
    let trail = async || street.office.conversation().await.context.unwrap().trail;
    let told: Vec<_> = trail().await.into_iter().map(|page| (page.url, page.title, page.came_at)).collect();
    let later = street.office.clock.now();
    let step = |path: &str, title: &str, at| (format!("{PAGE}{path}"), title.to_owned(), at);
    assert_eq!(told, [step("/shoes", "Shoes", came), step("/cart", "Cart (1)", later), step("/shoes", "Shoes", later)]);
    for n in 0..VisitContext::TRAIL_MAX {
        ann.visit.show_page(Some(&page(&format!("/{n}"), ""))).await.unwrap();
    }
    let long = trail().await;
    assert_eq!((long.len(), &*long[0].url), (VisitContext::TRAIL_MAX, &*format!("{PAGE}/0")));
    ann.visit.show_page(None).await.unwrap();
    assert!(trail().await.is_empty());
}

#[tokio::test]
async fn a_stranger_answers_the_form_before_it_is_heard() {
    let office = Office::open().await;
    let label = json!({ "en": "x" });
    let fields = json!([
        { "name": "name", "type": "text", "label": label, "required": true },
        { "name": "terms", "type": "consent", "label": label, "required": true },
    ]);
    let widget = new_widget(&office, json!({ "preChatForm": { "fields": fields } })).await;
    let street = Street { office, widget };
    let ann = street.stranger().await;
    let answered = |answers: serde_json::Value| VisitorDraft {
        answers: answers.as_object().unwrap().clone(),
        attributes: json!({ "plan": "pro" }).as_object().unwrap().clone(),
        ..draft("a-1", "Hello?")
    };
    match ann.visit.send(&answered(json!({ "name": "Ann", "terms": false }))).await {
        Err(Error::Invalid(fields)) => assert_eq!(fields[0].field, "answers.terms"),
        other => panic!("it was answered with {other:?}"),
    }
    ann.visit.send(&answered(json!({ "name": "Ann", "terms": true }))).await.unwrap();
    let context = street.office.conversation().await.context.unwrap();
    assert_eq!(json!(context.answers), json!({ "name": "Ann", "terms": true }));
    assert_eq!(json!(context.attributes), json!({ "plan": "pro" }));
    assert_eq!(street.customers().await[0].name.as_deref(), Some("Ann"));
    ann.says("a-2", "Are you there?").await;
    assert_eq!(street.office.conversation().await.context.unwrap(), context);
}

#[tokio::test]
async fn a_widget_may_want_to_know_who_writes() {
    let street = Street::open().await;
    let settings = serde_json::from_value(json!({ "requireIdentity": true })).unwrap();
    let patch = WidgetPatch { settings: Some(settings), ..WidgetPatch::default() };
    street.office.desk.change_widget(street.widget.id, &patch).await.unwrap();
    let ann = street.stranger().await;
    assert!(matches!(ann.visit.send(&draft("a-1", "Hello?")).await, Err(Error::Forbidden)));
    let ann = street.come_in(None, Some(&street.vouch("ann"))).await;
    ann.says("a-1", "Hello?").await;
    assert_eq!(street.customers().await.len(), 1);
}

#[tokio::test]
async fn visits_are_counted_and_messages_exactly_once() {
    let street = Street::open().await;
    let (chat, key) = (&street.office.chat, &street.widget.public_key);
    street.boot().await;
    assert!(is_not_here(chat.boot(key, "https://evil.test", None).await));
    let visitor = street.stranger().await;
    visitor.visit.opened();
    for text in ["one", "two", "two"] {
        visitor.says(text, text).await;
    }
    chat.keep_counts_once().await.unwrap();
    let today = Day::of(chat.env().now());
    let counts = street.office.desk.widget_figures(street.widget.id, today, today).await.unwrap();
    let counted = |counter| counts.iter().filter(move |count| count.counter == counter);
    let sum = |counter| counted(counter).map(|count| count.count).sum::<i64>();
    assert_eq!((sum(Counter::Message), sum(Counter::Conversation)), (2, 1), "what came twice is one message");
    assert!(sum(Counter::Load) >= 1 && counted(Counter::Load).all(|count| count.origin == PAGE), "{counts:?}");
    let opened: Vec<_> = counted(Counter::Open).map(|count| (count.origin.as_str(), count.count)).collect();
    assert_eq!(opened, [(PAGE, 1)]);
    let blocked: Vec<_> = counted(Counter::Blocked).map(|count| (count.origin.as_str(), count.count)).collect();
    assert_eq!(blocked, [("https://evil.test", 1)]);
}
