use crate::{
    Action, AttributeRule, Attributes, Changes, ChatStore, Customer, CustomerId, Definition, DefinitionKind, Env,
    Error, Event, FieldError, LanguageTag, Result, Subject, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What is to become different about a customer; what is `None` stays as it is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CustomerPatch {
    /// What people call it, or nothing: 1 to [`Customer::NAME_MAX`] bytes.
    pub name: Option<Option<String>>,
    /// Where it gets e-mail, or nothing: at most [`Customer::EMAIL_MAX`] bytes.
    pub email: Option<Option<String>>,
    /// Where it can be called, or nothing: 1 to [`Customer::PHONE_MAX`] bytes.
    pub phone: Option<Option<String>>,
    /// The language it is to be spoken to in, or none.
    pub language: Option<Option<LanguageTag>>,
    /// The attributes that are set, by name, as the client has defined them ([`DefinitionKind::CustomerAttribute`]); null takes one
    /// away.
    pub attributes: Attributes,
}

impl CustomerPatch {
    /// The customer as the patch wants it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every field that breaks a limit.
    pub(super) fn apply(&self, before: &Customer, definitions: &[Definition]) -> Result<Customer> {
        let mut wrong = Vec::new();
        let mut after = before.clone();
        for (given, field, max, kept) in [
            (&self.name, "name", Customer::NAME_MAX, &mut after.name),
            (&self.email, "email", Customer::EMAIL_MAX, &mut after.email),
            (&self.phone, "phone", Customer::PHONE_MAX, &mut after.phone),
        ] {
            let Some(given) = given else { continue };
            let given = given.as_deref().map(str::trim);
            if given.is_some_and(|text| !(1..=max).contains(&text.len()) || text.contains(char::is_control)) {
                wrong.push(FieldError::new(field, format!("1 to {max} bytes without control characters, please")));
            } else if field == "email" && given.is_some_and(|text| !is_email(text)) {
                wrong.push(FieldError::new(field, "expected an e-mail address"));
            }
            *kept = given.map(ToOwned::to_owned);
        }
        if self.name.is_some() {
            after.is_named_by_team = after.name.is_some();
        }
        if let Some(language) = &self.language {
            after.language.clone_from(language);
        }
        let kind = DefinitionKind::CustomerAttribute;
        match AttributeRule::apply(definitions, kind, &before.attributes, &self.attributes) {
            Ok(attributes) => after.attributes = attributes,
            Err(problems) => wrong.extend(problems),
        }
        if wrong.is_empty() { Ok(after) } else { Err(Error::Invalid(wrong)) }
    }
}

/// Something before an `@` and something after it: whether it is an address, only a message to it would tell.
pub(super) fn is_email(text: &str) -> bool {
    let has_both = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    has_both && text.matches('@').count() == 1 && !text.contains(char::is_whitespace)
}

/// What the client wants to know of its customers; nothing while nobody says anything of it.
pub(super) async fn definitions(
    store: &dyn ChatStore,
    scope: TenantScope,
    patch: &CustomerPatch,
) -> Result<Vec<Definition>> {
    match patch.attributes.is_empty() {
        true => Ok(Vec::new()),
        false => Ok(store.definitions(scope, DefinitionKind::CustomerAttribute).await?),
    }
}

/// Corrects what is known of a customer.
#[derive(Debug)]
pub(crate) struct ChangeCustomer<'a> {
    pub(crate) customer: CustomerId,
    pub(crate) patch: &'a CustomerPatch,
}

#[async_trait]
impl Command for ChangeCustomer<'_> {
    type State = (Customer, Vec<Definition>);
    type Output = Customer;
    const ACTION: Option<Action> = Some(Action::ChangeCustomer);

    fn lane(&self) -> impl Hash + Send {
        self.customer
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<(Customer, Vec<Definition>)> {
        let customer = known_customer(store, scope, self.customer).await?;
        Ok((customer, definitions(store, scope, self.patch).await?))
    }

    fn subject<'a>(&self, (customer, _): &'a (Customer, Vec<Definition>)) -> Subject<'a> {
        Subject::Customer(customer)
    }

    fn decide(&self, state: (Customer, Vec<Definition>), _: TenantScope, env: &Env) -> Result<(Customer, Changes)> {
        let (before, definitions) = state;
        still_apart(&before)?;
        let mut after = self.patch.apply(&before, &definitions)?;
        if after == before {
            return Ok((before, Changes::none()));
        }
        after.updated_at = env.now();
        Ok((after.clone(), Changes::none().tell(None, customer_changed(&after)).update(after)))
    }
}

/// One customer, merged or not.
pub(super) async fn known_customer(store: &dyn ChatStore, scope: TenantScope, id: CustomerId) -> Result<Customer> {
    store.customer(scope, id).await?.ok_or(Error::NotFound("customer"))
}

/// Refuses to change what was merged into another: nobody would ever see it.
pub(super) fn still_apart(customer: &Customer) -> Result<()> {
    match customer.merged_into {
        Some(_) => Err(Error::Conflict("the customer was merged into another")),
        None => Ok(()),
    }
}

/// The event that tells how a customer is now.
pub(super) fn customer_changed(customer: &Customer) -> Event {
    Event::CustomerChanged(Box::new(customer.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn customer(env: &Env) -> Customer {
        let attributes = [("plan".to_owned(), json!("pro"))].into();
        Customer { name: Some("Ann".into()), attributes, ..Customer::new(env.id(), env.id(), env.now()) }
    }

    #[test]
    fn what_is_not_given_stays_and_null_takes_away() {
        let env = Env::default();
        let before = customer(&env);
        let patch = CustomerPatch {
            email: Some(Some(" ann@shop.test ".into())),
            name: Some(None),
            attributes: [("plan".to_owned(), Value::Null)].into(),
            ..CustomerPatch::default()
        };
        let after = patch.apply(&before, &[]).unwrap();
        assert_eq!((after.name, after.email.as_deref()), (None, Some("ann@shop.test")));
        assert!(after.attributes.is_empty());
        assert_eq!(CustomerPatch::default().apply(&before, &[]).unwrap(), before);
    }

    #[test]
    fn every_field_that_does_not_fit_is_told() {
        let env = Env::default();
        let patch = CustomerPatch {
            name: Some(Some("x".repeat(Customer::NAME_MAX + 1))),
            email: Some(Some("ann".into())),
            phone: Some(Some(" ".into())),
            attributes: [("shoe_size".to_owned(), json!(42))].into(),
            ..CustomerPatch::default()
        };
        let Err(Error::Invalid(wrong)) = patch.apply(&customer(&env), &[]) else { panic!("it does not fit") };
        let fields: Vec<_> = wrong.iter().map(|wrong| wrong.field.as_ref()).collect();
        assert_eq!(fields, ["name", "email", "phone", "attributes.shoe_size"], "nobody has defined shoe sizes");
    }

    #[test]
    fn an_email_address_has_a_name_and_a_host() {
        for text in ["a@b", "ann+shop@mail.example"] {
            assert!(is_email(text), "{text}");
        }
        for text in ["", "@", "a@", "@b", "a@b@c", "a b@c", "ann"] {
            assert!(!is_email(text), "{text}");
        }
    }
}
