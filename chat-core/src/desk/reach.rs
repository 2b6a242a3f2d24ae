//! What of a client's business is within the reach of a desk.

use super::Desk;
use crate::{
    AccountId, ConversationFilter, ConversationId, ConversationQuery, Customer, CustomerId, Error, Event, Notice,
    PageQuery, Result, WidgetId,
};
use std::collections::HashMap;

impl Desk {
    pub(super) fn reach_account(&self, id: AccountId) -> Result<()> {
        if self.actor().reach.has_account(id) { Ok(()) } else { Err(Error::NotFound("account")) }
    }

    pub(super) fn reach_widget(&self, id: WidgetId) -> Result<()> {
        if self.actor().reach.has_widget(id) { Ok(()) } else { Err(Error::NotFound("widget")) }
    }

    /// What concerns everything is for those who may see everything.
    pub(super) fn reach_all(&self) -> Result<()> {
        if self.actor().reach.is_all() { Ok(()) } else { Err(Error::Forbidden) }
    }

    pub(super) async fn reach_customer(&self, id: CustomerId) -> Result<()> {
        if self.actor().reach.is_all() { Ok(()) } else { self.readable(id).await.map(drop) }
    }

    /// Those of the customers who have a conversation within reach.
    pub(super) async fn known_customers(&self, customers: Vec<Customer>) -> Result<Vec<Customer>> {
        let mut known = Vec::with_capacity(customers.len());
        for customer in customers {
            let own = self.actor().reach.narrow(ConversationFilter::Customer(vec![customer.id]));
            let query = ConversationQuery::own(own, self.chat.env().now());
            let page = self.store().conversations(self.scope(), &query, PageQuery::first(1)).await?;
            if !page.items.is_empty() {
                known.push(customer);
            }
        }
        Ok(known)
    }

    /// Those of the events that are about what is within reach.
    pub(super) async fn events_within_reach(&self, events: Vec<Notice>) -> Result<Vec<Notice>> {
        let mut conversations = HashMap::new();
        let mut seen = Vec::with_capacity(events.len());
        for notice in events {
            let is_seen = match &notice.thread {
                Some(thread) => self.covers(thread.conversation_id, &mut conversations).await?,
                None => match notice.event {
                    Event::CustomerChanged(ref customer) => {
                        !self.known_customers(vec![Customer::clone(customer)]).await?.is_empty()
                    }
                    ref event => event.part().is_some_and(|part| self.actor().reach.has_part(part)),
                },
            };
            if is_seen {
                seen.push(notice);
            }
        }
        Ok(seen)
    }

    async fn covers(&self, id: ConversationId, known: &mut HashMap<ConversationId, bool>) -> Result<bool> {
        if let Some(is_seen) = known.get(&id) {
            return Ok(*is_seen);
        }
        let conversation = self.store().conversation(self.scope(), id).await?;
        let is_seen = conversation.is_some_and(|conversation| self.actor().reach.covers(&conversation));
        known.insert(id, is_seen);
        Ok(is_seen)
    }
}
