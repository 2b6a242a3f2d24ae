//! What becomes of what a blocked customer writes.

use crate::{Changes, ChatStore, Customer, DossierBody, DossierEntry, Env, HeldBack, Result, TenantScope, text::clean};

/// Something that a blocked customer wrote, under the name by which it is known when it comes again.
#[derive(Debug)]
pub(super) struct Unheard {
    pub(super) name: String,
    pub(super) message: HeldBack,
}

/// Whether something was held back before.
pub(super) async fn is_known(store: &dyn ChatStore, scope: TenantScope, name: &str) -> Result<bool> {
    let name = clean(name, DossierEntry::NAME_MAX);
    Ok(store.dossier_entry_named(scope, &name).await?.is_some())
}

/// Keeps it out of the inbox and in the customer's dossier, and counts it. Nobody is told.
pub(super) fn hold_back(unheard: Unheard, customer: Customer, scope: TenantScope, env: &Env) -> Changes {
    let now = env.now();
    let entry = DossierEntry {
        id: env.id(),
        client_id: scope.client_id(),
        customer_id: customer.id,
        name: Some(clean(&unheard.name, DossierEntry::NAME_MAX)),
        body: DossierBody::HeldBack(Box::new(unheard.message)),
        created_at: now,
        removed_at: None,
        revision: 0,
    };
    let held_back_count = customer.held_back_count + 1;
    Changes::none().update(Customer { held_back_count, ..customer }).insert(entry)
}
