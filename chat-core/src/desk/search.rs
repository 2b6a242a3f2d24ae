//! What a desk looks for.

use super::Desk;
use crate::{Action, Customer, Hit, Page, PageQuery, Result, SearchQuery, Subject};

impl Desk {
    /// What was said, and who said it, by all of the words of a query, the latest kept first. What the actor may not read is left out,
    /// so that a page may have less than was asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a filter that breaks a limit; besides those of every read.
    pub async fn search(&self, query: &SearchQuery, page: PageQuery) -> Result<Page<Hit>> {
        self.ask(Action::Read, Subject::Client)?;
        query.filter.conversations.check()?;
        let viewer = self.viewer(&query.filter.conversations).await?;
        let mut found = self.store().search(self.scope(), query, &viewer, page).await?;
        found.items.retain(|hit| {
            let subject = match hit {
                Hit::Message(_, conversation) => Subject::Conversation(conversation),
                Hit::Customer(customer) => Subject::Customer(customer),
            };
            self.ask(Action::Read, subject).is_ok()
        });
        if !self.actor().reach.is_all() {
            let mut seen = Vec::with_capacity(found.items.len());
            for hit in found.items {
                let is_seen = match &hit {
                    Hit::Customer(customer) => !self.known_customers(vec![Customer::clone(customer)]).await?.is_empty(),
                    Hit::Message(..) => true,
                };
                if is_seen {
                    seen.push(hit);
                }
            }
            found.items = seen;
        }
        Ok(found)
    }
}
