use super::{Unreadable, maybe_millis, maybe_time, time, word};
use chat_core::{CustomerIdentity, IdentityKey};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_identities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub customer_id: Uuid,
    pub kind: String,
    pub value: String,
    pub created_at: i64,
    pub removed_at: Option<i64>,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<CustomerIdentity> for Model {
    fn from(identity: CustomerIdentity) -> Self {
        let CustomerIdentity { id, client_id, customer_id, key, created_at, removed_at, revision } = identity;
        let IdentityKey { kind, value } = key;
        Self {
            id: id.uuid(),
            client_id: client_id.uuid(),
            customer_id: customer_id.uuid(),
            kind: kind.as_str().to_owned(),
            value,
            created_at: created_at.millis(),
            removed_at: maybe_millis(removed_at),
            revision,
        }
    }
}

impl TryFrom<Model> for CustomerIdentity {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            customer_id: row.customer_id.into(),
            key: IdentityKey::new(word("customer_identities.kind", &row.kind)?, row.value),
            created_at: time(row.created_at),
            removed_at: maybe_time(row.removed_at),
            revision: row.revision,
        })
    }
}
