use super::{Unreadable, time, word};
use chat_core::{Agent, Secret};
use sea_orm::entity::prelude::*;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "agents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub name: String,
    pub email: String,
    pub role: String,
    pub password_hash: Option<String>,
    pub created_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "agent {}", self.id)
    }
}

impl From<Agent> for Model {
    fn from(agent: Agent) -> Self {
        let Agent { id, client_id, name, email, role, password_hash, created_at, revision } = agent;
        Self {
            id: id.uuid(),
            client_id: client_id.uuid(),
            name,
            email,
            role: role.as_str().to_owned(),
            password_hash: password_hash.map(|hash| hash.expose().to_owned()),
            created_at: created_at.millis(),
            revision,
        }
    }
}

impl TryFrom<Model> for Agent {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        let Model { id, client_id, name, email, role, password_hash, created_at, revision } = row;
        Ok(Self {
            id: id.into(),
            client_id: client_id.into(),
            name,
            email,
            role: word("agents.role", &role)?,
            password_hash: password_hash.map(Secret::from),
            created_at: time(created_at),
            revision,
        })
    }
}
