use crate::paper::{Office, new_account};
use chat_core::{
    AccountStatus, ConversationPatch, Draft, Error, MessageKind, MessageStatus, NewAccount, NewAgent, Role, RoomName,
};

#[tokio::test]
async fn a_reply_that_is_sent_twice_is_one_message() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await;
    let draft = Draft { client_message_id: Some("mine".into()), ..Draft::text("hi") };
    let replies = (0..32).map(|_| office.desk.reply(conversation.id, &draft));
    let replies = futures_util::future::try_join_all(replies).await.unwrap();
    assert!(replies.iter().all(|reply| reply.id == replies[0].id));
    assert_eq!(office.messages().await.len(), 2);
    office.chat.deliver_once().await.unwrap();
    assert_eq!(office.paper.texts(), ["hi"]);
}

#[tokio::test]
async fn drafts_that_break_a_limit_are_refused_with_the_field() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await.id;
    let drafts = [
        (Draft::text("  \n"), "content"),
        (Draft::text("x".repeat(Draft::CHARS_MAX + 1)), "content"),
        (Draft::text("a\0b"), "content"),
        (Draft { client_message_id: Some(String::new()), ..Draft::text("a") }, "clientMessageId"),
        (Draft { client_message_id: Some("x".repeat(129)), ..Draft::text("a") }, "clientMessageId"),
        (Draft { reply_to: Some(office.chat.env().id()), ..Draft::text("a") }, "replyTo"),
    ];
    for (draft, field) in drafts {
        match office.desk.reply(conversation, &draft).await {
            Err(Error::Invalid(fields)) => assert_eq!(fields[0].field, field),
            other => panic!("{draft:?} was answered with {other:?}"),
        }
    }
    assert_eq!(office.messages().await.len(), 1);
}

#[tokio::test]
async fn a_note_stays_in_the_house_and_leaves_the_customer_waiting() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let conversation = office.conversation().await;
    let note = Draft { kind: MessageKind::Note, ..Draft::text("who knows this one?") };
    assert_eq!(office.desk.reply(conversation.id, &note).await.unwrap().status, MessageStatus::Sent);
    assert_eq!(office.chat.deliver_once().await.unwrap(), 0);
    let conversation = office.conversation().await;
    assert!(conversation.waiting_since.is_some() && conversation.unread_count == 1);
}

#[tokio::test]
async fn another_clients_records_are_not_there() {
    let mine = Office::open().await;
    let other = Office::open_at(mine.store.clone(), "number-2").await;
    mine.customer_writes("in-1", "15550001", "hello").await;
    let conversation = mine.conversation().await;
    let (id, customer) = (conversation.id, conversation.customer_id.unwrap());
    let message = mine.messages().await.remove(0).id;
    let patch = ConversationPatch::default();
    let answers = [
        other.desk.conversation(id).await.err(),
        other.desk.messages(id, Default::default()).await.err(),
        other.desk.customer(customer).await.err(),
        other.desk.reply(id, &Draft::text("x")).await.err(),
        other.desk.retry(message).await.err(),
        other.desk.mark_read(id).await.err(),
        other.desk.change_conversation(id, &patch).await.err(),
        other.desk.account(mine.account.id).await.err(),
        other.desk.disconnect_account(mine.account.id).await.err(),
        other.desk.ticket(RoomName::Conversation(id)).await.err(),
        other.desk.ticket(RoomName::WhatsappCustomer(customer)).await.err(),
        other.desk.typing(id, true).await.err(),
    ];
    for (place, answer) in answers.into_iter().enumerate() {
        assert!(matches!(answer, Some(Error::NotFound(_))), "call {place} was answered with {answer:?}");
    }
}

#[tokio::test]
async fn agents_answer_and_do_not_manage_accounts() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let new = NewAgent::new("Bob", "bob@shop.test", Role::Agent);
    let (bob, password) = office.login.create_agent(office.scope().client_id(), new).await.unwrap();
    let session = office.login.sign_in("Bob@shop.test", &password).await.unwrap();
    let desk = office.chat.sign_in(session.token.expose()).await.unwrap();
    desk.reply(office.conversation().await.id, &Draft::text("hi")).await.unwrap();
    assert!(matches!(desk.connect_account(&new_account("number-3")).await, Err(Error::Forbidden)));

    let patch = ConversationPatch { assignee_id: Some(Some(bob.id)), ..Default::default() };
    let assigned = office.desk.change_conversation(office.conversation().await.id, &patch).await.unwrap();
    assert_eq!(assigned.assignee_id, Some(bob.id));
    let stranger = ConversationPatch { assignee_id: Some(Some(office.chat.env().id())), ..Default::default() };
    assert!(matches!(office.desk.change_conversation(assigned.id, &stranger).await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn a_number_is_connected_once_and_paused_when_its_token_does_not_work() {
    let office = Office::open().await;
    let other = Office::open_at(office.store.clone(), "number-2").await;
    assert_eq!(office.account.display_number.as_deref(), Some("+1 555 0100"));
    assert!(matches!(office.desk.connect_account(&new_account("number-1")).await, Err(Error::Conflict(_))));
    assert!(matches!(other.desk.connect_account(&new_account("number-1")).await, Err(Error::Conflict(_))));
    let bad = NewAccount { access_token: "bad".into(), ..new_account("number-3") };
    let paused = office.desk.connect_account(&bad).await.unwrap();
    assert_eq!(paused.status, AccountStatus::Paused);

    office.desk.disconnect_account(office.account.id).await.unwrap();
    assert!(matches!(office.desk.account(office.account.id).await, Err(Error::NotFound(_))));
    other.desk.connect_account(&new_account("number-1")).await.unwrap();
}
