use super::change_customer::{customer_changed, is_email, known_customer, still_apart};
use crate::{
    Action, Changes, ChatStore, ClientId, Customer, CustomerId, CustomerIdentity, Env, Error, IdentityId, IdentityKey,
    IdentityKind, Result, Subject, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// An identity as somebody typed it, in the spelling in which it finds its customer: digits alone of a WhatsApp number, an e-mail
/// address in lower case.
///
/// # Errors
/// [`Error::Invalid`] for what cannot be one, and for the identities of visitors: only the widget gives those.
pub(super) fn typed_identity(key: &IdentityKey) -> Result<IdentityKey> {
    let IdentityKey { kind, value } = key;
    let text = value.trim();
    let max = IdentityKey::VALUE_MAX;
    if !(1..=max).contains(&text.len()) || text.contains(char::is_control) {
        return Err(Error::invalid("value", format!("1 to {max} bytes without control characters, please")));
    }
    let value = match kind {
        IdentityKind::Visitor | IdentityKind::WhatsappParentUser | IdentityKind::WhatsappGroup => {
            return Err(Error::invalid("kind", "this kind is learned from the channel alone"));
        }
        IdentityKind::WhatsappPhone => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let is_number = text.chars().all(|it| it.is_ascii_digit() || "+ -()./".contains(it));
            if !is_number || !(5..=15).contains(&digits.len()) {
                return Err(Error::invalid("value", "expected a phone number with its country code"));
            }
            digits
        }
        IdentityKind::Email if !is_email(text) => return Err(Error::invalid("value", "expected an e-mail address")),
        IdentityKind::Email => text.to_lowercase(),
        // What a website vouches for is written as its widget's key, a colon and the website's own id.
        IdentityKind::External if text.starts_with("wk_") && text.contains(':') => {
            return Err(Error::invalid("value", "what a website vouches for is learned from its widget alone"));
        }
        IdentityKind::External | IdentityKind::WhatsappUser => text.to_owned(),
    };
    Ok(IdentityKey::new(*kind, value))
}

/// Lets an identity find a customer from now on.
#[derive(Debug)]
pub(crate) struct AddIdentity<'a> {
    pub(crate) customer: CustomerId,
    pub(crate) key: &'a IdentityKey,
}

#[derive(Debug)]
pub(crate) struct IdentityState {
    customer: Customer,
    identities: Vec<CustomerIdentity>,
    /// Whom the new identity finds already.
    holder: Option<Customer>,
}

#[async_trait]
impl Command for AddIdentity<'_> {
    type State = IdentityState;
    type Output = CustomerIdentity;
    const ACTION: Option<Action> = Some(Action::ChangeCustomer);

    fn lane(&self) -> impl Hash + Send {
        self.customer
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<IdentityState> {
        let customer = known_customer(store, scope, self.customer).await?;
        let identities = store.identities(scope, self.customer).await?;
        let holder = match typed_identity(self.key) {
            Ok(key) => store.customer_at(scope, &key).await?,
            Err(_) => None,
        };
        Ok(IdentityState { customer, identities, holder })
    }

    fn subject<'a>(&self, state: &'a IdentityState) -> Subject<'a> {
        Subject::Customer(&state.customer)
    }

    fn decide(&self, state: IdentityState, _scope: TenantScope, env: &Env) -> Result<(CustomerIdentity, Changes)> {
        let IdentityState { customer, identities, holder } = state;
        let key = typed_identity(self.key)?;
        still_apart(&customer)?;
        if let Some(known) = identities.iter().find(|it| it.key == key) {
            return Ok((known.clone(), Changes::none()));
        }
        if let Some(holder) = holder {
            return Err(Error::IdentityTaken { customer: holder.id });
        }
        if identities.len() >= Customer::IDENTITIES_MAX {
            return Err(Error::Conflict("the customer has 50 identities already; take one away first"));
        }
        let identity = learned(customer.client_id, customer.id, key, env);
        let customer = Customer { updated_at: env.now(), ..customer };
        let told = customer_changed(&customer);
        Ok((identity.clone(), Changes::none().update(customer).insert(identity).tell(None, told)))
    }
}

/// Takes an identity away from a customer: it finds nobody any more, and may be learned anew.
#[derive(Debug)]
pub(crate) struct RemoveIdentity {
    pub(crate) customer: CustomerId,
    pub(crate) identity: IdentityId,
}

#[async_trait]
impl Command for RemoveIdentity {
    type State = IdentityState;
    type Output = ();
    const ACTION: Option<Action> = Some(Action::ChangeCustomer);

    fn lane(&self) -> impl Hash + Send {
        self.customer
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<IdentityState> {
        let customer = known_customer(store, scope, self.customer).await?;
        let identities = store.identities(scope, self.customer).await?;
        let is_known = identities.iter().any(|it| it.id == self.identity);
        if is_known {
            Ok(IdentityState { customer, identities, holder: None })
        } else {
            Err(Error::NotFound("identity"))
        }
    }

    fn subject<'a>(&self, state: &'a IdentityState) -> Subject<'a> {
        Subject::Customer(&state.customer)
    }

    fn decide(&self, state: IdentityState, _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let identity = state.identities.into_iter().find(|it| it.id == self.identity);
        let identity = identity.ok_or(Error::NotFound("identity"))?;
        let customer = Customer { updated_at: env.now(), ..state.customer };
        let told = customer_changed(&customer);
        let removed = CustomerIdentity { removed_at: Some(env.now()), ..identity };
        Ok(((), Changes::none().update(customer).update(removed).tell(None, told)))
    }
}

/// An identity that a customer has from now on.
pub(super) fn learned(client_id: ClientId, customer_id: CustomerId, key: IdentityKey, env: &Env) -> CustomerIdentity {
    CustomerIdentity { id: env.id(), client_id, customer_id, key, created_at: env.now(), removed_at: None, revision: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_kept_in_the_spelling_that_finds_its_customer() {
        let typed = |kind, value: &str| typed_identity(&IdentityKey::new(kind, value)).ok().map(|key| key.value);
        let (phone, email, external) = (IdentityKind::WhatsappPhone, IdentityKind::Email, IdentityKind::External);
        let table = [
            (phone, "+49 (170) 555-0123", Some("491705550123")),
            (phone, "491705550123", Some("491705550123")),
            (phone, "12", None),
            (phone, "call me", None),
            (email, " Ann@Shop.Test ", Some("ann@shop.test")),
            (email, "ann", None),
            (external, "crm-7", Some("crm-7")),
            (external, "wk_abc:7", None),
            (external, "", None),
            (IdentityKind::Visitor, "x", None),
            (IdentityKind::WhatsappParentUser, "x", None),
        ];
        for (kind, text, value) in table {
            assert_eq!(typed(kind, text).as_deref(), value, "{kind} {text}");
        }
    }
}
