use super::{
    change_customer::{customer_changed, known_customer, still_apart},
    thread_event,
};
use crate::{
    Action, Actor, Changes, ChatStore, Conversation, ConversationQuery, ConversationStatus, Customer, CustomerId,
    CustomerIdentity, CustomerMerge, DossierBody, DossierEntry, DossierKind, Env, Error, Event, MovedConversation,
    PageQuery, Result, Subject, TenantScope, ThreadDeed, executor::Command,
};
use async_trait::async_trait;
use serde_json::{Map, Value};
use std::{collections::HashMap, hash::Hash};

/// Makes one customer of two who turned out to be the same: the identities, conversations, notes and held back messages of one move to
/// the other, who takes over what nobody knew of it.
///
/// - What moved is written down in the dossier ([`CustomerMerge`]), so that exactly that can be moved back for
///   [`CustomerMerge::UNDO_WITHIN`].
/// - Where both have a conversation at the same account that is not archived, the one that moves is archived: the other is where the
///   customer goes on. The record says so.
/// - Messages stay as they are. Whoever wrote as a visitor goes on as the other one from its next session on.
#[derive(Debug)]
pub(crate) struct MergeCustomers<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) into: CustomerId,
    pub(crate) from: CustomerId,
}

#[derive(Debug)]
pub(crate) struct MergeState {
    into: Customer,
    from: Customer,
    identities: Vec<CustomerIdentity>,
    conversations: Vec<Conversation>,
    /// Those of `conversations` that cannot stay live beside one of the other customer.
    in_the_way: Vec<Conversation>,
    entries: Vec<DossierEntry>,
}

#[async_trait]
impl Command for MergeCustomers<'_> {
    type State = MergeState;
    type Output = DossierEntry;
    const ACTION: Option<Action> = Some(Action::ChangeCustomer);

    fn lane(&self) -> impl Hash + Send {
        self.into
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<MergeState> {
        let into = known_customer(store, scope, self.into).await?;
        let from = known_customer(store, scope, self.from).await?;
        let page = PageQuery::first(CustomerMerge::MOVED_MAX);
        let identities = store.identities(scope, from.id).await?;
        let query = ConversationQuery::of(from.id);
        let conversations = store.conversations(scope, &query, page).await?;
        let mut entries = Vec::new();
        let mut is_too_much = conversations.next.is_some() || identities.len() > CustomerMerge::MOVED_MAX;
        for kind in [DossierKind::Note, DossierKind::HeldBack] {
            let found = store.dossier(scope, kind, Some(from.id), page).await?;
            is_too_much |= found.next.is_some();
            entries.extend(found.items);
        }
        if is_too_much {
            return Err(Error::Conflict("the customer has too much to be moved: at most 200 of each kind"));
        }
        let mut in_the_way = Vec::new();
        for conversation in &conversations.items {
            let Some(account) = conversation.account_id else { continue };
            let is_live = conversation.status != ConversationStatus::Archived;
            if is_live && store.live_conversation(scope, into.id, account).await?.is_some() {
                in_the_way.push(conversation.clone());
            }
        }
        Ok(MergeState { into, from, identities, conversations: conversations.items, in_the_way, entries })
    }

    fn subject<'a>(&self, state: &'a MergeState) -> Subject<'a> {
        Subject::Customer(&state.into)
    }

    fn decide(&self, state: MergeState, scope: TenantScope, env: &Env) -> Result<(DossierEntry, Changes)> {
        let MergeState { into, from, identities, conversations, in_the_way, entries } = state;
        if into.id == from.id {
            return Err(Error::invalid("customerId", "a customer is the same as itself already"));
        }
        still_apart(&into)?;
        still_apart(&from)?;
        let now = env.now();
        let mut merge = CustomerMerge {
            from: from.id,
            agent_id: self.actor.agent_id,
            identities: identities.iter().map(|identity| identity.id).collect(),
            conversations: Vec::new(),
            entries: entries.iter().map(|entry| entry.id).collect(),
            taken_over: Map::new(),
            undone_at: None,
        };
        let mut kept = Customer { updated_at: now, ..into };
        merge.taken_over = take_over(&mut kept, &from);
        kept.held_back_count = kept.held_back_count.saturating_add(from.held_back_count);
        let gone = Customer { merged_into: Some(kept.id), held_back_count: 0, updated_at: now, ..from };

        let (told_kept, told_gone) = (customer_changed(&kept), customer_changed(&gone));
        let mut changes = Changes::none().update(kept.clone()).update(gone.clone());
        for identity in identities {
            changes = changes.update(CustomerIdentity { customer_id: kept.id, ..identity });
        }
        for entry in entries {
            changes = changes.update(DossierEntry { customer_id: kept.id, ..entry });
        }
        for conversation in conversations {
            let is_in_the_way = in_the_way.iter().any(|other| other.id == conversation.id);
            let archived_from = is_in_the_way.then_some(conversation.status);
            merge.conversations.push(MovedConversation { id: conversation.id, archived_from });
            let status = if is_in_the_way { ConversationStatus::Archived } else { conversation.status };
            changes = moved(conversation, kept.id, status, self.actor, changes, env);
        }
        let entry = DossierEntry {
            id: env.id(),
            client_id: scope.client_id(),
            customer_id: kept.id,
            name: None,
            body: DossierBody::Merge(Box::new(merge)),
            created_at: now,
            removed_at: None,
            revision: 0,
        };
        Ok((entry.clone(), changes.insert(entry).tell(None, told_kept).tell(None, told_gone)))
    }
}

/// Moves a conversation to another customer, and has its thread tell so.
pub(super) fn moved(
    before: Conversation,
    into: CustomerId,
    status: ConversationStatus,
    actor: &Actor,
    changes: Changes,
    env: &Env,
) -> Changes {
    let mut deeds: Vec<ThreadDeed> =
        before.customer_id.map(|from| ThreadDeed::CustomerMerged { from, into }).into_iter().collect();
    let mut after = Conversation { customer_id: Some(into), status, updated_at: env.now(), ..before.clone() };
    match status {
        ConversationStatus::Active => after.closed_at = None,
        ConversationStatus::Closed | ConversationStatus::Archived => {
            after.closed_at.get_or_insert(env.now());
            after.waiting_since = None;
        }
    }
    deeds.extend(ThreadDeed::between(&before, &after));
    let told = thread_event::tell(deeds, Some(actor), &mut after, env);
    let event = Event::ConversationChanged(Box::new(after.clone()));
    let changes = changes.update(after.clone()).tell(after.thread(), event);
    thread_event::post(told, &after, changes)
}

/// Gives a customer what was known of the other alone, and tells what that was.
fn take_over(kept: &mut Customer, from: &Customer) -> Map<String, Value> {
    let mut taken = Map::new();
    let fields = [
        ("name", &mut kept.name, &from.name),
        ("email", &mut kept.email, &from.email),
        ("phone", &mut kept.phone, &from.phone),
    ];
    for (field, own, other) in fields {
        if let (None, Some(value)) = (&own, other) {
            taken.insert(field.to_owned(), value.as_str().into());
            *own = Some(value.clone());
        }
    }
    if let (None, Some(language)) = (&kept.language, &from.language) {
        taken.insert("language".to_owned(), language.as_str().into());
        kept.language = Some(language.clone());
    }
    for (name, value) in &from.attributes {
        if !kept.attributes.contains_key(name) {
            taken.insert(format!("attributes.{name}"), value.clone());
            kept.attributes.insert(name.clone(), value.clone());
        }
    }
    taken
}

/// Gives back what was taken over and is still as it was.
fn give_back(kept: &mut Customer, taken: &Map<String, Value>) {
    for (field, value) in taken {
        let text = value.as_str();
        match (field.as_str(), field.strip_prefix("attributes.")) {
            (_, Some(name)) if kept.attributes.get(name) == Some(value) => drop(kept.attributes.remove(name)),
            ("name", None) if kept.name.as_deref() == text => kept.name = None,
            ("email", None) if kept.email.as_deref() == text => kept.email = None,
            ("phone", None) if kept.phone.as_deref() == text => kept.phone = None,
            ("language", None) if kept.language.as_ref().map(|tag| tag.as_str()) == text => kept.language = None,
            _ => {}
        }
    }
}

/// Makes two customers of one again: moves back exactly what the merge has moved, as far as it is still where it was moved to.
///
/// What came since stays with the customer that was kept. A conversation that the merge has archived stands where it stood before,
/// unless somebody has changed that since.
#[derive(Debug)]
pub(crate) struct UndoMerge<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) customer: CustomerId,
    pub(crate) merge: crate::DossierEntryId,
}

#[derive(Debug)]
pub(crate) struct UndoState {
    into: Customer,
    from: Customer,
    entry: DossierEntry,
    identities: Vec<CustomerIdentity>,
    conversations: Vec<Conversation>,
    entries: Vec<DossierEntry>,
}

#[async_trait]
impl Command for UndoMerge<'_> {
    type State = UndoState;
    type Output = Customer;
    const ACTION: Option<Action> = Some(Action::ChangeCustomer);

    fn lane(&self) -> impl Hash + Send {
        self.customer
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<UndoState> {
        let into = known_customer(store, scope, self.customer).await?;
        let entry = store.dossier_entry(scope, self.merge).await?.ok_or(Error::NotFound("merge"))?;
        let DossierBody::Merge(merge) = &entry.body else { return Err(Error::NotFound("merge")) };
        if entry.customer_id != into.id {
            return Err(Error::NotFound("merge"));
        }
        let from = known_customer(store, scope, merge.from).await?;
        let mut identities = store.identities(scope, into.id).await?;
        identities.retain(|identity| merge.identities.contains(&identity.id));
        let (mut conversations, mut entries) = (Vec::new(), Vec::new());
        for moved in &merge.conversations {
            let found = store.conversation(scope, moved.id).await?;
            conversations.extend(found.filter(|it| it.customer_id == Some(into.id)));
        }
        for moved in &merge.entries {
            let found = store.dossier_entry(scope, *moved).await?;
            entries.extend(found.filter(|it| it.customer_id == into.id));
        }
        Ok(UndoState { into, from, identities, conversations, entries, entry })
    }

    fn subject<'a>(&self, state: &'a UndoState) -> Subject<'a> {
        Subject::Customer(&state.into)
    }

    fn decide(&self, state: UndoState, _scope: TenantScope, env: &Env) -> Result<(Customer, Changes)> {
        let UndoState { into, from, entry, identities, conversations, entries } = state;
        let DossierBody::Merge(mut merge) = entry.body.clone() else { return Err(Error::NotFound("merge")) };
        let now = env.now();
        still_apart(&into)?;
        if merge.undone_at.is_some() || from.merged_into != Some(into.id) {
            return Err(Error::Conflict("the merge was undone already"));
        }
        if now >= entry.created_at.plus(CustomerMerge::UNDO_WITHIN) {
            return Err(Error::Conflict("a merge can be undone for 30 days"));
        }
        let held_back =
            entries.iter().filter(|entry| entry.body.kind() == DossierKind::HeldBack).count().try_into().unwrap_or(0);
        let mut kept = Customer { updated_at: now, ..into };
        give_back(&mut kept, &merge.taken_over);
        kept.held_back_count = kept.held_back_count.saturating_sub(held_back);
        let back = Customer { merged_into: None, held_back_count: held_back, updated_at: now, ..from };
        let (told_kept, told_back) = (customer_changed(&kept), customer_changed(&back));

        let stood: HashMap<_, _> = merge.conversations.iter().map(|moved| (moved.id, moved.archived_from)).collect();
        let mut changes = Changes::none().update(kept).update(back.clone());
        for identity in identities {
            changes = changes.update(CustomerIdentity { customer_id: back.id, ..identity });
        }
        for entry in entries {
            changes = changes.update(DossierEntry { customer_id: back.id, ..entry });
        }
        for conversation in conversations {
            let before = stood.get(&conversation.id).copied().flatten();
            let is_as_left = conversation.status == ConversationStatus::Archived;
            let status = before.filter(|_| is_as_left).unwrap_or(conversation.status);
            changes = moved(conversation, back.id, status, self.actor, changes, env);
        }
        merge.undone_at = Some(now);
        let entry = DossierEntry { body: DossierBody::Merge(merge), ..entry };
        Ok((back, changes.update(entry).tell(None, told_kept).tell(None, told_back)))
    }
}
