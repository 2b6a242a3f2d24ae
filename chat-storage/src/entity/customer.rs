use super::{Unreadable, time};
use chat_core::Customer;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub name: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Customer> for Model {
    fn from(customer: Customer) -> Self {
        let Customer { id, client_id, name, created_at, updated_at, revision } = customer;
        Self {
            id: id.uuid(),
            client_id: client_id.uuid(),
            name,
            created_at: created_at.millis(),
            updated_at: updated_at.millis(),
            revision,
        }
    }
}

impl TryFrom<Model> for Customer {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            name: row.name,
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
            revision: row.revision,
        })
    }
}
