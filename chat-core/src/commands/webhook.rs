use crate::{
    Action, Changes, ChatStore, Env, Error, Event, EventKind, FieldError, Result, Seq, TenantScope, Webhook, WebhookId,
    WebhookSender, WebhookStatus, executor::Command, webhooks::new_secret,
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};
use url::Url;

/// For how long calls are signed with the secret before as well.
const ROTATION: Duration = Duration::from_secs(24 * 3600);

/// What it takes to subscribe an address to events.
#[derive(Clone, PartialEq, Debug)]
pub struct NewWebhook {
    /// Where events are to be sent.
    pub url: String,
    /// What the team calls it.
    pub description: String,
    /// What it subscribes to; everything when it is empty.
    pub events: Vec<EventKind>,
}

/// What is to become different about a webhook; what is `None` stays as it is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct WebhookPatch {
    /// Where events are to be sent. Another address has to answer a challenge before it gets any.
    pub url: Option<String>,
    /// What the team calls it.
    pub description: Option<String>,
    /// What it subscribes to; everything when it is empty.
    pub events: Option<Vec<EventKind>>,
    /// Pause, resume or delete it.
    pub status: Option<WebhookStatus>,
}

/// Subscribes an address to events. It gets none before it has answered a challenge, and then those from now on.
#[derive(Debug)]
pub(crate) struct CreateWebhook<'a> {
    pub(crate) new: &'a NewWebhook,
    pub(crate) sender: &'a dyn WebhookSender,
}

/// What a client has before another webhook is added.
#[derive(Debug)]
pub(crate) struct Known {
    count: usize,
    head: Seq,
}

#[async_trait]
impl Command for CreateWebhook<'_> {
    type State = Known;
    type Output = Webhook;
    const ACTION: Option<Action> = Some(Action::ManageWebhooks);

    fn lane(&self) -> impl Hash + Send {
        "create a webhook"
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Known> {
        let count = store.webhooks(scope).await?.len();
        let head = store.heads(&[scope]).await?.first().copied().unwrap_or(0);
        Ok(Known { count, head })
    }

    fn decide(&self, Known { count, head }: Known, scope: TenantScope, env: &Env) -> Result<(Webhook, Changes)> {
        check(Some(&self.new.url), Some(&self.new.description), self.sender)?;
        if count >= Webhook::COUNT_MAX {
            return Err(Error::Conflict("there are 20 webhooks already; delete one first"));
        }
        let now = env.now();
        let webhook = Webhook {
            id: env.id(),
            client_id: scope.client_id(),
            url: self.new.url.trim().to_owned(),
            description: self.new.description.trim().to_owned(),
            events: once(&self.new.events),
            secret: new_secret(),
            previous_secret: None,
            previous_until: None,
            status: WebhookStatus::Pending,
            reason: Some("its endpoint was not asked yet whether it wants to be called".to_owned()),
            cursor: head,
            failures: 0,
            failing_since: None,
            next_at: now,
            turn: 0,
            created_at: now,
            updated_at: now,
            revision: 0,
        };
        Ok((webhook.clone(), Changes::none().tell(None, webhook_changed(&webhook)).insert(webhook)))
    }
}

/// Changes, pauses, resumes or deletes a webhook. A deleted one keeps no secrets and cannot come back.
#[derive(Debug)]
pub(crate) struct ChangeWebhook<'a> {
    pub(crate) webhook: WebhookId,
    pub(crate) patch: &'a WebhookPatch,
    pub(crate) sender: &'a dyn WebhookSender,
}

#[async_trait]
impl Command for ChangeWebhook<'_> {
    type State = Webhook;
    type Output = Webhook;
    const ACTION: Option<Action> = Some(Action::ManageWebhooks);

    fn lane(&self) -> impl Hash + Send {
        self.webhook
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Webhook> {
        live_webhook(store, scope, self.webhook).await
    }

    fn decide(&self, before: Webhook, _scope: TenantScope, env: &Env) -> Result<(Webhook, Changes)> {
        let WebhookPatch { url, description, events, status } = self.patch;
        check(url.as_ref(), description.as_ref(), self.sender)?;
        let mut after = before.clone();
        if let Some(description) = description {
            after.description = description.trim().to_owned();
        }
        if let Some(events) = events {
            after.events = once(events);
        }
        if let Some(url) = url {
            after.url = url.trim().to_owned();
        }
        if after.url != before.url {
            after.status = WebhookStatus::Pending;
            after.reason =
                Some("its endpoint is another and was not asked yet whether it wants to be called".to_owned());
        }
        if let Some(status) = status.filter(|status| *status != after.status) {
            if after.status == WebhookStatus::Pending && status != WebhookStatus::Deleted {
                return Err(Error::Conflict("the endpoint has to answer a challenge first; have it verified"));
            }
            after.status = status;
            after.reason = None;
        }
        if after.status == WebhookStatus::Deleted {
            (after.secret, after.previous_secret, after.previous_until) = ("".into(), None, None);
        }
        if after == before {
            return Ok((before, Changes::none()));
        }
        let is_elsewhere = (after.status, &after.url) != (before.status, &before.url);
        let after = if is_elsewhere { begun_anew(after, env) } else { Webhook { updated_at: env.now(), ..after } };
        let mut changes = Changes::none();
        if is_elsewhere {
            changes = changes.tell(None, webhook_changed(&after));
        }
        Ok((after.clone(), changes.update(after)))
    }
}

/// Gives a webhook another secret. The one before signs as well for a day.
#[derive(Debug)]
pub(crate) struct RotateWebhookSecret {
    pub(crate) webhook: WebhookId,
}

#[async_trait]
impl Command for RotateWebhookSecret {
    type State = Webhook;
    type Output = Webhook;
    const ACTION: Option<Action> = Some(Action::ManageWebhooks);

    fn lane(&self) -> impl Hash + Send {
        self.webhook
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Webhook> {
        live_webhook(store, scope, self.webhook).await
    }

    fn decide(&self, before: Webhook, _scope: TenantScope, env: &Env) -> Result<(Webhook, Changes)> {
        let now = env.now();
        let after = Webhook {
            secret: new_secret(),
            previous_secret: Some(before.secret),
            previous_until: Some(now.plus(ROTATION)),
            updated_at: now,
            ..before
        };
        Ok((after.clone(), Changes::none().update(after)))
    }
}

/// Sends a webhook to another place in the journal, from where it goes on.
#[derive(Debug)]
pub(crate) struct ReplayWebhook {
    pub(crate) webhook: WebhookId,
    /// The last event that is not told again.
    pub(crate) after: Seq,
}

#[async_trait]
impl Command for ReplayWebhook {
    type State = Webhook;
    type Output = Webhook;
    const ACTION: Option<Action> = Some(Action::ManageWebhooks);

    fn lane(&self) -> impl Hash + Send {
        self.webhook
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Webhook> {
        let webhook = live_webhook(store, scope, self.webhook).await?;
        let stretch = store.events_after(scope, self.after, 1).await?;
        match stretch.follows(self.after) {
            true => Ok(webhook),
            false => Err(Error::Resync { head: stretch.head }),
        }
    }

    fn decide(&self, webhook: Webhook, _scope: TenantScope, env: &Env) -> Result<(Webhook, Changes)> {
        let after = begun_anew(Webhook { cursor: self.after, ..webhook }, env);
        Ok((after.clone(), Changes::none().update(after)))
    }
}

/// Notes how an endpoint has answered the challenge.
#[derive(Debug)]
pub(crate) struct EndVerification<'a> {
    /// The webhook as it was when its endpoint was asked.
    pub(crate) asked: &'a Webhook,
    pub(crate) called: &'a crate::webhooks::Called,
}

#[async_trait]
impl Command for EndVerification<'_> {
    type State = Webhook;
    type Output = Webhook;
    const ACTION: Option<Action> = Some(Action::ManageWebhooks);

    fn lane(&self) -> impl Hash + Send {
        self.asked.id
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Webhook> {
        live_webhook(store, scope, self.asked.id).await
    }

    fn decide(&self, before: Webhook, _scope: TenantScope, env: &Env) -> Result<(Webhook, Changes)> {
        let changes = Changes::none().insert(self.called.call.clone());
        // Another address was not asked, and one that counts already goes on.
        if before.url != self.asked.url || before.status != WebhookStatus::Pending {
            return Ok((before, changes));
        }
        if let Some(error) = self.called.verdict.error() {
            let after = Webhook { reason: Some(error.to_owned()), updated_at: env.now(), ..before };
            return Ok((after.clone(), changes.update(after)));
        }
        let after = begun_anew(Webhook { status: WebhookStatus::Active, reason: None, ..before }, env);
        Ok((after.clone(), changes.tell(None, webhook_changed(&after)).update(after)))
    }
}

/// Keeps a call that was made beside the events.
#[derive(Debug)]
pub(crate) struct KeepWebhookCall<'a> {
    pub(crate) called: &'a crate::webhooks::Called,
}

#[async_trait]
impl Command for KeepWebhookCall<'_> {
    type State = Webhook;
    type Output = ();
    const ACTION: Option<Action> = Some(Action::ManageWebhooks);

    fn lane(&self) -> impl Hash + Send {
        self.called.call.webhook_id
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Webhook> {
        live_webhook(store, scope, self.called.call.webhook_id).await
    }

    fn decide(&self, _webhook: Webhook, _scope: TenantScope, _env: &Env) -> Result<((), Changes)> {
        Ok(((), Changes::none().insert(self.called.call.clone())))
    }
}

/// A webhook that was not deleted.
pub(crate) async fn live_webhook(store: &dyn ChatStore, scope: TenantScope, id: WebhookId) -> Result<Webhook> {
    let webhook = store.webhook(scope, id).await?;
    webhook.filter(|it| it.status != WebhookStatus::Deleted).ok_or(Error::NotFound("webhook"))
}

/// The event that tells that a webhook stands elsewhere than before.
pub(super) fn webhook_changed(webhook: &Webhook) -> Event {
    Event::WebhookChanged { webhook_id: webhook.id, status: webhook.status, reason: webhook.reason.clone() }
}

/// The webhook from now on: without failures, due at once, and whoever works on it changes nothing any more.
fn begun_anew(webhook: Webhook, env: &Env) -> Webhook {
    let now = env.now();
    Webhook { failures: 0, failing_since: None, next_at: now, turn: webhook.turn + 1, updated_at: now, ..webhook }
}

/// Every kind once, in the order of definition.
fn once(events: &[EventKind]) -> Vec<EventKind> {
    EventKind::ALL.iter().copied().filter(|kind| events.contains(kind)).collect()
}

fn check(url: Option<&String>, description: Option<&String>, sender: &dyn WebhookSender) -> Result<()> {
    let mut wrong = Vec::new();
    if let Some(Err(problem)) = url.map(|url| check_url(url.trim(), sender)) {
        wrong.push(FieldError::new("url", problem));
    }
    let is_fit =
        |text: &String| text.trim().chars().count() <= Webhook::DESCRIPTION_MAX && !text.contains(char::is_control);
    if !description.is_none_or(is_fit) {
        let problem = format!("at most {} characters without control characters, please", Webhook::DESCRIPTION_MAX);
        wrong.push(FieldError::new("description", problem));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

fn check_url(text: &str, sender: &dyn WebhookSender) -> Result<(), String> {
    if text.len() > Webhook::URL_MAX {
        return Err(format!("at most {} bytes, please", Webhook::URL_MAX));
    }
    let url =
        Url::parse(text).map_err(|_| "expected an address such as https://shop.example/chat-events".to_owned())?;
    if !url.has_host() || !sender.takes(&url) {
        return Err("expected an address that begins with https://".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err("leave out user names, passwords and what comes after #".to_owned());
    }
    Ok(())
}
