//! A record refers only to records of its own client.

use crate::{
    Fixture,
    records::{self, kind},
    shop::Shop,
};
use chat_core::{
    Attachment, AuthorizedDomain, Blob, Changes, Client, Conversation, ConversationId, Delivery, DeliveryAction,
    DeliveryAttempt, Message, Record, TenantScope, Thread, Webhook, Widget,
};

/// Records that are not `own`'s, or do not exist at all.
struct Elsewhere {
    message: Message,
    widget: Widget,
    domain: AuthorizedDomain,
    blob: Blob,
    webhook: Webhook,
}

impl Elsewhere {
    /// What is stored nowhere.
    fn nowhere(shop: &Shop) -> Self {
        let widget = shop.new_widget();
        let (message, domain) = (shop.new_message(&shop.conversation, 3), shop.new_domain(&widget));
        Self { message, domain, widget, blob: shop.new_blob(), webhook: shop.new_webhook() }
    }
}

/// Records that are stored, for others to refer to.
struct Known {
    message: Message,
    blob: Blob,
}

impl Known {
    async fn of(shop: &Shop) -> Self {
        let message = shop.insert(shop.new_message(&shop.conversation, 1)).await;
        Self { message, blob: shop.insert(shop.new_blob()).await }
    }
}

/// Records of `own` of which each refers with one field to `other`, which may not exist at all.
fn misled(own: &Shop, other: &Shop, known: &Known, elsewhere: &Elsewhere) -> Vec<(&'static str, Record)> {
    let Known { message, blob } = known;
    let conversation = || own.new_conversation(&own.customer);
    let delivery = || own.new_delivery(message, &own.account);
    let customer = own.new_customer();
    vec![
        (
            "a conversation's customer",
            Conversation { customer_id: Some(other.customer.id), account_id: None, ..conversation() }.into(),
        ),
        (
            "a conversation's account",
            Conversation { customer_id: None, account_id: Some(other.account.id), ..conversation() }.into(),
        ),
        (
            "a message's conversation",
            Message { conversation_id: other.conversation.id, ..own.new_message(&own.conversation, 2) }.into(),
        ),
        (
            "the message that a message answers",
            Message { reply_to: Some(elsewhere.message.id), ..own.new_message(&own.conversation, 2) }.into(),
        ),
        (
            "an identity's customer",
            chat_core::CustomerIdentity { customer_id: other.customer.id, ..own.new_identity(&customer) }.into(),
        ),
        ("whom an entry of a dossier is about", own.new_entry(&other.customer).into()),
        ("a delivery's conversation", Delivery { conversation_id: other.conversation.id, ..delivery() }.into()),
        ("a delivery's account", Delivery { account_id: other.account.id, ..delivery() }.into()),
        (
            "a delivery's message",
            Delivery { action: DeliveryAction::Send { message_id: elsewhere.message.id }, ..delivery() }.into(),
        ),
        (
            "an attempt's message",
            DeliveryAttempt { message_id: elsewhere.message.id, ..own.new_attempt(&delivery(), message) }.into(),
        ),
        ("a session's agent", own.new_session(&other.agent).into()),
        ("an API key's agent", own.new_api_key(&other.agent).into()),
        ("a received call's account", own.new_call(&other.account).into()),
        ("a domain's widget", own.new_domain(&elsewhere.widget).into()),
        ("what a step happened to", own.new_step(&elsewhere.domain).into()),
        ("the webhook of a call", own.new_webhook_call(&elsewhere.webhook).into()),
        ("an attachment's bytes", own.new_attachment(&elsewhere.blob).into()),
        (
            "an attachment's conversation",
            Attachment { conversation_id: Some(other.conversation.id), ..own.new_attachment(blob) }.into(),
        ),
        (
            "an attachment's message",
            Attachment { message_id: Some(elsewhere.message.id), ..own.new_attachment(blob) }.into(),
        ),
    ]
}

/// A record that refers to another client's is refused with all of its commit, in whichever field it does.
pub async fn a_foreign_reference_is_refused(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let known = Known::of(&own).await;
    let elsewhere = Elsewhere::nowhere(&other);
    other.insert(elsewhere.message.clone()).await;
    other.insert(elsewhere.widget.clone()).await;
    other.insert(elsewhere.domain.clone()).await;
    other.insert(elsewhere.blob.clone()).await;
    other.insert(elsewhere.webhook.clone()).await;
    for (field, record) in misled(&own, &other, &known, &elsewhere) {
        refuses(&own, field, record).await;
    }
    let moved = Conversation { customer_id: Some(other.customer.id), ..own.conversation.clone() };
    own.is_foreign(Changes::none().update(moved)).await;
    let answering = Message { reply_to: Some(elsewhere.message.id), ..known.message.clone() };
    own.is_foreign(Changes::none().update(answering)).await;
}

/// A record that refers to one that does not exist is refused like one that refers to another client's: which of the two
/// it is, is not told.
pub async fn a_dangling_reference_is_refused(fixture: Fixture) {
    let own = Shop::open(&fixture).await;
    let env = own.env.clone();
    let client = Client { id: env.id(), ..own.client.clone() };
    let customer = records::customer(&env, client.id);
    let account = records::account(&env, client.id);
    let nobody = Shop {
        scope: TenantScope::from(&client),
        agent: records::agent(&env, client.id),
        conversation: records::conversation(&env, &customer, &account),
        store: own.store.clone(),
        second: own.second.clone(),
        env,
        client,
        account,
        customer,
    };
    let known = Known::of(&own).await;
    let never = Elsewhere::nowhere(&own);
    for (field, record) in misled(&own, &nobody, &known, &never) {
        refuses(&own, field, record).await;
    }
}

async fn refuses(own: &Shop, field: &str, record: Record) {
    let customer = own.new_customer();
    let changes = Changes::none().insert(customer.clone()).insert(record.clone()).tell(None, own.news());
    let error = own.refused(changes).await;
    assert!(matches!(error, chat_core::StoreError::Foreign), "{field} was refused as {error:?} and not as foreign");
    assert_eq!(own.stored(&customer.into()).await, None, "{field} left its commit behind");
    if !matches!(record, Record::Delivery(_) | Record::DeliveryAttempt(_)) {
        assert_eq!(own.stored(&record).await, None, "a {} that misleads was stored", kind(&record));
    }
    assert_eq!(own.head().await, 0, "{field} left an event behind");
}

/// An event belongs to a conversation of the client in whose journal it stands.
pub async fn an_event_of_a_foreign_conversation_is_refused(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let nowhere = Thread { conversation_id: own.env.id::<ConversationId>(), ..own.conversation.thread() };
    for thread in [other.conversation.thread(), nowhere] {
        let customer = own.new_customer();
        own.is_foreign(Changes::none().insert(customer.clone()).tell(thread, own.news())).await;
        assert_eq!(own.stored(&customer.into()).await, None, "a foreign event left its commit behind");
    }
    assert_eq!((own.head().await, other.head().await), (0, 0));
    assert_eq!(other.conversation(other.conversation.id).await.last_seq, 0);
}

/// Records and events are kept for clients whose own record is stored before or with them.
pub async fn nothing_is_kept_for_a_client_that_does_not_exist(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let client = Client { id: shop.env.id(), ..shop.client.clone() };
    let scope = TenantScope::from(&client);
    let agent = records::agent(&shop.env, client.id);
    let alone = [Changes::none().insert(agent.clone()), Changes::none().tell(None, shop.news())];
    for changes in alone {
        let error = shop.store.commit(scope, changes).await.err();
        assert!(matches!(error, Some(chat_core::StoreError::Foreign)), "a client without a record got {error:?}");
    }
    assert_eq!(shop.stored(&agent.clone().into()).await, None);
    let together = Changes::none().insert(client).insert(agent).tell(None, shop.news());
    assert_eq!(shop.store.commit(scope, together).await.expect("the client comes with it").len(), 1);
}
