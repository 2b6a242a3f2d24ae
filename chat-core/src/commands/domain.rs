use super::widget::live_widget;
use crate::{
    Action, AgentId, AuthorizedDomain, Changes, ChatStore, DomainDeed, DomainEntry, DomainId, DomainState, DomainStep,
    Env, Error, Event, Result, TenantScope, Widget, WidgetId, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Adds a domain to a widget. It has to be proven before the widget appears there. One that was removed comes back, with its history
/// and another token.
#[derive(Debug)]
pub(crate) struct AddDomain<'a> {
    pub(crate) widget: WidgetId,
    pub(crate) domain: &'a str,
    pub(crate) agent: AgentId,
}

impl AddDomain<'_> {
    fn entry(&self) -> Result<DomainEntry> {
        DomainEntry::parse(self.domain).map_err(|error| Error::invalid("domain", error.to_string()))
    }
}

/// A widget before a domain is added to it.
#[derive(Debug)]
pub(crate) struct Adding {
    widget: Widget,
    /// How many domains it has.
    count: usize,
    /// The domain, when it was added before.
    known: Option<AuthorizedDomain>,
}

#[async_trait]
impl Command for AddDomain<'_> {
    type State = Adding;
    type Output = AuthorizedDomain;
    const ACTION: Option<Action> = Some(Action::ManageWidgets);

    fn lane(&self) -> impl Hash + Send {
        self.widget
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Adding> {
        let widget = live_widget(store, scope, self.widget).await?;
        let entry = self.entry()?;
        let count = store.domains(scope, self.widget).await?.len();
        let known = store.domain_named(scope, self.widget, &entry).await?;
        Ok(Adding { widget, count, known })
    }

    fn decide(&self, state: Adding, _scope: TenantScope, env: &Env) -> Result<(AuthorizedDomain, Changes)> {
        let Adding { widget, count, known } = state;
        if known.as_ref().is_some_and(|known| known.state != DomainState::Removed) {
            return Err(Error::Conflict("the widget has this domain already"));
        }
        if count >= AuthorizedDomain::COUNT_MAX {
            return Err(Error::Conflict("the widget has 100 domains already; remove one first"));
        }
        let new = AuthorizedDomain::pending(&widget, self.entry()?, env);
        let (domain, changes) = match known {
            Some(known) => {
                let domain = AuthorizedDomain { id: known.id, revision: known.revision, ..new };
                (domain.clone(), Changes::none().update(domain))
            }
            None => (new.clone(), Changes::none().insert(new)),
        };
        let step = DomainStep::of(&domain, DomainDeed::Added, Some(self.agent), env);
        let changes = changes.insert(step).tell(None, domain_changed(&domain));
        Ok((domain, changes))
    }
}

/// Takes a domain away from a widget, which does not appear there any more.
#[derive(Debug)]
pub(crate) struct RemoveDomain {
    pub(crate) widget: WidgetId,
    pub(crate) domain: DomainId,
    pub(crate) agent: AgentId,
}

#[async_trait]
impl Command for RemoveDomain {
    type State = AuthorizedDomain;
    type Output = ();
    const ACTION: Option<Action> = Some(Action::ManageWidgets);

    fn lane(&self) -> impl Hash + Send {
        self.widget
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<AuthorizedDomain> {
        live_domain(store, scope, self.widget, self.domain).await
    }

    fn decide(&self, domain: AuthorizedDomain, _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let state = DomainState::Removed;
        let domain = AuthorizedDomain { state, next_check_at: None, updated_at: env.now(), ..domain };
        let step = DomainStep::of(&domain, DomainDeed::Removed, Some(self.agent), env);
        let told = domain_changed(&domain);
        Ok(((), Changes::none().update(domain).insert(step).tell(None, told)))
    }
}

/// A domain that was not removed, of a widget that was not deleted.
pub(crate) async fn live_domain(
    store: &dyn ChatStore,
    scope: TenantScope,
    widget: WidgetId,
    id: DomainId,
) -> Result<AuthorizedDomain> {
    live_widget(store, scope, widget).await?;
    let domain = store.domain(scope, id).await?;
    let is_live = |it: &AuthorizedDomain| it.widget_id == widget && it.state != DomainState::Removed;
    domain.filter(is_live).ok_or(Error::NotFound("domain"))
}

/// The event that tells that a domain stands elsewhere than before.
pub(super) fn domain_changed(domain: &AuthorizedDomain) -> Event {
    let AuthorizedDomain { widget_id, id: domain_id, state, .. } = *domain;
    Event::DomainChanged { widget_id, domain_id, state }
}
