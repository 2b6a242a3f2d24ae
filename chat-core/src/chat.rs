//! The module as its host sees it.

mod background;
mod builder;
mod joining;

pub use builder::ChatBuilder;

use crate::{
    AccountId, Authenticator, CallError, Channel, ChatStore, Client, ClientId, ConversationId, Counter, Day, Desk,
    DomainProbe, Env, FileLinks, Files, IncomingCall, Limited, Limits, LocalPages, Origin, Presence, ProcessId,
    Realtime, Refusal, Result, Signals, Source, Stop, TenantScope, UploadRules, Whom, Widget, WidgetId,
    commands::RegisterClient,
    delivery::{Holds, Turns},
    executor::Executor,
    files,
    inbound::Intake,
    limit::Allowance,
    ports::channel_of,
    tally::Tally,
    typing::Typing,
    visit::Tokens,
    webhooks::Calling,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// The chat module, assembled. Clones are handles to the same module.
///
/// ```
/// use chat_core::{Chat, LocalLogin, MemoryStore};
///
/// let store = MemoryStore::default();
/// let login = LocalLogin::new(store.clone());
/// let chat = Chat::builder(store, login).build();
/// # let _ = chat;
/// ```
#[derive(Clone, Debug)]
pub struct Chat(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    executor: Executor,
    authenticator: Arc<dyn Authenticator>,
    channels: Vec<Arc<dyn Channel>>,
    signals: Arc<dyn Signals>,
    presence: Arc<dyn Presence>,
    realtime: Option<Arc<dyn Realtime>>,
    process_id: ProcessId,
    farewell: Duration,
    holds: Holds,
    turns: Turns,
    /// Told when `run_until` was told to end.
    stopping: Stop,
    allowance: Allowance,
    unsettled_after: Duration,
    journal_retention: Duration,
    relieve_after: Option<Duration>,
    local_pages: LocalPages,
    domain_probe: Option<Arc<dyn DomainProbe>>,
    tally: Tally,
    tokens: Tokens,
    files: Option<Files>,
    links: FileLinks,
    calling: Option<Calling>,
    typing: Typing,
}

impl Chat {
    /// How long nobody has to know whether a message was taken before the team is asked, unless the host wants it otherwise.
    pub const UNSETTLED_AFTER: Duration = Duration::from_secs(600);
    /// Starts to put the module together from the two parts that it cannot do without.
    pub fn builder(store: impl ChatStore, authenticator: impl Authenticator) -> ChatBuilder {
        ChatBuilder::new(Arc::new(store), Arc::new(authenticator))
    }

    /// Lets the holder of a bearer token in.
    ///
    /// # Errors
    /// When the token is not valid, has expired, or cannot be checked.
    pub async fn sign_in(&self, token: &str) -> Result<Desk, Refusal> {
        let sign_in = self.0.authenticator.authenticate(token).await?;
        let desk = Desk::new(self.clone(), sign_in);
        self.executor().relay.follow(&*self.executor().store, desk.scope()).await?;
        Ok(desk)
    }

    /// Makes a client known, unless it is: for a host that keeps its tenants and agents itself. The id is the host's.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a name that is empty or too long,
    /// [`Error::Unavailable`](crate::Error::Unavailable).
    pub async fn register_client(&self, id: ClientId, name: &str) -> Result<Client> {
        // The host names its own tenant here; no request does.
        let scope = TenantScope::assume(id);
        self.executor().execute(None, scope, &RegisterClient { id, name }).await
    }

    /// What to answer a provider that asks whether an address is ours; nothing when it asks for none of our accounts.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable).
    pub async fn answer_handshake(&self, source: &Source, query: &[(String, String)]) -> Result<Option<String>> {
        let Some(channel) = self.channel(source) else { return Ok(None) };
        let accounts = self.store().accounts_of_source(source, Intake::SECRETS_MAX).await?;
        Ok(accounts.iter().find_map(|account| channel.handshake(query, account)))
    }

    /// Takes in a provider's call. On success every item in it is durable: committed, or kept raw for another try.
    ///
    /// # Errors
    /// When the call is not authentic, or when not everything could be made durable and the provider has to call again.
    pub async fn receive_call(&self, source: &Source, call: &IncomingCall) -> Result<(), CallError> {
        let begun = Instant::now();
        let answer = self.intake().receive(source, call).await;
        self.executor().meters.calls.answered(&answer, begun.elapsed());
        answer
    }

    /// Whether [`Chat::run_until`] was told to end: new work is better taken elsewhere.
    pub fn is_stopping(&self) -> bool {
        self.0.stopping.is_stopped()
    }

    /// Where time and identifiers come from.
    pub fn env(&self) -> &Env {
        &self.executor().env
    }

    /// The store, for what an adapter has to look up without an agent: webhook handshakes, health checks.
    pub fn store(&self) -> &dyn ChatStore {
        &*self.executor().store
    }

    /// What counts whatever is limited.
    pub fn limits(&self) -> &dyn Limits {
        &*self.0.allowance.limits
    }

    /// Takes one from what `whom` is allowed of `what`, by the quotas that the host has set.
    ///
    /// # Errors
    /// When nothing is left: how long to wait until there is.
    pub async fn allow(&self, what: Limited, whom: Whom) -> Result<(), Duration> {
        self.0.allowance.take(what, whom, self.env().now()).await
    }

    /// Counts something that happened to a widget, on a page of the given origin where that is of interest. It is kept in memory, and
    /// [`Chat::run_until`] puts it into the store now and then.
    pub fn count(&self, widget: &Widget, counter: Counter, origin: Option<&Origin>) {
        self.count_at((widget.client_id, widget.id), counter, origin);
    }

    pub(crate) fn count_at(&self, widget: (ClientId, WidgetId), counter: Counter, origin: Option<&Origin>) {
        self.0.tally.count(widget, counter, origin, Day::of(self.env().now()));
    }

    /// Whether widgets may work on pages of a developer's own machine.
    pub fn local_pages(&self) -> LocalPages {
        self.0.local_pages
    }

    /// The channel of a source.
    pub fn channel(&self, source: &Source) -> Option<&dyn Channel> {
        channel_of(&self.0.channels, source).map(|channel| &**channel)
    }

    /// The name of this running module, made anew whenever one is built: tells several processes apart.
    pub fn process_id(&self) -> ProcessId {
        self.0.process_id
    }

    /// Makes the addresses of files that messages have.
    pub fn links(&self) -> &FileLinks {
        &self.0.links
    }

    /// What visitors of a widget may send; nothing when its owner wants no files, or the host keeps none.
    pub fn visitor_uploads(&self, widget: &Widget) -> Option<UploadRules<'_>> {
        self.uploads_of_visitors().filter(|_| widget.settings.file_upload)
    }

    /// What visitors of widgets that take files may send; nothing when the host keeps no files.
    pub fn uploads_of_visitors(&self) -> Option<UploadRules<'_>> {
        self.files().map(Files::for_visitors)
    }

    /// What the team may send; nothing when the host keeps no files.
    pub fn agent_uploads(&self) -> Option<UploadRules<'_>> {
        self.files().map(Files::for_agents)
    }

    /// Notes that an agent writes to a customer of a provider.
    pub(crate) fn note_typing(&self, scope: TenantScope, conversation: ConversationId, account: AccountId) {
        self.0.typing.note(scope, conversation, account, self.env());
    }

    pub(crate) fn files(&self) -> Option<&Files> {
        self.0.files.as_ref()
    }

    pub(crate) fn file_intake(&self) -> Option<files::Intake<'_>> {
        self.files().map(|files| files::Intake { files, executor: self.executor() })
    }

    pub(crate) fn channels(&self) -> &[Arc<dyn Channel>] {
        &self.0.channels
    }

    pub(crate) fn domain_probe(&self) -> Option<&dyn DomainProbe> {
        self.0.domain_probe.as_deref()
    }

    pub(crate) fn realtime(&self) -> Option<&dyn Realtime> {
        self.0.realtime.as_deref()
    }

    pub(crate) fn executor(&self) -> &Executor {
        &self.0.executor
    }

    pub(crate) fn calling(&self) -> Option<&Calling> {
        self.0.calling.as_ref()
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    pub(crate) fn signals(&self) -> &dyn Signals {
        &*self.0.signals
    }

    pub(crate) fn presence(&self) -> &dyn Presence {
        &*self.0.presence
    }
}
