use super::{Caller, Calling};
use crate::{
    FileLinks, Notice, Result, Seq, Stop, StoreError, Stretch, Telling, TenantScope, Webhook, WebhookStatus,
    commands::{BeginWebhookTurn, EndWebhookCall, EndWebhookTurn},
    executor::Executor,
    patience::Patience,
    upkeep::unless_lost,
};
use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// Works on webhooks: whoever has the turn reads the journal from where the webhook is and tells it one event after another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WebhookWorker<'a> {
    pub(crate) executor: &'a Executor,
    pub(crate) calling: &'a Calling,
    pub(crate) links: &'a FileLinks,
}

/// What a turn does next.
enum Next {
    /// Something is told, after which the webhook is there.
    Tell(Step),
    /// There is nothing to tell up to there, where the journal ends for now.
    Rest(Seq),
}

/// Something to tell.
enum Step {
    Event(Box<Notice>),
    Resync { after: Seq, tail: Seq, head: Seq },
}

impl Step {
    fn telling(&self) -> Telling<'_> {
        match self {
            Self::Event(notice) => Telling::Event(notice),
            Self::Resync { after, tail, head } => Telling::Resync { after: *after, tail: *tail, head: *head },
        }
    }

    /// Where the webhook is when it has taken that.
    fn goal(&self) -> Seq {
        match self {
            Self::Event(notice) => notice.seq,
            Self::Resync { after, head, .. } if after > head => *head,
            Self::Resync { tail, .. } => tail - 1,
        }
    }
}

impl WebhookWorker<'_> {
    /// How many webhooks are worked on at the same time.
    const AT_ONCE_MAX: usize = 16;
    /// How long a turn goes on before others are let in.
    const TURN: Duration = Duration::from_secs(10);
    /// How many events are read at once.
    const READ_MAX: usize = 100;
    /// How often it is looked for webhooks whose time has come, when nothing else gives cause.
    const POLL: Duration = Duration::from_secs(1);
    /// How long events are gathered before it is looked: a busy client asks the store no more often.
    const GATHER: Duration = Duration::from_millis(50);

    /// Works on every webhook that is due, until none is, and tells how many calls that were.
    pub(crate) async fn work_once(self) -> Result<usize> {
        let stop = Stop::default();
        let mut count = 0;
        loop {
            let due = self.executor.store.webhooks_due(self.executor.env.now(), Self::AT_ONCE_MAX).await?;
            if due.is_empty() {
                return Ok(count);
            }
            let turns: FuturesUnordered<_> = due.into_iter().map(|due| self.take_turn(due, &stop)).collect();
            let ended: Vec<Result<usize>> = turns.collect().await;
            for calls in ended {
                count += calls?;
            }
        }
    }

    /// Works on webhooks as they become due, until it is told to stop. Looking and working are polled side by side, so that none
    /// waits for the other.
    pub(crate) async fn run(self, stop: &Stop) {
        let mut turns = FuturesUnordered::new();
        let mut looking: Option<BoxFuture<'_, Result<Vec<Webhook>, StoreError>>> = None;
        let mut patience = Patience::default();
        let mut rest = Some(Duration::ZERO);
        while !stop.is_stopped() {
            let free = Self::AT_ONCE_MAX - turns.len();
            tokio::select! {
                biased;
                () = stop.stopped() => {}
                found = ready(&mut looking) => match found {
                    Ok(due) => {
                        patience.reset();
                        turns.extend(due.into_iter().map(|due| self.take_turn(due, stop)));
                    }
                    Err(error) => rest = Some(patience.failed("webhooks cannot be looked for", &error)),
                },
                Some(ended) = turns.next(), if !turns.is_empty() => {
                    if let Err(error) = ended {
                        tracing::warn!(%error, "a webhook could not be worked on and waits for its turn to run out");
                    }
                    rest = Some(rest.unwrap_or_default());
                }
                () = self.executor.webhook_bell.notified(), if rest.is_none() => rest = Some(Self::GATHER),
                () = tokio::time::sleep(rest.unwrap_or(Self::POLL)), if looking.is_none() && free > 0 => {
                    rest = None;
                    looking = Some(Box::pin(self.executor.store.webhooks_due(self.executor.env.now(), free)));
                }
            }
        }
        // What is being told is told to the end, which takes seconds: whoever cuts it off has it told twice.
        while turns.next().await.is_some() {}
    }

    /// Tells a webhook what it has not heard, for a while, and tells how many calls that were.
    async fn take_turn(self, due: Webhook, stop: &Stop) -> Result<usize> {
        let scope = TenantScope::from(&due);
        let begun = self.executor.execute(None, scope, &BeginWebhookTurn { webhook: due.id }).await;
        let Some(mut webhook) = unless_lost(begun)? else { return Ok(0) };
        let (begun, mut calls) = (Instant::now(), 0);
        let mut read = VecDeque::new();
        let caller = Caller { calling: self.calling, env: &self.executor.env, links: self.links };
        loop {
            let step = match self.next(&webhook, &mut read).await? {
                Next::Tell(step) if begun.elapsed() < Self::TURN && !stop.is_stopped() => step,
                Next::Tell(_) => return self.end_turn(scope, &webhook, webhook.cursor).await.map(|()| calls),
                Next::Rest(at) => return self.end_turn(scope, &webhook, at).await.map(|()| calls),
            };
            let called = caller.call(&webhook, step.telling(), webhook.failures + 1).await;
            calls += 1;
            self.executor.meters.webhooks.called(called.call.is_taken());
            let command = EndWebhookCall { turn: webhook.turn, goal: step.goal(), called: &called };
            let Some(after) = self.executor.execute(None, scope, &command).await? else { return Ok(calls) };
            if after.status == WebhookStatus::Disabled {
                self.executor.meters.webhooks.disabled();
                tracing::warn!(webhook.id = %after.id, reason = after.reason, "a webhook was disabled");
            }
            if !called.call.is_taken() {
                return Ok(calls);
            }
            webhook = after;
        }
    }

    /// What comes next: of what was read, or of what is read now.
    async fn next(self, webhook: &Webhook, read: &mut VecDeque<Notice>) -> Result<Next> {
        let scope = TenantScope::from(webhook);
        let mut at = webhook.cursor;
        loop {
            while let Some(notice) = read.pop_front() {
                if webhook.wants(notice.event.kind()) {
                    return Ok(Next::Tell(Step::Event(Box::new(notice))));
                }
                at = notice.seq;
            }
            let stretch = self.executor.store.events_after(scope, at, Self::READ_MAX).await?;
            if !stretch.follows(at) {
                let Stretch { tail, head, .. } = stretch;
                return Ok(Next::Tell(Step::Resync { after: webhook.cursor, tail, head }));
            }
            if stretch.events.is_empty() {
                return Ok(Next::Rest(at));
            }
            read.extend(stretch.events);
        }
    }

    async fn end_turn(self, scope: TenantScope, webhook: &Webhook, at: Seq) -> Result<()> {
        let command = EndWebhookTurn { webhook: webhook.id, turn: webhook.turn, at };
        unless_lost(self.executor.execute(None, scope, &command).await)
    }
}

/// The result of what is under way; for ever nothing when nothing is.
async fn ready<T>(slot: &mut Option<BoxFuture<'_, T>>) -> T {
    let Some(future) = slot else { return std::future::pending().await };
    let output = future.await;
    *slot = None;
    output
}
