use super::{
    MemoryStore,
    fault::{Faults, MemoryFault},
    keys::{self, Kind, OwnKey, SharedKey},
    state::State,
};
use crate::{
    Changes, Claim, ClientId, Commit, Count, Expected, Notice, Record, Seq, StoreError, TenantScope, Thread, Timestamp,
    Told, Write,
};
use async_trait::async_trait;
use std::collections::HashSet;

#[async_trait]
impl Commit for MemoryStore {
    async fn commit(&self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        #[cfg(feature = "faults")]
        if let Some(outcome) = self.commit_in_steps(scope, &changes).await {
            return outcome;
        }
        self.with(|state| state.commit(scope, changes))?
    }
}

/// A record that was written, and the one that stood there before.
pub(super) struct Written {
    now: Record,
    before: Option<Record>,
}

impl State {
    pub(super) fn commit(&mut self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        let Changes { writes, told, counts, ends, at } = changes;
        self.check_hold(scope, ends.as_ref())?;
        let mut done = Vec::new();
        let written = self.write_all(scope, writes, &mut done);
        let fits =
            written.and_then(|()| self.check_threads(scope, &told)).and_then(|()| self.check_counts(scope, &counts));
        if let Err(error) = fits {
            if !self.faults.has(MemoryFault::ApplyHalf) {
                self.undo(done);
            }
            return Err(error);
        }
        // Nothing fails from here on.
        self.add(counts);
        if let (Some(claim), Some(tenant)) = (ends, self.tenants.get_mut(&scope.client_id())) {
            tenant.end(&claim);
        }
        Ok(self.tell(scope.client_id(), told, at))
    }

    pub(super) fn check_hold(&self, scope: TenantScope, ends: Option<&Claim>) -> Result<(), StoreError> {
        let Some(claim) = ends else { return Ok(()) };
        if claim.scope != scope {
            return Err(StoreError::Foreign);
        }
        let hold = self.tenant(scope).and_then(|tenant| tenant.holds.get(&claim.conversation_id));
        if hold.is_some_and(|hold| hold.token == claim.token) || self.faults.has(MemoryFault::IgnoreToken) {
            return Ok(());
        }
        Err(StoreError::Conflict)
    }

    pub(super) fn write_all(
        &mut self,
        scope: TenantScope,
        writes: Vec<Write>,
        done: &mut Vec<Written>,
    ) -> Result<(), StoreError> {
        if writes.iter().any(|write| write.record.client_id() != scope.client_id()) {
            return Err(StoreError::Foreign);
        }
        let mut names = HashSet::new();
        if !writes.iter().all(|write| names.insert(keys::id_of(&write.record))) {
            return Err(StoreError::Conflict);
        }
        for write in writes {
            let written = self.check(scope, write)?;
            if let Some(before) = &written.before {
                self.take(before);
                if self.faults.has(MemoryFault::KeepOldKeys) {
                    self.keep_keys(before);
                }
            }
            self.put(written.now.clone());
            done.push(written);
        }
        Ok(())
    }

    /// What a write comes to, when everything that it promises and needs is so.
    fn check(&self, scope: TenantScope, write: Write) -> Result<Written, StoreError> {
        let Write { mut record, expected } = write;
        let name = keys::id_of(&record);
        let tenant = self.tenant(scope);
        let is_known = tenant.is_some_and(|tenant| tenant.client.is_some()) || name.0 == Kind::Client;
        if !is_known || !self.are_own(scope, &record) {
            return Err(StoreError::Foreign);
        }
        let before = tenant.and_then(|tenant| tenant.record(name));
        let revision = match (expected, &before) {
            (Expected::Absent, None) => 1,
            // It is never changed, whatever is expected of them.
            (Expected::Revision(_), Some(Record::DomainStep(_))) => return Err(StoreError::Conflict),
            (Expected::Revision(read), Some(stored))
                if stored.revision() == read || self.faults.has(MemoryFault::IgnoreRevision) =>
            {
                stored.revision() + 1
            }
            _ => return Err(StoreError::Conflict),
        };
        self.check_keys(scope, &record)?;
        keys::set_revision(&mut record, revision);
        self.keep_last_seq(&mut record, before.as_ref());
        cut_text(&mut record, self.faults);
        Ok(Written { now: record, before })
    }

    fn are_own(&self, scope: TenantScope, record: &Record) -> bool {
        let is_own = |name| self.tenant(scope).is_some_and(|tenant| tenant.record(name).is_some());
        self.faults.has(MemoryFault::AcceptForeignReference) || keys::references(record).into_iter().all(is_own)
    }

    fn check_keys(&self, scope: TenantScope, record: &Record) -> Result<(), StoreError> {
        let (_, id) = keys::id_of(record);
        let is_forgotten = |key: &OwnKey| {
            self.faults.has(match key {
                OwnKey::Answer(..) => MemoryFault::ForgetAnswer,
                OwnKey::Bookmark(..) => MemoryFault::ForgetBookmark,
                OwnKey::AuditPlace(_) => MemoryFault::ForgetAuditPlace,
                OwnKey::Bytes(_) => MemoryFault::ForgetBytes,
                OwnKey::ClientMessageId(..) => MemoryFault::ForgetClientMessageId,
                OwnKey::Definition(_) => MemoryFault::ForgetDefinition,
                OwnKey::Domain(..) => MemoryFault::ForgetDomain,
                OwnKey::DossierEntry(_) => MemoryFault::ForgetDossierEntry,
                OwnKey::ExternalId(_) => MemoryFault::ForgetExternalId,
                OwnKey::Invited(_) => MemoryFault::ForgetInvited,
                OwnKey::Identity(_) => MemoryFault::ForgetIdentity,
                OwnKey::LiveConversation(..) => MemoryFault::ForgetLiveConversation,
                OwnKey::Position(..) => MemoryFault::ForgetPosition,
            })
        };
        let is_taken = |key: &OwnKey| {
            let holder = self.tenant(scope).and_then(|tenant| tenant.keys.get(key));
            holder.is_some_and(|holder| *holder != id) && !is_forgotten(key)
        };
        let is_shared_taken = |key: &SharedKey| {
            let holder = self.keys.get(key);
            let is_forgotten = match key {
                SharedKey::Address(..) => self.faults.has(MemoryFault::ForgetAddress),
                SharedKey::WidgetKey(_) => self.faults.has(MemoryFault::ForgetWidgetKey),
                _ => false,
            };
            holder.is_some_and(|holder| *holder != (scope.client_id(), id)) && !is_forgotten
        };
        if keys::own_keys(record).iter().any(is_taken) || keys::shared_keys(record).iter().any(is_shared_taken) {
            return Err(StoreError::Conflict);
        }
        Ok(())
    }

    /// The last event of a conversation is the store's to know: whatever a command wrote there is not looked at.
    fn keep_last_seq(&self, record: &mut Record, before: Option<&Record>) {
        if let Record::Conversation(conversation) = record
            && !self.faults.has(MemoryFault::TrustLastSeq)
        {
            conversation.last_seq = match before {
                Some(Record::Conversation(before)) => before.last_seq,
                _ => 0,
            };
        }
    }

    fn keep_keys(&mut self, record: &Record) {
        let (_, id) = keys::id_of(record);
        let client = record.client_id();
        self.keys.extend(keys::shared_keys(record).into_iter().map(|key| (key, (client, id))));
        let tenant = self.tenants.entry(client).or_default();
        tenant.keys.extend(keys::own_keys(record).into_iter().map(|key| (key, id)));
    }

    pub(super) fn check_threads(&self, scope: TenantScope, told: &[Told]) -> Result<(), StoreError> {
        if told.is_empty() {
            return Ok(());
        }
        let tenant = self.tenant(scope).filter(|tenant| tenant.client.is_some()).ok_or(StoreError::Foreign)?;
        let is_own = |thread: &Thread| tenant.conversations.contains_key(&thread.conversation_id);
        match told.iter().filter_map(|told| told.thread.as_ref()).all(is_own) {
            true => Ok(()),
            false => Err(StoreError::Foreign),
        }
    }

    fn check_counts(&self, scope: TenantScope, counts: &[Count]) -> Result<(), StoreError> {
        let is_own = |count: &Count| {
            let tenant = self.tenant(scope).filter(|_| count.client_id == scope.client_id());
            tenant.is_some_and(|tenant| tenant.widgets.contains_key(&count.widget_id))
        };
        if counts.iter().all(is_own) { Ok(()) } else { Err(StoreError::Foreign) }
    }

    fn add(&mut self, counts: Vec<Count>) {
        for Count { client_id, widget_id, day, counter, origin, count } in counts {
            let tenant = self.tenants.entry(client_id).or_default();
            *tenant.counts.entry((widget_id, day, counter, origin)).or_default() += count;
        }
    }

    pub(super) fn undo(&mut self, done: Vec<Written>) {
        for Written { now, before } in done.into_iter().rev() {
            self.take(&now);
            if let Some(before) = before {
                self.put(before);
            }
        }
    }

    pub(super) fn tell(&mut self, client_id: ClientId, told: Vec<Told>, at: Timestamp) -> Vec<Notice> {
        let faults = self.faults;
        let Some(tenant) = self.tenants.get_mut(&client_id) else { return vec![] };
        let mut head = tenant.head();
        if faults.has(MemoryFault::SkipSeq) {
            head += 1;
        }
        let reused: Option<Seq> = faults.has(MemoryFault::ReuseSeq).then_some(head + 1);
        let mut notices = Vec::with_capacity(told.len());
        for Told { thread, event } in told {
            let seq = reused.unwrap_or(head + 1);
            let conversation = thread.as_ref().and_then(|t| tenant.conversations.get_mut(&t.conversation_id));
            let previous_seq = match conversation {
                Some(conversation) => std::mem::replace(&mut conversation.last_seq, seq),
                None => head,
            };
            let previous_seq = if faults.has(MemoryFault::PreviousOfJournal) { head } else { previous_seq };
            notices.push(Notice { client_id, seq, previous_seq, at, thread, event });
            head = seq;
        }
        tenant.journal.extend_from_slice(&notices);
        notices
    }
}

fn cut_text(record: &mut Record, faults: Faults) {
    if let Record::Message(message) = record
        && faults.has(MemoryFault::CutText)
    {
        message.content.retain(|character| u32::from(character) <= 0xffff);
    }
}
