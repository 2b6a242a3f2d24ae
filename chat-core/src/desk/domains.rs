//! What a desk does with the domains of widgets.

use super::Desk;
use crate::{
    Action, AuthorizedDomain, DomainId, DomainStep, Result, Subject, WidgetId,
    commands::{AddDomain, RemoveDomain, live_domain},
};

impl Desk {
    /// The domains of a widget, the oldest first.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) besides those of every read.
    pub async fn domains(&self, widget: WidgetId) -> Result<Vec<AuthorizedDomain>> {
        let widget = self.widget(widget).await?;
        Ok(self.store().domains(self.scope(), widget.id).await?)
    }

    /// One domain of a widget.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) besides those of every read.
    pub async fn domain(&self, widget: WidgetId, domain: DomainId) -> Result<AuthorizedDomain> {
        self.ask(Action::ReadWidgets, Subject::Client)?;
        live_domain(self.store(), self.scope(), widget, domain).await
    }

    /// What happened to a domain, the latest first; at most [`DomainStep::TOLD_MAX`] steps.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) besides those of every read.
    pub async fn domain_history(&self, widget: WidgetId, domain: DomainId) -> Result<Vec<DomainStep>> {
        let domain = self.domain(widget, domain).await?;
        Ok(self.store().domain_history(self.scope(), domain.id, DomainStep::TOLD_MAX).await?)
    }

    /// Adds a domain, as somebody typed it, to a widget. It has to be proven before the widget appears there.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for what is no domain that can be proven,
    /// [`Error::Conflict`](crate::Error::Conflict) when the widget has it already, or has [`AuthorizedDomain::COUNT_MAX`];
    /// [`Error::NotFound`](crate::Error::NotFound), [`Error::Forbidden`](crate::Error::Forbidden),
    /// [`Error::Unavailable`](crate::Error::Unavailable).
    pub async fn add_domain(&self, widget: WidgetId, domain: &str) -> Result<AuthorizedDomain> {
        let command = AddDomain { widget, domain, agent: self.actor().agent_id };
        self.chat.executor().execute(Some(self.actor()), self.scope(), &command).await
    }

    /// Takes a domain away from a widget: it does not appear there any more.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), [`Error::Forbidden`](crate::Error::Forbidden),
    /// [`Error::Unavailable`](crate::Error::Unavailable).
    pub async fn remove_domain(&self, widget: WidgetId, domain: DomainId) -> Result<()> {
        let command = RemoveDomain { widget, domain, agent: self.actor().agent_id };
        self.chat.executor().execute(Some(self.actor()), self.scope(), &command).await
    }
}
