use super::{Unreadable, json, maybe_millis, maybe_time, time, word};
use crate::keys::{KeyRing, Sealing};
use chat_core::{Secret, StoreError, Webhook};
use sea_orm::entity::prelude::*;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhooks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub url: String,
    pub description: String,
    pub events: String,
    pub secret: Vec<u8>,
    pub previous_secret: Option<Vec<u8>>,
    pub previous_until: Option<i64>,
    pub status: String,
    pub reason: Option<String>,
    pub journal_seq: i64,
    pub failures: i64,
    pub failing_since: Option<i64>,
    pub next_at: i64,
    pub turn: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "webhook {}", self.id)
    }
}

/// Where a secret stands, so that it cannot be opened anywhere else.
pub(crate) fn place(column: &'static str, id: Uuid, client_id: Uuid) -> Sealing<'static> {
    Sealing { table: "webhooks", column, row: id, client: client_id }
}

impl Model {
    /// The row of a webhook, its secrets sealed.
    pub(crate) fn seal(webhook: Webhook, keys: &KeyRing) -> Result<Self, StoreError> {
        let (id, client_id) = (webhook.id.uuid(), webhook.client_id.uuid());
        let seal = |column, secret: &Secret| keys.seal(place(column, id, client_id), secret.expose());
        let previous = webhook.previous_secret.as_ref();
        Ok(Self {
            id,
            client_id,
            events: serde_json::to_string(&webhook.events).map_err(StoreError::backend)?,
            secret: seal("secret", &webhook.secret)?,
            previous_secret: previous.map(|secret| seal("previous_secret", secret)).transpose()?,
            previous_until: maybe_millis(webhook.previous_until),
            url: webhook.url,
            description: webhook.description,
            status: webhook.status.as_str().to_owned(),
            reason: webhook.reason,
            journal_seq: webhook.cursor,
            failures: webhook.failures,
            failing_since: maybe_millis(webhook.failing_since),
            next_at: webhook.next_at.millis(),
            turn: webhook.turn,
            created_at: webhook.created_at.millis(),
            updated_at: webhook.updated_at.millis(),
            revision: webhook.revision,
        })
    }

    /// The webhook of a row, its secrets opened.
    pub(crate) fn open(self, keys: &KeyRing) -> Result<Webhook, StoreError> {
        let (id, client_id) = (self.id, self.client_id);
        let open = |column, sealed: &[u8]| keys.open(place(column, id, client_id), sealed).map(Secret::from);
        let secret = open("secret", &self.secret)?;
        let previous_secret = self.previous_secret.as_deref();
        let previous_secret = previous_secret.map(|sealed| open("previous_secret", sealed)).transpose()?;
        let read = |row: Self| -> Result<Webhook, Unreadable> {
            Ok(Webhook {
                id: row.id.into(),
                client_id: row.client_id.into(),
                events: json("webhooks.events", &row.events)?,
                status: word("webhooks.status", &row.status)?,
                url: row.url,
                description: row.description,
                secret,
                previous_secret,
                previous_until: maybe_time(row.previous_until),
                reason: row.reason,
                cursor: row.journal_seq,
                failures: row.failures,
                failing_since: maybe_time(row.failing_since),
                next_at: time(row.next_at),
                turn: row.turn,
                created_at: time(row.created_at),
                updated_at: time(row.updated_at),
                revision: row.revision,
            })
        };
        Ok(read(self)?)
    }
}
