//! Typing that customers of a provider are shown.

use crate::{
    AccountId, Channel, ConversationId, Env, Result, Stop, TenantScope, Timestamp, executor::Executor,
    ports::channel_of,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::Notify;

/// Conversations in which an agent writes, to be told to their providers. What is not told in time is not told at all.
#[derive(Debug, Default)]
pub(crate) struct Typing {
    state: Mutex<State>,
    bell: Notify,
}

/// A conversation in which somebody writes, and the account that it goes over.
#[derive(Clone, Copy, Debug)]
struct Written {
    scope: TenantScope,
    conversation: ConversationId,
    account: AccountId,
}

#[derive(Debug, Default)]
struct State {
    /// To be told.
    waiting: Vec<Written>,
    /// When each was told last.
    told: HashMap<ConversationId, Timestamp>,
}

impl Typing {
    /// How long a provider shows it by itself: so long it is told once.
    const SHOWN: Duration = Duration::from_secs(20);
    /// How many wait at a time; more are forgotten.
    const WAITING_MAX: usize = 1_000;

    /// Notes that somebody writes in a conversation over a channel with accounts.
    pub(crate) fn note(&self, scope: TenantScope, conversation: ConversationId, account: AccountId, env: &Env) {
        let now = env.now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_told = |at: &Timestamp| now < at.plus(Self::SHOWN);
        if state.waiting.len() >= Self::WAITING_MAX || state.told.get(&conversation).is_some_and(is_told) {
            return;
        }
        state.told.retain(|_, at| is_told(at));
        state.told.insert(conversation, now);
        state.waiting.push(Written { scope, conversation, account });
        self.bell.notify_one();
    }

    fn take(&self) -> Vec<Written> {
        std::mem::take(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner).waiting)
    }

    /// Tells providers who is being written to, until it is time to end.
    pub(crate) async fn run(&self, executor: &Executor, channels: &[Arc<dyn Channel>], stop: &Stop) {
        while !stop.is_stopped() {
            tokio::select! {
                biased;
                () = stop.stopped() => return,
                () = self.bell.notified() => {}
            }
            self.tell_once(executor, channels).await;
        }
    }

    /// Tells what waits, and how many that was.
    pub(crate) async fn tell_once(&self, executor: &Executor, channels: &[Arc<dyn Channel>]) -> usize {
        let waiting = self.take();
        for written in &waiting {
            if let Err(error) = tell(executor, channels, *written).await {
                tracing::debug!(%error, "a customer was not shown that somebody is writing");
            }
        }
        waiting.len()
    }
}

/// Tells one provider.
async fn tell(executor: &Executor, channels: &[Arc<dyn Channel>], written: Written) -> Result<()> {
    let Written { scope, conversation, account } = written;
    let store = &executor.store;
    let Some(last) = store.last_customer_message(scope, conversation).await?.and_then(|it| it.external_id) else {
        return Ok(());
    };
    let account = store.account(scope, account).await?;
    // Whoever is shown that somebody is writing is told that the message was read.
    let Some(account) = account.filter(|it| it.sends_read_receipts) else { return Ok(()) };
    if let Some(channel) = channel_of(channels, &account.source) {
        channel.show_typing(&account, &last.id).await;
    }
    Ok(())
}
