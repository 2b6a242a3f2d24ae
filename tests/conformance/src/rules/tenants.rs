//! What is one client's is nobody else's.

use crate::{
    Fixture,
    records::{Revised, kind},
    shop::Shop,
    witness::Witness,
};
use chat_core::{
    Account, Accounts, Agent, AgentId, Answers, ArrivalQuery, Attachment, Attachments, AuditEntry, AuditFilter,
    AuditLog, AuthorizedDomain, Blob, Bookmark, Changes, Claim, ClientId, ContentHash, ConversationFilter,
    ConversationQuery, Conversations, Customer, Customers, Definition, DefinitionKind, Definitions, DossierEntry,
    DossierKind, ExternalId, Hit, IdentityKey, IdentityKind, Inbox, Job, Jobs, Journal, KeptAnswer, Message,
    MessageKind, Outbox, PageQuery, Placed, ReceivedCall, Record, Search, SearchFilter, SearchQuery, SenderId,
    SenderType, Source, StoreError, Team, TenantScope, Timestamp, Unsent, Viewer, Webhook, Webhooks, Widget, Widgets,
};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// A shop in which every read finds something, and the names that the outside world gave.
struct Full {
    shop: Shop,
    message: Message,
    identity: IdentityKey,
    widget: Widget,
    domain: AuthorizedDomain,
    attachment: Attachment,
    bookmark: Bookmark,
    definition: Definition,
    job: Job,
    answer: KeptAnswer,
    webhook: Webhook,
    entry: DossierEntry,
}

/// Names that every client's records bear here alike: they are given by the outside world.
const SHARED_NAME: &str = "the same everywhere";

fn external_id() -> ExternalId {
    ExternalId { source: Source::WHATSAPP, id: SHARED_NAME.into() }
}

/// Somebody outside whom every client knows.
fn sender() -> SenderId {
    SenderId::from_uuid(Uuid::from_u128(7))
}

/// Bytes that every client's files have.
const SHARED_BYTES: ContentHash = ContentHash([7; 32]);

async fn open_full(fixture: &Fixture) -> Full {
    let shop = Shop::open(fixture).await;
    let identity = IdentityKey::new(IdentityKind::WhatsappPhone, SHARED_NAME);
    let known = chat_core::CustomerIdentity { key: identity.clone(), ..shop.new_identity(&shop.customer) };
    let entry = DossierEntry { name: Some(SHARED_NAME.into()), ..shop.new_entry(&shop.customer) };
    let message = Message {
        external_id: Some(external_id()),
        client_message_id: Some(SHARED_NAME.into()),
        sender_id: Some(sender()),
        sender_type: SenderType::Customer,
        ..shop.new_message(&shop.conversation, 1)
    };
    let widget = shop.new_widget();
    let written = "shop.example".parse().expect("it is a domain");
    let domain = AuthorizedDomain { entry: written, ..shop.new_domain(&widget) };
    let delivery = shop.new_delivery(&message, &shop.account);
    let blob = Blob { hash: SHARED_BYTES, ..shop.new_blob() };
    let attachment = shop.new_attachment(&blob);
    let unsent = Some(Unsent { content: SHARED_NAME.into(), kind: MessageKind::Reply, at: shop.env.now() });
    let agent_id = AgentId::from_uuid(sender().uuid());
    let bookmark = Bookmark { agent_id, unsent, ..shop.new_bookmark(&shop.conversation) };
    let definition = shop.new_definition();
    let job = shop.new_job();
    let answer = KeptAnswer { caller: "agent:1".into(), key: "order-7".into(), ..shop.new_answer() };
    let webhook = shop.new_webhook();
    let changes = Changes::none()
        .insert(bookmark.clone())
        .insert(definition.clone())
        .insert(job.clone())
        .insert(answer.clone())
        .insert(blob)
        .insert(attachment.clone())
        .insert(webhook.clone())
        .insert(AuditEntry { link: shop.link(1), ..shop.new_audit_entry() })
        .insert(shop.new_webhook_call(&webhook))
        .insert(known)
        .insert(entry.clone())
        .insert(widget.clone())
        .insert(domain.clone())
        .insert(shop.new_step(&domain))
        .count(shop.new_count(&widget))
        .insert(shop.new_session(&shop.agent))
        .insert(shop.new_api_key(&shop.agent))
        .insert(shop.new_invitation())
        .insert(message.clone())
        .insert(delivery.clone())
        .insert(shop.new_attempt(&delivery, &message))
        .insert(ReceivedCall { about: Some(SHARED_NAME.into()), ..shop.new_call(&shop.account) })
        .tell(shop.conversation.thread(), shop.news());
    shop.commit(changes).await;
    Full {
        message: message.revised(1),
        identity,
        widget,
        domain,
        attachment,
        bookmark,
        definition,
        job,
        answer,
        webhook,
        entry,
        shop,
    }
}

/// What every client's message says.
fn search() -> SearchQuery {
    SearchQuery::new("good morning", None, SearchFilter::EVERYTHING).expect("there is a word")
}

fn owner(it: Placed) -> ClientId {
    match it.hit {
        Hit::Message(message, _) => message.client_id,
        Hit::Customer(customer) => customer.client_id,
    }
}

/// Asks every scoped read within `scope` for what belongs to `of`; returns whose records each has found.
async fn ask(store: &Witness, scope: TenantScope, of: &Full) -> Vec<(&'static str, Vec<ClientId>)> {
    const READ: &str = "the store reads";
    let Shop { conversation, customer, account, agent, .. } = &of.shop;
    let page = PageQuery::first(PageQuery::LIMIT_MAX);
    let filter = ConversationQuery::own(ConversationFilter::Customer(vec![customer.id]), of.shop.env.now());
    let external = external_id();
    let query = ArrivalQuery {
        account_id: account.id,
        external_id: &external,
        identities: std::slice::from_ref(&of.identity),
        reply_to: Some(&external),
    };
    let arrival = store.arrival(scope, query).await.expect(READ);
    let answered = match arrival.replied_to {
        Some(id) if id == of.message.id => vec![of.shop.client.id],
        Some(_) => vec![scope.client_id()],
        None => vec![],
    };
    let everything = ConversationQuery::own(ConversationFilter::EVERYTHING, of.shop.env.now());
    let counted = store.count_conversations(scope, &filter, 10).await.expect(READ);
    let all_conversations = store.conversations(scope, &everything, page).await.expect(READ).items;
    let some_conversations = store.conversations(scope, &filter, page).await.expect(READ).items;
    let by_client_id = store.message_by_client_id(scope, sender(), SHARED_NAME).await.expect(READ);
    let live = store.live_conversation(scope, customer.id, account.id).await.expect(READ);
    let day = of.shop.today();
    let named = store.domain_named(scope, of.widget.id, &of.domain.entry).await.expect(READ);
    let heads = store.heads(&[scope]).await.expect(READ);
    let viewer = Viewer::nobody(of.shop.env.now());
    let found = store.search(scope, &search(), &viewer, page).await.expect(READ);
    macro_rules! owners {
        ($found:expr) => {
            $found.into_iter().map(|record| record.client_id).collect::<Vec<_>>()
        };
    }
    vec![
        ("conversation", owners!(store.conversation(scope, conversation.id).await.expect(READ))),
        ("conversations", owners!(all_conversations)),
        ("conversations of a customer", owners!(some_conversations)),
        ("count_conversations", vec![scope.client_id(); counted]),
        ("live_conversation", owners!(live)),
        ("message", owners!(store.message(scope, of.message.id).await.expect(READ))),
        ("messages", owners!(store.messages(scope, conversation.id, page).await.expect(READ).items)),
        ("timeline", owners!(store.timeline(scope, &[conversation.id], page).await.expect(READ).items)),
        ("message_by_external", owners!(store.message_by_external(scope, &external).await.expect(READ))),
        ("message_by_client_id", owners!(by_client_id)),
        ("last_messages", owners!(store.last_messages(scope, &[conversation.id]).await.expect(READ))),
        ("last_customer_message", owners!(store.last_customer_message(scope, conversation.id).await.expect(READ))),
        ("bookmarks", owners!(store.bookmarks(scope, of.bookmark.agent_id, &[conversation.id]).await.expect(READ))),
        ("unsent", owners!(store.unsent(scope, of.bookmark.agent_id, 100).await.expect(READ))),
        ("definition", owners!(store.definition(scope, of.definition.id).await.expect(READ))),
        ("definitions", owners!(store.definitions(scope, DefinitionKind::Label).await.expect(READ))),
        ("kept answer", owners!(store.kept_answer(scope, &of.answer.caller, &of.answer.key).await.expect(READ))),
        ("job", owners!(store.job(scope, of.job.id).await.expect(READ))),
        ("jobs", owners!(store.jobs(scope, 100).await.expect(READ))),
        ("customer", owners!(store.customer(scope, customer.id).await.expect(READ))),
        ("customers_by_id", owners!(store.customers_by_id(scope, &[customer.id]).await.expect(READ))),
        ("customers", owners!(store.customers(scope, None, page).await.expect(READ).items)),
        ("customers by text", owners!(store.customers(scope, Some(SHARED_NAME), page).await.expect(READ).items)),
        ("customer_at", owners!(store.customer_at(scope, &of.identity).await.expect(READ))),
        ("identities", owners!(store.identities(scope, customer.id).await.expect(READ))),
        ("dossier_entry", owners!(store.dossier_entry(scope, of.entry.id).await.expect(READ))),
        ("dossier_entry_named", owners!(store.dossier_entry_named(scope, SHARED_NAME).await.expect(READ))),
        ("dossier", owners!(store.dossier(scope, DossierKind::Note, None, page).await.expect(READ).items)),
        ("search", found.items.into_iter().map(owner).collect()),
        ("account", owners!(store.account(scope, account.id).await.expect(READ))),
        ("accounts", owners!(store.accounts(scope).await.expect(READ))),
        ("widget", owners!(store.widget(scope, of.widget.id).await.expect(READ))),
        ("widgets", owners!(store.widgets(scope).await.expect(READ))),
        ("domain", owners!(store.domain(scope, of.domain.id).await.expect(READ))),
        ("domains", owners!(store.domains(scope, of.widget.id).await.expect(READ))),
        ("domain_named", owners!(named)),
        ("widget_counts", owners!(store.widget_counts(scope, of.widget.id, day, day).await.expect(READ))),
        ("domain_history", owners!(store.domain_history(scope, of.domain.id, 100).await.expect(READ))),
        ("attachment", owners!(store.attachment(scope, of.attachment.id).await.expect(READ))),
        ("blob", owners!(store.blob(scope, of.attachment.blob_id).await.expect(READ))),
        ("blob_with", owners!(store.blob_with(scope, SHARED_BYTES).await.expect(READ))),
        ("audit", owners!(store.audit(scope, &AuditFilter::default(), page).await.expect(READ).items)),
        ("audit_chain", owners!(store.audit_chain(scope, 0, 100).await.expect(READ))),
        ("audit_head", owners!(store.audit_head(scope).await.expect(READ))),
        ("webhook", owners!(store.webhook(scope, of.webhook.id).await.expect(READ))),
        ("webhooks", owners!(store.webhooks(scope).await.expect(READ))),
        ("webhook_calls", owners!(store.webhook_calls(scope, of.webhook.id, page).await.expect(READ).items)),
        ("agent", owners!(store.agent(scope, agent.id).await.expect(READ))),
        ("agents", owners!(store.agents(scope).await.expect(READ))),
        ("sessions", owners!(store.sessions(scope, agent.id, Timestamp::from_millis(0), 100).await.expect(READ))),
        ("invitations", owners!(store.invitations(scope).await.expect(READ))),
        ("api_keys", owners!(store.api_keys(scope).await.expect(READ))),
        ("heads", heads.into_iter().filter(|head| *head > 0).map(|_| scope.client_id()).collect()),
        ("events_after", owners!(store.events_after(scope, 0, 100).await.expect(READ).events)),
        ("deliveries_of", owners!(store.deliveries_of(scope, of.message.id).await.expect(READ))),
        ("attempts_of", owners!(store.attempts_of(scope, of.message.id).await.expect(READ))),
        ("calls_about", owners!(store.calls_about(scope, &external, 100).await.expect(READ))),
        ("what an arrival knows", owners!(arrival.known)),
        ("whom an arrival comes from", owners!(arrival.customer)),
        ("where an arrival goes", owners!(arrival.conversation)),
        ("whose identities an arrival has", owners!(arrival.identities)),
        ("what an arrival answers", answered),
    ]
}

/// No read of any port finds a record of another client: neither by its id, nor by a name that both know, nor in a list.
pub async fn tenants_never_see_each_other(fixture: Fixture) {
    let (first, second) = (open_full(&fixture).await, open_full(&fixture).await);
    // A third that has a client's record and nothing more, and a fourth that was never heard of.
    let empty = chat_core::Client { id: first.shop.env.id(), ..first.shop.client.clone() };
    let empty_scope = TenantScope::from(&empty);
    fixture.store.commit(empty_scope, Changes::none().insert(empty)).await.expect("a client is taken in");
    let unheard = TenantScope::assume(first.shop.env.id());
    let witness = Witness::new(Arc::clone(&fixture.store));

    for own in [&first, &second] {
        for (read, owners) in ask(&witness, own.shop.scope, own).await {
            assert!(!owners.is_empty(), "`{read}` does not find what is there");
            assert!(owners.iter().all(|owner| *owner == own.shop.client.id), "`{read}` finds more than its own");
        }
    }
    for (scope, of) in [(first.shop.scope, &second), (second.shop.scope, &first)] {
        for (read, owners) in ask(&witness, scope, of).await {
            assert!(owners.iter().all(|owner| *owner == scope.client_id()), "`{read}` finds a stranger's record");
        }
    }
    for scope in [empty_scope, unheard] {
        for (read, owners) in ask(&witness, scope, &first).await {
            assert!(owners.is_empty(), "`{read}` finds something for a client that has nothing");
        }
    }
    assert_eq!(witness.unasked(), Vec::<&str>::new(), "every scoped read has to be asked by this rule");
}

/// Names given by the outside world are unique within a client, not over all of them.
pub async fn two_tenants_may_use_the_same_names(fixture: Fixture) {
    let (first, second) = (open_full(&fixture).await, open_full(&fixture).await);
    for one in [&first, &second] {
        let found = one.shop.store.message_by_external(one.shop.scope, &external_id()).await.expect("it is read");
        assert_eq!(found.map(|message| message.id), Some(one.message.id));
    }
}

/// A commit that holds a record of another client is refused whole, wherever in it the record stands.
pub async fn a_foreign_record_is_refused(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let mut foreign = other.one_of_each();
    foreign.push(chat_core::Client { id: other.env.id(), ..other.client.clone() }.into());
    for record in foreign {
        let customer = own.new_customer();
        own.is_foreign(Changes::none().insert(customer.clone()).insert(record.clone()).tell(None, own.news())).await;
        assert_eq!(own.stored(&customer.into()).await, None, "a foreign {} left its commit behind", kind(&record));
        assert_eq!(other.stored(&record).await, None, "a foreign {} was stored", kind(&record));
    }
    let stored: [Record; 4] = [
        other.client.clone().into(),
        other.agent.clone().into(),
        other.customer.clone().into(),
        other.conversation.clone().into(),
    ];
    for record in stored {
        own.is_foreign(Changes::none().update(record.clone())).await;
        assert_eq!(other.stored(&record).await, Some(record), "a foreign record was changed");
    }
    assert_eq!((own.head().await, other.head().await), (0, 0));
}

/// Whoever writes under the id of another client's record, claiming it for itself, is refused, and the record stays.
pub async fn a_record_of_another_tenant_is_never_overwritten(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let message = other.insert(other.new_message(&other.conversation, 1)).await;
    let claimed: [(Record, Record); 4] = [
        (other.agent.clone().into(), Agent { id: other.agent.id, ..own.new_agent() }.into()),
        (other.account.clone().into(), Account { id: other.account.id, ..own.new_account() }.into()),
        (other.customer.clone().into(), Customer { id: other.customer.id, ..own.new_customer() }.into()),
        (message.clone().into(), Message { id: message.id, ..own.new_message(&own.conversation, 1) }.into()),
    ];
    for (theirs, mine) in claimed {
        own.refused(Changes::none().insert(mine.clone())).await;
        own.refused(Changes::none().update(mine.clone().revised(1))).await;
        assert_eq!(other.stored(&theirs).await, Some(theirs.clone()), "a {} was overwritten", kind(&theirs));
        assert_eq!(own.stored(&mine).await, None, "a {} was taken over", kind(&mine));
    }
}

/// A lane of another client is not ended, whatever the claim says.
pub async fn a_claim_of_another_tenant_is_not_ended(fixture: Fixture) {
    const LEASE: Duration = Duration::from_secs(60);
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let now = other.env.now();
    other.order(&other.conversation, 1, now).await;
    let claim = other.claim(now, LEASE).await.remove(0);
    assert_eq!(claim.scope, other.scope);
    assert_eq!(claim.delivery.client_id, other.client.id);
    own.is_foreign(Changes::none().end(claim.clone()).tell(None, own.news())).await;
    let disguised = own.refused(Changes::none().end(Claim { scope: own.scope, ..claim.clone() })).await;
    assert!(matches!(disguised, StoreError::Conflict | StoreError::Foreign), "it was reported as {disguised:?}");
    assert!(other.claim(now, LEASE).await.is_empty(), "a stranger has given the lane back");
    other.commit(Changes::none().end(claim)).await;
}
