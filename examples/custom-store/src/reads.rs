//! The many reads.

use crate::shelf::{Shelf, ShelfStore};
use async_trait::async_trait;
use chat_core::{
    Account, AccountId, AccountStatus, Accounts, Agent, AgentId, ApiKey, Arrival, ArrivalQuery, Attachment,
    AttachmentId, Attachments, AuthorizedDomain, Blob, BlobId, Bookmark, Client, ContentHash, Conversation,
    ConversationFilter, ConversationId, ConversationOrder, ConversationQuery, ConversationStatus, Conversations, Count,
    Cursor, Customer, CustomerId, CustomerIdentity, Customers, Day, Definition, DefinitionId, DefinitionKind,
    Definitions, Directory, DomainEntry, DomainId, DomainState, DomainStep, DossierEntry, DossierEntryId, DossierKind,
    ExternalId, Facts, Hit, IdentityKey, Inbox, Invitation, Job, JobId, Jobs, Mention, Message, MessageId, MessageKind,
    Page, PageQuery, Placed, ReceivedCall, ReceivedCallState, Record, Search, SearchQuery, Searchable, SenderId,
    SenderType, Session, Source, StoreError, Team, TenantScope, Timestamp, TokenHash, Viewer, Widget, WidgetId,
    WidgetStatus, Widgets,
};
use std::sync::Arc;

type Found<T> = Result<T, StoreError>;

#[async_trait]
impl Conversations for ShelfStore {
    async fn conversation(&self, scope: TenantScope, id: ConversationId) -> Found<Option<Conversation>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn conversations(
        &self,
        scope: TenantScope,
        query: &ConversationQuery,
        wanted: PageQuery,
    ) -> Found<Page<Conversation>> {
        let shelf = self.read();
        let met = shelf.of::<Conversation>(scope).filter(|one| shelf.meets(scope, (&query.filter, &query.viewer), one));
        Ok(match query.order {
            ConversationOrder::Latest => page(met, wanted, |one| Cursor {
                key: one.last_message_at.unwrap_or(one.created_at).millis(),
                id: one.id.uuid(),
            }),
            ConversationOrder::Waiting => {
                let place = |one: &Conversation| {
                    one.waiting_since.map(|since| Cursor { key: since.millis(), id: one.id.uuid() })
                };
                let waiting =
                    met.filter(|one| place(one).is_some() && wanted.after.is_none_or(|it| place(one) > Some(it)));
                cut(sorted(waiting, place), wanted, |one| place(one).expect("only those that wait are left"))
            }
        })
    }

    async fn count_conversations(&self, scope: TenantScope, query: &ConversationQuery, max: usize) -> Found<usize> {
        let shelf = self.read();
        Ok(shelf
            .of::<Conversation>(scope)
            .filter(|one| shelf.meets(scope, (&query.filter, &query.viewer), one))
            .take(max)
            .count())
    }

    async fn live_conversation(
        &self,
        scope: TenantScope,
        customer: CustomerId,
        account: AccountId,
    ) -> Found<Option<Conversation>> {
        Ok(self.read().live(scope, customer, account))
    }

    async fn message(&self, scope: TenantScope, id: MessageId) -> Found<Option<Message>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn messages(
        &self,
        scope: TenantScope,
        conversation: ConversationId,
        query: PageQuery,
    ) -> Found<Page<Message>> {
        let shelf = self.read();
        let wanted = shelf.of::<Message>(scope).filter(|one| one.conversation_id == conversation);
        Ok(page(wanted, query, |one| Cursor { key: one.position, id: one.id.uuid() }))
    }

    async fn timeline(
        &self,
        scope: TenantScope,
        conversations: &[ConversationId],
        query: PageQuery,
    ) -> Found<Page<Message>> {
        let shelf = self.read();
        let wanted = shelf.of::<Message>(scope).filter(|one| conversations.contains(&one.conversation_id));
        Ok(page(wanted, query, |one| Cursor { key: one.created_at.millis(), id: one.id.uuid() }))
    }

    async fn message_by_external(&self, scope: TenantScope, id: &ExternalId) -> Found<Option<Message>> {
        Ok(self.read().named(scope, id))
    }

    async fn message_by_client_id(
        &self,
        scope: TenantScope,
        sender: SenderId,
        client_message_id: &str,
    ) -> Found<Option<Message>> {
        let shelf = self.read();
        let mut sent = shelf.of::<Message>(scope).filter(|one| one.sender_id == Some(sender));
        Ok(sent.find(|one| one.client_message_id.as_deref() == Some(client_message_id)).cloned())
    }

    async fn bookmarks(
        &self,
        scope: TenantScope,
        agent: AgentId,
        conversations: &[ConversationId],
    ) -> Found<Vec<Bookmark>> {
        let shelf = self.read();
        let own = shelf.of::<Bookmark>(scope).filter(|one| one.agent_id == agent);
        Ok(own.filter(|one| conversations.contains(&one.conversation_id)).cloned().collect())
    }

    async fn unsent(&self, scope: TenantScope, agent: AgentId, limit: usize) -> Found<Vec<Bookmark>> {
        let shelf = self.read();
        let own = shelf.of::<Bookmark>(scope).filter(|one| one.agent_id == agent && one.unsent.is_some());
        let mut own = sorted(own, |one| std::cmp::Reverse((one.updated_at, one.id)));
        own.truncate(limit);
        Ok(own)
    }

    async fn last_messages(&self, scope: TenantScope, conversations: &[ConversationId]) -> Found<Vec<Message>> {
        let shelf = self.read();
        let last = |id: &ConversationId| {
            let said = shelf.of::<Message>(scope).filter(|one| one.conversation_id == *id);
            said.filter(|one| one.kind != MessageKind::Event).max_by_key(|one| one.position).cloned()
        };
        Ok(conversations.iter().filter_map(last).collect())
    }

    async fn last_customer_message(&self, scope: TenantScope, conversation: ConversationId) -> Found<Option<Message>> {
        let shelf = self.read();
        let said = shelf.of::<Message>(scope).filter(|one| one.conversation_id == conversation);
        Ok(said.filter(|one| one.sender_type == SenderType::Customer).max_by_key(|one| one.position).cloned())
    }
}

#[async_trait]
impl Customers for ShelfStore {
    async fn customer(&self, scope: TenantScope, id: CustomerId) -> Found<Option<Customer>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn customers_by_id(&self, scope: TenantScope, ids: &[CustomerId]) -> Found<Vec<Customer>> {
        let shelf = self.read();
        Ok(ids.iter().filter_map(|id| shelf.one::<Customer>(scope, id.uuid())).cloned().collect())
    }

    async fn customers(&self, scope: TenantScope, text: Option<&str>, query: PageQuery) -> Found<Page<Customer>> {
        let shelf = self.read();
        let wanted = shelf.of::<Customer>(scope).filter(|one| {
            let mut values = shelf.known(scope).filter(|known| known.customer_id == one.id);
            let contact = [&one.name, &one.email, &one.phone];
            one.merged_into.is_none()
                && text.is_none_or(|text| {
                    contact.into_iter().any(|value| has(value.as_deref(), text))
                        || values.any(|known| has(Some(&known.key.value), text))
                })
        });
        Ok(page(wanted, query, |one| Cursor { key: one.created_at.millis(), id: one.id.uuid() }))
    }

    async fn customer_at(&self, scope: TenantScope, key: &IdentityKey) -> Found<Option<Customer>> {
        let shelf = self.read();
        let identity = shelf.known(scope).find(|one| one.key == *key);
        Ok(identity.and_then(|one| shelf.one::<Customer>(scope, one.customer_id.uuid())).cloned())
    }

    async fn identities(&self, scope: TenantScope, customer: CustomerId) -> Found<Vec<CustomerIdentity>> {
        let shelf = self.read();
        let known = shelf.known(scope).filter(|one| one.customer_id == customer);
        Ok(sorted(known, |one| (one.created_at, one.id)))
    }

    async fn dossier_entry(&self, scope: TenantScope, id: DossierEntryId) -> Found<Option<DossierEntry>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn dossier_entry_named(&self, scope: TenantScope, name: &str) -> Found<Option<DossierEntry>> {
        Ok(self.read().of::<DossierEntry>(scope).find(|one| one.name.as_deref() == Some(name)).cloned())
    }

    async fn dossier(
        &self,
        scope: TenantScope,
        kind: DossierKind,
        customer: Option<CustomerId>,
        query: PageQuery,
    ) -> Found<Page<DossierEntry>> {
        let shelf = self.read();
        let wanted = shelf.of::<DossierEntry>(scope).filter(|one| {
            let is_theirs = customer.is_none_or(|customer| one.customer_id == customer);
            one.body.kind() == kind && is_theirs && one.removed_at.is_none()
        });
        Ok(page(wanted, query, |one| Cursor { key: one.created_at.millis(), id: one.id.uuid() }))
    }
}

#[async_trait]
impl Accounts for ShelfStore {
    async fn account(&self, scope: TenantScope, id: AccountId) -> Found<Option<Account>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn accounts(&self, scope: TenantScope) -> Found<Vec<Account>> {
        Ok(sorted(self.read().of(scope).filter(|one| is_connected(one)), |one| (one.created_at, one.id)))
    }
}

#[async_trait]
impl Widgets for ShelfStore {
    async fn widget(&self, scope: TenantScope, id: WidgetId) -> Found<Option<Widget>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn widgets(&self, scope: TenantScope) -> Found<Vec<Widget>> {
        let shelf = self.read();
        let live = shelf.of::<Widget>(scope).filter(|one| one.status != WidgetStatus::Deleted);
        Ok(sorted(live, |one| (one.created_at, one.id)))
    }

    async fn domain(&self, scope: TenantScope, id: DomainId) -> Found<Option<AuthorizedDomain>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn domains(&self, scope: TenantScope, widget: WidgetId) -> Found<Vec<AuthorizedDomain>> {
        let shelf = self.read();
        let own = shelf.of::<AuthorizedDomain>(scope).filter(|one| one.widget_id == widget);
        Ok(sorted(own.filter(|one| one.state != DomainState::Removed), |one| (one.created_at, one.id)))
    }

    async fn domain_named(
        &self,
        scope: TenantScope,
        widget: WidgetId,
        entry: &DomainEntry,
    ) -> Found<Option<AuthorizedDomain>> {
        let shelf = self.read();
        let mut own = shelf.of::<AuthorizedDomain>(scope).filter(|one| one.widget_id == widget);
        Ok(own.find(|one| one.entry == *entry).cloned())
    }

    async fn widget_counts(&self, scope: TenantScope, widget: WidgetId, from: Day, to: Day) -> Found<Vec<Count>> {
        let shelf = self.read();
        let own = shelf.counts.iter().filter(|one| one.client_id == scope.client_id() && one.widget_id == widget);
        Ok(sorted(own.filter(|one| from <= one.day && one.day <= to), |one| (*one).clone()))
    }

    async fn domain_history(&self, scope: TenantScope, domain: DomainId, limit: usize) -> Found<Vec<DomainStep>> {
        let shelf = self.read();
        let own = shelf.of::<DomainStep>(scope).filter(|one| one.domain_id == domain);
        let mut steps = sorted(own, |one| std::cmp::Reverse((one.at, one.id)));
        steps.truncate(limit);
        Ok(steps)
    }
}

#[async_trait]
impl Attachments for ShelfStore {
    async fn attachment(&self, scope: TenantScope, id: AttachmentId) -> Found<Option<Attachment>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn blob(&self, scope: TenantScope, id: BlobId) -> Found<Option<Blob>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn blob_with(&self, scope: TenantScope, hash: ContentHash) -> Found<Option<Blob>> {
        Ok(self.read().of::<Blob>(scope).find(|one| one.hash == hash && one.is_live()).cloned())
    }
}

#[async_trait]
impl Definitions for ShelfStore {
    async fn definition(&self, scope: TenantScope, id: DefinitionId) -> Found<Option<Definition>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn definitions(&self, scope: TenantScope, kind: DefinitionKind) -> Found<Vec<Definition>> {
        let shelf = self.read();
        let live = shelf.of::<Definition>(scope).filter(|one| one.body.kind() == kind && one.deleted_at.is_none());
        Ok(sorted(live, |one| (one.created_at, one.id)))
    }
}

#[async_trait]
impl Jobs for ShelfStore {
    async fn job(&self, scope: TenantScope, id: JobId) -> Found<Option<Job>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn jobs(&self, scope: TenantScope, limit: usize) -> Found<Vec<Job>> {
        let mut jobs = sorted(self.read().of(scope), |one: &Job| std::cmp::Reverse((one.created_at, one.id)));
        jobs.truncate(limit);
        Ok(jobs)
    }

    async fn jobs_due(&self, now: Timestamp, limit: usize) -> Found<Vec<Job>> {
        let shelf = self.read();
        let due = shelf.all::<Job>().filter(|one| one.next_at.is_some_and(|at| at <= now));
        let mut due = sorted(due, |one| (one.next_at, one.id));
        due.truncate(limit);
        Ok(due)
    }
}

#[async_trait]
impl Team for ShelfStore {
    async fn agent(&self, scope: TenantScope, id: AgentId) -> Found<Option<Agent>> {
        Ok(self.read().one(scope, id.uuid()).cloned())
    }

    async fn agents(&self, scope: TenantScope) -> Found<Vec<Agent>> {
        Ok(sorted(self.read().of(scope), |one: &Agent| (one.created_at, one.id)))
    }

    async fn sessions(&self, scope: TenantScope, agent: AgentId, now: Timestamp, limit: usize) -> Found<Vec<Session>> {
        let shelf = self.read();
        let live = shelf.of::<Session>(scope).filter(|one| one.revoked_at.is_none() && one.expires_at > now);
        let own = live.filter(|one| one.agent_id == agent);
        let mut sessions = sorted(own, |one| std::cmp::Reverse((one.created_at, one.id)));
        sessions.truncate(limit);
        Ok(sessions)
    }

    async fn invitations(&self, scope: TenantScope) -> Found<Vec<Invitation>> {
        let shelf = self.read();
        let waiting = shelf.of::<Invitation>(scope).filter(|one| one.ended_at.is_none());
        Ok(sorted(waiting, |one| (one.created_at, one.id)))
    }

    async fn api_keys(&self, scope: TenantScope) -> Found<Vec<ApiKey>> {
        let shelf = self.read();
        let live = shelf.of::<ApiKey>(scope).filter(|one| one.revoked_at.is_none());
        Ok(sorted(live, |one| (one.created_at, one.id)))
    }
}

#[async_trait]
impl Directory for ShelfStore {
    async fn clients(&self) -> Found<Vec<Client>> {
        Ok(sorted(self.read().all(), |one: &Client| (one.created_at, one.id)))
    }

    async fn agent_by_email(&self, email: &str) -> Found<Option<Agent>> {
        Ok(self.read().all::<Agent>().find(|one| one.email == email).cloned())
    }

    async fn session_by_hash(&self, hash: TokenHash) -> Found<Option<Session>> {
        Ok(self.read().all::<Session>().find(|one| one.token_hash == hash).cloned())
    }

    async fn api_key_by_hash(&self, hash: TokenHash) -> Found<Option<ApiKey>> {
        Ok(self.read().all::<ApiKey>().find(|one| one.token_hash == hash).cloned())
    }

    async fn invitation_by_hash(&self, hash: TokenHash) -> Found<Option<Invitation>> {
        Ok(self.read().all::<Invitation>().find(|one| one.token_hash == hash).cloned())
    }

    async fn open_invitations(&self, email: &str, now: Timestamp, limit: usize) -> Found<Vec<Invitation>> {
        let shelf = self.read();
        let known = shelf.all::<Invitation>().filter(|one| one.email == email);
        let open = known.filter(|one| one.ended_at.is_none() && one.expires_at > now);
        let mut invitations = sorted(open, |one| (one.created_at, one.id));
        invitations.truncate(limit);
        Ok(invitations)
    }

    async fn agents_to_relieve(&self, now: Timestamp, limit: usize) -> Found<Vec<Agent>> {
        let shelf = self.read();
        let due = shelf.all::<Agent>().filter(|one| one.relieve_at.is_some_and(|at| at <= now));
        let mut agents = sorted(due, |one| (one.relieve_at, one.id));
        agents.truncate(limit);
        Ok(agents)
    }

    async fn account_at(&self, source: &Source, address: &str) -> Found<Option<Account>> {
        let shelf = self.read();
        let mut connected = shelf.all::<Account>().filter(|one| is_connected(one) && one.source == *source);
        Ok(connected.find(|one| one.address == address).cloned())
    }

    async fn accounts_of_business(&self, source: &Source, business: &str) -> Found<Vec<Account>> {
        let shelf = self.read();
        let connected = shelf.all::<Account>().filter(|one| is_connected(one) && one.source == *source);
        Ok(sorted(connected.filter(|one| one.business_id == business), |one| (one.created_at, one.id)))
    }

    async fn accounts_of_source(&self, source: &Source, limit: usize) -> Found<Vec<Account>> {
        let shelf = self.read();
        let connected = shelf.all::<Account>().filter(|one| is_connected(one) && one.source == *source);
        let mut accounts = sorted(connected, |one| std::cmp::Reverse((one.updated_at, one.id)));
        accounts.truncate(limit);
        Ok(accounts)
    }

    async fn widget_by_key(&self, public_key: &str) -> Found<Option<Widget>> {
        let shelf = self.read();
        let mut live = shelf.all::<Widget>().filter(|one| one.status != WidgetStatus::Deleted);
        Ok(live.find(|one| one.public_key == public_key).cloned())
    }

    async fn accounts_to_check(&self, now: Timestamp, limit: usize) -> Found<Vec<Account>> {
        let shelf = self.read();
        let paused = shelf.all::<Account>().filter(|one| one.status == AccountStatus::Paused);
        let due = paused.filter(|one| one.next_check_at.is_some_and(|at| at <= now));
        let mut accounts = sorted(due, |one| (one.next_check_at, one.id));
        accounts.truncate(limit);
        Ok(accounts)
    }

    async fn domains_to_check(&self, now: Timestamp, limit: usize) -> Found<Vec<AuthorizedDomain>> {
        let shelf = self.read();
        let due = shelf.all::<AuthorizedDomain>().filter(|one| one.next_check_at.is_some_and(|at| at <= now));
        let mut domains = sorted(due, |one| (one.next_check_at, one.id));
        domains.truncate(limit);
        Ok(domains)
    }

    async fn conversations_to_wake(&self, now: Timestamp, limit: usize) -> Found<Vec<Conversation>> {
        let shelf = self.read();
        let due = shelf.all::<Conversation>().filter(|one| one.snoozed_until.is_some_and(|at| at <= now));
        let mut due = sorted(due, |one| (one.snoozed_until, one.id));
        due.truncate(limit);
        Ok(due)
    }

    async fn attachment_by_id(&self, id: AttachmentId) -> Found<Option<Attachment>> {
        Ok(self.read().all::<Attachment>().find(|one| one.id == id).cloned())
    }

    async fn attachments_to_forget(&self, now: Timestamp, limit: usize) -> Found<Vec<Attachment>> {
        let shelf = self.read();
        let due = shelf.all::<Attachment>().filter(|one| one.due_at.is_some_and(|at| at <= now));
        let mut attachments = sorted(due, |one| (one.due_at, one.id));
        attachments.truncate(limit);
        Ok(attachments)
    }

    async fn blobs_to_forget(&self, now: Timestamp, limit: usize) -> Found<Vec<Blob>> {
        let shelf = self.read();
        let due = shelf.all::<Blob>().filter(|one| one.due_at.is_some_and(|at| at <= now));
        let mut blobs = sorted(due, |one| (one.due_at, one.id));
        blobs.truncate(limit);
        Ok(blobs)
    }
}

#[async_trait]
impl Inbox for ShelfStore {
    async fn arrival(&self, scope: TenantScope, query: ArrivalQuery<'_>) -> Found<Arrival> {
        let shelf = self.read();
        let known = |key: &IdentityKey| shelf.known(scope).find(|one| one.key == *key).cloned();
        let identities: Vec<_> = query.identities.iter().filter_map(known).collect();
        let customer = identities.first().and_then(|one| shelf.one::<Customer>(scope, one.customer_id.uuid())).cloned();
        Ok(Arrival {
            known: shelf.named(scope, query.external_id),
            conversation: customer.as_ref().and_then(|one| shelf.live(scope, one.id, query.account_id)),
            replied_to: query.reply_to.and_then(|id| shelf.named(scope, id)).map(|one| one.id),
            customer,
            identities,
        })
    }

    async fn due_calls(&self, state: ReceivedCallState, now: Timestamp, limit: usize) -> Found<Vec<ReceivedCall>> {
        let shelf = self.read();
        let waiting = shelf.all::<ReceivedCall>().filter(|one| one.state == state);
        let mut due = sorted(waiting.filter(|one| one.next_attempt_at <= now), |one| (one.next_attempt_at, one.id));
        due.truncate(limit);
        Ok(due)
    }

    async fn calls_about(&self, scope: TenantScope, id: &ExternalId, limit: usize) -> Found<Vec<ReceivedCall>> {
        let shelf = self.read();
        let waiting = shelf.of::<ReceivedCall>(scope).filter(|one| one.state == ReceivedCallState::Waiting);
        let about = waiting.filter(|one| one.source == id.source && one.about.as_ref() == Some(&id.id));
        let mut about = sorted(about, |one| (one.received_at, one.id));
        about.truncate(limit);
        Ok(about)
    }
}

impl Shelf {
    /// What identifies a client's customers and was not taken away.
    fn known(&self, scope: TenantScope) -> impl Iterator<Item = &CustomerIdentity> {
        self.of::<CustomerIdentity>(scope).filter(|one| one.removed_at.is_none())
    }

    fn live(&self, scope: TenantScope, customer: CustomerId, account: AccountId) -> Option<Conversation> {
        let mut own = self.of::<Conversation>(scope).filter(|one| one.customer_id == Some(customer));
        own.find(|one| one.account_id == Some(account) && one.status != ConversationStatus::Archived).cloned()
    }

    fn named(&self, scope: TenantScope, id: &ExternalId) -> Option<Message> {
        self.of::<Message>(scope).find(|one| one.external_id.as_ref() == Some(id)).cloned()
    }

    fn meets(
        &self,
        scope: TenantScope,
        (filter, viewer): (&ConversationFilter, &Viewer),
        conversation: &Conversation,
    ) -> bool {
        let customer = self.one::<Customer>(scope, conversation.customer_id.map(CustomerId::uuid));
        let mut bookmarks = self.of::<Bookmark>(scope).filter(|one| one.conversation_id == conversation.id);
        let bookmark = bookmarks.find(|one| Some(one.agent_id) == viewer.agent);
        let messages = self.of::<Message>(scope).filter(|one| one.conversation_id == conversation.id);
        let mentions: Vec<Mention> = match filter.names_mentions() {
            true => messages.flat_map(|one| one.mentions.iter().copied()).collect(),
            false => Vec::new(),
        };
        filter.is_met(Facts { conversation, customer, bookmark, mentions: &mentions }, viewer)
    }
}

fn is_connected(account: &Account) -> bool {
    account.status != AccountStatus::Disconnected
}

/// Whether a text has another in it, whatever the case of ASCII letters.
fn has(text: Option<&str>, part: &str) -> bool {
    text.is_some_and(|text| text.to_ascii_lowercase().contains(&part.to_ascii_lowercase()))
}

pub(crate) fn sorted<'a, T: Clone + 'a, K: Ord>(rows: impl Iterator<Item = &'a T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut rows: Vec<T> = rows.cloned().collect();
    rows.sort_by_key(key);
    rows
}

/// The rows that come after where the page before ended, the one with the greatest place first.
pub(crate) fn page<'a, T: Clone + 'a>(
    rows: impl Iterator<Item = &'a T>,
    query: PageQuery,
    place: impl Fn(&T) -> Cursor,
) -> Page<T> {
    let left = rows.filter(|row| query.after.is_none_or(|after| place(row) < after));
    cut(sorted(left, |row| std::cmp::Reverse(place(row))), query, place)
}

/// The first of the rows that are left.
fn cut<T>(mut items: Vec<T>, query: PageQuery, place: impl Fn(&T) -> Cursor) -> Page<T> {
    let limit = query.limit.clamp(1, PageQuery::LIMIT_MAX);
    let next = (items.len() > limit).then(|| place(&items[limit - 1]));
    items.truncate(limit);
    Page { items, next }
}

#[async_trait]
impl Search for ShelfStore {
    async fn search(
        &self,
        scope: TenantScope,
        query: &SearchQuery,
        viewer: &Viewer,
        asked: PageQuery,
    ) -> Found<Page<Placed>> {
        let shelf = self.read();
        // Whatever was kept first lies first on the shelf.
        let places = (1..).zip(&shelf.records).filter(|(_, record)| record.client_id() == scope.client_id());
        let placed = |(key, record): (i64, &Arc<Record>)| {
            let place = Cursor { key, id: Searchable::of(record)?.id };
            Some(Placed { place, hit: shelf.hit(scope, (query, viewer), record)? })
        };
        let hits: Vec<Placed> = places.filter_map(placed).collect();
        Ok(page(hits.iter(), asked, |it| it.place))
    }

    async fn index(&self, _limit: usize) -> Found<usize> {
        // Every search looks through everything.
        Ok(0)
    }
}

impl Shelf {
    fn hit(&self, scope: TenantScope, (query, viewer): (&SearchQuery, &Viewer), record: &Record) -> Option<Hit> {
        let searchable = Searchable::of(record)?;
        let is_wanted = query.kind.is_none_or(|kind| kind == searchable.kind) && query.fits(&searchable.words);
        match record {
            _ if !is_wanted => None,
            Record::Message(message) => {
                let conversation = self.one::<Conversation>(scope, message.conversation_id.uuid())?;
                let is_there = query.filter.is_met(message, viewer)
                    && self.meets(scope, (&query.filter.conversations, viewer), conversation);
                is_there.then(|| Hit::Message(message.clone(), conversation.clone()))
            }
            Record::Customer(customer) => query.filter.is_empty().then(|| Hit::Customer(customer.clone())),
            _ => None,
        }
    }
}
