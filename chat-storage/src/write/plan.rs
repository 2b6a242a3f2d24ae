use super::{Committing, counts::Counts, search::Findable};
use crate::{
    KeyRing,
    entity::{
        account, agent, api_key, attachment, attempt, audit_entry, blob, bookmark, client, conversation, customer,
        definition, delivery, domain, domain_step, dossier, identity, invitation, job, kept_answer, message,
        received_call, session, webhook, webhook_call, widget,
    },
};
use chat_core::{Changes, DeliveryState, Expected, Record, StoreError, TenantScope, Timestamp};
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// What a batch writes, table by table.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) accounts: Rows<account::Model>,
    pub(super) agents: Rows<agent::Model>,
    pub(super) api_keys: Rows<api_key::Model>,
    pub(super) attachments: Rows<attachment::Model>,
    pub(super) attempts: Rows<attempt::Model>,
    pub(super) audit: Rows<audit_entry::Model>,
    pub(super) blobs: Rows<blob::Model>,
    pub(super) bookmarks: Rows<bookmark::Model>,
    pub(super) calls: Rows<received_call::Model>,
    pub(super) clients: Rows<client::Model>,
    pub(super) conversations: Rows<conversation::Model>,
    pub(super) customers: Rows<customer::Model>,
    pub(super) definitions: Rows<definition::Model>,
    pub(super) deliveries: Rows<delivery::Model>,
    pub(super) domains: Rows<domain::Model>,
    pub(super) domain_steps: Rows<domain_step::Model>,
    pub(super) dossiers: Rows<dossier::Model>,
    pub(super) identities: Rows<identity::Model>,
    pub(super) invitations: Rows<invitation::Model>,
    pub(super) jobs: Rows<job::Model>,
    pub(super) kept_answers: Rows<kept_answer::Model>,
    pub(super) messages: Rows<message::Model>,
    pub(super) sessions: Rows<session::Model>,
    pub(super) webhooks: Rows<webhook::Model>,
    pub(super) webhook_calls: Rows<webhook_call::Model>,
    pub(super) widgets: Rows<widget::Model>,
    /// What is to be found.
    pub(super) findable: Findable,
    /// What is added to the figures of widgets.
    pub(super) counts: Counts,
    /// The lanes whose deliveries change.
    pub(super) lanes: BTreeSet<Lane>,
    /// The holds that end.
    pub(super) ends: Vec<End>,
    /// The events, in order.
    pub(super) told: Vec<Told>,
    /// About how much is written.
    pub(super) bytes: u64,
}

pub(super) struct Rows<M> {
    pub(super) inserts: Vec<M>,
    pub(super) updates: Vec<M>,
}

impl<M> Default for Rows<M> {
    fn default() -> Self {
        Self { inserts: Vec::new(), updates: Vec::new() }
    }
}

impl<M> Rows<M> {
    fn add(&mut self, row: M, expected: Expected) {
        match expected {
            Expected::Absent => self.inserts.push(row),
            Expected::Revision(_) => self.updates.push(row),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Lane {
    pub(super) client: Uuid,
    pub(super) conversation: Uuid,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) lane: Lane,
    pub(super) token: i64,
    pub(super) free_at: i64,
}

/// An event that waits for its place in the journal.
pub(super) struct Told {
    pub(super) client: Uuid,
    pub(super) thread: Option<chat_core::Thread>,
    pub(super) at: Timestamp,
    pub(super) event: String,
}

/// What can be refused without looking at the database.
pub(super) fn check(scope: TenantScope, changes: &Changes) -> Result<(), StoreError> {
    let is_foreign = changes.writes.iter().any(|write| write.record.client_id() != scope.client_id())
        || changes.counts.iter().any(|count| count.client_id != scope.client_id())
        || changes.ends.as_ref().is_some_and(|claim| claim.scope != scope);
    if is_foreign {
        return Err(StoreError::Foreign);
    }
    // It is never changed, whatever is expected of it.
    let is_changed =
        |write: &chat_core::Write| matches!(write.record, Record::DomainStep(_)) && write.expected != Expected::Absent;
    let mut seen = HashSet::new();
    let is_twice = changes.writes.iter().any(|write| !seen.insert(name_of(&write.record)));
    if is_twice || changes.writes.iter().any(is_changed) {
        return Err(StoreError::Conflict);
    }
    Ok(())
}

/// What tells a record from every other.
pub(crate) type Name = (std::mem::Discriminant<Record>, Uuid);

pub(super) fn name_of(record: &Record) -> Name {
    let id = match record {
        Record::Account(record) => record.id.uuid(),
        Record::Agent(record) => record.id.uuid(),
        Record::ApiKey(record) => record.id.uuid(),
        Record::Attachment(record) => record.id.uuid(),
        Record::AuditEntry(record) => record.id.uuid(),
        Record::AuthorizedDomain(record) => record.id.uuid(),
        Record::Blob(record) => record.id.uuid(),
        Record::Bookmark(record) => record.id.uuid(),
        Record::Client(record) => record.id.uuid(),
        Record::Conversation(record) => record.id.uuid(),
        Record::Customer(record) => record.id.uuid(),
        Record::CustomerIdentity(record) => record.id.uuid(),
        Record::Definition(record) => record.id.uuid(),
        Record::Delivery(record) => record.id.uuid(),
        Record::DeliveryAttempt(record) => record.id.uuid(),
        Record::DomainStep(record) => record.id.uuid(),
        Record::DossierEntry(record) => record.id.uuid(),
        Record::Invitation(record) => record.id.uuid(),
        Record::Job(record) => record.id.uuid(),
        Record::KeptAnswer(record) => record.id.uuid(),
        Record::Message(record) => record.id.uuid(),
        Record::ReceivedCall(record) => record.id.uuid(),
        Record::Session(record) => record.id.uuid(),
        Record::Webhook(record) => record.id.uuid(),
        Record::WebhookCall(record) => record.id.uuid(),
        Record::Widget(record) => record.id.uuid(),
    };
    (std::mem::discriminant(record), id)
}

impl Plan {
    /// Plans what `jobs` write, as if one came after another.
    pub(super) fn of<'a>(jobs: impl IntoIterator<Item = &'a Committing>, keys: &KeyRing) -> Result<Self, StoreError> {
        let mut plan = Self::default();
        for Committing { scope, changes } in jobs {
            for write in &changes.writes {
                plan.add(write.record.clone(), write.expected, keys)?;
            }
            let client = scope.client_id().uuid();
            plan.ends.extend(changes.ends.as_ref().map(|claim| End {
                lane: Lane { client, conversation: claim.conversation_id.uuid() },
                token: claim.token,
                free_at: claim.free_at.millis(),
            }));
            changes.counts.iter().for_each(|count| plan.counts.add(count));
            plan.bytes += Self::ROW_BYTES * changes.counts.len() as u64;
            for told in &changes.told {
                let event = serde_json::to_string(&told.event).map_err(StoreError::backend)?;
                plan.bytes += Self::ROW_BYTES + event.len() as u64;
                plan.told.push(Told { client, thread: told.thread.clone(), at: changes.at, event });
            }
        }
        plan.bytes += plan.findable.bytes();
        plan.sort();
        Ok(plan)
    }

    /// About what a row costs beside its texts.
    const ROW_BYTES: u64 = 512;

    fn add(&mut self, record: Record, expected: Expected, keys: &KeyRing) -> Result<(), StoreError> {
        // An update looks for the revision that it expects.
        let revision = match expected {
            Expected::Absent => 1,
            Expected::Revision(revision) => revision,
        };
        self.bytes += Self::ROW_BYTES;
        self.findable.add(&record, expected);
        macro_rules! add {
            ($rows:ident, $row:expr) => {
                self.$rows.add(
                    {
                        let mut row = $row;
                        row.revision = revision;
                        row
                    },
                    expected,
                )
            };
        }
        match record {
            Record::Account(record) => add!(accounts, account::Model::seal(record, keys)?),
            Record::Agent(record) => add!(agents, agent::Model::seal(record, keys)?),
            Record::Invitation(record) => add!(invitations, invitation::Model::from(record)),
            Record::ApiKey(record) => add!(api_keys, api_key::Model::from(record)),
            Record::Attachment(record) => add!(attachments, attachment::Model::from(record)),
            Record::Bookmark(record) => add!(bookmarks, bookmark::Model::from(record)),
            Record::AuditEntry(record) => add!(audit, audit_entry::Model::of(record)?),
            Record::Blob(record) => add!(blobs, blob::Model::from(record)),
            Record::AuthorizedDomain(record) => add!(domains, domain::Model::from(record)),
            Record::DomainStep(record) => self.domain_steps.add(domain_step::Model::from(record), expected),
            Record::DossierEntry(record) => {
                let row = dossier::Model::from(record);
                self.bytes += row.body.len() as u64;
                add!(dossiers, row);
            }
            Record::Client(record) => add!(clients, client::Model::from(record)),
            Record::Conversation(record) => add!(conversations, conversation::Model::from(record)),
            Record::Customer(record) => add!(customers, customer::Model::from(record)),
            Record::CustomerIdentity(record) => add!(identities, identity::Model::from(record)),
            Record::Definition(record) => add!(definitions, definition::Model::from(record)),
            Record::Delivery(record) => {
                // One that was never pending gives its conversation no lane.
                if record.state == DeliveryState::Pending || expected != Expected::Absent {
                    let (client, conversation) = (record.client_id.uuid(), record.conversation_id.uuid());
                    self.lanes.insert(Lane { client, conversation });
                }
                add!(deliveries, delivery::Model::from(record));
            }
            Record::DeliveryAttempt(record) => add!(attempts, attempt::Model::from(record)),
            Record::Job(record) => {
                self.bytes += 36 * record.left.len() as u64;
                add!(jobs, job::Model::from(record));
            }
            Record::KeptAnswer(record) => {
                self.bytes += record.answer.as_ref().map_or(0, |answer| answer.expose().len()) as u64;
                add!(kept_answers, kept_answer::Model::seal(record, keys)?);
            }
            Record::Message(record) => {
                self.bytes += record.content.len() as u64;
                add!(messages, message::Model::from(record));
            }
            Record::ReceivedCall(record) => {
                self.bytes += record.body.len() as u64;
                add!(calls, received_call::Model::from(record));
            }
            Record::Session(record) => add!(sessions, session::Model::from(record)),
            Record::Webhook(record) => add!(webhooks, webhook::Model::seal(record, keys)?),
            Record::WebhookCall(record) => add!(webhook_calls, webhook_call::Model::from(record)),
            Record::Widget(record) => add!(widgets, widget::Model::seal(record, keys)?),
        }
        Ok(())
    }

    /// Rows are locked in the order in which they are written: the same in every process, so that none waits for another in a
    /// circle.
    fn sort(&mut self) {
        self.accounts.updates.sort_unstable_by_key(|row| row.id);
        self.agents.updates.sort_unstable_by_key(|row| row.id);
        self.api_keys.updates.sort_unstable_by_key(|row| row.id);
        self.attachments.updates.sort_unstable_by_key(|row| row.id);
        self.bookmarks.updates.sort_unstable_by_key(|row| row.id);
        self.audit.updates.sort_unstable_by_key(|row| row.id);
        self.blobs.updates.sort_unstable_by_key(|row| row.id);
        self.conversations.updates.sort_unstable_by_key(|row| row.id);
        self.customers.updates.sort_unstable_by_key(|row| row.id);
        self.definitions.updates.sort_unstable_by_key(|row| row.id);
        self.deliveries.updates.sort_unstable_by_key(|row| row.id);
        self.domains.updates.sort_unstable_by_key(|row| row.id);
        self.dossiers.updates.sort_unstable_by_key(|row| row.id);
        self.identities.updates.sort_unstable_by_key(|row| row.id);
        self.invitations.updates.sort_unstable_by_key(|row| row.id);
        self.jobs.updates.sort_unstable_by_key(|row| row.id);
        self.kept_answers.updates.sort_unstable_by_key(|row| row.id);
        self.messages.updates.sort_unstable_by_key(|row| row.id);
        self.webhooks.updates.sort_unstable_by_key(|row| row.id);
        self.sessions.updates.sort_unstable_by_key(|row| row.id);
        self.widgets.updates.sort_unstable_by_key(|row| row.id);
        self.ends.sort_unstable_by_key(|end| end.lane);
    }
}
