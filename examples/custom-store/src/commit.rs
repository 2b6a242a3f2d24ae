//! The one write.

use crate::shelf::{self, Shelf, ShelfStore};
use async_trait::async_trait;
use chat_core::{
    Account, AccountStatus, Agent, AuditEntry, AuthorizedDomain, Blob, Changes, Claim, Client, Commit, Conversation,
    ConversationStatus, Count, Customer, DeliveryAction, Expected, Message, Notice, Record, StoreError, TenantScope,
    Timestamp, Told, Webhook, Widget, Write,
};
use std::{collections::HashSet, mem::discriminant, sync::Arc};

#[async_trait]
impl Commit for ShelfStore {
    async fn commit(&self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        let mut shelf = self.write();
        let mut copy = shelf.clone();
        let notices = copy.take(scope, changes)?;
        *shelf = copy;
        Ok(notices)
    }
}

impl Shelf {
    /// Makes changes on a shelf that is thrown away when one of them is refused.
    fn take(&mut self, scope: TenantScope, changes: Changes) -> Result<Vec<Notice>, StoreError> {
        if let Some(claim) = &changes.ends {
            self.end(scope, claim)?;
        }
        let mut names = HashSet::new();
        if !changes.writes.iter().all(|write| names.insert((discriminant(&write.record), shelf::uuid(&write.record)))) {
            return Err(StoreError::Conflict);
        }
        for write in changes.writes {
            self.put(scope, write)?;
        }
        for count in changes.counts {
            self.add(scope, count)?;
        }
        changes.told.into_iter().map(|told| self.tell(scope, told, changes.at)).collect()
    }

    fn end(&mut self, scope: TenantScope, claim: &Claim) -> Result<(), StoreError> {
        if claim.scope != scope || self.one::<Conversation>(scope, claim.conversation_id.uuid()).is_none() {
            return Err(StoreError::Foreign);
        }
        match self.holds.get(&claim.conversation_id) {
            Some((token, _)) if *token == claim.token => drop(self.holds.remove(&claim.conversation_id)),
            _ => return Err(StoreError::Conflict),
        }
        self.free.insert(claim.conversation_id, claim.free_at);
        Ok(())
    }

    fn put(&mut self, scope: TenantScope, write: Write) -> Result<(), StoreError> {
        let Write { mut record, expected } = write;
        let is_own = record.client_id() == scope.client_id();
        let is_known = matches!(record, Record::Client(_)) || self.knows(scope);
        if !is_own || !is_known || !self.is_at_home(scope, &record) {
            return Err(StoreError::Foreign);
        }
        let is_same =
            |one: &Record| discriminant(one) == discriminant(&record) && shelf::uuid(one) == shelf::uuid(&record);
        let place = self.records.iter().position(|one| is_same(one));
        let taken = keys(&record);
        let others = self.records.iter().filter(|one| !is_same(one));
        if others.flat_map(|one| keys(one)).any(|key| taken.contains(&key)) {
            return Err(StoreError::Conflict);
        }
        match (expected, place) {
            (Expected::Absent, None) => {
                shelf::count(&mut record, 1);
                if let Record::Conversation(conversation) = &mut record {
                    conversation.last_seq = 0;
                }
                self.records.push(Arc::new(record));
            }
            (Expected::Revision(read), Some(place)) => {
                let stored = &self.records[place];
                let is_fixed = matches!(record, Record::DomainStep(_));
                if stored.client_id() != scope.client_id() || stored.revision() != read || is_fixed {
                    return Err(StoreError::Conflict);
                }
                shelf::count(&mut record, read + 1);
                if let (Record::Conversation(next), Record::Conversation(stored)) = (&mut record, stored.as_ref()) {
                    next.last_seq = stored.last_seq;
                }
                self.records[place] = Arc::new(record);
            }
            _ => return Err(StoreError::Conflict),
        }
        Ok(())
    }

    fn add(&mut self, scope: TenantScope, count: Count) -> Result<(), StoreError> {
        if count.client_id != scope.client_id() || self.one::<Widget>(scope, count.widget_id.uuid()).is_none() {
            return Err(StoreError::Foreign);
        }
        let is_same = |known: &&mut Count| Count { count: count.count, ..(**known).clone() } == count;
        match self.counts.iter_mut().find(is_same) {
            Some(known) => known.count += count.count,
            None => self.counts.push(count),
        }
        Ok(())
    }

    fn knows(&self, scope: TenantScope) -> bool {
        self.one::<Client>(scope, scope.client_id().uuid()).is_some()
    }

    /// Whether all that a record refers to is the client's own.
    fn is_at_home(&self, scope: TenantScope, record: &Record) -> bool {
        let account = |id| self.one::<Account>(scope, id).is_some();
        let agent = |id| self.one::<Agent>(scope, id).is_some();
        let conversation = |id| self.one::<Conversation>(scope, id).is_some();
        let customer = |id| self.one::<Customer>(scope, id).is_some();
        let message = |id| self.one::<Message>(scope, id).is_some();
        match record {
            Record::Account(_)
            | Record::Agent(_)
            | Record::AuditEntry(_)
            | Record::Blob(_)
            | Record::Client(_)
            | Record::Customer(_)
            | Record::Definition(_)
            | Record::Job(_)
            | Record::KeptAnswer(_)
            | Record::Webhook(_)
            | Record::Invitation(_)
            | Record::Widget(_) => true,
            Record::Attachment(one) => {
                self.one::<Blob>(scope, one.blob_id.uuid()).is_some()
                    && one.conversation_id.is_none_or(|id| conversation(id.uuid()))
                    && one.message_id.is_none_or(|id| message(id.uuid()))
            }
            Record::Bookmark(one) => conversation(one.conversation_id.uuid()),
            Record::WebhookCall(one) => self.one::<Webhook>(scope, one.webhook_id.uuid()).is_some(),
            Record::AuthorizedDomain(one) => self.one::<Widget>(scope, one.widget_id.uuid()).is_some(),
            Record::DomainStep(one) => self.one::<AuthorizedDomain>(scope, one.domain_id.uuid()).is_some(),
            Record::ApiKey(key) => agent(key.agent_id.uuid()),
            Record::Session(session) => agent(session.agent_id.uuid()),
            Record::CustomerIdentity(identity) => customer(identity.customer_id.uuid()),
            Record::DossierEntry(entry) => customer(entry.customer_id.uuid()),
            Record::ReceivedCall(call) => call.account_id.is_none_or(|id| account(id.uuid())),
            Record::Conversation(one) => {
                one.customer_id.is_none_or(|id| customer(id.uuid()))
                    && one.account_id.is_none_or(|id| account(id.uuid()))
            }
            Record::DeliveryAttempt(one) => message(one.message_id.uuid()),
            Record::Message(one) => {
                conversation(one.conversation_id.uuid()) && one.reply_to.is_none_or(|id| message(id.uuid()))
            }
            Record::Delivery(one) => {
                let sends_own = match &one.action {
                    DeliveryAction::Send { message_id } => message(message_id.uuid()),
                    DeliveryAction::React { .. } | DeliveryAction::MarkRead { .. } => true,
                };
                sends_own && conversation(one.conversation_id.uuid()) && account(one.account_id.uuid())
            }
        }
    }

    fn tell(&mut self, scope: TenantScope, told: Told, at: Timestamp) -> Result<Notice, StoreError> {
        let Told { thread, event } = told;
        let client_id = scope.client_id();
        if !self.knows(scope) {
            return Err(StoreError::Foreign);
        }
        let head = self.head(scope);
        let seq = head + 1;
        let mut previous_seq = head;
        if let Some(thread) = &thread {
            let id = thread.conversation_id.uuid();
            let mut conversation = self.one::<Conversation>(scope, id).cloned().ok_or(StoreError::Foreign)?;
            previous_seq = std::mem::replace(&mut conversation.last_seq, seq);
            let is_it = |one: &Arc<Record>| matches!(one.as_ref(), Record::Conversation(c) if c.id == conversation.id);
            let place = self.records.iter().position(is_it).expect("it was found just now");
            self.records[place] = Arc::new(conversation.into());
        }
        let notice = Notice { client_id, seq, previous_seq, at, thread, event };
        self.journal.push(Arc::new(notice.clone()));
        Ok(notice)
    }
}

/// What no two records may have alike, written down so that equal keys are equal texts. What is unique within a client begins
/// with the client.
fn keys(record: &Record) -> Vec<String> {
    let client = record.client_id();
    match record {
        Record::Account(one) if one.status != AccountStatus::Disconnected => {
            vec![format!("address {} {}", one.source, one.address)]
        }
        Record::Agent(one) => vec![format!("email {}", one.email)],
        Record::ApiKey(one) => vec![format!("key {:?}", one.token_hash.0)],
        Record::Invitation(one) => {
            let waiting = one.ended_at.is_none().then(|| format!("{client} has invited {}", one.email));
            [format!("invitation {:?}", one.token_hash.0)].into_iter().chain(waiting).collect()
        }
        Record::Session(one) => vec![format!("session {:?}", one.token_hash.0)],
        Record::KeptAnswer(one) => vec![format!("{client} answered {} {}", one.caller, one.key)],
        Record::Bookmark(one) => vec![format!("{client} bookmark {} {}", one.conversation_id, one.agent_id)],
        Record::AuditEntry(AuditEntry { link: Some(link), .. }) => vec![format!("{client} audit {}", link.seq)],
        Record::AuthorizedDomain(one) => vec![format!("{client} domain {} {}", one.widget_id, one.entry)],
        Record::Widget(one) => vec![format!("widget {}", one.public_key)],
        Record::Blob(one) if one.is_live() => vec![format!("{client} bytes {}", one.hash)],
        Record::Conversation(one) if one.status != ConversationStatus::Archived => {
            let held = one.customer_id.zip(one.account_id);
            held.map(|(customer, account)| format!("{client} talks {customer} {account}")).into_iter().collect()
        }
        Record::CustomerIdentity(one) if one.removed_at.is_none() => {
            vec![format!("{client} identity {} {}", one.key.kind, one.key.value)]
        }
        Record::DossierEntry(one) => one.name.iter().map(|name| format!("{client} told {name}")).collect(),
        Record::Definition(one) => one.key().map(|key| format!("{client} defines {key}")).into_iter().collect(),
        Record::Message(one) => {
            let mut keys = vec![format!("{client} place {} {}", one.conversation_id, one.position)];
            keys.extend(one.external_id.as_ref().map(|id| format!("{client} external {} {}", id.source, id.id)));
            let sent = one.sender_id.zip(one.client_message_id.as_ref());
            keys.extend(sent.map(|(sender, id)| format!("{client} sent {sender} {id}")));
            keys
        }
        Record::Account(_)
        | Record::Attachment(_)
        | Record::AuditEntry(_)
        | Record::Blob(_)
        | Record::Client(_)
        | Record::Conversation(_)
        | Record::Customer(_)
        | Record::CustomerIdentity(_)
        | Record::Delivery(_)
        | Record::DeliveryAttempt(_)
        | Record::DomainStep(_)
        | Record::ReceivedCall(_)
        | Record::Job(_)
        | Record::Webhook(_)
        | Record::WebhookCall(_) => vec![],
    }
}
