//! Putting the module together.

use super::{Chat, Parts};
use crate::{
    Access, Authenticator, Channel, ChatStore, DomainProbe, Env, FileLinks, Files, Limits, Listener, LocalLimits,
    LocalPages, LocalPresence, LocalSignals, Presence, Quotas, Realtime, RoleAccess, Secret, Signals, Stop,
    WebhookSender, WebhookWriter,
    delivery::{Holds, Turns},
    executor::Executor,
    limit::Allowance,
    meters::{LimitMeters, MeteredStore},
    relay::Relay,
    tally::Tally,
    typing::Typing,
    visit::Tokens,
    webhooks::Calling,
};
use std::{sync::Arc, time::Duration};

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
    relieve_after: Option<Duration>,
    visitor_secrets: Vec<Secret>,
    env: Env,
    unsettled_after: Duration,
    local_pages: LocalPages,
    domain_probe: Option<Arc<dyn DomainProbe>>,
    files: Option<Files>,
    calling: Option<Calling>,
}

impl ChatBuilder {
    /// How long deliveries under way are waited for at the end when nothing else is said.
    pub const FAREWELL_DEFAULT: Duration = Duration::from_secs(10);
    /// How long events are kept when nothing else is said: 30 days.
    pub const JOURNAL_RETENTION_DEFAULT: Duration = Duration::from_secs(30 * 24 * 3600);
    /// How long events are kept at least: an hour, so that whoever is away for a moment is never told to load everything anew.
    pub const JOURNAL_RETENTION_MIN: Duration = Duration::from_secs(3600);

    pub(super) fn new(store: Arc<dyn ChatStore>, authenticator: Arc<dyn Authenticator>) -> Self {
        Self {
            store,
            authenticator,
            access: Arc::new(RoleAccess),
            channels: Vec::new(),
            listeners: Vec::new(),
            signals: Arc::new(LocalSignals::default()),
            presence: Arc::new(LocalPresence::default()),
            realtime: None,
            farewell: Self::FAREWELL_DEFAULT,
            allowance: Allowance {
                limits: Arc::new(LocalLimits::default()),
                quotas: Quotas::default(),
                meters: LimitMeters::new(),
            },
            journal_retention: Self::JOURNAL_RETENTION_DEFAULT,
            relieve_after: None,
            visitor_secrets: Vec::new(),
            env: Env::default(),
            unsettled_after: Chat::UNSETTLED_AFTER,
            local_pages: LocalPages::default(),
            domain_probe: None,
            files: None,
            calling: None,
        }
    }

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

    /// Gives an agent's active conversations back to the queue when it has had no connection for so long. Without it they stay with
    /// the agent.
    #[must_use]
    pub fn relieve_after(mut self, absence: Duration) -> Self {
        self.relieve_after = Some(absence);
        self
    }

    /// Lets widgets that allow it themselves work on pages of a developer's own machine, which prove nothing. Not for a server
    /// that others use.
    #[must_use]
    pub fn local_pages(mut self, local_pages: LocalPages) -> Self {
        self.local_pages = local_pages;
        self
    }

    /// Looks for the proofs of domains. Without one no domain is ever proven.
    #[must_use]
    pub fn domain_probe(mut self, probe: impl DomainProbe) -> Self {
        self.domain_probe = Some(Arc::new(probe));
        self
    }

    /// Takes files from the team and from website visitors, and keeps them. Without it nobody can send any.
    #[must_use]
    pub fn files(mut self, files: Files) -> Self {
        self.files = Some(files);
        self
    }

    /// Calls the webhooks of clients with what `writer` writes down. Without it nobody can have any.
    #[must_use]
    pub fn webhooks(mut self, sender: impl WebhookSender, writer: impl WebhookWriter) -> Self {
        self.calling = Some(Calling { sender: Arc::new(sender), writer: Arc::new(writer) });
        self
    }

    /// Signs the tokens of visitors and the addresses of files with keys that follow from this secret, so that all processes which
    /// share it take them. Without one, each process takes its own alone, for as long as it runs. Called again, it adds a secret of former times, with
    /// which nothing is signed any more, so that visitors who have been away still find their conversations.
    #[must_use]
    pub fn visitor_secret(mut self, secret: Secret) -> Self {
        self.visitor_secrets.push(secret);
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
        let public_url = self.files.as_ref().map_or("", |files| files.public_url.as_str());
        let links = FileLinks::new(&self.visitor_secrets, public_url, self.env.clone());
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
            relieve_after: self.relieve_after,
            local_pages: self.local_pages,
            domain_probe: self.domain_probe,
            tally: Tally::default(),
            tokens: Tokens::new(&self.visitor_secrets),
            files: self.files,
            calling: self.calling,
            typing: Typing::default(),
            links,
        }))
    }
}
