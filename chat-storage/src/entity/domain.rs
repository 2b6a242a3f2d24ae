use super::{Unreadable, maybe_millis, maybe_time, time, word};
use chat_core::{AuthorizedDomain, DomainEntry, DomainMethod};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "authorized_domains")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub widget_id: Uuid,
    pub domain: String,
    pub verified: bool,
    pub method: Option<String>,
    pub token: String,
    pub checked_at: Option<i64>,
    pub failures: i64,
    pub verified_at: Option<i64>,
    pub created_at: i64,
    pub host: String,
    pub scope: String,
    pub state: String,
    pub token_expires_at: i64,
    pub first_failure_at: Option<i64>,
    pub stale_at: Option<i64>,
    pub last_fault: Option<String>,
    pub next_check_at: Option<i64>,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<AuthorizedDomain> for Model {
    fn from(domain: AuthorizedDomain) -> Self {
        Self {
            id: domain.id.uuid(),
            client_id: domain.client_id.uuid(),
            widget_id: domain.widget_id.uuid(),
            domain: domain.entry.to_string(),
            verified: domain.state.is_proven(),
            method: domain.method.map(|method| method.as_str().to_owned()),
            token: domain.token,
            checked_at: maybe_millis(domain.checked_at),
            failures: domain.failures,
            verified_at: maybe_millis(domain.verified_at),
            created_at: domain.created_at.millis(),
            host: domain.entry.host().to_owned(),
            scope: if domain.entry.has_wildcard() { "wildcard" } else { "host" }.to_owned(),
            state: domain.state.as_str().to_owned(),
            token_expires_at: domain.token_expires_at.millis(),
            first_failure_at: maybe_millis(domain.first_failure_at),
            stale_at: maybe_millis(domain.stale_at),
            last_fault: domain.last_fault,
            next_check_at: maybe_millis(domain.next_check_at),
            updated_at: domain.updated_at.millis(),
            revision: domain.revision,
        }
    }
}

impl TryFrom<Model> for AuthorizedDomain {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        let method = |text: &String| word::<DomainMethod>("authorized_domains.method", text);
        let unreadable = |_| Unreadable { column: "authorized_domains.domain" };
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            widget_id: row.widget_id.into(),
            entry: DomainEntry::stored(&row.domain).map_err(unreadable)?,
            state: word("authorized_domains.state", &row.state)?,
            method: row.method.as_ref().map(method).transpose()?,
            token: row.token,
            token_expires_at: time(row.token_expires_at),
            checked_at: maybe_time(row.checked_at),
            failures: row.failures,
            first_failure_at: maybe_time(row.first_failure_at),
            stale_at: maybe_time(row.stale_at),
            last_fault: row.last_fault,
            verified_at: maybe_time(row.verified_at),
            next_check_at: maybe_time(row.next_check_at),
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
            revision: row.revision,
        })
    }
}
