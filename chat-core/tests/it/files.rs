//! Files that people send each other: handed in, sent with messages, forgotten.

use crate::{
    paper::Office,
    street::{Street, draft},
};
use async_trait::async_trait;
use chat_conformance::files::{Glance, Sent};
use chat_core::{
    Actor, Attachment, AttachmentId, ByteStream, Chat, Desk, Draft, Error, Event, FileKind, FilePart, Files, Holder,
    Limited, LocalLogin, Media, MediaError, MediaKey, MediaStore, MemoryMedia, Message, MessageKind, MessageStatus,
    NewAgent, PageQuery, Quota, Quotas, Role, RoleAccess, Said, ScanFailed, Scanner, Subject, UploadError, Verdict,
    VisitorDraft, WidgetPatch,
};
use serde_json::json;
use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::Notify;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn file(words: &str) -> Sent {
    Sent::new("order.txt", words.as_bytes())
}

async fn handed_in(desk: &Desk, words: &str) -> Attachment {
    desk.upload(&mut file(words), None).await.unwrap()
}

fn with(attachment_ids: Vec<AttachmentId>) -> Draft {
    Draft { attachment_ids, ..Draft::text("") }
}

fn sends(name: &str, attachment_ids: Vec<AttachmentId>) -> VisitorDraft {
    VisitorDraft { attachment_ids, ..draft(name, "") }
}

fn is_invalid<T: std::fmt::Debug>(answer: Result<T, Error>) -> bool {
    matches!(&answer, Err(Error::Invalid(fields)) if fields[0].field == "attachmentIds")
}

#[tokio::test]
async fn a_visitor_sends_a_file_and_the_team_hears_of_it_with_the_message() {
    let mut street = Street::open().await;
    let visitor = street.stranger().await;
    let bytes = [Glance::PICTURE, b" of a parcel"].concat();
    let picture = visitor.visit.upload(&mut Sent::new("parcel.png", &bytes), None).await.unwrap();
    let text = visitor.visit.upload(&mut file("two chairs"), None).await.unwrap();
    let Said { message, conversation } = visitor.visit.send(&sends("a-1", vec![picture.id, text.id])).await.unwrap();

    assert_eq!((message.content.as_str(), message.content_type.as_str()), ("", "image"));
    assert_eq!(message.attachments, [picture.facts(), text.facts()]);
    assert_eq!(message.attachments[0].kind(), FileKind::Image);
    assert!(message.attachments[0].has_thumbnail && !message.attachments[1].has_thumbnail);
    assert_eq!(message.attachment_type.as_deref(), Some("image/png"));
    assert_eq!(message.attachment_url, Some(format!("/files/{}/parcel.png", picture.id)));
    let told = street.office.heard().into_iter().filter_map(|notice| match &notice.event {
        Event::MessagePosted(message) => Some((**message).clone()),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [Message { revision: 0, ..message.clone() }]);
    let listed = street.office.desk.messages(conversation.id, PageQuery::default()).await.unwrap().items;
    assert_eq!(listed, [Message { revision: 1, ..message }]);
    let seen = street.office.desk.attachment(picture.id).await.unwrap();
    assert_eq!(seen.conversation_id, Some(conversation.id));
}

#[tokio::test]
async fn an_agent_answers_with_a_file() {
    let street = Street::open().await;
    let visitor = street.stranger().await;
    let conversation = visitor.says("a-1", "Hello?").await.conversation;
    let desk = &street.office.desk;
    let attachment = handed_in(desk, "the invoice").await;
    let draft = Draft { client_message_id: Some("mine".into()), ..with(vec![attachment.id]) };
    let message = desk.reply(conversation.id, &draft).await.unwrap();
    assert_eq!((message.content_type.as_str(), message.status), ("document", MessageStatus::Sent));
    let again = desk.reply(conversation.id, &draft).await.unwrap();
    assert_eq!(again.id, message.id, "a repeated name gets the first message, whatever its files are now");
    let page = visitor.visit.history(conversation.id, PageQuery::default()).await.unwrap();
    assert_eq!(page.items[0].attachments, [attachment.facts()]);
}

#[tokio::test]
async fn a_file_is_sent_once_and_by_whoever_has_handed_it_in() {
    let street = Street::open().await;
    let office = &street.office;
    let (first, second) = (street.stranger().await, street.stranger().await);
    let conversation = first.says("a-1", "Hello?").await.conversation.id;
    let bob = NewAgent::new("Bob", "bob@shop.test", Role::Agent);
    let (_, password) = office.login.create_agent(office.scope().client_id(), bob).await.unwrap();
    let session = office.login.sign_in("bob@shop.test", &password).await.unwrap();
    let bob = office.chat.sign_in(session.token.expose()).await.unwrap();
    let other = Office::open_at(office.store.clone(), "number-2").await;

    let ann = handed_in(&office.desk, "of Ann").await.id;
    let of_visitor = first.visit.upload(&mut file("of the first"), None).await.unwrap().id;
    let foreign = handed_in(&other.desk, "of another client").await.id;
    let unknown = office.chat.env().id();
    for wrong in [vec![foreign], vec![unknown], vec![of_visitor], vec![ann, ann], vec![ann, unknown]] {
        assert!(is_invalid(office.desk.reply(conversation, &with(wrong)).await));
    }
    assert!(is_invalid(bob.reply(conversation, &with(vec![ann])).await));
    assert!(matches!(bob.attachment(ann).await, Err(Error::NotFound(_))), "it is Ann's until she sends it");
    assert!(matches!(other.desk.attachment(ann).await, Err(Error::NotFound(_))));
    for wrong in [ann, foreign, unknown] {
        assert!(is_invalid(first.visit.send(&sends("a-2", vec![wrong])).await));
    }
    assert!(is_invalid(second.visit.send(&sends("b-1", vec![of_visitor])).await));
    let many = (0..=Message::FILES_MAX).map(|_| office.chat.env().id()).collect();
    assert!(is_invalid(office.desk.reply(conversation, &with(many)).await));

    office.desk.reply(conversation, &with(vec![ann])).await.unwrap();
    first.visit.send(&sends("a-3", vec![of_visitor])).await.unwrap();
    assert!(is_invalid(office.desk.reply(conversation, &with(vec![ann])).await));
    assert!(is_invalid(first.visit.send(&sends("a-4", vec![of_visitor])).await));
    assert!(bob.attachment(ann).await.is_ok(), "it belongs to a conversation that he sees");
}

#[tokio::test]
async fn of_32_messages_that_want_a_file_at_once_one_has_it() {
    let street = Street::open().await;
    let visitor = street.stranger().await;
    let conversation = visitor.says("a-1", "Hello?").await.conversation.id;
    let draft = with(vec![handed_in(&street.office.desk, "wanted").await.id]);
    let another = street.office.another_process();
    let desks = [street.office.desk.clone(), another.sign_in(&street.office.token).await.unwrap()];
    let replies = (0..32).map(|n| desks[n % 2].reply(conversation, &draft));
    let replies = futures_util::future::join_all(replies).await;
    assert_eq!(replies.iter().filter(|reply| reply.is_ok()).count(), 1);
    assert!(replies.into_iter().all(|reply| reply.is_ok() || is_invalid(reply)));
}

#[tokio::test]
async fn a_channel_that_takes_no_files_is_not_given_any() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await.id;
    let attachment = handed_in(&office.desk, "the invoice").await.id;
    assert!(is_invalid(office.desk.reply(conversation, &with(vec![attachment])).await));
    let note = Draft { kind: MessageKind::Note, ..with(vec![attachment]) };
    office.desk.reply(conversation, &note).await.unwrap();

    office.paper.carries_files.store(true, Ordering::Relaxed);
    let attachment = handed_in(&office.desk, "the invoice").await.id;
    office.desk.reply(conversation, &with(vec![attachment])).await.unwrap();
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.paper.sent.lock().unwrap()[0].message.attachments[0].id, attachment);
}

#[tokio::test]
async fn equal_bytes_are_kept_once_by_each_client() {
    let office = Office::open().await;
    let [first, second] = [handed_in(&office.desk, "the same").await, handed_in(&office.desk, "the same").await];
    assert!(first.id != second.id && first.blob_id == second.blob_id);
    let bytes = [Glance::PICTURE, b" of it"].concat();
    office.desk.upload(&mut Sent::new("a.png", &bytes), None).await.unwrap();
    let parts = |part| office.media.keys().into_iter().filter(move |key| key.part == part).count();
    assert_eq!((parts(FilePart::Whole), parts(FilePart::Thumbnail)), (2, 1));
    let other = Office::open_at(office.store.clone(), "number-2").await;
    assert_ne!(handed_in(&other.desk, "the same").await.blob_id, first.blob_id);
}

#[tokio::test]
async fn what_nobody_sends_is_forgotten_after_a_day_and_what_was_sent_is_not() {
    let street = Street::open().await;
    let (office, visitor) = (&street.office, street.stranger().await);
    let conversation = visitor.says("a-1", "Hello?").await.conversation.id;
    let sent = handed_in(&office.desk, "both").await;
    let (waiting, alone) = (handed_in(&office.desk, "both").await, handed_in(&office.desk, "alone").await);
    office.desk.reply(conversation, &with(vec![sent.id])).await.unwrap();
    office.clock.advance(DAY - Duration::from_millis(1));
    let another = office.another_process();
    assert_eq!(office.chat.forget_files_once().await.unwrap(), 0);
    office.clock.advance(Duration::from_millis(1));
    let (here, there) = tokio::join!(office.chat.forget_files_once(), another.forget_files_once());
    assert_eq!(here.unwrap() + there.unwrap(), 2, "once over both");
    for gone in [waiting.id, alone.id] {
        assert!(matches!(office.desk.attachment(gone).await, Err(Error::NotFound(_))));
        assert!(is_invalid(office.desk.reply(conversation, &with(vec![gone])).await));
    }
    let kept: Vec<_> = office.media.keys().into_iter().map(|key| key.blob_id).collect();
    assert_eq!(kept, [sent.blob_id], "what a message has is kept");
    office.clock.advance(10 * DAY);
    assert_eq!(office.chat.forget_files_once().await.unwrap(), 0);
    assert_eq!(office.media.keys().len(), 1);
    let again = handed_in(&office.desk, "alone").await;
    assert_ne!(again.blob_id, alone.blob_id, "under another name, however late the first is deleted");
}

/// A store of files in which one step stops halfway until it is told to go on.
#[derive(Clone, Debug, Default)]
struct Stopping {
    media: MemoryMedia,
    stops_keeping: Arc<AtomicBool>,
    stops_forgetting: Arc<AtomicBool>,
    is_failing: Arc<AtomicBool>,
    reached: Arc<Notify>,
    go: Arc<Notify>,
}

impl Stopping {
    async fn stop_at(&self, step: &AtomicBool) -> Result<(), MediaError> {
        if step.swap(false, Ordering::SeqCst) {
            self.reached.notify_one();
            self.go.notified().await;
        }
        match self.is_failing.load(Ordering::SeqCst) {
            true => Err(MediaError::backend("the disk was pulled out")),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl MediaStore for Stopping {
    async fn keep(&self, key: &MediaKey, media: &dyn Media) -> Result<(), MediaError> {
        self.stop_at(&self.stops_keeping).await?;
        self.media.keep(key, media).await
    }

    async fn fetch(&self, key: &MediaKey, range: Range<u64>) -> Result<ByteStream, MediaError> {
        self.media.fetch(key, range).await
    }

    async fn forget(&self, key: &MediaKey) -> Result<(), MediaError> {
        self.stop_at(&self.stops_forgetting).await?;
        self.media.forget(key).await
    }
}

/// An office whose files are kept in a store that stops.
struct Slow {
    office: Office,
    media: Stopping,
    chat: Chat,
    desk: Desk,
}

impl Slow {
    async fn open() -> Self {
        let (office, media) = (Office::open().await, Stopping::default());
        let chat = Chat::builder(office.store.clone(), office.login.clone()).env(office.chat.env().clone());
        let chat = chat.files(Files::new(media.clone(), Glance::default())).build();
        let desk = chat.sign_in(&office.token).await.unwrap();
        Self { office, media, chat, desk }
    }

    /// Whether the bytes that an attachment counts on are there.
    async fn is_there(&self, attachment: &Attachment) -> bool {
        let key = MediaKey::of_attachment(attachment, FilePart::Whole);
        self.media.fetch(&key, 0..1).await.is_ok()
    }
}

#[tokio::test]
async fn bytes_that_come_again_while_they_are_forgotten_stay() {
    let slow = Slow::open().await;
    handed_in(&slow.desk, "the same").await;
    slow.office.clock.advance(DAY);
    slow.media.stops_forgetting.store(true, Ordering::SeqCst);
    let again = async {
        slow.media.reached.notified().await;
        // It is written down that they are forgotten, and they are still there.
        let again = handed_in(&slow.desk, "the same").await;
        slow.media.go.notify_one();
        again
    };
    let (forgotten, again) = tokio::join!(slow.chat.forget_files_once(), again);
    assert_eq!(forgotten.unwrap(), 1);
    assert!(slow.is_there(&again).await);
    assert_eq!(slow.media.media.keys().len(), 1);
}

#[tokio::test]
async fn a_deletion_that_comes_late_takes_nothing_that_came_since() {
    let slow = Slow::open().await;
    handed_in(&slow.desk, "the same").await;
    slow.office.clock.advance(DAY);
    slow.media.stops_forgetting.store(true, Ordering::SeqCst);
    let meanwhile = async {
        slow.media.reached.notified().await;
        // The first is taken for dead, another process forgets the bytes for it, and they come again.
        slow.office.clock.advance(Duration::from_secs(3600));
        slow.chat.forget_files_once().await.unwrap();
        assert_eq!(slow.media.media.keys(), []);
        let again = handed_in(&slow.desk, "the same").await;
        slow.media.go.notify_one();
        again
    };
    let (late, again) = tokio::join!(slow.chat.forget_files_once(), meanwhile);
    late.unwrap();
    assert!(slow.is_there(&again).await);
}

#[tokio::test]
async fn bytes_whose_putting_takes_too_long_are_put_again() {
    let slow = Slow::open().await;
    slow.media.stops_keeping.store(true, Ordering::SeqCst);
    let meanwhile = async {
        slow.media.reached.notified().await;
        // Nobody believes any more that they are coming.
        slow.office.clock.advance(Duration::from_secs(3600));
        slow.chat.forget_files_once().await.unwrap();
        slow.media.go.notify_one();
    };
    let (attachment, ()) = tokio::join!(handed_in(&slow.desk, "slow"), meanwhile);
    assert!(slow.is_there(&attachment).await);
    assert_eq!(slow.media.media.keys().len(), 1, "those that came too late are gone");
}

#[tokio::test]
async fn bytes_that_two_hand_in_at_once_are_both_theirs() {
    let slow = Slow::open().await;
    slow.media.stops_keeping.store(true, Ordering::SeqCst);
    let second = async {
        slow.media.reached.notified().await;
        let second = handed_in(&slow.desk, "the same").await;
        slow.media.go.notify_one();
        second
    };
    let (first, second) = tokio::join!(handed_in(&slow.desk, "the same"), second);
    assert_eq!(first.blob_id, second.blob_id);
    assert!(slow.is_there(&first).await);
    slow.office.clock.advance(DAY);
    assert_eq!(slow.chat.forget_files_once().await.unwrap(), 2);
    assert_eq!(slow.media.media.keys(), []);
}

#[tokio::test]
async fn what_came_while_the_files_could_not_be_kept_is_found_again_and_forgotten() {
    let slow = Slow::open().await;
    slow.media.is_failing.store(true, Ordering::SeqCst);
    let answer = slow.desk.upload(&mut file("lost"), None).await;
    assert!(matches!(answer, Err(UploadError::Unavailable(_))));
    slow.office.clock.advance(DAY);
    slow.chat.forget_files_once().await.unwrap();
    slow.media.is_failing.store(false, Ordering::SeqCst);
    let kept = handed_in(&slow.desk, "lost").await;
    slow.office.clock.advance(Duration::from_secs(3600));
    slow.chat.forget_files_once().await.unwrap();
    assert!(slow.is_there(&kept).await, "the second try is not what is forgotten");
    let due = slow.chat.store().blobs_to_forget(slow.chat.env().now(), 10).await.unwrap();
    assert_eq!(due, [], "what could not be forgotten at first was forgotten later");
}

#[tokio::test]
async fn a_file_that_is_not_taken_leaves_nothing() {
    let office = Office::open().await;
    for (mut wrong, is_right) in [
        (Sent::new("a.html", b"<html>"), (|e| matches!(e, UploadError::Refused(_))) as fn(&UploadError) -> bool),
        (Sent::broken_off("a.txt", b"half"), |e| matches!(e, UploadError::BrokenOff)),
        (Sent::new("a.txt", &vec![b'x'; 25_000_001]), |e| matches!(e, UploadError::TooLarge { bytes_max: 25_000_000 })),
    ] {
        let error = office.desk.upload(&mut wrong, None).await.unwrap_err();
        assert!(is_right(&error), "{error:?}");
    }
    assert_eq!(office.media.keys(), []);
    let largest = office.desk.upload(&mut Sent::new("a.txt", &vec![b'x'; 25_000_000]), None).await.unwrap();
    assert_eq!(largest.size, 25_000_000);
}

/// Finds a virus in every file but harmless ones, unless it is away.
#[derive(Clone, Debug, Default)]
struct Doctor {
    is_away: Arc<AtomicBool>,
}

#[async_trait]
impl Scanner for Doctor {
    async fn scan(&self, media: &dyn Media) -> Result<Verdict, ScanFailed> {
        match self.is_away.load(Ordering::Relaxed) {
            true => Err(ScanFailed::new("nobody is there")),
            false if media.size() == 8 => Ok(Verdict::Clean),
            false => Ok(Verdict::Infected("Eicar-Signature".into())),
        }
    }
}

#[tokio::test]
async fn nothing_is_kept_that_was_not_found_clean() {
    let (office, doctor) = (Office::open().await, Doctor::default());
    let media = MemoryMedia::default();
    let files = Files::new(media.clone(), Glance::default()).scanner(doctor.clone());
    let chat = Chat::builder(office.store.clone(), office.login.clone()).files(files).build();
    let desk = chat.sign_in(&office.token).await.unwrap();
    assert!(matches!(desk.upload(&mut file("infection"), None).await, Err(UploadError::Infected)));
    assert_eq!(media.keys(), []);
    handed_in(&desk, "harmless").await;
    doctor.is_away.store(true, Ordering::Relaxed);
    assert!(matches!(desk.upload(&mut file("harmless"), None).await, Err(UploadError::Unavailable(_))));
}

/// Lets agents do everything but hand files in.
#[derive(Debug)]
struct NoFilesPlease;

impl chat_core::Access for NoFilesPlease {
    fn may(&self, actor: &Actor, action: chat_core::Action, subject: Subject<'_>) -> bool {
        action != chat_core::Action::Upload && RoleAccess.may(actor, action, subject)
    }
}

#[tokio::test]
async fn files_are_taken_where_the_host_and_the_owner_want_them() {
    let street = Street::open().await;
    let office = &street.office;
    let visitor = street.stranger().await;
    assert!(office.chat.visitor_uploads(&street.widget).is_some() && office.chat.agent_uploads().is_some());
    let settings = serde_json::from_value(json!({ "fileUpload": false })).unwrap();
    let patch = WidgetPatch { settings, ..WidgetPatch::default() };
    let widget = office.desk.change_widget(street.widget.id, &patch).await.unwrap();
    assert!(office.chat.visitor_uploads(&widget).is_none());
    assert!(matches!(visitor.visit.upload(&mut file("x"), None).await, Err(UploadError::Off)));

    let bare = Chat::builder(office.store.clone(), LocalLogin::new(office.store.clone())).build();
    let desk = bare.sign_in(&office.token).await.unwrap();
    assert!(matches!(desk.upload(&mut file("x"), None).await, Err(UploadError::NoFiles)));
    assert!(bare.agent_uploads().is_none() && bare.visitor_uploads(&street.widget).is_none());

    let files = Files::new(MemoryMedia::default(), Glance::default());
    let strict = Chat::builder(office.store.clone(), office.login.clone()).files(files).access(NoFilesPlease).build();
    let desk = strict.sign_in(&office.token).await.unwrap();
    assert!(matches!(desk.upload(&mut file("x"), None).await, Err(UploadError::Forbidden)));
}

#[tokio::test]
async fn whoever_hands_in_too_much_has_to_wait() {
    let office = Office::open().await;
    let quotas = Quotas::none().with(Holder::ApiKey, Limited::Upload, Quota::per_minute(2));
    let quotas = quotas.with(Holder::Ip, Limited::Upload, Quota::per_minute(1));
    let files = Files::new(MemoryMedia::default(), Glance::default());
    let chat = Chat::builder(office.store.clone(), office.login.clone()).env(office.chat.env().clone());
    let chat = chat.quotas(quotas).files(files).build();
    let desk = chat.sign_in(&office.token).await.unwrap();
    let from = Some(chat_core::Caller("192.0.2.1".parse().unwrap()));
    desk.upload(&mut file("one"), from).await.unwrap();
    assert!(matches!(desk.upload(&mut file("two"), from).await, Err(UploadError::TooMany(_))));
    handed_in(&desk, "three").await;
    assert!(matches!(desk.upload(&mut file("four"), None).await, Err(UploadError::TooMany(_))));
    office.clock.advance(Duration::from_secs(60));
    handed_in(&desk, "five").await;
}

#[tokio::test]
async fn no_more_files_are_on_their_way_than_may_be() {
    let slow = Slow::open().await;
    let files = Files::new(slow.media.clone(), Glance::default()).under_way_max(1, 1);
    let chat = Chat::builder(slow.office.store.clone(), slow.office.login.clone()).files(files).build();
    let desk = chat.sign_in(&slow.office.token).await.unwrap();
    slow.media.stops_keeping.store(true, Ordering::SeqCst);
    let second = async {
        slow.media.reached.notified().await;
        let second = desk.upload(&mut file("second"), None).await;
        slow.media.go.notify_one();
        second
    };
    let (first, second) = tokio::join!(handed_in(&desk, "first"), second);
    assert!(matches!(second, Err(UploadError::Busy)), "the first one took the only place");
    assert!(slow.is_there(&first).await);
    handed_in(&desk, "third").await;
}
