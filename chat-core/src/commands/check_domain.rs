use super::domain::{domain_changed, live_domain};
use crate::{
    Action, AgentId, AuthorizedDomain, Changes, ChatStore, DomainDeed, DomainId, DomainMethod, DomainState, DomainStep,
    Env, Error, Result, TenantScope, WidgetId, WidgetStatus,
    domain::course::{self, Look},
    executor::Command,
    text::random_word,
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};

/// How long another process leaves a domain alone that this one looks after. One that dies meanwhile is succeeded then.
const TURN: Duration = Duration::from_secs(60);

/// Takes it upon this process to look for the proof of a domain, and puts the next time off.
#[derive(Debug)]
pub(crate) struct BeginDomainCheck {
    pub(crate) domain: DomainId,
}

/// A domain, and whether its widget is there for good.
#[derive(Debug)]
pub(crate) struct Due {
    domain: AuthorizedDomain,
    has_widget: bool,
}

#[async_trait]
impl Command for BeginDomainCheck {
    type State = Option<Due>;
    /// The domain; nothing when somebody else is about to look, or nobody has to any more.
    type Output = Option<AuthorizedDomain>;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.domain
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Due>> {
        let Some(domain) = store.domain(scope, self.domain).await? else { return Ok(None) };
        let widget = store.widget(scope, domain.widget_id).await?;
        let has_widget = widget.is_some_and(|widget| widget.status != WidgetStatus::Deleted);
        Ok(Some(Due { domain, has_widget }))
    }

    fn decide(&self, due: Option<Due>, _scope: TenantScope, env: &Env) -> Result<(Self::Output, Changes)> {
        let now = env.now();
        let due = due.filter(|it| it.domain.next_check_at.is_some_and(|next_check_at| next_check_at <= now));
        let Some(Due { domain, has_widget }) = due else { return Ok((None, Changes::none())) };
        if !has_widget || domain.state == DomainState::Removed {
            return Ok((None, Changes::none().update(AuthorizedDomain { next_check_at: None, ..domain })));
        }
        let domain = AuthorizedDomain { next_check_at: Some(now.plus(TURN)), ..domain };
        Ok((Some(domain.clone()), Changes::none().update(domain)))
    }
}

/// Keeps what was found when the proof of a domain was looked for, and what becomes of the domain by it.
#[derive(Debug)]
pub(crate) struct EndDomainCheck<'a> {
    pub(crate) domain: DomainId,
    /// What was looked for.
    pub(crate) token: &'a str,
    /// How it was proven, or why not.
    pub(crate) verdict: &'a Result<DomainMethod, String>,
    /// Who wanted to know; nobody when its time had come.
    pub(crate) agent: Option<AgentId>,
}

#[async_trait]
impl Command for EndDomainCheck<'_> {
    type State = Option<AuthorizedDomain>;
    /// The domain as it stands now; nothing when it is not the one any more that was looked after.
    type Output = Option<AuthorizedDomain>;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.domain
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        Ok(store.domain(scope, self.domain).await?)
    }

    fn decide(&self, domain: Self::State, _scope: TenantScope, env: &Env) -> Result<(Self::Output, Changes)> {
        // What its owner has done meanwhile stands.
        let is_same = |it: &AuthorizedDomain| it.state != DomainState::Removed && it.token == self.token;
        let Some(before) = domain.filter(is_same) else { return Ok((None, Changes::none())) };
        let state = before.state;
        let look = Look { verdict: self.verdict, now: env.now(), random: env.random() };
        let (domain, deed) = course::after(before, look);
        let mut changes = Changes::none().update(domain.clone());
        if let Some(deed) = deed {
            let detail = match self.verdict {
                Ok(method) => Some(method.as_str().to_owned()),
                Err(_) => domain.last_fault.clone(),
            };
            changes = changes.insert(DomainStep { detail, ..DomainStep::of(&domain, deed, self.agent, env) });
        }
        if domain.state != state {
            changes = changes.tell(None, domain_changed(&domain));
        }
        Ok((Some(domain), changes))
    }
}

/// Gives a domain that is not proven another token to prove it with, and time to do so.
#[derive(Debug)]
pub(crate) struct RenewDomain {
    pub(crate) widget: WidgetId,
    pub(crate) domain: DomainId,
    pub(crate) agent: AgentId,
}

#[async_trait]
impl Command for RenewDomain {
    type State = AuthorizedDomain;
    type Output = AuthorizedDomain;
    const ACTION: Option<Action> = Some(Action::ManageWidgets);

    fn lane(&self) -> impl Hash + Send {
        self.domain
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<AuthorizedDomain> {
        live_domain(store, scope, self.widget, self.domain).await
    }

    fn decide(&self, domain: AuthorizedDomain, _scope: TenantScope, env: &Env) -> Result<(AuthorizedDomain, Changes)> {
        if domain.state.is_proven() {
            return Err(Error::Conflict("the domain is proven by the token that it has; it needs no other"));
        }
        let now = env.now();
        let domain = AuthorizedDomain {
            token: random_word(),
            token_expires_at: now.plus(AuthorizedDomain::TOKEN_TTL),
            failures: 0,
            first_failure_at: None,
            last_fault: None,
            next_check_at: Some(course::first_check(now)),
            updated_at: now,
            ..domain
        };
        let step = DomainStep::of(&domain, DomainDeed::Renewed, Some(self.agent), env);
        Ok((domain.clone(), Changes::none().update(domain).insert(step)))
    }
}
