use crate::{
    Fixture,
    records::{self, Revised},
};
use chat_core::{
    Account, Agent, AuditFilter, Changes, ChatStore, Claim, Client, Conversation, ConversationId, Customer, Delivery,
    DeliveryAction, DeliveryState, Env, Event, ManualClock, Message, MessageId, Notice, Page, PageQuery, Record, Seq,
    StoreError, Stretch, SystemIds, TenantScope, Timestamp,
};
use futures_util::future::join_all;
use std::{panic::Location, sync::Arc, time::Duration};
use tokio::sync::Barrier;

/// How long a lane is held where nothing depends on it.
pub(crate) const LEASE: Duration = Duration::from_secs(60);

/// One client with the least that the rules need: a member of the team, an account, a customer and a conversation.
#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) store: Arc<dyn ChatStore>,
    pub(crate) second: Arc<dyn ChatStore>,
    pub(crate) env: Env,
    pub(crate) scope: TenantScope,
    pub(crate) client: Client,
    pub(crate) agent: Agent,
    pub(crate) account: Account,
    pub(crate) customer: Customer,
    pub(crate) conversation: Conversation,
}

impl Shop {
    /// Opens a shop in a store; one store holds as many as a rule wants.
    pub(crate) async fn open(fixture: &Fixture) -> Self {
        let env = Env::new(ManualClock::default(), SystemIds);
        let client = Client { id: env.id(), name: "Shop".into(), created_at: env.now(), revision: 0 };
        let scope = TenantScope::from(&client);
        let agent = records::agent(&env, client.id);
        let account = records::account(&env, client.id);
        let customer = records::customer(&env, client.id);
        let conversation = records::conversation(&env, &customer, &account);
        let changes = Changes::none()
            .insert(client.clone())
            .insert(agent.clone())
            .insert(account.clone())
            .insert(customer.clone())
            .insert(conversation.clone());
        fixture.store.commit(scope, changes).await.expect("a first client is taken in");
        Self {
            store: Arc::clone(&fixture.store),
            second: Arc::clone(&fixture.second),
            env,
            scope,
            client: client.revised(1),
            agent: agent.revised(1),
            account: account.revised(1),
            customer: customer.revised(1),
            conversation: conversation.revised(1),
        }
    }

    /// Commits what has to succeed.
    #[track_caller]
    pub(crate) fn commit(&self, changes: Changes) -> impl Future<Output = Vec<Notice>> + '_ {
        let caller = Location::caller();
        async move {
            let taken = self.store.commit(self.scope, changes).await;
            taken.unwrap_or_else(|error| panic!("at {caller}: the commit was refused: {error:?}"))
        }
    }

    /// Commits what must not succeed and returns why it did not.
    pub(crate) async fn refused(&self, changes: Changes) -> StoreError {
        match self.store.commit(self.scope, changes).await {
            Err(error) => error,
            Ok(_) => panic!("the commit was taken although it must be refused"),
        }
    }

    /// Asserts that a commit loses against what is stored.
    #[track_caller]
    pub(crate) fn conflicts(&self, changes: Changes) -> impl Future<Output = ()> + '_ {
        let caller = Location::caller();
        async move {
            let error = self.refused(changes).await;
            assert!(matches!(error, StoreError::Conflict), "at {caller}: expected a conflict but got {error:?}");
        }
    }

    /// Asserts that a commit is refused for touching another client's records.
    #[track_caller]
    pub(crate) fn is_foreign(&self, changes: Changes) -> impl Future<Output = ()> + '_ {
        let caller = Location::caller();
        async move {
            let error = self.refused(changes).await;
            assert!(matches!(error, StoreError::Foreign), "at {caller}: expected `Foreign` but got {error:?}");
        }
    }

    /// Inserts a record and returns it at its first revision.
    #[track_caller]
    pub(crate) fn insert<R: Revised>(&self, record: R) -> impl Future<Output = R> + '_ {
        let taken = self.commit(Changes::none().insert(record.clone()));
        async move {
            taken.await;
            record.revised(1)
        }
    }

    /// Updates a record and returns it at its next revision.
    #[track_caller]
    pub(crate) fn update<R: Revised>(&self, record: R) -> impl Future<Output = R> + '_ {
        let next = record.clone().into().revision() + 1;
        let taken = self.commit(Changes::none().update(record.clone()));
        async move {
            taken.await;
            record.revised(next)
        }
    }

    /// The journal's head.
    pub(crate) async fn head(&self) -> i64 {
        self.store.heads(&[self.scope]).await.expect("the heads are read")[0]
    }

    /// Some events of the journal.
    pub(crate) async fn stretch(&self, after: Seq, limit: usize) -> Stretch {
        self.store.events_after(self.scope, after, limit).await.expect("the journal is read")
    }

    /// Every event of the journal that is kept.
    pub(crate) async fn events(&self) -> Vec<Notice> {
        self.stretch(0, 10_000).await.events
    }

    /// What is stored under a record's name. Calls are found only while they wait.
    pub(crate) async fn stored(&self, record: &Record) -> Option<Record> {
        stored(self.store.as_ref(), self.scope, record).await
    }

    pub(crate) async fn message(&self, id: MessageId) -> Message {
        self.store.message(self.scope, id).await.expect("messages are read").expect("the message is there")
    }

    pub(crate) async fn conversation(&self, id: ConversationId) -> Conversation {
        self.store
            .conversation(self.scope, id)
            .await
            .expect("conversations are read")
            .expect("the conversation is there")
    }

    /// Orders a message to be sent from `due` on, in a commit of its own.
    pub(crate) async fn order(&self, conversation: &Conversation, position: i64, due: Timestamp) -> Delivery {
        let message = self.new_message(conversation, position);
        let delivery = Delivery { next_attempt_at: due, ..self.new_delivery(&message, &self.account) };
        self.commit(Changes::none().insert(message).insert(delivery.clone())).await;
        delivery.revised(1)
    }

    /// Takes every lane that is due.
    pub(crate) async fn claim(&self, now: Timestamp, lease: Duration) -> Vec<Claim> {
        self.store.claim(now, lease, 1_000).await.expect("lanes are claimed")
    }

    /// Something to tell that belongs to no conversation.
    pub(crate) fn news(&self) -> Event {
        Event::AccountChanged { account_id: self.account.id, status: self.account.status, reason: Some(self.word()) }
    }
}

/// What somebody who works for the shop needs to deliver.
impl Shop {
    /// Another conversation at the shop's account: another lane.
    pub(crate) async fn lane(&self) -> Conversation {
        let customer = self.insert(self.new_customer()).await;
        self.insert(self.new_conversation(&customer)).await
    }

    /// Ends a claim with its delivery done.
    pub(crate) async fn done(&self, claim: Claim) {
        let done = Delivery { state: DeliveryState::Done, ..claim.delivery.clone() };
        self.commit(Changes::none().update(done).end(claim)).await;
    }

    /// Ends a claim with its delivery put off.
    pub(crate) async fn put_off(&self, claim: Claim, until: Timestamp) {
        let attempts = claim.delivery.attempts + 1;
        let later = Delivery { next_attempt_at: until, attempts, ..claim.delivery.clone() };
        self.commit(Changes::none().update(later).end(claim)).await;
    }

    /// Takes the one lane that is due.
    #[track_caller]
    pub(crate) fn claim_one(&self, now: Timestamp) -> impl Future<Output = Claim> + '_ {
        let caller = Location::caller();
        async move {
            let mut claims = self.claim(now, LEASE).await;
            assert_eq!(claims.len(), 1, "at {caller}: one lane is due");
            claims.remove(0)
        }
    }
}

pub(crate) async fn stored(store: &dyn ChatStore, scope: TenantScope, record: &Record) -> Option<Record> {
    const READ: &str = "the store reads";
    match record {
        Record::Account(account) => store.account(scope, account.id).await.expect(READ).map(Record::from),
        Record::Agent(agent) => store.agent(scope, agent.id).await.expect(READ).map(Record::from),
        Record::Invitation(one) => store.invitation_by_hash(one.token_hash).await.expect(READ).map(Record::from),
        Record::ApiKey(key) => store.api_key_by_hash(key.token_hash).await.expect(READ).map(Record::from),
        Record::Attachment(one) => store.attachment(scope, one.id).await.expect(READ).map(Record::from),
        Record::Bookmark(one) => {
            let found = store.bookmarks(scope, one.agent_id, &[one.conversation_id]).await.expect(READ);
            found.into_iter().find(|it| it.id == one.id).map(Record::from)
        }
        Record::Blob(blob) => store.blob(scope, blob.id).await.expect(READ).map(Record::from),
        Record::AuditEntry(entry) => {
            let page = PageQuery::first(PageQuery::LIMIT_MAX);
            let mut noted = store.audit(scope, &AuditFilter::default(), page).await.expect(READ).items.into_iter();
            noted.find(|one| one.id == entry.id).map(Record::from)
        }
        Record::AuthorizedDomain(domain) => store.domain(scope, domain.id).await.expect(READ).map(Record::from),
        Record::DomainStep(step) => {
            let mut steps = store.domain_history(scope, step.domain_id, 1_000).await.expect(READ).into_iter();
            steps.find(|one| one.id == step.id).map(Record::from)
        }
        Record::Client(client) => {
            let mut clients = store.clients().await.expect(READ).into_iter();
            clients.find(|one| one.id == client.id).map(Record::from)
        }
        Record::Conversation(conversation) => {
            store.conversation(scope, conversation.id).await.expect(READ).map(Record::from)
        }
        Record::Customer(customer) => store.customer(scope, customer.id).await.expect(READ).map(Record::from),
        Record::CustomerIdentity(identity) => {
            let mut known = store.identities(scope, identity.customer_id).await.expect(READ).into_iter();
            known.find(|one| one.id == identity.id).map(Record::from)
        }
        Record::Definition(one) => store.definition(scope, one.id).await.expect(READ).map(Record::from),
        Record::DossierEntry(entry) => store.dossier_entry(scope, entry.id).await.expect(READ).map(Record::from),
        Record::Delivery(delivery) => {
            let DeliveryAction::Send { message_id } = &delivery.action else {
                panic!("only deliveries that send a message can be read")
            };
            let mut ordered = store.deliveries_of(scope, *message_id).await.expect(READ).into_iter();
            ordered.find(|one| one.id == delivery.id).map(Record::from)
        }
        Record::DeliveryAttempt(attempt) => {
            let mut made = store.attempts_of(scope, attempt.message_id).await.expect(READ).into_iter();
            made.find(|one| one.id == attempt.id).map(Record::from)
        }
        Record::KeptAnswer(one) => {
            let found = store.kept_answer(scope, &one.caller, &one.key).await.expect(READ);
            found.filter(|found| found.id == one.id).map(Record::from)
        }
        Record::Job(job) => store.job(scope, job.id).await.expect(READ).map(Record::from),
        Record::Message(message) => store.message(scope, message.id).await.expect(READ).map(Record::from),
        Record::ReceivedCall(call) => {
            let end = Timestamp::from_millis(Timestamp::MAX_MILLIS);
            let mut due = store.due_calls(call.state, end, 1_000).await.expect(READ).into_iter();
            due.find(|one| one.id == call.id).map(Record::from)
        }
        Record::Session(session) => store.session_by_hash(session.token_hash).await.expect(READ).map(Record::from),
        Record::Webhook(webhook) => store.webhook(scope, webhook.id).await.expect(READ).map(Record::from),
        Record::WebhookCall(call) => {
            let page = PageQuery::first(PageQuery::LIMIT_MAX);
            let mut made = store.webhook_calls(scope, call.webhook_id, page).await.expect(READ).items.into_iter();
            made.find(|one| one.id == call.id).map(Record::from)
        }
        Record::Widget(widget) => store.widget(scope, widget.id).await.expect(READ).map(Record::from),
    }
}

/// The items of a page and what follows it.
pub(crate) fn next<T>(page: &Page<T>, limit: usize) -> Option<PageQuery> {
    page.next.map(|cursor| PageQuery { limit, after: Some(cursor) })
}

/// Runs tasks that all begin at the same moment, and waits for every one.
pub(crate) async fn at_once<F>(tasks: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    let tasks: Vec<F> = tasks.into_iter().collect();
    let start = Arc::new(Barrier::new(tasks.len()));
    let begin = |task: F| {
        let start = Arc::clone(&start);
        tokio::spawn(async move {
            start.wait().await;
            task.await
        })
    };
    let begun: Vec<_> = tasks.into_iter().map(begin).collect();
    join_all(begun).await.into_iter().map(|ended| ended.expect("no task panics")).collect()
}
