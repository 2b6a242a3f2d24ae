use super::{
    change_customer::{CustomerPatch, customer_changed, definitions},
    customer_identity::{learned, typed_identity},
};
use crate::{
    Action, Changes, ChatStore, Customer, CustomerId, CustomerIdentity, Definition, Env, Error, FieldError,
    IdentityKey, Result, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// One customer of a file: what identifies it, and what is known of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ImportedCustomer {
    /// What it is found by, at least one. Whoever has one of them is this customer, and gets the others as well.
    pub identities: Vec<IdentityKey>,
    /// What is known of it; what is not given stays as it is.
    pub patch: CustomerPatch,
}

/// What a customer of a file became.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Imported {
    /// A new customer.
    Created(CustomerId),
    /// A known one that is different now.
    Updated(CustomerId),
    /// A known one that was so already.
    Unchanged(CustomerId),
}

/// Whether an import only looks what would become of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImportMode {
    /// It does.
    DryRun,
    /// It takes the customers in.
    Keep,
}

/// Takes in one customer of a file.
#[derive(Debug)]
pub(crate) struct ImportCustomer<'a> {
    pub(crate) row: &'a ImportedCustomer,
    pub(crate) mode: ImportMode,
}

#[derive(Debug)]
pub(crate) struct ImportState {
    /// Whom the identities find, in their order; nobody twice.
    holders: Vec<Customer>,
    known: Vec<CustomerIdentity>,
    definitions: Vec<Definition>,
}

#[async_trait]
impl Command for ImportCustomer<'_> {
    type State = ImportState;
    type Output = Imported;
    const ACTION: Option<Action> = Some(Action::ManageCustomers);

    fn lane(&self) -> impl Hash + Send {
        self.row.identities.first().and_then(|key| typed_identity(key).ok())
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<ImportState> {
        let definitions = definitions(store, scope, &self.row.patch).await?;
        let mut state = ImportState { holders: Vec::new(), known: Vec::new(), definitions };
        for key in self.keys()? {
            let Some(holder) = store.customer_at(scope, &key).await? else { continue };
            if state.holders.iter().all(|other| other.id != holder.id) {
                state.known.extend(store.identities(scope, holder.id).await?);
                state.holders.push(holder);
            }
        }
        Ok(state)
    }

    fn decide(&self, state: ImportState, scope: TenantScope, env: &Env) -> Result<(Imported, Changes)> {
        let ImportState { mut holders, known, definitions } = state;
        if let [_, other, ..] = &holders[..] {
            return Err(Error::IdentityTaken { customer: other.id });
        }
        let (is_new, before) = match holders.pop() {
            Some(customer) => (false, customer),
            None => (true, Customer::new(env.id(), scope.client_id(), env.now())),
        };
        let mut after = self.row.patch.apply(&before, &definitions)?;
        let is_known = |key: &IdentityKey| known.iter().any(|identity| identity.key == *key);
        let new: Vec<_> = self.keys()?.into_iter().filter(|key| !is_known(key)).collect();
        if !is_new && after == before && new.is_empty() {
            return Ok((Imported::Unchanged(before.id), Changes::none()));
        }
        after.updated_at = env.now();
        let outcome = if is_new { Imported::Created(after.id) } else { Imported::Updated(after.id) };
        if self.mode == ImportMode::DryRun {
            return Ok((outcome, Changes::none()));
        }
        let told = customer_changed(&after);
        let changes = Changes::none();
        let changes = if is_new { changes.insert(after.clone()) } else { changes.update(after.clone()) };
        let changes =
            new.into_iter().fold(changes, |changes, key| changes.insert(learned(after.client_id, after.id, key, env)));
        Ok((outcome, changes.tell(None, told)))
    }
}

impl ImportCustomer<'_> {
    /// The identities as they find customers, none twice.
    fn keys(&self) -> Result<Vec<IdentityKey>> {
        let mut keys = Vec::new();
        for key in &self.row.identities {
            let named = |_| Error::invalid(key.kind.as_str(), "it cannot identify a customer");
            let key = typed_identity(key).map_err(named)?;
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        if keys.is_empty() {
            let problem = "give at least one of whatsappPhone, email and externalId";
            return Err(Error::Invalid(vec![FieldError::new("row", problem)]));
        }
        Ok(keys)
    }
}
