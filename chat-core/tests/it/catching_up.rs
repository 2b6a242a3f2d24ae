//! What providers tell out of order: files of edited messages, and what was said before an account was connected.

use crate::paper::{Office, external};
use chat_conformance::files::Glance;
use chat_core::{
    AmendmentKind, ContentType, Conversation, ForeignMessage, IdentityKey, IdentityKind, Inbound, InboundAmendment,
    InboundMessage, Message, PageQuery, RemoteFile, SearchFilter, SearchOrder, SearchQuery, Timestamp,
};

const PHONE: &str = "15550001";

fn words(id: &str, text: &str, seconds: i64) -> InboundMessage {
    let identities = vec![IdentityKey::new(IdentityKind::WhatsappPhone, PHONE)];
    let sent_at = Some(Timestamp::from_millis(seconds * 1_000));
    InboundMessage { sent_at, ..InboundMessage::new(external(id), identities, ContentType::TEXT, text) }
}

/// A picture with a caption; without its file when that has no name.
fn picture(id: &str, caption: &str, file: Option<&str>, seconds: i64) -> InboundMessage {
    let file = file.map(|name| RemoteFile { reference: name.into(), name: Some(name.into()), ..RemoteFile::default() });
    let content_type = ContentType::new("image");
    InboundMessage { content_type, files: file.into_iter().collect(), ..words(id, caption, seconds) }
}

fn edit(caption: &str, file: Option<&str>, seconds: i64) -> Inbound {
    let message = picture(&format!("edit-{seconds}"), caption, file, seconds);
    let (target, change, is_by_team) = (external("in-1"), AmendmentKind::Edited, false);
    Inbound::Amendment(Box::new(InboundAmendment { target, change, message, is_by_team }))
}

fn past(message: InboundMessage, is_by_team: bool) -> Inbound {
    Inbound::Foreign(Box::new(ForeignMessage { message, is_by_team, is_past: true, status: None }))
}

async fn take(office: &Office, inbound: &Inbound) {
    office.call(vec![office.item(inbound.clone())]).await.unwrap();
}

/// Every order of so many things.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(count - 1).into_iter();
    let with_last = |order: Vec<usize>| {
        (0..count).map(move |place| {
            let mut order = order.clone();
            order.insert(place, count - 1);
            order
        })
    };
    shorter.flat_map(with_last).collect()
}

/// An office in which as many files can be had as are asked for.
async fn open() -> Office {
    let office = Office::open().await;
    let bytes = || Ok([Glance::PICTURE, b" of a parcel"].concat());
    office.paper.fetches.lock().unwrap().extend((0..20).map(|_| bytes()));
    office
}

fn told(message: &Message) -> (String, Vec<String>, Option<i64>) {
    let files = message.attachments.iter().map(|file| file.name.clone()).collect();
    (message.content.clone(), files, message.edited_at.map(|at| at.millis() / 1_000))
}

#[tokio::test]
async fn an_edited_picture_has_the_latest_words_and_files_in_whichever_order_they_come() {
    let original = Inbound::Message(Box::new(picture("in-1", "Parcle", Some("first.png"), 1)));
    let items = [original, edit("Parcel?", None, 2), edit("A parcel", Some("second.png"), 3), edit("Parcel", None, 4)];
    for order in orders(items.len()) {
        for fetches_between in [true, false] {
            let office = open().await;
            for place in order.iter().chain(&order) {
                take(&office, &items[*place]).await;
                if fetches_between {
                    office.chat.fetch_files_once().await.unwrap();
                }
            }
            while office.chat.fetch_files_once().await.unwrap() > 0 {}

            let messages = office.messages().await;
            let expected = ("Parcel".to_owned(), vec!["second.png".to_owned()], Some(4));
            assert_eq!(messages.iter().map(told).collect::<Vec<_>>(), [expected], "{order:?} {fetches_between}");
            assert_eq!((messages[0].content_type.as_str(), &messages[0].error), ("image", &None));
        }
    }
}

#[tokio::test]
async fn an_edit_that_names_no_file_leaves_the_one_that_is_there() {
    let original = Inbound::Message(Box::new(picture("in-1", "Parcle", Some("first.png"), 1)));
    let items = [original, edit("Parcel", None, 2)];
    for order in orders(items.len()) {
        let office = open().await;
        for place in order.iter().chain(&order) {
            take(&office, &items[*place]).await;
        }
        while office.chat.fetch_files_once().await.unwrap() > 0 {}
        let messages = office.messages().await;
        assert_eq!(told(&messages[0]), ("Parcel".to_owned(), vec!["first.png".to_owned()], Some(2)), "{order:?}");
    }
}

#[tokio::test]
async fn the_files_that_a_message_had_before_are_in_its_history() {
    let office = open().await;
    take(&office, &Inbound::Message(Box::new(picture("in-1", "Parcle", Some("first.png"), 1)))).await;
    office.chat.fetch_files_once().await.unwrap();
    take(&office, &edit("Parcel", Some("second.png"), 2)).await;
    office.chat.fetch_files_once().await.unwrap();

    let message = office.messages().await.remove(0);
    assert_eq!(message.attachment_url.as_deref().map(|url| url.ends_with("second.png")), Some(true));
    let versions = office.desk.versions(message.id).await.unwrap();
    assert_eq!((versions.len(), versions[0].content.as_str()), (1, "Parcle"));
    assert_eq!(versions[0].attachments[0].name, "first.png");
}

#[tokio::test]
async fn a_picture_that_was_fetched_is_found_by_its_name() {
    let office = open().await;
    take(&office, &Inbound::Message(Box::new(picture("in-1", "look", Some("giraffe.png"), 1)))).await;
    office.chat.fetch_files_once().await.unwrap();
    let query = SearchQuery::new("giraffe", None, SearchFilter::EVERYTHING).unwrap();
    let page = PageQuery { limit: 10, after: None };
    assert_eq!(office.desk.search(&query, SearchOrder::Latest, page).await.unwrap().items.len(), 1);
}

async fn old(office: &Office) -> Conversation {
    let all = office.conversations().await;
    let old: Vec<_> = all.into_iter().filter(|it| it.is_past).collect();
    assert_eq!(old.len(), 1, "what was said before is in one conversation");
    old.into_iter().next().unwrap()
}

#[tokio::test]
async fn what_was_said_before_stands_by_its_time_in_whichever_order_its_parts_come() {
    let chunks = [
        vec![past(words("old-5", "five", 50), false), past(words("old-6", "six", 60), true)],
        vec![past(words("old-1", "one", 10), false), past(words("old-2", "two", 20), true)],
        vec![past(words("old-3", "three", 30), true), past(words("old-4", "four", 40), false)],
    ];
    for order in orders(chunks.len()) {
        let office = Office::open().await;
        // The first part comes once more when the others are there.
        for place in order.iter().chain(&order[..1]) {
            office.call(chunks[*place].iter().map(|it| office.item(it.clone())).collect()).await.unwrap();
        }

        let old = old(&office).await;
        let mut texts = Vec::new();
        let mut page = PageQuery::first(4);
        loop {
            let found = office.desk.messages(old.id, page).await.unwrap();
            texts.extend(found.items.into_iter().map(|message| message.content));
            let Some(after) = found.next else { break };
            page = PageQuery { limit: 4, after: Some(after) };
        }
        assert_eq!(texts, ["six", "five", "four", "three", "two", "one"], "{order:?}");
        assert_eq!((old.message_count, old.last_message_at), (6, Some(Timestamp::from_millis(60_000))));
        let overview = office.desk.overview(old.id).await.unwrap();
        assert_eq!(overview.last_message.unwrap().content, "six");
    }
}

#[tokio::test]
async fn an_old_picture_is_there_when_its_file_was_handed_over() {
    let placeholder = InboundMessage {
        content_type: ContentType::new("media_placeholder"),
        ..words("old-1", "File that has not come yet", 10)
    };
    let items = [past(placeholder, false), past(picture("old-1", "Parcel", Some("first.png"), 10), false)];
    for order in orders(items.len()) {
        let office = open().await;
        for place in order.iter().chain(&order) {
            take(&office, &items[*place]).await;
        }
        while office.chat.fetch_files_once().await.unwrap() > 0 {}
        let page = office.desk.messages(old(&office).await.id, PageQuery::first(10)).await.unwrap();
        let told: Vec<_> = page.items.iter().map(told).collect();
        assert_eq!(told, [("Parcel".to_owned(), vec!["first.png".to_owned()], None)], "{order:?}");
        assert_eq!(page.items[0].content_type.as_str(), "image");
    }
}
