//! What goes on by itself.

use super::Chat;
use crate::{
    Backlog, Lapsed, Result, Signal, Stop, TenantScope,
    delivery::Worker,
    inbound::Intake,
    patience::{Patience, again_and_again},
    pruning::Pruning,
    upkeep::Upkeep,
    webhooks::WebhookWorker,
};
use futures_util::future::join_all;
use std::time::Duration;
use tokio::{sync::broadcast::error::RecvError, time::MissedTickBehavior};

impl Chat {
    /// How often the journals and the kept webhook items are looked at when nothing else gives cause.
    const POLL: Duration = Duration::from_secs(1);
    /// How often it is counted how much is still to be delivered.
    const COUNT: Duration = Duration::from_secs(10);
    /// How often it is looked for files that are to be forgotten.
    const TIDY: Duration = Duration::from_secs(10);
    /// How often it is looked for calls of webhooks that are to be forgotten.
    const SWEEP: Duration = Duration::from_secs(600);
    /// How often what was counted is put into the store.
    const FLUSH: Duration = Duration::from_secs(5);
    /// How often it is looked whose presence has lapsed.
    const PRESENCE_POLL: Duration = Duration::from_secs(5);
    /// How many whose presence has lapsed are taken at once.
    const LAPSED_MAX: usize = 100;
    /// How long an event may be missing before it is read from the journal: whoever committed it is about to offer it.
    const GRACE: Duration = Duration::from_millis(20);

    /// Does everything that goes on in the background until `stop` is ready: hands events and signals to the listeners,
    /// delivers what waits in the outbox, tries kept webhook items again, tells whose presence has lapsed, asks teams about messages
    /// that stay unsettled, resumes paused accounts that work again, brings conversations back that were put off or whose agents are away, looks whether domains are still proven, keeps what was counted of
    /// widgets, tells webhooks what happens, forgets events that are too old and files that nobody has sent, and what requests were answered a day ago. Survives a failing store.
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
                again_and_again("kept webhook items cannot be tried again", Self::POLL, &told, || {
                    Box::pin(self.retry_calls_once())
                }),
                again_and_again("files of messages cannot be fetched", Self::POLL, &told, || {
                    Box::pin(self.fetch_files_once())
                }),
                again_and_again("teams cannot be asked about unsettled messages", Self::POLL, &told, || {
                    Box::pin(self.ask_teams_once())
                }),
                again_and_again("paused accounts cannot be checked", Self::POLL, &told, || {
                    Box::pin(self.check_accounts_once())
                }),
                again_and_again("conversations that were put off cannot be brought back", Self::POLL, &told, || {
                    Box::pin(self.wake_once())
                }),
                again_and_again("conversations of agents who are away cannot be given back", Self::POLL, &told, || {
                    Box::pin(self.relieve_once())
                }),
                again_and_again("jobs cannot be worked on", Self::POLL, &told, || Box::pin(self.work_on_jobs_once())),
                again_and_again("the proofs of domains cannot be looked for", Self::POLL, &told, || {
                    Box::pin(self.check_domains_once())
                }),
                again_and_again("records cannot be made findable", Self::POLL, &told, || Box::pin(self.index_once())),
                again_and_again("files that nobody has sent cannot be forgotten", Self::TIDY, &told, || {
                    Box::pin(self.forget_files_once())
                }),
                again_and_again("the audit log cannot be chained", Self::POLL, &told, || {
                    Box::pin(self.chain_audit_once())
                }),
                again_and_again("old calls of webhooks cannot be forgotten", Self::SWEEP, &told, || {
                    Box::pin(self.forget_webhook_calls_once())
                }),
                again_and_again("old answers cannot be forgotten", Self::SWEEP, &told, || {
                    Box::pin(self.forget_answers_once())
                }),
                again_and_again("what is still to be delivered cannot be counted", Self::COUNT, &told, || {
                    Box::pin(self.count_once())
                }),
                again_and_again("what was counted of widgets cannot be kept", Self::FLUSH, &told, || {
                    Box::pin(self.keep_counts_once())
                }),
                self.run_presence(&told),
                self.worker().run(&told),
                self.0.typing.run(self.executor(), &self.0.channels, &told),
                self.run_webhooks(&told),
                self.pruning().run(&told)
            );
            if let Err(error) = self.keep_counts_once().await {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::error!(error, "what was counted of widgets last is lost");
            }
            last.stop();
        };
        tokio::join!(work, self.run_relay(&last), self.run_signals(&last), self.0.signals.run(last.clone()));
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

    /// Fetches files of messages that their providers have, and tells of how many messages they are there now. For tests:
    /// [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fetch_files_once(&self) -> Result<usize> {
        self.intake().fetch_once().await
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

    /// Brings every conversation back that was put off until now, and tells how many those were. For tests:
    /// [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn wake_once(&self) -> Result<usize> {
        self.upkeep().wake().await
    }

    /// Makes some records findable that were kept before there was a search, and tells how many those were; none when all are. For
    /// tests: [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn index_once(&self) -> Result<usize> {
        self.upkeep().index().await
    }

    /// Goes on with every job that has something left to do, and tells how many conversations were gone through. For tests:
    /// [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn work_on_jobs_once(&self) -> Result<usize> {
        self.upkeep().work_on_jobs(&*self.0.presence).await
    }

    /// Looks for the proof of every domain whose time has come, and tells how many those were. For tests: [`Chat::run_until`] does
    /// it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn check_domains_once(&self) -> Result<usize> {
        match self.domain_probe() {
            Some(probe) => self.upkeep().check_domains(probe).await,
            None => Ok(0),
        }
    }

    /// Forgets files that nobody has sent in time, and tells how many those were. For tests: [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_files_once(&self) -> Result<usize> {
        match self.files() {
            Some(files) => self.upkeep().forget_files(files.store()).await,
            None => Ok(0),
        }
    }

    /// Tells webhooks what they have not heard and tells how many calls that were. For tests: [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn call_webhooks_once(&self) -> Result<usize> {
        match self.webhook_worker() {
            Some(worker) => worker.work_once().await,
            None => Ok(0),
        }
    }

    /// Puts entries of the audit log into their clients' chains and tells how many those were. For tests: [`Chat::run_until`] does it
    /// by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn chain_audit_once(&self) -> Result<usize> {
        self.upkeep().chain_audit().await
    }

    /// Forgets calls of webhooks that are too old, and tells how many those were. For tests: [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_webhook_calls_once(&self) -> Result<usize> {
        self.upkeep().forget_webhook_calls().await
    }

    /// Forgets what requests were answered whose time has come, and tells how many those were. For tests: [`Chat::run_until`] does it
    /// by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_answers_once(&self) -> Result<usize> {
        self.upkeep().forget_answers().await
    }

    /// Tells the recorder how much is still to be delivered, and how many deliveries that are. For tests: [`Chat::run_until`] does it
    /// by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count_once(&self) -> Result<usize> {
        let now = self.env().now();
        let backlog = self.store().backlog(now).await?;
        self.executor().meters.backlog.tell(&backlog, now);
        let Backlog { due, later, unsettled } = backlog;
        Ok(usize::try_from(due.count + later.count + unsettled.count).unwrap_or(usize::MAX))
    }

    /// Puts what was counted of widgets into the store, and tells how many counts that were. For tests: [`Chat::run_until`] does
    /// it by itself.
    ///
    /// # Errors
    /// When the store fails; what was counted is kept in memory then.
    pub async fn keep_counts_once(&self) -> Result<usize> {
        self.0.tally.flush(self.executor()).await
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
                // The presence was noted in this client's scope.
                self.note_presence(TenantScope::assume(client_id), agent_id, false).await;
                self.signals().send(Signal::PresenceChanged { client_id, agent_id, name, is_present: false });
            }
            if is_all {
                return count;
            }
        }
    }

    /// Shows customers of providers that somebody is writing to them, and tells how many those were. For tests: [`Chat::run_until`]
    /// does it by itself.
    pub async fn show_typing_once(&self) -> usize {
        self.0.typing.tell_once(self.executor(), &self.0.channels).await
    }

    /// Forgets every event that is too old now and tells how many those were. For tests: [`Chat::run_until`] does it by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prune_once(&self) -> Result<usize> {
        self.pruning().prune_once().await
    }

    pub(super) fn intake(&self) -> Intake<'_> {
        let (executor, channels, files) = (self.executor(), &*self.0.channels, self.files());
        Intake { executor, channels, allowance: &self.0.allowance, files }
    }

    pub(super) fn upkeep(&self) -> Upkeep<'_> {
        Upkeep { executor: self.executor(), channels: &self.0.channels }
    }

    pub(crate) fn worker(&self) -> Worker<'_> {
        Worker {
            executor: self.executor(),
            channels: &self.0.channels,
            holds: &self.0.holds,
            turns: &self.0.turns,
            limits: self.limits(),
            files: self.files(),
            intake: self.intake(),
            farewell: self.0.farewell,
            unsettled_after: self.0.unsettled_after,
        }
    }

    fn webhook_worker(&self) -> Option<WebhookWorker<'_>> {
        let (executor, links) = (self.executor(), self.links());
        self.calling().map(|calling| WebhookWorker { executor, calling, links })
    }

    async fn run_webhooks(&self, stop: &Stop) {
        if let Some(worker) = self.webhook_worker() {
            worker.run(stop).await;
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

    async fn run_presence(&self, stop: &Stop) {
        while !stop.is_stopped() {
            self.tell_lapsed_once().await;
            stop.sleep(Self::PRESENCE_POLL).await;
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
