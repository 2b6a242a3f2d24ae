//! What a desk does with webhooks.

use super::Desk;
use crate::{
    Action, Error, NewWebhook, Page, PageQuery, Result, Seq, Subject, Telling, Webhook, WebhookCall, WebhookId,
    WebhookPatch, WebhookStatus,
    commands::{
        ChangeWebhook, CreateWebhook, EndVerification, KeepWebhookCall, ReplayWebhook, RotateWebhookSecret,
        live_webhook,
    },
    text::random_word,
    webhooks::{Called, Caller, Calling},
};

impl Desk {
    /// The client's webhooks, the oldest first.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>> {
        self.ask(Action::ManageWebhooks, Subject::Client)?;
        Ok(self.store().webhooks(self.scope()).await?)
    }

    /// One webhook.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn webhook(&self, id: WebhookId) -> Result<Webhook> {
        self.ask(Action::ManageWebhooks, Subject::Client)?;
        live_webhook(self.store(), self.scope(), id).await
    }

    /// The calls of a webhook, the latest first. They are kept for [`WebhookCall::KEPT`].
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn webhook_calls(&self, id: WebhookId, page: PageQuery) -> Result<Page<WebhookCall>> {
        let webhook = self.webhook(id).await?;
        Ok(self.store().webhook_calls(self.scope(), webhook.id, page).await?)
    }

    /// Subscribes an address to events. It gets none before its endpoint was verified ([`Desk::verify_webhook`]), and then all from
    /// now on.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an address that is not called, [`Error::Conflict`] when there are [`Webhook::COUNT_MAX`] already, or the
    /// host calls no webhooks; [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn create_webhook(&self, new: &NewWebhook) -> Result<Webhook> {
        let command = CreateWebhook { new, sender: &*self.calling()?.sender };
        self.execute(&command).await
    }

    /// Changes, pauses or resumes a webhook. One whose address changes has to be verified again.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Conflict`] when it is to be paused or resumed before it was verified; [`Error::NotFound`],
    /// [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn change_webhook(&self, id: WebhookId, patch: &WebhookPatch) -> Result<Webhook> {
        let command = ChangeWebhook { webhook: id, patch, sender: &*self.calling()?.sender };
        self.execute(&command).await
    }

    /// Takes a webhook away for good.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn delete_webhook(&self, id: WebhookId) -> Result<()> {
        let patch = WebhookPatch { status: Some(WebhookStatus::Deleted), ..WebhookPatch::default() };
        self.change_webhook(id, &patch).await.map(drop)
    }

    /// Gives a webhook another secret. Its calls are signed with the one before as well for a day.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn rotate_webhook_secret(&self, id: WebhookId) -> Result<Webhook> {
        let command = RotateWebhookSecret { webhook: id };
        self.execute(&command).await
    }

    /// Asks the endpoint of a webhook whether it wants to be called: it has to answer with the random word that it is sent. Whoever
    /// offers this limits how often it is done ([`Limited::Check`](crate::Limited::Check)), as with every call on request below.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the host calls no webhooks; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn verify_webhook(&self, id: WebhookId) -> Result<(Webhook, WebhookCall)> {
        let webhook = self.webhook(id).await?;
        let telling = Telling::Verification { challenge: &random_word() };
        let called = self.caller(self.calling()?).call(&webhook, telling, 1).await;
        let command = EndVerification { asked: &webhook, called: &called };
        let webhook = self.execute(&command).await?;
        Ok((webhook, called.call))
    }

    /// Sends a webhook something that means nothing, and tells what came of it.
    ///
    /// # Errors
    /// [`Error::Conflict`] when its endpoint was not verified, or the host calls no webhooks; [`Error::NotFound`],
    /// [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn test_webhook(&self, id: WebhookId) -> Result<WebhookCall> {
        let webhook = self.verified(id).await?;
        self.keep(self.caller(self.calling()?).call(&webhook, Telling::Test, 1).await).await
    }

    /// Sends a webhook one event again, whatever it has subscribed to and wherever it is, and tells what came of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such event any more, besides those of [`Desk::test_webhook`].
    pub async fn resend_to_webhook(&self, id: WebhookId, seq: Seq) -> Result<WebhookCall> {
        let webhook = self.verified(id).await?;
        let stretch = self.store().events_after(self.scope(), seq.saturating_sub(1), 1).await?;
        let notice = stretch.events.into_iter().find(|notice| notice.seq == seq).ok_or(Error::NotFound("event"))?;
        self.keep(self.caller(self.calling()?).call(&webhook, Telling::Event(&notice), 1).await).await
    }

    /// Has a webhook go on after a place in the journal: earlier ones to be told events again, later ones to leave some out.
    ///
    /// # Errors
    /// [`Error::Resync`] when the journal does not tell any more what came after that place, or it is after the head;
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn replay_webhook(&self, id: WebhookId, after: Seq) -> Result<Webhook> {
        let command = ReplayWebhook { webhook: id, after };
        self.execute(&command).await
    }

    async fn verified(&self, id: WebhookId) -> Result<Webhook> {
        let webhook = self.webhook(id).await?;
        match webhook.status {
            WebhookStatus::Pending => {
                Err(Error::Conflict("the endpoint has to answer a challenge first; have it verified"))
            }
            _ => Ok(webhook),
        }
    }

    async fn keep(&self, called: Called) -> Result<WebhookCall> {
        let command = KeepWebhookCall { called: &called };
        self.execute(&command).await?;
        Ok(called.call)
    }

    fn calling(&self) -> Result<&Calling> {
        self.chat.calling().ok_or(Error::Conflict("this server calls no webhooks"))
    }

    fn caller<'a>(&'a self, calling: &'a Calling) -> Caller<'a> {
        Caller { calling, env: self.chat.env(), links: self.chat.links() }
    }
}
