//! What a provider tells of customers, accounts and templates besides messages.

use super::{
    customer_identity::learned,
    define::changed,
    letter::introduced,
    standing::{account_changed, paused, reason},
};
use crate::{
    Account, AccountChange, AccountFacts, AccountNews, AccountStatus, Action, Changes, ChatStore, Customer, Definition,
    DefinitionBody, DefinitionKind, Env, Event, IdentityKey, InboundConsent, InboundContact, Result, TemplateChange,
    TemplateNews, TenantScope, executor::Command, text::clean,
};
use async_trait::async_trait;
use std::hash::Hash;

/// The customer of the first of some identities that is known.
async fn customer_of(
    store: &dyn ChatStore,
    scope: TenantScope,
    identities: &[IdentityKey],
) -> Result<Option<Customer>> {
    for identity in identities {
        if let Some(customer) = store.customer_at(scope, identity).await? {
            return Ok(Some(customer));
        }
    }
    Ok(None)
}

/// Notes whether a customer wants to be advertised to. Tells whether the customer is known.
#[derive(Debug)]
pub(crate) struct RecordConsent<'a> {
    pub(crate) consent: &'a InboundConsent,
}

#[async_trait]
impl Command for RecordConsent<'_> {
    type State = Option<Customer>;
    type Output = bool;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.consent.identities.first()
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Customer>> {
        customer_of(store, scope, &self.consent.identities).await
    }

    fn decide(&self, customer: Option<Customer>, _scope: TenantScope, env: &Env) -> Result<(bool, Changes)> {
        let Some(before) = customer else { return Ok((false, Changes::none())) };
        let at = self.consent.at.unwrap_or_else(|| env.now());
        let since = (!self.consent.wants_marketing).then_some(at);
        if before.no_marketing_since.is_some() == since.is_some() {
            return Ok((true, Changes::none()));
        }
        let customer = Customer { no_marketing_since: since, updated_at: env.now(), ..before };
        let event = Event::CustomerChanged(Box::new(customer.clone()));
        Ok((true, Changes::none().update(customer).tell(None, event)))
    }
}

/// Takes over what a business calls somebody in an address book of its own.
#[derive(Debug)]
pub(crate) struct RecordContact<'a> {
    pub(crate) contact: &'a InboundContact,
}

#[async_trait]
impl Command for RecordContact<'_> {
    type State = Option<Customer>;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.contact.identities.first()
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Customer>> {
        customer_of(store, scope, &self.contact.identities).await
    }

    fn decide(&self, customer: Option<Customer>, scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        // One that was removed is still somebody who has written.
        let Some(name) = self.contact.name.as_deref() else { return Ok(((), Changes::none())) };
        let name = Some(clean(name, Customer::NAME_MAX));
        if let Some(customer) = customer {
            return Ok(((), introduced(customer, name, None, env)));
        }
        let customer = Customer { name, ..Customer::new(env.id(), scope.client_id(), env.now()) };
        let identities: Vec<_> = self
            .contact
            .identities
            .iter()
            .map(|key| learned(customer.client_id, customer.id, key.clone(), env))
            .collect();
        Ok(((), identities.into_iter().fold(Changes::none().insert(customer), Changes::insert)))
    }
}

/// Notes what is new of an account.
#[derive(Debug)]
pub(crate) struct RecordAccountNews<'a> {
    pub(crate) account: &'a Account,
    pub(crate) change: &'a AccountChange,
}

#[async_trait]
impl Command for RecordAccountNews<'_> {
    type State = Option<Account>;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.account.id
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Account>> {
        Ok(store.account(scope, self.account.id).await?)
    }

    fn decide(&self, account: Option<Account>, _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let Some(before) = account.filter(|account| account.status != AccountStatus::Disconnected) else {
            return Ok(((), Changes::none()));
        };
        let after = self.changed(before.clone(), env);
        if after == before {
            return Ok(((), Changes::none()));
        }
        let after = Account { updated_at: env.now(), ..after };
        let event = account_changed(&after);
        Ok(((), Changes::none().update(after).tell(None, event)))
    }
}

impl RecordAccountNews<'_> {
    fn changed(&self, account: Account, env: &Env) -> Account {
        let now = env.now();
        let facts = account.facts.clone();
        let facts = match self.change {
            AccountChange::Quality(quality) => AccountFacts { quality: Some(quality.clone()), ..facts },
            AccountChange::Limit(limit) => AccountFacts { limit: Some(limit.clone()), ..facts },
            AccountChange::Name { name, decision } => {
                AccountFacts { name: Some(name.clone()), name_status: Some(decision.clone()), ..facts }
            }
            AccountChange::Noted(fault) => AccountFacts { note: Some(fault.clone()), noted_at: Some(now), ..facts },
            AccountChange::Stopped(fault) if account.status == AccountStatus::Active => {
                let facts = AccountFacts { note: Some(fault.clone()), noted_at: Some(now), ..facts };
                return Account { facts, ..paused(account, fault, env) };
            }
            AccountChange::Stopped(fault) => {
                return Account { pause_reason: Some(reason(fault)), ..account };
            }
            // The provider is asked at once, unless its owner has paused it.
            AccountChange::MayWork if account.next_check_at.is_some() => {
                return Account { next_check_at: Some(now), ..account };
            }
            AccountChange::MayWork => facts,
        };
        Account { facts, ..account }
    }
}

/// The accounts that news are of.
pub(crate) fn concerned(news: &AccountNews, accounts: Vec<Account>, addressed: &Account) -> Vec<Account> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_meant = |account: &Account| match &news.number {
        Some(number) => account.display_number.as_deref().is_some_and(|own| digits(own) == digits(number)),
        None => account.business_id == addressed.business_id,
    };
    accounts.into_iter().filter(|account| account.source == addressed.source && is_meant(account)).collect()
}

/// Notes what is new of a template. Tells whether it is known.
#[derive(Debug)]
pub(crate) struct RecordTemplateNews<'a> {
    pub(crate) news: &'a TemplateNews,
}

#[async_trait]
impl Command for RecordTemplateNews<'_> {
    type State = Vec<Definition>;
    type Output = bool;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        &self.news.reference
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Vec<Definition>> {
        Ok(store.definitions(scope, DefinitionKind::Template).await?)
    }

    fn decide(&self, known: Vec<Definition>, _scope: TenantScope, env: &Env) -> Result<(bool, Changes)> {
        let mut changes = Changes::none();
        let mut is_known = false;
        for mut definition in known {
            let DefinitionBody::Template(template) = &mut definition.body else { continue };
            if template.reference != self.news.reference {
                continue;
            }
            is_known = true;
            match &self.news.change {
                TemplateChange::Status { status, reason } => {
                    template.status.clone_from(status);
                    template.reason.clone_from(reason);
                }
                TemplateChange::Quality(quality) => template.quality = Some(quality.clone()),
                TemplateChange::Category(category) => template.category.clone_from(category),
                // Read anew by whoever looks after templates.
                TemplateChange::Wording => continue,
            }
            definition.updated_at = env.now();
            changes = changes.tell(None, changed(&definition)).update(definition);
        }
        Ok((is_known, changes))
    }
}
