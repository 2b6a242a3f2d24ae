use super::webhook::webhook_changed;
use crate::{
    Action, Changes, ChatStore, Env, Result, Seq, TenantScope, Webhook, WebhookId, WebhookStatus,
    executor::Command,
    webhooks::{Called, Verdict, after},
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};

/// How long others leave a webhook alone that this process works on: longer than any call. Each commit of its turn begins it anew;
/// whoever dies is succeeded then.
const TURN: Duration = Duration::from_secs(60);

/// Takes it upon this process to work on a webhook.
#[derive(Debug)]
pub(crate) struct BeginWebhookTurn {
    pub(crate) webhook: WebhookId,
}

#[async_trait]
impl Command for BeginWebhookTurn {
    type State = Option<Webhook>;
    /// The webhook; nothing when somebody else works on it, or nobody has to any more.
    type Output = Option<Webhook>;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.webhook
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Webhook>> {
        Ok(store.webhook(scope, self.webhook).await?)
    }

    fn decide(&self, webhook: Option<Webhook>, _scope: TenantScope, env: &Env) -> Result<(Self::Output, Changes)> {
        let now = env.now();
        let due = webhook.filter(|it| it.status == WebhookStatus::Active && it.next_at <= now);
        let Some(webhook) = due else { return Ok((None, Changes::none())) };
        let webhook = Webhook { turn: webhook.turn + 1, next_at: now.plus(TURN), ..webhook };
        Ok((Some(webhook.clone()), Changes::none().update(webhook)))
    }
}

/// Notes what came of a call in somebody's turn.
#[derive(Debug)]
pub(crate) struct EndWebhookCall<'a> {
    pub(crate) turn: i64,
    /// Where the webhook is when it has taken that.
    pub(crate) goal: Seq,
    pub(crate) called: &'a Called,
}

#[async_trait]
impl Command for EndWebhookCall<'_> {
    type State = Option<Webhook>;
    /// The webhook as it is now; nothing when the turn is over: another's call counts, or its owner has put it elsewhere.
    type Output = Option<Webhook>;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.called.call.webhook_id
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Webhook>> {
        Ok(store.webhook(scope, self.called.call.webhook_id).await?)
    }

    fn decide(&self, webhook: Option<Webhook>, _scope: TenantScope, env: &Env) -> Result<(Self::Output, Changes)> {
        // It was made, whatever has become of the webhook.
        let changes = Changes::none().insert(self.called.call.clone());
        let Some(webhook) = webhook.filter(|it| it.turn == self.turn && it.status == WebhookStatus::Active) else {
            return Ok((None, changes));
        };
        let now = env.now();
        let mut webhook = after(webhook, self.goal, &self.called.verdict, now, env.random());
        let mut changes = changes;
        if self.called.verdict == Verdict::Taken {
            webhook.next_at = now.plus(TURN);
        }
        if webhook.status == WebhookStatus::Disabled {
            changes = changes.tell(None, webhook_changed(&webhook));
        }
        Ok((Some(webhook.clone()), changes.update(webhook)))
    }
}

/// Gives a webhook back, which has nothing to be told up to a place.
#[derive(Debug)]
pub(crate) struct EndWebhookTurn {
    pub(crate) webhook: WebhookId,
    pub(crate) turn: i64,
    pub(crate) at: Seq,
}

#[async_trait]
impl Command for EndWebhookTurn {
    type State = Option<Webhook>;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.webhook
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Webhook>> {
        Ok(store.webhook(scope, self.webhook).await?)
    }

    fn decide(&self, webhook: Option<Webhook>, _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let Some(webhook) = webhook.filter(|it| it.turn == self.turn) else { return Ok(((), Changes::none())) };
        Ok(((), Changes::none().update(Webhook { cursor: self.at, next_at: env.now(), ..webhook })))
    }
}
