//! What a desk looks for.

use super::Desk;
use crate::{
    Action, Customer, CustomerId, Hit, Page, PageQuery, Result, SearchCursor, SearchOrder, SearchQuery, Subject,
};
use std::collections::HashSet;

/// Something that was found, and whom it has to do with.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// What was found.
    pub hit: Hit,
    /// The customer that was found, or whom a message's conversation is with.
    pub customer: Option<Customer>,
}

impl Desk {
    /// What was said, and who said it, by all of the words of a query: what fits best among the latest
    /// [`SearchQuery::STRETCH`] first, then among those before them, or simply the latest first. What the actor may not read is left out,
    /// so that a page may have less than was asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a filter that breaks a limit; besides those of every read.
    pub async fn search(
        &self,
        query: &SearchQuery,
        order: SearchOrder,
        page: PageQuery<SearchCursor>,
    ) -> Result<Page<Found, SearchCursor>> {
        self.ask(Action::Read, Subject::Client)?;
        query.filter.conversations.check()?;
        let viewer = self.viewer(&query.filter.conversations).await?;
        let found = self.store().search(self.scope(), query, &viewer, SearchQuery::stretch(order, page)).await?;
        let Page { items: mut hits, next } = query.sorted(order, page, found);
        self.keep_readable(&mut hits).await?;
        Ok(Page { items: self.with_customers(hits).await?, next })
    }

    async fn with_customers(&self, hits: Vec<Hit>) -> Result<Vec<Found>> {
        let conversations = hits.iter().filter_map(|hit| match hit {
            Hit::Message(_, conversation) => Some(conversation),
            Hit::Customer(_) => None,
        });
        let customers = self.customers_of(conversations).await?;
        let found = |hit: Hit| {
            let customer = match &hit {
                Hit::Message(_, conversation) => conversation.customer_id.and_then(|id| customers.get(&id)).cloned(),
                Hit::Customer(customer) => Some(customer.clone()),
            };
            Found { hit, customer }
        };
        Ok(hits.into_iter().map(found).collect())
    }

    async fn keep_readable(&self, hits: &mut Vec<Hit>) -> Result<()> {
        hits.retain(|hit| {
            let subject = match hit {
                Hit::Message(_, conversation) => Subject::Conversation(conversation),
                Hit::Customer(customer) => Subject::Customer(customer),
            };
            self.ask(Action::Read, subject).is_ok()
        });
        if self.actor().reach.is_all() {
            return Ok(());
        }
        let customers = hits.iter().filter_map(|hit| match hit {
            Hit::Customer(customer) => Some(Customer::clone(customer)),
            Hit::Message(..) => None,
        });
        let known = self.known_customers(customers.collect()).await?;
        let known: HashSet<CustomerId> = known.into_iter().map(|customer| customer.id).collect();
        hits.retain(|hit| match hit {
            Hit::Customer(customer) => known.contains(&customer.id),
            Hit::Message(..) => true,
        });
        Ok(())
    }
}
