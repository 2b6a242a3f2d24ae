//! What a desk looks for.

use super::Desk;
use crate::{
    Action, Customer, CustomerId, Hit, Page, PageQuery, Result, SearchCursor, SearchOrder, SearchQuery, Subject,
};
use std::collections::HashSet;

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
    ) -> Result<Page<Hit, SearchCursor>> {
        self.ask(Action::Read, Subject::Client)?;
        query.filter.conversations.check()?;
        let viewer = self.viewer(&query.filter.conversations).await?;
        let found = self.store().search(self.scope(), query, &viewer, SearchQuery::stretch(order, page)).await?;
        let mut page = query.sorted(order, page, found);
        self.keep_readable(&mut page.items).await?;
        Ok(page)
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
