//! What a desk does with customers.

use super::Desk;
use crate::{
    Action, Conversation, ConversationFilter, Customer, CustomerId, CustomerIdentity, CustomerPatch, DossierEntry,
    DossierEntryId, DossierKind, Error, Hearing, IdentityId, IdentityKey, ImportMode, Imported, ImportedCustomer, Page,
    PageQuery, Result, Source, Subject,
    commands::{
        AddIdentity, BlockCustomer, ChangeCustomer, ImportCustomer, MergeCustomers, NoteCustomer, NotesOf,
        RemoveIdentity, RemoveNote, UndoMerge,
    },
};
use futures_util::{StreamExt, stream};

impl Desk {
    /// How many customers of a file are taken in side by side, so that the store writes many at once.
    const IMPORTED_AT_ONCE: usize = 32;

    /// Customers that were not merged into others, the newest first; with `text` those whose name, e-mail address, phone number or
    /// an identity contains it. Those without a conversation within the actor's reach are not there for it, so that a page may have
    /// fewer than were asked for.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn customers(&self, text: Option<&str>, page: PageQuery) -> Result<Page<Customer>> {
        self.ask(Action::Read, Subject::Client)?;
        let mut page = self.store().customers(self.scope(), text, page).await?;
        if !self.actor().reach.is_all() {
            page.items = self.known_customers(page.items).await?;
        }
        Ok(page)
    }

    /// One customer with everything that identifies it. One that was merged into another is still found, and says so.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn customer(&self, id: CustomerId) -> Result<(Customer, Vec<CustomerIdentity>)> {
        let customer = self.readable(id).await?;
        let identities = self.store().identities(self.scope(), customer.id).await?;
        Ok((customer, identities))
    }

    /// The conversations of a customer over all channels, those with the latest message first.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn conversations_of(&self, customer: CustomerId, page: PageQuery) -> Result<Page<Conversation>> {
        let customer = self.readable(customer).await?;
        self.conversations(&ConversationFilter::Customer(vec![customer.id]), page).await
    }

    /// Corrects what is known of a customer.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what breaks a limit, [`Error::Conflict`] when the customer was merged into another;
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn change_customer(&self, customer: CustomerId, patch: &CustomerPatch) -> Result<Customer> {
        self.reach_customer(customer).await?;
        let command = ChangeCustomer { customer, patch };
        self.execute(&command).await
    }

    /// Lets an identity find a customer from now on. One that it has already is answered with what is there.
    ///
    /// # Errors
    /// [`Error::IdentityTaken`] with whom it finds already, [`Error::Invalid`] for what cannot be an identity or is learned from a
    /// channel alone, [`Error::Conflict`] when the customer has [`Customer::IDENTITIES_MAX`] or was merged into another;
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn add_identity(&self, customer: CustomerId, key: &IdentityKey) -> Result<CustomerIdentity> {
        self.reach_customer(customer).await?;
        let command = AddIdentity { customer, key };
        self.execute(&command).await
    }

    /// Takes an identity away from a customer: whoever writes under it is somebody new.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn remove_identity(&self, customer: CustomerId, identity: IdentityId) -> Result<()> {
        self.reach_customer(customer).await?;
        let command = RemoveIdentity { customer, identity };
        self.execute(&command).await
    }

    /// Keeps what a customer writes on a channel, or on all of them without one, out of the inbox; or hears it again. What comes
    /// meanwhile is kept in its dossier ([`Desk::held_back`]).
    ///
    /// # Errors
    /// [`Error::Conflict`] when the customer was merged into another; [`Error::NotFound`], [`Error::Forbidden`],
    /// [`Error::Unavailable`].
    pub async fn block(&self, customer: CustomerId, source: Option<&Source>, hearing: Hearing) -> Result<Customer> {
        self.reach_customer(customer).await?;
        let command = BlockCustomer { actor: self.actor(), customer, source, hearing };
        self.execute(&command).await
    }

    /// Makes one customer of two who turned out to be the same; `from` becomes `into`. Tells what moved, by an entry of the dossier with
    /// which it can be undone for [`CustomerMerge::UNDO_WITHIN`](crate::CustomerMerge::UNDO_WITHIN).
    ///
    /// # Errors
    /// [`Error::Conflict`] when one of them was merged already, or has too much to be moved
    /// ([`CustomerMerge::MOVED_MAX`](crate::CustomerMerge::MOVED_MAX)), [`Error::Invalid`] for one and the same;
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn merge_customers(&self, into: CustomerId, from: CustomerId) -> Result<DossierEntry> {
        // Their conversations go along, wherever they are.
        self.reach_all()?;
        let command = MergeCustomers { actor: self.actor(), into, from };
        self.execute(&command).await
    }

    /// The customers that turned out to be this one, the latest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn merges(&self, customer: CustomerId, page: PageQuery) -> Result<Page<DossierEntry>> {
        let customer = self.readable(customer).await?;
        Ok(self.store().dossier(self.scope(), DossierKind::Merge, Some(customer.id), page).await?)
    }

    /// Makes two customers of one again, and returns the one that had been merged. What came since the merge stays where it is.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it was undone already, is too long ago, or the customer was merged into yet another since;
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn undo_merge(&self, customer: CustomerId, merge: DossierEntryId) -> Result<Customer> {
        self.reach_all()?;
        let command = UndoMerge { actor: self.actor(), customer, merge };
        self.execute(&command).await
    }

    /// What blocked customers wrote, or one of them, the latest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn held_back(&self, customer: Option<CustomerId>, page: PageQuery) -> Result<Page<DossierEntry>> {
        self.ask(Action::ManageCustomers, Subject::Client)?;
        if let Some(customer) = customer {
            self.readable(customer).await?;
        }
        Ok(self.store().dossier(self.scope(), DossierKind::HeldBack, customer, page).await?)
    }

    /// What agents have written down about a customer, the latest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn customer_notes(&self, customer: CustomerId, page: PageQuery) -> Result<Page<DossierEntry>> {
        let customer = self.readable(customer).await?;
        Ok(self.store().dossier(self.scope(), DossierKind::Note, Some(customer.id), page).await?)
    }

    /// Writes something down about a customer.
    ///
    /// # Errors
    /// [`Error::Invalid`] unless it has 1 to [`CustomerNote::TEXT_MAX`](crate::CustomerNote::TEXT_MAX) characters,
    /// [`Error::Conflict`] when the customer was merged into another; [`Error::NotFound`], [`Error::Forbidden`],
    /// [`Error::Unavailable`].
    pub async fn note_customer(&self, customer: CustomerId, text: &str) -> Result<DossierEntry> {
        self.reach_customer(customer).await?;
        let command = NoteCustomer { actor: self.actor(), customer, text };
        self.execute(&command).await
    }

    /// Takes a note away: one's own, or anybody's for those who manage customers.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn remove_customer_note(&self, customer: CustomerId, note: DossierEntryId) -> Result<()> {
        let manages = self.ask(Action::ManageCustomers, Subject::Client).is_ok();
        let of = if manages { NotesOf::Anybody } else { NotesOf::Author };
        self.reach_customer(customer).await?;
        let command = RemoveNote { actor: self.actor(), customer, note, of };
        self.execute(&command).await
    }

    /// Takes customers in, each by itself: what becomes of one does not depend on the others. Known are those of whom an identity
    /// is known. The answers are in the order of the rows; two rows of one customer may be taken in in either order.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; and of each row [`Error::Invalid`] for what does not fit, [`Error::IdentityTaken`] when its identities
    /// belong to two customers, [`Error::Unavailable`].
    pub async fn import_customers(
        &self,
        rows: Vec<ImportedCustomer>,
        mode: ImportMode,
    ) -> Result<Vec<Result<Imported>>> {
        self.ask(Action::ManageCustomers, Subject::Client)?;
        let import = |row: ImportedCustomer| async move {
            let command = ImportCustomer { row: &row, mode };
            self.execute(&command).await
        };
        Ok(stream::iter(rows).map(import).buffered(Self::IMPORTED_AT_ONCE).collect().await)
    }

    /// A page of customers with everything that identifies each, for taking them elsewhere. The first one is noted in the audit log.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn export_customers(&self, page: PageQuery) -> Result<Page<(Customer, Vec<CustomerIdentity>)>> {
        self.ask(Action::ManageCustomers, Subject::Client)?;
        if page.after.is_none() {
            self.note_deed("exportCustomers", Vec::new()).await?;
        }
        let Page { items, next } = self.store().customers(self.scope(), None, page).await?;
        let with_identities = |customer: Customer| async move {
            let identities = self.store().identities(self.scope(), customer.id).await?;
            Ok::<_, Error>((customer, identities))
        };
        let read = stream::iter(items).map(with_identities).buffered(Self::IMPORTED_AT_ONCE).collect::<Vec<_>>().await;
        Ok(Page { items: read.into_iter().collect::<Result<_>>()?, next })
    }

    pub(super) async fn readable(&self, id: CustomerId) -> Result<Customer> {
        let customer = self.store().customer(self.scope(), id).await?.ok_or(Error::NotFound("customer"))?;
        self.ask(Action::Read, Subject::Customer(&customer))?;
        if !self.actor().reach.is_all() && self.known_customers(vec![customer.clone()]).await?.is_empty() {
            return Err(Error::NotFound("customer"));
        }
        Ok(customer)
    }
}
