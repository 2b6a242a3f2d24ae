use super::{Unreadable, json, maybe_millis, maybe_time, source, time, word};
use crate::keys::{KeyRing, Sealing};
use chat_core::{Account, AccountFacts, Secret, StoreError};
use sea_orm::entity::prelude::*;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "whatsapp_accounts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub source: String,
    pub phone_number_id: String,
    pub business_account_id: String,
    pub display_phone_number: Option<String>,
    pub access_token: Vec<u8>,
    pub app_secret: Vec<u8>,
    pub previous_app_secret: Option<Vec<u8>>,
    pub verify_token: Vec<u8>,
    pub status: String,
    pub pause_reason: Option<String>,
    pub next_check_at: Option<i64>,
    pub checks: i64,
    pub throughput: Option<i64>,
    pub throughput_cap: Option<i64>,
    pub sends_read_receipts: bool,
    pub throttled_until: Option<i64>,
    pub throttle_ms: i64,
    pub facts: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "account {}", self.id)
    }
}

/// Where a secret stands, so that it cannot be opened anywhere else.
pub(crate) fn place(column: &'static str, id: Uuid, client_id: Uuid) -> Sealing<'static> {
    Sealing { table: "whatsapp_accounts", column, row: id, client: client_id }
}

impl Model {
    /// The row of an account, its secrets sealed.
    pub(crate) fn seal(account: Account, keys: &KeyRing) -> Result<Self, StoreError> {
        let (id, client_id) = (account.id.uuid(), account.client_id.uuid());
        let seal = |column, secret: &Secret| keys.seal(place(column, id, client_id), secret.expose());
        let previous = account.previous_app_secret.as_ref();
        Ok(Self {
            id,
            client_id,
            source: account.source.as_str().to_owned(),
            access_token: seal("access_token", &account.access_token)?,
            app_secret: seal("app_secret", &account.app_secret)?,
            previous_app_secret: previous.map(|secret| seal("previous_app_secret", secret)).transpose()?,
            verify_token: seal("verify_token", &account.verify_token)?,
            phone_number_id: account.address,
            business_account_id: account.business_id,
            display_phone_number: account.display_number,
            status: account.status.as_str().to_owned(),
            pause_reason: account.pause_reason,
            next_check_at: maybe_millis(account.next_check_at),
            checks: account.checks,
            throughput: account.throughput,
            throughput_cap: account.throughput_cap,
            sends_read_receipts: account.sends_read_receipts,
            throttled_until: maybe_millis(account.throttled_until),
            throttle_ms: account.throttle_ms,
            facts: (account.facts != AccountFacts::default())
                .then(|| serde_json::to_string(&account.facts).expect("texts and numbers are JSON")),
            created_at: account.created_at.millis(),
            updated_at: account.updated_at.millis(),
            revision: account.revision,
        })
    }

    /// The account of a row, its secrets opened.
    pub(crate) fn open(self, keys: &KeyRing) -> Result<Account, StoreError> {
        let (id, client_id) = (self.id, self.client_id);
        let open = |column, sealed: &[u8]| keys.open(place(column, id, client_id), sealed).map(Secret::from);
        let previous = self.previous_app_secret.as_deref();
        let read = |row: &Self| -> Result<_, Unreadable> {
            let facts = row.facts.as_deref().map(|text| json("whatsapp_accounts.facts", text)).transpose()?;
            let source = source("whatsapp_accounts.source", &row.source)?;
            Ok((source, word("whatsapp_accounts.status", &row.status)?, facts.unwrap_or_default()))
        };
        let (source, status, facts) = read(&self)?;
        Ok(Account {
            id: id.into(),
            client_id: client_id.into(),
            source,
            access_token: open("access_token", &self.access_token)?,
            app_secret: open("app_secret", &self.app_secret)?,
            previous_app_secret: previous.map(|sealed| open("previous_app_secret", sealed)).transpose()?,
            verify_token: open("verify_token", &self.verify_token)?,
            address: self.phone_number_id,
            business_id: self.business_account_id,
            display_number: self.display_phone_number,
            status,
            pause_reason: self.pause_reason,
            next_check_at: maybe_time(self.next_check_at),
            checks: self.checks,
            throughput: self.throughput,
            throughput_cap: self.throughput_cap,
            sends_read_receipts: self.sends_read_receipts,
            throttled_until: maybe_time(self.throttled_until),
            throttle_ms: self.throttle_ms,
            facts,
            created_at: time(self.created_at),
            updated_at: time(self.updated_at),
            revision: self.revision,
        })
    }
}
