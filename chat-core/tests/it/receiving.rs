use crate::paper::{Office, external};
use chat_core::{
    Address, CallError, CallRefused, Changes, Clock, Commit, ConversationPatch, ConversationStatus, IdentityKey,
    IdentityKind, Inbound, Inbox, IncomingCall, MessageStatus, ReceivedCall, ReceivedCallState, SenderType, Source,
};
use std::{sync::atomic::Ordering, time::Duration};

#[tokio::test]
async fn a_first_message_makes_a_customer_and_a_conversation() {
    let mut office = Office::open().await;
    office.heard();
    office.customer_writes("in-1", "15550001", "hello").await;

    let conversation = office.conversation().await;
    assert_eq!((conversation.unread_count, conversation.message_count), (1, 1));
    assert_eq!(conversation.customer_number.as_deref(), Some("+15550001"));
    let (customer, identities) = office.desk.customer(conversation.customer_id.unwrap()).await.unwrap();
    assert_eq!(customer.name.as_deref(), Some("Carla"));
    assert_eq!(identities.len(), 1);
    let messages = office.messages().await;
    assert_eq!((messages[0].sender_type, &*messages[0].content), (SenderType::Customer, "hello"));

    let heard = office.heard();
    let names: Vec<_> = heard.iter().map(|notice| notice.event.name()).collect();
    assert_eq!(names, ["conversationChanged", "messagePosted"]);
    assert_eq!(heard[1].previous_seq, heard[0].seq);
    assert_eq!(conversation.last_seq, heard[1].seq);
}

#[tokio::test]
async fn what_comes_twice_is_there_once_also_when_it_comes_thirty_two_times_at_once() {
    let office = Office::open().await;
    let calls = (0..32).map(|_| office.customer_writes("in-1", "15550001", "hello"));
    futures_util::future::join_all(calls).await;
    assert_eq!(office.messages().await.len(), 1);
    assert_eq!(office.conversation().await.unread_count, 1);
}

#[tokio::test]
async fn a_batch_is_taken_whole_and_in_order_whatever_one_item_is_like() {
    let office = Office::open().await;
    let items = vec![
        office.text("in-1", "15550001", "one"),
        office.item(Inbound::NotUnderstood("a type from the future".into())),
        office.text("in-2", "15550001", "two"),
        office.text("in-3", "15550002", "somebody else"),
        office.text("in-4", "15550001", "three"),
    ];
    office.call(items).await.unwrap();
    let conversations = office.conversations().await;
    assert_eq!(conversations.len(), 2);
    let busy = conversations.iter().find(|it| it.message_count == 3).unwrap();
    let messages = office.desk.messages(busy.id, Default::default()).await.unwrap().items;
    let texts: Vec<_> = messages.iter().rev().map(|message| &*message.content).collect();
    assert_eq!(texts, ["one", "two", "three"]);
}

#[tokio::test]
async fn a_customer_reopens_a_closed_conversation_and_starts_anew_after_an_archived_one() {
    let office = Office::open().await;
    office.customer_writes("in-1", "15550001", "hello").await;
    let first = office.conversation().await;

    let patch = |status| ConversationPatch { status: Some(status), ..Default::default() };
    office.desk.change_conversation(first.id, &patch(ConversationStatus::Closed)).await.unwrap();
    office.customer_writes("in-2", "15550001", "one more thing").await;
    let reopened = office.conversation().await;
    assert_eq!((reopened.id, reopened.status), (first.id, ConversationStatus::Active));

    office.desk.change_conversation(first.id, &patch(ConversationStatus::Archived)).await.unwrap();
    office.customer_writes("in-3", "15550001", "me again").await;
    let conversations = office.conversations().await;
    assert_eq!(conversations.len(), 2);
    assert!(conversations.iter().all(|it| it.customer_id == first.customer_id));
    let reopening = office.desk.change_conversation(first.id, &patch(ConversationStatus::Active)).await;
    assert_eq!(reopening.unwrap_err().to_string(), "the customer has another conversation by now");
}

#[tokio::test]
async fn a_customer_without_a_phone_number_is_found_again_by_a_phone_learned_later() {
    let office = Office::open().await;
    let user = IdentityKey::new(IdentityKind::WhatsappUser, "US.1");
    let phone = IdentityKey::new(IdentityKind::WhatsappPhone, "15550001");
    office.call(vec![office.message("in-1", vec![user.clone()], "no number")]).await.unwrap();
    assert_eq!(office.conversation().await.customer_number, None);

    office.call(vec![office.message("in-2", vec![phone.clone(), user.clone()], "with number")]).await.unwrap();
    office.call(vec![office.message("in-3", vec![phone], "number alone")]).await.unwrap();
    let conversation = office.conversation().await;
    assert_eq!(conversation.message_count, 3);
    assert_eq!(conversation.customer_number.as_deref(), Some("+15550001"));
}

#[tokio::test]
async fn two_customers_who_share_an_identity_are_not_merged() {
    let office = Office::open().await;
    let user = IdentityKey::new(IdentityKind::WhatsappUser, "US.1");
    let phone = IdentityKey::new(IdentityKind::WhatsappPhone, "15550001");
    office.call(vec![office.message("in-1", vec![user.clone()], "a")]).await.unwrap();
    office.call(vec![office.message("in-2", vec![phone.clone()], "b")]).await.unwrap();
    office.call(vec![office.message("in-3", vec![phone, user], "c")]).await.unwrap();
    let mut counts: Vec<_> = office.conversations().await.iter().map(|it| it.message_count).collect();
    counts.sort_unstable();
    assert_eq!(counts, [1, 2]);
}

#[tokio::test]
async fn a_call_that_is_not_authentic_leaves_nothing() {
    let office = Office::open().await;
    let forged = office.call_signed(vec![office.text("in-1", "15550001", "hello")], "guess").await;
    assert!(matches!(forged, Err(CallError::Refused(CallRefused::Forged))), "{forged:?}");
    let unsigned = IncomingCall { headers: Vec::new(), body: "not a call".into() };
    let unsigned = office.chat.receive_call(&Source::WHATSAPP, &unsigned).await;
    assert!(matches!(unsigned, Err(CallError::Refused(CallRefused::Unsigned))), "{unsigned:?}");
    assert!(office.conversations().await.is_empty());
}

#[tokio::test]
async fn a_signature_speaks_for_its_own_accounts_only() {
    let mine = Office::open().await;
    let other = Office::open_at(mine.store.clone(), "number-2").await;
    let foreign = mine.item_for(Address::Account("number-2".into()), mine.text("in-2", "15550009", "forged").inbound);
    let answer = mine.call(vec![mine.text("in-1", "15550001", "honest"), foreign]).await;
    assert!(matches!(answer, Err(CallError::Refused(CallRefused::Forged))), "the rest has to come again: {answer:?}");
    assert_eq!(mine.conversations().await.len(), 1);
    assert!(other.conversations().await.is_empty());
}

#[tokio::test]
async fn a_signed_call_that_cannot_be_read_is_kept() {
    let office = Office::open().await;
    let headers = vec![("signature".to_owned(), office.account.app_secret.expose().to_owned())];
    let call = IncomingCall { headers, body: "{\"what\":".into() };
    office.chat.receive_call(&Source::WHATSAPP, &call).await.unwrap();
    assert!(office.conversations().await.is_empty());
}

#[tokio::test]
async fn an_item_for_a_number_that_is_connected_later_is_taken_in_then() {
    let office = Office::open().await;
    let early = office.item_for(Address::Account("number-9".into()), office.text("in-1", "15550001", "early").inbound);
    office.call(vec![early]).await.unwrap();
    assert!(office.conversations().await.is_empty());

    office.desk.connect_account(&crate::paper::new_account("number-9")).await.unwrap();
    office.clock.advance(std::time::Duration::from_secs(60));
    assert_eq!(office.chat.retry_calls_once().await.unwrap(), 1);
    assert_eq!(office.messages().await[0].content, "early");
    assert_eq!(office.chat.retry_calls_once().await.unwrap(), 0);
}

#[tokio::test]
async fn a_kept_item_is_worked_on_by_one_process_and_by_another_when_that_dies() {
    let office = Office::open().await;
    let (elsewhere, unknown) = (office.another_process(), Address::Account("number-9".into()));
    office.call(vec![office.item_for(unknown, office.text("in-1", "15550001", "early").inbound)]).await.unwrap();
    office.clock.advance(Duration::from_secs(2));
    let tries = || office.paper.calls_read.swap(0, Ordering::Relaxed);
    tries();

    let (here, there) = tokio::join!(office.chat.retry_calls_once(), elsewhere.retry_calls_once());
    assert_eq!((here.unwrap(), there.unwrap()), (0, 0));
    assert_eq!(tries(), 1);

    // The store takes the claim and nothing after it: the process is gone in the midst of its work.
    office.clock.advance(Duration::from_secs(8));
    let due = office.store.due_calls(ReceivedCallState::Waiting, office.clock.now(), 10).await.unwrap();
    let claimed = ReceivedCall { next_attempt_at: office.clock.now().plus(Duration::from_secs(15)), ..due[0].clone() };
    office.store.commit(office.scope(), Changes::none().update(claimed)).await.unwrap();
    office.desk.connect_account(&crate::paper::new_account("number-9")).await.unwrap();
    assert_eq!(elsewhere.retry_calls_once().await.unwrap(), 0);
    office.clock.advance(Duration::from_secs(15));
    assert_eq!(elsewhere.retry_calls_once().await.unwrap(), 1);
    assert_eq!(office.messages().await[0].content, "early");
}

#[tokio::test]
async fn a_status_that_overtakes_its_message_is_applied_when_the_message_is_known() {
    let office = Office::open().await;
    office.call(vec![office.receipt("in-1", MessageStatus::Read, 1_800_000_000_000, None)]).await.unwrap();
    office.customer_writes("in-1", "15550001", "hello").await;
    office.clock.advance(std::time::Duration::from_secs(60));
    assert_eq!(office.chat.retry_calls_once().await.unwrap(), 1);
    assert_eq!(office.messages().await[0].status, MessageStatus::Read);
}

#[tokio::test]
async fn the_same_name_from_another_client_is_another_message() {
    let mine = Office::open().await;
    let other = Office::open_at(mine.store.clone(), "number-2").await;
    mine.customer_writes("in-1", "15550001", "to me").await;
    other.customer_writes("in-1", "15550001", "to the other").await;
    assert_eq!(mine.messages().await[0].content, "to me");
    assert_eq!(other.messages().await[0].content, "to the other");
    assert_eq!(mine.messages().await[0].external_id, Some(external("in-1")));
}

#[tokio::test]
async fn a_provider_that_knows_a_verify_token_gets_its_challenge_back() {
    let office = Office::open().await;
    let ask = |token: &str| vec![(token.to_owned(), "challenge".to_owned())];
    let answer = office.chat.answer_handshake(&Source::WHATSAPP, &ask("verify")).await.unwrap();
    assert_eq!(answer.as_deref(), Some("challenge"));
    assert_eq!(office.chat.answer_handshake(&Source::WHATSAPP, &ask("guess")).await.unwrap(), None);
    assert_eq!(office.chat.answer_handshake(&Source::WEBSITE, &ask("verify")).await.unwrap(), None);
}
