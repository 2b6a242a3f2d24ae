use super::{Unreadable, json, maybe_millis, maybe_time, time, word};
use chat_core::Customer;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub name: Option<String>,
    pub is_named_by_team: bool,
    pub username: Option<String>,
    pub no_marketing_since: Option<i64>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub language: Option<String>,
    pub attributes: Option<String>,
    pub blocks: Option<String>,
    pub held_back_count: i64,
    pub merged_into: Option<Uuid>,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Customer> for Model {
    fn from(customer: Customer) -> Self {
        // Most customers have no attributes and are not blocked, and nothing is written of them.
        let attributes = (!customer.attributes.is_empty())
            .then(|| serde_json::to_string(&customer.attributes).expect("texts and numbers are JSON"));
        let blocks = (!customer.blocks.is_empty())
            .then(|| serde_json::to_string(&customer.blocks).expect("texts and numbers are JSON"));
        Self {
            id: customer.id.uuid(),
            client_id: customer.client_id.uuid(),
            name: customer.name,
            is_named_by_team: customer.is_named_by_team,
            username: customer.username,
            no_marketing_since: maybe_millis(customer.no_marketing_since),
            email: customer.email,
            phone: customer.phone,
            language: customer.language.map(|tag| tag.to_string()),
            attributes,
            blocks,
            held_back_count: customer.held_back_count,
            merged_into: customer.merged_into.map(|id| id.uuid()),
            created_at: customer.created_at.millis(),
            updated_at: customer.updated_at.millis(),
            revision: customer.revision,
        }
    }
}

impl TryFrom<Model> for Customer {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        let attributes = row.attributes.map(|text| json("customers.attributes", &text)).transpose()?;
        let blocks = row.blocks.map(|text| json("customers.blocks", &text)).transpose()?;
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            name: row.name,
            is_named_by_team: row.is_named_by_team,
            username: row.username,
            no_marketing_since: maybe_time(row.no_marketing_since),
            email: row.email,
            phone: row.phone,
            language: row.language.map(|tag| word("customers.language", &tag)).transpose()?,
            attributes: attributes.unwrap_or_default(),
            blocks: blocks.unwrap_or_default(),
            held_back_count: row.held_back_count,
            merged_into: row.merged_into.map(Into::into),
            created_at: time(row.created_at),
            updated_at: time(row.updated_at),
            revision: row.revision,
        })
    }
}
