//! How every write happens: load, authorise, decide, commit; and again when another was faster.

use crate::{
    Access, Action, Actor, Changes, ChatStore, DeliveryState, Env, Record, Result, StoreError, Subject, TenantScope,
    audit::By,
    bounds::{self, Bounded},
    counted::{Counted, Written},
    known_accounts::KnownAccounts,
    lanes::Lanes,
    meters::Meters,
    planted::Planted,
    relay::Relay,
};
use async_trait::async_trait;
use std::{fmt, hash::Hash, sync::Arc, time::Duration};
use tokio::sync::Notify;

/// Something that changes records. `decide` does no I/O: what it needs it has loaded, and what follows is in its changes.
#[async_trait]
pub(crate) trait Command: fmt::Debug + Send + Sync {
    /// What it needs to know.
    type State: Send + Sync;
    /// What it tells the caller.
    type Output: Send + Counted;
    /// What the actor must be allowed to do. Commands without one are carried out on a channel's or the module's own behalf:
    /// the scope is their authority.
    const ACTION: Option<Action>;
    /// How often it is decided before it gives up. One that brings along what it was decided from cannot win a race that it
    /// has lost.
    const ATTEMPTS_MAX: u32 = Executor::ATTEMPTS_MAX;

    /// Commands with equal keys within a client wait for each other.
    fn lane(&self) -> impl Hash + Send;

    /// Reads what it needs to know.
    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State>;

    /// What the action is done to.
    fn subject<'a>(&self, _state: &'a Self::State) -> Subject<'a> {
        Subject::Client
    }

    /// What becomes of it.
    fn decide(&self, state: Self::State, scope: TenantScope, env: &Env) -> Result<(Self::Output, Changes)>;
}

/// Carries out commands.
#[derive(Debug)]
pub(crate) struct Executor {
    pub(crate) store: Arc<dyn ChatStore>,
    pub(crate) access: Arc<dyn Access>,
    pub(crate) env: Env,
    pub(crate) relay: Relay,
    /// Rung when something was committed that has to be delivered.
    pub(crate) outbox_bell: Notify,
    /// Rung when something was told.
    pub(crate) webhook_bell: Notify,
    pub(crate) accounts: KnownAccounts,
    pub(crate) meters: Meters,
    lanes: Lanes,
}

impl Executor {
    /// How often a command is decided before it gives up. One that is slower than those of another process which work on the
    /// same records loses most of its races, for as long as they go on: ten attempts would not do.
    pub(crate) const ATTEMPTS_MAX: u32 = 100;

    pub(crate) fn new(store: Arc<dyn ChatStore>, access: Arc<dyn Access>, env: Env, relay: Relay) -> Self {
        let lanes = Lanes::new(env.random());
        let (accounts, meters) = (KnownAccounts::default(), Meters::new());
        let access = Arc::new(Bounded(access));
        Self {
            store,
            access,
            env,
            relay,
            outbox_bell: Notify::new(),
            webhook_bell: Notify::new(),
            accounts,
            meters,
            lanes,
        }
    }

    /// Carries out a command of an actor, or one that needs none.
    pub(crate) async fn execute<C: Command>(
        &self,
        actor: Option<&Actor>,
        scope: TenantScope,
        command: &C,
    ) -> Result<C::Output> {
        self.execute_by(actor.map(By::from), scope, command).await
    }

    /// The same, with what is known of how the actor came in. What an actor does is noted in the audit log by the commit that does
    /// it.
    pub(crate) async fn execute_by<C: Command>(
        &self,
        by: Option<By<'_>>,
        scope: TenantScope,
        command: &C,
    ) -> Result<C::Output> {
        self.relay.follow(&*self.store, scope).await?;
        let _turn = self.lanes.enter((scope, command.lane())).await?;
        let mut attempt = 1;
        loop {
            let state = command.load(&*self.store, scope).await?;
            if let (Some(action), Some(by)) = (C::ACTION, by) {
                bounds::ask(&*self.access, by.actor, action, command.subject(&state))?;
            }
            let (mut output, changes) = command.decide(state, scope, &self.env)?;
            let changes = match by {
                Some(by) => by.note::<C>(changes, &self.env),
                None => changes,
            };
            let terms = by.and_then(|by| by.terms);
            let changes = match terms {
                Some(terms) => terms.apply(changes)?,
                None => changes,
            };
            let written = Written::of(&changes.writes);
            let has_changed = !changes.is_empty();
            match self.commit(scope, changes).await {
                Ok(()) => {
                    if let Some(terms) = terms.filter(|_| has_changed) {
                        terms.committed();
                    }
                    output.count(&written);
                    return Ok(output);
                }
                Err(StoreError::Conflict) if attempt < C::ATTEMPTS_MAX => {
                    if let Some(terms) = terms {
                        terms.lost_a_race(&*self.store, scope).await?;
                    }
                    tokio::time::sleep(self.jitter(attempt)).await;
                    attempt += 1;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn commit(&self, scope: TenantScope, mut changes: Changes) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        changes.at = self.env.now();
        if Planted::EventsToldApart.grows() {
            return self.commit_apart(scope, changes).await;
        }
        let has_work = changes.ends.is_some() || changes.writes.iter().any(|write| asks_for_delivery(&write.record));
        let has_account = changes.writes.iter().any(|write| matches!(write.record, Record::Account(_)));
        let committed = self.store.commit(scope, changes).await;
        if has_account {
            self.accounts.forget();
        }
        let notices = committed?;
        if has_work {
            self.outbox_bell.notify_one();
        }
        if !notices.is_empty() {
            self.webhook_bell.notify_one();
        }
        self.relay.offer(notices);
        Ok(())
    }

    /// What [`Planted::EventsToldApart`] does in place of a commit.
    async fn commit_apart(&self, scope: TenantScope, mut changes: Changes) -> Result<(), StoreError> {
        let told = std::mem::take(&mut changes.told);
        let at = changes.at;
        self.store.commit(scope, changes).await?;
        self.outbox_bell.notify_one();
        self.relay.offer(self.store.commit(scope, Changes { told, at, ..Changes::none() }).await?);
        Ok(())
    }

    /// A random wait of up to 2, 4, 8, … 64 milliseconds.
    fn jitter(&self, attempt: u32) -> Duration {
        let bound_us = 1_000_u64 << attempt.min(6);
        Duration::from_micros(self.env.random() % bound_us)
    }
}

fn asks_for_delivery(record: &Record) -> bool {
    match record {
        Record::Delivery(delivery) => delivery.state == DeliveryState::Pending,
        Record::Account(_) => true,
        _ => false,
    }
}
