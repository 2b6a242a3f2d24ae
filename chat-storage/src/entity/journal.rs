use super::{Unreadable, json, source, time};
use chat_core::{Notice, Thread};
use sea_orm::entity::prelude::*;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub previous_seq: i64,
    pub at: i64,
    pub conversation_id: Option<Uuid>,
    pub customer_id: Option<Uuid>,
    pub source: Option<String>,
    pub account_id: Option<Uuid>,
    pub widget_id: Option<Uuid>,
    pub customer_number: Option<String>,
    pub event: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "event {} of {}", self.seq, self.client_id)
    }
}

impl TryFrom<Model> for Notice {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        let thread = match (row.conversation_id, row.source) {
            (Some(conversation), Some(name)) => Some(Thread {
                conversation_id: conversation.into(),
                customer_id: row.customer_id.map(Into::into),
                source: source("journal.source", &name)?,
                account_id: row.account_id.map(Into::into),
                widget_id: row.widget_id.map(Into::into),
                customer_number: row.customer_number,
            }),
            _ => None,
        };
        Ok(Self {
            client_id: row.client_id.into(),
            seq: row.seq,
            previous_seq: row.previous_seq,
            at: time(row.at),
            thread,
            event: json("journal.event", &row.event)?,
        })
    }
}
