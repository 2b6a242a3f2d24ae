use super::{Unreadable, time};
use chat_core::Client;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "clients")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub created_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Client> for Model {
    fn from(client: Client) -> Self {
        let Client { id, name, created_at, revision } = client;
        Self { id: id.uuid(), name, created_at: created_at.millis(), revision }
    }
}

impl TryFrom<Model> for Client {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        let Model { id, name, created_at, revision } = row;
        Ok(Self { id: id.into(), name, created_at: time(created_at), revision })
    }
}
