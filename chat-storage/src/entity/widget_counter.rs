use super::{Unreadable, word};
use chat_core::{Count, Day};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "widget_counters")]
pub struct Model {
    pub client_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub widget_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub counter: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub origin: String,
    pub count: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Count {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            client_id: row.client_id.into(),
            widget_id: row.widget_id.into(),
            day: Day::from_number(row.day),
            counter: word("widget_counters.counter", &row.counter)?,
            origin: row.origin,
            count: row.count,
        })
    }
}
