use super::change_customer::{customer_changed, known_customer, still_apart};
use crate::{
    Action, Actor, Changes, ChatStore, Customer, CustomerId, CustomerNote, DossierBody, DossierEntry, DossierEntryId,
    Env, Error, Message, Result, Subject, TenantScope, executor::Command, text::clean,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Writes something down about a customer, for colleagues.
#[derive(Debug)]
pub(crate) struct NoteCustomer<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) customer: CustomerId,
    pub(crate) text: &'a str,
}

#[async_trait]
impl Command for NoteCustomer<'_> {
    type State = Customer;
    type Output = DossierEntry;
    const ACTION: Option<Action> = Some(Action::ChangeCustomer);

    fn lane(&self) -> impl Hash + Send {
        self.customer
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Customer> {
        known_customer(store, scope, self.customer).await
    }

    fn subject<'a>(&self, customer: &'a Customer) -> Subject<'a> {
        Subject::Customer(customer)
    }

    fn decide(&self, customer: Customer, scope: TenantScope, env: &Env) -> Result<(DossierEntry, Changes)> {
        still_apart(&customer)?;
        let text = self.text.trim();
        if !(1..=CustomerNote::TEXT_MAX).contains(&text.chars().count()) || text.contains('\0') {
            let problem = format!("1 to {} characters without NUL, please", CustomerNote::TEXT_MAX);
            return Err(Error::invalid("text", problem));
        }
        let note = CustomerNote {
            author_id: self.actor.agent_id,
            author_name: clean(&self.actor.name, Message::SENDER_NAME_MAX),
            text: text.to_owned(),
        };
        let entry = DossierEntry {
            id: env.id(),
            client_id: scope.client_id(),
            customer_id: customer.id,
            name: None,
            body: DossierBody::Note(note),
            created_at: env.now(),
            removed_at: None,
            revision: 0,
        };
        Ok((entry.clone(), Changes::none().insert(entry).tell(None, customer_changed(&customer))))
    }
}

/// Whose notes somebody may take out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NotesOf {
    /// Its own.
    Author,
    /// Everybody's.
    Anybody,
}

/// Takes a note out of a customer's dossier.
#[derive(Debug)]
pub(crate) struct RemoveNote<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) customer: CustomerId,
    pub(crate) note: DossierEntryId,
    pub(crate) of: NotesOf,
}

#[async_trait]
impl Command for RemoveNote<'_> {
    type State = (Customer, DossierEntry);
    type Output = ();
    const ACTION: Option<Action> = Some(Action::ChangeCustomer);

    fn lane(&self) -> impl Hash + Send {
        self.customer
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<(Customer, DossierEntry)> {
        let customer = known_customer(store, scope, self.customer).await?;
        let entry = store.dossier_entry(scope, self.note).await?;
        let entry = entry.filter(|entry| entry.customer_id == self.customer && entry.removed_at.is_none());
        Ok((customer, entry.ok_or(Error::NotFound("note"))?))
    }

    fn subject<'a>(&self, (customer, _): &'a (Customer, DossierEntry)) -> Subject<'a> {
        Subject::Customer(customer)
    }

    fn decide(&self, state: (Customer, DossierEntry), _: TenantScope, env: &Env) -> Result<((), Changes)> {
        let (customer, entry) = state;
        let DossierBody::Note(note) = &entry.body else { return Err(Error::NotFound("note")) };
        if self.of == NotesOf::Author && note.author_id != self.actor.agent_id {
            return Err(Error::Forbidden);
        }
        let removed = DossierEntry { removed_at: Some(env.now()), ..entry };
        Ok(((), Changes::none().update(removed).tell(None, customer_changed(&customer))))
    }
}
