use super::{Unreadable, json, maybe_millis, maybe_time, time};
use chat_core::{DossierBody, DossierEntry};
use sea_orm::entity::prelude::*;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_dossiers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub customer_id: Uuid,
    pub kind: String,
    pub name: Option<String>,
    pub body: String,
    pub created_at: i64,
    pub removed_at: Option<i64>,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry of a dossier {}", self.id)
    }
}

impl From<DossierEntry> for Model {
    fn from(entry: DossierEntry) -> Self {
        let DossierEntry { id, client_id, customer_id, name, body, created_at, removed_at, revision } = entry;
        Self {
            id: id.uuid(),
            client_id: client_id.uuid(),
            customer_id: customer_id.uuid(),
            kind: body.kind().as_str().to_owned(),
            name,
            body: serde_json::to_string(&body).expect("texts and numbers are JSON"),
            created_at: created_at.millis(),
            removed_at: maybe_millis(removed_at),
            revision,
        }
    }
}

impl TryFrom<Model> for DossierEntry {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            customer_id: row.customer_id.into(),
            name: row.name,
            body: json::<DossierBody>("customer_dossiers.body", &row.body)?,
            created_at: time(row.created_at),
            removed_at: maybe_time(row.removed_at),
            revision: row.revision,
        })
    }
}
