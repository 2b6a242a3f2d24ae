use super::{Unreadable, json, maybe_millis, maybe_time, time};
use chat_core::Definition;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "definitions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub kind: String,
    pub name: String,
    pub audience: String,
    pub unique_key: Option<String>,
    pub body: String,
    pub deleted_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Definition> for Model {
    fn from(definition: Definition) -> Self {
        Self {
            id: definition.id.uuid(),
            client_id: definition.client_id.uuid(),
            kind: definition.body.kind().as_str().to_owned(),
            audience: definition.audience.to_string(),
            unique_key: definition.key(),
            body: serde_json::json!(definition.body).to_string(),
            name: definition.name,
            deleted_at: maybe_millis(definition.deleted_at),
            created_at: definition.created_at.millis(),
            updated_at: definition.updated_at.millis(),
            revision: definition.revision,
        }
    }
}

impl TryFrom<Model> for Definition {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            name: row.name,
            audience: row.audience.parse().map_err(|_| Unreadable { column: "definitions.audience" })?,
            body: json("definitions.body", &row.body)?,
            deleted_at: maybe_time(row.deleted_at),
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
            revision: row.revision,
        })
    }
}
