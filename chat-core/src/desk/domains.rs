//! What a desk does with the domains of widgets.

use super::Desk;
use crate::{
    Action, AuthorizedDomain, DomainCheck, DomainId, DomainStep, Error, Result, Subject, WidgetId,
    commands::{AddDomain, EndDomainCheck, RemoveDomain, RenewDomain, live_domain},
    domain::proof,
};

impl Desk {
    /// The domains of a widget, the oldest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn domains(&self, widget: WidgetId) -> Result<Vec<AuthorizedDomain>> {
        let widget = self.widget(widget).await?;
        Ok(self.store().domains(self.scope(), widget.id).await?)
    }

    /// One domain of a widget.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn domain(&self, widget: WidgetId, domain: DomainId) -> Result<AuthorizedDomain> {
        self.ask(Action::ReadWidgets, Subject::Client)?;
        self.reach_widget(widget)?;
        live_domain(self.store(), self.scope(), widget, domain).await
    }

    /// What happened to a domain, the latest first; at most [`DomainStep::TOLD_MAX`] steps.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn domain_history(&self, widget: WidgetId, domain: DomainId) -> Result<Vec<DomainStep>> {
        let domain = self.domain(widget, domain).await?;
        Ok(self.store().domain_history(self.scope(), domain.id, DomainStep::TOLD_MAX).await?)
    }

    /// Adds a domain, as somebody typed it, to a widget. It has to be proven before the widget appears there.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no domain that can be proven,
    /// [`Error::Conflict`] when the widget has it already, or has [`AuthorizedDomain::COUNT_MAX`];
    /// [`Error::NotFound`], [`Error::Forbidden`],
    /// [`Error::Unavailable`].
    pub async fn add_domain(&self, widget: WidgetId, domain: &str) -> Result<AuthorizedDomain> {
        self.reach_widget(widget)?;
        let command = AddDomain { widget, domain, agent: self.actor().agent_id };
        self.execute(&command).await
    }

    /// Looks for the proof of a domain at once, and tells what was seen. Whoever offers this limits how often it is done
    /// ([`Limited::Check`](crate::Limited::Check)).
    ///
    /// # Errors
    /// [`Error::Conflict`] when the token of a domain that is not proven has expired, or the host looks for no proofs;
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn check_domain(&self, widget: WidgetId, domain: DomainId) -> Result<DomainCheck> {
        self.ask(Action::ManageWidgets, Subject::Client)?;
        self.reach_widget(widget)?;
        let domain = live_domain(self.store(), self.scope(), widget, domain).await?;
        if !domain.state.is_proven() && domain.token_expires_at <= self.chat.env().now() {
            return Err(Error::Conflict("the token has expired; ask for another and put it in place of the old one"));
        }
        let probe = self.chat.domain_probe().ok_or(Error::Conflict("this server looks for no proofs of domains"))?;
        let findings = proof::look(probe, &domain).await;
        let verdict = proof::verdict(&findings);
        let agent = Some(self.actor().agent_id);
        let command = EndDomainCheck { domain: domain.id, token: &domain.token, verdict: &verdict, agent };
        let domain = self.execute(&command).await?;
        Ok(DomainCheck { domain: domain.ok_or(Error::NotFound("domain"))?, findings })
    }

    /// Gives a domain that is not proven another token to prove it with.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the domain is proven; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn renew_domain(&self, widget: WidgetId, domain: DomainId) -> Result<AuthorizedDomain> {
        self.reach_widget(widget)?;
        let command = RenewDomain { widget, domain, agent: self.actor().agent_id };
        self.execute(&command).await
    }

    /// Takes a domain away from a widget: it does not appear there any more.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`],
    /// [`Error::Unavailable`].
    pub async fn remove_domain(&self, widget: WidgetId, domain: DomainId) -> Result<()> {
        self.reach_widget(widget)?;
        let command = RemoveDomain { widget, domain, agent: self.actor().agent_id };
        self.execute(&command).await
    }
}
