use super::{MemoryStore, conversations, page, state::State, tenant::Tenant};
use crate::{
    Cursor, CustomerId, Hit, MessageId, Page, PageQuery, Placed, Record, Search, SearchKind, SearchQuery, Searchable,
    StoreError, TenantScope, Viewer,
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
    async fn search(
        &self,
        scope: TenantScope,
        query: &SearchQuery,
        viewer: &Viewer,
        page: PageQuery,
    ) -> Result<Page<Placed>, StoreError> {
        self.with(|state| {
            let Some(tenant) = state.tenant(scope) else { return Page::default() };
            let rows = page::after(&tenant.words.places, page, state.faults)
                .filter_map(|place| Some((place, Placed { place, hit: hit(state, tenant, (query, viewer), place)? })));
            page::page(rows, page, state.faults)
        })
    }

    async fn index(&self, _limit: usize) -> Result<usize, StoreError> {
        // Everything was kept by a store that can be searched.
        Ok(0)
    }
}

fn hit(state: &State, tenant: &Tenant, (query, viewer): (&SearchQuery, &Viewer), place: Cursor) -> Option<Hit> {
    let (_, searchable) = tenant.words.known.get(&place.id)?;
    let is_wanted = query.kind.is_none_or(|kind| kind == searchable.kind) && query.fits(&searchable.words);
    match searchable.kind {
        _ if !is_wanted => None,
        SearchKind::Customer => {
            let customer = tenant.customers.get(&CustomerId::from_uuid(place.id))?;
            query.filter.is_empty().then(|| Hit::Customer(customer.clone()))
        }
        SearchKind::Message => {
            let message = tenant.messages.get(&MessageId::from_uuid(place.id))?;
            let conversation = tenant.conversations.get(&message.conversation_id)?;
            let is_there = query.filter.is_met(message, viewer)
                && conversations::meets(state, tenant, (&query.filter.conversations, viewer), conversation);
            is_there.then(|| Hit::Message(message.clone(), conversation.clone()))
        }
    }
}
