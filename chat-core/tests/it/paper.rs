//! A channel of paper, and an office in which it hangs.

use async_trait::async_trait;
use chat_conformance::files::Glance;
use chat_core::{
    Account, AccountCheck, Address, Addressed, CallError, CallRefused, Channel, Chat, ClientId, Composed, ContentType,
    Conversation, ConversationFilter, Desk, Env, ExternalId, Fault, FieldError, Files, IdentityKey, IdentityKind,
    Inbound, InboundMessage, InboundReceipt, Incoming, IncomingCall, Listener, LocalLogin, LocalPages, ManualClock,
    MemoryMedia, MemoryStore, Message, MessageStatus, NewAccount, NewAgent, NotFetched, Notice, Outcome, Pace,
    PageQuery, Reacting, RemoteFile, Role, Sending, Seq, Signal, Source, Stop, Streamed, SystemIds, TenantScope, Wish,
};
use futures_util::stream;
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::mpsc;

/// What a test and the module both hold.
type Shared<T> = Arc<Mutex<T>>;

/// What the channel was asked to do, and what it is to answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paper {
    pub(crate) sent: Arc<Mutex<Vec<Sending>>>,
    pub(crate) read: Arc<Mutex<Vec<String>>>,
    pub(crate) answers: Arc<Mutex<VecDeque<Outcome>>>,
    pub(crate) pace: Arc<Mutex<Pace>>,
    pub(crate) carries_files: Arc<AtomicBool>,
    /// For how many seconds a customer may be answered freely; always when that is 0.
    pub(crate) window: Arc<AtomicU64>,
    /// What the files of customers are, or why they cannot be had, one try after the other; nothing more is there than that.
    pub(crate) fetches: Shared<VecDeque<Result<Vec<u8>, NotFetched>>>,
    /// The messages under which it was asked to show that somebody writes.
    pub(crate) typing: Arc<Mutex<Vec<String>>>,
    /// The signs that it was asked to send.
    pub(crate) reactions: Shared<Vec<(String, Option<String>)>>,
    /// How many seconds it takes to answer.
    pub(crate) slowness: Arc<AtomicU64>,
    /// How many calls it has read.
    pub(crate) calls_read: Arc<AtomicUsize>,
    /// The calls that are read: their bodies are indices into this.
    written: Arc<Mutex<Vec<Vec<Addressed>>>>,
}

impl Paper {
    pub(crate) fn answer(&self, outcomes: impl IntoIterator<Item = Outcome>) {
        self.answers.lock().unwrap().extend(outcomes);
    }

    pub(crate) fn texts(&self) -> Vec<String> {
        self.sent.lock().unwrap().iter().map(|sending| sending.message.content.clone()).collect()
    }

    pub(crate) fn last_reference(&self) -> String {
        self.sent.lock().unwrap().last().expect("something was sent").reference.clone()
    }

    fn write(&self, items: Vec<Addressed>) -> String {
        let mut written = self.written.lock().unwrap();
        written.push(items);
        format!("{}", written.len() - 1)
    }
}

#[async_trait]
impl Channel for Paper {
    fn source(&self) -> Source {
        Source::WHATSAPP
    }

    fn handshake(&self, query: &[(String, String)], account: &Account) -> Option<String> {
        let (token, challenge) = query.first()?;
        (token == account.verify_token.expose()).then(|| challenge.clone())
    }

    fn receive(&self, call: &IncomingCall) -> Result<Vec<Addressed>, CallRefused> {
        self.calls_read.fetch_add(1, Ordering::Relaxed);
        let index = std::str::from_utf8(&call.body).ok().and_then(|text| text.parse::<usize>().ok());
        let written = self.written.lock().unwrap();
        index.and_then(|index| written.get(index)).cloned().ok_or(CallRefused::Unreadable)
    }

    fn authenticate(&self, call: &IncomingCall, account: &Account) -> Result<(), CallRefused> {
        match call.header("signature") {
            None => Err(CallRefused::Unsigned),
            Some(signature) if signature == account.app_secret.expose() => Ok(()),
            Some(_) => Err(CallRefused::Forged),
        }
    }

    fn pace(&self, _account: &Account) -> Pace {
        *self.pace.lock().unwrap()
    }

    fn carries_files(&self) -> bool {
        self.carries_files.load(Ordering::Relaxed)
    }

    async fn send(&self, _account: &Account, sending: &Sending) -> Outcome {
        self.sent.lock().unwrap().push(sending.clone());
        tokio::time::sleep(Duration::from_secs(self.slowness.load(Ordering::Relaxed))).await;
        let scripted = self.answers.lock().unwrap().pop_front();
        scripted.unwrap_or_else(|| Outcome::Done(Some(external(&format!("out-{}", sending.reference)))))
    }

    fn reply_window(&self) -> Option<Duration> {
        let seconds = self.window.load(Ordering::Relaxed);
        (seconds > 0).then(|| Duration::from_secs(seconds))
    }

    /// A text that begins with a bar is sent in parts, each with one file as long as there are some.
    fn compose(&self, wish: &Wish<'_>) -> Result<Vec<Composed>, Vec<FieldError>> {
        if let Some((template, parameters)) = wish.template {
            let content = format!("{} {parameters}", template.components);
            return Ok(vec![Composed { content, ..Composed::plain(wish) }]);
        }
        let Some(parts) = wish.content.strip_prefix('|') else { return Ok(vec![Composed::plain(wish)]) };
        let part = |(n, text): (usize, &str)| Composed {
            content: text.to_owned(),
            file_count: usize::from(n < wish.files.len()),
            ..Composed::plain(wish)
        };
        Ok(parts.split('|').enumerate().map(part).collect())
    }

    async fn react(&self, _account: &Account, reaction: &Reacting<'_>) -> Outcome {
        let sign = reaction.emoji.map(ToOwned::to_owned);
        self.reactions.lock().unwrap().push((reaction.target.to_owned(), sign));
        Outcome::Done(None)
    }

    async fn show_typing(&self, _account: &Account, last_external_id: &str) {
        self.typing.lock().unwrap().push(last_external_id.to_owned());
    }

    async fn fetch(&self, _account: &Account, file: &RemoteFile) -> Result<Box<dyn Incoming>, NotFetched> {
        let next = self.fetches.lock().unwrap().pop_front();
        let bytes = next.unwrap_or_else(|| Err(NotFetched::Never(Fault::new("gone", "the file is gone"))))?;
        let pieces = stream::iter([Ok::<_, ()>(bytes.into())]);
        Ok(Box::new(Streamed::new(file.name.clone().unwrap_or_default(), pieces)))
    }

    async fn mark_read(&self, _account: &Account, external_id: &str) -> Outcome {
        self.read.lock().unwrap().push(external_id.to_owned());
        Outcome::Done(None)
    }

    async fn check(&self, account: &Account) -> AccountCheck {
        match account.access_token.expose() {
            "bad" => AccountCheck::Wrong(Fault::new(190, "the token has expired")),
            _ => AccountCheck::Fine { display_number: Some("+1 555 0100".into()), throughput: None },
        }
    }
}

/// Hears everything.
#[derive(Clone, Debug)]
pub(crate) struct Ear {
    heard: mpsc::UnboundedSender<Arc<Notice>>,
    missed: Arc<Mutex<Vec<Seq>>>,
}

impl Ear {
    /// An ear, and what it hears.
    pub(crate) fn open() -> (Self, mpsc::UnboundedReceiver<Arc<Notice>>) {
        let (ear, heard) = mpsc::unbounded_channel();
        (Self { heard: ear, missed: Arc::default() }, heard)
    }
}

#[async_trait]
impl Listener for Ear {
    fn hear(&self, notice: &Arc<Notice>) {
        let _ = self.heard.send(notice.clone());
    }

    fn miss(&self, _client: ClientId, seq: Seq) {
        self.missed.lock().unwrap().push(seq);
    }

    fn sense(&self, _signal: &Signal) {}

    async fn run(&self, stop: Stop) {
        stop.stopped().await;
    }
}

/// A client with an owner at its desk and one connected number.
pub(crate) struct Office {
    pub(crate) chat: Chat,
    pub(crate) store: MemoryStore,
    pub(crate) login: LocalLogin,
    pub(crate) clock: ManualClock,
    pub(crate) paper: Paper,
    /// Where the bytes of files are.
    pub(crate) media: MemoryMedia,
    pub(crate) desk: Desk,
    pub(crate) token: String,
    pub(crate) account: Account,
    pub(crate) heard: mpsc::UnboundedReceiver<Arc<Notice>>,
    missed: Arc<Mutex<Vec<Seq>>>,
}

pub(crate) const NUMBER: &str = "number-1";

impl Office {
    pub(crate) async fn open() -> Self {
        Self::open_at(MemoryStore::default(), NUMBER).await
    }

    /// Opens another office on the same store.
    pub(crate) async fn open_at(store: MemoryStore, number: &str) -> Self {
        let clock = ManualClock::default();
        let env = Env::new(clock.clone(), SystemIds);
        let login = LocalLogin::new(store.clone()).env(env.clone());
        let (paper, (ear, heard)) = (Paper::default(), Ear::open());
        let missed = ear.missed.clone();
        let builder = Chat::builder(store.clone(), login.clone()).env(env).local_pages(LocalPages::Allowed);
        let media = MemoryMedia::default();
        let builder = builder.files(Files::new(media.clone(), Glance::default()));
        let chat = builder.channel(paper.clone()).listener(ear).build();
        let owner = NewAgent::new("Ann", format!("ann@{number}.test"), Role::Owner);
        let created = login.create_client("Shop", owner).await.unwrap();
        let token = created.api_key.expose().to_owned();
        let desk = chat.sign_in(&token).await.unwrap();
        let account = desk.connect_account(&new_account(number)).await.unwrap();
        Self { chat, store, login, clock, paper, media, desk, token, account, heard, missed }
    }

    /// The module in another process: on the same store, with the same channel and clock.
    pub(crate) fn another_process(&self) -> Chat {
        let builder = Chat::builder(self.store.clone(), self.login.clone()).channel(self.paper.clone());
        let builder = builder.files(Files::new(self.media.clone(), Glance::default()));
        builder.env(Env::new(self.clock.clone(), SystemIds)).build()
    }

    pub(crate) fn scope(&self) -> TenantScope {
        self.desk.scope()
    }

    /// Delivers items in one call, signed with the account's secret.
    pub(crate) async fn call(&self, items: Vec<Addressed>) -> Result<(), CallError> {
        self.call_signed(items, self.account.app_secret.expose()).await
    }

    pub(crate) async fn call_signed(&self, items: Vec<Addressed>, signature: &str) -> Result<(), CallError> {
        let body = self.paper.write(items).into();
        let headers = vec![("signature".to_owned(), signature.to_owned())];
        self.chat.receive_call(&Source::WHATSAPP, &IncomingCall { headers, body }).await
    }

    /// A customer writes a text.
    pub(crate) async fn customer_writes(&self, id: &str, phone: &str, text: &str) {
        self.call(vec![self.text(id, phone, text)]).await.unwrap();
    }

    pub(crate) fn text(&self, id: &str, phone: &str, text: &str) -> Addressed {
        let identities = vec![IdentityKey::new(IdentityKind::WhatsappPhone, phone)];
        self.message(id, identities, text)
    }

    pub(crate) fn message(&self, id: &str, identities: Vec<IdentityKey>, text: &str) -> Addressed {
        let number = identities.iter().find(|key| key.kind == IdentityKind::WhatsappPhone);
        let number = number.map(|key| format!("+{}", key.value));
        self.item(Inbound::Message(Box::new(InboundMessage {
            profile_name: Some("Carla".into()),
            number,
            ..InboundMessage::new(external(id), identities, ContentType::TEXT, text)
        })))
    }

    pub(crate) fn receipt(&self, id: &str, status: MessageStatus, at: i64, reference: Option<String>) -> Addressed {
        self.item(Inbound::Receipt(InboundReceipt {
            external_id: external(id),
            reference,
            status,
            at: Some(chat_core::Timestamp::from_millis(at)),
            error: (status == MessageStatus::Failed).then(|| Fault::new(131_026, "undeliverable")),
            billable: None,
        }))
    }

    pub(crate) fn item(&self, inbound: Inbound) -> Addressed {
        self.item_for(Address::Account(self.account.address.clone()), inbound)
    }

    pub(crate) fn item_for(&self, to: Address, inbound: Inbound) -> Addressed {
        let alone = Addressed { to: to.clone(), inbound: inbound.clone(), raw: String::new() };
        let raw = self.paper.write(vec![alone]);
        Addressed { to, inbound, raw }
    }

    pub(crate) async fn conversations(&self) -> Vec<Conversation> {
        let page = PageQuery::first(PageQuery::LIMIT_MAX);
        self.desk.conversations(&ConversationFilter::default(), page).await.unwrap().items
    }

    /// The one conversation there is.
    pub(crate) async fn conversation(&self) -> Conversation {
        let conversations = self.conversations().await;
        assert_eq!(conversations.len(), 1, "one conversation");
        conversations.into_iter().next().unwrap()
    }

    /// The messages of the one conversation there is, first one first.
    pub(crate) async fn messages(&self) -> Vec<Message> {
        let conversation = self.conversation().await;
        let mut messages = self.desk.messages(conversation.id, PageQuery::first(200)).await.unwrap().items;
        messages.reverse();
        messages
    }

    /// Up to where events were missed, each time.
    pub(crate) fn missed(&self) -> Vec<Seq> {
        std::mem::take(&mut *self.missed.lock().unwrap())
    }

    /// Everything that was heard so far.
    pub(crate) fn heard(&mut self) -> Vec<Arc<Notice>> {
        std::iter::from_fn(|| self.heard.try_recv().ok()).collect()
    }
}

pub(crate) fn external(id: &str) -> ExternalId {
    ExternalId { source: Source::WHATSAPP, id: id.into() }
}

pub(crate) fn new_account(number: &str) -> NewAccount {
    NewAccount {
        source: Source::WHATSAPP,
        address: number.into(),
        business_id: "business-1".into(),
        display_number: None,
        access_token: "access".into(),
        app_secret: format!("secret of {number}").into(),
        verify_token: "verify".into(),
    }
}
