//! The module as its host sees it.

use crate::{
    Access, Authenticator, CallError, Channel, ChatStore, Client, ClientId, Desk, Env, IncomingCall, Lapsed, Limited,
    Limits, Listener, LocalLimits, LocalPresence, LocalSignals, Presence, ProcessId, Quotas, Realtime, Refusal, Result,
    RoleAccess, Signal, Signals, Source, Stop, TenantScope, Whom,
    commands::RegisterClient,
    delivery::{Holds, Turns, Worker},
    executor::Executor,
    inbound::Intake,
    limit::Allowance,
    meters::MeteredStore,
    patience::Patience,
    ports::channel_of,
    pruning::Pruning,
    relay::Relay,
    upkeep::Upkeep,
};
use futures_util::future::join_all;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::broadcast::error::RecvError, time::MissedTickBehavior};

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
}

/// Puts the module together. What is not given has a default that does for a single process.
#[derive(Debug)]
pub struct ChatBuilder {
    store: Arc<dyn ChatStore>,
    authenticator: Arc<dyn Authenticator>,
    access: Arc<dyn Access>,
    channels: Vec<Arc<dyn Channel>>,
    listeners: Vec<Arc<dyn Listener>>,
    signals: Arc<dyn Signals>,
    presence: Arc<dyn Presence>,
    realtime: Option<Arc<dyn Realtime>>,
    farewell: Duration,
    allowance: Allowance,
    journal_retention: Duration,
    env: Env,
    unsettled_after: Duration,
}

impl ChatBuilder {
    /// How long deliveries under way are waited for at the end when nothing else is said.
    pub const FAREWELL_DEFAULT: Duration = Duration::from_secs(10);
    /// How long events are kept when nothing else is said: 30 days.
    pub const JOURNAL_RETENTION_DEFAULT: Duration = Duration::from_secs(30 * 24 * 3600);
    /// How long events are kept at least: an hour, so that whoever is away for a moment is never told to load everything anew.
    pub const JOURNAL_RETENTION_MIN: Duration = Duration::from_secs(3600);

    /// Adds a way to talk with customers. A second channel of the same source is never asked.
    #[must_use]
    pub fn channel(mut self, channel: impl Channel) -> Self {
        self.channels.push(Arc::new(channel));
        self
    }

    /// Adds somebody who hears every event.
    #[must_use]
    pub fn listener(mut self, listener: impl Listener) -> Self {
        self.listeners.push(Arc::new(listener));
        self
    }

    /// Puts the host's rule of who may do what in place of [`RoleAccess`].
    #[must_use]
    pub fn access(mut self, access: impl Access) -> Self {
        self.access = Arc::new(access);
        self
    }

    /// Carries signals otherwise than by [`LocalSignals`].
    #[must_use]
    pub fn signals(mut self, signals: impl Signals) -> Self {
        self.signals = Arc::new(signals);
        self
    }

    /// Knows who is there otherwise than by [`LocalPresence`].
    #[must_use]
    pub fn presence(mut self, presence: impl Presence) -> Self {
        self.presence = Arc::new(presence);
        self
    }

    /// Tells administrators who is connected to this process. Without one nobody is told of.
    #[must_use]
    pub fn realtime(mut self, realtime: impl Realtime) -> Self {
        self.realtime = Some(Arc::new(realtime));
        self
    }

    /// Counts what is limited otherwise than by [`LocalLimits`].
    #[must_use]
    pub fn limits(mut self, limits: impl Limits) -> Self {
        self.allowance.limits = Arc::new(limits);
        self
    }

    /// Allows otherwise than [`Quotas::default`].
    #[must_use]
    pub fn quotas(mut self, quotas: Quotas) -> Self {
        self.allowance.quotas = quotas;
        self
    }

    /// Waits for deliveries under way so long when it is to end. One that is cut off is never repeated by itself.
    #[must_use]
    pub fn farewell(mut self, farewell: Duration) -> Self {
        self.farewell = farewell;
        self
    }

    /// Asks the team what to do about a message of which nobody knows whether the provider took it after so long, instead of
    /// [`Chat::UNSETTLED_AFTER`].
    #[must_use]
    pub fn unsettled_after(mut self, age: Duration) -> Self {
        self.unsettled_after = age;
        self
    }

    /// Keeps the journal's events for so long, at least for [`ChatBuilder::JOURNAL_RETENTION_MIN`]. Whoever was away for longer
    /// has to load everything anew.
    #[must_use]
    pub fn journal_retention(mut self, retention: Duration) -> Self {
        self.journal_retention = retention.max(Self::JOURNAL_RETENTION_MIN);
        self
    }

    /// Takes time and identifiers from elsewhere.
    #[must_use]
    pub fn env(mut self, env: Env) -> Self {
        self.env = env;
        self
    }

    /// The assembled module. Nothing runs before [`Chat::run_until`] is driven.
    pub fn build(self) -> Chat {
        let store = Arc::new(MeteredStore::new(self.store));
        let relay = Relay::new(self.listeners, self.signals.clone(), self.env.clone());
        Chat(Arc::new(Parts {
            process_id: self.env.id(),
            executor: Executor::new(store, self.access, self.env, relay),
            authenticator: self.authenticator,
            channels: self.channels,
            signals: self.signals,
            presence: self.presence,
            realtime: self.realtime,
            farewell: self.farewell,
            holds: Holds::default(),
            turns: Turns::default(),
            stopping: Stop::default(),
            allowance: self.allowance,
            unsettled_after: self.unsettled_after,
            journal_retention: self.journal_retention,
        }))
    }
}

impl Chat {
    /// How long nobody has to know whether a message was taken before the team is asked, unless the host wants it otherwise.
    pub const UNSETTLED_AFTER: Duration = Duration::from_secs(600);
    /// How often the journals and the kept webhook items are looked at when nothing else gives cause.
    const POLL: Duration = Duration::from_secs(1);
    /// How often it is looked whose presence has lapsed.
    const PRESENCE_POLL: Duration = Duration::from_secs(5);
    /// How many whose presence has lapsed are taken at once.
    const LAPSED_MAX: usize = 100;
    /// How long an event may be missing before it is read from the journal: whoever committed it is about to offer it.
    const GRACE: Duration = Duration::from_millis(20);

    /// Starts to put the module together from the two parts that it cannot do without.
    pub fn builder(store: impl ChatStore, authenticator: impl Authenticator) -> ChatBuilder {
        ChatBuilder {
            store: Arc::new(store),
            authenticator: Arc::new(authenticator),
            access: Arc::new(RoleAccess),
            channels: Vec::new(),
            listeners: Vec::new(),
            signals: Arc::new(LocalSignals::default()),
            presence: Arc::new(LocalPresence::default()),
            realtime: None,
            farewell: ChatBuilder::FAREWELL_DEFAULT,
            allowance: Allowance { limits: Arc::new(LocalLimits::default()), quotas: Quotas::default() },
            journal_retention: ChatBuilder::JOURNAL_RETENTION_DEFAULT,
            env: Env::default(),
            unsettled_after: Self::UNSETTLED_AFTER,
        }
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

    /// Does everything that goes on in the background until `stop` is ready: hands events and signals to the listeners,
    /// delivers what waits in the outbox, tries kept webhook items again, tells whose presence has lapsed, asks teams about messages
    /// that stay unsettled, resumes paused accounts that work again, forgets events that are too old. Survives a failing store.
    ///
    /// Events and signals are carried until the listeners have ended, so that those who are still there miss nothing.
    pub async fn run_until(&self, stop: impl Future<Output = ()>) {
        let (told, last) = (Stop::default(), Stop::default());
        let listeners = self.executor().relay.listeners().iter().map(|listener| listener.run(told.clone()));
        let stopper = async {
            stop.await;
            self.0.stopping.stop();
            told.stop();
        };
        let work = async {
            tokio::join!(
                stopper,
                join_all(listeners),
                self.run_intake(&told),
                self.run_presence(&told),
                self.run_upkeep(&told),
                self.worker().run(&told),
                self.pruning().run(&told)
            );
            last.stop();
        };
        tokio::join!(work, self.run_relay(&last), self.run_signals(&last), self.0.signals.run(last.clone()));
    }

    /// Whether [`Chat::run_until`] was told to end: new work is better taken elsewhere.
    pub fn is_stopping(&self) -> bool {
        self.0.stopping.is_stopped()
    }

    /// Reads what was committed elsewhere and hands it to the listeners; tells how many events that were. For tests:
    /// [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn relay_once(&self) -> Result<usize> {
        Ok(self.executor().relay.catch_up(&*self.executor().store).await?)
    }

    /// Makes every delivery that is due and tells how many that were. For tests: [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn deliver_once(&self) -> Result<usize> {
        self.worker().deliver_once().await
    }

    /// Tries every kept webhook item again that is due and tells how many were understood. For tests: [`Chat::run_until`]
    /// does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn retry_calls_once(&self) -> Result<usize> {
        self.intake().retry_once().await
    }

    /// Asks the teams what to do about messages that were unsettled for long enough; tells how many those were. For tests:
    /// [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn ask_teams_once(&self) -> Result<usize> {
        self.upkeep().ask_teams().await
    }

    /// Asks the providers about paused accounts whose time has come and resumes those that work again; tells how many those were.
    /// For tests: [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn check_accounts_once(&self) -> Result<usize> {
        self.upkeep().check_accounts().await
    }

    /// Tells every team which of its agents are gone without a goodbye, and tells how many those were. For tests:
    /// [`Chat::run_until`] does it by itself.
    pub async fn tell_lapsed_once(&self) -> usize {
        let mut count = 0;
        loop {
            let lapsed = self.0.presence.lapsed(self.env().now(), Self::LAPSED_MAX).await;
            let is_all = lapsed.len() < Self::LAPSED_MAX;
            count += lapsed.len();
            for Lapsed { client_id, agent_id, name } in lapsed {
                self.signals().send(Signal::PresenceChanged { client_id, agent_id, name, is_present: false });
            }
            if is_all {
                return count;
            }
        }
    }

    /// Forgets every event that is too old now and tells how many those were. For tests: [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prune_once(&self) -> Result<usize> {
        self.pruning().prune_once().await
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

    /// The channel of a source.
    pub fn channel(&self, source: &Source) -> Option<&dyn Channel> {
        channel_of(&self.0.channels, source).map(|channel| &**channel)
    }

    /// The name of this running module, made anew whenever one is built: tells several processes apart.
    pub fn process_id(&self) -> ProcessId {
        self.0.process_id
    }

    pub(crate) fn realtime(&self) -> Option<&dyn Realtime> {
        self.0.realtime.as_deref()
    }

    pub(crate) fn executor(&self) -> &Executor {
        &self.0.executor
    }

    pub(crate) fn signals(&self) -> &dyn Signals {
        &*self.0.signals
    }

    pub(crate) fn presence(&self) -> &dyn Presence {
        &*self.0.presence
    }

    fn intake(&self) -> Intake<'_> {
        Intake { executor: self.executor(), channels: &self.0.channels, allowance: &self.0.allowance }
    }

    fn upkeep(&self) -> Upkeep<'_> {
        Upkeep { executor: self.executor(), channels: &self.0.channels }
    }

    pub(crate) fn worker(&self) -> Worker<'_> {
        Worker {
            executor: self.executor(),
            channels: &self.0.channels,
            holds: &self.0.holds,
            turns: &self.0.turns,
            limits: self.limits(),
            intake: self.intake(),
            farewell: self.0.farewell,
            unsettled_after: self.0.unsettled_after,
        }
    }

    fn pruning(&self) -> Pruning<'_> {
        Pruning { executor: self.executor(), retention: self.0.journal_retention }
    }

    async fn run_relay(&self, stop: &Stop) {
        let (relay, store) = (&self.executor().relay, &*self.executor().store);
        let mut patience = Patience::default();
        let mut poll = tokio::time::interval(Self::POLL);
        poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !stop.is_stopped() {
            let read = tokio::select! {
                biased;
                () = stop.stopped() => return,
                _ = poll.tick() => relay.catch_up(store).await,
                () = relay.bell.notified() => relay.read_ahead(store).await,
                () = relay.gap.notified() => {
                    // The missing event is about to be offered, or its doorbell to ring.
                    let _ = tokio::time::timeout(Self::GRACE, relay.bell.notified()).await;
                    relay.read_ahead(store).await
                }
            };
            match read {
                Ok(_) => patience.reset(),
                Err(error) => patience.wait("the journal cannot be read", &error, stop).await,
            }
        }
    }

    async fn run_intake(&self, stop: &Stop) {
        let mut patience = Patience::default();
        while !stop.is_stopped() {
            match self.retry_calls_once().await {
                Ok(_) => patience.reset(),
                Err(error) => patience.wait("kept webhook items cannot be tried again", &error, stop).await,
            }
            tokio::select! {
                biased;
                () = stop.stopped() => {}
                () = tokio::time::sleep(Self::POLL) => {}
            }
        }
    }

    async fn run_upkeep(&self, stop: &Stop) {
        let mut patience = Patience::default();
        while !stop.is_stopped() {
            let done = async {
                self.ask_teams_once().await?;
                self.check_accounts_once().await
            };
            match done.await {
                Ok(_) => patience.reset(),
                Err(error) => {
                    patience.wait("unsettled messages and paused accounts cannot be looked after", &error, stop).await
                }
            }
            tokio::select! {
                biased;
                () = stop.stopped() => {}
                () = tokio::time::sleep(Self::POLL) => {}
            }
        }
    }

    async fn run_presence(&self, stop: &Stop) {
        while !stop.is_stopped() {
            self.tell_lapsed_once().await;
            tokio::select! {
                biased;
                () = stop.stopped() => {}
                () = tokio::time::sleep(Self::PRESENCE_POLL) => {}
            }
        }
    }

    async fn run_signals(&self, stop: &Stop) {
        let mut signals = self.0.signals.subscribe();
        loop {
            let signal: Signal = tokio::select! {
                biased;
                () = stop.stopped() => return,
                signal = signals.recv() => match signal {
                    Ok(signal) => signal,
                    Err(RecvError::Lagged(_)) => continue,
                    Err(RecvError::Closed) => return stop.stopped().await,
                },
            };
            let relay = &self.executor().relay;
            match signal {
                Signal::Committed { client_id, head } => relay.ring(client_id, head),
                signal => relay.listeners().iter().for_each(|listener| listener.sense(&signal)),
            }
        }
    }
}
