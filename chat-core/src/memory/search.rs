use super::{MemoryStore, page, tenant::Tenant};
use crate::{
    Conversation, Cursor, CustomerId, Hit, MessageId, Page, PageQuery, Record, Search, SearchFilter, SearchKind,
    SearchQuery, Searchable, StoreError, TenantScope,
};
use async_trait::async_trait;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// The words of a client's records.
#[derive(Default)]
pub(super) struct Words {
    known: HashMap<Uuid, (Cursor, Searchable)>,
    /// The order in which records were first kept.
    places: BTreeSet<Cursor>,
}

impl Words {
    /// Notes the words of a record that is about to be kept.
    pub(super) fn note(&mut self, record: &Record) {
        let Some(searchable) = Searchable::of(record) else { return };
        let known = self.known.get(&searchable.id).map(|(place, _)| *place);
        if known.is_some() && !Searchable::may_change(record) {
            return;
        }
        let next = self.places.last().map_or(1, |last| last.key + 1);
        let place = known.unwrap_or(Cursor { key: next, id: searchable.id });
        self.places.insert(place);
        self.known.insert(searchable.id, (place, searchable));
    }
}

#[async_trait]
impl Search for MemoryStore {
    async fn search(&self, scope: TenantScope, query: &SearchQuery, page: PageQuery) -> Result<Page<Hit>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return Page::default() };
            let rows = page::after(&tenant.words.places, page, state.faults)
                .filter_map(|place| Some((place, tenant.hit(query, place)?)));
            page::page(rows, page, state.faults)
        })
    }

    async fn index(&self, _limit: usize) -> Result<usize, StoreError> {
        // Everything was kept by a store that can be searched.
        Ok(0)
    }
}

impl Tenant {
    fn hit(&self, query: &SearchQuery, place: Cursor) -> Option<Hit> {
        let (_, searchable) = self.words.known.get(&place.id)?;
        let is_wanted = query.kind.is_none_or(|kind| kind == searchable.kind) && query.fits(&searchable.words);
        match searchable.kind {
            _ if !is_wanted => None,
            SearchKind::Customer => {
                let customer = self.customers.get(&CustomerId::from_uuid(place.id))?;
                query.filter.is_empty().then(|| Hit::Customer(customer.clone()))
            }
            SearchKind::Message => {
                let message = self.messages.get(&MessageId::from_uuid(place.id))?;
                let conversation = self.conversations.get(&message.conversation_id)?;
                let is_there = meets(&query.filter, conversation);
                is_there.then(|| Hit::Message(message.clone(), conversation.clone()))
            }
        }
    }
}

fn meets(filter: &SearchFilter, conversation: &Conversation) -> bool {
    let SearchFilter { conversation_id, customer_id, source, status, assignee_id, team_id } = filter;
    conversation_id.is_none_or(|id| conversation.id == id)
        && customer_id.is_none_or(|id| conversation.customer_id == Some(id))
        && source.as_ref().is_none_or(|source| conversation.source == *source)
        && status.is_none_or(|status| conversation.status == status)
        && assignee_id.is_none_or(|id| conversation.assignee_id == Some(id))
        && team_id.is_none_or(|id| conversation.team_id == Some(id))
}
